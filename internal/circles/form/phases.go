package form

// The phases of a search: first as many people as possible find a place, then
// the placement is made pleasant without anybody losing theirs. The prices of
// the second phase follow the order in which the programme's wishes count.

// placingPrices are those of the first phase.
func placingPrices(late bool) prices {
	if late {
		return prices{unplaced: 8, lost: 4, moved: 1.5, shifted: 1, off: 0.004}
	}
	return prices{unplaced: 1, off: 0.0005}
}

// polishingPrices are those of the second phase. Changing the circle of those
// who had one stays dearer than any wish.
func polishingPrices(late bool) prices {
	p := prices{unplaced: dearUnplaced, off: 2, size: 2.5, second: 0.6, apart: 8, org: 1.5, slot: 4, tongue: 0.5}
	if late {
		p.lost, p.moved, p.shifted = 500, 100, 70
	}
	return p
}

// polishShare is the part of the search that is kept for the second phase: who
// has little time wants places.
func (x *search) polishShare() float64 {
	seconds := 0.0
	if x.o.Steps > 0 {
		seconds = float64(x.o.Steps) * 40e-6
	} else {
		seconds = x.o.Until.Sub(x.began).Seconds()
	}
	part := min(1, seconds/60)
	return 0.08 + 0.52*part*part
}

// polish runs the second phase from the best placement so far until the end.
func (x *search) polish() {
	x.pleasing = true
	x.s = x.best
	x.s.prices = polishingPrices(x.late)
	if x.favour != nil {
		x.favour.weight = fairLater
		x.s.prices.extra = x.favour.extra
	}
	x.rehouse()
	if x.favour != nil {
		x.evenOut()
	}
	s := x.s
	blocks := max(1, len(s.where)/2500)
	from := x.share()
	for n := 0; !x.over(1); n++ {
		done := min(1, (x.share()-from)/max(1e-9, 1-from))
		s.countUses()
		s.total()
		rnd := stream(x.o.Seed, x.round, 1<<11)
		x.divideWorkers(blocks, &rnd)
		quota := int64(max(2000, 20*len(s.circles)/blocks))
		heat := 0.6 * (1 - done)
		if x.o.Steps > 0 {
			quota = min(quota, max(1, (x.o.Steps-x.steps)*polishPerStep/int64(blocks)))
		}
		x.each(blocks, func(b int) {
			w := x.workers[b]
			w.rnd = stream(x.o.Seed, x.round, b)
			for n := int64(0); n < quota; n++ {
				w.polish(heat)
				if x.o.Steps == 0 && n&255 == 255 && x.over(1) {
					return
				}
			}
		})
		w := whole(s, x.o.Seed+uint64(x.round))
		w.soothe(func() bool { return x.over(1) })
		if n%levelRounds == 0 {
			w.level(func() bool { return x.over(1) })
			w.vacate(func() bool { return x.over(1) })
		}
		x.steps += max(1, quota*int64(blocks)/polishPerStep)
		x.round++
		x.report()
	}
}

// rehouse lets the search of the first phase go on for a while with the prices
// of the second. Where one district is all there is, as many people as can be
// are placed in very few ways, and then the search goes from one to another over
// placements of fewer.
func (x *search) rehouse() {
	x.s.countUses()
	x.value(dearUnplaced)
	x.best = &state{}
	x.best.copyFrom(x.s)
	x.twin = nil
	share := rehouseShare
	if x.late {
		share = rehouseLate
	}
	from, rest := x.share(), 1-x.share()
	if x.blocks(1) > 1 || x.late {
		x.run(0.001, 0.0005, from+share*rest)
	} else {
		x.run(0.001, 0.0005, from+rehouseCold*rest)
		x.value(rehouseUnplaced)
		x.run(0.3, 0.1, from+share*rest)
	}
	x.s.copyFrom(x.best)
	x.value(dearUnplaced)
	x.best = x.s
}

// What a person without a circle costs in the second phase: more than all that
// could be gained by it, and while small problems are rehoused.
const (
	dearUnplaced    = 1000
	rehouseUnplaced = 15
)

// value sets what a person without a circle costs.
func (x *search) value(unplaced float64) {
	x.s.prices.unplaced, x.best.prices.unplaced = unplaced, unplaced
	if x.favour != nil {
		x.favour.spread(unplaced)
	}
	x.least = x.best.total()
}

// The parts of the second phase that go into rehousing: it does most for pleasant
// hours and for fairness. After late changes hardly anybody may move.
const (
	rehouseShare = 0.65
	rehouseCold  = 0.2 // of which so much without that detour
	rehouseLate  = 0.4
)

// evenOut gives groups that are served worse than they must be places of others.
func (x *search) evenOut() {
	stop := func() bool { return x.over(1) }
	b := newBalance(x.s, x.favour, x.reach, stop)
	whole(x.s, x.o.Seed).evenOut(b, stop)
	x.groupsAtMost = x.favour.ceilings()
}

// levelRounds is how often sizes are levelled: once in so many rounds.
const levelRounds = 4

// polishPerStep is how many polishing steps count as one step of the search:
// they take about as long.
const polishPerStep = 16

// divideWorkers gives every worker a part of the circles and of the people
// without one, cut anew each round.
func (x *search) divideWorkers(blocks int, rnd *random) {
	s := x.s
	live, spare, idle := x.lists(s, blocks)
	x.sortCircles(live, rnd)
	rnd.shuffle(idle)
	for len(x.workers) < blocks {
		x.workers = append(x.workers, newWorker(s, x.pos))
	}
	lives, spares, idles := split(live, blocks), split(spare, blocks), split(idle, blocks)
	x.seats = append(x.seats[:0], s.where...)
	for b := range blocks {
		x.workers[b].s, x.workers[b].seats = s, x.seats
		x.workers[b].assign(lives[b], spares[b], idles[b])
	}
}
