package form

// reason returns the first reason that applies to somebody without a circle.
// It is true of the state as it is.
func (s *state) reason(i int32) Reason {
	p := s.p
	x := &p.people[i]
	if x.langs == 0 {
		return ReasonNoLanguage
	}
	if size(p.slotsOf(i)) == 0 {
		return ReasonNoSlot
	}
	facs, enough := false, false
	p.eachCell(i, func(k int) bool {
		facs = facs || p.facs[k] > 0
		enough = p.eligible(k)
		return !enough
	})
	switch {
	case enough:
	case !facs && p.prog.MinFacilitators > 0:
		return ReasonNoFacilitator
	default:
		return ReasonTooFew
	}
	for _, o := range x.apart {
		if c := s.where[o]; c != nowhere && s.room(c) && s.circles[c].kind != sealed && p.suits(i, s.circles[c].cell) && s.needsMet(i, c) {
			return ReasonBlocked
		}
	}
	return ReasonCapacity
}

// needsMet tells whether the circle, the person included, answers their needs.
func (s *state) needsMet(i, c int32) bool {
	x := &s.p.people[i]
	return x.needs&^(s.offers(c)|x.offers) == 0
}

// detail is what the person reads. It never tells of a block.
func detail(r Reason) string {
	switch r {
	case ReasonNoLanguage:
		return "None of the languages you gave is one that the circles work in."
	case ReasonNoSlot:
		return "No hour of the week is free for you on every date of the series, for the whole length of a meeting."
	case ReasonNoFacilitator:
		return "Nobody who facilitates shares a language and a free hour with you."
	case ReasonTooFew:
		return "Too few people share a language and a free hour with you for a circle."
	default:
		return "No circle at your hours and in your languages has a place for you."
	}
}

// suggest returns one change with which the person could join a circle at once,
// or nil: a window first, the shortest, else a language. It has been tried.
func (s *state) suggest(i int32, open []int32, name func(c int32) string) *Suggestion {
	p := s.p
	x := &p.people[i]
	var run [quartersPerWeek]uint8
	freeRuns(x.windows, &run)
	var best Window
	at := int32(nowhere)
	for _, c := range open {
		y := &s.circles[c]
		if x.langs>>y.lang&1 == 0 || x.track != anyTrack && x.track != y.track || !s.compatible(i, c) {
			continue
		}
		if w, ok := p.missing(x, y.slot, &run); ok && (at == nowhere || w.To-w.From < best.To-best.From) {
			best, at = w, c
		}
	}
	if at != nowhere {
		return &Suggestion{Circle: name(at), AddWindow: best.String()}
	}
	for _, c := range open {
		y := &s.circles[c]
		if (x.track == anyTrack || x.track == y.track) && p.isFree(i, y.slot) && s.compatible(i, c) {
			return &Suggestion{Circle: name(c), AddLang: p.prog.Languages[y.lang]}
		}
	}
	return nil
}

// missing returns the one window that, added to those of the person, makes them
// free at all meetings of the slot. It returns false if that takes more than one
// day, or more than twice the length of a meeting.
func (p *Problem) missing(x *person, slot int32, run *[quartersPerWeek]uint8) (Window, bool) {
	h := p.zones[x.zone]
	lo, hi := quartersPerWeek, -1
	note := func(s stretch) {
		for n := range int(s.n) {
			if q := (int(s.from) + n) % quartersPerWeek; run[q] == 0 {
				lo, hi = min(lo, q), max(hi, q)
			}
		}
	}
	note(h.first[slot])
	for _, s := range h.rest[h.more[slot]:h.more[slot+1]] {
		note(s)
	}
	if hi < 0 || lo/quartersPerDay != hi/quartersPerDay || (hi+1-lo)*15 > 2*p.prog.LengthMin {
		return Window{}, false
	}
	return p.roundWindow(lo, hi+1, h, slot), true
}

// roundWindow widens a window to the whole meeting where it has place, since
// "18:00-19:30" is easier to agree to than the quarter that is missing.
func (p *Problem) roundWindow(lo, hi int, h *habitat, slot int32) Window {
	day := lo / quartersPerDay
	from, to := lo, hi
	for _, s := range append([]stretch{h.first[slot]}, h.rest[h.more[slot]:h.more[slot+1]]...) {
		a, b := int(s.from), int(s.from)+int(s.n)
		if a/quartersPerDay == day && b <= (day+1)*quartersPerDay {
			from, to = min(from, a), max(to, b)
		}
	}
	if (to-from)*15 > 2*p.prog.LengthMin {
		from, to = lo, hi
	}
	return Window{uint16(from), uint16(to)}
}
