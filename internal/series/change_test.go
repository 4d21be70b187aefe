package series

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest"
	"codeberg.org/plenary/plenary/internal/when"
	"pgregory.net/rapid"
)

// showSessions is a series' sessions in a few words: date, hours by track, status and
// sequence.
func showSessions(s *Series) string {
	var lines []string
	for i := range s.Sessions {
		x := &s.Sessions[i]
		var hours []string
		for _, letter := range s.Letters() {
			o := s.Occurrence(x, letter)
			hour := o.Start.Format("15:04") + "-" + o.End.Format("15:04")
			if o.Own {
				hour += "!"
			}
			hours = append(hours, hour)
		}
		line := fmt.Sprintf("%d %s %s", x.N, x.Date.String()[5:], strings.Join(hours, " "))
		if x.Status != Scheduled {
			line += " " + string(x.Status)
		}
		if x.Assignment != nil {
			line += " due " + x.Assignment.Due.String()[5:10]
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

func onDate(s string) *when.Date {
	d, err := when.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return &d
}

func atHour(s string) *when.Clock {
	c, err := when.ParseClock(s)
	if err != nil {
		panic(err)
	}
	return &c
}

func TestAChangeReachesAsFarAsAsked(t *testing.T) {
	const before = `1 02-10 10:00-12:00 19:00-21:00
2 02-17 10:00-12:00 19:00-21:00 due 02-23
3 02-24 10:00-12:00 19:00-21:00`
	early := time.Date(2027, 1, 4, 9, 0, 0, 0, time.UTC)
	afterFirst := time.Date(2027, 2, 11, 9, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name  string
		n     int
		reach Reach
		c     SessionChange
		now   time.Time
		want  string
	}{
		{"one date", 2, ThisOne, SessionChange{Date: onDate("2027-02-18")}, early, strings.Replace(before, "2 02-17", "2 02-18", 1)},
		{"one date, past what is due", 2, ThisOne, SessionChange{Date: onDate("2027-02-25")}, early, strings.NewReplacer("2 02-17", "2 02-25", "due 02-23", "due 03-03").Replace(before)},
		{"following dates", 2, Following, SessionChange{Date: onDate("2027-02-18")}, early, strings.NewReplacer("2 02-17", "2 02-18", "due 02-23", "due 02-24", "3 02-24", "3 02-25").Replace(before)},
		{"all dates", 2, All, SessionChange{Days: 7}, early, strings.NewReplacer("1 02-10", "1 02-17", "2 02-17", "2 02-24", "due 02-23", "due 03-02", "3 02-24", "3 03-03").Replace(before)},
		{"all dates, but not the past", 2, All, SessionChange{Days: 7}, afterFirst, strings.NewReplacer("2 02-17", "2 02-24", "due 02-23", "due 03-02", "3 02-24", "3 03-03").Replace(before)},
		{"one start in one track", 2, ThisOne, SessionChange{Track: "B", Start: atHour("20:00")}, early, strings.Replace(before, "2 02-17 10:00-12:00 19:00-21:00", "2 02-17 10:00-12:00 20:00-22:00!", 1)},
		{"one start in every track", 2, ThisOne, SessionChange{Start: atHour("20:00")}, early, strings.Replace(before, "2 02-17 10:00-12:00 19:00-21:00", "2 02-17 20:00-22:00! 20:00-22:00!", 1)},
		{"following starts", 2, Following, SessionChange{Track: "B", Start: atHour("20:00")}, early,
			"1 02-10 10:00-12:00 19:00-21:00\n2 02-17 10:00-12:00 20:00-22:00! due 02-23\n3 02-24 10:00-12:00 20:00-22:00!"},
		{"all starts are the track's", 2, All, SessionChange{Track: "B", Start: atHour("20:00")}, early,
			"1 02-10 10:00-12:00 20:00-22:00\n2 02-17 10:00-12:00 20:00-22:00 due 02-23\n3 02-24 10:00-12:00 20:00-22:00"},
		{"all starts, but what is over keeps its own", 2, All, SessionChange{Track: "B", Start: atHour("20:00")}, afterFirst,
			"1 02-10 10:00-12:00 19:00-21:00!\n2 02-17 10:00-12:00 20:00-22:00 due 02-23\n3 02-24 10:00-12:00 20:00-22:00"},
		{"one length", 3, ThisOne, SessionChange{Length: 3 * time.Hour}, early, strings.Replace(before, "3 02-24 10:00-12:00 19:00-21:00", "3 02-24 10:00-13:00 19:00-22:00", 1)},
		{"all lengths, but not the past", 3, All, SessionChange{Length: time.Hour}, afterFirst,
			"1 02-10 10:00-12:00 19:00-21:00\n2 02-17 10:00-11:00 19:00-20:00 due 02-23\n3 02-24 10:00-11:00 19:00-20:00"},
		{"cancelled", 2, ThisOne, SessionChange{Status: CalledOff}, early, strings.Replace(before, " due", " cancelled due", 1)},
		{"the past itself", 1, ThisOne, SessionChange{Status: Held}, afterFirst, strings.Replace(before, "21:00\n2", "21:00 held\n2", 1)},
	} {
		s := mustRead(t, tracked)
		got, err := s.Apply(c.n, c.reach, c.c, c.now)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if showSessions(got) != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", c.name, showSessions(got), c.want)
		}
		if showSessions(s) != before {
			t.Errorf("%s: changed the series that it was applied to", c.name)
		}
	}
}

func TestACancelledSessionIsLeftAloneUnlessReinstated(t *testing.T) {
	now := time.Date(2027, 1, 4, 9, 0, 0, 0, time.UTC)
	s := mustRead(t, strings.Replace(tracked, "theme: {en: Three}", "status: cancelled", 1))
	got, err := s.Apply(1, All, SessionChange{Days: 1}, now)
	if err != nil || got.Sessions[2].Date.Day != 24 {
		t.Errorf("%v %s", err, showSessions(got))
	}
	got, err = s.Apply(1, Following, SessionChange{Status: Scheduled}, now)
	if err != nil || got.Sessions[2].Status != Scheduled {
		t.Errorf("%v %s", err, showSessions(got))
	}
}

func TestAChangeBackDropsTheHoursOfItsOwn(t *testing.T) {
	now := time.Date(2027, 1, 4, 9, 0, 0, 0, time.UTC)
	s := mustRead(t, tracked)
	moved, err := s.Apply(2, ThisOne, SessionChange{Track: "B", Start: atHour("20:00")}, now)
	if err != nil {
		t.Fatal(err)
	}
	back, err := moved.Apply(2, ThisOne, SessionChange{Track: "B", Start: atHour("19:00")}, now)
	if err != nil || back.Sessions[1].Starts != nil {
		t.Errorf("%v %+v", err, back.Sessions[1])
	}
}

func TestAnHourThatDoesNotExistIsRefusedAndTheNextOffered(t *testing.T) {
	s := mustRead(t, tracked)
	_, err := s.Apply(3, ThisOne, SessionChange{Date: onDate("2027-03-28"), Track: "A", Start: atHour("02:15")}, time.Time{})
	e := errs.Of(err)
	if e == nil || len(e.Fields) != 1 || e.Fields[0].Name != "sessions.3.starts.A" {
		t.Fatalf("%v", err)
	}
	want := "On 2027-03-28 the clocks in Berlin are set forward: 02:15 does not exist. The next is 03:15."
	if got := i18n.For("en").Text(e.Fields[0].Text); got != want {
		t.Error(got)
	}
}

func TestWhatChangedIsToldOnceAndSequencesGrow(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		b.imports(tracked)
		place, call := Place{Name: "Hall"}, "https://call.example"
		for _, c := range []struct {
			name  string
			n     int
			reach Reach
			c     SessionChange
			kinds string // by session
			seq   string
		}{
			{"date", 2, ThisOne, SessionChange{Days: 1}, "2:time", "0 1 0"},
			{"nothing", 2, ThisOne, SessionChange{}, "", "0 1 0"},
			{"start of a track", 2, Following, SessionChange{Track: "B", Start: atHour("20:00")}, "2:time 3:time", "0 2 1"},
			{"place", 1, ThisOne, SessionChange{Place: &place}, "1:place", "1 2 1"},
			{"call", 1, ThisOne, SessionChange{Online: &call}, "1:call", "1 2 1"},
			{"theme", 3, ThisOne, SessionChange{Theme: i18n.Text{"en": "Four"}}, "3:theme", "1 2 1"},
			{"cancel", 3, ThisOne, SessionChange{Status: CalledOff}, "3:cancelled", "1 2 2"},
			{"move what is cancelled", 3, ThisOne, SessionChange{Days: 1}, "", "1 2 2"},
			{"reinstate elsewhere", 3, ThisOne, SessionChange{Status: Scheduled, Days: 1}, "3:time,reinstated", "1 2 3"},
			{"unsure", 1, All, SessionChange{Status: Tentative}, "1:tentative 2:tentative 3:tentative", "2 3 4"},
			{"sure", 2, Following, SessionChange{Status: Scheduled}, "2:confirmed 3:confirmed", "2 4 5"},
			{"cancel all", 1, All, SessionChange{Status: CalledOff}, "1:cancelled 2:cancelled 3:cancelled", "3 5 6"},
		} {
			var changed []Changed
			b.do(func(tx *store.Tx) (err error) {
				changed, err = b.room.ChangeSession(tx.Context(), tx, auth.AtConsole(), "tracked", c.n, c.reach, c.c)
				return err
			})
			if got := kindsOf(changed); got != c.kinds {
				t.Errorf("%s: %s, want %s", c.name, got, c.kinds)
			}
			if calls := len(b.told); calls > 1 || (calls == 1) != (c.kinds != "") || calls == 1 && kindsOf(b.told[0]) != c.kinds {
				t.Errorf("%s: told %+v", c.name, b.told)
			}
			var seq []string
			for _, x := range b.series("tracked").Sessions {
				seq = append(seq, itoa(x.Sequence))
			}
			if got := strings.Join(seq, " "); got != c.seq {
				t.Errorf("%s: sequences %s, want %s", c.name, got, c.seq)
			}
		}
	})
}

func kindsOf(changed []Changed) string {
	var words []string
	for _, c := range changed {
		var kinds []string
		for _, k := range c.Kinds {
			kinds = append(kinds, string(k))
		}
		words = append(words, itoa(c.After.N)+":"+strings.Join(kinds, ","))
	}
	return strings.Join(words, " ")
}

func TestAChangeKnowsTheFormerTimesOfEachTrack(t *testing.T) {
	b := newBench(t, storetest.Open(t))
	b.imports(tracked)
	var changed []Changed
	b.do(func(tx *store.Tx) (err error) {
		changed, err = b.room.ChangeSession(tx.Context(), tx, auth.AtConsole(), "tracked", 2, ThisOne, SessionChange{Track: "B", Start: atHour("20:00")})
		return err
	})
	s, c := b.series("tracked"), changed[0]
	if c.MovedIn(s, "A") || !c.MovedIn(s, "B") || c.Was["B"].Start.Format("02.01. 15:04") != "17.02. 19:00" {
		t.Errorf("%+v", c)
	}
}

func TestAChangeSentTwiceIsMadeOnce(t *testing.T) {
	b := newBench(t, storetest.Open(t))
	s := b.imports(tracked)
	change := func() error {
		return b.try(func(tx *store.Tx) error {
			_, err := b.room.ChangeSession(tx.Context(), tx, auth.AtConsole(), "tracked", 1, All, SessionChange{Version: s.Version, Days: 7})
			return err
		})
	}
	if err := change(); err != nil {
		t.Fatal(err)
	}
	if err := change(); !errs.Is(err, errs.Conflict) {
		t.Error(err)
	}
	if got := b.series("tracked").Sessions[0].Date.String(); got != "2027-02-17" {
		t.Error(got)
	}
}

func TestDraftsChangeSilently(t *testing.T) {
	b := newBench(t, storetest.Open(t))
	b.imports(tracked + "state: draft\n")
	b.do(func(tx *store.Tx) error {
		_, err := b.room.ChangeSession(tx.Context(), tx, auth.AtConsole(), "tracked", 1, All, SessionChange{Days: 1})
		return err
	})
	if len(b.told) > 0 {
		t.Errorf("told %+v", b.told)
	}
}

func TestWhatIsOverIsNotTold(t *testing.T) {
	clock := storetest.NewClock()
	db := storetest.OpenWith(t, store.SQLite, store.Options{Now: clock.Now})
	b := newBench(t, db)
	b.imports(tracked)
	clock.Set(time.Date(2027, 2, 20, 0, 0, 0, 0, time.UTC))
	change := func(n int, c SessionChange) string {
		b.do(func(tx *store.Tx) error {
			_, err := b.room.ChangeSession(tx.Context(), tx, auth.AtConsole(), "tracked", n, ThisOne, c)
			return err
		})
		if len(b.told) == 0 {
			return ""
		}
		return kindsOf(b.told[0])
	}
	if got := change(1, SessionChange{Days: 1}); got != "" {
		t.Errorf("a correction of the past: %s", got)
	}
	if got := change(2, SessionChange{Days: 7}); got != "2:time" {
		t.Errorf("held again: %s", got)
	}
}

func TestChangesAtOnceDoNotLoseEachOther(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		b.imports(tracked)
		b.room.OnSessionsChanged = nil
		var wg sync.WaitGroup
		for range 10 {
			wg.Go(func() {
				if err := b.db.Write(t.Context(), func(tx *store.Tx) error {
					_, err := b.room.ChangeSession(tx.Context(), tx, auth.AtConsole(), "tracked", 1, ThisOne, SessionChange{Days: 1})
					return err
				}); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if x := b.series("tracked").Sessions[0]; x.Date.String() != "2027-02-20" || x.Sequence != 10 {
			t.Errorf("%+v", x)
		}
	})
}

// However sessions are changed, none outside the reach moves, and all hours
// stay as they are planned on the organiser's clock.
func TestChangesTouchNothingElse(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := aSeries().Draw(r, "series")
		s.Clean()
		if s.Check() != nil {
			return
		}
		now := time.Date(2027, time.Month(rapid.IntRange(1, 12).Draw(r, "month")), 1, 0, 0, 0, 0, time.UTC)
		n := rapid.IntRange(1, len(s.Sessions)).Draw(r, "n")
		reach := rapid.SampledFrom([]Reach{ThisOne, Following, All}).Draw(r, "reach")
		letter := rapid.SampledFrom(append(s.Letters(), "")).Draw(r, "track")
		c := SessionChange{Days: rapid.IntRange(0, 3).Draw(r, "days"), Start: aClock(r), Track: letter}
		if rapid.Bool().Draw(r, "length") {
			c.Length = aLength(r)
		}
		got, err := s.Apply(n, reach, c, now)
		if err != nil {
			return // an hour that the clocks skip
		}
		for i := range s.Sessions {
			x, y := &s.Sessions[i], &got.Sessions[i]
			in := slices.ContainsFunc(s.inReach(s.Session(n), reach, c, now), func(z *Session) bool { return z.N == x.N })
			for _, l := range s.Letters() {
				a, b := s.Occurrence(x, l), got.Occurrence(y, l)
				want, length := a.Wall, s.LengthOf(x)
				if in {
					want.Date = want.Date.AddDays(c.Days)
					if c.Start != nil && (letter == "" || letter == l) {
						want.Clock = *c.Start
					}
					if c.Length > 0 {
						length = c.Length
					}
				}
				if b.Wall != want || got.LengthOf(y) != length {
					r.Fatalf("session %d in track %q: %s for %s, want %s for %s", x.N, l, b.Wall, got.LengthOf(y), want, length)
				}
			}
		}
	})
}
