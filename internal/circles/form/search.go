package form

import (
	"cmp"
	"slices"
	"sync"
	"time"
)

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
	p         *Problem
	s         *state
	best      *state
	least     float64 // cost of best
	o         Options
	ceiling   *ceiling
	districts []*district
	pos       *places
	reach     []bool // people whom a circle could hold and who are not pinned
	round     int
	steps     int64
	began     time.Time
}

// prepare makes a first placement.
func prepare(p *Problem, previous *Placement, o Options) *search {
	x := &search{p: p, o: o, s: begin(p, previous), best: &state{}}
	if o.Now != nil {
		x.began = o.Now()
	}
	x.reach = make([]bool, len(p.people))
	for i := range x.reach {
		x.reach[i] = p.people[i].pin == "" && p.reachable(int32(i))
	}
	x.pos = &places{person: make([]int32, len(x.s.where))}
	x.s.prices = x.firstPrices(previous != nil)
	if previous == nil {
		rnd := stream(o.Seed, 1<<28, 0)
		construct(x.s, &rnd, 3, x.hurried)
	}
	w := whole(x.s, o.Seed)
	w.mend()
	x.ceiling = newCeiling(p)
	x.least = x.s.total()
	x.best.copyFrom(x.s)
	x.report()
	return x
}

func (x *search) firstPrices(late bool) prices {
	if late {
		return prices{unplaced: 8, lost: 4, moved: 1, shifted: 0.7, off: 0.02}
	}
	return prices{unplaced: 1, off: 0.0005}
}

// search improves the placement.
func (x *search) search() {
	x.run(0.5, 0.12, 1)
}

// finish makes sure that nobody is left out who fits, and describes the best.
func (x *search) finish() *Proposal {
	x.s.copyFrom(x.best)
	w := whole(x.s, x.o.Seed+1)
	w.fill(0)
	n := 60
	x.ceiling.improve(n, x.s.placed(), func() bool { return false })
	return x.s.proposal(x.ceiling.total(), x.o.Seed)
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

// run searches until the given share of the search is over, while the heat (in
// people) falls from one value to the other.
func (x *search) run(heat0, heat1, until float64) {
	blocks := max(1, int(float64(len(x.s.where))/tuneBlock))
	for len(x.districts) < blocks {
		x.districts = append(x.districts, newDistrict(x.s, x.pos))
	}
	from := x.share()
	for !x.over(until) {
		heat := heat0 + (heat1-heat0)*min(1, (x.share()-from)/(until-from))
		x.divide(blocks)
		quota := int64(max(400, 2*len(x.s.circles)/blocks))
		if x.o.Steps > 0 {
			quota = min(quota, max(1, (x.o.Steps-x.steps)/int64(blocks)))
		}
		x.each(blocks, func(b int) {
			w := x.districts[b]
			w.rnd = stream(x.o.Seed, x.round, b)
			w.heat = heat * x.s.prices.unplaced
			for n := int64(0); n < quota; n++ {
				w.rebuild()
				if x.o.Steps == 0 && n&63 == 63 && x.over(until) {
					return
				}
			}
		})
		x.steps += quota * int64(blocks)
		x.round++
		if cost := x.s.total(); cost < x.least-1e-9 {
			x.least = cost
			x.best.copyFrom(x.s)
		}
		x.report()
	}
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

// divide gives every worker circles that lie close to each other in one of
// several senses, and a share of the people without a circle.
func (x *search) divide(blocks int) {
	s := x.s
	rnd := stream(x.o.Seed, x.round, 1<<10)
	var live, spare, idle []int32
	for c := range s.circles {
		switch s.circles[c].kind {
		case dead:
			spare = append(spare, int32(c))
		case loose, pinned:
			live = append(live, int32(c))
		}
	}
	for len(spare) < 4*blocks {
		spare = append(spare, int32(len(s.circles)))
		s.reserve(1)
	}
	if n := len(s.circles); len(x.pos.circle) < n {
		x.pos.circle = make([]int32, n)
	}
	for i, c := range s.where {
		if c == nowhere && x.reach[i] && !s.p.people[i].gone {
			idle = append(idle, int32(i))
		}
	}
	rnd.shuffle(idle)
	if blocks > 1 {
		x.sortCircles(live, &rnd)
	}
	for b := range blocks {
		part := func(list []int32) []int32 {
			return list[len(list)*b/blocks : len(list)*(b+1)/blocks]
		}
		x.districts[b].s = s
		x.districts[b].assign(part(live), part(spare), part(idle))
	}
}

// sortCircles puts the circles into an order in which neighbours have to do
// with each other.
func (x *search) sortCircles(live []int32, rnd *random) {
	s := x.s
	turn := int32(rnd.below(max(1, len(x.p.slots))))
	mode := rnd.below(3)
	lot := make([]int32, len(s.circles))
	for i := range lot {
		lot[i] = int32(rnd.next() >> 33)
	}
	langs := make([]int32, len(x.p.prog.Languages))
	for i := range langs {
		langs[i] = int32(rnd.next() >> 40)
	}
	key := func(c int32) int64 {
		slot := (s.circles[c].slot + turn) % int32(len(x.p.slots))
		switch mode {
		case 0:
			return int64(slot)
		case 1:
			return int64(langs[s.circles[c].lang])<<32 + int64(lot[c])
		}
		return int64(lot[c])
	}
	slices.SortStableFunc(live, func(a, b int32) int { return cmp.Compare(key(a), key(b)) })
}
