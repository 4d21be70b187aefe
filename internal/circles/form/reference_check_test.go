package form_test

import (
	"fmt"
	"slices"
	"time"

	"codeberg.org/plenary/plenary/internal/circles/form"
)

// seat is the circle of a person in a placement.
type seat struct {
	circle *form.Circle
	with   []int // its members
}

// verdict goes through a placement with every hard rule and returns what is
// wrong with it.
func (r *reference) verdict(a *form.Placement) (wrong []string) {
	say := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	seats := map[string]seat{}
	ids := map[string]bool{}
	for k := range a.Circles {
		c := &a.Circles[k]
		if ids[c.ID] || c.ID == "" {
			say("the circle %q stands twice", c.ID)
		}
		ids[c.ID] = true
		people := r.people(c)
		for _, id := range c.Members {
			if _, twice := seats[id]; twice {
				say("%s sits twice", id)
			}
			seats[id] = seat{c, people}
		}
		if why := r.wrongWith(c, people); why != "" {
			say("%s: %s", c.ID, why)
		}
	}
	left := map[string]bool{}
	for k := range a.Unplaced {
		u := &a.Unplaced[k]
		if _, sits := seats[u.ID]; sits || left[u.ID] {
			say("%s is listed twice", u.ID)
		}
		left[u.ID] = true
		if i, ok := r.number[u.ID]; !ok {
			say("%s is nobody", u.ID)
		} else if want := r.reason(i, a); u.Reason != want || u.Detail == "" {
			say("%s is left out for %s, not for %s %q", u.ID, want, u.Reason, u.Detail)
		} else if u.Suggest != nil && !r.helps(i, u.Suggest, a) {
			say("%s: %+v does not help", u.ID, *u.Suggest)
		}
	}
	for i := range r.in.People {
		x := &r.in.People[i]
		s, sits := seats[x.ID]
		if sits == left[x.ID] {
			say("%s is nowhere", x.ID)
		}
		if x.Pin != "" && (!sits || s.circle.ID != x.Pin) {
			say("%s is not in %s", x.ID, x.Pin)
		}
	}
	return append(wrong, r.missed(a)...)
}

// people are the members of a circle who are registered.
func (r *reference) people(c *form.Circle) (people []int) {
	for _, id := range c.Members {
		if i, ok := r.number[id]; ok {
			people = append(people, i)
		}
	}
	return people
}

// wrongWith says what is wrong with one circle, "" if nothing is.
func (r *reference) wrongWith(c *form.Circle, people []int) string {
	h := slices.IndexFunc(r.hours, func(h hour) bool { return h.anchor == c.Anchor && h.day == c.Day && h.start == c.Start })
	switch {
	case len(people) != len(c.Members):
		return "somebody is not registered"
	case h < 0:
		return fmt.Sprintf("%s %s %s is no hour", c.Anchor, c.Day, c.Start)
	case !slices.EqualFunc(r.hours[h].at, c.Meetings, time.Time.Equal):
		return "the meetings are wrong"
	case !slices.Contains(r.in.Program.Languages, c.Lang):
		return "no such language"
	case !r.isGroup(people):
		return fmt.Sprintf("%v are no group", c.Members)
	}
	for _, i := range people {
		if x := &r.in.People[i]; !r.speaks(i, c.Lang) || !r.free[i][h] || x.Track != "" && x.Track != c.Track {
			return x.ID + " cannot be there"
		}
	}
	return ""
}

// reason is the first of the reasons that is true of somebody without a circle.
func (r *reference) reason(i int, a *form.Placement) form.Reason {
	g := &r.in.Program
	if !slices.ContainsFunc(g.Languages, func(l string) bool { return r.speaks(i, l) }) {
		return form.ReasonNoLanguage
	}
	if !slices.Contains(r.free[i], true) {
		return form.ReasonNoSlot
	}
	led, enough := g.MinFacilitators == 0, false
	r.cellsOf(i, func(pop, leaders int) {
		led = led || leaders > 0
		enough = enough || pop >= g.Size.Min && leaders >= g.MinFacilitators
	})
	switch {
	case !led:
		return form.ReasonNoFacilitator
	case !enough:
		return form.ReasonTooFew
	}
	for k := range a.Circles {
		if c := &a.Circles[k]; r.couldJoin(i, c, r.in.People[i].Windows, r.in.People[i].Langs) == "apart" {
			return form.ReasonBlocked
		}
	}
	return form.ReasonCapacity
}

// cellsOf calls f for every language, track and hour of the person with how
// many people share them, and how many of those facilitate.
func (r *reference) cellsOf(i int, f func(pop, leaders int)) {
	for _, lang := range r.in.Program.Languages {
		for _, track := range append([]string{""}, r.in.Program.Tracks...) {
			if track == "" && len(r.in.Program.Tracks) > 0 {
				continue
			}
			for h := range r.hours {
				in := func(j int) bool {
					t := r.in.People[j].Track
					return r.speaks(j, lang) && r.free[j][h] && (t == "" || t == track)
				}
				if !in(i) {
					continue
				}
				pop, leaders := 0, 0
				for j := range r.in.People {
					if in(j) {
						pop++
						if r.in.People[j].Facilitator {
							leaders++
						}
					}
				}
				f(pop, leaders)
			}
		}
	}
}

// couldJoin tells why somebody with these windows and languages could not join
// the circle as it is: "no", or "apart" if only that keeps them from it, or "".
func (r *reference) couldJoin(i int, c *form.Circle, windows []form.Window, langs []string) string {
	x := &r.in.People[i]
	people := r.people(c)
	if len(people) >= r.in.Program.Size.Max || slices.Contains(r.in.Locked, c.ID) || !slices.Contains(langs, c.Lang) || x.Track != "" && x.Track != c.Track || !r.isFree(x, windows, c.Meetings) {
		return "no"
	}
	for _, need := range x.Needs {
		if !slices.Contains(r.in.Program.Offers, need) && !r.offers(append(people, i), need) {
			return "no"
		}
	}
	if slices.ContainsFunc(people, func(j int) bool { return r.isApart(i, j) }) {
		return "apart"
	}
	return ""
}

func (r *reference) offers(people []int, need string) bool {
	return slices.ContainsFunc(people, func(j int) bool { return slices.Contains(r.in.People[j].Offers, need) })
}

// helps tells whether the person could join the circle by what is suggested.
func (r *reference) helps(i int, g *form.Suggestion, a *form.Placement) bool {
	x := &r.in.People[i]
	windows, langs := slices.Clone(x.Windows), slices.Clone(x.Langs)
	if g.AddWindow != "" {
		w, err := form.ParseWindow(g.AddWindow)
		if err != nil || int(w.To-w.From)*15 > 2*r.in.Program.LengthMin {
			return false
		}
		windows = append(windows, w)
	} else {
		langs = append(langs, g.AddLang)
	}
	at := slices.IndexFunc(a.Circles, func(c form.Circle) bool { return c.ID == g.Circle })
	return at >= 0 && (g.AddWindow == "") != (g.AddLang == "") && r.couldJoin(i, &a.Circles[at], windows, langs) == ""
}

// missed lists what could be done at once for those left out.
func (r *reference) missed(a *form.Placement) (wrong []string) {
	var left []int
	for k := range a.Unplaced {
		i := r.number[a.Unplaced[k].ID]
		left = append(left, i)
		for n := range a.Circles {
			if x := &r.in.People[i]; r.couldJoin(i, &a.Circles[n], x.Windows, x.Langs) == "" {
				wrong = append(wrong, fmt.Sprintf("%s could be in %s", x.ID, a.Circles[n].ID))
			}
		}
	}
	for set := range 1 << len(left) {
		var group []int
		for _, k := range members(set) {
			group = append(group, left[k])
		}
		if r.isGroup(group) {
			return append(wrong, fmt.Sprintf("%v could be a circle", group))
		}
	}
	return wrong
}

// standIn goes through those who are said to be able to lead a circle were its
// facilitators lost.
func (r *reference) standIn(prop *form.Proposal) (wrong []string) {
	for k, b := range prop.StandBy {
		c := &prop.Circles[k]
		people := r.people(c)
		if b.Circle != c.ID {
			wrong = append(wrong, fmt.Sprintf("the stand-by of %s stands at %s", b.Circle, c.ID))
		}
		for _, id := range b.Members {
			if i := r.number[id]; !slices.Contains(people, i) || !r.in.People[i].Facilitator || r.leaders(people) <= r.in.Program.MinFacilitators {
				wrong = append(wrong, fmt.Sprintf("%s is no second facilitator of %s", id, c.ID))
			}
		}
		without := slices.DeleteFunc(slices.Clone(people), func(i int) bool { return r.in.People[i].Facilitator })
		for _, id := range b.Others {
			if why := r.couldLead(r.number[id], c, without, prop); why != "" {
				wrong = append(wrong, fmt.Sprintf("%s cannot stand in for %s: %s", id, c.ID, why))
			}
		}
	}
	return wrong
}

// couldLead says why somebody could not lead a circle that has only these people
// left, without harm to their own.
func (r *reference) couldLead(i int, c *form.Circle, left []int, prop *form.Proposal) string {
	x := &r.in.People[i]
	h := slices.IndexFunc(r.hours, func(h hour) bool { return h.anchor == c.Anchor && h.day == c.Day && h.start == c.Start })
	switch {
	case !x.Facilitator:
		return "does not facilitate"
	case !r.speaks(i, c.Lang) || x.Track != "" && x.Track != c.Track || !r.free[i][h]:
		return "cannot be there"
	case slices.ContainsFunc(left, func(j int) bool { return r.isApart(i, j) }):
		return "is to be kept from a member"
	}
	for k := range prop.Circles {
		own := r.people(&prop.Circles[k])
		at := slices.Index(own, i)
		if at < 0 {
			continue
		}
		if prop.Circles[k].ID == c.ID {
			return "is in it"
		}
		if x.Pin != "" || slices.Contains(r.in.Locked, prop.Circles[k].ID) || !r.isGroup(slices.Delete(own, at, at+1)) {
			return "would be missed"
		}
	}
	return ""
}
