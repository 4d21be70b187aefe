package app_test

import (
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/app/apptest"
	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/when"
)

func TestTheListShowsEventsBesideSessions(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	h.Write(func(tx *store.Tx) error {
		_, err := h.People.SaveChapter(t.Context(), tx, auth.AtConsole(), people.Chapter{Slug: "north", Name: map[string]string{"en": "North"}, Zone: "Europe/Berlin"})
		return err
	})
	h.Announce(apptest.Series("lease"))
	hall, circle, teachIn, members := apptest.Event("hall"), apptest.Event("circle"), apptest.Event("teach-in"), apptest.Event("members")
	hall.Title, hall.Online, hall.Chapter = map[string]string{"en": "Hall evening"}, "", "north"
	circle.Title, circle.Kind = map[string]string{"en": "Circle evening"}, events.Meeting
	teachIn.Title, teachIn.Kind, teachIn.Venue, teachIn.Doors, teachIn.Shared = map[string]string{"en": "Teach-in online"}, events.TeachIn, nil, nil, []string{"north"}
	teachIn.Languages, teachIn.Interpreted = []string{"es"}, nil
	members.Title, members.Visibility = map[string]string{"en": "For members"}, events.Members
	for _, e := range []*events.Event{hall, circle, teachIn, members} {
		h.Publish(e)
	}
	v := h.Visitor()
	all := []string{"Hall evening", "Circle evening", "Teach-in online", "Know your lease"}
	v.Open("/events").Says(all...).Says("Old mill, Berlin, and online", "Assembly").Silent("For members")
	for query, shown := range map[string][]string{
		"?kind=assembly": {"Hall evening"}, "?kind=session": {"Know your lease"}, "?mode=in-person": {"Hall evening", "Circle evening"},
		"?mode=online": {"Circle evening", "Teach-in online", "Know your lease"}, "?language=es": {"Teach-in online"}, "?language=ar": {"Hall evening", "Circle evening"},
		"?chapter=north": {"Hall evening", "Teach-in online"}, "?chapter=north&mode=online": {"Teach-in online"},
	} {
		p, ics := v.Open("/events"+query), v.Get("/events.ics"+query).OK().Body
		for _, title := range all {
			want := strings.Contains(strings.Join(shown, "|"), title)
			if want != strings.Contains(strings.Join(p.Texts("ol[class=agenda] h3"), "|"), title) {
				t.Errorf("%s shows %s: %t", query, title, !want)
			}
			if want != strings.Contains(ics, ":"+title) && title != "Know your lease" {
				t.Errorf("the calendar of %s has %s: %t", query, title, !want)
			}
		}
	}
	v.Get("/events?chapter=east").Answers(404)
	v.Open("/").Says("Next dates", "Hall evening")
	v.Open("/c/north").Says("Hall evening", "Teach-in online").Silent("Circle evening")
	h.Member("Ada", "ada@example.org").Open("/events").Says("For members")
}

func TestMyPageKnowsMyEvents(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	e := apptest.Event("assembly")
	e.Dates[0].Day = when.Date{Year: 2027, Month: time.January, Day: 6}
	e = h.Publish(e)
	ada := h.Member("Ada", "ada@example.org")
	ada.Open("/e/assembly/register").Form("email").Set("date", e.Dates[0].ID).Set("way", "online").Submit().OK()
	ada.Open("/e/assembly").Says("You are registered.")
	ada.Open("/me").Says("What comes next for you", "Tenants’ assembly", "Wed, 6 Jan, 19:00–21:00", "registered")
	feed := ada.Get(ada.Open("/me").Attr("#feed", "value")).OK()
	if strings.Count(feed.Body, "BEGIN:VEVENT") != 1 {
		t.Errorf("the private calendar is\n%s", feed.Body)
	}
	ada.Open("/me").Form("zone").Set("zone", "Asia/Tokyo").Submit("Save").OK()
	ada.Open("/me").Says("Thu, Jan 7, 03:00 – 05:00")
	h.Clock.Set(time.Date(2027, 1, 6, 17, 50, 0, 0, time.UTC))
	ada.Open("/me").Follow("Go to the call").Says("Join now")
	if file := ada.Get("/me/data.json").OK(); !strings.Contains(file.Body, "assembly") {
		t.Error("the file of one's data does not name the event")
	}
	if taken := h.Event("assembly").Dates[0].Taken.Online; taken != 1 {
		t.Fatalf("%d places are taken", taken)
	}
	ada.Open("/me/data").Form("sure").Set("sure", "yes").Submit().OK()
	if taken := h.Event("assembly").Dates[0].Taken.Online; taken != 0 {
		t.Errorf("%d places are taken by nobody", taken)
	}
}

func TestLeavingASeriesKeepsWhoComesToAnEvent(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	h.Announce(apptest.Series("lease"))
	e := h.Publish(apptest.Event("assembly"))
	v := h.Visitor()
	register(v, "lease", "Ada", "ada@example.org").OK()
	lease := h.Link("ada@example.org", "/r/")
	press(t, v.Open(lease), "Yes, I am coming").OK()
	v.Open("/e/assembly/register").Form("email").Set("name", "Ada").Set("email", "ada@example.org").Set("date", e.Dates[0].ID).Set("way", "online").Submit().OK()
	event := h.Link("ada@example.org", "/er/")
	press(t, v.Open(lease), "Remove me").OK().Says("stay with the other things")
	v.Open(event).Says("You are registered, Ada.")
	press(t, v.Open(event), "Remove me").OK()
	v.Get(event).Answers(404)
}
