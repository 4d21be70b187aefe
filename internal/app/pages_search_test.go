package app_test

import (
	"fmt"
	"net/url"
	"slices"
	"testing"

	"codeberg.org/plenary/plenary/internal/app/apptest"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/search"
	"codeberg.org/plenary/plenary/internal/store"
)

func TestEverybodyFindsWhatTheyMaySeeByItsWords(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	lease := apptest.Series("lease")
	lease.Title, lease.Description = map[string]string{"en": "Know your lease", "es": "Conoce tu contrato"}, map[string]string{"en": "About contracts", "es": "Sobre los **contratos** de alquiler"}
	h.Announce(lease)
	open, members, invited := apptest.Event("open"), apptest.Event("members"), apptest.Event("invited")
	open.Title, open.Description = map[string]string{"en": "Rent evening"}, map[string]string{"en": "We talk about <rents> & repairs."}
	members.Title, members.Visibility = map[string]string{"en": "Rent strategies"}, events.Members
	invited.Title, invited.Visibility = map[string]string{"en": "Rent strategies in secret"}, events.Invited
	for _, e := range []*events.Event{open, members, invited} {
		h.Publish(e)
	}
	v, ada := h.Visitor(), h.Member("Ada", "ada@example.org")
	v.Open("/").Follow("Search").Says("Find something").Silent("Rent evening")

	page := v.Open("/search?q=rents").Says("Found: 1", "Rent evening", "We talk about <rents> & repairs.").Silent("strategies")
	if marks := page.Texts("mark"); !slices.Equal(marks, []string{"rents"}) {
		t.Errorf("marked are %q", marks)
	}
	v.Open("/search?q=rent+strategy").Says("Found: 1", "Rent evening", "These have most of them").Silent("secret")
	ada.Open("/search?q=rent+strategy").Says("Found: 1", "Rent strategies").Silent("Rent evening", "secret")
	v.Open("/search?q=CONTRATO").Says("Found: 1", "Know your lease", "Sobre los contratos", "Series")
	v.Open("/search?q=lease&in=texts").Says("Nothing has these words")
	v.Open("/search?q=lease&in=dates").Says("Know your lease")
	v.Open("/search?q=" + url.QueryEscape(`"><script>xyzzy</script> ؟`)).Says("Nothing has these words")
	for _, odd := range []string{"", "?q=", "?q=lease&page=-3", "?q=lease&page=9999", "?q=lease&in=elsewhere", "?q=" + url.QueryEscape("a b c d e f g h i j k l m n o p")} {
		v.Get("/search" + odd).OK()
	}
}

func TestWhatIsTakenBackIsNoLongerFound(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	h.Announce(apptest.Series("lease"))
	e := apptest.Event("open")
	e.Title = map[string]string{"en": "Quince evening"}
	h.Publish(e)
	v := h.Visitor()
	v.Open("/search?q=quince").Says("Quince evening")
	h.Change("open", func(e *events.Event) { e.Title = map[string]string{"en": "Medlar evening"} })
	v.Open("/search?q=quince").Says("Nothing has these words")
	v.Open("/search?q=medlar").Says("Medlar evening")
	h.Change("open", func(e *events.Event) { e.Visibility = events.Invited })
	v.Open("/search?q=medlar").Says("Nothing has these words")
}

func TestAHouseWhoseSearchIsYoungerThanItsTextsFillsItByItself(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	h.Announce(apptest.Series("lease"))
	e := apptest.Event("open")
	e.Title = map[string]string{"en": "Quince evening"}
	h.Publish(e)
	h.Write(func(tx *store.Tx) error { // as it was before there was a search
		for _, table := range []string{"search_word", "search_text", "search_rules"} {
			if _, err := tx.Exec("DELETE FROM " + table); err != nil {
				return err
			}
		}
		return nil
	})
	v := h.Visitor()
	v.Open("/search?q=quince").Says("Nothing has these words")
	h.Pass(0)
	v.Open("/search?q=quince").Says("Quince evening")
	v.Open("/search?q=lease").Says("Know your lease")
	h.Read(func(tx *store.Tx) error {
		if stale, err := search.Stale(tx); stale || err != nil {
			t.Errorf("filled, it is stale: %v, %v", stale, err)
		}
		return nil
	})
}

func TestALongAnswerIsReadPageByPage(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	for n := range 25 {
		s := apptest.Series(fmt.Sprintf("lease-%d", n))
		s.Title = map[string]string{"en": fmt.Sprintf("Lease number %d", n)}
		h.Announce(s)
	}
	first := h.Visitor().Open("/search?q=lease").Says("Found: 25")
	second := first.Follow("More").Silent("More")
	titles := slices.Concat(first.Texts("ol h3"), second.Texts("ol h3"))
	slices.Sort(titles)
	if len(titles) != 25 || len(slices.Compact(titles)) != 25 {
		t.Errorf("two pages show %d titles: %q", len(titles), titles)
	}
}
