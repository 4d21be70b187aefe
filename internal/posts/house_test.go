package posts_test

import (
	"context"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest"
)

// house is the posts room with a chapter and people who write. Its clock stands
// at 9:00 UTC on Monday 4 January 2027.
type house struct {
	*testing.T
	ctx     context.Context
	db      *store.DB
	clock   *store.Clock
	room    *posts.Room
	people  *people.Room
	chapter string
	who     map[string]auth.Viewer
}

// each runs a test in a house on each engine. Ada, Bea and Cem write for the
// network, Dora for the chapter, Emil organises the network and writes nothing.
func each(t *testing.T, fn func(h *house)) {
	clock := storetest.NewClock()
	storetest.EachWith(t, store.Options{Now: clock.Now}, func(t *testing.T, db *store.DB) {
		clock.Set(time.Date(2027, 1, 4, 9, 0, 0, 0, time.UTC))
		keys := seal.New(make([]byte, 32))
		h := &house{T: t, ctx: t.Context(), db: db, clock: clock, room: &posts.Room{Keys: keys}, people: &people.Room{Keys: keys}, who: map[string]auth.Viewer{}}
		h.room.Acting = func(tx *store.Tx, person string) (auth.Viewer, error) {
			v := auth.Viewer{Kind: auth.Person, Person: person, Tier: auth.Strong}
			var err error
			v.Grants, err = (&auth.Room{}).GrantsOf(tx, person)
			return v, err
		}
		h.write(func(tx *store.Tx) error {
			c, err := h.people.SaveChapter(h.ctx, tx, auth.AtConsole(), people.Chapter{Slug: "north", Name: i18n.Text{"en": "North"}, Zone: "Europe/Berlin"})
			h.chapter = c.ID
			return err
		})
		for _, name := range []string{"ada", "bea", "cem"} {
			h.grant(name, auth.WritePosts, auth.TheNetwork())
		}
		h.grant("dora", auth.WritePosts, auth.ChapterScope(h.chapter))
		h.grant("emil", auth.EditNetwork, auth.TheNetwork())
		fn(h)
	})
}

// grant makes somebody known and gives them a verb.
func (h *house) grant(name string, verb auth.Verb, scope auth.Scope) {
	h.Helper()
	h.write(func(tx *store.Tx) error {
		p, _, err := h.people.Meet(h.ctx, tx, auth.AtConsole(), people.Input{Name: name, Address: name + "@mail.example", Zone: "Europe/Berlin", Language: "en"})
		if err != nil {
			return err
		}
		v := h.who[name]
		v.Kind, v.Person, v.Tier = auth.Person, p.ID, auth.Strong
		v.Grants = append(v.Grants, auth.Grant{Verb: verb, Scope: scope})
		h.who[name] = v
		_, err = tx.Exec(`INSERT INTO grants (person, verb, scope_kind, scope_id, given_by, given_at) VALUES ($1, $2, $3, $4, 'console', $5)`,
			p.ID, string(verb), scope.Kind, scope.ID, store.At(tx.Now()))
		return err
	})
}

func (h *house) write(fn func(tx *store.Tx) error) {
	h.Helper()
	if err := h.db.Write(h.ctx, fn); err != nil {
		h.Fatal(err)
	}
}

// try does something and returns how it failed.
func (h *house) try(fn func(tx *store.Tx) error) error { return h.db.Write(h.ctx, fn) }

// text is a new statement of the network, in English.
func text(slug string) posts.Post {
	return posts.Post{Slug: slug, Kind: posts.Statement, Title: i18n.Text{"en": "On " + slug}, Body: i18n.Text{"en": "We say so."}}
}

// save saves as somebody, who must be able to.
func (h *house) save(name string, p posts.Post) posts.Post {
	h.Helper()
	h.write(func(tx *store.Tx) (err error) {
		p, err = h.room.Save(h.ctx, tx, h.who[name], p)
		return err
	})
	return p
}

// about lets texts be about whatever the viewer sees, and counts how often the
// rooms of these things are asked.
func (h *house) about(sees func(v auth.Viewer, id string) bool) (asked *int) {
	asked = new(int)
	subject := posts.Subject{
		Things: func(_ context.Context, _ *store.Tx, v auth.Viewer, ids []string) (map[string]posts.Thing, error) {
			*asked++
			things := map[string]posts.Thing{}
			for _, id := range ids {
				if sees(v, id) {
					things[id] = posts.Thing{Title: i18n.Text{"en": id}, Scopes: []auth.Scope{auth.TheNetwork()}}
				}
			}
			return things, nil
		},
		Missed: func(context.Context, *store.Tx, string) (int, error) { return 0, nil },
		Tell:   func(context.Context, *store.Tx, auth.Viewer, string) error { return nil },
	}
	h.room.Subjects = map[posts.AboutKind]posts.Subject{posts.Session: subject, posts.Date: subject}
	return asked
}

// latest is a post with its latest text.
func (h *house) latest(id string) (p posts.Post) {
	h.Helper()
	h.write(func(tx *store.Tx) (err error) {
		p, err = h.room.Working(h.ctx, tx, auth.AtConsole(), id)
		return err
	})
	return p
}

// change saves another body as somebody.
func (h *house) change(name, id, body string) posts.Post {
	h.Helper()
	p := h.latest(id)
	p.Body = i18n.Text{"en": body}
	return h.save(name, p)
}

func (h *house) publish(name, id string) error {
	return h.try(func(tx *store.Tx) error {
		_, err := h.room.Publish(h.ctx, tx, h.who[name], id)
		return err
	})
}

func (h *house) answer(name, id string, version int, a posts.Answer, note string) error {
	return h.try(func(tx *store.Tx) error { return h.room.Answer(h.ctx, tx, h.who[name], id, version, a, note) })
}

// secondYes makes the network ask for a second yes.
func (h *house) secondYes() {
	h.Helper()
	h.write(func(tx *store.Tx) error {
		return h.room.SetRules(h.ctx, tx, h.who["emil"], posts.Rules{SecondYes: true})
	})
}

// read is what a visitor reads under an address.
func (h *house) read(slug string) (p posts.Post, err error) {
	err = h.try(func(tx *store.Tx) (err error) {
		p, err = h.room.BySlug(h.ctx, tx, auth.Viewer{}, slug)
		return err
	})
	return p, err
}

// mails counts the mails that wait, by kind and receiver.
func (h *house) mails(kind, name string) (n int) {
	h.Helper()
	h.write(func(tx *store.Tx) error {
		return tx.Row(`SELECT COUNT(*) FROM outbox WHERE kind = $1 AND person = $2`, kind, h.who[name].Person).Scan(&n)
	})
	return n
}
