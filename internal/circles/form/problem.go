package form

import (
	"fmt"
	"slices"
	"time"

	"codeberg.org/plenary/plenary/internal/when"
)

// Problem is an Instance made ready for the search: names are numbers, free
// time is a set of slots. People may come, change and go; the programme stays.
type Problem struct {
	prog    Program
	weeks   []when.Date
	minSize int
	maxSize int
	slots   []slot
	byLabel map[label]int32
	words   int // of a set of slots

	zones    []*habitat
	zoneNo   map[string]int32
	loadZone func(string) (*time.Location, error)

	people []person
	byID   map[string]int32
	free   []uint64 // words per person: the slots in which they can be at every meeting

	langNo  map[string]int16
	trackNo map[string]int16
	orgNo   map[string]int32
	tagNo   map[string]int // access needs that the programme does not offer

	locked map[string]bool
	layers int      // languages × tracks
	pop    []int32  // people per cell
	facs   []int32  // facilitators per cell
	open   []uint64 // per layer: the slots whose cells are eligible
}

// person is a Person in numbers.
type person struct {
	id         string
	langs      uint64
	needs      uint64 // tags that a member of the circle must offer
	offers     uint64
	apart      []int32 // both sides hold the other
	together   []int32 // both named each other
	zone       int32
	org        int32 // -1: none
	track      int16 // -1: any
	firstLang  int16 // -1: none; groups people for fairness
	region     int16 // hours from UTC on the first date, in threes; groups people for fairness
	fac        bool
	gone       bool // left; the number is never used again
	pin        string
	windows    []Window
	wishes     []string // Together and Apart as they were given: somebody may come later
	avoids     []string
	langsGiven []string
	likes      []int16 // languages in the order they like, where there are several
}

const anyTrack = -1

// New makes a Problem of the instance, or returns Faults: everything that is
// wrong with it, contradictions between people included. Zones come from zone,
// which is when.Load outside of tests. Previous may be nil; pins and locks are
// checked against it.
func New(in *Instance, previous *Placement, zone func(string) (*time.Location, error)) (*Problem, error) {
	faults := checkProgram(&in.Program, zone)
	if len(faults) > 0 {
		return nil, faults
	}
	p := &Problem{prog: in.Program, loadZone: zone, minSize: in.Program.Size.Min, maxSize: in.Program.Size.Max}
	var err error
	if p.weeks, err = parseWeeks(p.prog.Weeks); err != nil {
		return nil, err
	}
	if p.slots, p.byLabel, err = enumerateSlots(&p.prog, p.weeks, zone); err != nil {
		return nil, err
	}
	p.words = (len(p.slots) + 63) / 64
	p.number()
	if faults = p.addAll(in.People); len(faults) > 0 {
		return nil, faults
	}
	p.locked = map[string]bool{}
	for _, id := range in.Locked {
		p.locked[id] = true
	}
	p.count()
	if faults = p.contradictions(in, previous); len(faults) > 0 {
		return nil, faults
	}
	return p, nil
}

// number gives numbers to the names of the programme.
func (p *Problem) number() {
	p.langNo, p.trackNo = map[string]int16{}, map[string]int16{}
	for i, l := range p.prog.Languages {
		p.langNo[l] = int16(i)
	}
	for i, t := range p.prog.Tracks {
		p.trackNo[t] = int16(i)
	}
	p.orgNo, p.tagNo, p.zoneNo = map[string]int32{}, map[string]int{}, map[string]int32{}
	p.byID = map[string]int32{}
	p.layers = len(p.prog.Languages) * max(1, len(p.prog.Tracks))
}

// addAll adds the people of an instance.
func (p *Problem) addAll(people []Person) Faults {
	var faults Faults
	p.people = make([]person, 0, len(people))
	p.free = make([]uint64, 0, len(people)*p.words)
	var run [quartersPerWeek]uint8
	for i := range people {
		if f := p.add(&people[i], &run); f != nil {
			f.Person = i
			faults = append(faults, *f)
		}
	}
	if len(faults) > 0 {
		return faults
	}
	for i := range people {
		if f := p.tie(int32(i)); f != nil {
			f.Person = i
			faults = append(faults, *f)
		}
	}
	return faults
}

// add appends one person without their ties to others.
func (p *Problem) add(x *Person, run *[quartersPerWeek]uint8) *Fault {
	if x.ID == "" {
		return &Fault{Code: FaultID, Text: "the id is empty"}
	}
	if _, twice := p.byID[x.ID]; twice {
		return &Fault{Code: FaultID, IDs: []string{x.ID}, Text: fmt.Sprintf("the id %q stands twice", x.ID)}
	}
	zone, err := p.zone(x.Zone)
	if err != nil {
		return &Fault{Code: FaultZone, IDs: []string{x.ID}, Text: fmt.Sprintf("tz: got %q, expected an IANA time zone", x.Zone)}
	}
	q := person{id: x.ID, zone: zone, org: -1, track: anyTrack, firstLang: -1, fac: x.Facilitator,
		pin: x.Pin, windows: x.Windows, wishes: x.Together, avoids: x.Apart, langsGiven: x.Langs}
	for _, l := range x.Langs {
		if n, ok := p.langNo[l]; ok {
			q.langs |= 1 << n
			q.likes = append(q.likes, n)
		}
	}
	if len(q.likes) < 2 {
		q.likes = nil
	}
	if len(x.Langs) > 0 {
		if n, ok := p.langNo[x.Langs[0]]; ok {
			q.firstLang = n
		}
	}
	if x.Track != "" {
		n, ok := p.trackNo[x.Track]
		if !ok {
			return &Fault{Code: FaultTrack, IDs: []string{x.ID}, Text: fmt.Sprintf("track: got %q, which the programme does not have", x.Track)}
		}
		q.track = n
	}
	if x.Org != "" {
		n, ok := p.orgNo[x.Org]
		if !ok {
			n = int32(len(p.orgNo))
			p.orgNo[x.Org] = n
		}
		q.org = n
	}
	if q.needs, err = p.tags(x.Needs); err == nil {
		q.offers, err = p.tags(x.Offers)
	}
	if err != nil {
		return &Fault{Code: FaultTags, IDs: []string{x.ID}, Text: err.Error()}
	}
	q.region = p.region(x.Zone)
	p.byID[x.ID] = int32(len(p.people))
	p.people = append(p.people, q)
	p.free = append(p.free, make([]uint64, p.words)...)
	p.zones[zone].free(x.Windows, run, p.slotsOf(int32(len(p.people)-1)))
	return nil
}

// zone returns the number of a zone.
func (p *Problem) zone(name string) (int32, error) {
	if n, ok := p.zoneNo[name]; ok {
		return n, nil
	}
	loc, err := p.loadZone(name)
	if err != nil {
		return 0, err
	}
	n := int32(len(p.zones))
	p.zones = append(p.zones, newHabitat(loc, &p.prog, p.weeks, p.slots))
	p.zoneNo[name] = n
	return n, nil
}

// region returns the group of zones that a zone is in: three hours of distance
// from UTC on the first date.
func (p *Problem) region(zone string) int16 {
	loc, err := p.loadZone(zone)
	if err != nil {
		return 0
	}
	at, _ := p.weeks[0].At(0).In(time.UTC)
	_, offset := at.In(loc).Zone()
	h := offset / 3600
	if offset < 0 {
		h -= 2
	}
	return int16(h / 3)
}

// tags returns the set of tags without those that the programme offers.
func (p *Problem) tags(names []string) (set uint64, err error) {
	for _, n := range names {
		if slices.Contains(p.prog.Offers, n) {
			continue
		}
		i, ok := p.tagNo[n]
		if !ok {
			if i = len(p.tagNo); i == 64 {
				return 0, fmt.Errorf("needs and offers: more than 64 different ones")
			}
			p.tagNo[n] = i
		}
		set |= 1 << i
	}
	return set, nil
}

// tie connects a person with those they named. A name that is not there is a
// fault.
func (p *Problem) tie(i int32) *Fault {
	x := &p.people[i]
	for _, list := range [2][]string{x.wishes, x.avoids} {
		for _, id := range list {
			if o, ok := p.byID[id]; !ok || o == i {
				return &Fault{Code: FaultTie, IDs: []string{x.id, id}, Text: fmt.Sprintf("together or apart: got %q, expected the id of somebody else", id)}
			}
		}
	}
	for _, id := range x.avoids {
		o := p.byID[id]
		if !slices.Contains(x.apart, o) {
			x.apart = append(x.apart, o)
		}
		if !slices.Contains(p.people[o].apart, i) {
			p.people[o].apart = append(p.people[o].apart, i)
		}
	}
	for _, id := range x.wishes {
		o := p.byID[id]
		if slices.Contains(p.people[o].wishes, x.id) && !slices.Contains(x.together, o) {
			x.together = append(x.together, o)
		}
		if slices.Contains(p.people[o].wishes, x.id) && !slices.Contains(p.people[o].together, i) {
			p.people[o].together = append(p.people[o].together, i)
		}
	}
	return nil
}
