package circles

import (
	"slices"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/circles/form"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/when"
)

// lessElsewhere takes out of people's hours those at which they meet in a circle
// of another series, in the weeks in which circles of the cohort do.
func (room *Room) lessElsewhere(tx *store.Tx, cohort string, list []Said) error {
	meets, err := tx.Found(`SELECT 1 FROM circle WHERE (cohort < $1 OR cohort > $1) AND state = 'meets' LIMIT 1`, cohort)
	if err != nil || !meets {
		return err
	}
	weeks, err := room.weeksToCome(tx, cohort)
	if err != nil {
		return err
	}
	meet, err := room.meetElsewhere(tx, cohort, list) // by circle: places in the list
	if err != nil {
		return err
	}
	ids := make([]string, 0, len(meet))
	for id := range meet {
		ids = append(ids, id)
	}
	others, err := room.circles(tx, ids)
	for i := range others {
		for _, at := range meet[others[i].ID] {
			x := &list[at]
			if taken := others[i].takes(weeks, located(x.Zone), tx.Now()); len(taken) > 0 {
				x.Taken, x.Hours = Unite(x.Taken, taken), x.Hours.Without(taken)
				x.Mark += " " + others[i].ID
			}
		}
	}
	return err
}

// TakenElsewhere returns those of somebody's hours at which they meet in a circle
// of another series, in words for them; "" if there are none. It tells that
// person and the house.
func (room *Room) TakenElsewhere(tx *store.Tx, v auth.Viewer, in Interest, l *i18n.Locale) (string, error) {
	a, err := room.HoursOf(tx, v, in.Person)
	if err != nil {
		return "", err
	}
	list := []Said{{Person: in.Person, Zone: a.Zone, Hours: a.Hours}}
	err = room.lessElsewhere(tx, in.Cohort, list)
	taken := a.Hours.Without(list[0].Hours)
	if err != nil || len(taken) == 0 {
		return "", err
	}
	return l.T("circles.reason.elsewhere|At these hours you meet in a circle of another series: {hours}, {city} time.", "hours", taken, "city", l.City(a.Zone)), nil
}

// meetElsewhere finds the circles of other series in which people are.
func (room *Room) meetElsewhere(tx *store.Tx, cohort string, list []Said) (meet map[string][]int, err error) {
	place, persons := make(map[string]int, len(list)), make([]string, len(list))
	for i := range list {
		place[list[i].Person], persons[i] = i, list[i].Person
	}
	meet = map[string][]int{}
	for part := range slices.Chunk(persons, 1000) {
		in, args := store.In(tx, "i.person", 2, part)
		if err = tx.Each(func(r *store.Rows) error {
			var circle, person string
			err := r.Scan(&circle, &person)
			meet[circle] = append(meet[circle], place[person])
			return err
		}, `SELECT c.id, i.person FROM interest i JOIN placement p ON p.interest = i.id JOIN circle c ON c.id = p.circle
			JOIN cohort o ON o.id = c.cohort JOIN series s ON s.id = o.subject
			WHERE i.cohort <> $1 AND c.state = 'meets' AND s.state = 'published' AND `+in, append([]any{cohort}, args...)...); err != nil {
			return nil, err
		}
	}
	return meet, nil
}

// lookAgainFor has the reasons looked for again in the cohort of somebody who
// came into a circle, or left theirs, and in those of other series in which they
// wait: they are free at other hours now.
func (room *Room) lookAgainFor(tx *store.Tx, in Interest) error {
	others, err := room.waitsElsewhere(tx, in)
	for _, x := range append(others, in) {
		if err == nil {
			err = room.lookAgain(tx, x.Cohort)
		}
	}
	return err
}

// waitsElsewhere returns what somebody said yes to in other series whose circles
// meet already and in which they have none.
func (room *Room) waitsElsewhere(tx *store.Tx, in Interest) ([]Interest, error) {
	return store.All(tx, scanInterest, `SELECT `+interestColumns+` FROM interest i JOIN cohort c ON c.id = i.cohort
		WHERE i.person = $1 AND i.id <> $2 AND i.state = 'yes' AND c.published <> ''
		AND NOT EXISTS (SELECT 1 FROM placement p WHERE p.interest = i.id) ORDER BY i.cohort`, in.Person, in.ID)
}

// weeksToCome are the Mondays of the weeks in which circles of a cohort meet.
func (room *Room) weeksToCome(tx *store.Tx, cohort string) (weeks []when.Date, err error) {
	s, _, err := room.programme(tx, cohort)
	if err != nil || s.Circles == nil {
		return nil, err
	}
	for _, m := range ToCome(s, when.DateOf(tx.Now(), s.Location())) {
		weeks = append(weeks, m.Date.Monday())
	}
	return weeks, nil
}

// takes are the hours of the week, in somebody's zone, at which the circle meets
// in one of these weeks. The day before and the day after count to them: it is
// another day elsewhere.
func (c *Circle) takes(weeks []when.Date, zone *time.Location, now time.Time) Hours {
	var w week
	for _, m := range c.Meetings {
		if !m.TakesPlace() || !c.Ends(m).After(now) || !slices.ContainsFunc(weeks, func(monday when.Date) bool {
			day := m.Date.Sub(monday)
			return day >= -1 && day <= 7
		}) {
			continue
		}
		from := c.Begins(m).In(zone)
		q := quarterOf(from)
		for at := from.Add(-time.Duration(from.Minute()%15) * time.Minute); at.Before(c.Ends(m)); at = at.Add(15 * time.Minute) {
			w[q%quartersPerWeek] = true
			q++
		}
	}
	return w.hours()
}

// helps is what the engine suggests to somebody, nil where they meet in another
// circle at that hour.
func (w *workbench) helps(id string, s *form.Suggestion) *form.Suggestion {
	if s == nil || s.AddWindow == "" || len(w.taken[id]) == 0 {
		return s
	}
	if add, err := ReadHours(s.AddWindow); err != nil || add.Without(w.taken[id]).Length() < add.Length() {
		return nil
	}
	return s
}
