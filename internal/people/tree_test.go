package people_test

import (
	"slices"
	"testing"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest"
	"github.com/google/go-cmp/cmp"
)

func TestAChapterLiesInThoseAboveIt(t *testing.T) {
	tree := people.Tree{"mill": "river", "river": "valley", "valley": "", "hill": ""}
	for chapter, want := range map[string][]auth.Scope{
		"":       {auth.TheNetwork()},
		"hill":   {auth.ChapterScope("hill"), auth.TheNetwork()},
		"mill":   {auth.ChapterScope("mill"), auth.ChapterScope("river"), auth.ChapterScope("valley"), auth.TheNetwork()},
		"nobody": {auth.ChapterScope("nobody"), auth.TheNetwork()},
	} {
		if diff := cmp.Diff(want, tree.Scopes(chapter)); diff != "" {
			t.Errorf("%q: %s", chapter, diff)
		}
	}
	round := people.Tree{"a": "b", "b": "a"}
	if got := round.Scopes("a"); len(got) != 3 {
		t.Errorf("a tree that runs in a circle: %v", got)
	}
}

func TestWhoChangesAChapter(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		room := &people.Room{}
		save := func(v auth.Viewer, slug, parent string) (c people.Chapter, err error) {
			err = db.Write(t.Context(), func(tx *store.Tx) (err error) {
				c, err = room.SaveChapter(t.Context(), tx, v, people.Chapter{Slug: slug, Parent: parent, Name: i18n.Text{"en": slug}, Zone: "UTC"})
				return err
			})
			return c, err
		}
		made := map[string]string{}
		for _, c := range [][2]string{{"valley", ""}, {"river", "valley"}, {"hill", ""}} {
			c2, err := save(auth.AtConsole(), c[0], made[c[1]])
			if err != nil {
				t.Fatal(err)
			}
			made[c[0]] = c2.ID
		}
		team := func(chapter string) auth.Viewer {
			return auth.Viewer{Kind: auth.Person, Person: "x", Tier: auth.Strong, Grants: []auth.Grant{{Verb: auth.EditNetwork, Scope: auth.ChapterScope(made[chapter])}}}
		}
		for _, c := range []struct {
			name, of, slug, parent string
			may                    bool
		}{
			{"their own", "valley", "valley", "", true},
			{"one below", "valley", "river", "valley", true},
			{"a new one below", "river", "mill", "river", true},
			{"the one above", "river", "valley", "", false},
			{"another", "valley", "hill", "", false},
			{"a new one of the network's", "valley", "plain", "", false},
			{"their own to another", "river", "river", "hill", false},
			{"one below to the network", "valley", "river", "", false},
		} {
			_, err := save(team(c.of), c.slug, made[c.parent])
			if c.may && err != nil || !c.may && !errs.Is(err, errs.NotFound) {
				t.Errorf("the team of %s changes %s: %v", c.of, c.name, err)
			}
		}
	})
}

func TestWhatLiesBelowAChapter(t *testing.T) {
	tree := people.Tree{"north": "", "harbour": "north", "quay": "harbour", "south": ""}
	for chapter, want := range map[string][]string{"north": {"harbour", "north", "quay"}, "quay": {"quay"}, "nowhere": nil, "": nil} {
		if got := tree.Below(chapter); !slices.Equal(got, want) {
			t.Errorf("below %q lie %v, want %v", chapter, got, want)
		}
	}
}
