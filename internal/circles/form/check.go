package form

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Broken is a rule that a placement breaks.
type Broken struct {
	Rule   string // size, facilitator, language, track, slot, meetings, availability, apart, need, pin, locked, twice, missing, reason, suggest, lazy
	Circle string
	Person string
	Text   string
}

// String returns the rule and what is wrong.
func (b Broken) String() string { return b.Rule + ": " + b.Text }

// checker goes through a placement with the rules.
type checker struct {
	p      *Problem
	s      *state
	broken []Broken
	number map[string]int32
	seen   map[string]string
}

// Check returns every rule that the placement breaks, and its quality.
func Check(p *Problem, previous *Placement, a *Placement) ([]Broken, Card) {
	k := newChecker(p, previous, a)
	k.unplaced(a)
	bound := newCeiling(p)
	bound.improve(40, k.s.placed(), func() bool { return false })
	card := k.s.card(&Proposal{Placement: *a}, bound.total())
	k.lazy() // may try out a further circle
	return k.broken, card
}

func (k *checker) note(rule, circle, person, format string, args ...any) {
	k.broken = append(k.broken, Broken{rule, circle, person, fmt.Sprintf(format, args...)})
}

// previous notes where everybody was, and that locked circles are as they were.
func (k *checker) previous(a, previous *Placement) {
	now := map[string]int{}
	for i := range a.Circles {
		now[a.Circles[i].ID] = i
	}
	for n := range previous.Circles {
		old := &previous.Circles[n]
		k.s.former = append(k.s.former, k.p.formerOf(old))
		c, still := now[old.ID]
		home := int32(c)
		if !still {
			home = int32(len(a.Circles) + n)
		} else {
			k.s.circles[c].name = int32(n)
		}
		var stay []string
		for _, m := range old.Members {
			if i, ok := k.p.byID[m]; ok {
				k.s.home[i] = home
				stay = append(stay, m)
			}
		}
		if k.p.locked[old.ID] {
			k.locked(old, stay, a, c, still)
		}
	}
}

// locked makes sure that a locked circle has not changed.
func (k *checker) locked(old *Circle, stay []string, a *Placement, c int, still bool) {
	if !still {
		k.note("locked", old.ID, "", "the locked circle %s is gone", old.ID)
		return
	}
	x := &a.Circles[c]
	members := slices.Sorted(slices.Values(x.Members))
	slices.Sort(stay)
	if !slices.Equal(members, stay) || x.Lang != old.Lang || x.Anchor != old.Anchor || x.Day != old.Day || x.Start != old.Start {
		k.note("locked", old.ID, "", "the locked circle %s has changed", old.ID)
	}
}

// circle looks at what a circle says of itself.
func (k *checker) circle(c int32, x *Circle) {
	if _, twice := k.number[x.ID]; x.ID == "" || twice {
		k.note("circle-id", x.ID, "", "the id %q of a circle is empty or stands twice", x.ID)
	}
	k.number[x.ID] = c
	if n := len(x.Members); n < k.p.minSize || n > k.p.maxSize {
		k.note("size", x.ID, "", "%s has %d members", x.ID, n)
	}
	y := &k.s.circles[c]
	at, _, ok := k.p.cellOf(x)
	y.cell, y.kind = at, loose
	if k.p.locked[x.ID] {
		y.kind = sealed
	}
	if _, known := k.p.langNo[x.Lang]; !known {
		k.note("language", x.ID, "", "%s is in %q, which the programme does not work in", x.ID, x.Lang)
	}
	if _, known := k.p.trackNo[x.Track]; !known && x.Track != "" {
		k.note("track", x.ID, "", "%s is of track %q, which the programme does not have", x.ID, x.Track)
	}
	if _, _, legal := k.p.slotOf(x); !legal {
		k.note("slot", x.ID, "", "%s meets at %s %s %s, which is no legal start", x.ID, x.Anchor, x.Day, x.Start)
	}
	if !ok {
		y.kind = dead
		return
	}
	var want []time.Time
	for _, t := range k.p.slots[at.slot].at {
		want = append(want, time.Unix(t, 0).UTC())
	}
	if !slices.EqualFunc(want, x.Meetings, time.Time.Equal) {
		k.note("meetings", x.ID, "", "the meetings of %s are not those of %s %s %s", x.ID, x.Anchor, x.Day, x.Start)
	}
}

// members looks at who is in a circle.
func (k *checker) members(c int32, x *Circle) {
	for _, id := range x.Members {
		i, ok := k.p.byID[id]
		if !ok {
			k.note("unknown-id", x.ID, id, "%s has a member %q who is not registered", x.ID, id)
			continue
		}
		if where, twice := k.seen[id]; twice {
			k.note("twice", x.ID, id, "%s is in %s and in %s", id, where, x.ID)
			continue
		}
		k.seen[id] = x.ID
		k.s.put(i, c)
		k.member(c, i, x)
	}
	y := &k.s.circles[c]
	if int(y.nf) < k.p.prog.MinFacilitators {
		k.note("facilitator", x.ID, "", "%s has %d facilitators", x.ID, y.nf)
	}
	offers := k.s.offers(c)
	for _, m := range k.s.members(c) {
		q := &k.p.people[m]
		if q.needs&^offers != 0 {
			k.note("need", x.ID, q.id, "%s needs what nobody in %s offers", q.id, x.ID)
		}
		for _, o := range q.apart {
			if o > m && k.s.where[o] == c {
				k.note("apart", x.ID, q.id, "%s and %s share %s", q.id, k.p.people[o].id, x.ID)
			}
		}
	}
}

func (k *checker) member(c, i int32, x *Circle) {
	q := &k.p.people[i]
	y := &k.s.circles[c]
	if lang, ok := k.p.langNo[x.Lang]; !ok || q.langs>>lang&1 == 0 {
		k.note("language", x.ID, q.id, "%s does not speak the language of %s", q.id, x.ID)
	}
	if q.track != anyTrack && k.p.prog.Tracks[q.track] != x.Track {
		k.note("track", x.ID, q.id, "%s is of another track than %s", q.id, x.ID)
	}
	if y.kind != dead && !k.p.isFree(i, y.slot) {
		k.note("availability", x.ID, q.id, "%s cannot be at every meeting of %s", q.id, x.ID)
	}
	if q.pin != "" && q.pin != x.ID {
		k.note("pin", x.ID, q.id, "%s is pinned to %s but in %s", q.id, q.pin, x.ID)
	}
}

// unplaced looks at those without a circle and at what they are told.
func (k *checker) unplaced(a *Placement) {
	for n := range a.Unplaced {
		u := &a.Unplaced[n]
		i, ok := k.p.byID[u.ID]
		if !ok {
			k.note("unknown-id", "", u.ID, "%q is without a circle but not registered", u.ID)
			continue
		}
		if _, twice := k.seen[u.ID]; twice {
			k.note("twice", "", u.ID, "%s is listed more than once", u.ID)
			continue
		}
		k.seen[u.ID] = "-"
		if k.p.people[i].pin != "" {
			k.note("pin", "", u.ID, "%s is pinned to %s but without a circle", u.ID, k.p.people[i].pin)
		}
		if want := k.s.reason(i); u.Reason != want {
			k.note("reason", "", u.ID, "%s: reason %q, should be %q", u.ID, u.Reason, want)
		}
		if strings.TrimSpace(u.Detail) == "" {
			k.note("reason", "", u.ID, "%s is not told why", u.ID)
		}
		if u.Suggest != nil {
			k.suggestion(i, u)
		}
	}
	for i := range k.p.people {
		if id := k.p.people[i].id; k.seen[id] == "" {
			k.note("missing", "", id, "%s is neither in a circle nor listed without one", id)
		}
	}
}

// suggestion makes sure that what is suggested lets the person join.
func (k *checker) suggestion(i int32, u *Unplaced) {
	g := u.Suggest
	c, ok := k.number[g.Circle]
	if !ok || (g.AddWindow == "") == (g.AddLang == "") {
		k.note("suggest", "", u.ID, "%s: the suggestion cannot be read", u.ID)
		return
	}
	q := k.p.people[i]
	free := slices.Clone(k.p.slotsOf(i))
	if g.AddLang != "" {
		if n, known := k.p.langNo[g.AddLang]; known {
			q.langs |= 1 << n
		}
	} else {
		w, err := ParseWindow(g.AddWindow)
		if err != nil || int(w.To-w.From)*15 > 2*k.p.prog.LengthMin {
			k.note("suggest", "", u.ID, "%s: the window %q is no good", u.ID, g.AddWindow)
			return
		}
		clear(free)
		var run [quartersPerWeek]uint8
		k.p.zones[q.zone].free(append(slices.Clone(q.windows), w), &run, free)
	}
	y := &k.s.circles[c]
	works := y.kind == loose && int(y.n) < k.p.maxSize && q.langs>>y.lang&1 != 0 && (q.track == anyTrack || q.track == y.track) &&
		free[y.slot>>6]>>(y.slot&63)&1 != 0 && k.s.compatible(i, c)
	if !works {
		k.note("suggest", g.Circle, u.ID, "%s cannot join %s by that", u.ID, g.Circle)
	}
}

// lazy makes sure that nobody without a circle fits one with room, and that
// they cannot form one among themselves.
func (k *checker) lazy() {
	w := whole(k.s, 1)
	w.seatings = manySeatings
	for _, i := range slices.Clone(w.idle) {
		for _, c := range w.feasible(i) {
			if int(k.s.circles[c].n) < k.p.maxSize && k.s.compatible(i, c) {
				k.note("lazy", "", k.p.people[i].id, "%s has no circle but fits one with room", k.p.people[i].id)
				break
			}
		}
	}
	if k.sound() && w.openFromIdle() {
		k.note("lazy-open", "", "", "people without a circle could form a further one")
	}
}

// sound tells whether nothing is broken but what is said to those left over.
func (k *checker) sound() bool {
	return !slices.ContainsFunc(k.broken, func(b Broken) bool { return b.Rule != "lazy" && b.Rule != "reason" && b.Rule != "suggest" })
}
