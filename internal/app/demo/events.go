package demo

import (
	"slices"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/when"
)

// The three events of the network, each placed relative to today.

// assembly is an afternoon in a hall, with an agenda of which two parts run side
// by side.
func assembly(today when.Date) *events.Event {
	many, doors := 180, clock("13:30")
	next := today.AddDays(5)
	for next.Weekday() != time.Saturday {
		next = next.AddDays(1)
	}
	return &events.Event{Slug: "docks-assembly", Kind: events.Assembly, Visibility: events.Public, Chapter: "old-docks", Zone: "Europe/Berlin",
		Title: inAll("Assembly of the old docks"), Languages: []string{"de", "en"}, Interpreted: []string{"ar"}, Contact: people.Contact{Name: "Hanna Falk", Email: "old-docks@harbour.example"},
		Description: inAll("We decide together what we ask of the landlords. Bring your neighbours and your last rent letter."),
		Start:       clock("14:00"), Length: 4 * time.Hour, Doors: &doors, Dates: []events.Date{{Day: next}},
		Venue:   &events.Place{Name: "Dockers’ hall", Address: "Quay 4", City: "Hamburg", Notes: "The ramp is on the water side. Children are looked after on the first floor; there is a lift."},
		Parties: events.Parties{Hosts: []people.Party{{Name: "Old docks workers’ council"}}, Moderators: []people.Party{{Name: "Hanna Falk"}, {Name: "Kofi Mensah"}}},
		Entry:   events.Entry{Registration: events.Optional, Places: events.Places{Here: &many}},
		Agenda: []events.Part{
			{Start: clock("13:30"), Title: inAll("Doors open, tea and soup"), Kind: events.Doors},
			{Start: clock("14:00"), Title: inAll("Welcome: where we stand"), Speakers: []people.Party{{Name: "Hanna Falk"}}},
			{Start: clock("14:45"), Title: inAll("Workshop: reading a rent letter"), Place: "Great hall", Speakers: []people.Party{{Name: "Kemal Falk"}}},
			{Start: clock("14:45"), Title: inAll("Workshop: talking to neighbours"), Place: "Upper room", Speakers: []people.Party{{Name: "Amina Haddad"}}},
			{Start: clock("16:00"), Title: inAll("Break"), Kind: events.Pause},
			{Start: clock("16:30"), Title: inAll("What we ask for: we vote")},
		}}
}

// readers is a monthly circle in a library and online, without an end.
func readers(today when.Date) *events.Event {
	few := 20
	first := when.Date{Year: today.Year, Month: today.Month, Day: 1}
	rule := events.Rule{From: first, Every: 1, Unit: events.Months, Weekdays: []time.Weekday{time.Wednesday}, Nth: 3}
	rule.From = rule.Days(first.AddDays(40))[0]
	return &events.Event{Slug: "readers", Kind: events.Meeting, Visibility: events.Public, Chapter: "riverside", Zone: "Europe/London",
		Title: inAll("Reading circle"), Description: inAll("One short text a month, read aloud and talked over. In the library, and online for those who are far."),
		Languages: []string{"en"}, Contact: people.Contact{Name: "Hugh Okoro", Email: "riverside@harbour.example"}, Shared: []string{"south"},
		Start: clock("19:00"), Length: 90 * time.Minute, Rule: &rule, Online: "https://meet.harbour.example/readers",
		Venue: &events.Place{Name: "Riverside library", Address: "Mill Lane 2", City: "London", Notes: "Level access. Ring at the side door after six."},
		Entry: events.Entry{Registration: events.Required, ByDate: true, Waitlist: true, Places: events.Places{Here: &few}}}
}

// teachIn is an evening online with interpreters; its first part is over and
// was recorded.
func teachIn(today when.Date) *events.Event {
	return &events.Event{Slug: "why-rents-rise", Kind: events.TeachIn, Visibility: events.Public, Zone: "Europe/Berlin", ShowZones: []string{"America/New_York", "America/Sao_Paulo"},
		Title: inAll("Teach-in: why rents rise"), Description: inAll("An hour of facts and an hour of questions, with interpreters."),
		Languages: []string{"en"}, Interpreted: []string{"es", "fr", "ar"}, Contact: people.Contact{Name: "Kemal Falk", Email: "training@harbour.example"},
		Start: clock("18:00"), Length: 2 * time.Hour, Online: "https://meet.harbour.example/rents",
		Dates: []events.Date{
			{Day: today.AddDays(-16), Links: []events.Link{{Title: "Recording, 58 minutes", URL: "https://video.harbour.example/rents-1", Kind: events.Recording}}},
			{Day: today.AddDays(5), Speakers: []people.Party{{Name: "Lucía Herrera"}}},
		},
		Parties: events.Parties{Speakers: []people.Party{{Name: "Zainab Odeh", Role: "Tenants’ lawyer"}}, Partners: []people.Party{{Name: "Union of tenants", URL: "https://tenants.example"}}},
		PartOf:  &people.Party{Name: "Autumn of the tenants", URL: "https://tenants.example/autumn"},
		Entry:   events.Entry{Registration: events.Required}}
}

func clock(s string) when.Clock {
	c, err := when.ParseClock(s)
	if err != nil {
		panic(err) // a constant of this file
	}
	return c
}

// meet publishes the events some days ago, and registers some of the members.
func (b *builder) meet() error {
	b.Clock.Set(b.today.AddDate(0, 0, -20))
	day := when.DateOf(b.today, time.UTC)
	for n, e := range []*events.Event{assembly(day), readers(day), teachIn(day)} {
		if err := b.write(func(tx *store.Tx) error {
			if _, err := b.Events.Save(b.ctx, tx, auth.AtConsole(), e); err != nil {
				return err
			}
			return b.Events.SetState(b.ctx, tx, auth.AtConsole(), e.Slug, events.Published)
		}); err != nil {
			return err
		}
		who := append(slices.Clone(b.members[:min(len(b.members), 24*(n+1))]), b.shown())
		if err := inSlices(b, who, func(tx *store.Tx, i int, p people.Input) error { return b.come(tx, e, i, p) }); err != nil {
			return err
		}
	}
	return nil
}

// come registers somebody: every third in person, where one can.
func (b *builder) come(tx *store.Tx, e *events.Event, i int, p people.Input) error {
	f := events.Form{Input: p}
	if ways := e.WaysFor("", b.today); len(ways) > 0 {
		f.Way = ways[len(ways)-1]
		if i%3 == 0 {
			f.Way = ways[0]
		}
	}
	_, err := b.Events.Register(b.ctx, tx, auth.Viewer{}, e.Slug, f.Clean())
	return err
}
