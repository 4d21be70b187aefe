package eventdeskweb

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/web/forms"
	"codeberg.org/plenary/plenary/internal/when"
)

// whole is an event of which everything is said that the form asks for.
func whole() *events.Event {
	doors, end, places := when.Clock(18*60+30), when.Clock(20*60), 30
	own := when.Clock(10 * 60)
	opens := when.Wall{Date: when.Date{Year: 2027, Month: 1, Day: 4}, Clock: 9 * 60}
	day := func(d int) when.Date { return when.Date{Year: 2027, Month: time.March, Day: d} }
	party := func(name string) []people.Party {
		return []people.Party{{Name: name, URL: "https://a.example", Role: "Chair"}}
	}
	return &events.Event{ID: "e", Slug: "convening", State: events.Draft, Visibility: events.Members, Chapter: "north", Shared: []string{"south"}, Kind: events.Convening,
		Title: i18n.Text{"en": "Convening", "de": "Treffen", "xx": "untouched"}, Description: i18n.Text{"en": "Two days."}, Languages: []string{"en", "de"}, Interpreted: []string{"ar"},
		Contact: people.Contact{Name: "Team", Email: "team@harbour.example"}, Zone: "Europe/Berlin", ShowZones: []string{"America/New_York", "Asia/Kolkata"},
		Parties: events.Parties{Hosts: party("H"), Partners: party("P"), Sponsors: party("S"), Speakers: party("K"), Moderators: party("M")},
		PartOf:  &people.Party{Name: "Spring", URL: "https://b.example"}, Start: 19 * 60, Length: 2 * time.Hour, Doors: &doors,
		Dates: []events.Date{{ID: "d1", Day: day(3), Status: events.Scheduled}, {ID: "d2", Day: day(4), Start: &own, Length: 8 * time.Hour, Status: events.Tentative,
			Theme: i18n.Text{"en": "Work"}, Venue: &events.Place{Name: "Mill"}, Links: []events.Link{{Title: "Minutes", URL: "https://c.example", Kind: events.Material}}}},
		Venue: &events.Place{Name: "Hall", Address: "River Street 1\nBack yard", City: "Berlin", Notes: "Ramp."}, Online: "https://meet.example/x", OnlineOpen: true,
		Agenda: []events.Part{{Start: 19 * 60, End: &end, Title: i18n.Text{"en": "Welcome"}, Place: "Room 1", Speakers: party("W"), Day: 1},
			{Start: 19 * 60, Title: i18n.Text{"en": "Beside it"}, Text: i18n.Text{"en": "More"}, Kind: events.Pause}},
		Entry: events.Entry{Registration: events.Required, Opens: &opens, ByDate: true, Waitlist: true, Places: events.Places{Here: &places},
			Questions: []events.Question{{ID: "food", Kind: events.AskChoice, Required: true, Label: i18n.Text{"en": "Food?"},
				Choices: []events.Choice{{ID: "a", Label: i18n.Text{"en": "A", "de": "AA"}}, {ID: "b", Label: i18n.Text{"en": "B", "de": "BB"}}}}}},
	}
}

// again fills the form from an event and reads it back over the same event.
func again(t *testing.T, e *events.Event) *events.Event {
	t.Helper()
	in := entry{Entry: forms.Entry{L: i18n.For("en"), Langs: []string{"en", "de"}, Values: fill(i18n.For("en"), e, "en")}}
	back := *e
	back.Dates, back.Agenda = slices.Clone(e.Dates), slices.Clone(e.Agenda)
	if err := in.apply(&back, time.Date(2027, 1, 4, 9, 0, 0, 0, time.UTC)); err != nil {
		t.Fatal(err)
	}
	back.Clean()
	return &back
}

func TestAFormThatIsSentAsItCameChangesNothing(t *testing.T) {
	until := when.Date{Year: 2027, Month: time.December, Day: 31}
	first := when.Date{Year: 2027, Month: time.March, Day: 3}
	rules := []*events.Rule{nil, {From: first, Every: 4, Unit: events.Weeks, Weekdays: []time.Weekday{time.Wednesday}, Count: 5},
		{From: first, Every: 1, Unit: events.Months, Weekdays: []time.Weekday{time.Wednesday}, Nth: 1},
		{From: first, Every: 2, Unit: events.Months, Until: &until}, {From: first, Every: 1, Unit: events.Days, Count: 3}}
	for _, rule := range rules {
		e := whole()
		if e.Rule = rule; rule != nil {
			e.Dates[0].RuleDay = first
		}
		e.Clean()
		if got := again(t, e); !reflect.DeepEqual(got, e) {
			t.Errorf("%+v\nbecame\n%+v", *e, *got)
		}
	}
	days := whole()
	days.Length, days.Dates = 50*time.Hour, days.Dates[:1] // two days without a break
	days.Clean()
	if got := again(t, days); got.Length != days.Length {
		t.Errorf("%s became %s", days.Length, got.Length)
	}
}

func TestNamesOnASheetAreAsShortAsTellsThemApart(t *testing.T) {
	for _, c := range [][2][]string{
		{{"Ada Lovelace", "Bea Ohm"}, {"Ada L.", "Bea O."}},
		{{"Ada Lovelace", "Ada Lind", "Bo"}, {"Ada Lovelace", "Ada Lind", "Bo"}},
		{{"कबीर पटेल", "طارق حداد", "María José Ñandú"}, {"कबीर प.", "طارق ح.", "María Ñ."}},
		{nil, {}},
	} {
		if got := shortNames(c[0]); !slices.Equal(got, c[1]) {
			t.Errorf("%q became %q, want %q", c[0], got, c[1])
		}
	}
}
