package when

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func wall(t testing.TB, s string) Wall {
	t.Helper()
	w, err := ParseWall(s)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestWallTimesAtGapsAndOverlaps(t *testing.T) {
	for _, c := range []struct {
		zone, wall string
		kind       Kind
		want       string
	}{
		{"Europe/Berlin", "2026-03-29T01:59", Exact, "2026-03-29T01:59:00+01:00"},
		{"Europe/Berlin", "2026-03-29T02:00", Skipped, "2026-03-29T03:00:00+02:00"},
		{"Europe/Berlin", "2026-03-29T02:59", Skipped, "2026-03-29T03:59:00+02:00"},
		{"Europe/Berlin", "2026-03-29T03:00", Exact, "2026-03-29T03:00:00+02:00"},
		{"Europe/Berlin", "2026-10-25T01:59", Exact, "2026-10-25T01:59:00+02:00"},
		{"Europe/Berlin", "2026-10-25T02:00", Repeated, "2026-10-25T02:00:00+02:00"},
		{"Europe/Berlin", "2026-10-25T02:59", Repeated, "2026-10-25T02:59:00+02:00"},
		{"Europe/Berlin", "2026-10-25T03:00", Exact, "2026-10-25T03:00:00+01:00"},
		{"America/New_York", "2026-03-08T02:30", Skipped, "2026-03-08T03:30:00-04:00"},
		{"America/New_York", "2026-11-01T01:00", Repeated, "2026-11-01T01:00:00-04:00"},
		{"America/New_York", "2026-11-01T01:59", Repeated, "2026-11-01T01:59:00-04:00"},
		{"America/New_York", "2026-11-01T02:00", Exact, "2026-11-01T02:00:00-05:00"},
		{"Australia/Lord_Howe", "2026-10-04T01:59", Exact, "2026-10-04T01:59:00+10:30"},
		{"Australia/Lord_Howe", "2026-10-04T02:15", Skipped, "2026-10-04T02:45:00+11:00"},
		{"Australia/Lord_Howe", "2026-10-04T02:30", Exact, "2026-10-04T02:30:00+11:00"},
		{"Australia/Lord_Howe", "2026-04-05T01:29", Exact, "2026-04-05T01:29:00+11:00"},
		{"Australia/Lord_Howe", "2026-04-05T01:30", Repeated, "2026-04-05T01:30:00+11:00"},
		{"Australia/Lord_Howe", "2026-04-05T02:00", Exact, "2026-04-05T02:00:00+10:30"},
		{"America/St_Johns", "2026-03-08T02:30", Skipped, "2026-03-08T03:30:00-02:30"},
		{"America/St_Johns", "2026-11-01T01:30", Repeated, "2026-11-01T01:30:00-02:30"},
		{"America/St_Johns", "2010-03-14T00:30", Skipped, "2010-03-14T01:30:00-02:30"}, // at 00:01 until 2011
		{"America/St_Johns", "2010-11-07T00:00", Repeated, "2010-11-07T00:00:00-02:30"},
		{"Pacific/Apia", "2011-12-29T23:59", Exact, "2011-12-29T23:59:00-10:00"},
		{"Pacific/Apia", "2011-12-30T00:00", Skipped, "2011-12-31T00:00:00+14:00"},
		{"Pacific/Apia", "2011-12-30T10:00", Skipped, "2011-12-31T10:00:00+14:00"},
		{"Pacific/Apia", "2011-12-31T00:00", Exact, "2011-12-31T00:00:00+14:00"},
		{"Pacific/Kwajalein", "1993-08-21T12:00", Skipped, "1993-08-22T12:00:00+12:00"},
		{"Asia/Manila", "1844-12-31T12:00", Skipped, "1845-01-01T12:00:00+08:03"},
		{"America/Juneau", "1867-10-19T12:00", Repeated, "1867-10-19T12:00:00+15:02"},
		{"Europe/Dublin", "2026-03-29T01:30", Skipped, "2026-03-29T02:30:00+01:00"},
		{"Africa/Casablanca", "2026-03-22T02:30", Skipped, "2026-03-22T03:30:00+01:00"},
		{"America/Santiago", "2026-09-06T00:00", Skipped, "2026-09-06T01:00:00-03:00"}, // no midnight
		{"America/Havana", "2026-03-08T00:30", Skipped, "2026-03-08T01:30:00-04:00"},
		{"America/Nuuk", "2026-03-28T23:30", Skipped, "2026-03-29T00:30:00-01:00"}, // over midnight
		{"Asia/Kolkata", "2026-03-29T02:30", Exact, "2026-03-29T02:30:00+05:30"},
		{"UTC", "2026-03-29T02:30", Exact, "2026-03-29T02:30:00Z"},
		// Far ahead Go follows a rule year by year; the last day of a leap year is a pitfall.
		{"Europe/Berlin", "2028-12-31T12:00", Exact, "2028-12-31T12:00:00+01:00"},
		{"Europe/Berlin", "2029-01-01T00:00", Exact, "2029-01-01T00:00:00+01:00"},
		{"Australia/Sydney", "2028-12-31T12:00", Exact, "2028-12-31T12:00:00+11:00"},
		{"Europe/Berlin", "2099-03-29T02:30", Skipped, "2099-03-29T03:30:00+02:00"},
	} {
		got, kind := wall(t, c.wall).In(zone(t, c.zone))
		const layout = "2006-01-02T15:04:05Z07:00"
		if got.Format(layout) != c.want || kind != c.kind {
			t.Errorf("%s in %s: %s, kind %d; want %s, kind %d", c.wall, c.zone, got.Format(layout), kind, c.want, c.kind)
		}
	}
}

func TestNextOffersATimeOnlyForSkippedOnes(t *testing.T) {
	for _, c := range []struct{ zone, wall, want string }{
		{"Europe/Berlin", "2026-03-29T02:30", "2026-03-29T03:30"},
		{"Europe/Berlin", "2026-10-25T02:30", "2026-10-25T02:30"},
		{"Pacific/Apia", "2011-12-30T10:00", "2011-12-31T10:00"},
		{"Asia/Kolkata", "2026-03-29T02:30", "2026-03-29T02:30"},
	} {
		if got := wall(t, c.wall).Next(zone(t, c.zone)); got.String() != c.want {
			t.Errorf("Next of %s in %s is %s, want %s", c.wall, c.zone, got, c.want)
		}
	}
}

// An instant since 1976, when the last clock was set that stood off a full
// minute; often close to a moment at which clocks are set.
func anInstant(r *rapid.T, loc *time.Location) time.Time {
	t := time.Unix(rapid.Int64Range(200_000_000, 4_000_000_000).Draw(r, "seconds")/60*60, 0).UTC()
	if rapid.Bool().Draw(r, "near a change") {
		if end := Spans(loc, t, t)[0].End; !end.IsZero() {
			return end.Add(time.Duration(rapid.IntRange(-300, 300).Draw(r, "minutes")) * time.Minute)
		}
	}
	return t
}

func aZone(r *rapid.T) *time.Location {
	loc, err := Load(rapid.SampledFrom(Names()).Draw(r, "zone"))
	if err != nil {
		r.Fatal(err)
	}
	return loc
}

// Whatever a clock shows is read back as that instant or as an earlier one at
// which it showed the same.
func TestWhatAClockShowsIsReadBack(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		loc := aZone(r)
		at := anInstant(r, loc)
		w := WallOf(at, loc)
		got, kind := w.In(loc)
		switch {
		case kind == Skipped:
			r.Fatalf("%s: %s was shown at %s, yet is skipped", loc, w, at)
		case WallOf(got, loc) != w:
			r.Fatalf("%s: %s is read as %s", loc, w, got)
		case kind == Exact && !got.Equal(at):
			r.Fatalf("%s: %s of %s is read as exactly %s", loc, w, at, got)
		case got.After(at):
			r.Fatalf("%s: %s of %s is read as the later %s", loc, w, at, got)
		}
	})
}

// The kind is right, by going through all minutes of six days.
func TestKindCountsTheReadings(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		loc := aZone(r)
		w := WallOf(anInstant(r, loc), loc)
		w.Clock = Clock(rapid.IntRange(0, 1439).Draw(r, "clock"))
		got, kind := w.In(loc)
		readings := 0
		var first time.Time
		for m := -3 * 1440; m < 3*1440; m++ {
			at := w.reading().Add(time.Duration(m) * time.Minute)
			if WallOf(at, loc) == w {
				if readings == 0 {
					first = at
				}
				readings++
			}
		}
		want := [...]Kind{Skipped, Exact, Repeated}[readings]
		if kind != want {
			r.Fatalf("%s in %s is shown %d times, kind %d", w, loc, readings, kind)
		}
		if readings > 0 && !got.Equal(first) {
			r.Fatalf("%s in %s is %s, want the first reading %s", w, loc, got, first)
		}
		if next := w.Next(loc); kind == Skipped && !w.Before(next) {
			r.Fatalf("%s in %s: offers %s", w, loc, next)
		}
	})
}

func TestSpansAreTheTrueOnes(t *testing.T) {
	from := time.Date(2020, 12, 30, 0, 0, 0, 0, time.UTC)
	to := time.Date(2033, 1, 2, 0, 0, 0, 0, time.UTC)
	for _, name := range Names() {
		loc := zone(t, name)
		spans := Spans(loc, from, to)
		if spans[0].Start.After(from) {
			t.Errorf("%s: the first span starts late", name)
		}
		for i, s := range spans {
			if i > 0 && (!s.Start.Equal(spans[i-1].End) || s.same(spans[i-1])) {
				t.Errorf("%s: %v does not follow %v", name, s, spans[i-1])
			}
		}
		i := 0
		for at := from; at.Before(to); at = at.Add(12 * time.Hour) {
			for !spans[i].holds(at) {
				i++
			}
			if _, offset := at.In(loc).Zone(); offset != spans[i].Offset || at.In(loc).IsDST() != spans[i].DST {
				t.Fatalf("%s at %s: %v", name, at, spans[i])
			}
		}
	}
	if n := len(Spans(zone(t, "Europe/Berlin"), from, to)); n != 25 {
		t.Errorf("Berlin has %d spans in 12 years, want 25", n)
	}
	if s := Spans(zone(t, "Asia/Kolkata"), from, to); len(s) != 1 || !s[0].End.IsZero() || s[0].Start.Year() != 1945 {
		t.Errorf("Kolkata: %v", s)
	}
	if s := Spans(time.UTC, from, to); len(s) != 1 || !s[0].Start.IsZero() || !s[0].End.IsZero() {
		t.Errorf("UTC: %v", s)
	}
}

func BenchmarkWallIn(b *testing.B) {
	loc := zone(b, "Europe/Berlin")
	calm, gap := wall(b, "2026-05-12T10:00"), wall(b, "2026-03-29T02:30")
	b.Run("calm", func(b *testing.B) {
		for b.Loop() {
			calm.In(loc)
		}
	})
	b.Run("gap", func(b *testing.B) {
		for b.Loop() {
			gap.In(loc)
		}
	})
}
