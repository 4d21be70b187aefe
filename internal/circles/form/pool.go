package form

import "math/bits"

// A pool is the people among whom one to three circles are formed anew: the
// members of the circles that are taken apart, and some who have none. People
// are bits of a word, so that the company that a cell would have is one number.
const (
	poolSize = 64
	maxLeads = 4
)

// lead is a circle to be formed in a step: its facilitator, who decides in
// which cells it can be, or its pinned members.
type lead struct {
	circle  int32
	person  int32  // nowhere if anybody may start the circle
	must    uint64 // members that are certain
	certain int    // how many
	fixed   bool   // the cell stays
	options []option
}

// option is a cell for a lead and the company it would have there.
type option struct {
	cell cell
	mask uint64
	soft float32 // cost of what is unpleasant there, about
}

// pool holds what a step works with. It is reused from step to step.
type pool struct {
	who     [poolSize]int32
	prio    [poolSize]float32 // who is chosen first where not all find a place
	n       int
	old     []int32 // circles taken apart
	leads   [maxLeads]lead
	nl      int
	facs    uint64 // facilitators of the pool
	certain uint64 // leads and pinned members
	offer   uint64 // those who offer what somebody may need
	needy   []int  // those who need something
	loans   uint64 // members of other circles, whose place there somebody else can take

	lang  [maxLanguages]uint64
	langs uint64   // which of lang are set
	track []uint64 // who can be in the track; the last entry: in any

	slotMask []uint64
	slots    []int32 // which of slotMask are set
	seen     [2048]int32
	layers   []layerMask
	chosen   [maxLeads]*option
	types    [poolSize]uint8
	seats    [poolSize]int8
	order    [poolSize]int8
}

type layerMask struct {
	lang, track int16
	mask        uint64
}

// clear empties the pool.
func (q *pool) clear(p *Problem) {
	q.n, q.nl, q.facs, q.certain, q.offer, q.loans = 0, 0, 0, 0, 0, 0
	for l := q.langs; l != 0; l &= l - 1 {
		q.lang[bits.TrailingZeros64(l)] = 0
	}
	q.langs = 0
	q.needy = q.needy[:0]
	if q.track == nil {
		q.track = make([]uint64, max(1, len(p.prog.Tracks))+1)
		q.slotMask = make([]uint64, len(p.slots))
	}
	clear(q.track)
}

// add puts a person into the pool, if there is place, and returns their bit.
func (q *pool) add(p *Problem, i int32) uint64 {
	if q.n == poolSize {
		return 0
	}
	bit := uint64(1) << q.n
	q.who[q.n] = i
	x := &p.people[i]
	for l := x.langs; l != 0; l &= l - 1 {
		q.lang[bits.TrailingZeros64(l)] |= bit
	}
	q.langs |= x.langs
	if x.track == anyTrack {
		q.track[len(q.track)-1] |= bit
	} else {
		q.track[x.track] |= bit
	}
	if x.fac {
		q.facs |= bit
	}
	if x.offers != 0 {
		q.offer |= bit
	}
	if x.needs != 0 {
		q.needy = append(q.needy, q.n)
	}
	q.n++
	return bit
}

// pickCircles chooses the circles of a step: one at random or near somebody
// without a circle, then others that its members could be in as well.
func (w *worker) pickCircles() bool {
	q := &w.pool
	q.old = q.old[:0]
	want := 1 + w.rnd.below(tuneR)
	if want*w.p.maxSize > poolSize-8 {
		want = max(1, (poolSize-8)/w.p.maxSize)
	}
	var seed int32 = nowhere
	if len(w.idle) > 0 && w.rnd.below(4) > 0 {
		seed = w.idle[w.rnd.below(len(w.idle))]
	}
	for try := 0; try < 12 && len(q.old) < want; try++ {
		c := w.pickNear(seed)
		if c == nowhere || w.s.circles[c].kind == sealed || contains(q.old, c) {
			continue
		}
		q.old = append(q.old, c)
		if m := w.s.members(c); len(m) > 0 {
			seed = m[w.rnd.below(len(m))]
		}
	}
	return len(q.old) > 0
}

func contains(list []int32, x int32) bool {
	for _, y := range list {
		if x == y {
			return true
		}
	}
	return false
}

// pickNear returns a circle that has to do with the person: one they could be
// in, or one whose facilitator could meet them. Without a person, any.
func (w *worker) pickNear(i int32) int32 {
	if len(w.mine) == 0 {
		return nowhere
	}
	if i == nowhere {
		return w.mine[w.rnd.below(len(w.mine))]
	}
	if w.rnd.below(2) == 0 {
		if near := w.feasible(i); len(near) > 0 {
			return near[w.rnd.below(len(near))]
		}
	}
	for range 8 {
		c := w.mine[w.rnd.below(len(w.mine))]
		m := w.s.members(c)
		if len(m) > 0 && w.p.canMeet(i, w.leader(c)) {
			return c
		}
	}
	return nowhere
}

// leader returns the first facilitator of a circle, or a member.
func (w *worker) leader(c int32) int32 {
	m := w.s.members(c)
	for _, i := range m {
		if w.p.people[i].fac {
			return i
		}
	}
	return m[0]
}

// canMeet tells whether the two have a language, a track and a slot in common.
func (p *Problem) canMeet(a, b int32) bool {
	x, y := &p.people[a], &p.people[b]
	if x.langs&y.langs == 0 || x.track != anyTrack && y.track != anyTrack && x.track != y.track {
		return false
	}
	f, g := p.slotsOf(a), p.slotsOf(b)
	for k, v := range f {
		if v&g[k] != 0 {
			return true
		}
	}
	return false
}

// gather fills the pool and chooses the leads.
func (w *worker) gather() bool {
	q := &w.pool
	q.clear(w.p)
	for _, c := range q.old {
		for _, m := range w.s.members(c) {
			q.add(w.p, m)
		}
	}
	w.pickLeads()
	if q.nl == 0 {
		return false
	}
	w.invite()
	w.vary()
	return true
}

// vary now and then tries with a circle more or less.
func (w *worker) vary() {
	q := &w.pool
	if spare := q.facs &^ (q.certain | q.loans); spare != 0 && q.nl < 3 && len(w.spare) > 0 && w.rnd.below(2) == 0 {
		k := nthBit(spare, w.rnd.below(bits.OnesCount64(spare)))
		l := &q.leads[q.nl]
		*l = lead{circle: w.spare[len(w.spare)-1], person: q.who[k], must: 1 << k, certain: 1, options: l.options[:0]}
		q.certain |= l.must
		q.nl++
	} else if q.nl > 1 && w.rnd.below(8) == 0 {
		w.dropLead(w.rnd.below(q.nl))
	}
}

// dropLead does without a circle, if it may go.
func (w *worker) dropLead(k int) bool {
	q := &w.pool
	if q.leads[k].fixed {
		return false
	}
	q.certain &^= q.leads[k].must
	q.nl--
	q.leads[k], q.leads[q.nl] = q.leads[q.nl], q.leads[k]
	return true
}

// pickLeads chooses who the new circles are formed around.
func (w *worker) pickLeads() {
	q := &w.pool
	for _, c := range q.old {
		l := &q.leads[q.nl]
		*l = lead{circle: c, person: nowhere, options: l.options[:0]}
		l.fixed = w.s.circles[c].kind == pinned
		if l.fixed {
			for k := range q.n {
				if i := q.who[k]; w.s.where[i] == c && w.p.people[i].pin != "" {
					l.must |= 1 << k
				}
			}
		}
		q.certain |= l.must
		q.nl++
	}
	for k := range q.nl {
		w.pickLead(&q.leads[k])
	}
}

// pickLead gives the lead its person: mostly a facilitator of its old circle.
func (w *worker) pickLead(l *lead) {
	q := &w.pool
	l.certain = bits.OnesCount64(l.must)
	if w.p.prog.MinFacilitators > 0 && l.must&q.facs != 0 {
		return
	}
	candidates := q.facs &^ q.certain
	if w.p.prog.MinFacilitators == 0 {
		candidates = (1<<q.n - 1) &^ q.certain
		if q.n == poolSize {
			candidates = ^q.certain
		}
	}
	if l.fixed && candidates != 0 {
		fit := uint64(0)
		for b := candidates; b != 0; b &= b - 1 {
			if k := bits.TrailingZeros64(b); w.p.suits(q.who[k], w.s.circles[l.circle].cell) {
				fit |= 1 << k
			}
		}
		candidates = fit
	}
	own := uint64(0)
	for b := candidates; b != 0; b &= b - 1 {
		if k := bits.TrailingZeros64(b); w.s.where[q.who[k]] == l.circle {
			own |= 1 << k
		}
	}
	if own != 0 {
		candidates = own
	}
	if candidates == 0 {
		return
	}
	k := nthBit(candidates, w.rnd.below(bits.OnesCount64(candidates)))
	l.person = q.who[k]
	l.must |= 1 << k
	l.certain++
	q.certain |= 1 << k
}

// nthBit returns the place of the n-th set bit.
func nthBit(b uint64, n int) int {
	for range n {
		b &= b - 1
	}
	return bits.TrailingZeros64(b)
}

// invite adds people without a circle who could meet one of the leads, and
// members of other circles who could and whose place such people can take.
func (w *worker) invite() {
	q := &w.pool
	if len(w.idle) == 0 {
		return
	}
	limit := q.n + (poolSize-q.n)*2/3
	start := w.rnd.below(len(w.idle))
	for k := range min(len(w.idle), tuneIdle) {
		if q.n == limit {
			break
		}
		if i := w.idle[(start+k)%len(w.idle)]; w.meetsLead(i) {
			q.add(w.p, i)
		}
	}
	for range tuneLoan * (poolSize - q.n) {
		if q.n == poolSize {
			return
		}
		w.borrow(w.idle[w.rnd.below(len(w.idle))])
	}
}

// borrow adds a member of a circle in which the person could take the place.
func (w *worker) borrow(i int32) {
	q := &w.pool
	near := w.feasible(i)
	if len(near) == 0 {
		return
	}
	d := near[w.rnd.below(len(near))]
	if contains(q.old, d) {
		return
	}
	members := w.s.members(d)
	m := members[w.rnd.below(len(members))]
	if !contains(q.who[:q.n], m) && w.s.replaceable(m, d) && w.meetsLead(m) {
		q.loans |= q.add(w.p, m)
	}
}

// meetsLead tells whether the person could meet the person of a lead.
func (w *worker) meetsLead(i int32) bool {
	q := &w.pool
	for l := range q.nl {
		if f := q.leads[l].person; f == nowhere || w.p.canMeet(i, f) {
			return true
		}
	}
	return false
}
