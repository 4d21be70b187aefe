package calendar

import (
	"slices"
	"time"

	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/series"
)

// Date is one time at which something is on: a date of an event, or a session in
// one track of a series.
type Date struct {
	E  *events.Event // nil for a session
	On events.Occurrence
	S  *series.Series // nil for an event
	In series.Occurrence
}

// Start is when it begins, in the zone of who plans it.
func (d Date) Start() time.Time {
	if d.S != nil {
		return d.In.Start
	}
	return d.On.Start
}

// End is when it is over.
func (d Date) End() time.Time {
	if d.S != nil {
		return d.In.End
	}
	return d.On.End
}

// ID is that of the date, or of the session: what write-ups are about.
func (d Date) ID() string {
	if d.S != nil {
		return d.In.Session.ID
	}
	return d.On.Date.ID
}

// Path is the address of the page that says all about it.
func (d Date) Path() string {
	if d.S != nil {
		return "/s/" + d.S.Slug
	}
	return "/e/" + d.E.Slug
}

// Title is what it is called: the event, or the series.
func (d Date) Title() i18n.Text {
	if d.S != nil {
		return d.S.Title
	}
	return d.E.Title
}

// Off tells whether it is cancelled.
func (d Date) Off() bool {
	if d.S != nil {
		return d.S.StatusOf(d.In.Session) == series.CalledOff
	}
	return d.E.StatusOf(d.On.Date) == events.CalledOff
}

// Tentative tells whether it is not certain yet.
func (d Date) Tentative() bool {
	if d.S != nil {
		return d.In.Session.Status == series.Tentative
	}
	return d.On.Date.Status == events.Tentative
}

// Languages are those that are spoken, and those it is interpreted into.
func (d Date) Languages() []string {
	if d.S != nil {
		return d.S.Languages
	}
	return slices.Concat(d.E.Languages, d.E.Interpreted)
}

// Kind is that of the event; Session for those of series.
func (d Date) Kind() events.Kind {
	if d.S != nil {
		return Session
	}
	return d.E.Kind
}

// Ways are the ways in which one can come.
func (d Date) Ways() (list []events.Way) {
	if d.S == nil {
		return d.E.Ways(d.On.Date)
	}
	if d.In.Session.Place != nil {
		list = append(list, events.Here)
	}
	if d.In.Session.Place == nil || d.In.Session.Online != "" {
		list = append(list, events.Remote)
	}
	return list
}

// Is tells whether one can come to it as the mode says.
func (d Date) Is(mode events.Mode) bool {
	switch ways := d.Ways(); mode {
	case events.InPerson:
		return slices.Contains(ways, events.Here)
	case events.Online:
		return slices.Contains(ways, events.Remote)
	}
	return true
}

// Link is a recording or a piece of material of a date.
type Link struct {
	Title, URL string
	Recording  bool
}

// Links are its recordings and materials.
func (d Date) Links() (list []Link) {
	if d.S != nil {
		for _, l := range d.In.Session.Links {
			list = append(list, Link{l.Title, l.URL, l.Kind == series.Recording})
		}
		return list
	}
	for _, l := range d.On.Date.Links {
		list = append(list, Link{l.Title, l.URL, l.Kind == events.Recording})
	}
	return list
}
