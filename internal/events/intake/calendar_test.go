package intake

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/ical"
	"codeberg.org/plenary/plenary/internal/when"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var update = flag.Bool("update", false, "write what is read into testdata")

var berlin = Settings{Zone: "Europe/Berlin", Language: "en"}

func day(s string) when.Date {
	d, err := when.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// TestOurOwnFeedComesBackTheSame writes events as feeds and reads them again:
// title, zone, rule, and every start, end and state.
func TestOurOwnFeedComesBackTheSame(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		e := anEvent(r)
		cal := ical.Calendar{Events: e.Feed(events.Entrance{Base: "https://x.example", L: i18n.For("en"), Stamp: time.Unix(0, 0)})}
		data, err := cal.Encode()
		if err != nil {
			r.Fatal(err)
		}
		b, err := Calendar(data, Settings{Zone: "Asia/Kolkata", Language: "en"}, day("2027-01-01"))
		if err != nil || len(b.Problems) > 0 {
			r.Fatalf("%v, %v\n%s", err, b, data)
		}
		var back []string
		for _, d := range b.Drafts {
			back = append(back, hours(d.Event)...)
			if d.Event.Title["en"] != e.Title["en"] || d.Event.Zone != e.Zone {
				r.Fatalf("%v in %s came back as %v in %s", e.Title, e.Zone, d.Event.Title, d.Event.Zone)
			}
		}
		if e.Rule != nil {
			if diff := cmp.Diff(e.Rule, b.Drafts[0].Event.Rule); diff != "" {
				r.Fatalf("the rule (-ours +back):\n%s\n%s", diff, data)
			}
		}
		if diff := cmp.Diff(sorted(hours(e)), sorted(back)); diff != "" {
			r.Fatalf("(-ours +back):\n%s\n%s", diff, data)
		}
	})
}

// hours are the dates of an event that differ from its rule, or all without one.
func hours(e *events.Event) (list []string) {
	for _, o := range e.Occurrences() {
		d := o.Date
		if e.Rule != nil && !d.RuleDay.IsZero() && d.Day == d.RuleDay && d.Start == nil && d.Status == events.Scheduled {
			continue
		}
		list = append(list, o.Start.UTC().Format(time.RFC3339)+" "+o.End.Sub(o.Start).String()+" "+string(d.Status))
	}
	return list
}

func sorted(list []string) []string {
	seen := map[string]int{}
	for _, s := range list {
		seen[s]++
	}
	list = nil
	for s, n := range seen {
		list = append(list, s+" × "+strconv.Itoa(n))
	}
	slices.Sort(list)
	return list
}

func anEvent(r *rapid.T) *events.Event {
	first := day("2027-01-01").AddDays(rapid.IntRange(0, 700).Draw(r, "first"))
	e := &events.Event{ID: "e1", Slug: "readers", State: events.Published, Kind: events.Workshop, Title: i18n.Text{"en": "Readers, and others; all"},
		Start: 18 * 60, Length: 90 * time.Minute, Zone: rapid.SampledFrom([]string{"Europe/Berlin", "America/New_York", "Asia/Kathmandu"}).Draw(r, "zone")}
	days := []when.Date{first, first.AddDays(3), first.AddDays(40)}
	if rapid.Bool().Draw(r, "repeats") {
		rule := events.RuleFrom(first, rapid.IntRange(1, 4).Draw(r, "every"), rapid.SampledFrom([]events.Unit{events.Days, events.Weeks, events.Months}).Draw(r, "unit"))
		rule.Count = rapid.IntRange(2, 12).Draw(r, "count")
		if rule.Unit == events.Days {
			rule.Weekdays = nil
		}
		e.Rule, days = &rule, rule.Days(first.AddDays(2000))
	}
	for i, d := range days {
		x := events.Date{ID: "d" + strconv.Itoa(i), Day: d, Status: events.Scheduled}
		if e.Rule != nil {
			x.RuleDay = d
		}
		switch rapid.IntRange(0, 4).Draw(r, "change") {
		case 0:
			x.Status = events.CalledOff
		case 1:
			x.Start = new(when.Clock)
			*x.Start = 20 * 60
		case 2:
			if e.Rule != nil && i > 0 {
				x.Day = x.Day.AddDays(1)
			}
		case 3:
			if e.Rule != nil && i > 0 {
				x.Status = events.Skipped
			}
		}
		e.Dates = append(e.Dates, x)
	}
	return e
}

func TestFilesOfOthers(t *testing.T) {
	files, err := filepath.Glob("testdata/*.*")
	if err != nil || len(files) < 15 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, name := range files {
		if ext := filepath.Ext(name); ext == ".txt" || ext == ".md" {
			continue
		}
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		b, err := Read(data, berlin, day("2027-01-01"))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		golden := strings.TrimSuffix(name, filepath.Ext(name)) + ".txt"
		if *update {
			if err := os.WriteFile(golden, []byte(told(b)), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Error(err)
		}
		if diff := cmp.Diff(string(want), told(b)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// told is what a batch holds, as its reader is shown it.
func told(b *Batch) string {
	var s strings.Builder
	l := i18n.For("en")
	if b.Format != ICalendar {
		s.WriteString(string(b.Format) + ", " + b.Charset + ", not used: " + strings.Join(b.Unknown, ", ") + "\n")
	}
	for _, d := range b.Drafts {
		e := d.Event
		if b.Format != ICalendar {
			s.WriteString(strconv.Itoa(d.Line) + " " + d.Source + ": ")
		}
		s.WriteString(e.Title["en"] + " | " + string(e.Kind) + " | " + e.Zone + " | " + e.Online)
		if e.Venue != nil {
			s.WriteString(e.Venue.Line())
		}
		if e.Rule != nil {
			s.WriteString(" | " + e.Rule.RRule(e.Start, e.Location()))
		}
		s.WriteString("\n")
		for _, o := range e.Occurrences() {
			s.WriteString("  " + o.Start.Format("Mon 2006-01-02 15:04 -0700") + " " + o.End.Sub(o.Start).String() + " " + string(o.Date.Status) + "\n")
		}
		if b.Format != ICalendar {
			for _, line := range []string{e.Entry.Elsewhere, e.Contact.Name, e.Contact.Email, strings.ReplaceAll(e.Description["en"], "\n", " / ")} {
				if line != "" {
					s.WriteString("  = " + line + "\n")
				}
			}
		}
		for _, r := range d.Remarks {
			s.WriteString("  ! " + l.Text(r) + "\n")
		}
	}
	for _, p := range b.Problems {
		s.WriteString("line " + strconv.Itoa(p.Line) + ": " + l.Text(p.Text) + "\n")
	}
	return s.String()
}

func TestRulesThatRunForEverEndSomewhere(t *testing.T) {
	for _, rule := range []string{"FREQ=DAILY", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR,SA,SU", "FREQ=DAILY;INTERVAL=1000000",
		"FREQ=YEARLY;BYMONTHDAY=1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31", "FREQ=MONTHLY;BYSETPOS=366;BYDAY=MO"} {
		began := time.Now()
		b, err := Calendar([]byte("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nSUMMARY:x\nDTSTART:20270210T180000Z\nRRULE:"+rule+"\nEND:VEVENT\nEND:VCALENDAR"), berlin, day("2027-01-01"))
		if err != nil {
			t.Errorf("%s: %v", rule, err)
			continue
		}
		if len(b.Drafts)+len(b.Problems) != 1 {
			t.Errorf("%s: %d drafts, %d problems", rule, len(b.Drafts), len(b.Problems))
		} else if len(b.Drafts) == 0 {
			continue // refused
		}
		if n := len(b.Drafts[0].Event.Dates); n > events.MostDates {
			t.Errorf("%s gives %d dates", rule, n)
		}
		if took := time.Since(began); took > time.Second {
			t.Errorf("%s took %s", rule, took)
		}
	}
	if _, err := Calendar([]byte("hello"), berlin, day("2027-01-01")); !errs.Is(err, errs.Invalid) {
		t.Errorf("what is no calendar: %v", err)
	}
}

func FuzzCalendar(f *testing.F) {
	f.Add([]byte("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART:20270210T180000Z\nRRULE:FREQ=MONTHLY;BYDAY=3WE\nEXDATE:20270317T180000Z\nEND:VEVENT\nEND:VCALENDAR"))
	f.Fuzz(func(t *testing.T, data []byte) {
		b, err := Calendar(data, berlin, day("2027-01-01"))
		if err != nil {
			return
		}
		for _, d := range b.Drafts {
			if len(d.Event.Dates) == 0 || len(d.Event.Dates) > events.MostDates {
				t.Errorf("%d dates", len(d.Event.Dates))
			}
		}
	})
}

// A rule such as "the 30th of February" is looked for until the year 9999, for a
// hundred bytes of a file: only some of them are.
func TestAFileOfRulesWithoutDatesIsNotFollowedForAges(t *testing.T) {
	var file strings.Builder
	entry := func(uid, rule string) {
		file.WriteString("BEGIN:VEVENT\r\nUID:" + uid + "\r\nSUMMARY:Talk\r\nDTSTART:20270101T100000Z\r\nDURATION:PT1H\r\nRRULE:" + rule + "\r\nEND:VEVENT\r\n")
	}
	file.WriteString("BEGIN:VCALENDAR\r\n")
	entry("yearly", "FREQ=YEARLY")
	for i := range mostLost {
		entry(strconv.Itoa(i), "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")
	}
	entry("last", "FREQ=YEARLY")
	file.WriteString("END:VCALENDAR\r\n")
	b, err := Calendar([]byte(file.String()), berlin, day("2027-01-01"))
	if err != nil || len(b.Drafts) != mostLost+2 {
		t.Fatal(err, b)
	}
	if n := len(b.Drafts[0].Event.Dates); n != 3 {
		t.Errorf("a rule before them has %d dates, want 3", n)
	}
	if d := b.Drafts[mostLost+1]; len(d.Event.Dates) != 1 || len(d.Remarks) == 0 {
		t.Errorf("a rule behind them was followed still, or nothing is said: %d dates, %v", len(d.Event.Dates), d.Remarks)
	}
}
