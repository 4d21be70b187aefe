package intake

import (
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/announce"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/i18n"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// foundAt is what an announcement says of an event at an hour in New York.
func foundAt(s string, change func(e *announce.Event)) announce.Event {
	loc, err := time.Parse(time.RFC3339, s)
	if err != nil {
		panic(err)
	}
	zone, lang := "America/New_York", "en"
	e := announce.Event{Title: "Reading", Start: &loc, Zone: &zone, Language: &lang, Mode: "unknown", Registration: "unknown"}
	change(&e)
	return e
}

func TestWhatAnAnnouncementSaysBecomesADraft(t *testing.T) {
	end, doors := time.Date(2027, 2, 11, 2, 0, 0, 0, time.UTC), time.Date(2027, 2, 10, 23, 30, 0, 0, time.UTC)
	d := Announced(foundAt("2027-02-10T19:00:00-05:00", func(e *announce.Event) {
		n := 30
		e.End, e.Doors, e.Capacity, e.Mode, e.Registration = &end, &doors, &n, "hybrid", "required"
		e.Place = &announce.Place{Name: "Old Mill", Address: "River Street 1"}
		e.Links = []string{"https://zoom.example/j/1", "https://reg.example/x"}
		e.Hosts, e.People = []string{"Harbour School"}, []string{"Ada Lowe"}
		e.Also = []announce.Also{{Zone: "America/Chicago"}}
	}), "All about it.", berlin)
	e := d.Event
	half := 30
	if e.Title["en"] != "Reading" || e.Zone != "America/New_York" || e.Start != 19*60 || e.Length != 2*time.Hour || *e.Doors != 18*60+30 || e.Venue.Line() != "Old Mill, River Street 1" ||
		e.Online != "https://zoom.example/j/1" || e.Entry.Registration != events.Elsewhere || e.Entry.Elsewhere != "https://reg.example/x" || cmp.Diff(e.Entry.Places, events.Places{Here: &half}) != "" ||
		e.Parties.Hosts[0].Name != "Harbour School" || e.Parties.Speakers[0].Name != "Ada Lowe" || cmp.Diff(e.ShowZones, []string{"America/Chicago"}) != "" || e.State != events.Draft {
		t.Errorf("became %+v", e)
	}
	e.Slug = "x"
	if err := e.Check(); err != nil {
		t.Error(err)
	}
}

func TestARhythmIsARuleWhereARuleSaysJustThat(t *testing.T) {
	week, month := "week", "month"
	starts := func(days ...string) (list []time.Time) {
		for _, s := range days {
			at, _ := day(s).At(19 * 60).In((&events.Event{Zone: "America/New_York"}).Location())
			list = append(list, at)
		}
		return list
	}
	six := 6
	for name, x := range map[string]struct {
		repeats announce.Repeats
		rule    string
		dates   int
	}{
		"each week":         {announce.Repeats{Every: &week, Starts: starts("2027-02-10", "2027-02-17", "2027-02-24")}, "FREQ=WEEKLY;BYDAY=WE;COUNT=3", 1},
		"with a gap":        {announce.Repeats{Every: &week, Starts: starts("2027-02-10", "2027-02-17", "2027-03-03")}, "", 3},
		"six times":         {announce.Repeats{Every: &week, Count: &six}, "FREQ=WEEKLY;BYDAY=WE;COUNT=6", 1},
		"second Wednesdays": {announce.Repeats{Every: &month}, "FREQ=MONTHLY;BYDAY=2WE", 1},
		"single dates":      {announce.Repeats{Starts: starts("2027-02-10", "2027-02-12")}, "", 2},
	} {
		e := Announced(foundAt("2027-02-10T19:00:00-05:00", func(e *announce.Event) { e.Repeats = &x.repeats }), "", berlin).Event
		rule := ""
		if e.Rule != nil {
			rule = e.Rule.RRule(e.Start, e.Location())
		}
		if rule != x.rule || len(e.Dates) != x.dates {
			t.Errorf("%s: %q with %d dates, want %q with %d", name, rule, len(e.Dates), x.rule, x.dates)
		}
	}
}

// TestADistanceFromUTCIsNoZoneOfADraft: the moment stays, on the clocks of whoever
// pastes it.
func TestADistanceFromUTCIsNoZoneOfADraft(t *testing.T) {
	offset := "Etc/GMT+5"
	e := Announced(foundAt("2027-02-10T19:00:00-05:00", func(e *announce.Event) {
		e.Zone = &offset
		e.Also = []announce.Also{{Zone: "Etc/GMT-3"}, {Zone: "Asia/Kolkata"}}
	}), "", berlin).Event
	if e.Zone != "Europe/Berlin" || len(e.Dates) != 1 || e.Occurrences()[0].Wall.String() != "2027-02-11T01:00" || strings.Join(e.ShowZones, " ") != "Asia/Kolkata" {
		t.Errorf("became %+v in %v, shown in %q", e.Dates, e.Zone, e.ShowZones)
	}
}

// TestPiecesPutTogetherAreTheText cuts texts at spans of any kind.
func TestPiecesPutTogetherAreTheText(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		text := rapid.StringMatching(`[a-z \n]{0,60}`).Draw(r, "text")
		var found []announce.Event
		for range rapid.IntRange(0, 3).Draw(r, "events") {
			e := announce.Event{Spans: map[string][]announce.Span{}}
			for _, field := range []string{"start", "place", "title"} {
				a := rapid.IntRange(-2, len(text)+2).Draw(r, "from")
				e.Spans[field] = append(e.Spans[field], announce.Span{a, a + rapid.IntRange(-1, 20).Draw(r, "length")})
			}
			found = append(found, e)
		}
		var b strings.Builder
		for _, p := range Pieces(text, found) {
			if b.WriteString(p.Text); (p.Event == 0) != (len(p.Says) == 0) || p.Event > len(found) {
				r.Fatalf("a piece of event %d says %v", p.Event, p.Says)
			}
		}
		if b.String() != text {
			r.Fatalf("%q came back as %q", text, b.String())
		}
		for _, share := range Shares(text, found) {
			if !strings.Contains(text, share) {
				r.Fatalf("a share that is not in the text: %q", share)
			}
		}
	})
}

func TestEachEventOfAPageGetsWhatIsAboutIt(t *testing.T) {
	text := "Hello all,\n\nStreet party\nSaturday, 6 March 2027, 3 pm Berlin time\nBring cake.\n\nReading\nSunday, 7 March 2027, 5 pm Berlin time\nBring a book."
	at := func(words string) []announce.Span {
		i := strings.Index(text, words)
		return []announce.Span{{i, i + len(words)}}
	}
	found := []announce.Event{{Spans: map[string][]announce.Span{"title": at("Street party"), "start": at("6 March 2027")}}, {Spans: map[string][]announce.Span{"title": at("Reading"), "start": at("7 March 2027")}}}
	want := []string{text[:strings.Index(text, "\n\nReading")], text[strings.Index(text, "Reading"):]}
	if diff := cmp.Diff(want, Shares(text, found)); diff != "" {
		t.Error(diff)
	}
	if got := FirstLine(text, "7 March 2027 in the hall\nReading", found[1]); got != "" {
		t.Errorf("a date stands for a title: %q", got)
	}
	if got := FirstLine(text, "Our garden\nall of it", found[1]); got != "Our garden" {
		t.Errorf("the first line is %q", got)
	}
}

func TestDifferencesNameWhatAFileSaysOtherwise(t *testing.T) {
	is := Announced(foundAt("2027-02-10T19:00:00-05:00", func(*announce.Event) {}), "One", berlin).Event
	other := Announced(foundAt("2027-02-11T19:00:00-05:00", func(e *announce.Event) { e.Title = "Reading aloud" }), "One", berlin).Event
	is.Length, other.Length = time.Hour, time.Hour
	l := i18n.For("en")
	var names []string
	for _, d := range Differences(is, other, l) {
		names = append(names, l.Text(d.What)+": "+d.Is+" → "+d.Brings)
	}
	if diff := cmp.Diff([]string{"Title: Reading → Reading aloud", "When: Wed 10 Feb 2027, 19:00–20:00 → Thu 11 Feb 2027, 19:00–20:00"}, names); diff != "" {
		t.Error(diff)
	}
	if again := Differences(is, is, l); len(again) != 0 {
		t.Errorf("an event differs from itself: %v", again)
	}
}
