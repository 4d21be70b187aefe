package circles_test

import (
	"context"
	"errors"
	"log/slog"
	"testing"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/jobs"
	"codeberg.org/plenary/plenary/internal/store"
)

// TestWhoMayNotFormCirclesAnyMoreFormsNone ends the role of an organiser between
// what they ask for and the job that does it: nothing is formed or published.
// What was begun is brought to its end.
func TestWhoMayNotFormCirclesAnyMoreFormsNone(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		d.many(48)
		ended := false
		d.room.Acting = func(_ *store.Tx, person string) (auth.Viewer, error) {
			v := d.boss
			if person != v.Person {
				t.Errorf("it was asked for by %q", person)
			}
			if ended {
				v.Grants = nil
			}
			return v, nil
		}
		s := d.load()
		d.write(func(tx *store.Tx) error {
			_, err := d.room.Form(tx, d.boss, s, "", circles.Effort{Seed: 7, Steps: 10})
			return err
		})
		ended = true
		d.work()
		d.read(func(tx *store.Tx) error {
			o, err := d.room.Overview(tx.Context(), tx, d.boss, s)
			if len(o.Proposals) != 0 || o.Working != nil {
				t.Errorf("formed: %+v", o)
			}
			return err
		})

		ended = false
		b := d.form("")
		d.told()
		d.begin(b)
		ended = true
		d.work()
		if got := d.told(); len(got) != 0 || len(d.seats()) != 0 || d.board(b.Proposal.ID).Proposal.State != circles.Ready {
			t.Errorf("published: %s, told %v", d.board(b.Proposal.ID).Proposal.State, got)
		}

		ended = false
		d.begin(d.board(b.Proposal.ID))
		for left := 1; len(d.seats()) == 0; left++ {
			ctx, end := context.WithCancel(t.Context())
			q := jobs.New(d.db, slog.New(slog.DiscardHandler))
			q.Handle(circles.JobPublish, func(ctx context.Context, r *jobs.Running) error {
				n := left
				return d.room.PublishJob(fuse{ctx, &n, end}, r)
			})
			if _, err := q.RunDue(ctx); err != nil && !errors.Is(err, context.Canceled) {
				t.Fatal(err)
			}
			end()
		}
		ended = true
		d.work()
		if got := d.told(); got[circles.MailPlaced] != 48 || d.board(b.Proposal.ID).Proposal.State != circles.Published {
			t.Errorf("%s, told %v", d.board(b.Proposal.ID).Proposal.State, got)
		}
	})
}
