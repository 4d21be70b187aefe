package series

import (
	"strings"
	"testing"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/store"
)

func TestSessionsAreAddedWhereNumbersMayStay(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		b.imports(tracked + "state: draft\n")
		x := Session{Date: *onDate("2027-02-12"), Theme: i18n.Text{"en": "Between"}}
		n, before := 0, b.series("tracked")
		add := func() {
			b.do(func(tx *store.Tx) (err error) {
				n, err = b.room.AddSession(tx.Context(), tx, auth.AtConsole(), "tracked", x)
				return err
			})
		}
		if add(); n != 2 || !strings.HasPrefix(showSessions(b.series("tracked")), "1 02-10 10:00-12:00 19:00-21:00\n2 02-12 ") {
			t.Errorf("%d\n%s", n, showSessions(b.series("tracked")))
		}
		if s := b.series("tracked"); s.Sessions[2].ID != before.Sessions[1].ID || s.Sessions[3].ID != before.Sessions[2].ID || s.Sessions[1].ID == "" {
			t.Error("the sessions after it are others now")
		}
		b.do(func(tx *store.Tx) error {
			return b.room.SetState(tx.Context(), tx, auth.AtConsole(), "tracked", Published)
		})
		if add(); n != 5 || len(b.told) != 1 || kindsOf(b.told[0]) != "5:added" {
			t.Errorf("%d, told %+v", n, b.told)
		}
		b.do(func(tx *store.Tx) error {
			return b.room.RemoveSession(tx.Context(), tx, auth.AtConsole(), "tracked", 2)
		})
		if got := showSessions(b.series("tracked")); strings.Count(got, "\n") != 3 || !strings.Contains(got, "\n4 02-12") {
			t.Error(got)
		}
		b.registers(b.series("tracked"), "ada", "A")
		err := b.try(func(tx *store.Tx) error {
			return b.room.RemoveSession(tx.Context(), tx, auth.AtConsole(), "tracked", 2)
		})
		if !errs.Is(err, errs.Invalid) {
			t.Error(err)
		}
	})
}

func TestLinksAreCheckedAndKept(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		s := b.imports(small)
		writer := organiser(auth.WritePosts, auth.SeriesScope(s.ID))
		set := func(links ...Link) error {
			return b.try(func(tx *store.Tx) error { return b.room.SetLinks(tx.Context(), tx, writer, "spring", 2, links) })
		}
		if err := set(Link{Title: " The  film ", URL: "https://film.example", Kind: Recording}, Link{Title: "Sheet", URL: "https://sheet.example"}); err != nil {
			t.Fatal(err)
		}
		if got := b.series("spring").Version; got != s.Version+1 {
			t.Errorf("version %d after %d", got, s.Version)
		}
		if got := b.series("spring").Sessions[1].Links; len(got) != 2 || got[0].Title != "The film" || got[1].Kind != Material {
			t.Errorf("%+v", got)
		}
		if err := set(Link{URL: "file:///etc"}); err == nil || !strings.Contains(err.Error(), "links.1.title") || !strings.Contains(err.Error(), "links.1.url") {
			t.Error(err)
		}
	})
}

// Of two who change the same series at once, both changes hold.
