package events

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
)

// Among narrows a list of the people of an event. What is empty does not narrow
// it.
type Among struct {
	Date     string   // the id of one: who is registered for it, or for all
	Standing Standing // "" = all that are not cancelled
	Way      Way
	Answered string // "yes" or "no": whether their address has answered
	Text     string // part of a name or an address, searched in memory
	From     int    // how many to leave out
	Most     int    // how many to return at the most; 0 = all
}

// Entrant is a registration with the person who holds it.
type Entrant struct {
	R       Registration
	P       people.Person
	Answers map[string]string // only of one that was asked for alone
}

// Silent tells whether the person has an address that has not answered yet.
func (e Entrant) Silent() bool { return e.P.Address != "" && !e.P.Proven() }

// Entrants returns people of an event, the waiting ones by their rank and behind
// the others, which stand the latest first, and how many there are in all. Names
// are opened only for those who may see registrations.
func (room *Room) Entrants(ctx context.Context, tx *store.Tx, v auth.Viewer, e *Event, a Among) (list []Entrant, total int, err error) {
	defer errs.Wrap(&err, "list the people of an event")
	if !room.May(v, e, auth.SeeRegistrations) {
		return nil, 0, errs.NotThere()
	}
	where, args := a.where(e)
	const order = ` ORDER BY CASE WHEN r.state = 'waitlisted' THEN r.rank ELSE 0 END, r.made_at DESC, r.id`
	if a.Text == "" {
		if err = tx.Row(`SELECT COUNT(*) FROM event_registration r JOIN person p ON p.id = r.person WHERE `+where, args...).Scan(&total); err != nil {
			return nil, 0, err
		}
		list, err = room.entrants(tx, where+order+a.page(), args...)
		return list, total, err
	}
	all, err := room.entrants(tx, where+order, args...) // sealed names cannot be searched in the database
	for _, one := range all {
		if one.P.Found(a.Text) {
			if total >= a.From && (a.Most <= 0 || len(list) < a.Most) {
				list = append(list, one)
			}
			total++
		}
	}
	return list, total, err
}

// where is the filter as a condition on r and p.
func (a Among) where(e *Event) (where string, args []any) {
	where, args = "r.event = $1", []any{e.ID}
	add := func(condition, value string) {
		if value != "" {
			args = append(args, value)
			where += " AND " + strings.ReplaceAll(condition, "?", "$"+strconv.Itoa(len(args)))
		}
	}
	add(forDate("r", "?"), a.Date)
	add("r.state = ?", string(a.Standing))
	add("r.way = ?", string(a.Way))
	if a.Standing == "" {
		where += " AND r.state <> 'cancelled'"
	}
	switch a.Answered {
	case "yes":
		where += " AND p.proven_at IS NOT NULL"
	case "no":
		where += " AND p.proven_at IS NULL AND p.address_ix IS NOT NULL"
	}
	return where, args
}

func (a Among) page() string {
	if a.Most <= 0 {
		return ""
	}
	return " LIMIT " + strconv.Itoa(a.Most) + " OFFSET " + strconv.Itoa(max(0, a.From))
}

func (room *Room) entrants(tx *store.Tx, where string, args ...any) ([]Entrant, error) {
	rows, err := store.All(tx, scanRegistrations, `SELECT `+registrationColumns+` FROM event_registration r JOIN person p ON p.id = r.person WHERE `+where, args...)
	if err != nil {
		return nil, err
	}
	list, ids := make([]Entrant, len(rows)), make([]string, len(rows))
	for i, r := range rows {
		list[i].R, ids[i] = r, r.Person
	}
	persons, err := room.People.Several(tx, ids)
	out := hidden(teamLabels())
	for i := range list {
		list[i].P = persons[list[i].R.Person]
		list[i].hide(out)
	}
	return list, err
}

// Entrant returns one registration with its person and answers to who may see
// the registrations of its event.
func (room *Room) Entrant(ctx context.Context, tx *store.Tx, v auth.Viewer, e *Event, id string) (one Entrant, err error) {
	defer errs.Wrap(&err, "read a registration")
	if !room.May(v, e, auth.SeeRegistrations) {
		return one, errs.NotThere()
	}
	if one.R, err = room.registration(tx, id); err != nil {
		return one, err
	}
	if one.R.Event != e.ID {
		return one, errs.NotThere()
	}
	if one.P, err = room.People.Get(tx, one.R.Person); err != nil {
		return one, err
	}
	one.Answers, err = room.Answers(tx, v, e, one.R)
	one.hide(hidden(teamLabels()))
	return one, err
}

// teamLabels say of what a team is shown about people who may see it.
func teamLabels() []store.Label { return append(people.Labels(), Labels()...) }

// hidden are the columns of an entrant that the labels do not let a team see.
func hidden(labels []store.Label) []string {
	return people.Hidden(labels, "event_registration.answers", "event_registration.zone")
}

// hide takes columns out of an entrant.
func (e *Entrant) hide(columns []string) {
	e.P.Hide(columns)
	if slices.Contains(columns, "event_registration.answers") {
		e.Answers = nil
	}
	if slices.Contains(columns, "event_registration.zone") {
		e.R.Zone = ""
	}
}

// Numbers are the counts of an event, or of one of its dates.
type Numbers struct {
	Placed, Waiting, Cancelled, Unanswered int
}

// Any tells whether anybody ever registered.
func (n Numbers) Any() bool { return n.Placed+n.Waiting+n.Cancelled > 0 }

// Numbers returns the counts of an event for its team: how many registrations
// there are, whatever dates they are for. They name nobody.
func (room *Room) Numbers(tx *store.Tx, v auth.Viewer, e *Event) (n Numbers, err error) {
	defer errs.Wrap(&err, "count registrations")
	if !room.WorksOn(v, e) {
		return n, errs.NotThere()
	}
	err = tx.Row(`SELECT COALESCE(SUM(CASE WHEN r.state IN ('registered', 'offered') THEN 1 ELSE 0 END), 0),
			COALESCE(SUM(CASE WHEN r.state = 'waitlisted' THEN 1 ELSE 0 END), 0), COALESCE(SUM(CASE WHEN r.state = 'cancelled' THEN 1 ELSE 0 END), 0),
			COALESCE(SUM(CASE WHEN r.state <> 'cancelled' AND p.proven_at IS NULL AND p.address_ix IS NOT NULL THEN 1 ELSE 0 END), 0)
		FROM event_registration r JOIN person p ON p.id = r.person WHERE r.event = $1`, e.ID).Scan(&n.Placed, &n.Waiting, &n.Cancelled, &n.Unanswered)
	return n, err
}

// WaitingOn returns how many wait for each date, by its id; "" is those who wait
// for all.
func (room *Room) WaitingOn(tx *store.Tx, v auth.Viewer, e *Event) (map[string]int, error) {
	if !room.WorksOn(v, e) {
		return nil, errs.NotThere()
	}
	waiting := map[string]int{}
	err := tx.Each(func(r *store.Rows) error {
		var date string
		var n int
		err := r.Scan(&date, &n)
		waiting[date] = n
		return err
	}, `SELECT date, COUNT(*) FROM event_registration WHERE event = $1 AND state = 'waitlisted' GROUP BY date`, e.ID)
	return waiting, err
}
