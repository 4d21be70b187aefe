package form

import (
	"sync"
	"time"
)

// Fairness begins at this share of the first phase and is looked at every so many rounds.
const (
	fairFrom   = 0.3
	fairRounds = 4
)

// lateMoves is how many people may change their circle at first for one who
// comes late.
const lateMoves = 2

// Options say how long and how to search.
type Options struct {
	Seed     uint64
	Steps    int64            // search exactly so many steps; 0: until the time is over
	Until    time.Time        // if Steps is 0
	Now      func() time.Time // the clock; needed if Steps is 0
	Done     func() bool      // true when nobody waits any longer; may be nil
	Threads  int              // goroutines; does not change the answer
	Progress func(Progress)   // called now and then, from one goroutine; may be nil
}

// Progress is how far the search is.
type Progress struct {
	Share   float64 // of the time or the steps, 0 to 1
	People  int
	Placed  int
	AtMost  int // no placement can place more
	Circles int
}

// search runs rounds of rebuilding steps: in each the state is divided into
// parts that do not touch, one worker each. Which goroutine runs a worker does
// not change what it does.
type search struct {
	p            *Problem
	s            *state
	best         *state
	least        float64 // cost of best …
	most         int     // … and people placed in it
	favour       *favour // nil: there are no groups to be fair to
	o            Options
	ceiling      *ceiling
	dual         *dual     // nil: prices tell nothing
	worth        []float32 // of every cell, by the prices; nil: not known yet
	districts    []*district
	workers      []*worker
	seats        []int32        // where everybody was when the workers' round began
	groupsAtMost map[string]int // of groups found to be served worse: how many of them can be placed
	pleasing     bool           // the first phase is over
	late         bool           // there is a previous placement, which people like to keep
	twin         *state         // searched beside s where one district is all there is
	mirror       *state         // for rescues beside those in s
	crowds       [rescuers]crowds
	pos          *places
	promoted     int    // the round in which further circles were looked for last …
	vain         int    // … and how often since one was found: the more often, the longer nobody looks
	reach        []bool // people whom a circle could hold and who are not pinned
	round        int
	steps        int64
	began        time.Time
}

// prepare makes a first placement.
func prepare(p *Problem, previous *Placement, o Options) *search {
	x := &search{p: p, o: o, s: begin(p, previous), best: &state{}, late: previous != nil}
	if o.Now != nil {
		x.began = o.Now()
	}
	x.s.mendPinned()
	x.reach = make([]bool, len(p.people))
	open := 0
	for i := range x.reach {
		if x.reach[i] = p.people[i].pin == "" && p.reachable(int32(i)); x.reach[i] && x.s.where[i] == nowhere {
			open++
		}
	}
	anew := !x.late || open > x.s.placed() // what there is, is a beginning only
	x.pos = &places{person: make([]int32, len(x.s.where))}
	x.s.prices = placingPrices(x.late)
	if anew {
		rnd := stream(o.Seed, 1<<28, 0)
		construct(x.s, &rnd, max(1, min(4, 20000/max(1, len(p.people)))), x.hurried)
	}
	moves := lateMoves
	if anew {
		moves = anyLength
	}
	whole(x.s, o.Seed).mend(moves, x.hurried)
	x.ceiling = newCeiling(p)
	x.dual = newDual(x.ceiling)
	if !x.late {
		x.favour = newFavour(p, x.reach)
	}
	x.most, x.least = x.s.placed(), x.s.total()
	x.best.copyFrom(x.s)
	x.report()
	return x
}

// The heat with which the first phase begins, in people; it ends with half of it.
// One district that is all there is gets stuck unless it is hotter.
const (
	placingHeat = 0.2
	loneHeat    = 0.3
)

// search improves the placement.
func (x *search) search() {
	heat := placingHeat
	if x.blocks(1) == 1 {
		heat = loneHeat
	}
	x.run(heat, heat/2, 1-x.polishShare())
	x.polish()
}

// finish makes sure that nobody is left out who fits, and describes the best.
func (x *search) finish() *Proposal {
	x.s.copyFrom(x.best)
	w := whole(x.s, x.o.Seed+1)
	w.seatings = manySeatings
	w.fill(0, x.hurried)
	prop := x.s.proposal(x.ceiling.total(), x.o.Seed)
	x.s.furthestBehind(&prop.Card, x.groupsAtMost)
	return prop
}

// share tells how much of the search is over.
func (x *search) share() float64 {
	if x.o.Steps > 0 {
		return float64(x.steps) / float64(x.o.Steps)
	}
	return float64(x.o.Now().Sub(x.began)) / float64(max(1, x.o.Until.Sub(x.began)))
}

// hurried tells whether there is no time to lose.
func (x *search) hurried() bool {
	return x.o.Done != nil && x.o.Done() || x.o.Steps == 0 && x.share() > 0.3
}

// over tells whether the given share of the search is over.
func (x *search) over(share float64) bool {
	return x.o.Done != nil && x.o.Done() || x.share() >= share
}

func (x *search) report() {
	if x.o.Progress != nil {
		live := 0
		for c := range x.best.circles {
			if x.best.circles[c].kind != dead {
				live++
			}
		}
		x.o.Progress(Progress{Share: min(1, x.share()), People: len(x.p.people), Placed: x.best.placed(), AtMost: x.ceiling.total(), Circles: live})
	}
}

// Districts are small at first, which is quick, and larger later, so that
// chains may be longer.
const (
	firstDistrict = 1250
	laterDistrict = 2500
	twins         = 2 // searches side by side where one district is all there is
)

// blocks is into how many districts the state is divided at that share of the
// search.
func (x *search) blocks(share float64) int {
	people := firstDistrict
	if share > 0.4 {
		people = laterDistrict
	}
	if n := len(x.s.where) / people; n > 1 {
		return n
	}
	return 1
}

// run searches until the given share of the search is over, while the heat (in
// people) falls from one value to the other.
func (x *search) run(heat0, heat1, until float64) {
	from := x.share()
	for !x.over(until) && !x.met() {
		done := min(1, (x.share()-from)/(until-from))
		x.turn((heat0+(heat1-heat0)*done)*x.s.prices.unplaced, until, x.blocks(done))
		x.round++
		x.report()
	}
}

// met tells whether nothing is left to do for the first phase: all who can be
// placed are, and no group is served worse than it must be.
func (x *search) met() bool {
	return !x.late && !x.pleasing && x.most == x.ceiling.total() && (x.favour == nil || x.favour.content)
}

// turn is one round of the search.
func (x *search) turn(heat, until float64, blocks int) {
	x.recount()
	parts := blocks
	if blocks == 1 {
		parts = twins
		x.divideTwins()
	} else {
		x.divide(blocks)
	}
	quota := int64(max(50, len(x.s.circles)/blocks/2))
	if blocks == 1 {
		quota = 400
	}
	if x.o.Steps > 0 {
		quota = min(quota, max(1, (x.o.Steps-x.steps)/int64(parts)))
	}
	x.each(parts+1, func(b int) {
		if b == 0 {
			x.price(int(quota) * parts)
			return
		}
		b--
		d := x.districts[b]
		d.rnd = stream(x.o.Seed, x.round, b)
		d.heat = heat
		for n := int64(0); n < quota; n++ {
			d.rebuild()
			if x.o.Steps == 0 && n&31 == 31 && x.over(until) {
				return
			}
		}
	})
	x.appraise()
	x.steps += quota * int64(parts)
	if blocks == 1 {
		x.joinTwins()
	} else if x.round%4 == 3 {
		x.augment(func() bool { return x.over(until) })
	}
	if blocks > 1 {
		x.rescues(heat, until)
	}
	x.remember()
	if x.round%fairRounds == 0 && (x.share() > fairFrom*until || x.most == x.ceiling.total()) {
		x.beFair()
	}
}

// price looks for better prices while the districts are searched, for about a
// third of the time that takes, until they stay as they are.
func (x *search) price(steps int) {
	if x.dual == nil {
		return
	}
	const people = 500 // for so many a step takes as long as a step of the search
	n := max(1, steps*people/len(x.p.people)/3)
	x.dual.improve(n, x.best.placed(), func() bool { return x.o.Steps == 0 && x.over(1) })
}

// appraise takes over the prices found in the round.
func (x *search) appraise() {
	if x.dual == nil || x.dual.steps < firstPrices {
		return
	}
	if x.dual.tells() {
		x.worth = x.dual.worth(x.worth)
	}
	if x.dual.done() {
		x.dual = nil
	}
}

// augment founds circles with people to spare who can lead, and lets chains of any
// length run through all circles.
func (x *search) augment(stop func() bool) {
	w := whole(x.s, x.o.Seed+uint64(x.round))
	if x.vain == 0 || x.round >= x.promoted+promoteRounds<<(x.vain-1) {
		x.promoted = x.round
		if x.vain++; w.promote(stop) {
			x.vain = 0
		}
	}
	w.fill(anyLength, stop)
}

// remember notes the state if it is the best so far: more people in a circle,
// or as many at less cost.
func (x *search) remember() {
	placed, cost := x.s.placed(), x.s.total()
	if !x.late && placed != x.most {
		if placed < x.most {
			return
		}
	} else if cost >= x.least-1e-9 {
		return
	}
	x.most, x.least = placed, cost
	x.best.copyFrom(x.s)
}

// weightRare is the weight of an hour that no other circle uses, against that of
// somebody who can be had for a circle, once places are settled.
const weightRare = 8

func (x *search) rare() float64 {
	if x.late || !x.pleasing {
		return 0
	}
	return weightRare
}

// recount looks anew at how many circles use each slot, which changes what they cost.
func (x *search) recount() {
	x.s.countUses()
	if x.best.uses = x.s.uses; x.pleasing {
		x.least = x.best.total()
	}
}

// beFair changes what it costs to leave people out, by how their groups fare.
func (x *search) beFair() {
	if x.favour == nil || !x.favour.adjust(x.s, x.reach, func() bool { return x.over(1) }) {
		return
	}
	x.s.prices.extra, x.best.prices.extra = x.favour.extra, x.favour.extra
	x.least = x.best.total()
}

// divideTwins gives each of two searches a state of its own.
func (x *search) divideTwins() {
	if x.twin == nil {
		x.twin = &state{}
		x.twin.copyFrom(x.s)
	}
	x.twin.prices = x.s.prices
	for b, s := range [twins]*state{x.s, x.twin} {
		d := x.district(b)
		d.pos = &places{make([]int32, len(s.where)), nil}
		x.divideState(s, 1, b, d.pos)
	}
}

// joinTwins lets the one that has fallen behind go on from where the other is.
func (x *search) joinTwins() {
	a, b := x.s.total(), x.twin.total()
	if b < a-1e-9 { // x.s is the better one
		x.s, x.twin = x.twin, x.s
		a, b = b, a
	}
	if b-a > 1.5*x.s.prices.unplaced {
		x.twin.copyFrom(x.s)
	}
}

// district returns the b-th district.
func (x *search) district(b int) *district {
	for len(x.districts) <= b {
		x.districts = append(x.districts, newDistrict(x.s, x.pos))
	}
	return x.districts[b]
}

// each calls f for every block, on as many goroutines as there are threads.
func (x *search) each(blocks int, f func(b int)) {
	threads := min(max(1, x.o.Threads), blocks)
	if threads == 1 {
		for b := range blocks {
			f(b)
		}
		return
	}
	var wg sync.WaitGroup
	next := make(chan int, blocks)
	for b := range blocks {
		next <- b
	}
	close(next)
	for range threads {
		wg.Go(func() {
			for b := range next {
				f(b)
			}
		})
	}
	wg.Wait()
}
