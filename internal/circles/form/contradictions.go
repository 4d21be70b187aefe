package form

import (
	"fmt"
	"slices"
)

// contradictions returns what cannot all be true: of what people say of each
// other, of pins, and of locks.
func (p *Problem) contradictions(in *Instance, previous *Placement) (faults Faults) {
	for i := range in.People {
		faults = append(faults, bothWays(i, &in.People[i])...)
	}
	faults = append(faults, p.lockFaults(in, previous)...)
	pins := p.pinsOf(previous)
	for k := range pins {
		faults = append(faults, p.pinFaults(&pins[k])...)
	}
	if len(faults) == 0 && len(pins) > 0 {
		faults = p.stillborn(previous)
	}
	return faults
}

// bothWays names those whom a person wants to be with and to be kept from. A
// wish for somebody who asked for distance is no contradiction: it is not heard.
func bothWays(i int, x *Person) (faults Faults) {
	for _, id := range x.Apart {
		if slices.Contains(x.Together, id) {
			faults = append(faults, Fault{FaultBothWays, i, []string{x.ID, id}, "", fmt.Sprintf("together and apart: both name %q", id)})
		}
	}
	return faults
}

// pinnedTo is who is pinned to one circle.
type pinnedTo struct {
	id     string
	old    *Circle // in the previous placement, nil if it is a new one
	people []int32
}

// pinsOf lists the circles to which people are pinned, in the order of the
// first of them.
func (p *Problem) pinsOf(previous *Placement) (pins []pinnedTo) {
	at := map[string]int{}
	for i := range p.people {
		id := p.people[i].pin
		if id == "" || p.people[i].gone {
			continue
		}
		k, known := at[id]
		if !known {
			k = len(pins)
			at[id] = k
			pins = append(pins, pinnedTo{id: id, old: previous.circle(id)})
		}
		pins[k].people = append(pins[k].people, int32(i))
	}
	return pins
}

// circle returns the circle with the id, nil without.
func (a *Placement) circle(id string) *Circle {
	if a == nil {
		return nil
	}
	for i := range a.Circles {
		if a.Circles[i].ID == id {
			return &a.Circles[i]
		}
	}
	return nil
}

// pinFaults says why people cannot be in the circle to which they are pinned.
func (p *Problem) pinFaults(pin *pinnedTo) (faults Faults) {
	say := func(code Code, i int32, format string, args ...any) {
		faults = append(faults, Fault{code, int(i), []string{p.people[i].id}, pin.id, "pin: " + fmt.Sprintf(format, args...)})
	}
	first := pin.people[0]
	if p.locked[pin.id] && pin.old != nil {
		for _, i := range pin.people {
			if !slices.Contains(pin.old.Members, p.people[i].id) {
				say(FaultPinLocked, i, "%s is locked and %q is not in it", pin.id, p.people[i].id)
			}
		}
		return faults
	}
	if n := len(pin.people); n > p.maxSize {
		say(FaultPinCrowd, first, "%d people are pinned to %s, which holds %d at most", n, pin.id, p.maxSize)
	}
	for _, i := range pin.people {
		for _, o := range p.people[i].apart {
			if o > i && p.people[o].pin == pin.id {
				say(FaultPinApart, i, "%q and %q are to be kept apart but both pinned to %s", p.people[i].id, p.people[o].id, pin.id)
			}
		}
	}
	before := len(faults)
	langs, slots := ^uint64(0), slices.Repeat([]uint64{^uint64(0)}, p.words)
	track := int16(anyTrack)
	for _, i := range pin.people {
		x := &p.people[i]
		if pin.old != nil && !p.speaks(x, pin.old.Lang) {
			say(FaultPinLanguage, i, "%s is in %q, which %q does not speak", pin.id, pin.old.Lang, x.id)
		} else if langs &= x.langs; langs == 0 {
			say(FaultPinLanguage, i, "the people pinned to %s, %q the last of them, have no language in common", pin.id, x.id)
		}
		if x.track != anyTrack {
			if track != anyTrack && x.track != track {
				say(FaultPinTrack, i, "%q is pinned to %s with somebody of another track", x.id, pin.id)
			}
			track = x.track
		}
		if !meetIn(slots, p.slotsOf(i)) {
			say(FaultPinHour, i, "the people pinned to %s, %q the last of them, have no hour in common that fits on every date", pin.id, x.id)
		}
		if len(faults) > before {
			break // the others are measured against this one
		}
	}
	return faults
}

// speaks tells whether the person speaks the language of the programme.
func (p *Problem) speaks(x *person, lang string) bool {
	n, ok := p.langNo[lang]
	return ok && x.langs>>n&1 != 0
}

// meetIn keeps of a set what is in the other as well, and tells whether that is
// anything.
func meetIn(set, other []uint64) bool {
	any := uint64(0)
	for k := range set {
		set[k] &= other[k]
		any |= set[k]
	}
	return any != 0
}

// stillborn names circles with pinned people that cannot be brought about.
func (p *Problem) stillborn(previous *Placement) (faults Faults) {
	s := begin(p, previous)
	s.mendPinned()
	for c := range s.circles {
		x := &s.circles[c]
		if x.kind != pinned || s.sound(int32(c)) && p.allSuit(s.members(int32(c)), x.cell) {
			continue
		}
		id := s.former[x.name].id
		i := slices.IndexFunc(p.people, func(q person) bool { return q.pin == id })
		faults = append(faults, Fault{FaultPinNobody, i, []string{p.people[i].id}, id,
			fmt.Sprintf("pin: %s cannot come about: too few people, or nobody who facilitates or answers a need, can join those pinned to it", id)})
	}
	return faults
}

// lockFaults says which locked circles cannot stay as they are.
func (p *Problem) lockFaults(in *Instance, previous *Placement) (faults Faults) {
	say := func(id, format string, args ...any) {
		faults = append(faults, Fault{FaultLocked, -1, nil, id, "locked: " + fmt.Sprintf(format, args...)})
	}
	member := map[int32]string{}
	for _, id := range in.Locked {
		old := previous.circle(id)
		if old == nil {
			say(id, "there is no circle %q in the previous placement", id)
			continue
		}
		at, _, ok := p.cellOf(old)
		if !ok {
			say(id, "the programme has no such hour, language or track as those of %s", id)
			continue
		}
		var stay []int32
		for _, m := range old.Members {
			if i, here := p.byID[m]; here {
				stay = append(stay, i)
			}
		}
		for _, i := range stay {
			x := &p.people[i]
			if where, twice := member[i]; twice {
				say(id, "%q is in %s and in %s", x.id, where, id)
			}
			member[i] = id
			if x.pin != "" && x.pin != id {
				faults = append(faults, Fault{FaultPinLocked, int(i), []string{x.id}, id, fmt.Sprintf("pin: got %q, but %q is in %s, which is locked", x.pin, x.id, id)})
			}
		}
		if why := p.unfit(stay, at); why != "" {
			say(id, "%s cannot stay as it is: %s", id, why)
		}
	}
	return faults
}

// unfit says why the people cannot be a circle in the cell, "" if they can.
func (p *Problem) unfit(people []int32, at cell) string {
	facs := 0
	var needs, offers uint64
	for _, i := range people {
		x := &p.people[i]
		if x.fac {
			facs++
		}
		needs |= x.needs
		offers |= x.offers
		if !p.suits(i, at) {
			return fmt.Sprintf("%q cannot be there at that hour, in that language or track", x.id)
		}
		for _, o := range x.apart {
			if slices.Contains(people, o) {
				return fmt.Sprintf("%q and %q are to be kept apart", x.id, p.people[o].id)
			}
		}
	}
	switch {
	case len(people) < p.minSize || len(people) > p.maxSize:
		return fmt.Sprintf("%d members are left, expected %d to %d", len(people), p.minSize, p.maxSize)
	case facs < p.prog.MinFacilitators:
		return fmt.Sprintf("%d facilitators are left, expected %d", facs, p.prog.MinFacilitators)
	case needs&^offers != 0:
		return "nobody is left who answers a need"
	}
	return ""
}

// mendPinned completes the circles with pinned people before any other may take
// those whom they need.
func (s *state) mendPinned() {
	if !slices.ContainsFunc(s.circles, func(x circle) bool { return x.kind == pinned }) {
		return
	}
	w := whole(s, 0)
	for _, c := range slices.Clone(w.mine) {
		if s.circles[c].kind == pinned {
			w.mendCircle(c)
		}
	}
}
