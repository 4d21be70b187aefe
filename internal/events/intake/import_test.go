package intake

import (
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/files"
	"codeberg.org/plenary/plenary/internal/jobs"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest"
)

// shelf is the rooms on a database of their own. Who asks for jobs is who says.
type shelf struct {
	testing.TB
	db    *store.DB
	room  *Room
	queue *jobs.Queue
	as    auth.Viewer
	notes []string
}

func newShelf(t testing.TB, db *store.DB) *shelf {
	keys := seal.New(make([]byte, 32))
	s := &shelf{TB: t, db: db, as: auth.AtConsole(), queue: jobs.New(db, slog.New(slog.DiscardHandler))}
	note := func(tx *store.Tx, v auth.Viewer, verb, object string, count int) error {
		s.notes = append(s.notes, fmt.Sprint(verb, " ", count))
		return nil
	}
	peopleRoom := &people.Room{Keys: keys}
	s.room = &Room{Events: &events.Room{Keys: keys, People: peopleRoom, Note: note}, People: peopleRoom, Files: files.New(t.TempDir(), keys, slog.New(slog.DiscardHandler)),
		Note: note, As: func(*store.Tx, string) (auth.Viewer, error) { return s.as, nil }}
	s.queue.Handle(JobTake, s.room.TakeJob)
	s.queue.Handle(JobUndo, s.room.UndoJob)
	return s
}

func onShelf(t *testing.T, do func(t *testing.T, s *shelf)) {
	storetest.Each(t, func(t *testing.T, db *store.DB) { do(t, newShelf(t, db)) })
}

func (s *shelf) write(do func(tx *store.Tx) error) {
	s.Helper()
	if err := s.db.Write(s.Context(), do); err != nil {
		s.Fatal(err)
	}
}

// chapter makes a chapter.
func (s *shelf) chapter(slug string) (id string) {
	s.Helper()
	s.write(func(tx *store.Tx) error {
		c, err := s.room.People.SaveChapter(tx.Context(), tx, auth.AtConsole(), people.Chapter{Slug: slug, Name: map[string]string{"en": slug}, Zone: "Europe/Berlin"})
		id = c.ID
		return err
	})
	return id
}

// bring keeps a file of a viewer and returns what it is known as.
func (s *shelf) bring(v auth.Viewer, chapter, text string) (in Import, err error) {
	s.Helper()
	b, err := Read([]byte(text), berlin, day("2027-01-01"))
	if err != nil {
		s.Fatal(err)
	}
	u, err := s.room.Files.Take(s.Context(), s.db, []byte(text), "text/plain", false)
	if err != nil {
		s.Fatal(err)
	}
	err = s.db.Write(s.Context(), func(tx *store.Tx) (err error) {
		in, err = s.room.Bring(tx.Context(), tx, v, b, Import{Name: "file", Chapter: chapter, Settings: berlin}, u.ID)
		return err
	})
	return in, err
}

// through brings a file and makes drafts of it.
func (s *shelf) through(text string) Import {
	s.Helper()
	in, err := s.bring(s.as, "", text)
	if err != nil {
		s.Fatal(err)
	}
	s.write(func(tx *store.Tx) error { return s.room.Begin(tx, s.as, in.ID) })
	return s.settled(in.ID)
}

func (s *shelf) settled(id string) (in Import) {
	s.Helper()
	if _, err := s.queue.RunDue(s.Context()); err != nil {
		s.Fatal(err)
	}
	s.read(func(tx *store.Tx) (err error) {
		in, err = s.room.Find(tx, auth.Itself(), id)
		return err
	})
	return in
}

func (s *shelf) read(do func(tx *store.Tx) error) {
	s.Helper()
	if err := s.db.Read(s.Context(), do); err != nil {
		s.Fatal(err)
	}
}

func (s *shelf) undo(id string) Import {
	s.Helper()
	s.write(func(tx *store.Tx) error { return s.room.Undo(tx, s.as, id) })
	return s.settled(id)
}

// titles are those of all events, with their first days.
func (s *shelf) titles() (list []string) {
	s.Helper()
	s.read(func(tx *store.Tx) error {
		all, err := s.room.Events.List(tx.Context(), tx, auth.AtConsole(), events.Filter{Desk: true})
		for _, e := range all {
			list = append(list, e.Title["en"]+" "+e.Dates[0].Day.String())
		}
		return err
	})
	slices.Sort(list)
	return list
}

func (s *shelf) wants(want ...string) {
	s.Helper()
	if got := s.titles(); !slices.Equal(got, want) {
		s.Errorf("events are %q, want %q", got, want)
	}
}

// rows is a table of events: number, title, start.
func rows(list ...string) string {
	return "id,title,start_date,timezone\n" + strings.Join(list, ",Europe/Berlin\n") + ",Europe/Berlin\n"
}

func TestAFileBroughtAgainChangesNothing(t *testing.T) {
	onShelf(t, func(t *testing.T, s *shelf) {
		file := rows("1,Reading,2027-02-10 19:00", "2,Singing,2027-02-11 19:00", "2,Singing,2027-02-18 19:00")
		first := s.through(file)
		if first.State != Done || first.Made != 2 || first.Reached != 2 || first.upload != "" {
			t.Fatalf("became %+v", first)
		}
		if again := s.through(file); again.Made+again.Updated != 0 || again.State != Done {
			t.Errorf("the same file again: %+v", again)
		}
		s.wants("Reading 2027-02-10", "Singing 2027-02-11")
		changed := s.through(rows("1,Reading aloud,2027-02-10 19:00", "2,Singing,2027-02-11 19:00", "2,Singing,2027-02-18 19:00", "3,New,2027-03-01 19:00"))
		if changed.Made != 1 || changed.Updated != 1 {
			t.Errorf("a changed file: %+v", changed)
		}
		s.wants("New 2027-03-01", "Reading aloud 2027-02-10", "Singing 2027-02-11")
		s.undo(changed.ID)
		s.wants("Reading 2027-02-10", "Singing 2027-02-11")
		if again := s.through(file); again.Made+again.Updated != 0 {
			t.Errorf("the first file after the undo: %+v", again)
		}
		if in := s.undo(first.ID); in.State != Undone {
			t.Errorf("undone is %+v", in)
		}
		s.wants()
		if !slices.Contains(s.notes, "events.import 2") || !slices.Contains(s.notes, "event.make 1") || !slices.Contains(s.notes, "events.import-undo 2") {
			t.Errorf("the audit log has %q", s.notes)
		}
	})
}

func TestWhatSomebodyTouchedOrPublishedStays(t *testing.T) {
	onShelf(t, func(t *testing.T, s *shelf) {
		in := s.through(rows("1,Touched,2027-02-10 19:00", "2,Published,2027-02-11 19:00", "3,Left,2027-02-12 19:00"))
		s.write(func(tx *store.Tx) error {
			e, err := s.room.Events.BySlug(tx.Context(), tx, auth.AtConsole(), "touched-2027-02-10")
			if err != nil {
				return err
			}
			e.Online = "https://meet.example/x"
			if _, err = s.room.Events.Save(tx.Context(), tx, auth.AtConsole(), e); err != nil {
				return err
			}
			e, err = s.room.Events.BySlug(tx.Context(), tx, auth.AtConsole(), "published-2027-02-11")
			if err != nil {
				return err
			}
			e.Online = "https://meet.example/y"
			if _, err = s.room.Events.Save(tx.Context(), tx, auth.AtConsole(), e); err != nil {
				return err
			}
			return s.room.Events.SetState(tx.Context(), tx, auth.AtConsole(), e.Slug, events.Published)
		})
		s.through(rows("1,Touched anew,2027-02-20 19:00", "2,Published anew,2027-02-21 19:00", "3,Left,2027-02-12 19:00"))
		s.wants("Left 2027-02-12", "Published 2027-02-11", "Touched 2027-02-10")
		s.undo(in.ID)
		s.wants("Published 2027-02-11", "Touched 2027-02-10")
		s.read(func(tx *store.Tx) error {
			left, err := s.room.Left(tx, &in, 50)
			if !slices.Equal(left, []string{"touched-2027-02-10", "published-2027-02-11"}) {
				t.Errorf("named are %q", left)
			}
			return err
		})
	})
}

// Of three imports of one event any may be undone before the others: what stands
// is as if those that were undone had never been.
func TestImportsAreUndoneInAnyOrder(t *testing.T) {
	type step struct {
		undo int // which of the imports, from 0
		want []string
	}
	for name, steps := range map[string][]step{
		"the first, the second, the third": {{0, []string{"Third 2027-02-12"}}, {1, []string{"Third 2027-02-12"}}, {2, nil}},
		"the first, the third, the second": {{0, []string{"Third 2027-02-12"}}, {2, []string{"Second 2027-02-11"}}, {1, nil}},
		"the second, the third, the first": {{1, []string{"Third 2027-02-12"}}, {2, []string{"First 2027-02-10"}}, {0, nil}},
		"the second, the first, the third": {{1, []string{"Third 2027-02-12"}}, {0, []string{"Third 2027-02-12"}}, {2, nil}},
		"the third, the first, the second": {{2, []string{"Second 2027-02-11"}}, {0, []string{"Second 2027-02-11"}}, {1, nil}},
		"the third, the second, the first": {{2, []string{"Second 2027-02-11"}}, {1, []string{"First 2027-02-10"}}, {0, nil}},
	} {
		t.Run(name, func(t *testing.T) {
			onShelf(t, func(t *testing.T, s *shelf) {
				var made []Import
				for n, title := range []string{"First", "Second", "Third"} {
					made = append(made, s.through(rows(fmt.Sprintf("1,%s,2027-02-1%d 19:00", title, n))))
				}
				for _, x := range steps {
					if in := s.undo(made[x.undo].ID); in.State != Undone || in.Made+in.Updated != 0 {
						t.Errorf("import %d became %+v", x.undo, in)
					}
					s.wants(x.want...)
				}
			})
		})
	}
	t.Run("what somebody touched stays", func(t *testing.T) {
		onShelf(t, func(t *testing.T, s *shelf) {
			first, second := s.through(rows("1,First,2027-02-10 19:00", "2,Other,2027-03-01 19:00")), s.through(rows("1,Second,2027-02-11 19:00"))
			s.undo(first.ID)
			s.wants("Second 2027-02-11")
			if in := s.settled(second.ID); in.Made != 1 || in.Updated != 0 {
				t.Errorf("the event is not the second import's: %+v", in)
			}
			// The first file again: it differs from what the second brought, and a third import may say so.
			third := s.through(rows("1,First,2027-02-10 19:00"))
			if third.Updated != 1 {
				t.Errorf("brought again: %+v", third)
			}
			s.write(func(tx *store.Tx) error {
				e, err := s.room.Events.BySlug(tx.Context(), tx, auth.AtConsole(), "first-2027-02-10")
				if err != nil {
					return err
				}
				e.Title["en"] = "Touched"
				_, err = s.room.Events.Save(tx.Context(), tx, auth.AtConsole(), e)
				return err
			})
			s.undo(second.ID)
			s.undo(third.ID)
			s.wants("Touched 2027-02-10")
		})
	})
}

func TestADraftThatItsTeamDeletedIsNewAgain(t *testing.T) {
	onShelf(t, func(t *testing.T, s *shelf) {
		file := rows("1,Reading,2027-02-10 19:00")
		in := s.through(file)
		s.write(func(tx *store.Tx) error {
			return s.room.Events.Delete(tx.Context(), tx, auth.AtConsole(), "reading-2027-02-10")
		})
		s.wants()
		if again := s.through(file); again.Made != 1 {
			t.Errorf("brought again: %+v", again)
		}
		s.undo(in.ID)
		s.wants("Reading 2027-02-10")
	})
}

func TestEventsOfThisHouseAreNotBroughtTwice(t *testing.T) {
	onShelf(t, func(t *testing.T, s *shelf) {
		s.through(rows("1,Reading,2027-02-10 19:00"))
		var uid string
		s.read(func(tx *store.Tx) error {
			e, err := s.room.Events.BySlug(tx.Context(), tx, auth.AtConsole(), "reading-2027-02-10")
			uid = e.Dates[0].ID + "@harbour.example"
			return err
		})
		in := s.through("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:" + uid + "\nSUMMARY:Reading\nDTSTART;TZID=Europe/Berlin:20270210T190000\nEND:VEVENT\nEND:VCALENDAR")
		if in.Made != 0 {
			t.Errorf("brought %+v", in)
		}
	})
}

func TestWhoWorksInAChapterSeesAndBringsItsFilesAlone(t *testing.T) {
	onShelf(t, func(t *testing.T, s *shelf) {
		north, south := s.chapter("north"), s.chapter("south")
		organiser := func(chapter string) auth.Viewer {
			return auth.Viewer{Kind: auth.Person, Person: "p-" + chapter, Tier: auth.Fresh, Grants: []auth.Grant{{Verb: auth.EditEvents, Scope: auth.ChapterScope(chapter)}}}
		}
		dora, emil := organiser(north), organiser(south)
		file := rows("1,Reading,2027-02-10 19:00")
		for _, into := range []string{"", "south", "east"} {
			if _, err := s.bring(dora, into, file); !errs.Is(err, errs.NotFound) {
				t.Errorf("into %q: %v", into, err)
			}
		}
		s.as = dora
		in, err := s.bring(dora, "north", file)
		if err != nil {
			t.Fatal(err)
		}
		for name, do := range map[string]func(tx *store.Tx) error{
			"find":   func(tx *store.Tx) error { _, err := s.room.Find(tx, emil, in.ID); return err },
			"begin":  func(tx *store.Tx) error { return s.room.Begin(tx, emil, in.ID) },
			"undo":   func(tx *store.Tx) error { return s.room.Undo(tx, emil, in.ID) },
			"leave":  func(tx *store.Tx) error { return s.room.Leave(tx.Context(), tx, emil, in.ID) },
			"change": func(tx *store.Tx) error { return s.room.Change(tx, emil, in.ID, berlin) },
		} {
			if err := s.db.Write(t.Context(), do); !errs.Is(err, errs.NotFound) {
				t.Errorf("%s of another chapter's file: %v", name, err)
			}
		}
		s.write(func(tx *store.Tx) error { return s.room.Begin(tx, dora, in.ID) })
		s.settled(in.ID)
		s.wants("Reading 2027-02-10")
		s.read(func(tx *store.Tx) error {
			e, err := s.room.Events.BySlug(tx.Context(), tx, dora, "reading-2027-02-10")
			if err == nil && e.Chapter != "north" {
				t.Errorf("lies in %q", e.Chapter)
			}
			list, err2 := s.room.Imports(tx, emil)
			if len(list) != 0 {
				t.Errorf("the other chapter sees %v", list)
			}
			return errors.Join(err, err2)
		})
		// whose role is gone when the job runs brings nothing
		again, err := s.bring(dora, "north", rows("9,Later,2027-05-01 19:00"))
		if err != nil {
			t.Fatal(err)
		}
		s.write(func(tx *store.Tx) error { return s.room.Begin(tx, dora, again.ID) })
		s.as = auth.Viewer{Kind: auth.Person, Person: dora.Person, Tier: auth.Fresh}
		if _, err := s.queue.RunDue(t.Context()); err == nil {
			t.Error("the job of who has no role any more went through")
		}
		s.wants("Reading 2027-02-10")
	})
}

func TestWhatIsOldIsForgottenAndItsEventsStay(t *testing.T) {
	clock := storetest.NewClock()
	db := storetest.OpenWith(t, store.SQLite, store.Options{Now: clock.Now})
	s := newShelf(t, db)
	in := s.through(rows("1,Reading,2027-02-10 19:00"))
	if _, err := s.bring(s.as, "", rows("2,Looked at,2027-02-10 19:00")); err != nil {
		t.Fatal(err)
	}
	forget := func() {
		s.write(func(tx *store.Tx) error { _, err := s.room.Forget(tx.Context(), tx); return err })
	}
	count := func() (n int) {
		s.read(func(tx *store.Tx) error {
			list, err := s.room.list(tx, auth.Itself(), "1 = 1")
			n = len(list)
			return err
		})
		return n
	}
	clock.Add(24 * time.Hour)
	if forget(); count() != 2 {
		t.Error("forgotten too early")
	}
	clock.Add(48 * time.Hour)
	if forget(); count() != 1 {
		t.Error("what nobody went on with is kept")
	}
	clock.Add(UndoFor)
	if err := s.db.Write(t.Context(), func(tx *store.Tx) error { return s.room.Undo(tx, s.as, in.ID) }); !errs.Is(err, errs.Conflict) {
		t.Errorf("undone after 30 days: %v", err)
	}
	if forget(); count() != 0 {
		t.Error("an old import is remembered")
	}
	s.wants("Reading 2027-02-10")
	if again := s.through(rows("1,Reading,2027-02-10 19:00")); again.Made != 0 {
		t.Error("where an event came from was forgotten with its import")
	}
}

// BenchmarkTake makes drafts of a table. The limit is what the page promises.
func BenchmarkTake(b *testing.B) {
	s := newShelf(b, storetest.OpenWith(b, store.SQLite, store.Options{}))
	const many = 400
	n := 0
	for b.Loop() {
		var list []string
		for i := range many {
			list = append(list, fmt.Sprintf("%d-%d,Reading circle,2027-%02d-%02d %02d:00", n, i, 1+i%12, 1+i/12%28, 8+i%12))
		}
		n++
		s.through(rows(list...))
	}
	each := b.Elapsed() / time.Duration(n*many)
	b.ReportMetric(float64(time.Second/each), "events/s")
	b.ReportMetric(PerSecond, "limit-events/s")
	if time.Second/each < PerSecond {
		b.Errorf("%d events a second, the page promises %d", time.Second/each, PerSecond)
	}
}

func TestTheNameOfAFileIsNotCutWithinALetter(t *testing.T) {
	onShelf(t, func(t *testing.T, s *shelf) {
		s.write(func(tx *store.Tx) error {
			in, err := s.room.Bring(tx.Context(), tx, auth.AtConsole(), &Batch{Format: ICalendar}, Import{Name: "a" + strings.Repeat("é", 100), Settings: berlin}, "")
			if !utf8.ValidString(in.Name) || len(in.Name) < 100 {
				t.Errorf("%q", in.Name)
			}
			return err
		})
	})
}
