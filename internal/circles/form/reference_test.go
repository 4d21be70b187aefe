package form_test

import (
	"fmt"
	"slices"
	"time"

	"codeberg.org/plenary/plenary/internal/circles/form"
	"codeberg.org/plenary/plenary/internal/when"
)

// reference is the problem worked out the slow way, for a handful of people: by
// trying every minute, every hour of the week and every group. It shares no code
// with the engine.
type reference struct {
	in     *form.Instance
	hours  []hour
	free   [][]bool // per person and hour
	number map[string]int
}

// hour is a weekly start on the clocks of an anchor zone.
type hour struct {
	anchor, day, start string
	at                 []time.Time
}

var weekdays = [...]string{"MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"}

func newReference(in *form.Instance) *reference {
	r := &reference{in: in, number: map[string]int{}}
	for _, anchor := range in.Program.Anchors {
		loc := mustLoad(anchor)
		for day, name := range weekdays {
			if len(in.Program.Days) > 0 && !slices.Contains(in.Program.Days, name) {
				continue
			}
			for m := 0; m < 1440; m += in.Program.GridMin {
				if at, ok := meetings(in.Program.Weeks, loc, day, m); ok {
					r.hours = append(r.hours, hour{anchor, name, fmt.Sprintf("%02d:%02d", m/60, m%60), at})
				}
			}
		}
	}
	for i := range in.People {
		r.number[in.People[i].ID] = i
		free := make([]bool, len(r.hours))
		for h := range r.hours {
			free[h] = r.isFree(&in.People[i], in.People[i].Windows, r.hours[h].at)
		}
		r.free = append(r.free, free)
	}
	return r
}

func mustLoad(zone string) *time.Location {
	loc, err := when.Load(zone)
	if err != nil {
		panic(err)
	}
	return loc
}

// meetings looks, among all quarters of an hour around each date, for those at
// which the zone's clocks show the time. There must be one, and only one.
func meetings(weeks []string, loc *time.Location, day, minutes int) (at []time.Time, ok bool) {
	for _, w := range weeks {
		monday, err := time.Parse(time.DateOnly, w)
		if err != nil {
			panic(err)
		}
		want := monday.AddDate(0, 0, day).Add(time.Duration(minutes) * time.Minute)
		found := 0
		for t := want.Add(-16 * time.Hour); !t.After(want.Add(16 * time.Hour)); t = t.Add(15 * time.Minute) {
			if local := t.In(loc); local.Format("2006-01-02 15:04") == want.Format("2006-01-02 15:04") {
				found++
				if found == 1 {
					at = append(at, t.UTC())
				}
			}
		}
		if found != 1 {
			return nil, false
		}
	}
	return at, true
}

// isFree tries every fifth minute of every meeting.
func (r *reference) isFree(x *form.Person, windows []form.Window, at []time.Time) bool {
	loc := mustLoad(x.Zone)
	for _, start := range at {
		for m := 0; m < r.in.Program.LengthMin; m += 5 {
			local := start.Add(time.Duration(m) * time.Minute).In(loc)
			quarter := uint16((int(local.Weekday())+6)%7*96 + local.Hour()*4 + local.Minute()/15)
			if !slices.ContainsFunc(windows, func(w form.Window) bool { return w.From <= quarter && quarter < w.To }) {
				return false
			}
		}
	}
	return true
}

// isApart tells whether one of the two asked to be kept from the other.
func (r *reference) isApart(a, b int) bool {
	x, y := &r.in.People[a], &r.in.People[b]
	return slices.Contains(x.Apart, y.ID) || slices.Contains(y.Apart, x.ID)
}

// isGroup tells whether the people could be a circle, whatever their pins.
func (r *reference) isGroup(people []int) bool {
	g := &r.in.Program
	if len(people) < g.Size.Min || len(people) > g.Size.Max {
		return false
	}
	return r.leaders(people) >= g.MinFacilitators && r.agree(people) && r.canMeet(people)
}

func (r *reference) leaders(people []int) (n int) {
	for _, i := range people {
		if r.in.People[i].Facilitator {
			n++
		}
	}
	return n
}

// agree tells whether nobody is with somebody to be kept from and every need is
// answered.
func (r *reference) agree(people []int) bool {
	for _, i := range people {
		for _, j := range people {
			if i < j && r.isApart(i, j) {
				return false
			}
		}
		for _, need := range r.in.People[i].Needs {
			offered := slices.Contains(r.in.Program.Offers, need)
			for _, j := range people {
				offered = offered || slices.Contains(r.in.People[j].Offers, need)
			}
			if !offered {
				return false
			}
		}
	}
	return true
}

// canMeet tells whether the people share a language, a track and an hour.
func (r *reference) canMeet(people []int) bool {
	track := ""
	for _, i := range people {
		if t := r.in.People[i].Track; t != "" {
			if track != "" && t != track {
				return false
			}
			track = t
		}
	}
	return slices.ContainsFunc(r.in.Program.Languages, func(l string) bool { return r.all(people, func(i int) bool { return r.speaks(i, l) }) }) &&
		slices.ContainsFunc(r.numbers(), func(h int) bool { return r.all(people, func(i int) bool { return r.free[i][h] }) })
}

func (r *reference) speaks(i int, lang string) bool {
	return slices.Contains(r.in.People[i].Langs, lang)
}

func (r *reference) all(people []int, f func(i int) bool) bool {
	return !slices.ContainsFunc(people, func(i int) bool { return !f(i) })
}

// numbers are those of the hours.
func (r *reference) numbers() []int {
	list := make([]int, len(r.hours))
	for h := range list {
		list[h] = h
	}
	return list
}

// keepsPins tells whether a group has all or none of those pinned to a circle,
// and of one circle only.
func (r *reference) keepsPins(people []int) bool {
	pin := ""
	for _, i := range people {
		if p := r.in.People[i].Pin; p != "" {
			if pin != "" && p != pin {
				return false
			}
			pin = p
		}
	}
	for i := range r.in.People {
		if pin != "" && r.in.People[i].Pin == pin && !slices.Contains(people, i) {
			return false
		}
	}
	return true
}

// optimum returns how many people can be placed, by trying every way to part
// them into groups; -1 if those who are pinned cannot all be placed.
func (r *reference) optimum() int {
	n := len(r.in.People)
	groups := make([]bool, 1<<n)
	for set := range groups {
		people := members(set)
		groups[set] = r.isGroup(people) && r.keepsPins(people)
	}
	best := make([]int, 1<<n)
	for set := 1; set < len(best); set++ {
		low := set & -set
		rest := set &^ low
		best[set] = -1
		if r.in.People[members(low)[0]].Pin == "" {
			best[set] = best[rest]
		}
		for with := rest; ; with = (with - 1) & rest {
			if g := low | with; groups[g] && best[set&^g] >= 0 {
				best[set] = max(best[set], best[set&^g]+len(members(g)))
			}
			if with == 0 {
				break
			}
		}
	}
	return best[len(best)-1]
}

// members lists the people of a set of bits.
func members(set int) (people []int) {
	for i := 0; set>>i != 0; i++ {
		if set>>i&1 != 0 {
			people = append(people, i)
		}
	}
	return people
}
