package posts_test

import (
	"context"
	"slices"
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
	about  = posts.About{Kind: posts.Session, ID: "session"}
	writer = auth.Viewer{Kind: auth.Person, Person: "w", Tier: auth.Strong, Grants: []auth.Grant{{Verb: auth.WritePosts, Scope: scope}}}
	draft  = posts.Post{Slug: "one", Kind: posts.WriteUp, About: about, Title: i18n.Text{"en": "One"}, Body: i18n.Text{"en": "Text"}}
)

// roomOf is the room where one session is all that texts are about.
func roomOf(t posts.Thing) *posts.Room {
	return &posts.Room{Subjects: map[posts.AboutKind]posts.Subject{posts.Session: {
		Things: func(_ context.Context, _ *store.Tx, v auth.Viewer, ids []string) (map[string]posts.Thing, error) {
			if !slices.Contains(ids, about.ID) || !t.Open && !v.Can(auth.WritePosts, t.Scopes...) {
				return nil, nil
			}
			return map[string]posts.Thing{about.ID: t}, nil
		},
		Missed: func(context.Context, *store.Tx, string) (int, error) { return 0, nil },
		Tell:   func(context.Context, *store.Tx, auth.Viewer, string) error { return nil },
	}}}
}

func TestADraftIsSeenByItsWritersOnlyUntilItIsPublished(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx, room := context.Background(), roomOf(posts.Thing{Title: i18n.Text{"en": "Evening"}, Open: true, Scopes: []auth.Scope{scope}})
		if err := db.Write(ctx, func(tx *store.Tx) error {
			p, err := room.Save(ctx, tx, writer, draft)
			if err != nil {
				return err
			}
			if _, err := room.BySlug(ctx, tx, writer, "one"); !errs.Is(err, errs.NotFound) {
				t.Errorf("a draft has a page: %v", err)
			}
			if _, err := room.WriteUp(ctx, tx, auth.Viewer{}, about); !errs.Is(err, errs.NotFound) {
				t.Errorf("a visitor sees a draft: %v", err)
			}
			if _, err := room.WriteUp(ctx, tx, writer, about); err != nil {
				t.Errorf("its writer does not: %v", err)
			}
			first, err := room.Publish(ctx, tx, writer, p.ID)
			again, err2 := room.Publish(ctx, tx, writer, p.ID)
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
		ctx, room := context.Background(), roomOf(posts.Thing{Title: i18n.Text{"en": "Evening"}, Open: true, Scopes: []auth.Scope{scope}})
		var p posts.Post
		save := func(x posts.Post) error {
			return db.Write(ctx, func(tx *store.Tx) (err error) {
				p, err = room.Save(ctx, tx, writer, x)
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
		ctx, room := context.Background(), roomOf(posts.Thing{Title: i18n.Text{"en": "Evening"}, Open: true, Scopes: []auth.Scope{scope}})
		for _, v := range []auth.Viewer{{}, {Kind: auth.Person, Person: "x"}, auth.Holder("r", "x", "y")} {
			err := db.Write(ctx, func(tx *store.Tx) error {
				_, err := room.Save(ctx, tx, v, draft)
				return err
			})
			if !errs.Is(err, errs.NotFound) {
				t.Errorf("%+v: %v", v, err)
			}
		}
	})
}
