package app_test

import (
	"strings"
	"testing"

	"codeberg.org/plenary/plenary/internal/auth"
)

// TestEachChangeByHandSaysAtOnceWhatItBreaks does to a proposal what its page
// offers, without script: each answer says what was done and what that breaks,
// and what breaks a rule cannot be published until it is undone.
func TestEachChangeByHandSaysAtOnceWhatItBreaks(t *testing.T) {
	h := withCircles(t)
	aDozen(t, h)
	boss := h.Member("Amina", "amina@harbour.example", auth.FormCircles)
	p := formed(h, boss)
	board := p.URL.Path
	leads, follows := map[string]string{}, map[string][]string{} // by the circle's code
	for i, text := range p.Texts(".card") {
		code := codeOn(t, p, i)
		for _, name := range namesOf(text) {
			if strings.Contains(text, name+" Leads") {
				leads[code] = name
			} else {
				follows[code] = append(follows[code], name)
			}
		}
	}
	if len(leads) != 3 {
		t.Fatalf("the circles are led by %v", leads)
	}
	do := func(what string, who ...string) {
		t.Helper()
		q := boss.Open(board)
		f := q.Form("who")
		for _, name := range who {
			f.Set("who", number(t, q, name))
		}
		p = f.Submit("do=" + what).OK()
	}
	undo := func() {
		t.Helper()
		p.Form("look", "step").Submit("Undo").OK().Says("Publish, and tell 12 people")
	}

	do("pin", follows["C00001"][0])
	p.Says("1 person stays where they are.", "Stays", "Form the rest again", "Publish, and tell")
	do("unpin", follows["C00001"][0])
	p.Says("1 person may be moved again.", "Form again")

	do("out", follows["C00001"][:2]...)
	p.Says("2 people taken out of their circles.", "Circle 1 has too few people: 3 are the least.").Silent("Publish, and tell")
	undo()

	do("out", leads["C00002"])
	p.Says("1 person taken out of their circle.", "Circle 2 has nobody who leads.").Silent("Publish, and tell")
	undo()

	do("new", leads["C00002"], follows["C00001"][0], follows["C00003"][0])
	p.Says("Circle 4 made of 3 people.", "Circle 2 has nobody who leads.").Silent("Circle 4 has", "Circle 1 has", "Publish, and tell")
	undo()

	do("dissolve C00003")
	p.Says("Circle 3 dissolved: 4 people are without a circle.", "Publish, and tell", "people without a circle would fit one that has room")
	p.Follow("Without a circle 4").OK().Says("would fit a circle that has room 4").Silent("are full")
	undo()
}
