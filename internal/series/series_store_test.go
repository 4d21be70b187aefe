package series

import (
	"context"
	"errors"
	"strings"
	"testing"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// bench is a room on a database, with what was told of changes.
type bench struct {
	t    testing.TB
	db   *store.DB
	room *Room
	told [][]Changed
}

func newBench(t testing.TB, db *store.DB) *bench {
	keys := seal.New(make([]byte, 32))
	b := &bench{t: t, db: db, room: &Room{Keys: keys, People: &people.Room{Keys: keys}}}
	b.room.OnSessionsChanged = append(b.room.OnSessionsChanged, func(_ context.Context, _ *store.Tx, _ *Series, changed []Changed) error {
		b.told = append(b.told, changed)
		return nil
	})
	return b
}

// onBench runs a test on an empty database of each engine.
func onBench(t *testing.T, fn func(t *testing.T, b *bench)) {
	storetest.Each(t, func(t *testing.T, db *store.DB) { fn(t, newBench(t, db)) })
}

func (b *bench) do(fn func(tx *store.Tx) error) {
	b.t.Helper()
	if err := b.try(fn); err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) try(fn func(tx *store.Tx) error) error {
	b.told = nil
	return b.db.Write(context.Background(), fn)
}

func (b *bench) imports(text string) *Series {
	b.t.Helper()
	s := mustRead(b.t, text)
	b.do(func(tx *store.Tx) error {
		_, err := b.room.Import(tx.Context(), tx, auth.AtConsole(), s)
		return err
	})
	return b.series(s.Slug)
}

func (b *bench) series(slug string) *Series {
	b.t.Helper()
	var s *Series
	if err := b.db.Read(context.Background(), func(tx *store.Tx) (err error) {
		s, err = b.room.BySlug(tx.Context(), tx, auth.Itself(), slug)
		return err
	}); err != nil {
		b.t.Fatal(err)
	}
	return s
}

// registers lets somebody have a place, by the shortest way.
func (b *bench) registers(s *Series, person, letter string) {
	b.t.Helper()
	b.do(func(tx *store.Tx) error {
		var track any
		if t := s.Track(letter); t != nil {
			track = t.ID
		}
		_, err := tx.Exec(`INSERT INTO registration (id, series, track, person, state, zone, language, made_at) VALUES ($1, $2, $3, $4, 'registered', 'UTC', 'en', 1)`,
			store.NewID(), s.ID, track, person)
		return err
	})
}

func (b *bench) chapter(slug string) people.Chapter { return b.chapterIn(slug, "") }

func (b *bench) chapterIn(slug, parent string) people.Chapter {
	b.t.Helper()
	var c people.Chapter
	b.do(func(tx *store.Tx) (err error) {
		c, err = b.room.People.SaveChapter(tx.Context(), tx, auth.AtConsole(), people.Chapter{Slug: slug, Parent: parent, Name: i18n.Text{"en": slug}, Description: i18n.Text{"en": slug}, Zone: "UTC"})
		return err
	})
	return c
}

func organiser(verb auth.Verb, scope auth.Scope) auth.Viewer {
	return auth.Viewer{Kind: auth.Person, Person: "org", Tier: auth.Strong, Grants: []auth.Grant{{Verb: verb, Scope: scope}}}
}

func TestAnImportedSeriesComesBackWhole(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		b.chapter("riverside")
		for _, s := range []*Series{readSample(t, "learning-series.yaml"), readSample(t, "mass-training.yaml"), mustRead(t, everything)} {
			b.do(func(tx *store.Tx) error {
				is, err := b.room.Import(tx.Context(), tx, auth.AtConsole(), s)
				if err == nil && is != Made {
					t.Error(is)
				}
				return err
			})
			got := b.series(s.Slug)
			if diff := cmp.Diff(s, got, cmpopts.EquateEmpty(), cmpopts.IgnoreFields(Series{}, "ID", "ChapterID", "Home", "Version", "Announced", "Changed"), cmpopts.IgnoreFields(Track{}, "ID"), cmpopts.IgnoreFields(Session{}, "ID")); diff != "" {
				t.Error(diff)
			}
			if string(got.Write()) != string(s.Write()) {
				t.Errorf("exported as\n%s", got.Write())
			}
		}
	})
}

func TestAnImportOfWhatIsThereLeavesNoTrace(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		b.chapter("riverside")
		noted := 0
		b.room.Note = func(*store.Tx, auth.Viewer, string, string, int) error { noted++; return nil }
		again := func(text string, want Imported) {
			t.Helper()
			b.do(func(tx *store.Tx) error {
				is, err := b.room.Import(tx.Context(), tx, auth.AtConsole(), mustRead(t, text))
				if is != want {
					t.Errorf("it is %s, not %s", is, want)
				}
				return err
			})
		}
		again(everything, Made)
		old, counter := b.series(mustRead(t, everything).Slug), b.db.Version()
		noted = 0
		again(everything, Unchanged)
		again(string(old.Write()), Unchanged)
		if got := b.series(old.Slug); got.Version != old.Version || noted != 0 || len(b.told) != 0 || b.db.Version() != counter {
			t.Errorf("version %d after %d, %d rows of audit, %d told, counter %d after %d", got.Version, old.Version, noted, len(b.told), b.db.Version(), counter)
		}
		b.do(func(tx *store.Tx) error {
			return b.room.SetState(tx.Context(), tx, auth.AtConsole(), old.Slug, Cancelled)
		})
		again(everything, Replaced) // the file publishes it again
		if noted != 2 {
			t.Errorf("%d rows of audit", noted)
		}
	})
}

func TestASecondImportKeepsIDsCountersAndLinks(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		text := tracked
		old := b.imports(text)
		b.registers(old, "ada", "A")
		b.do(func(tx *store.Tx) error {
			if _, err := tx.Exec(`UPDATE series SET taken = 7`); err != nil {
				return err
			}
			_, err := tx.Exec(`UPDATE track SET taken = 5 WHERE letter = 'A'`)
			return err
		})
		b.do(func(tx *store.Tx) error {
			return b.room.SetLinks(tx.Context(), tx, auth.AtConsole(), old.Slug, 1, []Link{{Title: "Film", URL: "https://film.example", Kind: Recording}})
		})
		s := mustRead(t, strings.Replace(text, "2027-02-17", "2027-02-18", 1))
		b.do(func(tx *store.Tx) error {
			is, err := b.room.Import(tx.Context(), tx, auth.AtConsole(), s)
			if is != Replaced {
				t.Error(is)
			}
			return err
		})
		got := b.series(old.Slug)
		if got.ID != old.ID || got.Taken != 7 || got.Version != old.Version+2 || got.Track("A").Taken != 5 || got.Track("B").ID != old.Track("B").ID {
			t.Errorf("%+v", got)
		}
		for i, want := range []int{0, 1, 0} {
			if x := got.Sessions[i]; x.ID != old.Sessions[i].ID || x.Sequence != want {
				t.Errorf("session %d: %+v", i+1, x)
			}
		}
		if len(got.Sessions[0].Links) != 1 {
			t.Error("the recording is gone")
		}
		if len(b.told) != 1 || len(b.told[0]) != 1 || b.told[0][0].After.N != 2 || !b.told[0][0].Has(ChangedTime) {
			t.Errorf("told %+v", b.told)
		}
	})
}

// tracked is a series in two tracks.
const tracked = `series: tracked
title: {en: Tracked}
zone: Europe/Berlin
tracks:
  - {id: A, start: "10:00"}
  - {id: B, start: "19:00"}
length: 2h
registration: {places: 100, waitlist: true}
sessions:
  - {date: 2027-02-10, theme: {en: One}}
  - {date: 2027-02-17, theme: {en: Two}, assignment: {title: {en: Do it}, due: 2027-02-23T23:59}}
  - {date: 2027-02-24, theme: {en: Three}}
`

func TestWhatPeopleAreRegisteredForCannotBeImportedAway(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		old := b.imports(tracked)
		b.registers(old, "ada", "B")
		for want, text := range map[string]string{
			"tracks:org.series.track-used":     strings.Replace(tracked, "  - {id: B, start: \"19:00\"}\n", "", 1),
			"sessions:org.series.session-used": tracked[:strings.Index(tracked, "  - {date: 2027-02-24")],
			"org.series.people-registered":     tracked + "state: draft\n",
			"chapter:org.series.chapter-un":    tracked + "chapter: nowhere\n",
		} {
			s := mustRead(t, text)
			err := b.try(func(tx *store.Tx) error {
				_, err := b.room.Import(tx.Context(), tx, auth.AtConsole(), s)
				return err
			})
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %v", want, err)
			}
		}
		if got := b.series("tracked"); got.Version != old.Version || len(got.Sessions) != 3 {
			t.Errorf("%+v", got)
		}
		// A track that nobody chose may go.
		b.imports(strings.Replace(tracked, "  - {id: A, start: \"10:00\"}\n", "", 1))
		if got := b.series("tracked"); len(got.Tracks) != 1 || got.Tracks[0].ID != old.Track("B").ID {
			t.Errorf("%+v", got.Tracks)
		}
	})
}

func TestASeriesWithRegistrationsIsNotDividedIntoTracks(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		b.registers(b.imports(small), "ada", "")
		s := mustRead(t, small+"tracks: [{id: A}]\n")
		err := b.try(func(tx *store.Tx) error {
			_, err := b.room.Import(tx.Context(), tx, auth.AtConsole(), s)
			return err
		})
		if !errs.Is(err, errs.Invalid) || !strings.Contains(err.Error(), "tracks-late") {
			t.Error(err)
		}
	})
}

func TestListsAreNarrowedAndInTheOrderOfTime(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		b.chapter("riverside")
		b.imports(strings.Replace(small, "spring", "later", 1) + "chapter: riverside\nlanguages: [es]\n")
		b.imports(strings.NewReplacer("spring", "sooner", "2027-02-10", "2027-01-10").Replace(small))
		b.imports(strings.Replace(small, "spring", "draft", 1) + "state: draft\n")
		names := func(v auth.Viewer, f Filter) string {
			var slugs []string
			b.do(func(tx *store.Tx) error {
				list, err := b.room.List(tx.Context(), tx, v, f)
				slugs = nil
				for _, s := range list {
					slugs = append(slugs, s.Slug)
				}
				return err
			})
			return strings.Join(slugs, " ")
		}
		editor := organiser(auth.EditSeries, auth.SeriesScope(b.series("draft").ID))
		for _, c := range []struct {
			v    auth.Viewer
			f    Filter
			want string
		}{
			{auth.Viewer{}, Filter{}, "sooner later"},
			{auth.Viewer{}, Filter{Chapter: "riverside"}, "later"},
			{auth.Viewer{}, Filter{Language: "es"}, "later"},
			{auth.Viewer{}, Filter{Desk: true}, ""},
			{editor, Filter{}, "sooner draft later"},
			{editor, Filter{Desk: true}, "draft"},
		} {
			if got := names(c.v, c.f); got != c.want {
				t.Errorf("%+v: %s, want %s", c.f, got, c.want)
			}
		}
	})
}

func TestChangesAreNoted(t *testing.T) {
	b := newBench(t, storetest.Open(t))
	var notes []string
	b.room.Note = func(_ *store.Tx, v auth.Viewer, verb, object string, n int) error {
		notes = append(notes, v.Actor()+" "+verb)
		return nil
	}
	b.imports(small)
	b.do(func(tx *store.Tx) error { return b.room.SetState(tx.Context(), tx, auth.AtConsole(), "spring", Draft) })
	b.do(func(tx *store.Tx) error { return b.room.Delete(tx.Context(), tx, auth.AtConsole(), "spring") })
	if got := strings.Join(notes, ", "); got != "console series.import, console series.draft, console series.delete" {
		t.Error(got)
	}
}

func TestAHookThatFailsUndoesTheChange(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		b.imports(small)
		wrong := errors.New("the mail could not be written")
		b.room.OnSessionsChanged = append(b.room.OnSessionsChanged, func(context.Context, *store.Tx, *Series, []Changed) error { return wrong })
		err := b.try(func(tx *store.Tx) error {
			_, err := b.room.ChangeSession(tx.Context(), tx, auth.AtConsole(), "spring", 1, ThisOne, SessionChange{Days: 1})
			return err
		})
		if !errors.Is(err, wrong) {
			t.Error(err)
		}
		if s := b.series("spring"); s.Sessions[0].Date.Day != 10 || s.Sessions[0].Sequence != 0 {
			t.Errorf("%+v", s.Sessions[0])
		}
	})
}
