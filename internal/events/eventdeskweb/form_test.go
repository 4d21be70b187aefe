package eventdeskweb

import (
	"net/url"
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

// days is an event on four days that are entered one by one, with a part of its
// agenda on each.
func days() *events.Event {
	e := whole()
	e.Dates, e.Agenda = nil, nil
	for i := range 4 {
		e.Dates = append(e.Dates, events.Date{ID: string(rune('a' + i)), Day: when.Date{Year: 2027, Month: time.March, Day: 3 + i}, Status: events.Scheduled})
		e.Agenda = append(e.Agenda, events.Part{Day: i + 1, Start: 19 * 60, Title: i18n.Text{"en": "Part of " + string(rune('a'+i))}})
	}
	e.Clean()
	return e
}

// send fills the form from an event, changes it, and reads it back over the same
// event, as rows arrive.
func send(t *testing.T, e *events.Event, change func(v url.Values)) *events.Event {
	t.Helper()
	values := fill(i18n.For("en"), e, "en")
	change(values)
	in := entry{forms.Entry{L: i18n.For("en"), Langs: []string{"en"}, Values: values}}
	in.keepRows()
	back := *e
	back.Dates, back.Agenda = slices.Clone(e.Dates), slices.Clone(e.Agenda)
	if err := in.apply(&back, time.Date(2027, 1, 4, 9, 0, 0, 0, time.UTC)); err != nil {
		t.Fatal(err)
	}
	back.Clean()
	return &back
}

// agendas says of each date which parts of the agenda are on it.
func agendas(e *events.Event) (list []string) {
	for i, d := range e.Dates {
		for _, part := range e.AgendaOn(i + 1) {
			list = append(list, d.Day.String()+" "+part.Title["en"])
		}
	}
	return list
}

func TestPartsOfTheAgendaStayWithTheirDay(t *testing.T) {
	clear := func(v url.Values, list string, n int) {
		for name := range v {
			if m, field, ok := forms.CutRow(name, list); ok && m == n && field != "key" && field != "was" && field != "day" {
				v.Set(name, "")
			}
		}
	}
	for name, c := range map[string]struct {
		change func(v url.Values)
		want   []string
	}{
		"the second date is taken away": {func(v url.Values) { clear(v, "dates", 1); clear(v, "agenda", 2) },
			[]string{"2027-03-03 Part of a", "2027-03-05 Part of c", "2027-03-06 Part of d"}},
		"the first becomes the last": {func(v url.Values) { v.Set("first", "2027-03-20") },
			[]string{"2027-03-04 Part of b", "2027-03-05 Part of c", "2027-03-06 Part of d", "2027-03-20 Part of a"}},
		"one is put between": {func(v url.Values) { v.Set("dates.4.date", "2027-03-01") },
			[]string{"2027-03-03 Part of a", "2027-03-04 Part of b", "2027-03-05 Part of c", "2027-03-06 Part of d"}},
		"one is taken away and one put in": {func(v url.Values) { clear(v, "dates", 2); clear(v, "agenda", 3); v.Set("dates.4.date", "2027-03-08") },
			[]string{"2027-03-03 Part of a", "2027-03-04 Part of b", "2027-03-06 Part of d"}},
		"a part goes to another day": {func(v url.Values) { v.Set("agenda.1.day", "c"); clear(v, "dates", 1); clear(v, "agenda", 2) },
			[]string{"2027-03-05 Part of a", "2027-03-05 Part of c", "2027-03-06 Part of d"}},
	} {
		if got := agendas(send(t, days(), c.change)); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
