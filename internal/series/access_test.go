package series

import (
	"strings"
	"testing"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/when"
)

func TestWhoSeesASeries(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		valley, hill := b.chapter("valley"), b.chapter("hillside")
		river := b.chapterIn("riverside", valley.ID)
		mill := b.chapterIn("mill", river.ID)
		s := b.imports(small + "chapter: riverside\n")
		b.registers(s, "ada", "")
		member := auth.Viewer{Kind: auth.Person, Person: "bea", Tier: auth.Mail}
		viewers := map[string]auth.Viewer{
			"anybody": {}, "member": member, "registered": {Kind: auth.Person, Person: "ada"}, "carries a link": auth.Holder("r", "x", "ada"),
			"another's link": auth.Holder("r", "x", "bea"),
			"network":        organiser(auth.EditSeries, auth.TheNetwork()), "chapter": organiser(auth.EditSeries, auth.ChapterScope(river.ID)),
			"chapter above": organiser(auth.EditSeries, auth.ChapterScope(valley.ID)), "chapter below": organiser(auth.EditSeries, auth.ChapterScope(mill.ID)),
			"other chapter": organiser(auth.EditSeries, auth.ChapterScope(hill.ID)), "series": organiser(auth.SeeRegistrations, auth.SeriesScope(s.ID)),
			"other verb": organiser(auth.TakeAttendance, auth.SeriesScope(s.ID)), "console": auth.AtConsole(),
		}
		team := "network chapter above series console"
		all := team + " anybody member registered carries a link another's link other chapter below other verb"
		for _, c := range []struct {
			state      State
			visibility Visibility
			sees       string // and finds in the list
			finds      string
		}{
			{Draft, Public, team, team},
			{Published, Public, all, all},
			{Cancelled, Public, all, all},
			{Archived, Public, all, ""},
			{Published, Members, team + " member registered carries a link other chapter below other verb", ""},
			{Published, Invited, team + " registered carries a link other verb", ""},
			{Draft, Invited, team, team},
		} {
			b.do(func(tx *store.Tx) error {
				_, err := tx.Exec(`UPDATE series SET state = $1, visibility = $2`, string(c.state), string(c.visibility))
				return err
			})
			for name, v := range viewers {
				var err error
				var list []*Series
				b.do(func(tx *store.Tx) (fault error) {
					if _, err = b.room.BySlug(tx.Context(), tx, v, s.Slug); err != nil && !errs.Is(err, errs.NotFound) {
						return err
					}
					list, fault = b.room.List(tx.Context(), tx, v, Filter{})
					return fault
				})
				if sees := strings.Contains(" "+c.sees+" ", " "+name+" "); sees != (err == nil) {
					t.Errorf("%s, %s: %s sees it: %t", c.state, c.visibility, name, err == nil)
				}
				finds := c.finds
				if c.state != Archived && finds == "" {
					finds = c.sees
				}
				if want := strings.Contains(" "+finds+" ", " "+name+" "); want != (len(list) == 1) {
					t.Errorf("%s, %s: %s finds %d", c.state, c.visibility, name, len(list))
				}
			}
		}
	})
}

func TestOnlyWhoMayChangesASeries(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		river := b.chapter("riverside")
		b.imports(small + "chapter: riverside\n")
		seer := organiser(auth.SeeRegistrations, auth.TheNetwork())
		for name, fn := range map[string]func(tx *store.Tx, v auth.Viewer) error{
			"import": func(tx *store.Tx, v auth.Viewer) error {
				_, err := b.room.Import(tx.Context(), tx, v, mustRead(t, small))
				return err
			},
			"make": func(tx *store.Tx, v auth.Viewer) error {
				s := mustRead(t, strings.Replace(small, "spring", "other", 1))
				_, err := b.room.Save(tx.Context(), tx, v, s)
				return err
			},
			"state": func(tx *store.Tx, v auth.Viewer) error {
				return b.room.SetState(tx.Context(), tx, v, "spring", Cancelled)
			},
			"copy": func(tx *store.Tx, v auth.Viewer) error {
				_, err := b.room.Copy(tx.Context(), tx, v, "spring", "autumn", when.Date{Year: 2027, Month: 9, Day: 1})
				return err
			},
			"delete": func(tx *store.Tx, v auth.Viewer) error { return b.room.Delete(tx.Context(), tx, v, "spring") },
			"change": func(tx *store.Tx, v auth.Viewer) error {
				_, err := b.room.ChangeSession(tx.Context(), tx, v, "spring", 1, ThisOne, SessionChange{Days: 1})
				return err
			},
			"add": func(tx *store.Tx, v auth.Viewer) error {
				_, err := b.room.AddSession(tx.Context(), tx, v, "spring", Session{Date: when.Date{Year: 2027, Month: 3, Day: 1}})
				return err
			},
			"remove": func(tx *store.Tx, v auth.Viewer) error {
				return b.room.RemoveSession(tx.Context(), tx, v, "spring", 1)
			},
			"links": func(tx *store.Tx, v auth.Viewer) error {
				return b.room.SetLinks(tx.Context(), tx, v, "spring", 1, nil)
			},
		} {
			for _, v := range []auth.Viewer{{}, {Kind: auth.Person, Person: "bea"}, seer} {
				if err := b.try(func(tx *store.Tx) error { return fn(tx, v) }); !errs.Is(err, errs.NotFound) {
					t.Errorf("%s by %v: %v", name, v.Grants, err)
				}
			}
		}
		// Who edits a chapter's series cannot move them into the network.
		editor := organiser(auth.EditSeries, auth.ChapterScope(river.ID))
		err := b.try(func(tx *store.Tx) error {
			_, err := b.room.Import(tx.Context(), tx, editor, mustRead(t, small))
			return err
		})
		if !errs.Is(err, errs.NotFound) {
			t.Errorf("moved out of the chapter: %v", err)
		}
		b.do(func(tx *store.Tx) error {
			_, err := b.room.Import(tx.Context(), tx, editor, mustRead(t, small+"chapter: riverside\n"))
			return err
		})
	})
}

func TestWhoSaysWhetherASeriesAsksPeopleToAgree(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		s := b.imports(small)
		says := func(v auth.Viewer, asks bool) (err error) {
			b.do(func(tx *store.Tx) error {
				err = b.room.SetAsking(tx.Context(), tx, v, s.Slug, asks)
				return nil
			})
			return err
		}
		free := func() (is bool) {
			b.do(func(tx *store.Tx) (err error) {
				is, err = b.room.People.AsksNobody(tx, s.ID)
				return err
			})
			return is
		}
		for name, v := range map[string]auth.Viewer{"anybody": {}, "somebody": {Kind: auth.Person, Person: "ada", Tier: auth.Strong},
			"who sees registrations": organiser(auth.SeeRegistrations, auth.SeriesScope(s.ID))} {
			if err := says(v, false); !errs.Is(err, errs.NotFound) || free() {
				t.Errorf("%s: %v", name, err)
			}
		}
		editor := organiser(auth.EditSeries, auth.SeriesScope(s.ID))
		if err := says(editor, false); err != nil || !free() {
			t.Errorf("an editor: %v, asks nobody: %t", err, free())
		}
		if err := says(editor, true); err != nil || free() {
			t.Errorf("an editor: %v, asks nobody: %t", err, free())
		}
	})
}
