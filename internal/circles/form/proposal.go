package form

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Proposal is a placement with what is worth knowing about it.
type Proposal struct {
	Placement
	Card    Card
	StandBy []StandBy // in the order of the circles
}

// Card is the quality of a placement in numbers.
type Card struct {
	People    int
	Placed    int
	AtMost    int // no placement can place more
	Reachable int // people whom any circle could hold
	Circles   int

	OffHours       int // unpleasant meetings, counted per person …
	OffHoursLeast  int // … and how many of them those who are placed cannot be spared in any circle
	SizeDeviation  int // sum over circles of the distance from the target size
	WellLed        int // circles with as many facilitators as wished
	Together       int // pairs who wished to be together and could
	TogetherKept   int
	SameOrg        int // pairs of one organisation in one circle
	Pairs          int // all pairs in circles
	DistinctSlots  int
	Moved          int // people in another circle than before
	Rescheduled    int // people whose circle meets at another hour than before
	Lost           int // people who had a circle and have none
	Gained         int // people who had none and have one
	Reasons        map[Reason]int
	Suggestions    int
	WorstGroup     string // the language or region that is served worst, of 100 reachable people or more
	WorstGroupRate float64

	// The group of 100 or more that lies furthest below the share of all who are
	// placed, or below what of it can be placed at most if that is less.
	BehindGroup  string
	BehindBy     float64 // by so much of the group, 0 if none lies below
	BehindRate   float64
	BehindAtMost float64
}

// StandBy says who could lead a circle were its facilitators lost, without
// harm to another circle: members first, then others.
type StandBy struct {
	Circle  string
	Members []string
	Others  []string
}

// proposal describes the state. The state is not changed.
func (s *state) proposal(atMost int, seed uint64) *Proposal {
	names := s.nameCircles()
	prop := &Proposal{}
	prop.Seed = seed
	order := make([]int32, 0, len(s.circles))
	for c := range s.circles {
		if s.circles[c].kind != dead {
			order = append(order, int32(c))
		}
	}
	slices.SortFunc(order, func(a, b int32) int { return strings.Compare(names[a], names[b]) })
	for _, c := range order {
		prop.Circles = append(prop.Circles, s.describe(c, names[c]))
	}
	prop.Unplaced = s.explain(order, names)
	prop.Card = s.card(prop, atMost)
	prop.StandBy = s.standBy(order, names)
	return prop
}

// nameCircles gives every living circle an id. A circle of the previous
// placement keeps its own if anybody in it stays.
func (s *state) nameCircles() map[int32]string {
	names := map[int32]string{}
	highest := s.highest()
	for c := range s.circles {
		x := &s.circles[c]
		if x.kind == dead || x.name < 0 {
			continue
		}
		stays := x.kind != loose
		for _, m := range s.members(int32(c)) {
			stays = stays || s.home[m] == int32(c)
		}
		if stays {
			names[int32(c)] = s.former[x.name].id
		}
	}
	for c := range s.circles {
		if s.circles[c].kind != dead && names[int32(c)] == "" {
			highest++
			names[int32(c)] = fmt.Sprintf("C%05d", highest)
		}
	}
	return names
}

// highest is the largest number in the ids of circles known before.
func (s *state) highest() (n int) {
	for _, f := range s.former {
		k := 0
		if _, err := fmt.Sscanf(f.id, "C%d", &k); err == nil {
			n = max(n, k)
		}
	}
	return n
}

// describe writes a circle out.
func (s *state) describe(c int32, name string) Circle {
	p := s.p
	x := &s.circles[c]
	l := p.slots[x.slot].label
	if x.name >= 0 && name == s.former[x.name].id && s.former[x.name].cell.slot == x.slot && !s.former[x.name].fresh {
		l = s.former[x.name].label
	}
	out := Circle{ID: name, Lang: p.prog.Languages[x.lang], Anchor: p.prog.Anchors[l.anchor], Day: dayNames[l.day], Start: clockText(int(l.start))}
	if len(p.prog.Tracks) > 0 {
		out.Track = p.prog.Tracks[x.track]
	}
	for _, at := range p.slots[x.slot].at {
		out.Meetings = append(out.Meetings, time.Unix(at, 0).UTC())
	}
	members := slices.Clone(s.members(c))
	if x.kind != sealed {
		slices.Sort(members)
	}
	for _, m := range members {
		out.Members = append(out.Members, p.people[m].id)
	}
	return out
}

// explain lists everybody without a circle, with the reason and what would help.
func (s *state) explain(order []int32, names map[int32]string) (list []Unplaced) {
	var open []int32
	for _, c := range order {
		if s.room(c) && s.circles[c].kind != sealed {
			open = append(open, c)
		}
	}
	for i := range s.p.people {
		x := &s.p.people[i]
		if x.gone || s.where[i] != nowhere {
			continue
		}
		r := s.reason(int32(i))
		u := Unplaced{ID: x.id, Reason: r, Detail: detail(r)}
		u.Suggest = s.suggest(int32(i), open, func(c int32) string { return names[c] })
		list = append(list, u)
	}
	return list
}

// card counts the qualities of the placement.
func (s *state) card(prop *Proposal, atMost int) Card {
	p := s.p
	k := Card{AtMost: atMost, Circles: len(prop.Circles), Reasons: map[Reason]int{}}
	before := slices.ContainsFunc(s.former, func(f former) bool { return !f.fresh })
	for i := range p.people {
		x := &p.people[i]
		if x.gone {
			continue
		}
		k.People++
		c, h := s.where[i], s.home[i]
		switch {
		case h == nowhere && c != nowhere:
			if before {
				k.Gained++
			}
		case h != nowhere && c == nowhere:
			k.Lost++
		case h != c:
			k.Moved++
		case h != nowhere && s.shifted(c):
			k.Rescheduled++
		}
		if c != nowhere {
			k.Placed++
			k.OffHours += p.offHours(int32(i), s.circles[c].slot)
			k.OffHoursLeast += p.leastOff(int32(i))
		}
		if p.reachable(int32(i)) {
			k.Reachable++
		}
		for _, o := range x.together {
			if int(o) > i && p.canMeet(int32(i), o) {
				k.Together++
				if c != nowhere && s.where[o] == c {
					k.TogetherKept++
				}
			}
		}
	}
	slots := map[string]bool{}
	for i := range prop.Circles {
		c := &prop.Circles[i]
		slots[c.Anchor+c.Day+c.Start] = true
		k.SizeDeviation += abs(len(c.Members) - p.prog.Size.Target)
		k.Pairs += len(c.Members) * (len(c.Members) - 1) / 2
	}
	k.DistinctSlots = len(slots)
	s.circleCounts(&k)
	for i := range prop.Unplaced {
		k.Reasons[prop.Unplaced[i].Reason]++
		if prop.Unplaced[i].Suggest != nil {
			k.Suggestions++
		}
	}
	k.WorstGroup, k.WorstGroupRate = s.worstGroup()
	return k
}

func (s *state) circleCounts(k *Card) {
	for c := range s.circles {
		x := &s.circles[c]
		if x.kind == dead {
			continue
		}
		if int(x.nf) >= s.p.prog.WantFacilitators {
			k.WellLed++
		}
		m := s.members(int32(c))
		for a := range m {
			for b := range a {
				if org := s.p.people[m[a]].org; org >= 0 && org == s.p.people[m[b]].org {
					k.SameOrg++
				}
			}
		}
	}
}
