package circles

import (
	"context"
	"errors"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
)

// LinkCircle is the purpose of the link by which somebody opens their circle.
const LinkCircle = "circle"

// Mine returns the interest that a carried key opens, with its cohort, its
// series, and the viewer who holds the key. A key that opens nothing is
// NotThere.
func (room *Room) Mine(ctx context.Context, tx *store.Tx, key string) (in Interest, c Cohort, s *series.Series, v auth.Viewer, err error) {
	defer errs.Wrap(&err, "open an interest")
	id, mac, ok := seal.ParseLink(key)
	if !ok {
		return in, c, nil, v, errs.NotThere()
	}
	if in, err = room.interest(tx, id); err != nil {
		return in, c, nil, v, err
	}
	if !room.Keys.CheckLink(LinkCircle, in.ID, in.Generation, mac) {
		return in, c, nil, v, errs.NotThere()
	}
	if c, err = room.cohort(tx, in.Cohort); err != nil {
		return in, c, nil, v, err
	}
	s, err = room.Series.ByID(ctx, tx, auth.Itself(), c.Subject)
	return in, c, s, auth.Holder(LinkCircle, in.ID, in.Person), err
}

// Key returns the key under which an interest is carried.
func (room *Room) Key(in Interest) string {
	return room.Keys.Link(LinkCircle, in.ID, in.Generation)
}

// InterestOf returns what the person said to the circles of a series, to that
// person and to the house. Where they said nothing it is NotThere.
func (room *Room) InterestOf(tx *store.Tx, v auth.Viewer, seriesID, person string) (Interest, error) {
	if !v.Is(person) && v.Kind != auth.System {
		return Interest{}, errs.NotThere()
	}
	return scanInterest(tx.Row(`SELECT `+interestColumns+` FROM interest i JOIN cohort c ON c.id = i.cohort
		WHERE c.kind = $1 AND c.subject = $2 AND i.person = $3`, string(OfSeries), seriesID, person))
}

// InterestsOf lists everything a person said yes to, to that person, the oldest
// first. Withdrawn ones are among it.
func (room *Room) InterestsOf(tx *store.Tx, v auth.Viewer, person string) ([]Interest, error) {
	if !v.Is(person) && v.Kind != auth.System {
		return nil, errs.NotThere()
	}
	return store.All(tx, scanInterest,
		`SELECT `+interestColumns+` FROM interest i WHERE i.person = $1 ORDER BY i.made_at, i.id`, person)
}

const interestColumns = `i.id, i.cohort, i.person, i.state, i.languages, i.track, i.leads, ` + delegationColumn + `, i.zone, i.language,
	i.answered_at, i.told_at, i.generation, i.made_at, i.changed_at`

// delegationColumn is the group with which somebody is registered now: it may
// have come, or gone, after their yes.
const delegationColumn = `COALESCE((SELECT r.delegation FROM registration r JOIN cohort o ON o.subject = r.series
	WHERE o.id = i.cohort AND r.person = i.person AND r.state <> 'cancelled'), '')`

func scanInterest[R scanner](row R) (in Interest, err error) {
	var answered, told, made, changed store.Time
	err = row.Scan(&in.ID, &in.Cohort, &in.Person, (*string)(&in.State), store.JSON(&in.Languages), &in.Track, &in.Leads, &in.Delegation,
		&in.Zone, &in.Language, &answered, &told, &in.Generation, &made, &changed)
	in.AnsweredAt, in.ToldAt, in.MadeAt, in.ChangedAt = answered.Time, told.Time, made.Time, changed.Time
	if errors.Is(err, store.ErrNoRow) {
		err = errs.NotThere()
	}
	return in, err
}

func (room *Room) interest(tx *store.Tx, id string) (Interest, error) {
	return scanInterest(tx.Row(`SELECT `+interestColumns+` FROM interest i WHERE i.id = $1`, id))
}

// interestOf returns what the person said in a cohort.
func (room *Room) interestOf(tx *store.Tx, cohort, person string) (Interest, error) {
	return scanInterest(tx.Row(`SELECT `+interestColumns+` FROM interest i WHERE i.cohort = $1 AND i.person = $2`, cohort, person))
}

// saveInterest writes an interest, made or changed now.
func (room *Room) saveInterest(tx *store.Tx, in *Interest) error {
	in.ChangedAt = tx.Now()
	if in.MadeAt.IsZero() {
		in.MadeAt = tx.Now()
	}
	_, err := tx.Exec(`INSERT INTO interest (id, cohort, person, state, languages, track, leads, delegation, zone, language, answered_at, told_at,
			generation, made_at, changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
		ON CONFLICT (id) DO UPDATE SET state = excluded.state, languages = excluded.languages, track = excluded.track, leads = excluded.leads,
			delegation = excluded.delegation, zone = excluded.zone, language = excluded.language, answered_at = excluded.answered_at,
			told_at = excluded.told_at, generation = excluded.generation, changed_at = excluded.changed_at`,
		in.ID, in.Cohort, in.Person, string(in.State), store.JSON(in.Languages), in.Track, in.Leads, store.OrNull(in.Delegation), in.Zone, in.Language,
		store.At(in.AnsweredAt), store.At(in.ToldAt), in.Generation, store.At(in.MadeAt), store.At(in.ChangedAt))
	return err
}

// SeriesOf returns the series whose circles an interest is about, to the person
// whose interest it is.
func (room *Room) SeriesOf(tx *store.Tx, v auth.Viewer, in Interest) (*series.Series, error) {
	if !v.Is(in.Person) {
		return nil, errs.NotThere()
	}
	c, err := room.cohort(tx, in.Cohort)
	if err != nil {
		return nil, err
	}
	return room.Series.ByID(tx.Context(), tx, auth.Itself(), c.Subject)
}

// Relocate notes in which zone and language a person is told of their circles
// from now on. Their hours stay as they are, in the zone in which they were
// meant.
func (room *Room) Relocate(tx *store.Tx, v auth.Viewer, person, zone, language string) error {
	if !v.Is(person) {
		return errs.NotThere()
	}
	_, err := tx.Exec(`UPDATE interest SET zone = $1, language = $2 WHERE person = $3`, zone, language, person)
	return err
}
