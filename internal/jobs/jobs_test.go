package jobs_test

import (
	"context"
	"errors"
	"testing"

	"codeberg.org/plenary/plenary/internal/jobs"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest"
)

func TestAJobOfARolledBackTransactionDoesNotExist(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		q := jobs.New(db, nil)
		ran := 0
		q.Handle("test", func(context.Context, *jobs.Running) error { ran++; return nil })
		q.RunDue(ctx) // the schedules
		no := errors.New("no")
		db.Write(ctx, func(tx *store.Tx) error {
			if err := jobs.Enqueue(tx, jobs.Job{Kind: "test"}); err != nil {
				t.Error(err)
			}
			return no
		})
		if n, err := q.RunDue(ctx); n != 0 || err != nil {
			t.Fatal(n, err)
		}
		db.Write(ctx, func(tx *store.Tx) error { return jobs.Enqueue(tx, jobs.Job{Kind: "test"}) })
		if n, err := q.RunDue(ctx); n != 1 || err != nil || ran != 1 {
			t.Fatal(n, err, ran)
		}
	})
}
