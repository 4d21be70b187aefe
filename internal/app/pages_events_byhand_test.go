package app_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/app/apptest"
	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/store"
)

// hybridHall is an event to which one can come in person and online.
func hybridHall(h *apptest.House) *events.Event {
	return hall(h, func(e *events.Event) { e.Online = "https://meet.harbour.example/hall" })
}

// registersHere registers somebody who comes in person.
func registersHere(h *apptest.House, name, date string) {
	v := h.Visitor()
	v.Open("/e/hall/register").Form("/e/hall/register").Set("name", name).Set("email", strings.ToLower(name)+"@mail.example").Set("date", date).Set("way", "here").Submit().OK()
	v.Open(h.Link(strings.ToLower(name)+"@mail.example", "/er/"))
}

// noted counts the entries of the audit log with a verb.
func noted(h *apptest.House, verb string) (n int) {
	h.Read(func(tx *store.Tx) error { return tx.Row(`SELECT COUNT(*) FROM audit WHERE verb = $1`, verb).Scan(&n) })
	return n
}

func TestAPersonIsMovedByHandAndReadsWhoDidIt(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	e := hybridHall(h)
	registersHere(h, "Ada", e.Dates[0].ID)
	c := organiser(h)
	ada := c.Open("/o/e/hall/people").Follow("Ada").Says("Another date, or another way to come")
	moved := ada.Form("/change").Set("date", e.Dates[1].ID).Set("way", "online").Submit("Change it, and tell them").OK().Says("It is changed, and they are told.", "Wed, 10 Feb 2027", "Online")
	mails := h.Mail("ada@mail.example")
	last := mails[len(mails)-1]
	if last.Kind != events.MailPlaced || !strings.Contains(last.Text, "The organisers have changed your place") || !strings.Contains(last.Text, "10 Feb") || !strings.Contains(last.Text, "Online") {
		t.Errorf("%s: %s", last.Kind, last.Text)
	}
	if d := h.Event("hall").Dates; d[0].Taken.Here != 0 || d[1].Taken.Online != 1 {
		t.Errorf("taken: %+v and %+v", d[0].Taken, d[1].Taken)
	}
	if noted(h, "registration.change") != 1 {
		t.Error("the log does not say who moved them")
	}
	// The same once more changes nothing and tells nobody.
	moved.Form("/change").Submit("Change it, and tell them").OK()
	if again := h.Mail("ada@mail.example"); len(again) != len(mails) {
		t.Errorf("%d letters after nothing has changed", len(again)-len(mails))
	}
	helper := h.Member("Hana", "hana@harbour.example", auth.SeeRegistrations)
	helper.Open("/o/e/hall/people").Follow("Ada").Silent("Another date", "Send them their link again")
}

func TestALinkIsSentAgain(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	e := hybridHall(h)
	registersHere(h, "Ada", e.Dates[0].ID)
	c := organiser(h)
	ada := c.Open("/o/e/hall/people").Follow("Ada")
	press(t, ada, "Send them their link again").OK().Says("The link is on its way to them.")
	mails := h.Mail("ada@mail.example")
	last := mails[len(mails)-1]
	if last.Kind != events.MailLink || !strings.Contains(last.Text, "Here is your link for Hall evening once more") || !strings.Contains(last.Text, "/er/") {
		t.Errorf("%s: %s", last.Kind, last.Text)
	}
	if noted(h, "registration.resend") != 1 {
		t.Error("the log does not say so")
	}
}

func TestTheListOfAnEventsCallIsLookedAtThenNotedAndTheLogSaysWhoNoted(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	e := hybridHall(h)
	for _, name := range []string{"Ada", "Bea", "Cem"} {
		registersHere(h, name, e.Dates[0].ID)
	}
	h.Clock.Set(e.Occurrence(&e.Dates[0]).Start.Add(time.Hour))
	c := organiser(h)
	at := "/o/e/hall/d/" + e.Dates[0].ID + "/attendance"
	c.Open(at).Form(at).Submit("here").OK().Says("1 here · 0 not · 2 open") // Ada
	press(t, c.Open(at), "The rest: not here").OK().Says("1 here · 2 not · 0 open")
	f := c.Open(at).Form("/file")
	f.Attach("file", "call.csv", []byte("Name (Original Name),User Email\nAda,\niPad,bea@mail.example\nStranger,\n"))
	look := f.Submit("Look who was there").OK().Says("2 people of the list were recognised", "in the call as iPad", "Noted already", "Not on the list: 1", "Stranger")
	c.Open(at).Says("1 here · 2 not · 0 open")
	look.Form("/call").Submit("Note them as here").OK().Says("2 here · 1 not · 0 open", "was in the list of the call")
	empty := c.Open(at).Form("/file")
	empty.Submit("Look who was there").Answers(http.StatusUnprocessableEntity).Says("Choose the file first.")
	for verb, want := range map[string]int{"attendance.tap": 1, "attendance.rest": 1, "attendance.call": 1} {
		if got := noted(h, verb); got != want {
			t.Errorf("%d entries of %s, want %d", got, verb, want)
		}
	}
}

func TestADateInThePastIsAskedForOnce(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	e := hall(h)
	c := organiser(h)
	at := "/o/e/hall/d/" + e.Dates[0].ID
	asked := c.Open(at).Form(at).Set("date", "2026-12-03").Submit("Save").OK().Says("Not saved yet.", "1 date lies in the past.")
	if h.Event("hall").Dates[0].Day.String() != "2027-02-03" {
		t.Error("it was saved without a question")
	}
	asked.Form(at).Submit("Save").OK().Says("Saved.")
	if got := h.Event("hall").Dates[0].Day.String(); got != "2026-12-03" {
		t.Errorf("after the question it is %s", got)
	}
	f := c.Open("/o/e/new").Form("/o/e/new").Set("title.en", "Winter party").Set("first", "2026-12-20").Set("start", "19:00").Set("end", "21:00")
	new := f.Submit("Save and publish").OK().Says("1 date lies in the past.")
	new.Form("/o/e/new").Submit("Save and publish").OK().Says("It is published")
	// What was over before asks nothing.
	c.Open("/o/e/winter-party/edit").Form("/edit").Set("description.en", "Thank you all.").Submit("Save").OK().Says("Saved.")
}

func TestWhatNoFormOffersIsNotTakenFromOne(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	e := hall(h)
	c := organiser(h)
	post := func(at, form, name, value string) string {
		v := c.Open(at).Form(form).Values()
		v.Set(name, value)
		return c.Post(at, v).Answers(http.StatusUnprocessableEntity).Text()
	}
	at := "/o/e/hall/d/" + e.Dates[0].ID
	if got := post(at, at, "status", "held"); !strings.Contains(got, "Choose one of the list.") {
		t.Error(got)
	}
	if got := post("/o/e/hall/edit", "/edit", "rule.unit", "moon"); !strings.Contains(got, "Choose from the list how it repeats.") || strings.Contains(got, "Enter a date.") {
		t.Error(got)
	}
	if got := post("/o/e/hall/edit", "/edit", "end", "19:00"); !strings.Contains(got, "It cannot end at the hour at which it begins.") {
		t.Error(got)
	}
	entered := c.Open("/o/e/hall/people/new").Form("/people/new").Set("name", "Dua").Values()
	entered.Set("language", "tlh")
	c.Post("/o/e/hall/people/new", entered).Answers(http.StatusUnprocessableEntity).Says("Choose one of the languages that are offered.")
}

func TestTheDoorsOfWhatBeginsAtMidnightOpenOnTheEveningBefore(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	c := organiser(h)
	f := c.Open("/o/e/new").Form("/o/e/new").Set("title.en", "Night watch").Set("first", "2027-02-03").Set("start", "00:30").Set("end", "03:00").Set("doors", "23:30").Set("venue.name", "Old mill")
	f.Submit("Save and publish").OK().Says("It is published")
	e := h.Event("night-watch")
	if o := e.Occurrence(&e.Dates[0]); o.Start.Sub(o.Doors) != time.Hour {
		t.Errorf("the doors open %s, it begins %s", o.Doors, o.Start)
	}
	h.Visitor().Open("/e/night-watch").Says("Doors open on Tue, 2 Feb, 23:30, Berlin time.")
	c.Open("/o/e/night-watch/edit").Form("/edit").Set("doors", "01:00").Submit("Save").Answers(http.StatusUnprocessableEntity).Says("The doors open before it starts.")
}

func TestARightIsAskedForBeforeAForm(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	nobody := h.Member("Nele", "nele@harbour.example")
	for _, at := range []string{"/o/series/new", "/o/series/import", "/o/network", "/o/chapters", "/o/e/new"} {
		nobody.Post(at, map[string][]string{"x": {"y"}}).Answers(http.StatusNotFound)
	}
}
