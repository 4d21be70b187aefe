package app_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/e2e"
	"codeberg.org/plenary/plenary/internal/app/apptest"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/i18n"
)

// TestMain stops the browser in the end. It is the program itself where a test
// asks for that.
func TestMain(m *testing.M) {
	asCommand()
	e2e.Main(m)
}

// neighbour is somebody who comes to the assembly, with the hours that they must
// see: of its second date, before and after it was moved by a day and an hour.
type neighbour struct {
	look         e2e.Look
	zone, name   string
	before, then string
	doors        string // in the hours of the hall
}

// TestAPlaceInAHall is the story of one place: the hall is full, somebody waits,
// the place falls free, the date is moved, and in the end they cannot come. It
// goes by the buttons of the pages and the links of the mails, with and without
// script, on a phone and on a wide screen; pages are judged on the way.
func TestAPlaceInAHall(t *testing.T) {
	for _, n := range []neighbour{
		{e2e.Look{Lang: "ar", Width: 320, Dark: true}, "Africa/Cairo", "ليلى",
			"الأربعاء، 10 فبراير، 8:00–10:00 م", "الخميس، 11 فبراير، 9:00–11:00 م", "6:30 م"},
		{e2e.Look{Lang: "de", Width: 1280}, "America/Chicago", "Jörg", "Mi., 10. Feb., 12:00–14:00", "Do., 11. Feb., 13:00–15:00", "18:30"},
		{e2e.Look{Lang: "fr", Width: 360, NoScript: true}, "Africa/Abidjan", "Awa", "mer. 10 févr., 18:00 – 20:00", "jeu. 11 févr., 19:00 – 21:00", "18:30"},
	} {
		t.Run(n.look.Lang, func(t *testing.T) { placeInAHall(t, n) })
	}
}

func placeInAHall(t *testing.T, n neighbour) {
	const address = "neighbour@mail.example"
	h := apptest.Open(t)
	h.SetUp()
	e := h.Publish(apptest.Event("assembly"))
	l := i18n.For(n.look.Lang).ForZone(n.zone)
	date := e.Dates[1].ID

	// Somebody else takes the one place in the hall.
	other := h.Visitor()
	other.Open("/e/assembly/register?date="+date).Form("email").Set("name", "Bea").Set("email", "bea@mail.example").Set("way", "here").Submit().OK()
	theirs := h.Link("bea@mail.example", "/er/")
	other.Open(theirs).Form("/er/" + strings.TrimPrefix(theirs, "/er/") + "/answer").Submit().OK()

	// The page, in the reader's hours, and the form that leads to the waiting list.
	j := judged{e2e.NewTab(t, h.URL, n.look), t, n.look}
	j.Open("/zone").Fill("q", l.City(n.zone)).Enter(`form[role=search] button`)
	j.Enter(`button[value="` + n.zone + `"]`)
	j.Open("/e/assembly").Says(inTable(n.before), l.City("Europe/Berlin"), n.doors)
	j.see("the event", 200)
	j.Enter(`a[href="/e/assembly/register?date=` + date + `"]`)
	j.see("the form", 200)
	j.Enter(`main form button.go`)
	j.see("the form with nothing filled in", 422)
	j.Fill("name", n.name).Fill("email", address).Click(`input[name=way][value=here]`).Enter(`main form button.go`)
	j.Says(l.T("series.registered.waiting|You are on the waiting list"))
	j.see("the receipt", 200)
	mine := h.Link(address, "/er/")
	j.Open(mine).Says(l.T("series.mine.waiting-first|You are next on the waiting list, {name}. We write as soon as a place is free.", "name", n.name))
	j.see("my page, waiting", 200)
	j.Enter(`form[action$="/answer"] button`)

	// The place falls free, and is accepted.
	other.Open(theirs).Form("/er/" + strings.TrimPrefix(theirs, "/er/") + "/cancel").Submit().OK()
	h.Link(address, "/er/")
	j.Open(mine)
	j.see("my page, with an offer", 200)
	j.Enter(`form[action$="/accept"] button`)
	j.Says(n.name, n.before, n.doors, "Old mill")
	j.see("my page, with a place", 200)
	h.Mail(address)

	// The date is moved; whoever comes is told, and their page follows.
	h.Change("assembly", func(e *events.Event) {
		e.Dates[1].Day = e.Dates[1].Day.AddDays(1)
		start := e.Start + 60
		e.Dates[1].Start = &start
	})
	h.Pass(3 * time.Minute)
	mails := h.Mail(address)
	last := mails[len(mails)-1]
	if last.Kind != events.MailChanged || !strings.Contains(plain(last.Text), plain(n.then)) {
		t.Errorf("the last mail is %s:\n%s", last.Kind, last.Text)
	}
	j.Open(mine).Says(n.then)
	j.see("my page, after the date was moved", 200)
	j.Open("/e/assembly").Says(inTable(n.then))

	// They cannot come.
	j.Open(mine)
	j.unfold()
	j.Enter(`form[action$="/cancel"] button`)
	j.Says(l.T("series.mine.gone|This registration is cancelled."))
	j.see("my page, given up", 200)
	if free := h.Event("assembly"); free.Free(free.Date(date), events.Here) != 1 {
		t.Error("the place is not free again")
	}
	kinds := []string{}
	for _, m := range h.Mail(address) {
		kinds = append(kinds, strings.TrimPrefix(m.Kind, "event."))
	}
	if want := []string{"registered", "offered", "registered", "changed", "cancelled"}; !slices.Equal(kinds, want) {
		t.Errorf("the mails were %q, want %q", kinds, want)
	}
}

// inTable is a day with its hours as tables set them: in two parts.
func inTable(sentence string) string {
	for _, comma := range []string{"، ", ", "} {
		if i := strings.LastIndex(sentence, comma); i > 0 {
			return sentence[:i] + " " + sentence[i+len(comma):]
		}
	}
	return sentence
}

// plain is a text without the marks that keep directions apart.
func plain(s string) string {
	return strings.NewReplacer("\u2066", "", "\u2067", "", "\u2068", "", "\u2069", "", "\u200e", "", "\u200f", "", "\u00a0", " ", "\u202f", " ", "\u2009", " ").Replace(s)
}

// judged is a window in which pages are judged: by the accessibility checker, by
// their width, and by what the console says of them.
type judged struct {
	*e2e.Tab
	t    *testing.T
	look e2e.Look
}

func (j judged) see(name string, status int64) {
	j.t.Helper()
	if got := j.Status(); got != status {
		j.t.Errorf("%s answered %d, want %d: %s", name, got, status, j.Text("body"))
	}
	if !j.look.NoScript { // the checker is a script
		for _, v := range j.Axe() {
			j.t.Errorf("%s: %s", name, v)
		}
		if px := j.Sideways(); px > 0 {
			j.t.Errorf("%s scrolls sideways by %d px", name, px)
		}
	}
	for _, said := range j.Said() {
		j.t.Errorf("%s: the console said %s", name, said)
	}
}

// unfold opens all that is folded away or, without script, the last of it: how
// to leave.
func (j judged) unfold() {
	j.t.Helper()
	if j.look.NoScript {
		j.Click("main details:last-of-type summary")
		return
	}
	defer j.see("my page, all unfolded", 200)
	j.Eval(`document.querySelectorAll("details").forEach(d => d.open = true)`, nil)
}
