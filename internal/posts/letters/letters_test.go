package letters_test

import (
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/posts/letters"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest"
)

// house is the posts room with its letters. No mail leaves it.
type house struct {
	*testing.T
	db     *store.DB
	room   *posts.Room
	people *people.Room
	out    *mail.Outbox
	caught *mail.Caught
	grants map[string][]auth.Grant
}

func each(t *testing.T, fn func(h *house)) {
	clock := storetest.NewClock()
	storetest.EachWith(t, store.Options{Now: clock.Now}, func(t *testing.T, db *store.DB) {
		clock.Set(time.Date(2027, 1, 4, 9, 0, 0, 0, time.UTC))
		keys := seal.New(make([]byte, 32))
		h := &house{T: t, db: db, people: &people.Room{Keys: keys}, caught: mail.NewCaught(clock.Now), grants: map[string][]auth.Grant{}}
		h.room = &posts.Room{Keys: keys, Acting: func(_ *store.Tx, person string) (auth.Viewer, error) {
			return auth.Viewer{Kind: auth.Person, Person: person, Tier: auth.Strong, Grants: h.grants[person]}, nil
		}}
		h.out = mail.New(mail.Options{DB: db, Keys: keys, Transport: h.caught,
			Composer: &mail.Composer{From: mail.Address{Email: "plenary@plenary.example"}, Host: "plenary.example", Now: clock.Now}})
		for kind, render := range (&letters.Letters{Posts: h.room, People: h.people, Base: "https://plenary.example"}).Renders() {
			h.out.Handle(kind, render)
		}
		fn(h)
	})
}

func (h *house) write(fn func(tx *store.Tx) error) {
	h.Helper()
	if err := h.db.Write(h.Context(), fn); err != nil {
		h.Fatal(err)
	}
}

// writer is somebody who writes for the network.
func (h *house) writer(name, lang string) auth.Viewer {
	v := auth.Viewer{Kind: auth.Person, Tier: auth.Strong, Grants: []auth.Grant{{Verb: auth.WritePosts, Scope: auth.TheNetwork()}}}
	h.write(func(tx *store.Tx) error {
		p, _, err := h.people.Meet(tx.Context(), tx, auth.AtConsole(), people.Input{Name: name, Address: strings.ToLower(name) + "@mail.example", Zone: "Europe/Berlin", Language: lang})
		if err != nil {
			return err
		}
		v.Person, h.grants[p.ID] = p.ID, v.Grants
		_, err = tx.Exec(`INSERT INTO grants (person, verb, scope_kind, scope_id, given_by, given_at) VALUES ($1, $2, 'network', '', 'console', $3)`,
			p.ID, string(auth.WritePosts), store.At(tx.Now()))
		return err
	})
	return v
}

// sent are the mails sent so far, as text.
func (h *house) sent() (list []string) {
	h.Helper()
	if _, err := h.out.SendDue(h.Context()); err != nil {
		h.Fatal(err)
	}
	for _, entry := range h.caught.List() {
		raw, _ := h.caught.Raw(entry.N)
		list = append(list, string(raw))
	}
	return list
}

func TestLettersOfASecondReader(t *testing.T) {
	each(t, func(h *house) {
		ada, bea := h.writer("Ada", "en"), h.writer("Bea", "en")
		var p posts.Post
		h.write(func(tx *store.Tx) (err error) {
			p, err = h.room.Save(tx.Context(), tx, ada, posts.Post{Slug: "one", Kind: posts.News, Title: i18n.Text{"en": "The hall"}, Body: i18n.Text{"en": "SECRET-DRAFT"}})
			if err == nil {
				err = h.room.Ask(tx.Context(), tx, ada, p.ID, bea.Person)
			}
			return err
		})
		list := h.sent()
		if len(list) != 1 || !strings.Contains(list[0], "bea@mail.example") || !strings.Contains(list[0], "/o/posts/"+p.ID+"/review") || strings.Contains(list[0], "SECRET-DRAFT") {
			t.Fatalf("who is asked gets %q", list)
		}
		h.write(func(tx *store.Tx) error {
			return h.room.Answer(tx.Context(), tx, bea, p.ID, 1, posts.Mend, "Name the street.")
		})
		if list = h.sent(); len(list) != 2 || !strings.Contains(list[1], "ada@mail.example") || !strings.Contains(list[1], "Name the street.") {
			t.Fatalf("who wrote it gets %q", list)
		}
	})
}

func TestALetterIsNotSentOnceItIsNotTrueAnyMore(t *testing.T) {
	for name, spoil := range map[string]func(h *house, ada, bea auth.Viewer, id string){
		"the text is deleted": func(h *house, ada, _ auth.Viewer, id string) {
			h.write(func(tx *store.Tx) error { return h.room.Delete(tx.Context(), tx, ada, id) })
		},
		"they do not write here any more": func(h *house, _, bea auth.Viewer, _ string) { h.grants[bea.Person] = nil },
		"they are erased": func(h *house, _, bea auth.Viewer, _ string) {
			h.write(func(tx *store.Tx) error { return h.people.Erase(tx.Context(), tx, auth.AtConsole(), bea.Person) })
		},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(h *house) {
				ada, bea := h.writer("Ada", "en"), h.writer("Bea", "en")
				var p posts.Post
				h.write(func(tx *store.Tx) (err error) {
					p, err = h.room.Save(tx.Context(), tx, ada, posts.Post{Slug: "one", Kind: posts.News, Title: i18n.Text{"en": "The hall"}, Body: i18n.Text{"en": "Text."}})
					if err == nil {
						err = h.room.Ask(tx.Context(), tx, ada, p.ID, bea.Person)
					}
					return err
				})
				spoil(h, ada, bea, p.ID)
				if list := h.sent(); len(list) != 0 {
					t.Errorf("sent %q", list)
				}
			})
		})
	}
}
