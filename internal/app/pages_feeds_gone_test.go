package app_test

import (
	"net/http"
	"strings"
	"testing"

	"codeberg.org/plenary/plenary/internal/app/apptest"
	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
)

// TestWhatIsCancelledIsToldToThoseWhoKnewOfIt: a feed says of what everybody could
// see that it is cancelled. Of what members or invited people alone could see, of
// a draft, and of what was taken back, it says nothing: neither a title nor a
// date, nor that there is anything.
func TestWhatIsCancelledIsToldToThoseWhoKnewOfIt(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	state := func(slug string, to events.State) {
		h.Write(func(tx *store.Tx) error { return h.Events.SetState(t.Context(), tx, auth.AtConsole(), slug, to) })
	}
	make := func(slug, title, on string, v events.Visibility) {
		e := apptest.Event(slug)
		e.Title, e.Visibility, e.Dates = map[string]string{"en": title}, v, []events.Date{{Day: day(on)}}
		h.Publish(e)
	}
	make("open", "Said to all", "2027-05-05", events.Public)
	make("members", "Canary members", "2027-05-11", events.Members)
	make("invited", "Canary invited", "2027-05-12", events.Invited)
	make("back", "Canary taken back", "2027-05-13", events.Public)
	make("hidden", "Canary hidden", "2027-05-14", events.Public)
	s := apptest.Series("school")
	s.Title, s.Visibility = map[string]string{"en": "Canary school"}, series.Members
	h.Announce(s)
	feeds := []string{"/events.ics", "/events.rss", "/events.json", "/embed/events?count=30", "/events", "/events?view=month&on=2027-05", "/", "/oembed?url=" + h.URL + "/events"}
	ask := func() (all string) {
		for _, path := range feeds {
			all += h.Visitor().Get(path).OK().Body
		}
		return all
	}
	ask() // what is kept of before must not be said afterwards
	for _, slug := range []string{"open", "members", "invited", "hidden"} {
		state(slug, events.Cancelled)
	}
	state("back", events.Draft)
	h.Change("hidden", func(e *events.Event) { e.Visibility = events.Members })
	all := ask()
	for _, never := range []string{"Canary", "canary", "20270511T", "20270512T", "20270513T", "20270514T", "2027-05-11T", "2027-05-12T", "2027-05-13T", "2027-05-14T", h.Event("back").Dates[0].ID, h.Event("hidden").Dates[0].ID, h.Event("members").ID} {
		if strings.Contains(all, never) {
			t.Errorf("a feed says %q", never)
		}
	}
	for _, says := range []string{"STATUS:CANCELLED", "Cancelled: Said to all", `"status":"cancelled"`} {
		if !strings.Contains(all, says) {
			t.Errorf("no feed says %q of what everybody could see", says)
		}
	}
	for _, slug := range []string{"members", "invited", "back", "hidden"} {
		for _, ending := range []string{"", ".ics", ".rss", ".json"} {
			h.Visitor().Get("/e/" + slug + ending).Answers(http.StatusNotFound)
		}
		for _, path := range []string{"/embed/events?event=", "/subscribe?event=", "/oembed?url=" + h.URL + "/e/"} {
			h.Visitor().Get(path + slug).Answers(http.StatusNotFound)
		}
	}
	// Members are told of theirs on its own address, and of nobody else's.
	member := h.Member("Cem", "cem@example.org")
	for _, ending := range []string{".ics", ".rss", ".json"} {
		if body := member.Get("/e/members" + ending).OK().Body; !strings.Contains(strings.ToLower(body), "cancelled") {
			t.Errorf("a member is not told that their event is cancelled: %s", body)
		}
		for _, slug := range []string{"invited", "back"} {
			member.Get("/e/" + slug + ending).Answers(http.StatusNotFound)
		}
	}
}
