package form

import "slices"

// Where too few people lead, one circle more is worth all its places. Who is to
// spare could seldom found it: they take over the circle of somebody who takes
// over another's, and so on, until one of them is free who finds company.

const (
	promoteTries = 60 // so many circles are founded in vain for one person to spare
	promoteCells = 2  // so many cells are tried for each who could found one

	promoteRounds = 8 // nobody looks for so many rounds after it was in vain once, and for twice as many each further time
)

// promote founds further circles with people to spare who can lead, where places
// are what is missing. It tells whether it found any.
func (w *worker) promote(stop func() bool) (found bool) {
	if w.p.prog.MinFacilitators == 0 || w.rooms > len(w.idle)/4 {
		return false
	}
	crowd := map[cell]int{}
	for _, i := range w.idle {
		w.eachCellOf(i, func(at cell) { crowd[at]++ })
	}
	for _, g := range w.inAnyOrder(w.spareLeads()) {
		if stop() {
			break
		}
		if c := w.s.where[g]; (c == nowhere || w.s.bearsLoss(g, c)) && w.promoteOne(g, crowd) {
			found = true
		}
	}
	return found
}

// successor is somebody who can be free: the one before takes over their circle.
// The first is to spare.
type successor struct{ lead, before int32 }

// promoteOne founds one further circle, if the person to spare sets somebody free
// who can. Crowd is how many people without a circle could be in a cell.
func (w *worker) promoteOne(g int32, crowd map[cell]int) bool {
	seen := map[int32]bool{g: true}
	queue := []successor{{g, -1}}
	for n, tries := 0, 0; n < len(queue) && tries < promoteTries; n++ {
		f := queue[n].lead
		for _, at := range w.mostCompany(f, crowd) {
			tries++
			if w.attempt(func() bool { return len(w.spare) > 0 && w.setFree(queue, int32(n)) && w.gather(f, f, at) }) {
				return true
			}
		}
		for _, c := range slices.Clone(w.feasible(f)) {
			for _, m := range w.s.members(c) {
				if w.p.people[m].fac && !seen[m] && w.mayHandOver(m, f) {
					seen[m] = true
					queue = append(queue, successor{m, int32(n)})
				}
			}
		}
	}
	return false
}

// mayHandOver tells whether f could take over the circle of m.
func (w *worker) mayHandOver(m, f int32) bool {
	c := w.s.where[m]
	return w.p.people[m].pin == "" && w.s.circles[c].kind == loose && w.s.coveredWithout(m, c) && w.mayRelieve(f, m)
}

// setFree takes the n-th of the queue out of their circle; the one before takes it
// over, and so on. It returns false if two of them do not get on after all.
func (w *worker) setFree(queue []successor, n int32) bool {
	f, before := queue[n].lead, queue[n].before
	c := w.s.where[f]
	if c != nowhere {
		w.take(f)
	}
	if before < 0 {
		return true
	}
	g := queue[before].lead
	if !w.setFree(queue, before) || !w.s.compatible(g, c) {
		return false
	}
	w.put(g, c)
	return true
}

// mostCompany returns the cells in which the facilitator would find most people
// without a circle.
func (w *worker) mostCompany(f int32, crowd map[cell]int) (cells []cell) {
	w.eachCellOf(f, func(at cell) {
		if !w.p.eligible(w.p.cellNo(at)) {
			return
		}
		cells = append(cells, at)
		for k := len(cells) - 1; k > 0 && crowd[cells[k]] > crowd[cells[k-1]]; k-- {
			cells[k], cells[k-1] = cells[k-1], cells[k]
		}
		cells = cells[:min(len(cells), promoteCells)]
	})
	return cells
}
