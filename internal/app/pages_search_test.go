package app_test

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
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
	second := first.Silent("Previous").Follow("Next").Silent("Next")
	second.Follow("Previous").Says("Next").Silent("Previous")
	for _, n := range []string{"3", "1000", "999999999999999999999", "0", "-1", "x"} { // there is no such page
		if p := h.Visitor().Open("/search?q=lease&page=" + n).Says("Next"); len(p.Texts("ol h3")) != 20 {
			t.Errorf("page %s shows %d titles", n, len(p.Texts("ol h3")))
		}
	}
	titles := slices.Concat(first.Texts("ol h3"), second.Texts("ol h3"))
	slices.Sort(titles)
	if len(titles) != 25 || len(slices.Compact(titles)) != 25 {
		t.Errorf("two pages show %d titles: %q", len(titles), titles)
	}
}

// What is not for the viewer adds nothing to an answer: no count, no page, no
// word of it, not even the sentence that nothing has all of the words. Here the
// index knows of it, as if something had been forgotten.
func TestWhatIsHiddenAddsNothingToAnAnswer(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	open := apptest.Event("open")
	open.Title, open.Description = map[string]string{"en": "Rent evening"}, map[string]string{"en": "Bring your lease."}
	h.Publish(open)
	var hidden []*events.Event
	for n := range 30 {
		e := apptest.Event(fmt.Sprintf("hidden-%d", n))
		e.Title, e.Visibility = map[string]string{"en": "Rent strike secrets"}, events.Members
		e.Description = map[string]string{"en": "Bring a friend."}
		if n%2 == 1 {
			e.Visibility = events.Invited
		}
		hidden = append(hidden, h.Publish(e))
	}
	v, ada := h.Visitor(), h.Member("Ada", "ada@example.org")
	questions := []string{"/search?q=rent", "/search?q=rent+strike", "/search?q=strike", "/search?q=rent&page=2", "/search?q=secrets&in=dates"}
	var before []string
	for _, q := range questions {
		before = append(before, v.Open(q).Text())
	}
	h.Write(func(tx *store.Tx) error {
		for _, e := range hidden {
			if err := search.Put(tx, search.Thing{Kind: search.Event, ID: e.ID, Title: e.Title}); err != nil {
				return err
			}
		}
		return nil
	})
	for n, q := range questions {
		if now := v.Open(q).Text(); now != before[n] {
			t.Errorf("%s: hidden things change the answer\nfrom %q\n  to %q", q, before[n], now)
		}
	}
	v.Open("/search?q=rent+strike").Says("Found: 1", "These have most of them").Silent("secrets", "More")
	ada.Open("/search?q=rent+strike").Says("Found: 15", "Rent strike secrets").Silent("These have most of them", "More")
}

// A page reads what it shows. What is broken on the next page does not stop it.
func TestAPageOfAnAnswerReadsOnlyWhatItShows(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	for n := range 25 {
		e := apptest.Event(fmt.Sprintf("lease-%02d", n))
		e.Title = map[string]string{"en": "Lease evening"}
		h.Publish(e)
	}
	v := h.Visitor()
	first, second := v.Open("/search?q=lease").Texts("ol h3 a"), v.Open("/search?q=lease&page=2").Texts("ol h3 a")
	if len(first) != 20 || len(second) != 5 {
		t.Fatalf("pages of %d and %d", len(first), len(second))
	}
	h.Write(func(tx *store.Tx) error {
		hits, err := search.Find(tx, search.Ask("lease", false), func(_ search.Kind, ids []string) (map[string]bool, error) {
			shown := map[string]bool{}
			for _, id := range ids {
				shown[id] = true
			}
			return shown, nil
		})
		if err == nil {
			_, err = tx.Exec(`UPDATE event SET title = '{' WHERE id = $1`, hits[24].ID)
		}
		return err
	})
	v.Open("/search?q=lease").Says("Found: 25")
	if p := v.Get("/search?q=lease&page=2"); p.Status == 200 {
		t.Error("a text that cannot be read is shown")
	}
}

// Whatever somebody types is answered with a page that says what to do.
func TestOddQuestionsAreAnsweredPlainly(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	e := apptest.Event("open")
	e.Title = map[string]string{"en": "Quince evening", "ar": "أمسية السفرجل"}
	h.Publish(e)
	v := h.Visitor()
	for typed, says := range map[string]string{
		strings.Repeat("x", 10_000):      "Nothing has these words",
		strings.Repeat("quince ", 1_500): "Quince evening",
		strings.Repeat("ص", 3_000):       "Nothing has these words",
		"?!… – (.)":                      "There is no word in this",
		`"`:                              "There is no word in this",
		"'; DROP TABLE event; --":        "Nothing has these words",
		`"quince evening"`:               "Found: 1",
		"🎉🎈":                             "There is no word in this",
		"🎉 quince 🎈":                     "Found: 1",
		"\u200f\u202b\u200e":             "There is no word in this",
		"\u202bالسفرجل\u202c\u200f":      "Found: 1",
		"a":                              "There is no word in this",
		"%":                              "There is no word in this",
		"one two three four five six seven eight 9": "Only the first 8 words are looked for",
	} {
		p := v.Open("/search?q=" + url.QueryEscape(typed)).Says(says)
		if strings.Contains(p.Text(), "search.") {
			t.Errorf("%.40q: a key is shown", typed)
		}
	}
	for _, long := range []string{strings.Repeat("x", 10_000), strings.Repeat("ص", 5_000)} {
		v.Open("/search?q=" + url.QueryEscape(long)).Says("Nothing has these words")
	}
	for _, raw := range []string{"%00", "quince%00", "%ff%fe", "%", "%zz", "quince;evening"} {
		if p := v.Get("/search?q=" + raw); p.Status >= 500 {
			t.Errorf("%s: answered %d", raw, p.Status)
		}
	}
}
