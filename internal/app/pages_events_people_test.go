package app_test

import (
	"bytes"
	"encoding/csv"
	"image"
	"image/color"
	"image/png"
	"net/http"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/app/apptest"
	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
)

func TestWhoComesIsListedFoundAndSavedAsAFile(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	e := hall(h, func(e *events.Event) {
		e.Entry.Questions = []events.Question{{ID: "brings", Kind: events.AskText, Label: map[string]string{"en": "What do you bring?"}}}
	})
	registers(t, h, "hall", "Ada", e.Dates[0].ID)
	registers(t, h, "hall", "Bea", "all")
	c := organiser(h)
	list := c.Open("/o/e/hall/people").Says("Ada", "Bea", "2 people")
	list.Form("/people/search").Set("q", "bea@mail").Submit().OK().Says("Bea", "1 person").Silent("Ada")
	c.Open("/o/e/hall/people?date=" + e.Dates[1].ID).Says("Bea").Silent("Ada")
	c.Open("/o/e/hall").Says("2 have a place", "2 registered")
	f := c.Open("/o/e/hall/people?date=" + e.Dates[0].ID).Form("/people/export")
	file := f.Submit().OK()
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(file.Body, "\ufeff"))).ReadAll()
	if err != nil || len(rows) != 3 || strings.Join(rows[0], " ") != "name email status date way answered language zone registered_at q.brings there.2027-02-03T19:00" {
		t.Errorf("%v: %q", err, rows)
	}
	h.Read(func(tx *store.Tx) error {
		found, err := tx.Found(`SELECT 1 FROM audit WHERE verb = 'people.export' AND object = $1`, e.ID)
		if !found {
			t.Error("nobody wrote down that the file was taken")
		}
		return err
	})
}

func TestSomebodyIsEnteredCancelledAndTakenBackByHand(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	e := hall(h)
	c := organiser(h)
	enter := func(name, email, date string) (says string) {
		f := c.Open("/o/e/hall/people/new").Form("/people/new").Set("name", name).Set("email", email).Set("date", date)
		return f.Submit("Register").Text()
	}
	if got := enter("Dua Ba", "dua@mail.example", e.Dates[0].ID); !strings.Contains(got, "Registered. If there is an address") {
		t.Fatal(got)
	}
	if got := enter("Dua Ba", "dua@mail.example", e.Dates[0].ID); !strings.Contains(got, "is registered already") {
		t.Error(got)
	}
	enter("Nobody’s aunt", "", "")
	mails := h.Mail("dua@mail.example")
	if len(mails) != 1 || mails[0].Kind != "event.registered" {
		t.Errorf("%d letters", len(mails))
	}
	person := c.Open("/o/e/hall/people").Follow("Dua Ba").Says("dua@mail.example", "Has a place")
	gone := press(t, person, "Cancel their registration").OK().Says("Cancelled")
	mails = h.Mail("dua@mail.example")
	if last := mails[len(mails)-1]; !strings.Contains(last.Subject, "Your place was cancelled") || !strings.Contains(last.Text, "The organisers have cancelled your registration") {
		t.Errorf("who was taken out reads %q: %s", last.Subject, last.Text)
	}
	press(t, gone, "Undo").OK().Says("It is as it was.", "Has a place")
	if taken := h.Event("hall").Dates[0].Taken.Here; taken != 2 {
		t.Errorf("%d places are taken, want 2", taken)
	}
}

func TestWhoWaitsIsLetInByHandOrInTurn(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	one := 1
	e := hall(h, func(e *events.Event) { e.Entry.Places.Here = &one })
	date := e.Dates[0].ID
	registers(t, h, "hall", "Ada", date)
	registers(t, h, "hall", "Bea", date)
	registers(t, h, "hall", "Cem", date)
	c := organiser(h)
	c.Open("/o/e/hall").Says("2 wait for a place")
	cem := c.Open("/o/e/hall/people?state=waitlisted").Says("Bea", "Cem").Silent("Ada").Follow("Cem").Says("Waits for a place", "1 person waits before them")
	press(t, cem, "Give them a place now").Answers(422).Says("No place is free.")
	// More places: Bea, who waits longest, is offered one; the organiser says yes for her.
	f := c.Open("/o/e/hall/edit").Form("/edit").Set("places.here", "2")
	f.Submit("Save").OK().Says("Saved.")
	bea := c.Open("/o/e/hall/people").Follow("Bea").Says("A place is offered")
	press(t, bea, "Say yes for them").OK().Says("They have a place, and are told.")
	if mails := h.Mail("bea@mail.example"); mails[len(mails)-1].Kind != "event.registered" {
		t.Errorf("the last letter is %s", mails[len(mails)-1].Kind)
	}
	c.Open("/o/e/hall/people").Follow("Cem").Says("Waits for a place")
}

func TestAttendanceIsTakenByTappingAndOnPaper(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	e := hall(h)
	for _, name := range []string{"Ada Lovelace", "Ada Lind", "Bea Ohm"} {
		h.Write(func(tx *store.Tx) error {
			_, err := h.Events.Enter(t.Context(), tx, auth.AtConsole(), "hall", events.Form{Date: e.Dates[0].ID, Way: events.Here,
				Input: people.Input{Name: name, Zone: "Europe/Berlin", Language: "en"}})
			return err
		})
	}
	c := organiser(h)
	at := "/o/e/hall/d/" + e.Dates[0].ID
	c.Open(at+"/sheet").Says("Hall evening", "Wed, 3 Feb 2027", "Old mill", "Bea O.", "Ada Lovelace", "Ada Lind", "Signature").Silent("Bea Ohm", "Has a place")
	c.Open(at + "/sheet?names=whole").Says("Bea Ohm")
	h.Clock.Set(e.Occurrence(&e.Dates[0]).Start.Add(time.Minute))
	c = organiser(h) // who was signed in a month ago is not any more
	list := c.Open(at + "/attendance").Says("0 here · 0 not · 3 open")
	list = list.Form(at + "/attendance").Submit("here").OK().Says("1 here · 0 not · 2 open")
	press(t, list, "The rest: not here").OK().Says("1 here · 2 not · 0 open")
	list = c.Open(at + "/attendance")
	list.Form("/walk-in").Set("name", "Walt In").Submit().OK().Says("Added, and noted as here.", "2 here · 2 not · 0 open", "Walt In")
	c.Open("/o/e/hall").Says("2 were there")
	h.Clock.Add(24 * time.Hour) // the rest of a sheet is typed in the next morning
	c.Open(at+"/attendance").Form("/walk-in").Set("name", "Late Entry").Submit().OK().Says("Added, and noted as here.")
}

// small is a picture of a few bytes.
func small(t *testing.T) []byte {
	picture := image.NewGray(image.Rect(0, 0, 40, 30))
	picture.SetGray(3, 3, color.Gray{200})
	var out bytes.Buffer
	if err := png.Encode(&out, picture); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestAPictureIsDrawnAnewSaysWhatIsToBeSeenAndGoesWithTheLastEvent(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	hall(h)
	c := organiser(h)
	f := c.Open("/o/e/hall").Form("/picture")
	f.Attach("picture", "me.png", small(t))
	again := f.Submit("Save the picture").Answers(422).Says("Say in a few words what is to be seen")
	again.Form("/picture").Set("image_text.en", "A full hall").Submit("Save the picture").OK().Says("The picture is saved.")
	id := h.Event("hall").Image
	if p := h.Visitor().Open("/e/hall"); p.Attr("main img", "alt") != "A full hall" {
		t.Error("its page does not show it")
	}
	h.Visitor().Get("/file/" + id).OK()
	c.Open("/o/e/hall").Form("/copy").Set("date", "2027-06-01").Submit().OK().Says("This is the copy")
	c.Open("/o/e/hall").Form("/picture").Submit("Take it away").OK()
	h.Visitor().Get("/file/" + id).OK() // the copy shows it
	c.Open("/o/events?view=drafts").Says("Hall evening")
	press(t, c.Open("/o/e/hall-2"), "Delete this draft for good").OK().Says("The draft is gone.")
	h.Visitor().Get("/file/" + id).Answers(http.StatusNotFound)
}

// TestEachPageOfEventsAsksForItsOwnRight lets people with one right each, in
// the network, the chapter of the event or another chapter, open every page.
func TestEachPageOfEventsAsksForItsOwnRight(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	chapter := func(slug string) (id string) {
		h.Write(func(tx *store.Tx) error {
			c, err := h.People.SaveChapter(t.Context(), tx, auth.AtConsole(), people.Chapter{Slug: slug, Name: map[string]string{"en": slug}, Zone: "Europe/Berlin"})
			id = c.ID
			return err
		})
		return id
	}
	north, south := chapter("north"), chapter("south")
	e := hall(h, func(e *events.Event) { e.Chapter, e.Shared = "north", []string{"south"} })
	registers(t, h, "hall", "Ada", e.Dates[0].ID)
	var reg string
	h.Read(func(tx *store.Tx) error { return tx.Row(`SELECT id FROM event_registration`).Scan(&reg) })
	d := "/o/e/hall/d/" + e.Dates[0].ID
	all := []auth.Verb{auth.EditEvents, auth.SeeRegistrations, auth.EditRegistrations, auth.TakeAttendance}
	pages := map[string][]auth.Verb{
		"/o/e/hall": all, "/o/e/hall/edit": all[:1], "/o/e/hall/cancel": all[:1], "/o/e/hall/d/new": all[:1], d: all[:1],
		"/o/e/hall/people": all[1:2], "/o/e/hall/people/" + reg: all[1:2], "/o/e/hall/people/new": all[2:3],
		d + "/attendance": all[3:], d + "/sheet": all[3:],
	}
	for i, verb := range all {
		for where, scope := range map[string]auth.Scope{"network": auth.TheNetwork(), "north": auth.ChapterScope(north), "south": auth.ChapterScope(south)} {
			c := h.Member("V"+where, "v"+string(rune('a'+i))+where+"@harbour.example")
			h.Write(func(tx *store.Tx) error {
				person, err := h.People.Find(tx, "v"+string(rune('a'+i))+where+"@harbour.example")
				if err != nil {
					return err
				}
				return h.Auth.Give(t.Context(), tx, auth.AtConsole(), person, scope, verb)
			})
			for page, verbs := range pages {
				want := http.StatusNotFound
				for _, v := range verbs {
					if v == verb && where != "south" {
						want = http.StatusOK
					}
				}
				if got := c.Get(page).Status; got != want {
					t.Errorf("%s with %s in %s: %d, want %d", page, verb, where, got, want)
				}
			}
		}
	}
	for _, page := range []string{"/o/e/hall", "/o/events", d + "/sheet"} {
		if p := h.Visitor().Get(page); !strings.Contains(p.URL.Path, "signin") && p.Status == http.StatusOK {
			t.Errorf("a stranger sees %s", page)
		}
	}
}
