package series

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/jobs"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest"
)

// BenchmarkLongestList registers a group of 5,000 people with addresses, writes
// them down and tells them. Its limit is how long one write may keep the others
// waiting; ms/write is what 19 of 20 writes stay under, and ms/first what the
// one takes that takes the places, both inside the write, without the commit.
func BenchmarkLongestList(b *testing.B) {
	const limit = 20 * time.Millisecond
	for _, e := range []store.Engine{store.SQLite, store.Postgres} {
		b.Run(string(e), func(b *testing.B) {
			db := storetest.OpenWith(b, e, store.Options{})
			keys := seal.New(make([]byte, 32))
			room := &Room{Keys: keys, People: &people.Room{Keys: keys}}
			h := &groupHouse{t: b, room: room, db: db, engine: e, jobs: jobs.New(db, nil)}
			h.open("long", `{opens: 2027-01-04T09:00, for: groups, group_min: 10, group_max: 5000, waitlist: true}`)
			var first time.Duration
			var all []time.Duration
			n := 0
			for b.Loop() {
				n++
				f := groupForm(fmt.Sprintf("c%d", n), MostPeople).Clean()
				f.Track = "B"
				first = timed(h, func(tx *store.Tx) error {
					_, err := room.RegisterGroup(tx.Context(), tx, auth.Viewer{}, h.slug, f)
					return err
				})
				all = append(all, writeDown(h, f)...)
			}
			slices.Sort(all)
			b.ReportMetric(float64(all[len(all)*19/20].Microseconds())/1000, "ms/write")
			b.ReportMetric(float64(first.Microseconds())/1000, "ms/first")
			b.ReportMetric(float64(limit.Milliseconds()), "limit-ms")
		})
	}
}

// timed tells how long fn was at work inside its write.
func timed(h *groupHouse, fn func(tx *store.Tx) error) (took time.Duration) {
	h.do(func(tx *store.Tx) error {
		began := store.SystemClock()
		err := fn(tx)
		took = store.SystemClock().Sub(began)
		return err
	})
	return took
}

// writeDown does the work of the job, and tells how long its writes took.
func writeDown(h *groupHouse, f GroupForm) (all []time.Duration) {
	h.do(func(tx *store.Tx) error { // the contact person answers, so that all are told
		id, err := h.room.People.Find(tx, f.Address)
		if err != nil {
			return err
		}
		_, err = tx.Exec(`UPDATE delegation SET answered_at = 1 WHERE contact = $1`, id)
		return err
	})
	for _, step := range []func(context.Context, *store.Tx, *Series, *Delegation) (bool, error){h.room.enterPart, h.room.inviteSome} {
		for more := true; more; {
			all = append(all, timed(h, func(tx *store.Tx) (err error) {
				id, err := h.room.People.Find(tx, f.Address)
				if err != nil {
					return err
				}
				s, err := h.room.BySlug(tx.Context(), tx, auth.Itself(), h.slug)
				if err != nil {
					return err
				}
				d, err := h.room.delegationOf(tx, s.ID, id)
				if err != nil {
					return err
				}
				if err = h.room.freshGroup(tx, s, &d); err != nil {
					return err
				}
				more, err = step(tx.Context(), tx, s, &d)
				return err
			}))
		}
	}
	return all
}
