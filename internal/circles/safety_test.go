package circles_test

import (
	"testing"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/store"
)

// TestTheLogOfSafetyTellsNothingOfWhoAsked: who reads the audit log learns that
// the contact said who is meant, and not for whom, nor of how many.
func TestTheLogOfSafetyTellsNothingOfWhoAsked(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		ada, maria := d.called("Ada", "ada"), d.called("Maria Lopez", "maria")
		d.wishes(ada, circles.Wishes{Apart: circles.NameThem("Maria Lopez")})
		grace := d.contact("grace")
		var c circles.Cohort
		d.room.Note = func(_ *store.Tx, _ auth.Viewer, verb, object string, count int) error {
			if object != c.ID || count != 1 {
				t.Errorf("%s notes %s, %d", verb, object, count)
			}
			return nil
		}
		d.write(func(tx *store.Tx) (err error) {
			if c, err = d.room.CohortOf(tx, d.boss, d.seriesIn(tx).ID); err != nil {
				return err
			}
			return d.room.Settle(tx.Context(), tx, grace, c, ada.ID, "Maria Lopez", nil, []string{maria.Person})
		})
	})
}
