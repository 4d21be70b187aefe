package ui

import (
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/when"
)

// Every component, with nothing in it and with everything in it.
func samples(t testing.TB, l *i18n.Locale) map[string]templ.Component {
	kolkata, lisbon := zone(t, "Asia/Kolkata"), zone(t, "Europe/Lisbon")
	start := time.Date(2026, 3, 3, 23, 0, 0, 0, lisbon)
	yes := true
	full := Field{Name: "x", Label: `L"<>`, Hint: "H", Error: "E", Value: "v<", Autocomplete: "name", Required: true, Lang: "ar",
		Rows: 3, Min: "1", Max: "2", MaxLength: 9, Options: []Option{{Value: "a", Label: "A", Hint: "h", Lang: "es", Group: "G"}, {Value: "b", Label: "B", Group: "G"}, {Label: "C"}}}
	with := func(typ Input, id string) Field { f := full; f.Type = typ; f.ID = id; return f }
	row := PersonRow{Name: "<b>Amina</b>", Href: "/p", Details: []string{"Kolkata", "x"}, Tags: []Tag{{OK, "In"}}, Tick: &Tick{"t", "1", true},
		Segment: &Segment{Name: "s", Value: "a", Options: full.Options}, Actions: []Button{{Label: "Go"}}}
	bars := []Bar{{Label: "English", Lang: "en", Sub: "x", Tick: "en", N: 3, Mark: true, Href: "/x"}, {Label: "b"}}
	m := map[string]templ.Component{
		"button, empty": Button{}, "button": Button{Label: "A", Kind: Primary, Name: "n", Value: "v", Form: "f", Action: "/a", Loose: true, Pressed: &yes, Busy: "…", About: "of x"},
		"button, link": Button{Label: "A", Kind: Danger, Href: "/x", About: "of x"}, "button, javascript": Button{Label: "A", Href: "javascript:alert(1)"},
		"actions, empty": Actions{}, "actions": Actions{{Label: "A", Kind: Link}, {Label: "B"}},
		"notice, empty": Notice{}, "notice": Notice{Tone: Bad, Word: "Not sent.", Text: "<x>", ID: "n", Live: true},
		"tag, empty": Tag{}, "tag": Tag{Warn, "Waiting"}, "track, empty": Track{L: l}, "track": Track{L: l, ID: "A", Title: "Morning"}, "track, late": Track{L: l, ID: "12"},
		"poster, empty": Poster{}, "poster": Poster{Kicker: "k", Title: "t", Lang: "es", Text: "x", Level: 1, Action: Button{Label: "a"}}, "part": Part{ID: "p"},
		"undo, empty": Undo{}, "undo": Undo{Word: "Cancelled.", Text: "t", Label: "Undo", Action: "/u", Fields: map[string]string{"b": "1", "a": "2"}, Swap: "x"},
		"field, empty": Field{}, "hidden": Field{Type: Hidden, Name: "h", Value: "v"},
		"summary, none": ErrorSummary{L: l},
		"facts, empty":  SummaryList{}, "facts": SummaryList{{Key: "Name", Value: "<x>", Lang: "ar", Change: Button{Label: "Change", About: "name"}}, {Key: "Mail", Value: "a@b", LTR: true}, {Key: "S", Body: Tag{OK, "x"}}},
		"empty state, empty": EmptyState{}, "empty state": EmptyState{Text: "t", Action: Button{Label: "a"}, Example: "e"},
		"steps, empty": Steps{L: l}, "steps": Steps{L: l, Items: []Step{{Title: "a", Text: "b", Done: true}, {Title: "c", Action: Button{Label: "d"}}}},
		"stats, empty": Stats{L: l}, "stats": Stats{L: l, Items: []Stat{{N: 630, Of: 1000, Label: "in", Href: "/x", Tone: OK}, {}}},
		"progress, empty": Progress{L: l}, "progress": Progress{L: l, Done: 340, Total: 1200, Label: "Sending", ID: "p"},
		"people, empty": People{L: l}, "people": People{L: l, Label: "Who", Filter: true, Rows: []PersonRow{row, {}}},
		"agenda, empty": Agenda{L: l, Zone: kolkata}, "agenda": Agenda{L: l, Zone: kolkata, Level: 2, Items: []AgendaItem{{Title: "t", Lang: "es", Href: "/e", Start: start, End: start.Add(time.Hour), Home: lisbon, Place: "p", Text: "x", Tags: []Tag{{OK, "x"}}}, {Start: start, AllDay: true}}},
		"listing, empty": Listing{}, "listing": Listing{Level: 2, Items: []ListingItem{{Title: "t", Lang: "es", Href: "/", Sub: "s", Text: "x", Tags: []Tag{{OK, "x"}}}, {}}},
		"scroll": Scroll{Label: "x", Tall: true}, "table, empty": Table{}, "table": Table{Caption: "c", Hidden: true, Columns: []Column{{Label: "a", Sort: "/x", Order: "ascending"}, {Label: "n", Num: true}}, Rows: [][]Cell{{{Text: "x", Head: true, Href: "/"}, {Text: "1"}}, {{Body: Tag{}}}}},
		"pagination, one part": Pagination{L: l}, "pagination": Pagination{L: l, Prev: "/a", Next: "/b", Where: "1–2"},
		"filter, empty": Filter{L: l}, "filter": Filter{L: l, Action: "/x", Label: "f", Fields: []Field{with(Search, "q")}, Clear: "/", Found: "3", Keep: map[string]string{"b": "2", "a": "1"}},
		"tabs, empty": Tabs{L: l}, "tabs": Tabs{L: l, Label: "t", Items: []Tab{{"a", "/a", true, -1}, {"b", "/b", false, 1200}}},
		"disclosure": Disclosure{Summary: "s", Open: true}, "card, empty": Card{}, "card": Card{Title: "t", Lang: "es", Href: "/", Sub: "s", Track: Track{L: l, ID: "B"}, Tags: []Tag{{OK, "x"}}, ID: "c", Level: 3},
		"cards": Cards(), "copy": Copy{L: l, ID: "c", Label: "l", Value: "https://x.example/g", Hint: "h"},
		"city, empty": CityPicker{L: l, Now: now}, "city, known": CityPicker{L: l, Now: now, Zone: "Asia/Calcutta", Hint: "h"}, "city, wrong": CityPicker{L: l, Now: now, Zone: "Mars/Base", Error: "e"},
		"time line": TimeLine{L: l, Zone: kolkata, Now: now, Change: "/zone"}, "time line, guess": TimeLine{L: l, Zone: kolkata, Now: now, Change: "/zone", Guess: true, To: "/zone", Self: "/"},
		"sessions, empty": SessionTable{L: l, Zone: kolkata}, "sessions": series(t, l, kolkata),
		"swing, steady": SwingNote{L: l, Reader: kolkata, Home: lisbon}, "swing": SwingNote{L: l, Reader: kolkata, Home: lisbon, Swing: when.Swings(tuesdays(lisbon), kolkata, lisbon)},
		"figure": Figure{Finding: "f", Note: "n", ID: "f"}, "bars, empty": Bars{L: l}, "bars": Bars{L: l, Finding: "f", Note: "n", Of: "o", Unit: "u", Bars: bars, Share: true, ID: "b"},
		"bars across, empty": Bars{L: l, Across: true}, "bars across": Bars{L: l, Finding: "f", Bars: bars, Across: true},
		"funnel, empty": Funnel{L: l}, "funnel": Funnel{L: l, Finding: "f", Steps: bars},
		"heat, empty": HeatTable{L: l}, "heat": HeatTable{L: l, Finding: "f", Note: "n", Counts: [7][24]int{2: {18: 40, 19: 3}}},
		"week":          WeekGrid{L: l, Name: "slot", Label: "When?", Chosen: map[string]bool{"TUE-18": true}},
		"layout, empty": Layout(LayoutData{L: l}), "layout": Layout(fullLayout(l, kolkata)),
	}
	for name, typ := range map[string]Input{"text": Text, "email": Email, "phone": Phone, "web": Web, "number": Number, "date": Date, "time": Time, "date and time": DateTime,
		"search": Search, "password": Password, "code": Code, "file": File, "area": Area, "select": Select, "radios": Radios, "checks": Checks, "check": Check} {
		m["field "+name] = with(typ, "id")
		m["bare field "+name] = Field{Type: typ, Name: "n"}
	}
	return m
}

func TestComponentsRenderCleanlyWithNothingAndWithEverything(t *testing.T) {
	for _, lang := range []string{"en", "ar", "hi"} {
		for name, c := range samples(t, i18n.For(lang)) {
			t.Run(lang+" "+name, func(t *testing.T) {
				page := render(t, c)
				for _, f := range faults(page) {
					t.Errorf("%s in\n%.800s", f, page)
				}
				lacks(t, page, "<b>Amina</b>", "javascript:", "%!", "{n}", "{city}")
			})
		}
	}
}

func TestFaultsAreFound(t *testing.T) {
	for _, page := range []string{`<p style="x">a</p>`, `<p onclick="x">a</p>`, `<p><b></p>`, `<i id="a"></i><i id="a"></i>`, `<label for="a">x</label>`, `<p class="a ">x</p>`} {
		if len(faults(page)) == 0 {
			t.Errorf("nothing found in %s", page)
		}
	}
}

func TestChildrenStandInsideTheirComponent(t *testing.T) {
	child := Tag{Word: "inside"}
	for name, c := range map[string]templ.Component{"notice": Notice{Text: "x"}, "field": Field{Name: "n"}, "empty state": EmptyState{Text: "x"}, "scroll": Scroll{Label: "x"},
		"disclosure": Disclosure{Summary: "x"}, "card": Card{Title: "x"}, "cards": Cards(), "figure": Figure{Finding: "x"}, "poster": Poster{Title: "x"}, "part": Part{ID: "x"}, "layout": Layout(LayoutData{L: en})} {
		if page := render(t, c, child); len(faults(page)) > 0 || text(page) == "" {
			t.Errorf("%s: %v", name, faults(page))
		} else {
			wants(t, page, `<span class="tag">inside</span>`)
		}
	}
}

func TestButtonsAreLinksOnlyWhereTheyLead(t *testing.T) {
	wants(t, render(t, Button{Label: "Register", Kind: Primary, Href: "/r"}), `<a class="btn go" href="/r">`)
	wants(t, render(t, Button{Label: "Register", Kind: Primary}), `<button class="btn go">`)
	wants(t, render(t, Button{Label: "Remove", About: "Amina"}), `<span class="vh">Amina</span>`)
}

func TestNoticesOfWhatWasJustDoneAreReadOut(t *testing.T) {
	wants(t, render(t, Notice{Tone: OK, Word: "Saved.", Live: true}), `role="status"`, "data-focus")
	wants(t, render(t, Notice{Tone: Bad, Word: "Not saved.", Live: true}), `role="alert"`)
	lacks(t, render(t, Notice{Tone: Bad, Word: "Closed."}), "role=")
}

func TestBarsAreNeverLongerThanTheirTrack(t *testing.T) {
	for _, c := range []struct {
		n, of int
		want  string
	}{{0, 0, "0"}, {-3, 10, "0"}, {5, 10, "50.0%"}, {50, 10, "100.0%"}} {
		if got := percent(c.n, c.of); got != c.want {
			t.Errorf("percent(%d, %d) = %s, want %s", c.n, c.of, got, c.want)
		}
	}
}

func TestBarsAcrossBeginWhereReadingBegins(t *testing.T) {
	bars := []Bar{{Label: "a", N: 1}, {Label: "b", N: 2}}
	ltr, rtl := Bars{L: en, Bars: bars}.columns(), Bars{L: i18n.For("ar"), Bars: bars}.columns()
	if ltr[0].mid != "25.00%" || rtl[0].mid != "75.00%" {
		t.Errorf("the first bar stands at %s and %s", ltr[0].mid, rtl[0].mid)
	}
}

func TestHoursAtWhichNobodyCanAreFolded(t *testing.T) {
	var h HeatTable
	h.L = en
	h.Counts[time.Tuesday][18], h.Counts[time.Sunday][20] = 40, 2
	rows := h.rows()
	if len(rows) != 5 || rows[0] != (heatRow{0, 18, true}) || rows[2] != (heatRow{19, 20, true}) || rows[4] != (heatRow{21, 24, true}) {
		t.Errorf("rows %v", rows)
	}
	if h.step(40) != "h4" || h.step(2) != "h1" || h.step(0) != "h0" {
		t.Errorf("steps %s %s %s", h.step(40), h.step(2), h.step(0))
	}
	page := render(t, h)
	wants(t, page, "00:00–18:00", ">40<", "nobody")
}

func TestFunnelCountsSharesOfItsFirstStep(t *testing.T) {
	page := text(render(t, Funnel{L: en, Finding: "f", Steps: []Bar{{Label: "Registered", N: 200}, {Label: "Came", N: 50}}}))
	wants(t, page, "Registered 200", "25")
}

func TestWeekGridSendsWeekdayAndHour(t *testing.T) {
	page := render(t, WeekGrid{L: en, Name: "slot", Label: "When?", From: 8, To: 20, Chosen: map[string]bool{"TUE-18": true}})
	wants(t, page, `value="MON-08"`, `value="TUE-18" checked`, `aria-label="Tuesday 18:00"`)
	lacks(t, page, `value="MON-20"`, `value="MON-07"`)
}

func TestAWeekIsReadFromItsBoxes(t *testing.T) {
	for _, c := range []struct {
		sent []string
		want string
	}{
		{[]string{"TUE-08", "MON-09", "TUE-08"}, "MON-09 TUE-08"},
		{[]string{"SUN-ALL"}, "SUN-08 SUN-09 SUN-10"},
		{[]string{"ALL-09", "FRI-10"}, "FRI-09 FRI-10 MON-09 SAT-09 SUN-09 THU-09 TUE-09 WED-09"},
		{[]string{"MON-COPY", "MON-08", "SAT-10"}, "FRI-08 MON-08 SAT-10 THU-08 TUE-08 WED-08"},
		{[]string{"MON-ALL", "MON-COPY"}, "FRI-08 FRI-09 FRI-10 MON-08 MON-09 MON-10 THU-08 THU-09 THU-10 TUE-08 TUE-09 TUE-10 WED-08 WED-09 WED-10"},
		{[]string{"MON-07", "TUE-18", "XYZ-09", "MON", "", "MON-9"}, ""},
	} {
		if got := strings.Join(Slots(c.sent, 8, 11), " "); got != c.want {
			t.Errorf("%v: got %s, expected %s", c.sent, got, c.want)
		}
	}
}

func TestCityPickerNeverChoosesACityByItself(t *testing.T) {
	for _, zone := range []string{"", "Etc/UTC", "Mars/Base"} {
		page := render(t, CityPicker{L: en, Now: now, Zone: zone, Open: true})
		wants(t, page, `<option value="" selected>Choose a city`)
	}
}

func TestCityPickerKeepsTheKnownCityAndAsksForAnUnknownOne(t *testing.T) {
	known := render(t, CityPicker{L: en, Zone: "Asia/Kolkata", Now: now})
	wants(t, known, `type="hidden" name="zone" value="Asia/Kolkata"`, "Kolkata (UTC+5:30)", "15:42", `name="change-zone"`)
	lacks(t, known, "<select")
	unknown := render(t, CityPicker{L: en, Now: now})
	wants(t, unknown, "<select", "data-zone", `<optgroup label="Europe">`, `value="Asia/Kolkata"`)
	wants(t, render(t, CityPicker{L: en, Now: now, Zone: "Asia/Calcutta", Open: true}), `value="Asia/Kolkata" selected`)
}
