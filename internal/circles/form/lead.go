package form

// findFacilitator adds facilitators until the circle has as many as it must.
func (w *worker) findFacilitator(c int32) {
	x := &w.s.circles[c]
	for int(x.nf) < w.p.prog.MinFacilitators {
		if int(x.n) >= w.p.maxSize && !w.giveUp(c) || !w.attract(c, true) && !w.passLead(c) {
			return
		}
	}
}

// giveUp takes a member out to make place for a facilitator.
func (w *worker) giveUp(c int32) bool {
	for _, m := range w.s.members(c) {
		if y := &w.p.people[m]; !y.fac && y.pin == "" && y.offers == 0 {
			w.take(m)
			return true
		}
	}
	return false
}

// passLead finds a facilitator for the circle at one remove: somebody to spare
// takes over another circle, whose facilitator comes.
func (w *worker) passLead(c int32) bool {
	spare := w.spareLeads()
	x := w.s.circles[c].cell
	for _, d := range w.mine {
		if d == c || w.s.circles[d].kind != loose {
			continue
		}
		for _, f := range w.s.members(d) {
			if y := &w.p.people[f]; !y.fac || y.pin != "" || !w.p.suits(f, x) || !w.s.compatible(f, c) || !w.s.coveredWithout(f, d) {
				continue
			}
			for _, g := range spare {
				if w.mayRelieve(g, f) {
					w.relieve(f, g, c)
					return true
				}
			}
		}
	}
	return false
}

// succeed takes a facilitator out of their circle: somebody to spare takes over,
// or somebody whose circle one to spare takes over, and so on. In the queue before
// is whose circle they take over themselves.
func (w *worker) succeed(f int32) bool {
	queue := []successor{{f, -1}}
	seen := map[int32]bool{f: true}
	for n := 0; n < len(queue) && n < succeedLook; n++ {
		x := queue[n].lead
		for _, g := range w.crowd(w.s.circles[w.s.where[x]].cell) {
			if y := &w.p.people[g]; !y.fac || y.pin != "" || seen[g] || !w.mayHandOver(x, g) {
				continue
			}
			seen[g] = true
			switch from := w.s.where[g]; {
			case from != nowhere && !w.owns(from):
			case from != nowhere && !w.s.bearsLoss(g, from):
				queue = append(queue, successor{g, int32(n)})
			default:
				if from != nowhere {
					w.take(g)
				}
				w.takeOver(queue, int32(n), g)
				return true
			}
		}
	}
	return false
}

// succeedLook is how many circles are looked at for somebody who could take them
// over.
const succeedLook = 40

// takeOver gives g, who has no circle, that of the n-th of the queue, who takes
// over the one before's, and so on. The first has none then.
func (w *worker) takeOver(queue []successor, n, g int32) {
	for k := n; k >= 0; k = queue[k].before {
		f := queue[k].lead
		c := w.s.where[f]
		w.take(f)
		w.put(g, c)
		g = f
	}
}

// mayRelieve tells whether g can take the place of f, who answers none of the
// needs of g any more then.
func (w *worker) mayRelieve(g, f int32) bool {
	d := w.s.where[f]
	return w.s.where[g] != d && w.p.suits(g, w.s.circles[d].cell) && w.s.compatible(g, d) && !w.leavesNeed(f, g)
}

// relieve lets g take the place of f, who goes to circle c.
func (w *worker) relieve(f, g, c int32) {
	d := w.s.where[f]
	w.take(f)
	if w.s.where[g] != nowhere {
		w.take(g)
	}
	w.put(g, d)
	w.put(f, c)
}

// spareLeads returns facilitators without a circle, and those whom their circle
// can do without.
func (w *worker) spareLeads() (list []int32) {
	for _, i := range w.idle {
		if w.p.people[i].fac {
			list = append(list, i)
		}
	}
	for _, c := range w.mine {
		if int(w.s.circles[c].nf) <= w.p.prog.MinFacilitators {
			continue
		}
		for _, m := range w.s.members(c) {
			if w.p.people[m].fac && w.s.bearsLoss(m, c) {
				list = append(list, m)
			}
		}
	}
	return list
}
