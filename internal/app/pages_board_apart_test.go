package app_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"codeberg.org/plenary/plenary/e2e"
	"codeberg.org/plenary/plenary/internal/app/apptest"
	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/store"
)

// wishes has somebody ask for distance from these names, or from nobody.
func wishes(t *testing.T, h *apptest.House, name string, apart ...string) {
	t.Helper()
	s := h.Find("lease")
	h.Write(func(tx *store.Tx) error {
		person, err := h.People.Find(tx, strings.ToLower(name)+"@mail.example")
		if err != nil {
			return err
		}
		in, err := h.Circles.InterestOf(tx, auth.Itself(), s.ID, person)
		if err != nil {
			return err
		}
		v := auth.Viewer{Kind: auth.Person, Person: person, Tier: auth.Mail}
		return h.Circles.SetWishes(t.Context(), tx, v, &in, circles.Wishes{Apart: circles.NameThem(strings.Join(apart, "\n"))})
	})
}

// passing is what differs each time that a page is shown: the marks of forms
// that count once, and the numbers of steps, none of which comes twice.
var passing = regexp.MustCompile(`(name="(?:once|from|step)" value=")[^"]*`)

func shown(p *e2e.Page) string { return passing.ReplaceAllString(p.OK().Body, "$1") }

// TestABlockChangesNothingWhereSomethingElseStandsInTheWay has an organiser look
// where somebody could go and bring them there, once while they ask for distance
// from somebody in that circle and once while they do not: the pages are the same
// to the byte where the circle is full anyway, or meets at other hours.
func TestABlockChangesNothingWhereSomethingElseStandsInTheWay(t *testing.T) {
	h := withCircles(t)
	aDozen(t, h)
	sayYes(t, h, "Extra", "THU 18:00-21:00", false)
	sayYes(t, h, "Friday", "FRI 18:00-21:00", false)
	boss := h.Member("Amina", "amina@harbour.example", auth.FormCircles)
	p := formed(h, boss)
	board, full := p.URL.Path, ""
	for i, text := range p.Texts(".card") {
		if strings.Count(text, "Berlin") == 5 { // the most there may be
			full = p.Texts(".card h3")[i]
			p = boss.Open(board)
			full = codeOn(t, p, i)
		}
	}
	if full == "" {
		t.Fatalf("no circle is full: %s", p.Text())
	}
	there, elsewhere := namesIn(p, full), ""
	for n := range 12 {
		if name := memberName(n); !slices.Contains(there, name) {
			elsewhere = name
			break
		}
	}
	look := func(who string) string {
		q := boss.Open(board)
		if who == "Friday" {
			q = boss.Open(board + "?view=left")
		}
		return shown(q.Form("who").Set("who", number(t, q, who)).Submit("do=move"))
	}
	bring := func(who string) string {
		q := boss.Open(board)
		q = q.Form("who").Set("who", number(t, q, who)).Submit("do=move").OK().Form("who").Submit("do=move " + full).OK()
		page := shown(q)
		q.Form("look", "step").Submit("Undo").OK()
		return page
	}
	for _, x := range []struct {
		what, who string
		page      func(string) string
		says      string
	}{
		{"where they could go, of a full circle", elsewhere, look, "it has no place for them"},
		{"where they could go, of other hours", "Friday", look, "its hour is not free on every date"},
		{"what it breaks to bring them into a full circle", elsewhere, bring, "has no place for all who are in it."},
	} {
		without := x.page(x.who)
		wishes(t, h, x.who, there...)
		with := x.page(x.who)
		wishes(t, h, x.who)
		if !strings.Contains(with, x.says) {
			t.Errorf("%s: the page does not say %q", x.what, x.says)
		}
		if with != without {
			t.Errorf("%s: the page tells of a block:\n%s", x.what, whereTheyPart(without, with))
		}
	}
}

// TestACircleThatIsBlockedReadsAsOneThatIsFull compares what is said of a circle
// with room, in which somebody is whom somebody must not meet, with what is said
// of one that is full: but for the circle's name and hour it is the same.
func TestACircleThatIsBlockedReadsAsOneThatIsFull(t *testing.T) {
	h := withCircles(t)
	aDozen(t, h)
	sayYes(t, h, "Extra", "THU 18:00-21:00", false)
	boss := h.Member("Amina", "amina@harbour.example", auth.FormCircles)
	p := formed(h, boss)
	board := p.URL.Path
	cards := p.Texts(".card")
	full := slices.IndexFunc(cards, func(c string) bool { return strings.Count(c, "Berlin") == 5 })
	var open []int
	for i := range cards {
		if i != full {
			open = append(open, i)
		}
	}
	who, other := namesOf(cards[open[0]])[0], namesOf(cards[open[1]])[0]
	wishes(t, h, who, other)
	q := boss.Open(board)
	q = q.Form("who").Set("who", number(t, q, who)).Submit("do=move").OK().Says("No circle has a place for them as it is.")
	var rows []string
	for _, row := range q.Texts("main ul.people li") {
		rows = append(rows, regexp.MustCompile(`Circle \d+`).ReplaceAllString(row, "Circle"))
	}
	if len(rows) != 2 || rows[0] != rows[1] {
		t.Errorf("the full and the blocked circle read %q", rows)
	}
}

func memberName(n int) string { return "Member" + string(rune('0'+n/10)) + string(rune('0'+n%10)) }

// namesOf are the members whose names a card shows.
func namesOf(card string) []string { return regexp.MustCompile(`Member\d\d`).FindAllString(card, -1) }

func namesIn(p *e2e.Page, code string) []string { return namesOf(strings.Join(p.Texts("#"+code), " ")) }

// codeOn is the code of the circle on the n-th card.
func codeOn(t *testing.T, p *e2e.Page, n int) string {
	t.Helper()
	for _, a := range p.All(".card")[n].Attr {
		if a.Key == "id" {
			return a.Val
		}
	}
	t.Fatal("a card has no id")
	return ""
}

// whereTheyPart is where two pages part.
func whereTheyPart(a, b string) string {
	i := 0
	for i < min(len(a), len(b)) && a[i] == b[i] {
		i++
	}
	return a[max(0, i-200):min(len(a), i+200)] + "\n--- and ---\n" + b[max(0, i-200):min(len(b), i+200)]
}
