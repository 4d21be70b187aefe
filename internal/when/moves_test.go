package when

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// lisbon is a series on Tuesdays at 14:00 in Lisbon, over the nights in which
// the clocks are set in most places, at different times.
func lisbon(t testing.TB) (starts []time.Time, organiser *time.Location) {
	organiser = zone(t, "Europe/Lisbon")
	for _, day := range []string{"2026-03-03", "2026-03-10", "2026-03-24", "2026-03-31", "2026-04-07", "2026-04-28"} {
		at, kind := wall(t, day+"T14:00").In(organiser)
		if kind != Exact {
			t.Fatalf("%s is of kind %d", day, kind)
		}
		starts = append(starts, at)
	}
	return starts, organiser
}

func TestASeriesInLisbonOnTheClocksOfItsReaders(t *testing.T) {
	starts, organiser := lisbon(t)
	for _, c := range []struct {
		zone  string
		hours [6]string
		moved [6]int
		shift [6]int
	}{
		{"Europe/Lisbon", [6]string{"14:00", "14:00", "14:00", "14:00", "14:00", "14:00"}, [6]int{}, [6]int{}},
		{"America/New_York", [6]string{"09:00", "10:00", "10:00", "09:00", "09:00", "09:00"}, [6]int{0, 60, 60, 0, 0, 0}, [6]int{}},
		{"America/Sao_Paulo", [6]string{"11:00", "11:00", "11:00", "10:00", "10:00", "10:00"}, [6]int{0, 0, 0, -60, -60, -60}, [6]int{}},
		{"Africa/Casablanca", [6]string{"14:00", "14:00", "15:00", "14:00", "14:00", "14:00"}, [6]int{0, 0, 60, 0, 0, 0}, [6]int{}},
		{"Africa/Cairo", [6]string{"16:00", "16:00", "16:00", "15:00", "15:00", "16:00"}, [6]int{0, 0, 0, -60, -60, 0}, [6]int{}},
		{"Asia/Kolkata", [6]string{"19:30", "19:30", "19:30", "18:30", "18:30", "18:30"}, [6]int{0, 0, 0, -60, -60, -60}, [6]int{}},
		{"Asia/Kathmandu", [6]string{"19:45", "19:45", "19:45", "18:45", "18:45", "18:45"}, [6]int{0, 0, 0, -60, -60, -60}, [6]int{}},
		{"Australia/Sydney", [6]string{"01:00", "01:00", "01:00", "00:00", "23:00", "23:00"}, [6]int{0, 0, 0, -60, -120, -120}, [6]int{1, 1, 1, 1, 0, 0}},
	} {
		reader := zone(t, c.zone)
		for i, at := range starts {
			if got := ClockOf(at, reader).String(); got != c.hours[i] {
				t.Errorf("%s, session %d: %s, want %s", c.zone, i+1, got, c.hours[i])
			}
			if got := OffsetMoved(starts[0], at, reader, organiser); got != c.moved[i] {
				t.Errorf("%s, session %d: moved by %d, want %d", c.zone, i+1, got, c.moved[i])
			}
			if got := DayShift(at, organiser, reader); got != c.shift[i] {
				t.Errorf("%s, session %d: %d days on, want %d", c.zone, i+1, got, c.shift[i])
			}
			if got, want := DateOf(at, reader).Weekday(), time.Tuesday+time.Weekday(c.shift[i]); got != want {
				t.Errorf("%s, session %d: on a %s, want %s", c.zone, i+1, got, want)
			}
		}
	}
}

func TestSwingsSayWhereTheHourMoves(t *testing.T) {
	starts, organiser := lisbon(t)
	for _, c := range []struct {
		zone  string
		shape Shape
		want  []Stretch
	}{
		{"Europe/London", Steady, []Stretch{{First: 0, Last: 5}}},
		{"America/New_York", Returns, []Stretch{
			{First: 0, Last: 0},
			{First: 1, Last: 2, Moved: 60, ReaderSet: true},
			{First: 3, Last: 5, OrganiserSet: true},
		}},
		{"Asia/Kolkata", Stays, []Stretch{
			{First: 0, Last: 2},
			{First: 3, Last: 5, Moved: -60, OrganiserSet: true},
		}},
		{"Africa/Cairo", Returns, []Stretch{
			{First: 0, Last: 2},
			{First: 3, Last: 4, Moved: -60, OrganiserSet: true},
			{First: 5, Last: 5, ReaderSet: true},
		}},
		{"Australia/Sydney", Several, []Stretch{
			{First: 0, Last: 2},
			{First: 3, Last: 3, Moved: -60, OrganiserSet: true},
			{First: 4, Last: 5, Moved: -120, ReaderSet: true},
		}},
	} {
		got := Swings(starts, zone(t, c.zone), organiser)
		if got.Shape != c.shape || !slices.Equal(got.Stretches, c.want) {
			t.Errorf("%s: %+v, want %d %+v", c.zone, got, c.shape, c.want)
		}
	}
	if got := Swings(nil, organiser, organiser); got.Shape != Steady || len(got.Stretches) != 0 {
		t.Errorf("no starts: %+v", got)
	}
}

// The minutes moved are what a reader sees who compares two clocks: same hour
// at the organiser's, so the reader's hour differs by that much.
func TestOffsetMovedIsWhatTheReaderSees(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		reader, organiser := aZone(r), aZone(r)
		first := anInstant(r, reader)
		w := WallOf(first, organiser)
		first, _ = w.In(organiser)
		w.Date = w.Date.AddDays(rapid.IntRange(1, 300).Draw(r, "days"))
		later, kind := w.In(organiser)
		if kind == Skipped {
			return
		}
		seen := WallOf(later, reader).reading().Sub(w.reading()) - WallOf(first, reader).reading().Sub(WallOf(first, organiser).reading())
		moved := time.Duration(OffsetMoved(first, later, reader, organiser)) * time.Minute
		if seen != moved {
			r.Fatalf("%s for %s: moved by %v, seen %v", organiser, reader, moved, seen)
		}
		if OffsetMoved(first, later, organiser, reader) != -OffsetMoved(first, later, reader, organiser) {
			r.Fatal("what moves on for one does not move back for the other")
		}
	})
}

func TestUTCOffsetIsWrittenAsPeopleDo(t *testing.T) {
	at := time.Date(2026, 3, 3, 14, 0, 0, 0, time.UTC)
	for name, want := range map[string]string{
		"Asia/Kolkata": "UTC+5:30", "America/Sao_Paulo": "UTC−3", "America/St_Johns": "UTC−3:30", "Europe/Lisbon": "UTC",
		"Asia/Kathmandu": "UTC+5:45", "Pacific/Kiritimati": "UTC+14", "Pacific/Marquesas": "UTC−9:30", "UTC": "UTC",
	} {
		if got := UTCOffset(at, zone(t, name)); got != want {
			t.Errorf("%s stands at %s, want %s", name, got, want)
		}
	}
}
