package circles

import (
	"errors"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
)

// CohortOf returns the cohort of a series to who may form its circles, and to
// the house. Where nobody has said yes yet it is one without an id.
func (room *Room) CohortOf(tx *store.Tx, v auth.Viewer, seriesID string) (c Cohort, err error) {
	defer errs.Wrap(&err, "load a cohort")
	if v.Kind != auth.System && v.Kind != auth.Console {
		s, err := room.Series.ByID(tx.Context(), tx, auth.Itself(), seriesID)
		if err != nil {
			return c, err
		}
		if !room.MayForm(v, s) {
			return c, errs.NotThere()
		}
	}
	return room.cohortOf(tx, seriesID)
}

// MayForm tells whether the viewer forms the circles of the series.
func (room *Room) MayForm(v auth.Viewer, s *series.Series) bool {
	return room.Series.May(v, s, auth.FormCircles)
}

// Asking tells whether people can say yes to the circles of a series now.
func (room *Room) Asking(tx *store.Tx, s *series.Series) (Asking, error) {
	if s.Circles == nil {
		return NotAsking, nil
	}
	c, err := room.cohortOf(tx, s.ID)
	if err != nil {
		return NotAsking, err
	}
	return room.stageOf(tx, s, c)
}

const cohortColumns = `c.id, c.kind, c.subject, c.rules, c.safety, c.published, c.version`

func scanCohort(row scanner) (c Cohort, err error) {
	err = row.Scan(&c.ID, (*string)(&c.Kind), &c.Subject, store.JSON(&c.Rules), &c.Safety, &c.Published, &c.Version)
	if errors.Is(err, store.ErrNoRow) {
		err = errs.NotThere()
	}
	return c, err
}

// scanner is what a row and rows have in common.
type scanner interface{ Scan(...any) error }

// cohort returns a cohort by its id.
func (room *Room) cohort(tx *store.Tx, id string) (Cohort, error) {
	return scanCohort(tx.Row(`SELECT `+cohortColumns+` FROM cohort c WHERE c.id = $1`, id))
}

// cohortOf returns the cohort of a series, or one that is not kept yet.
func (room *Room) cohortOf(tx *store.Tx, seriesID string) (Cohort, error) {
	c, err := scanCohort(tx.Row(`SELECT `+cohortColumns+` FROM cohort c WHERE c.kind = $1 AND c.subject = $2`, string(OfSeries), seriesID))
	if errs.Is(err, errs.NotFound) {
		return Cohort{Kind: OfSeries, Subject: seriesID, Rules: DefaultRules()}, nil
	}
	return c, err
}

// ensureCohort returns the cohort of a series and makes it, with a key of its
// own, where it is not kept yet.
func (room *Room) ensureCohort(tx *store.Tx, seriesID string) (Cohort, error) {
	c, err := room.cohortOf(tx, seriesID)
	if err != nil || c.ID != "" {
		return c, err
	}
	c.ID = store.NewID()
	n, err := tx.Exec(`INSERT INTO cohort (id, kind, subject, rules) VALUES ($1, $2, $3, $4) ON CONFLICT (kind, subject) DO NOTHING`,
		c.ID, string(c.Kind), c.Subject, store.JSON(c.Rules))
	if err != nil {
		return c, err
	}
	if n == 0 { // somebody made it at the same moment
		return room.cohortOf(tx, seriesID)
	}
	_, err = room.Keys.Create(tx, c.ID)
	return c, err
}

// grow counts a change that a forming job, or a page that shows an older
// version, must not overwrite. It locks the cohort.
func (room *Room) grow(tx *store.Tx, c *Cohort) error {
	if err := tx.Row(`UPDATE cohort SET version = version + 1 WHERE id = $1 RETURNING version`, c.ID).Scan(&c.Version); err != nil {
		return err
	}
	return nil
}
