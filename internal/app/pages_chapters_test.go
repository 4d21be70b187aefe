package app_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/e2e"
	"codeberg.org/plenary/plenary/internal/app/apptest"
	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
)

// grow makes chapters, each in the one before it, and returns their ids.
func grow(t *testing.T, h *apptest.House, slugs ...string) map[string]string {
	t.Helper()
	ids, parent := map[string]string{}, ""
	for _, slug := range slugs {
		h.Write(func(tx *store.Tx) error {
			c, err := h.People.SaveChapter(t.Context(), tx, auth.AtConsole(), people.Chapter{Slug: slug, Parent: parent, Name: i18n.Text{"en": "Place " + slug}, Zone: "Europe/Berlin",
				Description: i18n.Text{"en": "All about " + slug + ".\n\nWe meet on **Mondays**."}, ContactName: slug + " team", ContactEmail: slug + "@harbour.example"})
			ids[slug], parent = c.ID, c.ID
			return err
		})
	}
	return ids
}

// looksAfter gives somebody the role of an organiser on a chapter.
func looksAfter(t *testing.T, h *apptest.House, name, address, chapter string) *e2e.Client {
	t.Helper()
	c := h.Member(name, address)
	h.Write(func(tx *store.Tx) error {
		id, err := h.People.Find(tx, address)
		if err != nil {
			return err
		}
		return h.Auth.Give(t.Context(), tx, auth.AtConsole(), id, auth.ChapterScope(chapter), auth.VerbsOn("chapter")...)
	})
	return c
}

func TestAChaptersPageShowsWhereItLiesAndWhatItHasOn(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	grow(t, h, "north", "coast", "docks")
	evening(h, "docks", "Docks evening", "2027-02-03", func(e *events.Event) { e.Chapter = "docks" })
	evening(h, "coast", "Coast evening", "2027-02-04", func(e *events.Event) { e.Chapter = "coast" })
	evening(h, "guest", "Evening of guests", "2027-02-05", func(e *events.Event) { e.Shared = []string{"docks"} })
	evening(h, "other", "Another evening", "2027-02-05", nil)
	v := h.Visitor()
	p := v.Open("/c/docks").Says("Place docks", "All about docks.", "Mondays", "docks team answers: docks@harbour.example", "Docks evening", "Evening of guests").Silent("Coast evening", "Another evening", "Who works")
	p.Follow("Place coast").Says("Docks evening", "Coast evening", "Place docks").Follow("Place north").Silent("Part of")
	p = v.Open("/c/coast").Follow("Its calendar, month by month").Says("Place coast with all that lies in it")
	p = v.Open("/events?chapter=coast").Says("Docks evening", "Coast evening", "Evening of guests").Follow("By itself").Says("Place coast by itself", "Coast evening").Silent("Docks evening")
	p.Follow("With all that lies in it").Says("Docks evening")
	v.Open("/c/docks").Follow("Follow it").OK()
	v.Get("/c/nowhere").Answers(http.StatusNotFound)
}

func TestATeamIsShownAsFarAsItSaysYes(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	docks := grow(t, h, "docks")["docks"]
	ada, bo := looksAfter(t, h, "Ada Almond", "ada@example.org", docks), looksAfter(t, h, "Bo Birch", "bo@example.org", docks)
	v := h.Visitor()
	v.Open("/c/docks").Silent("Ada Almond", "Bo Birch")
	h.Clock.Add(time.Minute)
	p := press(t, ada.Open("/o/roles").Says("The chapter’s page does not show your name."), "Show my name and my role there Place docks").OK().Says("shows your name and your role to everybody")
	v.Open("/c/docks").Says("Who works here", "Ada Almond", "Organiser").Silent("Bo Birch")
	press(t, p, "Take my name off the page Place docks").OK()
	v.Open("/c/docks").Silent("Ada Almond")
	press(t, ada.Open("/o/roles"), "Show my name and my role there Place docks").OK()
	if file := ada.Get("/me/data.json").OK(); !strings.Contains(file.Body, `"chapter_team"`) || !strings.Contains(file.Body, `"docks"`) {
		t.Error("the file of one's data does not say it")
	}
	h.Clock.Add(time.Minute)
	press(t, ada.Open("/o/roles"), "End my part in this Place docks")
	v.Open("/c/docks").Silent("Ada Almond")
	looksAfter(t, h, "Ada Almond", "ada@example.org", docks) // once more: the yes of the first time does not count
	v.Open("/c/docks").Silent("Ada Almond")

	press(t, bo.Open("/o/roles"), "Show my name and my role there Place docks").OK()
	v.Open("/c/docks").Says("Bo Birch")
	bo.Open("/me/data").Form("sure").Set("sure", "yes").Submit().OK()
	v.Open("/c/docks").Silent("Bo Birch")
	h.Member("Cy", "cy@example.org").Post("/o/roles/shown", map[string][]string{"id": {docks}, "shown": {"yes"}}).Answers(http.StatusNotFound)
}

func TestOrganisersOfAChapterChangeItsPage(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	docks := grow(t, h, "north", "docks")["docks"]
	ada := looksAfter(t, h, "Ada", "ada@example.org", docks)
	p := ada.Open("/c/docks").Follow("Change this page")
	p.Form("description.en").Set("description.en", "Where the cranes are.").Submit().OK()
	h.Visitor().Open("/c/docks").Says("Where the cranes are.").Silent("Change this page")
	ada.Open("/o/chapters?slug=docks").Follow("Who works on this").Says("Who works on Place docks")
	ada.Open("/c/docks").Follow("Who works on this").Says("Who works on Place docks")
	ada.Open("/c/north").Silent("Change this page")
}
