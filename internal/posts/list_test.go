package posts_test

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/search"
	"codeberg.org/plenary/plenary/internal/store"
)

// out saves and publishes a text, a minute after the one before.
func (h *house) out(p posts.Post) posts.Post {
	h.Helper()
	h.clock.Add(time.Minute)
	p = h.save("ada", p)
	if err := h.publish("ada", p.ID); err != nil {
		h.Fatal(err)
	}
	return p
}

// find lists as a visitor.
func (h *house) find(f posts.Filter) (slugs []string, more bool) {
	h.Helper()
	h.write(func(tx *store.Tx) error {
		list, m, err := h.room.List(h.ctx, tx, auth.Viewer{}, f)
		for _, p := range list {
			slugs = append(slugs, p.Slug)
		}
		more = m
		return err
	})
	return slugs, more
}

func TestReadersNarrowTheList(t *testing.T) {
	each(t, func(h *house) {
		h.out(text("first"))
		north := text("north-one")
		north.Chapter, north.Kind = h.chapter, posts.News
		h.out(north)
		both := text("both")
		both.Title["de"], both.Body["de"] = "Beides", `Ein Wort wie "ar":" ist noch kein Arabisch.`
		h.out(both)
		h.save("ada", text("draft"))
		for _, x := range []struct {
			f    posts.Filter
			want string
		}{
			{posts.Filter{}, "both north-one first"},
			{posts.Filter{Kinds: []posts.Kind{posts.News}}, "north-one"},
			{posts.Filter{Kinds: []posts.Kind{posts.WriteUp}}, ""},
			{posts.Filter{Chapters: []string{h.chapter}}, "north-one"},
			{posts.Filter{Chapters: []string{""}}, "both first"},
			{posts.Filter{Lang: "de"}, "both"},
			{posts.Filter{Lang: "ar"}, ""},
			{posts.Filter{Lang: "%"}, ""},
			{posts.Filter{Lang: "en", Chapters: []string{h.chapter}, Kinds: []posts.Kind{posts.Statement}}, ""},
		} {
			x.f.Most = 10
			if got, more := h.find(x.f); strings.Join(got, " ") != x.want || more {
				t.Errorf("%+v finds %v", x.f, got)
			}
		}
	})
}

func TestAListIsReadPartByPart(t *testing.T) {
	each(t, func(h *house) {
		asked := h.about(func(v auth.Viewer, id string) bool {
			return !strings.HasPrefix(id, "secret") || v.Kind != auth.Anonymous
		})
		var want, ids []string
		for n := range 9 {
			p := text("text-" + strconv.Itoa(n))
			switch n % 3 {
			case 1:
				p.About = posts.About{Kind: posts.Session, ID: "secret" + strconv.Itoa(n)}
			case 2:
				p.About = posts.About{Kind: posts.Date, ID: "open" + strconv.Itoa(n)}
			}
			h.clock.Add(time.Minute)
			h.write(func(tx *store.Tx) error {
				made, err := h.room.Save(h.ctx, tx, auth.Itself(), p)
				if err == nil {
					_, err = h.room.Publish(h.ctx, tx, auth.Itself(), made.ID)
				}
				ids = append(ids, made.ID)
				return err
			})
			if n%3 != 1 {
				want = append([]string{p.Slug}, want...)
			}
		}
		var got []string
		f := posts.Filter{Most: 2}
		for more := true; more; {
			var last posts.Place
			h.write(func(tx *store.Tx) error {
				list, m, err := h.room.List(h.ctx, tx, auth.Viewer{}, f)
				more = m
				for _, p := range list {
					got, last = append(got, p.Slug), p.Place()
				}
				return err
			})
			var err error
			if f.After, err = posts.ParsePlace(last.String()); err != nil {
				t.Fatal(err)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
		*asked = 0
		h.write(func(tx *store.Tx) error {
			list, err := h.room.Published(h.ctx, tx, auth.Viewer{}, ids...)
			if len(list) != len(want) || *asked != 2 {
				t.Errorf("%d texts, and the rooms were asked %d times of six things of two kinds", len(list), *asked)
			}
			*asked = 0
			shorter, more, err2 := h.room.List(h.ctx, tx, auth.Viewer{}, posts.Filter{Most: 9})
			if len(shorter) != len(want) || more || *asked != 2 {
				t.Errorf("a list of %d texts, and the rooms were asked %d times", len(shorter), *asked)
			}
			return errors.Join(err, err2)
		})
	})
}

func TestAPlaceThatNobodyWroteIsNowhere(t *testing.T) {
	for _, s := range []string{"x", "%%%", "YWJj", "LmFi", strings.Repeat("A", 4000)} {
		if _, err := posts.ParsePlace(s); !errs.Is(err, errs.NotFound) {
			t.Errorf("%q: %v", s, err)
		}
	}
}

func TestWhatIsHiddenIsFoundNowhere(t *testing.T) {
	each(t, func(h *house) {
		p := h.out(text("one"))
		moderator := auth.Viewer{Kind: auth.Person, Person: "m", Tier: auth.Strong, Grants: []auth.Grant{{Verb: auth.ModerateReports, Scope: auth.TheNetwork()}}}
		h.write(func(tx *store.Tx) error {
			_, err := h.room.Hide(h.ctx, tx, moderator, "one", "It names somebody.")
			return err
		})
		if got, _ := h.find(posts.Filter{Most: 5}); len(got) != 0 {
			t.Errorf("the list has %v", got)
		}
		if _, err := h.read("one"); !errs.Is(err, errs.NotFound) {
			t.Errorf("its page: %v", err)
		}
		h.write(func(tx *store.Tx) error {
			list, err := h.room.Published(h.ctx, tx, auth.Viewer{}, p.ID)
			if len(list) != 0 {
				t.Errorf("search finds %v", list)
			}
			return err
		})
		q := h.latest(p.ID)
		q.Slug = "elsewhere"
		h.save("ada", q)
		h.write(func(tx *store.Tx) error {
			if to, err := h.room.Moved(tx, "one"); !errs.Is(err, errs.NotFound) {
				t.Errorf("its old address leads to %q, %v", to, err)
			}
			return nil
		})
	})
}

// everything lets the search find whatever it has kept.
func everything(_ search.Kind, ids []string) (map[string]bool, error) {
	all := map[string]bool{}
	for _, id := range ids {
		all[id] = true
	}
	return all, nil
}

func TestWhatReadersHaveIsFoundByItsWords(t *testing.T) {
	each(t, func(h *house) {
		found := func(typed string) (n int) {
			h.write(func(tx *store.Tx) error {
				hits, err := search.Find(tx, search.Ask(typed, false), everything)
				n = len(hits)
				return err
			})
			return n
		}
		p := h.out(posts.Post{Slug: "quince", Kind: posts.News, Title: i18n.Text{"en": "Quinces"}, Body: i18n.Text{"en": "Ripe."}})
		if found("quince") != 1 || found("ripe") != 1 {
			t.Error("what is published is not found")
		}
		h.change("ada", p.ID, "Rotten.")
		if found("ripe") != 0 || found("rotten") != 1 {
			t.Error("it is found by what it no longer says")
		}
		moderator := auth.Viewer{Kind: auth.Person, Person: "m", Tier: auth.Strong, Grants: []auth.Grant{{Verb: auth.ModerateReports, Scope: auth.TheNetwork()}}}
		h.write(func(tx *store.Tx) error { _, err := h.room.Hide(h.ctx, tx, moderator, "quince", "Why."); return err })
		if found("quince") != 0 {
			t.Error("what is hidden is found")
		}
		h.write(func(tx *store.Tx) error { return h.room.Unhide(h.ctx, tx, moderator, "quince") })
		if found("quince") != 1 {
			t.Error("what is shown again is not found")
		}
		h.write(func(tx *store.Tx) error { return h.room.Withdraw(h.ctx, tx, h.who["ada"], p.ID, "Wrong.", "en") })
		if found("quince") != 0 {
			t.Error("what was taken back is found")
		}
		h.save("ada", posts.Post{Slug: "draft", Kind: posts.News, Title: i18n.Text{"en": "Medlars"}, Body: i18n.Text{"en": "D"}})
		if found("medlar") != 0 {
			t.Error("a draft is found")
		}
	})
}

func TestTheDeskShowsWhatOneMayWrite(t *testing.T) {
	each(t, func(h *house) {
		p := h.save("ada", text("network"))
		north := text("north-one")
		north.Chapter = h.chapter
		h.save("dora", north)
		h.write(func(tx *store.Tx) error { return h.room.Ask(h.ctx, tx, h.who["ada"], p.ID, h.who["bea"].Person) })
		for name, want := range map[string]string{"ada": "network north-one", "bea": "network! north-one", "cem": "network north-one", "dora": "north-one"} {
			var got []string
			h.write(func(tx *store.Tx) error {
				items, _, err := h.room.Desk(h.ctx, tx, h.who[name], posts.Place{}, 100)
				for _, x := range items {
					slug := x.Post.Slug
					if x.Mine {
						slug += "!"
					}
					got = append(got, slug)
				}
				return err
			})
			slices.Sort(got)
			if strings.Join(got, " ") != want {
				t.Errorf("%s finds %v, want %s", name, got, want)
			}
		}
		if err := h.try(func(tx *store.Tx) error {
			_, _, err := h.room.Desk(h.ctx, tx, h.who["emil"], posts.Place{}, 100)
			return err
		}); !errs.Is(err, errs.NotFound) {
			t.Errorf("emil: %v", err)
		}
	})
}

func TestTheDeskComesInPages(t *testing.T) {
	each(t, func(h *house) {
		oldest := h.save("ada", text("oldest"))
		for _, slug := range []string{"b", "c", "d", "e"} {
			h.clock.Add(time.Hour)
			h.save("ada", text("text-"+slug))
			north := text("north-" + slug)
			north.Chapter = h.chapter
			h.save("dora", north)
		}
		h.write(func(tx *store.Tx) error { return h.room.Ask(h.ctx, tx, h.who["ada"], oldest.ID, h.who["bea"].Person) })
		for name, want := range map[string]int{"ada": 9, "bea": 9, "dora": 4} {
			seen, pages := map[string]bool{}, 0
			var after posts.Place
			for more := true; more; pages++ {
				h.write(func(tx *store.Tx) error {
					items, next, err := h.room.Desk(h.ctx, tx, h.who[name], after, 3)
					for _, x := range items {
						if name == "dora" && x.Post.Chapter != h.chapter {
							t.Errorf("dora finds %s", x.Post.Slug)
						}
						seen[x.Post.ID] = true
					}
					if name == "bea" && pages == 0 && (len(items) != 4 || items[0].Post.ID != oldest.ID || !items[0].Mine) {
						t.Errorf("what bea is asked to read does not stand first: %d", len(items))
					}
					after, more = next, !next.IsZero()
					return err
				})
			}
			if len(seen) != want || pages != (want+2)/3 {
				t.Errorf("%s finds %d texts on %d pages, want %d", name, len(seen), pages, want)
			}
		}
	})
}
