package intake

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/ical"
)

func TestWhatIsNoFileOfEventsIsRefusedWithTheReason(t *testing.T) {
	for text, says := range map[string]string{
		"":                                 "This file is empty.",
		" \n\t":                            "This file is empty.",
		"hello":                            "This is no file of events",
		"\x1f\x8b\x08\x00":                 "This file is packed.",
		"PK\x03\x04 a table":               "This file is packed.",
		"\x89PNG\r\n\x1a\n\x00\x00":        "This is no file of events",
		"name,colour\nAda,red":             "The columns of this table are not those of Mobilize or of Action Network: one for the title and one for the start are needed. It has name, colour.",
		"title,start_date\n":               "There is no event in this file.",
		`{"hello":"world"}`:                "no list of events as Gancio gives it",
		`{"events":{"a":1}}`:               "no list of events as Gancio gives it",
		`[]`:                               "There is no event in this file.",
		`[1,2]`:                            "no list of events as Gancio gives it",
		"BEGIN:VCALENDAR\nEND:VCALENDAR":   "There is no event in this file.",
		strings.Repeat("x", LongestFile+1): "This file is too large. A file of events has at most 5 megabytes; please split it.",
	} {
		_, err := Read([]byte(text), berlin, day("2027-01-01"))
		if e := errs.Of(err); e == nil || e.Kind != errs.Invalid || !strings.Contains(i18n.For("en").Text(e.Text), says) {
			t.Errorf("%.40q: %v, want %q", text, err, says)
		}
	}
}

// TestBombsAreBounded reads files that are small and want to be large, or deep.
func TestBombsAreBounded(t *testing.T) {
	wide := "title,start_date" + strings.Repeat(",x", 10_000) + "\n"
	calendar := func(body string) string { return "BEGIN:VCALENDAR\n" + body + "END:VCALENDAR\n" }
	entry := "BEGIN:VEVENT\nUID:1\nSUMMARY:x\nDTSTART:20270210T180000Z\n%sEND:VEVENT\n"
	for name, text := range map[string]string{
		"deep JSON":          strings.Repeat("[", LongestFile),
		"deep in an event":   `[{"title":"x","start_datetime":1802714400,"tags":` + strings.Repeat(`[`, 1<<20) + `}]`,
		"objects in objects": strings.Repeat(`{"events":`, 100_000),
		"a long number":      `[{"title":"x","start_datetime":1` + strings.Repeat("0", 1<<20) + `}]`,
		"wide table":         wide,
		"open quote":         "title,start_date\n\"" + strings.Repeat("a\n", 1<<20),
		"quotes":             "title,start_date\n" + strings.Repeat("\"a\" b\n", 200_000),
		"rows":               "title,start_date\n" + strings.Repeat("a,2027-02-10 10:00\n", 200_000),
		"secondly":           calendar(fmt.Sprintf(entry, "RRULE:FREQ=SECONDLY\n")),
		"without an end":     calendar(fmt.Sprintf(entry, "RRULE:FREQ=DAILY;COUNT=1000000000\n")),
		"nested":             calendar(strings.Repeat("BEGIN:VEVENT\n", 100_000)),
		"dates":              calendar(fmt.Sprintf(entry, "RDATE:"+strings.Repeat("20270211T180000Z,", 200_000)+"\n")),
		"entries":            calendar(strings.Repeat(fmt.Sprintf(entry, ""), 20_000)),
	} {
		began := time.Now()
		b, err := Read([]byte(text), berlin, day("2027-01-01"))
		if took := time.Since(began); took > 5*time.Second {
			t.Errorf("%s took %s", name, took)
		}
		if err == nil && len(b.Drafts) > 1 {
			t.Errorf("%s: %d drafts", name, len(b.Drafts))
		}
		if err == nil {
			for _, d := range b.Drafts {
				if len(d.Event.Dates) > events.MostDates {
					t.Errorf("%s: %d dates", name, len(d.Event.Dates))
				}
			}
		}
	}
}

func TestTheSameFileGivesTheSameSources(t *testing.T) {
	for _, name := range []string{"mobilize.csv", "action-network.csv", "gancio.json", "phone.ics"} {
		data, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		one, err := Read(data, berlin, day("2027-01-01"))
		if err != nil {
			t.Fatal(err)
		}
		two, err := Read(data, berlin, day("2027-06-30"))
		if err != nil {
			t.Fatal(err)
		}
		seen := map[string]bool{}
		for i := range one.Drafts {
			a, b := one.Drafts[i], two.Drafts[i]
			x, err1 := digest(a.Event)
			y, err2 := digest(b.Event)
			if a.Source != b.Source || a.Source == "" || seen[a.Source] || err1 != nil || err2 != nil || !bytes.Equal(x, y) {
				t.Errorf("%s: %q and half a year later %q", name, a.Source, b.Source)
			}
			seen[a.Source] = true
		}
	}
}

// TestOurOwnFeedIsReadAsAFile brings a feed of ours through the same door as any
// other file.
func TestOurOwnFeedIsReadAsAFile(t *testing.T) {
	e := &events.Event{ID: "e1", Slug: "readers", State: events.Published, Kind: events.Workshop, Title: i18n.Text{"en": "Readers, and others; all"},
		Start: 18 * 60, Length: 90 * time.Minute, Zone: "Europe/Berlin", Venue: &events.Place{Name: "Old Mill", Address: "River Street 1"},
		Dates: []events.Date{{ID: "d1", Day: day("2027-03-01"), Status: events.Scheduled}}}
	cal := ical.Calendar{Events: e.Feed(events.Entrance{Base: "https://x.example", L: i18n.For("en"), Stamp: time.Unix(0, 0)})}
	data, err := cal.Encode()
	if err != nil {
		t.Fatal(err)
	}
	b, err := Read(data, berlin, day("2027-01-01"))
	if err != nil || len(b.Drafts) != 1 {
		t.Fatalf("%v, %v", err, b)
	}
	if d := b.Drafts[0]; d.Event.Title["en"] != e.Title["en"] || d.Event.Venue.Line() != "Old Mill, River Street 1" || d.Event.Occurrences()[0].Start != e.Occurrences()[0].Start {
		t.Errorf("came back as %+v", d.Event)
	}
}

// sound checks what holds for every file.
func sound(t *testing.T, data []byte) {
	t.Helper()
	b, err := Read(data, berlin, day("2027-01-01"))
	if err != nil {
		return
	}
	for _, d := range b.Drafts {
		e := d.Event
		if len(e.Dates) == 0 || len(e.Dates) > events.MostDates || d.Source == "" || !utf8.ValidString(d.Source) || len(d.Source) > longestSource+20 {
			t.Fatalf("%d dates, source %q", len(e.Dates), d.Source)
		}
		if err := e.Check(); err != nil {
			t.Fatalf("a draft that no event may be: %v", err)
		}
		if strings.Contains(e.Title[e.Languages[0]], "<script") {
			t.Fatalf("a tag in a title: %q", e.Title)
		}
	}
	for _, p := range b.Problems {
		if i18n.For("en").Text(p.Text) == "" {
			t.Fatalf("a problem without words in line %d", p.Line)
		}
	}
}

func samples(f *testing.F, ext string) {
	names, err := filepath.Glob("testdata/*" + ext)
	if err != nil || len(names) == 0 {
		f.Fatal(err)
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
}

func FuzzTables(f *testing.F) {
	samples(f, ".csv")
	f.Add([]byte("title;start\n\"a\"\"b\";1802714400\n"))
	f.Fuzz(func(t *testing.T, data []byte) { sound(t, data) })
}

func FuzzGancio(f *testing.F) {
	samples(f, ".json")
	f.Add([]byte(`[{"title":"x","start_datetime":"1802714400","end_datetime":1e9,"tags":[{"tag":"a"},"b",null]}]`))
	f.Fuzz(func(t *testing.T, data []byte) {
		if i := bytes.IndexAny(data, "[{"); i >= 0 {
			sound(t, data[i:])
		}
	})
}

func TestProseIsCleaned(t *testing.T) {
	for in, want := range map[string]string{
		"a\r\nb": "a\nb",
		"See https://a.example/x?utm_source=mail&id=3.":                                                "See https://a.example/x?id=3.",
		"<p>One<br>two</p><script>x()</script><style>p{}</style>":                                      "One\ntwo",
		`<p>Come <a href="https://a.example/?fbclid=1&amp;n=2">here</a>!</p>`:                          "Come here https://a.example/?n=2 !",
		`<div><a href="javascript:alert(1)">x</a> &lt;3</div>`:                                         "x <3",
		"Write to <ada@harbour.example> or 3 < 4":                                                      "Write to <ada@harbour.example> or 3 < 4",
		`<p><a href="https://a.example/x?utm_medium=m">https://a.example/x?utm_medium=m</a> there</p>`: "https://a.example/x there",
	} {
		if got := Prose(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}
