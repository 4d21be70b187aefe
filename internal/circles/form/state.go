package form

import "slices"

const nowhere = -1

// kind says what the search may do with a circle.
type kind uint8

const (
	dead   kind = iota // no circle: the number is free
	loose              // may be rebuilt
	pinned             // holds pinned people: keeps its cell, the others may change
	sealed             // locked: nothing may change
)

// circle is a circle in the making. Its members stand in state.mem.
type circle struct {
	cell
	kind kind
	n    int16 // members
	nf   int16 // facilitators among them
	name int32 // index in state.former, -1: new
	cost float64
}

// former is a circle of the previous placement.
type former struct {
	id    string
	cell  cell
	label label // how its slot was written
	fresh bool  // there was no such circle: somebody is pinned to a new one
}

// state is who is in which circle. Distinct circles and people may be changed
// by distinct goroutines at the same time.
type state struct {
	p       *Problem
	circles []circle
	mem     []int32 // stride numbers per circle
	stride  int
	where   []int32 // circle of each person, nowhere without
	home    []int32 // circle of each person in the previous placement, nowhere without
	former  []former
	prices  prices
	uses    []int32 // circles per slot, as counted last
}

// prices says what things cost. The search makes the sum of all costs small.
type prices struct {
	unplaced float64   // a person without a circle …
	lost     float64   // … who had one
	moved    float64   // a person in another circle than before
	shifted  float64   // a person whose circle meets at another hour or in another language than before
	off      float64   // an unpleasant meeting of one person
	size     float64   // a member more or less than the target
	second   float64   // a facilitator less than wished
	apart    float64   // a pair that wished to be together and is not
	org      float64   // a pair of one organisation (mix), a person alone of theirs (keep)
	slot     float64   // a slot that few others use
	tongue   float64   // a person in a language that is not what they like best, for each they like better
	extra    []float32 // what leaving each person unplaced costs on top; nil: nothing
}

func newState(p *Problem) *state {
	s := &state{p: p, stride: p.maxSize, where: make([]int32, len(p.people)), home: make([]int32, len(p.people))}
	for i := range s.where {
		s.where[i], s.home[i] = nowhere, nowhere
	}
	return s
}

// members returns the people of a circle. They may be read until it changes.
func (s *state) members(c int32) []int32 {
	at := int(c) * s.stride
	return s.mem[at : at+int(s.circles[c].n)]
}

// reserve makes numbers for n more circles.
func (s *state) reserve(n int) {
	for range n {
		s.circles = append(s.circles, circle{name: -1})
	}
	s.mem = append(s.mem, make([]int32, n*s.stride)...)
}

// vacant returns a free circle number.
func (s *state) vacant() int32 {
	for i := range s.circles {
		if s.circles[i].kind == dead && s.circles[i].name < 0 {
			return int32(i)
		}
	}
	s.reserve(1)
	return int32(len(s.circles) - 1)
}

// copyFrom makes s equal to t, using its own memory.
func (s *state) copyFrom(t *state) {
	s.p, s.stride, s.former, s.prices, s.home, s.uses = t.p, t.stride, t.former, t.prices, t.home, t.uses
	s.circles = append(s.circles[:0], t.circles...)
	s.mem = append(s.mem[:0], t.mem...)
	s.where = append(s.where[:0], t.where...)
}

// put adds the person to the circle.
func (s *state) put(i, c int32) {
	x := &s.circles[c]
	s.mem[int(c)*s.stride+int(x.n)] = i
	x.n++
	if s.p.people[i].fac {
		x.nf++
	}
	s.where[i] = c
}

// take removes the person from their circle. The order of the others changes
// only in that the last takes the place.
func (s *state) take(i int32) {
	c := s.where[i]
	x := &s.circles[c]
	m := s.members(c)
	at := slices.Index(m, i)
	m[at] = m[len(m)-1]
	x.n--
	if s.p.people[i].fac {
		x.nf--
	}
	s.where[i] = nowhere
}

// placed counts the people with a circle.
func (s *state) placed() (n int) {
	for _, c := range s.where {
		if c != nowhere {
			n++
		}
	}
	return n
}

// sits tells whether the person is in the circle. It asks the circle: the person
// may belong to another goroutine, which moves them at this moment.
func (s *state) sits(i, c int32) bool { return slices.Contains(s.members(c), i) }

// compatible tells whether the person may sit with the circle's members: nobody
// to be kept apart from, and every need offered.
func (s *state) compatible(i, c int32) bool {
	x := &s.p.people[i]
	return s.noQuarrel(i, c) && (x.needs == 0 || x.needs&^(s.offers(c)|x.offers) == 0)
}

// noQuarrel tells whether nobody in the circle must be apart from the person.
func (s *state) noQuarrel(i, c int32) bool {
	for _, o := range s.p.people[i].apart {
		if s.sits(o, c) {
			return false
		}
	}
	return true
}

// offers returns the access needs that members of the circle answer.
func (s *state) offers(c int32) (set uint64) {
	for _, m := range s.members(c) {
		set |= s.p.people[m].offers
	}
	return set
}

// fits tells whether the person can join the circle as it is, room aside.
func (s *state) fits(i, c int32) bool {
	x := &s.circles[c]
	return x.kind != dead && x.kind != sealed && s.p.suits(i, x.cell) && s.compatible(i, c)
}

// room tells whether the circle can take one more.
func (s *state) room(c int32) bool { return int(s.circles[c].n) < s.p.maxSize }

// bearsLoss tells whether the circle stays valid without the person.
func (s *state) bearsLoss(i, c int32) bool {
	x := &s.circles[c]
	return int(x.n) > s.p.minSize && s.replaceable(i, c)
}

// replaceable tells whether the circle stays valid, its size aside, without the
// person.
func (s *state) replaceable(i, c int32) bool {
	x, y := &s.circles[c], &s.p.people[i]
	if x.kind == sealed || y.pin != "" {
		return false
	}
	if y.fac && int(x.nf) <= s.p.prog.MinFacilitators {
		return false
	}
	return y.offers == 0 || s.coveredWithout(i, c)
}

// coveredWithout tells whether the needs of the others are answered without
// the person.
func (s *state) coveredWithout(i, c int32) bool {
	var needs, offers uint64
	for _, m := range s.members(c) {
		if m != i {
			needs |= s.p.people[m].needs
			offers |= s.p.people[m].offers
		}
	}
	return needs&^offers == 0
}

// sound tells whether the circle keeps all hard rules but those of the cell.
func (s *state) sound(c int32) bool {
	x := &s.circles[c]
	if int(x.n) < s.p.minSize || int(x.n) > s.p.maxSize || int(x.nf) < s.p.prog.MinFacilitators {
		return false
	}
	var needs, offers uint64
	for _, m := range s.members(c) {
		y := &s.p.people[m]
		needs |= y.needs
		offers |= y.offers
		for _, o := range y.apart {
			if s.sits(o, c) {
				return false
			}
		}
	}
	return needs&^offers == 0
}
