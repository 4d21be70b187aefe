package circles

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"time"

	"codeberg.org/plenary/plenary/internal/jobs"
	"codeberg.org/plenary/plenary/internal/store"
)

// JobReasons is the job that looks again why people have no circle, after
// somebody took a place or gave one up: what would have helped before may not
// help any more.
const JobReasons = "circles.reasons"

// lookAgainAfter is how long the job waits for more changes of the same circles.
const lookAgainAfter = time.Minute

// reasonsJob is what it is given.
type reasonsJob struct {
	Cohort string `json:"cohort"`
}

// lookAgain has the reasons of those without a circle looked for again, soon.
// One that waits already does for this change too.
func (room *Room) lookAgain(tx *store.Tx, cohort string) error {
	waits, err := jobs.Keep(tx, JobReasons, cohort)
	if err != nil || waits {
		return err
	}
	return jobs.Enqueue(tx, jobs.Job{Kind: JobReasons, Unique: cohort, Payload: reasonsJob{cohort}, RunAt: tx.Now().Add(lookAgainAfter)})
}

// ReasonsJob does what lookAgain asks for. Nobody is written to by that: what is
// true now stands on their pages. Circles into which somebody fits by now, such
// as after a meeting was moved, look for a member.
func (room *Room) ReasonsJob(ctx context.Context, r *jobs.Running) error {
	var in reasonsJob
	if err := r.Decode(&in); err != nil {
		return err
	}
	w, err := room.lateBench(ctx, r.DB, in.Cohort, nil)
	if err != nil || w == nil {
		return err
	}
	now, _ := w.whys()
	fitting, err := room.seekFitting(ctx, r.DB, w, now)
	if err != nil {
		return err
	}
	var changed []Interest
	if err = r.DB.Read(ctx, func(tx *store.Tx) error {
		changed, err = room.otherReasons(tx, in.Cohort, now, fitting)
		return err
	}); err != nil {
		return err
	}
	for part := range slices.Chunk(changed, 2*some) {
		if err = r.DB.Write(ctx, func(tx *store.Tx) error {
			for _, x := range part {
				if err := room.correctWhy(tx, x, now[x.ID], w.said[x.ID]); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			return err
		}
	}
	return nil
}

// seekFitting has the circles look for a member into which somebody fits who has
// none, and returns who does.
func (room *Room) seekFitting(ctx context.Context, db *store.DB, w *lateWork, waiting map[string]Why) (fitting map[string]bool, err error) {
	fitting = map[string]bool{}
	codes := map[string]bool{}
	for id := range waiting {
		for _, code := range w.fits(id) {
			fitting[id], codes[code] = true, true
		}
	}
	if len(codes) == 0 {
		return fitting, nil
	}
	return fitting, db.Write(ctx, func(tx *store.Tx) error {
		for _, code := range slices.Sorted(maps.Keys(codes)) {
			circle, err := room.byCode(tx, w.cohort.ID, code)
			if err == nil {
				err = room.seekMember(tx, circle)
			}
			if err != nil && !errors.Is(err, store.ErrNoRow) {
				return err
			}
		}
		return nil
	})
}

// otherReasons returns who was told another reason than is true now. Whoever
// fits a circle by now is not among them: a place is on its way to them.
func (room *Room) otherReasons(tx *store.Tx, cohort string, now map[string]Why, fitting map[string]bool) (list []Interest, err error) {
	return list, tx.Each(func(r *store.Rows) error {
		in := Interest{Cohort: cohort}
		var cell, wrapped []byte
		if err := r.Scan(&in.ID, &in.Person, &cell, &wrapped); err != nil {
			return err
		}
		want, known := now[in.ID]
		if !known || fitting[in.ID] {
			return nil
		}
		plain, err := json.Marshal(want)
		if err != nil {
			return err
		}
		box, err := room.Keys.Unwrap(in.Person, wrapped)
		if err != nil {
			return ignoreErased(err)
		}
		if was, err := box.Open("interest", "why", in.ID, cell); err != nil || was == string(plain) {
			return ignoreErased(err)
		}
		list = append(list, in)
		return nil
	}, `SELECT i.id, i.person, i.why, k.wrapped FROM interest i JOIN keys k ON k.owner = i.person
		WHERE i.cohort = $1 AND i.state = 'yes' AND i.why IS NOT NULL AND NOT EXISTS (SELECT 1 FROM placement p WHERE p.interest = i.id) ORDER BY i.id`, cohort)
}

// correctWhy notes why somebody has no circle, unless they have one by now, were
// erased, said something new since it was worked out, or do something about it
// at this moment.
func (room *Room) correctWhy(tx *store.Tx, in Interest, why Why, said string) error {
	_, known, err := room.whyOf(tx, in)
	if err != nil || !known {
		return ignoreErased(err)
	}
	if same, err := room.saysStill(tx, in, said); err != nil || !same {
		return err
	}
	_, placed, err := room.placement(tx, in.ID)
	if err != nil || placed {
		return err
	}
	return room.noteWhy(tx, in, why)
}
