package form

import "math"

// Where almost everybody has a place, those without one are people of rare
// hours: no circle they could be in can be reached by a chain. A rescue brings a
// circle to one of them. Somebody leaves their circle to lead it, others follow
// from here and there, and those left behind find places by chains; who finds
// none is rescued in turn.

const (
	rescueDepth  = 3 // how many rescues may hang on one another
	rescueOffers = 4 // so many ways are tried for each person in turn
	rescueLost   = 3 // a way that leaves more people behind is no way
	rescueMoves  = 2 // so many may change their circle so that one left behind finds a place

	rescuers = 2 // states in which people are rescued side by side

	// In circles that are looked at for a chain: what else a rescue takes, and a
	// step of the search.
	lookedRescue = 1000
	lookedStep   = 3000
)

// rescue is one step of the search, undone if it costs more than the heat allows.
func (w *worker) rescue(heat float64) bool {
	if len(w.idle) == 0 {
		return false
	}
	limit := -heat * math.Log(w.rnd.unit()+1e-12)
	i := w.idle[w.rnd.below(len(w.idle))]
	w.begin()
	lost, ok := w.bringCircle(i)
	if ok {
		for _, m := range lost {
			w.resolve(m, rescueDepth-1)
		}
	}
	if !ok || w.gain() < -limit || !w.valid() {
		w.undo()
		return false
	}
	w.keep()
	return true
}

// resolve rescues the person so that nobody else is left behind.
func (w *worker) resolve(i int32, depth int) bool {
	if depth == 0 || w.s.where[i] != nowhere {
		return w.s.where[i] != nowhere
	}
	for range rescueOffers {
		from := len(w.log)
		lost, ok := w.bringCircle(i)
		for _, m := range lost {
			ok = ok && w.resolve(m, depth-1)
		}
		if ok {
			return true
		}
		w.undoTo(from)
	}
	return false
}

// bringCircle founds a circle for the person in one of their cells, drawn by lot, and
// finds places for those it tears from their circles. It returns who finds none.
func (w *worker) bringCircle(i int32) (lost []int32, ok bool) {
	at, ok := w.drawCell(i)
	if !ok || len(w.spare) == 0 {
		return nil, false
	}
	f := w.drawLead(i, at)
	if f == nowhere {
		return nil, false
	}
	var left []int32
	if from := w.s.where[f]; from != nowhere && w.s.bearsLoss(f, from) {
		w.take(f)
	} else if from != nowhere && w.rnd.below(2) == 0 && w.succeed(f) {
		// their circle goes on without them
	} else if from != nowhere {
		left = append(left, w.s.members(from)...)
		for _, m := range left {
			w.take(m)
		}
		w.settle(from, w.s.circles[from].cell, dead)
	}
	if !w.gather(f, i, at) {
		return nil, false
	}
	w.lost = w.search + 1
	for _, m := range left {
		if w.s.where[m] == nowhere && !w.insert(m) && !w.chain(m, rescueMoves) {
			if lost = append(lost, m); len(lost) > rescueLost {
				return nil, false
			}
		}
	}
	return lost, true
}

// drawCell draws one of the cells in which the person could be in a circle.
func (w *worker) drawCell(i int32) (at cell, ok bool) {
	n := 0
	w.eachCellOf(i, func(c cell) {
		if w.p.eligible(w.p.cellNo(c)) {
			if n++; w.rnd.below(n) == 0 {
				at, ok = c, true
			}
		}
	})
	return at, ok
}

// crowds are the people who could be in a cell, as far as asked for. They stay the
// same as long as nobody comes or goes, so that one search needs them once.
type crowds struct {
	of    map[cell][]int32
	names int // in all lists
}

// crowdNames bounds the names that are kept: 8 MiB of them.
const crowdNames = 2 << 20

// add keeps the list, instead of all others where they become too many.
func (k *crowds) add(at cell, list []int32) {
	if k.names += len(list); k.of == nil || k.names > crowdNames {
		k.of, k.names = map[cell][]int32{}, len(list)
	}
	k.of[at] = list
}

// crowd returns everybody who could be in the cell.
func (w *worker) crowd(at cell) []int32 {
	if list, known := w.crowds.of[at]; known {
		return list
	}
	list := make([]int32, 0, w.p.pop[w.p.cellNo(at)])
	for i := range w.p.people {
		if x := &w.p.people[i]; !x.gone && w.p.suits(int32(i), at) {
			list = append(list, int32(i))
		}
	}
	w.crowds.add(at, list)
	return list
}

// drawLead draws somebody who could lead a circle in the cell with the person
// in it.
func (w *worker) drawLead(i int32, at cell) (lead int32) {
	lead = nowhere
	n := 0
	for _, f := range w.crowd(at) {
		x := &w.p.people[f]
		if !x.fac && w.p.prog.MinFacilitators > 0 || x.pin != "" {
			continue
		}
		if c := w.s.where[f]; c != nowhere && (w.s.circles[c].kind != loose || !w.owns(c)) {
			continue
		}
		if n++; w.rnd.below(n) == 0 {
			lead = f
		}
	}
	return lead
}

// gather opens a circle in the cell with the two in it, and fills it with
// people without a circle, then with members whom others can do without.
func (w *worker) gather(f, i int32, at cell) bool {
	c := w.spare[len(w.spare)-1]
	w.settle(c, at, loose)
	w.put(f, c)
	if i != f {
		if !w.s.fits(i, c) {
			return false
		}
		w.put(i, c)
	}
	x := &w.s.circles[c]
	crowd := w.crowd(at)
	turn := w.rnd.below(len(crowd))
	for _, members := range [2]bool{false, true} {
		for k := range crowd {
			m := crowd[(k+turn)%len(crowd)]
			from := w.s.where[m]
			if !w.s.room(c) || from == c || from != nowhere != members || w.p.people[m].pin != "" || !w.s.compatible(m, c) {
				continue
			}
			if members {
				if !w.owns(from) || !w.s.bearsLoss(m, from) {
					continue
				}
				w.take(m)
			}
			w.put(m, c)
		}
	}
	return int(x.n) >= w.p.minSize && int(x.nf) >= w.p.prog.MinFacilitators
}

// rescues takes steps in two copies of the state and goes on with the better one.
func (x *search) rescues(heat, until float64) {
	if x.mirror == nil {
		x.mirror = &state{}
	}
	x.mirror.copyFrom(x.s)
	quota := 10 * len(x.s.where)
	states := [rescuers]*state{x.s, x.mirror}
	x.each(len(states), func(b int) {
		w := whole(states[b], x.o.Seed)
		w.rnd = stream(x.o.Seed, x.round, 1<<13+b)
		w.crowds = &x.crowds[b]
		if w.rooms < len(w.idle)/4 {
			return // those left behind would find nothing
		}
		for w.looked = 0; w.looked < quota; w.looked += lookedRescue {
			w.rescue(heat)
			if x.o.Steps == 0 && x.over(until) {
				return
			}
		}
	})
	if x.mirror.total() < x.s.total() {
		x.s.copyFrom(x.mirror)
	}
	x.steps += int64(2 * quota / lookedStep)
}
