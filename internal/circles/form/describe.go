package form

import (
	"math/bits"
	"slices"
	"time"
)

// Describe goes through a placement that people have made or changed by hand:
// which hard rules it breaks, why those without a circle have none, what would
// help them, and how good it all is. Whoever the placement says nothing of
// counts as without a circle. AtMost is the ceiling if it is known; 0 has it
// worked out.
func Describe(p *Problem, previous, a *Placement, atMost int) (*Proposal, []Broken) {
	k := newChecker(p, previous, a)
	names := map[int32]string{}
	var order []int32
	for i := range a.Circles {
		names[int32(i)] = a.Circles[i].ID
		if k.s.circles[i].kind != dead {
			order = append(order, int32(i))
		}
	}
	prop := &Proposal{Placement: Placement{Seed: a.Seed, Circles: slices.Clone(a.Circles)}}
	prop.Unplaced = k.s.explain(order, names)
	prop.StandBy = k.s.standBy(order, names)
	if atMost == 0 {
		bound := newCeiling(p)
		bound.improve(60, k.s.placed(), func() bool { return false })
		atMost = bound.total()
	}
	prop.Card = k.s.card(prop, atMost)
	k.lazy()
	return prop, k.broken
}

// newChecker goes through the circles of a placement.
func newChecker(p *Problem, previous, a *Placement) *checker {
	k := &checker{p: p, s: newState(p), number: map[string]int32{}, seen: map[string]string{}}
	k.s.stride = p.maxSize
	for i := range a.Circles {
		k.s.stride = max(k.s.stride, len(a.Circles[i].Members))
	}
	k.s.reserve(len(a.Circles))
	if previous != nil {
		k.previous(a, previous)
	}
	for i := range a.Circles {
		k.circle(int32(i), &a.Circles[i])
	}
	for i := range a.Circles {
		k.members(int32(i), &a.Circles[i])
	}
	return k
}

// Fit is how well some people would fit a circle: what of it stands in their
// way. Without any of these they could join it at once.
type Fit struct {
	Circle   string
	Language bool // somebody does not speak its language
	Track    bool // somebody is of another track
	Hours    bool // somebody cannot be at every meeting
	Full     bool // it has no place for them: too many, or they cannot sit with its members
}

// OK tells whether nothing stands in the way.
func (f Fit) OK() bool { return !f.Language && !f.Track && !f.Hours && !f.Full }

// Fits tells of every circle of the placement, in its order, how the people
// would fit it. Circles that hold one of them already are not listed.
func Fits(p *Problem, a *Placement, ids []string) []Fit {
	k := newChecker(p, nil, a)
	var who []int32
	for _, id := range ids {
		if i, ok := p.byID[id]; ok {
			who = append(who, i)
		}
	}
	var list []Fit
	for c := range a.Circles {
		if k.s.circles[c].kind == dead || slices.ContainsFunc(who, func(i int32) bool { return k.s.where[i] == int32(c) }) {
			continue
		}
		f := k.s.fit(who, int32(c))
		f.Circle = a.Circles[c].ID
		list = append(list, f)
	}
	return list
}

func (s *state) fit(who []int32, c int32) (f Fit) {
	x := &s.circles[c]
	offers := s.offers(c)
	for _, i := range who {
		offers |= s.p.people[i].offers
	}
	f.Full = int(x.n)+len(who) > s.p.maxSize
	for _, i := range who {
		y := &s.p.people[i]
		f.Language = f.Language || y.langs>>x.lang&1 == 0
		f.Track = f.Track || y.track != anyTrack && y.track != x.track
		f.Hours = f.Hours || !s.p.isFree(i, x.slot)
		f.Full = f.Full || y.needs&^offers != 0 || !s.noQuarrel(i, c) ||
			slices.ContainsFunc(y.apart, func(o int32) bool { return slices.Contains(who, o) })
	}
	return f
}

// Meet returns a circle in which all of the people can be: with the fewest
// unpleasant meetings, and where most others could join. It has no id. It
// returns false if they share no language, track and hour.
func Meet(p *Problem, ids []string) (Circle, bool) {
	var who []int32
	for _, id := range ids {
		i, ok := p.byID[id]
		if !ok {
			return Circle{}, false
		}
		who = append(who, i)
	}
	if len(who) == 0 {
		return Circle{}, false
	}
	free := slices.Clone(p.slotsOf(who[0]))
	for _, i := range who[1:] {
		for w, b := range p.slotsOf(i) {
			free[w] &= b
		}
	}
	at, ok := p.bestCell(who, free)
	if !ok {
		return Circle{}, false
	}
	l := p.slots[at.slot].label
	c := Circle{Lang: p.prog.Languages[at.lang], Anchor: p.prog.Anchors[l.anchor], Day: dayNames[l.day], Start: clockText(int(l.start)), Members: slices.Clone(ids)}
	if len(p.prog.Tracks) > 0 {
		c.Track = p.prog.Tracks[at.track]
	}
	for _, t := range p.slots[at.slot].at {
		c.Meetings = append(c.Meetings, time.Unix(t, 0).UTC())
	}
	return c, true
}

// bestCell returns the best of the slots for these people, in a language and a
// track that suit all of them.
func (p *Problem) bestCell(who []int32, free []uint64) (best cell, found bool) {
	off, company := 0, int32(0)
	p.eachLayer(&p.people[who[0]], func(lang, track int16) bool {
		for w, b := range free {
			for ; b != 0; b &= b - 1 {
				at := cell{int32(w<<6 + bits.TrailingZeros64(b)), lang, track}
				if !p.allSuit(who, at) {
					continue
				}
				n, m := 0, p.pop[p.cellNo(at)]
				for _, i := range who {
					n += p.offHours(i, at.slot)
				}
				if !found || n < off || n == off && m > company {
					best, off, company, found = at, n, m, true
				}
			}
		}
		return true
	})
	return best, found
}
