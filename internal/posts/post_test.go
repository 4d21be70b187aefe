package posts_test

import (
	"context"
	"testing"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest"
)

var (
	scope  = auth.SeriesScope("s")
	writer = auth.Viewer{Kind: auth.Person, Person: "w", Tier: auth.Strong, Grants: []auth.Grant{{Verb: auth.WritePosts, Scope: scope}}}
	draft  = posts.Post{Slug: "one", Kind: posts.WriteUp, About: "session", Title: i18n.Text{"en": "One"}, Body: i18n.Text{"en": "Text"}}
)

func TestADraftIsSeenByItsWritersOnlyUntilItIsPublished(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx, room := context.Background(), &posts.Room{}
		if err := db.Write(ctx, func(tx *store.Tx) error {
			p, err := room.Save(ctx, tx, writer, draft, scope)
			if err != nil {
				return err
			}
			if _, err := room.BySlug(ctx, tx, writer, "one"); !errs.Is(err, errs.NotFound) {
				t.Errorf("a draft has a page: %v", err)
			}
			if _, err := room.About(ctx, tx, auth.Viewer{}, "session", scope); !errs.Is(err, errs.NotFound) {
				t.Errorf("a visitor sees a draft: %v", err)
			}
			if _, err := room.About(ctx, tx, writer, "session", scope); err != nil {
				t.Errorf("its writer does not: %v", err)
			}
			first, err := room.Publish(ctx, tx, writer, p.ID, scope)
			again, err2 := room.Publish(ctx, tx, writer, p.ID, scope)
			if !first || again || err != nil || err2 != nil {
				t.Errorf("published first %v, again %v, %v, %v", first, again, err, err2)
			}
			got, err := room.BySlug(ctx, tx, auth.Viewer{}, "one")
			if got.Title["en"] != "One" || got.PublishedAt.IsZero() {
				t.Errorf("got %+v", got)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	})
}

func TestASecondWriterIsToldOfTheFirstOnesChange(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx, room := context.Background(), &posts.Room{}
		var p posts.Post
		save := func(x posts.Post) error {
			return db.Write(ctx, func(tx *store.Tx) (err error) {
				p, err = room.Save(ctx, tx, writer, x, scope)
				return err
			})
		}
		if err := save(draft); err != nil {
			t.Fatal(err)
		}
		old := p
		if err := save(old); err != nil || p.Version != old.Version {
			t.Fatalf("a save that changes nothing made version %d, %v", p.Version, err)
		}
		other := old
		other.Body = i18n.Text{"en": "Another text"}
		if err := save(other); err != nil {
			t.Fatal(err)
		}
		if err := save(old); !errs.Is(err, errs.Conflict) {
			t.Errorf("got %v", err)
		}
	})
}

func TestWhoMayNotWriteWritesNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx, room := context.Background(), &posts.Room{}
		for _, v := range []auth.Viewer{{}, {Kind: auth.Person, Person: "x"}, auth.Holder("r", "x", "y")} {
			err := db.Write(ctx, func(tx *store.Tx) error {
				_, err := room.Save(ctx, tx, v, draft, scope)
				return err
			})
			if !errs.Is(err, errs.NotFound) {
				t.Errorf("%+v: %v", v, err)
			}
		}
	})
}
