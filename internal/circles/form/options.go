package form

import (
	"math/bits"
	"slices"
)

// findOptions lists for every lead the cells in which it would have enough
// company. A lead without any is dropped.
func (w *worker) findOptions() bool {
	q := &w.pool
	for k := 0; k < q.nl; k++ {
		l := &q.leads[k]
		l.options = l.options[:0]
		switch {
		case l.fixed:
			w.fixedOption(l)
		case l.person != nowhere:
			w.freeOptions(l)
		}
		tuneOpt += len(l.options)
		tuneOptN++
		if len(l.options) == 0 {
			if !w.dropLead(k) {
				return false
			}
			k--
			continue
		}
	}
	return q.nl > 0
}

// fixedOption is the cell of a circle that stays where it is.
func (w *worker) fixedOption(l *lead) {
	q := &w.pool
	o := option{cell: w.s.circles[l.circle].cell}
	for k := range q.n {
		if bit := uint64(1) << k; q.certain&bit == 0 && w.p.suits(q.who[k], o.cell) {
			o.mask |= bit
		}
	}
	o.mask &^= w.barred(l)
	if bits.OnesCount64(o.mask)+l.certain >= w.p.minSize {
		l.options = append(l.options, o)
	}
}

// barred returns who cannot be with the lead: kept apart from it, or in need
// of something that neither the lead nor anybody in the pool offers.
func (w *worker) barred(l *lead) (out uint64) {
	q := &w.pool
	var offers uint64
	for b := l.must; b != 0; b &= b - 1 {
		x := &w.p.people[q.who[bits.TrailingZeros64(b)]]
		offers |= x.offers
		for _, o := range x.apart {
			for k := range q.n {
				if q.who[k] == o {
					out |= 1 << k
				}
			}
		}
	}
	for b := q.offer &^ q.certain; b != 0; b &= b - 1 {
		offers |= w.p.people[q.who[bits.TrailingZeros64(b)]].offers
	}
	for _, k := range q.needy {
		if w.p.people[q.who[k]].needs&^offers != 0 {
			out |= 1 << k
		}
	}
	return out
}

// freeOptions lists the cells of the lead's person.
func (w *worker) freeOptions(l *lead) {
	q := &w.pool
	w.maskSlots(l.person, w.barred(l)|q.certain)
	w.maskLayers(&w.p.people[l.person])
	need := w.p.minSize - l.certain
	for i := range q.seen {
		q.seen[i] = -1
	}
	for _, y := range q.layers {
		for _, s := range q.slots {
			m := q.slotMask[s] & y.mask
			if bits.OnesCount64(m) < need {
				continue
			}
			o := option{cell: cell{s, y.lang, y.track}, mask: m}
			if w.s.prices.off > 0 {
				o.soft = w.softOff(l, s)
			}
			w.addOption(l, o)
		}
	}
	for _, s := range q.slots {
		q.slotMask[s] = 0
	}
	q.slots = q.slots[:0]
}

// softOff is what the slot costs the lead in unpleasant hours.
func (w *worker) softOff(l *lead, s int32) float32 {
	return float32(w.s.prices.off) * float32(w.p.offHours(l.person, s))
}

// addOption adds the option unless one with the same company is there. Of two
// such, the more pleasant stays, or one by lot.
func (w *worker) addOption(l *lead, o option) {
	q := &w.pool
	h := o.mask * 0x9e3779b97f4a7c15 >> 53
	for q.seen[h] >= 0 {
		old := &l.options[q.seen[h]]
		if old.mask == o.mask {
			if o.soft < old.soft || o.soft == old.soft && w.rnd.next()&1 == 0 {
				old.cell, old.soft = o.cell, o.soft
			}
			return
		}
		h = (h + 1) & 2047
	}
	if len(l.options) < 1024 {
		q.seen[h] = int32(len(l.options))
		l.options = append(l.options, o)
	}
}

// maskSlots sets for every slot of the person who else of the pool is free in
// it, leaving out those barred.
func (w *worker) maskSlots(i int32, barred uint64) {
	q := &w.pool
	free := w.p.slotsOf(i)
	for k, f := range free {
		for b := f; b != 0; b &= b - 1 {
			q.slots = append(q.slots, int32(k<<6+bits.TrailingZeros64(b)))
		}
	}
	words := w.p.words
	for n := range q.n {
		bit := uint64(1) << n
		if barred&bit != 0 {
			continue
		}
		theirs := w.p.free[int(q.who[n])*words:][:words]
		for k, f := range free {
			for b := f & theirs[k]; b != 0; b &= b - 1 {
				q.slotMask[k<<6+bits.TrailingZeros64(b)] |= bit
			}
		}
	}
}

// maskLayers lists the languages and tracks of the person in which others of
// the pool could join, each set of others once.
func (w *worker) maskLayers(x *person) {
	q := &w.pool
	q.layers = q.layers[:0]
	anyone := q.track[len(q.track)-1]
	from, to := w.p.tracks(x)
	shift := int16(w.rnd.below(int(to - from)))
	for ls := x.langs & q.langs; ls != 0; ls &= ls - 1 {
		l := int16(bits.TrailingZeros64(ls))
		for n := range to - from {
			t := from + (n+shift)%(to-from)
			m := q.lang[l] & (q.track[t] | anyone)
			if bits.OnesCount64(m) < w.p.minSize-1 {
				continue
			}
			if !slices.ContainsFunc(q.layers, func(y layerMask) bool { return y.mask == m }) {
				q.layers = append(q.layers, layerMask{l, t, m})
			}
		}
	}
}

// combine chooses one option per lead so that together they hold most people:
// from what is, or from chance, each lead in turn takes the best for itself
// given what the others have, until none changes. It returns how many are held,
// leads and pinned members included.
func (w *worker) combine() int {
	q := &w.pool
	base := 0
	for k := range q.nl {
		l := &q.leads[k]
		base += l.certain
		o := &l.options[w.rnd.below(len(l.options))]
		if w.rnd.below(3) > 0 {
			for n := range l.options {
				if l.options[n].cell == w.s.circles[l.circle].cell {
					o = &l.options[n]
				}
			}
		}
		q.chosen[k] = o
	}
	held := 0
	for sweep := 0; sweep < 4; sweep++ {
		changed := false
		start := w.rnd.below(q.nl)
		for n := range q.nl {
			k := (start + n) % q.nl
			o, h := w.bestResponse(k)
			changed = changed || o != q.chosen[k]
			q.chosen[k], held = o, h
		}
		if !changed || q.nl == 1 {
			break
		}
	}
	return held + base
}

// bestResponse returns the option of lead k that holds most people together
// with what the other leads have chosen, and how many.
//
// By Hall's theorem as many can be seated as the smallest, over all sets of
// leads, of the places of the set and the people whom the others could take.
func (w *worker) bestResponse(k int) (*option, int) {
	q := &w.pool
	var union [1 << (maxLeads - 1)]uint64 // whom a set of the others could take …
	var spare [1 << (maxLeads - 1)]int    // … and the places of the rest of them
	sets := 1
	for j := range q.nl {
		if j == k {
			continue
		}
		places := w.p.maxSize - q.leads[j].certain
		for set := range sets {
			union[sets+set] = union[set] | q.chosen[j].mask
			spare[sets+set] = spare[set]
			spare[set] += places
		}
		sets *= 2
	}
	places := w.p.maxSize - q.leads[k].certain
	most := 1 << 20
	for set := range sets {
		most = min(most, spare[set]+places+bits.OnesCount64(union[set]))
	}
	l := &q.leads[k]
	var best *option
	value, held := float32(-1e9), 0
	for n := range l.options {
		o := &l.options[n]
		h := most
		for set := range sets {
			h = min(h, spare[set]+bits.OnesCount64(union[set]|o.mask))
		}
		if v := float32(h) - o.soft + tuneNoise*float32(w.rnd.next()>>40)/(1<<24); v > value {
			best, value, held = o, v, h
		}
	}
	return best, held
}

var tuneNoise float32 = 0.5
var tuneR, tuneIdle, tuneLoan = 3, 256, 2
var tuneHard float32

var tuneH []float32

var tuneOpt, tuneOptN int
