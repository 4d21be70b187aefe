package circles

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/circles/form"
	"codeberg.org/plenary/plenary/internal/when"
)

// Breach is a rule that an arrangement breaks, as its organisers may know it.
type Breach struct {
	Kind   BreachKind `json:"k"`
	Circle string     `json:"c"`           // its code
	Who    string     `json:"i,omitempty"` // an interest; "" where it is about the circle
	Stands bool       `json:"s,omitempty"` // the circle meets just so already: publishing makes it no worse
}

// BreachKind is a kind of breach.
type BreachKind string

// The kinds of breaches. NotSpoken and OtherTrack of nobody are said of a circle
// whose language or track the series no longer has. Crowded is said of every
// circle that has no place for all who are in it: because they are too many,
// because of an access need, or because of somebody whom somebody must not meet.
// Which of them it is, and whom it is about, is nobody's to know here.
const (
	CannotCome BreachKind = "hours"
	NotSpoken  BreachKind = "language"
	OtherTrack BreachKind = "track"
	TooFew     BreachKind = "few"
	Leaderless BreachKind = "lead"
	Crowded    BreachKind = "crowded"
	NoSuchHour BreachKind = "slot" // its hour is none of the programme's any more
	LeftSince  BreachKind = "gone" // somebody in it does not say yes any more
)

// place is where a kind stands among the breaches of one circle.
func (k BreachKind) place() int {
	return slices.Index([]BreachKind{LeftSince, CannotCome, NotSpoken, OtherTrack, TooFew, Leaderless, NoSuchHour, Crowded}, k)
}

// breaches puts what the engine found into the words of organisers. Fitting are
// those without a circle for whom one has place.
func breaches(found []form.Broken, a *Arrangement, size form.Size) (list []Breach, fitting map[string]bool) {
	fitting = map[string]bool{}
	add := func(b Breach) {
		if !slices.Contains(list, b) {
			list = append(list, b)
		}
	}
	for _, b := range found {
		switch b.Rule {
		case "availability":
			add(Breach{Kind: CannotCome, Circle: b.Circle, Who: b.Person})
		case "language":
			add(Breach{Kind: NotSpoken, Circle: b.Circle, Who: b.Person})
		case "track":
			add(Breach{Kind: OtherTrack, Circle: b.Circle, Who: b.Person})
		case "unknown-id":
			add(Breach{Kind: LeftSince, Circle: b.Circle, Who: b.Person})
		case "facilitator":
			add(Breach{Kind: Leaderless, Circle: b.Circle})
		case "slot", "meetings":
			add(Breach{Kind: NoSuchHour, Circle: b.Circle})
		case "apart", "need":
			add(Breach{Kind: Crowded, Circle: b.Circle})
		case "size":
			kind := Crowded
			if c := a.Of(b.Circle); c != nil && len(c.Members) < size.Min {
				kind = TooFew
			}
			add(Breach{Kind: kind, Circle: b.Circle})
		case "lazy":
			fitting[b.Person] = true
		}
	}
	whole := slices.Clone(list)
	list = slices.DeleteFunc(list, func(b Breach) bool { // what is true of the circle is not told of each in it
		return b.Who != "" && slices.Contains(whole, Breach{Kind: b.Kind, Circle: b.Circle})
	})
	slices.SortFunc(list, func(x, y Breach) int { // by what is told, not by what was found first
		return cmp.Or(strings.Compare(x.Circle, y.Circle), x.Kind.place()-y.Kind.place(), strings.Compare(x.Who, y.Who))
	})
	return list, fitting
}

// standing marks the breaches of circles that meet already just as they are
// planned. That one has no place for all is none of them: somebody in it may
// have asked not to meet another, which is not to wait.
func standing(list []Breach, a *Arrangement, present *form.Placement) {
	if present == nil {
		return
	}
	for i := range list {
		c := a.Of(list[i].Circle)
		list[i].Stands = c != nil && list[i].Kind != Crowded && slices.ContainsFunc(present.Circles, func(now form.Circle) bool {
			return now.ID == c.Code && now.Lang == c.Lang && now.Track == c.Track && now.Anchor == c.Zone && now.Day == c.Day && now.Start == c.Start &&
				slices.Equal(slices.Sorted(slices.Values(now.Members)), slices.Sorted(slices.Values(c.Members)))
		})
	}
}

// Blocks tells whether the arrangement breaks a rule in a way that publishing
// would bring about.
func (a *Arrangement) Blocks() bool { return blocks(a.Breaches) }

// Outdated tells whether the series no longer has the hour, the language or the
// track of a circle, so that the engine counted neither its hours nor who leads.
func (a *Arrangement) Outdated() bool {
	return slices.ContainsFunc(a.Breaches, func(b Breach) bool {
		return b.Who == "" && (b.Kind == NoSuchHour || b.Kind == NotSpoken || b.Kind == OtherTrack)
	})
}

func blocks(list []Breach) bool {
	return slices.ContainsFunc(list, func(b Breach) bool { return !b.Stands })
}

// Meetings returns when a circle of the arrangement meets, in its zone.
func (a *Arrangement) Meetings(c *Planned) []time.Time {
	return meetings(a.Weeks, c.Zone, c.Day, c.Start)
}

// meetings are the instants of a weekly hour in the weeks. What cannot be read
// has none.
func meetings(weeks []string, zone, day, start string) []time.Time {
	loc, err := when.Load(zone)
	clock, err2 := when.ParseClock(start)
	n := slices.Index(dayCodes[:], day)
	if err != nil || err2 != nil || n < 0 {
		return nil
	}
	list := make([]time.Time, 0, len(weeks))
	for _, w := range weeks {
		d, err := when.ParseDate(w)
		if err != nil {
			return nil
		}
		t, _ := d.AddDays(n).At(clock).In(loc)
		list = append(list, t)
	}
	return list
}

// placement is the arrangement as the engine takes it, with the dates of the
// programme as it is now.
func (a *Arrangement) placement(weeks []string) *form.Placement {
	p := &form.Placement{Circles: make([]form.Circle, 0, len(a.Circles))}
	known := map[[3]string][]time.Time{} // many circles meet at one hour
	for _, c := range a.Circles {
		hour := [3]string{c.Zone, c.Day, c.Start}
		at, ok := known[hour]
		if !ok {
			at = utc(meetings(weeks, c.Zone, c.Day, c.Start))
			known[hour] = at
		}
		p.Circles = append(p.Circles, form.Circle{ID: c.Code, Lang: c.Lang, Track: c.Track, Anchor: c.Zone, Day: c.Day, Start: c.Start,
			Meetings: at, Members: c.Members})
	}
	return p
}

func utc(list []time.Time) []time.Time {
	for i, t := range list {
		list[i] = t.UTC()
	}
	return list
}

// arrange is what the engine proposes, with the pins of the arrangement before;
// before may be nil.
func (w *workbench) arrange(prop *form.Proposal, before *Arrangement) *Arrangement {
	g := &w.in.Program
	a := &Arrangement{Weeks: g.Weeks, Length: g.LengthMin, Pins: map[string]string{}}
	standBy := map[string][]string{}
	for _, b := range prop.StandBy {
		standBy[b.Circle] = append(b.Members, b.Others...)
	}
	was := map[string]*Planned{}
	if before != nil {
		a.Gone = before.Gone
		for i := range before.Circles {
			was[before.Circles[i].Code] = &before.Circles[i]
		}
	}
	for _, c := range prop.Circles {
		planned := Planned{Code: c.ID, Lang: c.Lang, Track: c.Track, Zone: c.Anchor, Day: c.Day, Start: c.Start, Members: c.Members, StandBy: standBy[c.ID]}
		if before != nil {
			old := was[c.ID]
			planned.Kept = old != nil && old.Kept
			for _, m := range c.Members {
				if before.Pins[m] == c.ID {
					a.Pins[m] = c.ID
				}
			}
		}
		a.Circles = append(a.Circles, planned)
	}
	for _, u := range prop.Unplaced {
		a.Unplaced = append(a.Unplaced, Left{Interest: u.ID, Reason: u.Reason, Suggest: w.helps(u.ID, u.Suggest)})
	}
	return a
}

// quality is how good a proposal of the engine is, as organisers may know it.
func quality(in *form.Instance, card form.Card, broken int) Quality {
	reasons := make(map[form.Reason]int, len(card.Reasons))
	for r, n := range card.Reasons {
		reasons[Left{Reason: r}.Told()] += n
	}
	card.Reasons = reasons
	q := Quality{Card: card, Heat: heat(in), Breaches: broken}
	for i := range in.People {
		if in.People[i].Facilitator {
			q.Leaders++
		}
	}
	return q
}
