package people

import (
	"time"

	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/when"
)

// Reader is somebody who gets a letter, with the language and the hours in
// which it speaks to them.
type Reader struct {
	P    Person
	L    *i18n.Locale
	Zone *time.Location
	City string // which names the zone
	Now  time.Time
}

// ReaderOf is the reader of a letter that speaks of what they gave this zone
// and language for. A zone that nobody knows any more is UTC.
func ReaderOf(p Person, zone, language string, now time.Time) Reader {
	r := Reader{P: p, L: i18n.For(language).ForZone(zone), Zone: time.UTC, Now: now}
	if loc, err := when.Load(zone); err == nil {
		r.Zone = loc
	} else {
		zone = "UTC"
	}
	r.City = r.L.City(zone)
	return r
}

// Hello greets the reader.
func (r Reader) Hello() mail.Block {
	if r.P.Name == "" {
		return mail.P(r.L.T("letter.hello.nobody|Hello,"))
	}
	return mail.P(r.L.T("letter.hello|Hello {name},", "name", Unlinked(r.P.Name)))
}

// Moment is an instant in the reader's hours: "Tue 3 Mar, 19:30".
func (r Reader) Moment(t time.Time) string { return r.L.DateTime(t.In(r.Zone), r.style(t)) }

// Span is from when to when something goes: "Tue 3 Mar, 19:30–21:30".
func (r Reader) Span(start, end time.Time) string {
	return r.L.RangeStyle(start.In(r.Zone), end.In(r.Zone), r.style(start))
}

// style names the year of what is far off in another one.
func (r Reader) style(t time.Time) i18n.Style {
	if t.In(r.Zone).Year() != r.Now.In(r.Zone).Year() && t.Sub(r.Now) > farOff {
		return i18n.Medium
	}
	return i18n.Day
}

const farOff = 90 * 24 * time.Hour

// Frame fills in what all letters to a reader share. Answers go to the given
// contact or, where it has no address, to the network's.
func (room *Room) Frame(tx *store.Tx, r Reader, m *mail.Message, base, kind string, contact mail.Address) error {
	n, err := room.Network(tx)
	if err != nil {
		return err
	}
	m.To, m.ReplyTo = mail.Address{Name: r.P.Name, Email: r.P.Address}, contact
	if m.ReplyTo.Email == "" {
		m.ReplyTo = n.replyTo(r.P)
	}
	m.Lang, m.Dir, m.Kind, m.Network = r.L.Lang, r.L.Dir(), kind, n.Head(r.L, base)
	return nil
}

// Shift says that the reader's hour is another than last time because clocks
// were changed, by so many minutes; "" if it is not.
func (r Reader) Shift(minutes int) string {
	switch n := minutes; {
	case n == 0:
		return ""
	case n > 0 && n%60 == 0:
		return r.L.T("letter.moved.later-h|Mind the clock: this time it begins {n} hour later for you than last time, because clocks have changed.|Mind the clock: this time it begins {n} hours later for you than last time, because clocks have changed.", "n", n/60)
	case n%60 == 0:
		return r.L.T("letter.moved.earlier-h|Mind the clock: this time it begins {n} hour earlier for you than last time, because clocks have changed.|Mind the clock: this time it begins {n} hours earlier for you than last time, because clocks have changed.", "n", -n/60)
	case n > 0:
		return r.L.T("letter.moved.later-min|Mind the clock: this time it begins {n} minute later for you than last time, because clocks have changed.|Mind the clock: this time it begins {n} minutes later for you than last time, because clocks have changed.", "n", n)
	default:
		return r.L.T("letter.moved.earlier-min|Mind the clock: this time it begins {n} minute earlier for you than last time, because clocks have changed.|Mind the clock: this time it begins {n} minutes earlier for you than last time, because clocks have changed.", "n", -n)
	}
}
