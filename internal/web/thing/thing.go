// Package thing has what schema.org calls things, as far as our pages say them:
// events, series of them, and courses (https://schema.org/Event, EventSeries,
// Course). Search engines read them, and calendars that read pages.
//
// They are plain values for json.Marshal, checked in tests against the types of
// schema.org. They name our pages, never the address of a call.
package thing

import (
	"strings"
	"time"
)

// Schema is the context of all things.
const Schema = "https://schema.org"

// Kinds of events. A course's instance is one, too.
const (
	Event     = "Event"
	Education = "EducationEvent"
	Social    = "SocialEvent"
	Series    = "EventSeries"
	Instance  = "CourseInstance"
)

// Happening is an event, a series of events, or one run of a course.
type Happening struct {
	Context     string     `json:"@context,omitempty"`
	Type        string     `json:"@type"`
	ID          string     `json:"@id,omitempty"`
	Name        string     `json:"name"`
	Description string     `json:"description,omitempty"`
	URL         string     `json:"url"`
	Image       []string   `json:"image,omitempty"`
	Start       string     `json:"startDate,omitempty"`
	End         string     `json:"endDate,omitempty"`
	Doors       string     `json:"doorTime,omitempty"`
	Was         string     `json:"previousStartDate,omitempty"`
	Status      string     `json:"eventStatus,omitempty"`
	Attendance  string     `json:"eventAttendanceMode,omitempty"`
	Location    []any      `json:"location,omitempty"`
	Languages   []string   `json:"inLanguage,omitempty"`
	Most        *int       `json:"maximumAttendeeCapacity,omitempty"`
	MostHere    *int       `json:"maximumPhysicalAttendeeCapacity,omitempty"`
	MostOnline  *int       `json:"maximumVirtualAttendeeCapacity,omitempty"`
	Organizer   []Party    `json:"organizer,omitempty"`
	Performer   []Party    `json:"performer,omitempty"`
	Sponsor     []Party    `json:"sponsor,omitempty"`
	Offers      []Offer    `json:"offers,omitempty"`
	Schedule    *Repeating `json:"eventSchedule,omitempty"`
	Parts       []Ref      `json:"subEvent,omitempty"`
	PartOf      []any      `json:"superEvent,omitempty"` // a Ref or a Party of type EventSeries
	Mode        []string   `json:"courseMode,omitempty"` // of an Instance
}

// Course is a learning programme, whatever the hours of its runs.
type Course struct {
	Context     string      `json:"@context,omitempty"`
	Type        string      `json:"@type"`
	Name        string      `json:"name"`
	Description string      `json:"description,omitempty"`
	URL         string      `json:"url"`
	Languages   []string    `json:"inLanguage,omitempty"`
	Provider    []Party     `json:"provider,omitempty"`
	Runs        []Happening `json:"hasCourseInstance,omitempty"`
}

// Graph is several things of one page.
type Graph struct {
	Context string `json:"@context"`
	Things  []any  `json:"@graph"`
}

// Ref names a thing that is described elsewhere in the same graph.
type Ref struct {
	ID string `json:"@id"`
}

// Party is a person or an organisation, by name.
type Party struct {
	Type string `json:"@type"`
	Name string `json:"name"`
	URL  string `json:"url,omitempty"`
}

// Place is where people meet in person.
type Place struct {
	Type    string   `json:"@type"`
	Name    string   `json:"name"`
	Address *Address `json:"address,omitempty"`
}

// Address is that of a Place.
type Address struct {
	Type   string `json:"@type"`
	Street string `json:"streetAddress,omitempty"`
	City   string `json:"addressLocality,omitempty"`
}

// Virtual is where people meet online: the page that leads there.
type Virtual struct {
	Type string `json:"@type"`
	URL  string `json:"url"`
}

// Offer is how to get a place.
type Offer struct {
	Type         string `json:"@type"`
	URL          string `json:"url"`
	Availability string `json:"availability,omitempty"`
	From         string `json:"validFrom,omitempty"`
	Until        string `json:"validThrough,omitempty"`
}

// Repeating is a rule in wall time.
type Repeating struct {
	Type      string   `json:"@type"`
	StartDate string   `json:"startDate"`
	EndDate   string   `json:"endDate,omitempty"`
	StartTime string   `json:"startTime"`
	EndTime   string   `json:"endTime,omitempty"`
	Zone      string   `json:"scheduleTimezone"`
	Frequency string   `json:"repeatFrequency"` // ISO 8601, as P1W
	Days      []string `json:"byDay,omitempty"`
	MonthDay  []int    `json:"byMonthDay,omitempty"`
	Count     int      `json:"repeatCount,omitempty"`
	Except    []string `json:"exceptDate,omitempty"`
}

// Stamp is an instant with its distance to UTC, as clocks at the place show it;
// "" for none.
func Stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}

// Venue is a place by its name and address.
func Venue(name, street, city string) Place {
	p := Place{Type: "Place", Name: name}
	if street != "" || city != "" {
		p.Address = &Address{"PostalAddress", strings.Join(strings.Fields(street), " "), city}
	}
	return p
}

// Online is where people meet online: a page of ours.
func Online(page string) Virtual { return Virtual{"VirtualLocation", page} }

// Register is an offer of places. An instant that is zero is left out.
func Register(page string, open, full bool, from, until time.Time) Offer {
	o := Offer{Type: "Offer", URL: page, From: Stamp(from), Until: Stamp(until)}
	switch {
	case full:
		o.Availability = Schema + "/SoldOut"
	case open:
		o.Availability = Schema + "/InStock"
	default:
		o.Availability = Schema + "/PreOrder"
	}
	return o
}

// Where says how one can come: in person, online or both.
func Where(here, online bool) string {
	switch {
	case here && online:
		return Schema + "/MixedEventAttendanceMode"
	case here:
		return Schema + "/OfflineEventAttendanceMode"
	case online:
		return Schema + "/OnlineEventAttendanceMode"
	}
	return ""
}

// How says whether a date holds: as planned, moved, or not at all.
func How(cancelled, moved bool) string {
	switch {
	case cancelled:
		return Schema + "/EventCancelled"
	case moved:
		return Schema + "/EventRescheduled"
	}
	return Schema + "/EventScheduled"
}

// Several puts things of one page together: one alone, or a graph.
func Several(things ...any) any {
	if len(things) == 0 {
		return nil
	}
	return Graph{Schema, things}
}
