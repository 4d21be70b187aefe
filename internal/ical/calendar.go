package ical

import (
	"net/url"
	"time"
)

// Method says what a calendar asks of whoever receives it.
type Method string

const (
	Publish Method = "PUBLISH" // know of these events; feeds and files
	Request Method = "REQUEST" // an invitation to one event, or its new time
	Cancel  Method = "CANCEL"  // one event will not take place, or not for you
)

// Status says how sure an event is. The zero value says nothing.
type Status string

const (
	Tentative Status = "TENTATIVE"
	Confirmed Status = "CONFIRMED"
	Cancelled Status = "CANCELLED"
)

// Answer is what an attendee has said to an invitation.
type Answer string

const (
	NoAnswer    Answer = "NEEDS-ACTION"
	Accepted    Answer = "ACCEPTED"
	Declined    Answer = "DECLINED"
	MaybeComing Answer = "TENTATIVE"
)

// Calendar is one iCalendar file.
type Calendar struct {
	Method Method // Publish if empty
	Prod   string // PRODID, what wrote the file; "-//Plenary//Plenary//EN" if empty

	// For feeds; left out where empty.
	Name    string        // as the subscriber's list of calendars shows it
	Lang    string        // the language of Name, such as "en" or "pt-BR"
	Refresh time.Duration // how often to fetch again, in full minutes

	// Events may be none, and for Request and Cancel is exactly one.
	Events []Event
}

// Event is one VEVENT. UID, Stamp and Start are required, and for Request and
// Cancel Organizer and Attendee too.
type Event struct {
	UID      string    // the same for the event's whole life, unique in the world
	Sequence int       // grows with every change of time, place or state
	Stamp    time.Time // when this was written or, in a feed, last changed: DTSTAMP
	Modified time.Time // when the event last changed; left out if zero

	// Start and End are written as wall times of Start's location if that is a
	// zone which package when knows, else in UTC. A zero End is left out.
	Start, End time.Time

	Repeats *Repeats  // how it repeats; nil for once
	Instead time.Time // of a repeated event with the same UID, the start that this one stands in for

	Summary     string // one line; the title
	Description string // text of many lines
	Location    string // one line; the place, or where to find the link
	URL         string // of our page, http or https; anything else is left out
	Lang        string // the language of the texts above and of Categories
	Categories  []string
	Status      Status // Cancel writes Cancelled, whatever stands here

	Organizer *Organizer
	Attendee  *Attendee // the receiver. RFC 5546 wants none with Publish
}

// Repeats says how an event repeats, in wall time of its start's zone, which
// must be one that package when knows.
type Repeats struct {
	Rule   string      // the value of RRULE
	Last   time.Time   // the last start that is known of, so that the zone is described up to it
	Except []time.Time // starts on which there is nothing
}

// Organizer is who invites and who hears the answers.
type Organizer struct {
	Name    string // left out if empty
	Address string // the mail address alone: "training@school.example"
}

// Attendee is who is invited: always the receiver alone, so that nobody learns
// who else comes.
type Attendee struct {
	Name    string
	Address string
	Answer  Answer // NoAnswer if empty
	RSVP    bool   // whether the organizer can receive an answer by mail
}

// ContentType returns the MIME type of the encoded calendar. It names the
// method, as mail programs expect of an invitation.
func (c *Calendar) ContentType() string {
	return "text/calendar; charset=utf-8; method=" + string(c.method())
}

func (c *Calendar) method() Method {
	if c.Method == "" {
		return Publish
	}
	return c.Method
}

// UID makes the UID of an event from an id that is unique in a house and the
// address of that house.
func UID(id, base string) string {
	u, err := url.Parse(base)
	if err != nil || u.Hostname() == "" {
		return id + "@localhost"
	}
	return id + "@" + u.Hostname()
}
