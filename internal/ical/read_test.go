package ical

import (
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/when"
	"github.com/google/go-cmp/cmp"
)

// file wraps lines of events into a calendar.
func file(lines ...string) []byte {
	return []byte("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + strings.Join(lines, "\r\n") + "\r\nEND:VCALENDAR\r\n")
}

func wall(s string) when.Wall {
	w, err := when.ParseWall(s)
	if err != nil {
		panic(err)
	}
	return w
}

func read(t testing.TB, data []byte) *File {
	t.Helper()
	f, err := Read(data)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestHoursAreReadAsTheirWritersMeantThem(t *testing.T) {
	outlook := []string{"BEGIN:VTIMEZONE", "TZID:Mill Lane", "X-LIC-LOCATION:Europe/Dublin", "BEGIN:STANDARD", "DTSTART:16010101T030000",
		"TZOFFSETFROM:+0100", "TZOFFSETTO:+0000", "END:STANDARD", "END:VTIMEZONE"}
	for _, c := range []struct {
		name  string
		start string
		want  Time
	}{
		{"a zone by its name", "DTSTART;TZID=Europe/Berlin:20270210T190000", Time{Wall: wall("2027-02-10T19:00"), Zone: "Europe/Berlin"}},
		{"in UTC", "DTSTART:20270210T180000Z", Time{Wall: wall("2027-02-10T18:00"), Zone: "UTC"}},
		{"floating", "DTSTART:20270210T190000", Time{Wall: wall("2027-02-10T19:00")}},
		{"all day", "DTSTART;VALUE=DATE:20270210", Time{Wall: wall("2027-02-10T00:00"), AllDay: true}},
		{"as Windows calls it", "DTSTART;TZID=\"W. Europe Standard Time\":20270210T190000", Time{Wall: wall("2027-02-10T19:00"), Zone: "Europe/Berlin"}},
		{"with a prefix", "DTSTART;TZID=/freeassociation.sourceforge.net/America/Argentina/Buenos_Aires:20270210T190000", Time{Wall: wall("2027-02-10T19:00"), Zone: "America/Argentina/Buenos_Aires"}},
		{"an old name", "DTSTART;TZID=Asia/Calcutta:20270210T190000", Time{Wall: wall("2027-02-10T19:00"), Zone: "Asia/Kolkata"}},
		{"explained by the file", "DTSTART;TZID=Mill Lane:20270210T190000", Time{Wall: wall("2027-02-10T19:00"), Zone: "Europe/Dublin"}},
		{"known to nobody", "DTSTART;TZID=Custom 1:20270210T190000", Time{Wall: wall("2027-02-10T19:00"), Named: "Custom 1"}},
	} {
		f := read(t, file(append([]string{"BEGIN:VEVENT", "UID:1", c.start, "END:VEVENT"}, outlook...)...))
		if len(f.Entries) != 1 {
			t.Errorf("%s: %d entries, %v", c.name, len(f.Entries), f.Problems)
			continue
		}
		if diff := cmp.Diff(c.want, f.Entries[0].Start); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
		if len(f.Problems) > 0 {
			t.Errorf("%s: problems %v", c.name, f.Problems)
		}
	}
}

func TestAnEntryThatCannotBeReadLeavesTheOthers(t *testing.T) {
	f := read(t, file(
		"BEGIN:VEVENT", "UID:1", "DTSTART:20270210T180000Z", "SUMMARY:First\\, of all", "END:VEVENT",
		"BEGIN:VEVENT", "UID:2", "DTSTART:soon", "END:VEVENT",
		"BEGIN:VEVENT", "UID:3", "DTSTART:20270210T180000Z", "RRULE:FREQ=SECONDLY", "END:VEVENT",
		"BEGIN:VEVENT", "UID:4", "SUMMARY:No start", "END:VEVENT",
		"BEGIN:VEVENT", "UID:5", "DTSTART:20270211T180000Z", "DURATION:PT1H30M", "DESCRIPTION:a long l", " ine\\nand another", "END:VEVENT"))
	var got []string
	for _, e := range f.Entries {
		got = append(got, e.UID+" "+e.Summary+e.Description)
	}
	if diff := cmp.Diff([]string{"1 First, of all", "5 a long line\nand another"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	var lines []int
	for _, p := range f.Problems {
		lines = append(lines, p.Line)
	}
	if diff := cmp.Diff([]int{10, 15, 17}, lines); diff != "" {
		t.Errorf("problems at lines (-want +got):\n%s", diff)
	}
	if end := f.Entries[1].End.Wall; end != wall("2027-02-11T19:30") {
		t.Errorf("an hour and a half later is %s", end)
	}
}

func TestWhatWeWriteWeRead(t *testing.T) {
	e := session(t)
	data, err := (&Calendar{Method: Request, Name: "Berlin, évènements", Events: []Event{e}}).Encode()
	if err != nil {
		t.Fatal(err)
	}
	got := read(t, data).Entries[0]
	want := Entry{Line: got.Line, UID: e.UID, Sequence: e.Sequence, Status: e.Status, Summary: e.Summary, Description: e.Description, Location: e.Location,
		URL: e.URL, Categories: e.Categories, Organizer: *e.Organizer, Attendees: []Attendee{{Name: e.Attendee.Name, Address: e.Attendee.Address, Answer: NoAnswer}},
		Start: Time{Wall: wall("2027-02-10T10:00"), Zone: "Europe/Berlin"}, End: Time{Wall: wall("2027-02-10T12:00"), Zone: "Europe/Berlin"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-written +read):\n%s", diff)
	}
}

func TestBombsAreRefused(t *testing.T) {
	for name, data := range map[string][]byte{
		"a file of six megabytes":   file(strings.Repeat("X-A:b\r\n", 900_000)),
		"components without an end": []byte(strings.Repeat("BEGIN:VCALENDAR\r\n", 100_000)),
		"eleven thousand entries":   file(strings.Repeat("BEGIN:VEVENT\r\nDTSTART:20270210T180000Z\r\nEND:VEVENT\r\n", 11_000)),
		"nothing":                   nil,
		"a page":                    []byte("<html><body>BEGIN:VCALENDAR"),
	} {
		began := time.Now()
		if _, err := Read(data); !errs.Is(err, errs.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
		if took := time.Since(began); took > 2*time.Second {
			t.Errorf("%s took %s", name, took)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(file("BEGIN:VEVENT", "UID:1", "DTSTART;TZID=Europe/Berlin:20270210T190000", "RRULE:FREQ=MONTHLY;BYDAY=3WE;UNTIL=20280101", "EXDATE:20270310T190000", "END:VEVENT"))
	f.Add([]byte("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20270210\n DURATION:P1W\nEND:VEVENT"))
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := Read(data)
		if err != nil {
			return
		}
		for _, e := range file.Entries {
			if e.Start.Wall.IsZero() {
				t.Error("an entry without a start")
			}
			for _, at := range e.times() {
				if at.Zone != "" && at.Zone != "UTC" {
					if _, err := when.Load(at.Zone); err != nil {
						t.Errorf("a zone that does not exist: %q", at.Zone)
					}
				}
			}
			if strings.ContainsAny(e.Summary+e.Location, "\r\n") {
				t.Error("a line break within a line")
			}
		}
	})
}
