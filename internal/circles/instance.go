package circles

import (
	"slices"
	"time"

	"codeberg.org/plenary/plenary/internal/circles/form"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/when"
)

// ToCome returns the meetings of a series' circles that are still to be, in the
// order of their dates: cancelled ones and those before today are not.
func ToCome(s *series.Series, today when.Date) []series.Session {
	list := slices.Clone(s.Circles.Meetings)
	list = slices.DeleteFunc(list, func(m series.Session) bool {
		return m.Status == series.CalledOff || m.Status == series.Held || m.Date.Before(today)
	})
	slices.SortStableFunc(list, func(a, b series.Session) int { return a.Date.Sub(b.Date) })
	return list
}

// instance is what the engine is given: what the series and its organisers ask
// of circles, and what people said. It refuses what no circle could keep.
func instance(s *series.Series, rules Rules, today when.Date, list []Said) (*form.Instance, error) {
	g, err := program(s, rules, today)
	if err != nil {
		return nil, err
	}
	in := &form.Instance{Program: g, People: make([]form.Person, len(list))}
	never := quarrels(list)
	for i, x := range list {
		in.People[i] = form.Person{ID: x.Interest, Zone: x.Zone, Windows: x.Hours, Langs: x.Languages,
			Facilitator: x.Leads, Together: slices.DeleteFunc(slices.Clone(x.Together), func(o string) bool { return never[[2]string{x.Interest, o}] }), Apart: x.Apart, Needs: x.Needs, Offers: x.Offers}
		if s.Track(x.Track) != nil { // a track that is gone binds nobody
			in.People[i].Track = x.Track
		}
	}
	groups(&in.Program, in.People, list, rules.OrgPolicy, never)
	return in, nil
}

// quarrels are the pairs that must be apart, both ways round. To be apart counts
// before to be together, whoever wishes which.
func quarrels(list []Said) map[[2]string]bool {
	pairs := map[[2]string]bool{}
	for _, x := range list {
		for _, o := range x.Apart {
			pairs[[2]string{x.Interest, o}], pairs[[2]string{o, x.Interest}] = true, true
		}
	}
	return pairs
}

// Offered refuses where nobody can be told of circles: the series does not take
// place, or is not shown to those who said yes.
func Offered(s *series.Series) error {
	switch s.State {
	case series.Published:
		return nil
	case series.Cancelled:
		return errs.New(errs.Closed, "circles.mine.cancelled|The series does not take place, and so neither do its circles.")
	}
	return errs.New(errs.Closed, "org.circles.refuse.hidden|This series is not published, so nobody can be told of its circles.")
}

// formable refuses to form circles that would meet twice at one hour. Those that
// meet already go on with it.
func formable(s *series.Series, rules Rules, today when.Date) error {
	g, err := program(s, rules, today)
	if err == nil && len(g.Weeks) < len(ToCome(s, today)) {
		err = errs.New(errs.Invalid, "org.circles.refuse.week|Two meetings are in one week. Circles meet at most once a week.")
	}
	return err
}

// program is what holds for every circle.
func program(s *series.Series, rules Rules, today when.Date) (g form.Program, err error) {
	c := s.Circles
	if c == nil {
		return g, errs.New(errs.Closed, "org.circles.refuse.none|This series has no circles. Add them to it first.")
	}
	meetings := ToCome(s, today)
	if len(meetings) == 0 {
		return g, errs.New(errs.Closed, "org.circles.refuse.over|No meeting of the circles is still to come. Add dates to the series first.")
	}
	for _, m := range meetings {
		if week := m.Date.Monday().String(); !slices.Contains(g.Weeks, week) {
			g.Weeks = append(g.Weeks, week)
		}
	}
	if c.Days == series.DaysFixed {
		for _, m := range meetings {
			if m.Date.Weekday() != meetings[0].Date.Weekday() {
				return g, errs.New(errs.Invalid, "org.circles.refuse.days|The meetings are on different weekdays. Set them all on one, or let the weekday be found.")
			}
		}
		g.Days = []string{dayCodes[when.SinceMonday(meetings[0].Date.Weekday())]}
	}
	minutes := int(c.Length / time.Minute)
	if minutes%15 != 0 || minutes < 15 || minutes > 24*60 {
		return g, errs.New(errs.Invalid, "org.circles.refuse.length|A meeting has to last a number of quarters of an hour.")
	}
	g.LengthMin, g.GridMin = minutes, rules.GridMin
	g.Anchors, g.Languages, g.Offers = rules.anchors(s), Spoken(s), rules.Offers
	g.Size = form.Size{Min: c.Size.Min, Target: c.Size.Target, Max: c.Size.Max}
	g.MinFacilitators, g.WantFacilitators = c.Facilitators, c.Facilitators
	if rules.Seconds {
		g.WantFacilitators = max(2, c.Facilitators)
	}
	if len(rules.OffHours) == 2 {
		g.OffHours = [2]string(rules.OffHours)
	} else {
		g.OffHours = [2]string{"00:00", "00:00"}
	}
	for _, t := range s.Tracks {
		g.Tracks = append(g.Tracks, t.Letter)
	}
	return g, nil
}

// leavePast takes out of people's hours what is past of the only week that is
// left: a circle that begins then would never meet. Whom one meets already keeps
// theirs.
func (w *workbench) leavePast(list []Said) {
	if w.series.Circles == nil {
		return
	}
	today := when.DateOf(w.read, w.series.Location())
	for _, m := range ToCome(w.series, today) {
		if m.Date.Monday() != today.Monday() {
			return
		}
	}
	seated := seats(w.present)
	begins := w.read
	for _, zone := range w.cohort.Rules.anchors(w.series) {
		if t, _ := today.Monday().At(0).In(located(zone)); t.Before(begins) {
			begins = t
		}
	}
	past := map[string]Hours{} // by zone
	for i := range list {
		x := &list[i]
		if seated[x.Interest] != "" {
			continue
		}
		if _, known := past[x.Zone]; !known {
			past[x.Zone] = stretch(begins, w.read, located(x.Zone))
		}
		x.Taken, x.Hours = Unite(x.Taken, past[x.Zone]), x.Hours.Without(past[x.Zone])
	}
}

// stretch is what lies between two instants of the hours of a week, in a zone.
func stretch(from, to time.Time, zone *time.Location) Hours {
	var w week
	for at := from; at.Before(to); at = at.Add(15 * time.Minute) {
		w[quarterOf(at.In(zone))] = true
	}
	return w.hours()
}

// quarterOf is the quarter of an hour of its week that a clock shows.
func quarterOf(t time.Time) int {
	return when.SinceMonday(t.Weekday())*quartersPerDay + t.Hour()*4 + t.Minute()/15
}

// anchors are the zones whose clocks a circle may follow.
func (r Rules) anchors(s *series.Series) []string {
	if len(r.Anchors) == 0 {
		return []string{s.Zone}
	}
	return r.Anchors
}

// groups tells the engine of the groups people came with. What somebody wishes
// for themselves counts before what the organiser wishes for all: who likes to
// be with their group is left out of the mixing and tied to the next of it who
// likes so too, unless one of them must not meet the other; who likes to be
// without it is mixed under every policy.
func groups(g *form.Program, people []form.Person, list []Said, policy string, never map[[2]string]bool) {
	g.OrgPolicy = policy
	if policy == form.PolicyNone && slices.ContainsFunc(list, func(x Said) bool { return x.Delegation != "" && x.OwnGroup == WithoutGroup }) {
		g.OrgPolicy = form.PolicyMix
	}
	last := map[string]int{} // of each group, who likes to be with it and was seen last
	for i, x := range list {
		if x.Delegation == "" {
			continue
		}
		if x.OwnGroup == WithGroup {
			if n, ok := last[x.Delegation]; ok && !never[[2]string{people[i].ID, people[n].ID}] {
				people[i].Together = append(slices.Clip(people[i].Together), people[n].ID)
				people[n].Together = append(slices.Clip(people[n].Together), people[i].ID)
			}
			last[x.Delegation] = i
		}
		if counts(policy, x.OwnGroup) {
			people[i].Org = x.Delegation
		}
	}
}

// counts tells whether the engine looks at the group of somebody with the wish.
func counts(policy string, wish OwnGroup) bool {
	switch policy {
	case form.PolicyMix:
		return wish != WithGroup
	case form.PolicyKeep:
		return wish != WithoutGroup
	}
	return wish == WithoutGroup
}
