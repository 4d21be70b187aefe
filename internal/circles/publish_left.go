package circles

import (
	"context"
	"slices"
	"time"

	"codeberg.org/plenary/plenary/internal/circles/form"
	"codeberg.org/plenary/plenary/internal/store"
)

// tellLeft tells those without a circle why, as it is now that everybody else
// has a seat: the proposal may have been changed by hand since somebody was last
// looked a place for. Whoever fits a circle that has room is told nothing yet:
// [publication.seekPlaces] has them placed.
func (w *publication) tellLeft(ctx context.Context) error {
	bench, err := w.seated(ctx)
	if err != nil {
		return err
	}
	w.fits = map[string][]string{}
	why, fitting := bench.whys()
	var left []string
	for _, l := range w.a.Unplaced {
		if fitting[l.Interest] {
			w.fits[l.Interest] = bench.fits(l.Interest)
		}
		if _, known := why[l.Interest]; known && len(w.fits[l.Interest]) == 0 {
			left = append(left, l.Interest)
		}
	}
	for part := range slices.Chunk(left, 2*some) {
		if err := w.r.DB.Write(ctx, func(tx *store.Tx) error { return w.tellWhy(tx, part, why) }); err != nil {
			return err
		}
	}
	return nil
}

// seated is the workbench with the circles as they are seated now.
func (w *publication) seated(ctx context.Context) (*workbench, error) {
	bench, err := w.room.bench(ctx, w.r.DB, w.p.Cohort)
	if err != nil {
		return nil, err
	}
	if bench.previous == nil { // nobody has a seat
		bench.previous = &form.Placement{}
	}
	return bench, bench.ready(nil)
}

// tellWhy tells those who have not been told so.
func (w *publication) tellWhy(tx *store.Tx, part []string, why map[string]Why) error {
	in, args := store.In(tx, "i.id", 1, part)
	list, err := store.All(tx, scanInterest,
		`SELECT `+interestColumns+` FROM interest i WHERE i.state = 'yes' AND i.told_at IS NULL
			AND NOT EXISTS (SELECT 1 FROM placement p WHERE p.interest = i.id) AND `+in, args...)
	for _, x := range list {
		if err == nil {
			err = w.room.tellUnplaced(tx, x, why[x.ID])
		}
		if err == nil {
			_, err = tx.Exec(`UPDATE interest SET told_at = $2 WHERE id = $1`, x.ID, store.At(tx.Now()))
		}
	}
	return err
}

// lookAround reads who has no circle, for seekPlaces: nobody is to wait while
// thousands are gone through.
func (w *publication) lookAround(ctx context.Context) error {
	return w.r.DB.Read(ctx, func(tx *store.Tx) (err error) {
		w.looked = tx.Now().Add(-time.Minute) // writes that have begun may end after this read
		w.without, err = w.placeless(tx, time.Time{})
		return err
	})
}

// placeless returns those of the cohort who say yes and have no circle: all, or
// those who said something new since then.
func (w *publication) placeless(tx *store.Tx, since time.Time) ([]Interest, error) {
	return store.All(tx, scanInterest,
		`SELECT `+interestColumns+` FROM interest i WHERE i.cohort = $1 AND i.changed_at >= $2 AND i.state = 'yes'
			AND NOT EXISTS (SELECT 1 FROM placement p WHERE p.interest = i.id)`, w.p.Cohort, max(0, since.UnixMicro()))
}

// seekPlaces has a place looked for, for whoever has none and has not been told
// why: those who fit a circle with room, and those who said yes while this was
// going on. Who was told before and fits one by now is not told once more,
// should others be faster: the circle looks for them.
func (w *publication) seekPlaces(tx *store.Tx) error {
	late, err := w.placeless(tx, w.looked)
	if err != nil {
		return err
	}
	for _, in := range slices.Concat(w.without, late) {
		if in.ToldAt.IsZero() {
			if err = w.room.seekPlace(tx, in); err != nil {
				return err
			}
			continue
		}
		for _, code := range w.fits[in.ID] {
			if err = w.room.seekMember(tx, w.ids[code]); err != nil {
				return err
			}
		}
	}
	return nil
}
