package ical

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/when"
)

// longestUID is how many bytes of a UID all calendars keep apart.
const longestUID = 255

// check says what a caller got wrong. Its errors name no texts or addresses:
// these may be personal.
func (c *Calendar) check() error {
	switch c.method() {
	case Publish:
	case Request, Cancel:
		if len(c.Events) != 1 {
			return fmt.Errorf("ical: %d events in a %s, expected one", len(c.Events), c.Method)
		}
		if e := c.Events[0]; e.Organizer == nil || e.Attendee == nil {
			return fmt.Errorf("ical: a %s without organizer or attendee", c.Method)
		}
	default:
		return errors.New("ical: unknown method")
	}
	for i := range c.Events {
		if err := c.Events[i].check(); err != nil {
			return fmt.Errorf("ical: event %d: %w", i, err)
		}
	}
	return nil
}

func (e *Event) check() error {
	switch {
	case e.UID == "" || len(e.UID) > longestUID || e.UID != oneLine(e.UID, longestUID):
		return errors.New("no UID, or one that cannot be written")
	case e.Sequence < 0:
		return errors.New("a negative sequence")
	case e.Stamp.IsZero():
		return errors.New("no stamp")
	case e.Start.IsZero():
		return errors.New("no start")
	case !e.End.IsZero() && e.End.Before(e.Start):
		return errors.New("an end before the start")
	case e.Repeats != nil && !e.Repeats.sound(e):
		return errors.New("a rule that cannot be written")
	case e.Organizer != nil && mailto(e.Organizer.Address) == "":
		return errors.New("an organizer without a mail address")
	case e.Attendee != nil && mailto(e.Attendee.Address) == "":
		return errors.New("an attendee without a mail address")
	}
	switch e.Status {
	case "", Tentative, Confirmed, Cancelled:
	default:
		return errors.New("unknown status")
	}
	if e.Attendee == nil {
		return nil
	}
	switch e.Attendee.Answer {
	case "", NoAnswer, Accepted, Declined, MaybeComing:
		return nil
	}
	return errors.New("unknown answer of the attendee")
}

// sound tells whether a rule is one line of rule characters, in a zone that has
// a name, and does not end before it begins.
func (r *Repeats) sound(e *Event) bool {
	loc, err := when.Load(e.Start.Location().String())
	return err == nil && loc != time.UTC && !r.Last.Before(e.Start) && e.Instead.IsZero() && strings.HasPrefix(r.Rule, "FREQ=") &&
		strings.Trim(r.Rule, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789=;,+-") == ""
}

// mailto returns the address as a URI, or "" if it is none: no text before or
// after its last @, or control characters within.
func mailto(address string) string {
	at := strings.LastIndexByte(address, '@')
	if at < 1 || at == len(address)-1 || len(address) > 320 {
		return ""
	}
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	b.WriteString("mailto:")
	for i := range len(address) {
		switch c := address[i]; {
		case c < ' ' || c == 0x7f:
			return ""
		case c > 0x7f || strings.IndexByte(" \"#%&/;<>?[\\]^`{|}", c) >= 0, c == '@' && i != at:
			b.WriteByte('%')
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&15])
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}
