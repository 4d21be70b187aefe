package circles

import (
	"cmp"
	"hash/fnv"
	"slices"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
)

// turn is a meeting whose facilitators are to be named.
type turn struct {
	lead, second string
	agreed       bool   // two members agreed on who leads; it holds while that one can
	giver        string // of these, whose turn it was
}

// counts is for whom a turn counts: what two agreed on, for who gave it away,
// so that nobody is handed another turn in return.
func (t turn) counts(willing []string) string {
	if t.agreed && slices.Contains(willing, t.giver) {
		return t.giver
	}
	return t.lead
}

// rota names who leads each of the turns to come. It is fair: counting what
// each has led so far, nobody is given a turn while somebody else who is
// willing has two fewer. It is steady: a turn changes hands only where it must.
// It is a function of what it is given. Without a passing rota one of the
// willing leads all the time.
type rota struct {
	circle  string
	willing []string
	led     map[string]int // meetings led so far
	passes  bool
	seconds bool // each meeting has two facilitators, if there are two
}

// plan fills in the turns.
func (x rota) plan(turns []turn) {
	x.willing = slices.Clone(x.willing)
	slices.SortFunc(x.willing, func(a, b string) int { return cmp.Or(cmp.Compare(x.lot(a), x.lot(b)), cmp.Compare(a, b)) })
	count := map[string]int{}
	for _, id := range x.willing {
		count[id] = x.led[id]
	}
	for i := range turns {
		x.keep(&turns[i], count)
	}
	for i := range turns {
		if turns[i].lead == "" && len(x.willing) > 0 {
			turns[i].lead = x.next(turns, i, count)
			count[turns[i].lead]++
		}
	}
	if x.passes && len(x.willing) > 0 {
		x.even(turns, count)
	}
	x.beside(turns)
}

// keep takes the turn from who does not lead any more.
func (x rota) keep(t *turn, count map[string]int) {
	if !slices.Contains(x.willing, t.lead) {
		t.lead, t.agreed = "", false
	}
	if t.lead != "" {
		count[t.counts(x.willing)]++
	}
}

// next is who has led least, of these who led longest ago, by lot where that
// leaves several. Without a passing rota it is who leads already.
func (x rota) next(turns []turn, at int, count map[string]int) string {
	if !x.passes {
		for _, t := range turns {
			if t.lead != "" {
				return t.lead
			}
		}
		return slices.MaxFunc(x.willing, func(a, b string) int { return cmp.Compare(x.led[a], x.led[b]) })
	}
	return slices.MinFunc(x.willing, func(a, b string) int {
		return cmp.Or(cmp.Compare(count[a], count[b]), -cmp.Compare(distance(turns, at, a), distance(turns, at, b)))
	})
}

// distance is how far from a turn somebody's nearest other turn is.
func distance(turns []turn, at int, id string) int {
	nearest := len(turns)
	for i, t := range turns {
		if t.lead == id && i != at {
			nearest = min(nearest, max(i-at, at-i))
		}
	}
	return nearest
}

// even hands turns on from who has most to who has least, as long as they are
// two apart. What was agreed between two stays.
func (x rota) even(turns []turn, count map[string]int) {
	for {
		least := slices.MinFunc(x.willing, func(a, b string) int { return cmp.Compare(count[a], count[b]) })
		from, at := "", -1
		for i, t := range turns {
			if t.agreed || count[t.lead] < count[least]+2 {
				continue
			}
			if at < 0 || count[t.lead] > count[from] || t.lead == from && distance(turns, i, least) > distance(turns, at, least) {
				from, at = t.lead, i
			}
		}
		if at < 0 {
			return
		}
		turns[at].lead = least
		count[from]--
		count[least]++
	}
}

// beside names second facilitators: whoever stands beside a lead least often.
func (x rota) beside(turns []turn) {
	count := map[string]int{}
	for i := range turns {
		t := &turns[i]
		if !x.seconds || t.second == t.lead || !slices.Contains(x.willing, t.second) {
			t.second = ""
		}
		if t.second != "" {
			count[t.second]++
		}
	}
	if !x.seconds || len(x.willing) < 2 {
		return
	}
	for i := range turns {
		t := &turns[i]
		if t.second != "" {
			continue
		}
		others := slices.DeleteFunc(slices.Clone(x.willing), func(id string) bool { return id == t.lead })
		t.second = slices.MinFunc(others, func(a, b string) int { return cmp.Compare(count[a], count[b]) })
		count[t.second]++
	}
}

// lot is an order of people that differs from circle to circle and stays.
func (x rota) lot(id string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(x.circle + " " + id))
	return h.Sum64()
}

// replan plans the rota again after somebody came, left, began or stopped to
// lead. It tells those who lead other meetings than before, and all when nobody
// is left who leads. Who is still to hear of the circle reads it in that letter.
func (room *Room) replan(tx *store.Tx, circle string) error {
	var cohort string
	if err := tx.Row(`SELECT cohort FROM circle WHERE id = $1`, circle).Scan(&cohort); err != nil {
		return err
	}
	s, rules, err := room.programme(tx, cohort)
	if err != nil {
		return err
	}
	return room.replanWith(tx, circle, s, rules)
}

// replanWith does so with the circle's series and rules, for who plans many.
func (room *Room) replanWith(tx *store.Tx, circle string, s *series.Series, rules Rules) error {
	p, err := room.plan(tx, circle, s, rules)
	if err == nil {
		err = room.endStale(tx, circle)
	}
	if err != nil {
		return err
	}
	if p.lost {
		all, err := room.told(tx, circle)
		if err == nil {
			err = room.tellMany(tx, MailLeaderless, all)
		}
		return err
	}
	return room.tellTurns(tx, circle, p.changed)
}

// planned is what planning a rota changed.
type planned struct {
	lost    bool     // somebody led before, and nobody is left who does
	changed []string // of those who are ready to lead, who leads other meetings than before
}

// tellTurns tells those whose turns are others than before.
func (room *Room) tellTurns(tx *store.Tx, circle string, changed []string) error {
	if len(changed) == 0 {
		return nil
	}
	all, err := room.knowing(tx, circle)
	for _, in := range all {
		if err == nil && slices.Contains(changed, in.ID) {
			err = room.tell(tx, MailTurns, in)
		}
	}
	return err
}

// plan writes who leads the meetings of a circle that have not begun.
func (room *Room) plan(tx *store.Tx, circle string, s *series.Series, rules Rules) (p planned, err error) {
	if err = tx.Lock("circle", circle); err != nil {
		return p, err
	}
	c, err := room.circle(tx, circle)
	if err != nil {
		return p, err
	}
	willing, err := store.All(tx, store.Column[string], `SELECT i.id FROM placement p JOIN interest i ON i.id = p.interest
		WHERE p.circle = $1 AND i.leads AND i.state = 'yes' ORDER BY i.id`, c.ID)
	if err != nil {
		return p, err
	}
	agreed, err := room.agreed(tx, `m.circle = $1`, c.ID)
	if err != nil {
		return p, err
	}
	turns, which := planTurns(&c, willing, agreed, s, rules, tx.Now())
	for i, t := range turns {
		m := which[i]
		p.lost = p.lost || m.Lead != "" && t.lead == ""
		if t.lead == m.Lead && t.second == m.Second {
			continue
		}
		for _, id := range []string{m.Lead, t.lead, m.Second, t.second} {
			did, does := id == m.Lead || id == m.Second, id == t.lead || id == t.second
			if did != does && slices.Contains(willing, id) && !slices.Contains(p.changed, id) {
				p.changed = append(p.changed, id)
			}
		}
		if _, err = tx.Exec(`UPDATE meeting SET lead = $1, second = $2 WHERE id = $3`, t.lead, t.second, m.ID); err != nil {
			return p, err
		}
	}
	return p, nil
}

// planTurns plans who leads the meetings of a circle that have not begun.
func planTurns(c *Circle, willing []string, agreed map[string]agreement, s *series.Series, rules Rules, now time.Time) ([]turn, []Meeting) {
	x := rota{circle: c.ID, willing: willing, led: map[string]int{}, passes: true}
	if s.Circles != nil {
		x.passes, x.seconds = s.Circles.Rota, s.Circles.Facilitators > 1 || rules.Seconds
	}
	turns, which := x.turns(c, agreed, now)
	x.plan(turns)
	return turns, which
}

// turns are the meetings that have not begun, with what was agreed on them. It
// counts who led those before.
func (x *rota) turns(c *Circle, agreed map[string]agreement, now time.Time) (turns []turn, which []Meeting) {
	for _, m := range c.Meetings {
		a := agreed[m.ID]
		t := turn{lead: m.Lead, second: m.Second}
		if m.Lead != "" && a.taker == m.Lead {
			t.agreed, t.giver = true, a.giver
		}
		switch {
		case !m.TakesPlace():
		case !c.Begins(m).After(now):
			x.led[t.counts(x.willing)]++
		default:
			turns = append(turns, t)
			which = append(which, m)
		}
	}
	return turns, which
}

// agreement is that a meeting was passed from one to another, perhaps by way of
// several: whose turn it was, and who took it last.
type agreement struct{ giver, taker string }

// agreed is which meetings of the circles that a condition names were passed on.
func (room *Room) agreed(tx *store.Tx, where string, args ...any) (map[string]agreement, error) {
	all := map[string]agreement{}
	return all, tx.Each(func(r *store.Rows) error {
		var meeting, giver, taker string
		err := r.Scan(&meeting, &giver, &taker)
		a, passed := all[meeting]
		if !passed || a.taker != giver { // what was agreed before was overtaken
			a.giver = giver
		}
		a.taker = taker
		all[meeting] = a
		return err
	}, `SELECT w.meeting, w.giver, w.taker FROM swap w JOIN meeting m ON m.id = w.meeting JOIN circle c ON c.id = m.circle
		WHERE w.state = 'taken' AND `+where+` ORDER BY w.settled_at, w.id`, args...)
}

// NeedLead tells whether the circles of a series are to be led. Those of one
// without facilitators lead themselves, as long as nobody offers to.
func NeedLead(s *series.Series) bool { return s.Circles == nil || s.Circles.Facilitators > 0 }

// programme returns the series of a cohort and the rules of its circles.
func (room *Room) programme(tx *store.Tx, cohort string) (*series.Series, Rules, error) {
	c, err := room.cohort(tx, cohort)
	if err != nil {
		return nil, c.Rules, err
	}
	s, err := room.Series.ByID(tx.Context(), tx, auth.Itself(), c.Subject)
	return s, c.Rules, err
}
