package series

import (
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/ical"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest"
)

func (b *bench) saves(s *Series) (out *Series, err error) {
	err = b.try(func(tx *store.Tx) (err error) {
		out, err = b.room.Save(tx.Context(), tx, auth.AtConsole(), s)
		return err
	})
	return out, err
}

func TestASavedSeriesIsADraftUntilItIsPublished(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		s, err := b.saves(mustRead(t, tracked))
		if err != nil || s.State != Draft || s.ID == "" || s.Version != 1 {
			t.Fatalf("%+v %v", s, err)
		}
		s.Title = i18n.Text{"en": "  Another \t title "}
		s.Tracks[0].Letter, s.Tracks[1].Letter = "B", "A" // change places, with their ids
		again, err := b.saves(s)
		if err != nil {
			t.Fatal(err)
		}
		got := b.series("tracked")
		if got.Title["en"] != "Another title" || got.Version != 2 || again.Version != 2 || got.Track("B").ID != s.Tracks[0].ID || got.Track("B").Start.String() != "10:00" {
			t.Errorf("%+v", got)
		}
		b.do(func(tx *store.Tx) error {
			return b.room.SetState(tx.Context(), tx, auth.AtConsole(), "tracked", Published)
		})
		if got := b.series("tracked"); got.State != Published || len(b.told) > 0 {
			t.Errorf("%s, told %+v", got.State, b.told)
		}
	})
}

func TestAFormOfAnOldVersionIsToldSo(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		b.imports(tracked)
		s := b.series("tracked")
		var won, told atomic.Int32
		var wg sync.WaitGroup
		for range 5 {
			wg.Go(func() {
				err := b.db.Write(t.Context(), func(tx *store.Tx) error {
					_, err := b.room.Save(tx.Context(), tx, auth.AtConsole(), s)
					return err
				})
				switch {
				case err == nil:
					won.Add(1)
				case errs.Is(err, errs.Conflict):
					told.Add(1)
				default:
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if won.Load() != 1 || told.Load() != 4 {
			t.Errorf("%d saved, %d were told", won.Load(), told.Load())
		}
	})
}

func TestASaveCannotTakeWhatBelongsToAnother(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		other := b.imports(tracked)
		b.imports(small)
		s := b.series("spring")
		s.Sessions[0].ID = other.Sessions[0].ID // as a forged form might say
		s.Sessions[1].ID = other.Sessions[0].ID
		if _, err := b.saves(s); err != nil {
			t.Fatal(err)
		}
		if got := b.series("tracked"); showSessions(got) != showSessions(other) {
			t.Error(showSessions(got))
		}
		s = b.series("spring")
		s.Slug = "tracked"
		if _, err := b.saves(s); err == nil || !strings.Contains(err.Error(), "series:org.series.slug-taken") {
			t.Error(err)
		}
		s.Slug = "summer"
		if _, err := b.saves(s); err != nil || b.series("summer").ID != s.ID {
			t.Error(err)
		}
	})
}

func TestLettersAndNumbersThatPeopleKnowStay(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		s := b.imports(tracked)
		b.registers(s, "ada", "A")
		s.Tracks[0].Letter = "C"
		if _, err := b.saves(s); err == nil || !strings.Contains(err.Error(), "track-used") {
			t.Error(err)
		}
		s = b.series("tracked")
		s.Sessions[0], s.Sessions[1] = s.Sessions[1], s.Sessions[0]
		if _, err := b.saves(s); err == nil || !strings.Contains(err.Error(), "sessions-order") {
			t.Error(err)
		}
		s = b.series("tracked")
		s.Tracks[1].Letter = "C"
		if _, err := b.saves(s); err != nil {
			t.Error(err)
		}
	})
}

func TestWhatIsWrongInAFormStandsBesideItsFields(t *testing.T) {
	b := newBench(t, storetest.Open(t))
	s := mustRead(t, tracked)
	s.Title, s.Sessions[2].Date, s.Tracks[1].Start = nil, s.Sessions[2].Date.AddDays(-24*365*10), nil
	s.Questions = []Question{{ID: "A!"}}
	_, err := b.saves(s)
	e := errs.Of(err)
	if e == nil {
		t.Fatal(err)
	}
	var fields []string
	for _, f := range e.Fields {
		fields = append(fields, f.Name)
	}
	if got := strings.Join(fields, " "); got != "title questions.1.id questions.1.label tracks.2.start" {
		t.Error(got)
	}
}

func TestStepsFromStateToState(t *testing.T) {
	clock := storetest.NewClock()
	for _, engine := range []store.Engine{store.SQLite, store.Postgres} {
		b := newBench(t, storetest.OpenWith(t, engine, store.Options{Now: clock.Now}))
		clock.Set(time.Date(2027, 2, 11, 0, 0, 0, 0, time.UTC)) // the first session is over
		s := b.imports(tracked)
		set := func(to State) error {
			return b.try(func(tx *store.Tx) error { return b.room.SetState(tx.Context(), tx, auth.AtConsole(), "tracked", to) })
		}
		step := func(to State, kinds string) {
			t.Helper()
			if err := set(to); err != nil {
				t.Errorf("%s: %v", to, err)
			}
			told := ""
			if len(b.told) > 0 {
				told = kindsOf(b.told[0])
			}
			if told != kinds {
				t.Errorf("%s: told %q, want %q", to, told, kinds)
			}
		}
		step(Draft, "")
		step(Published, "")
		b.registers(s, "ada", "A")
		step(Cancelled, "2:cancelled 3:cancelled")
		if got := b.series("tracked"); got.Sessions[1].Sequence != 1 || got.Sessions[1].Status != Scheduled || got.StatusOf(&got.Sessions[1]) != CalledOff {
			t.Errorf("%+v", got.Sessions[1])
		}
		got := b.series("tracked")
		if held := got.Sessions[0]; held.Sequence != 0 || held.Status != Held || !got.PartlyHeld() {
			t.Errorf("a session that was over is cancelled with its series: %+v", held)
		}
		for i, want := range []ical.Status{ical.Confirmed, ical.Cancelled, ical.Cancelled} {
			if is := got.Feed(Entry{L: i18n.For("en"), Base: "https://host.example"}, "A").Events[i].Status; is != want {
				t.Errorf("session %d is %s in the feed, want %s", i+1, is, want)
			}
		}
		step(Published, "2:reinstated 3:reinstated")
		step(Published, "")
		if err := set(Draft); !errs.Is(err, errs.Conflict) {
			t.Errorf("back to a draft: %v", err)
		}
		if err := set(Archived); !errs.Is(err, errs.Conflict) {
			t.Errorf("archived too early: %v", err)
		}
		clock.Set(time.Date(2027, 3, 1, 0, 0, 0, 0, time.UTC))
		step(Archived, "")
		step(Published, "")
		if err := set("gone"); !errs.Is(err, errs.Invalid) {
			t.Errorf("a state that there is not: %v", err)
		}
	}
}

func TestACopyHoldsItsWeekdays(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		b.imports(strings.Replace(tracked, "theme: {en: Three}", "status: cancelled", 1) +
			"circles: {size: {min: 6, max: 8}, length: 1h, closes: 2027-02-05T23:59, meetings: [{date: 2027-02-11, status: tentative}]}\n")
		b.do(func(tx *store.Tx) error {
			_, err := tx.Exec(`UPDATE series SET taken = 7`)
			return err
		})
		var got *Series
		b.do(func(tx *store.Tx) (err error) {
			got, err = b.room.Copy(tx.Context(), tx, auth.AtConsole(), "tracked", "again", *onDate("2027-09-08"))
			return err
		})
		got = b.series("again")
		if got.State != Draft || got.Taken != 0 || got.ID == b.series("tracked").ID {
			t.Errorf("%+v", got)
		}
		want := `1 09-08 10:00-12:00 19:00-21:00
2 09-15 10:00-12:00 19:00-21:00 due 09-21
3 09-22 10:00-12:00 19:00-21:00`
		if showSessions(got) != want {
			t.Error(showSessions(got))
		}
		for i := range got.Sessions {
			if got.Sessions[i].Date.Weekday() != time.Wednesday {
				t.Error(got.Sessions[i].Date)
			}
		}
		if m := got.Circles.Meetings[0]; m.Date.Weekday() != time.Thursday || m.Status != Tentative || got.Circles.Closes.String() != "2027-09-03T23:59" {
			t.Errorf("%+v", got.Circles)
		}
		err := b.try(func(tx *store.Tx) error {
			_, err := b.room.Copy(tx.Context(), tx, auth.AtConsole(), "tracked", "again", *onDate("2027-09-08"))
			return err
		})
		if err == nil || !strings.Contains(err.Error(), "slug-taken") {
			t.Error(err)
		}
		err = b.try(func(tx *store.Tx) error {
			_, err := b.room.Copy(tx.Context(), tx, auth.AtConsole(), "tracked", "A b", Session{}.Date)
			return err
		})
		if err == nil || !strings.Contains(err.Error(), "series:org.series.slug-wrong date:org.series.date-missing") {
			t.Error(err)
		}
	})
}

// A copy may fall on an hour that the clocks skip; it waits as a draft until
// that is mended.
func TestACopyOntoASkippedHourCannotBePublished(t *testing.T) {
	b := newBench(t, storetest.Open(t))
	b.imports(replaced(`"10:00"`, `"02:30"`))
	b.do(func(tx *store.Tx) error {
		_, err := b.room.Copy(tx.Context(), tx, auth.AtConsole(), "spring", "march", *onDate("2027-03-28"))
		return err
	})
	err := b.try(func(tx *store.Tx) error {
		return b.room.SetState(tx.Context(), tx, auth.AtConsole(), "march", Published)
	})
	if err == nil || !strings.Contains(err.Error(), "sessions.1.start:org.series.skipped") {
		t.Error(err)
	}
}

func TestOnlyDraftsWithoutPeopleAreDeleted(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		b.imports(tracked)
		remove := func() error {
			return b.try(func(tx *store.Tx) error { return b.room.Delete(tx.Context(), tx, auth.AtConsole(), "tracked") })
		}
		if err := remove(); !errs.Is(err, errs.Conflict) {
			t.Error(err)
		}
		b.imports(tracked + "state: draft\n")
		if err := remove(); err != nil {
			t.Fatal(err)
		}
		b.do(func(tx *store.Tx) error {
			for _, table := range []string{"series", "track", "session"} {
				if found, err := tx.Found("SELECT 1 FROM " + table); found || err != nil {
					t.Errorf("%s has rows left (%v)", table, err)
				}
			}
			return nil
		})
	})
}
