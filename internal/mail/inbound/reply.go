package inbound

import (
	"slices"
	"strings"

	"codeberg.org/plenary/plenary/internal/ical"
)

// Reply is what somebody's calendar answers to an invitation (RFC 6047).
type Reply struct {
	UID      string
	Answer   ical.Answer
	Attendee string // whose answer it is, lower case
}

// Reply reads the answer that a message carries, and false for one that carries
// none: exactly one entry with exactly one attendee.
func (m Message) Reply() (r Reply, ok bool) {
	if m.Calendar == nil {
		return r, false
	}
	file, err := ical.Read(m.Calendar)
	if err != nil || file.Method != "REPLY" || m.Method != "" && m.Method != "REPLY" || len(file.Entries) == 0 {
		return r, false
	}
	e := file.Entries[0]
	if len(e.Attendees) != 1 {
		return r, false
	}
	r = Reply{UID: e.UID, Answer: e.Attendees[0].Answer, Attendee: strings.ToLower(e.Attendees[0].Address)}
	return r, slices.Contains([]ical.Answer{ical.Accepted, ical.Declined, ical.MaybeComing}, r.Answer)
}
