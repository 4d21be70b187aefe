package series

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/when"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

// readSample reads one of the files in samples/.
func readSample(t testing.TB, name string) *Series {
	t.Helper()
	data, err := os.ReadFile("../../samples/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return mustRead(t, string(data))
}

func mustRead(t testing.TB, text string) *Series {
	t.Helper()
	s, err := Read("x.yaml", []byte(text))
	if err != nil {
		t.Fatalf("%v\nin\n%s", err, text)
	}
	return s
}

// small is a series file that is in order, in as few words as possible.
const small = `series: spring
title: {en: Spring}
zone: Europe/Berlin
start: "10:00"
length: 2h
sessions:
  - {date: 2027-02-10}
  - {date: 2027-02-17}
`

func TestAFileOfAFewLinesIsEnough(t *testing.T) {
	s := mustRead(t, small)
	want := &Series{
		Slug: "spring", State: Published, Visibility: Public, Title: i18n.Text{"en": "Spring"}, Languages: []string{"en"},
		Zone: "Europe/Berlin", Start: ptr(when.Clock(600)), Length: 2 * time.Hour,
		Window: Window{For: ForAnyone, GroupMin: 10, GroupMax: 500},
		Sessions: []Session{
			{N: 1, Date: when.Date{Year: 2027, Month: 2, Day: 10}, Kind: KindSession, Status: Scheduled},
			{N: 2, Date: when.Date{Year: 2027, Month: 2, Day: 17}, Kind: KindSession, Status: Scheduled},
		},
	}
	if diff := cmp.Diff(want, s); diff != "" {
		t.Error(diff)
	}
}

func ptr[T any](v T) *T { return &v }

// everything is a file with every field that there is.
const everything = `series: all-of-it
title: {en: "All of it", pt-BR: "Tudo"}
description:
  en: |
    # A headline

    - one: "quoted"
      - two
audience:
  en: |
    Whoever.
languages: [en, pt-BR]
contact: {name: "Team", email: team@school.example}
hosts: [{name: "Harbour School", url: https://harbour.example/a-b?c=d}]
partners: [{name: "Dock"}, {name: "Quay", role: "patron"}]
speakers: [{name: "Ada", role: "teacher"}]
chapter: riverside
zone: Europe/Berlin
show_zones: [Europe/Berlin, America/New_York]
registration: {opens: 2027-01-04T09:00, closes: 2027-02-01T23:59, for: groups, group_min: 5, group_max: 50, places: 300, waitlist: true}
questions:
  - {id: needs, label: {en: "Access needs"}, kind: text, required: true}
  - {id: when, label: {en: "When?"}, kind: choices, choices: [{id: am, label: {en: "Morning"}}, {id: pm, label: {en: "Evening"}}]}
  - {id: new, label: {en: "New here?"}, kind: yes-no}
tracks:
  - {id: A, title: {en: "Track A"}, start: "10:00", places: 200, languages: [en]}
  - {id: B, title: {en: "Track B"}, start: "19:00"}
start: "12:00"
length: 2h
join_url: "https://meet.school.example/{series}-{track}-{n}"
sessions:
  - date: 2027-02-10
    start: "11:00"
    length: 1h30m
    zone: Africa/Cairo
    theme: {en: "Leaders"}
    question: {en: "Who moves people here?"}
    activity: {en: "Talk"}
    kind: plenary
    status: tentative
    assignment: {title: {en: "Rewrite a leaflet"}, due: 2027-02-16T23:59}
    place: {name: "Hall", address: "1 Quay", notes: "Ring twice"}
    online: https://call.example/1
    places: 20
    speakers: [{name: "Bea"}]
    hosts: [{name: "Cem"}]
    partners: [{name: "Dee"}]
    languages: [en]
    links: [{title: "Film", url: https://film.example/1, kind: recording}, {title: "Sheet", url: http://sheet.example/2}]
  - {date: 2027-02-17, starts: {A: "09:30", B: "18:30"}, status: cancelled}
circles:
  size: {min: 5, target: 6, max: 8}
  days: any
  closes: 2027-02-05T23:59
  meetings:
    - {date: 2027-02-11, start: "20:00", theme: {en: "Heart"}, activity: {en: "sharing"}, status: tentative}
    - {date: 2027-02-19, length: 2h, status: scheduled}
  length: 1h30m
  facilitators: 2
  rota: true
visibility: members
state: draft
`

func TestEveryFieldIsWrittenInItsOrder(t *testing.T) {
	if got := string(mustRead(t, everything).Write()); got != everything {
		t.Error(cmp.Diff(everything, got))
	}
}

func TestSamplesComeBackUnchangedInMeaning(t *testing.T) {
	for _, name := range []string{"learning-series.yaml", "mass-training.yaml"} {
		s := readSample(t, name)
		written := s.Write()
		again := mustRead(t, string(written))
		if diff := cmp.Diff(s, again); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if !bytes.Equal(again.Write(), written) {
			t.Errorf("%s: written differently the second time", name)
		}
	}
}

func TestSamplesAreReadAsTheySay(t *testing.T) {
	s := readSample(t, "mass-training.yaml")
	if n := len(s.Sessions); n != 6 || s.Sessions[3].N != 4 || s.Sessions[0].Kind != KindPlenary || s.Sessions[1].Kind != KindSession {
		t.Errorf("%d sessions: %+v", n, s.Sessions)
	}
	if s.Window.For != ForGroups || *s.Window.Places != 30000 || s.Window.GroupMin != 10 || !s.Window.Waitlist || s.Tracks[1].Start.String() != "19:00" {
		t.Errorf("%+v %+v", s.Window, s.Tracks)
	}
	if a := s.Sessions[2].Assignment; a.Title["en"] != "Rewrite a leaflet" || a.Due.String() != "2023-02-28T23:59" {
		t.Errorf("%+v", a)
	}
	if s.Title["hi"] != "संगठन के मूल सिद्धांत" || len(s.Title) != 8 {
		t.Error(s.Title)
	}
	s = readSample(t, "learning-series.yaml")
	if s.Sessions[1].Length != 105*time.Minute || s.Sessions[0].Status != Held || s.Circles.Length != 90*time.Minute || len(s.Circles.Meetings) != 4 {
		t.Errorf("%+v", s)
	}
	if m := s.Circles.Meetings[0]; m.Status != Tentative || m.Kind != KindMeeting || m.Activity["en"] != "sharing stories of self" {
		t.Errorf("%+v", m)
	}
}

func TestTimesMayBeWrittenWithOrWithoutQuotes(t *testing.T) {
	for _, text := range []string{`start: 10:00`, `start: "10:00"`, `start: '10:00'`} {
		s := mustRead(t, strings.Replace(small, `start: "10:00"`, text, 1))
		if s.Start.String() != "10:00" {
			t.Errorf("%s: %v", text, s.Start)
		}
	}
	for text, want := range map[string]time.Duration{"2h": 2 * time.Hour, "90m": 90 * time.Minute, `"1h30m"`: 90 * time.Minute} {
		if s := mustRead(t, strings.Replace(small, "2h", text, 1)); s.Length != want {
			t.Errorf("%s: %v", text, s.Length)
		}
	}
}

// replaced is small with one line put in another's place.
func replaced(old, new string) string {
	if !strings.Contains(small, old) {
		panic(old)
	}
	return strings.Replace(small, old, new, 1)
}

func TestWhatIsWrongInAFile(t *testing.T) {
	tracks := func(more string) string {
		return replaced(`start: "10:00"`, "tracks:\n  - {id: A, start: \"10:00\"}\n  - "+more)
	}
	circles := func(more string) string { return small + "circles:\n" + more }
	for _, c := range []struct{ name, text, want string }{
		{"not YAML", "series: [", `x.yaml:1: file: got text that cannot be read (sequence end token ']' not found), expected YAML`},
		{"empty", "# nothing\n", `x.yaml:1: file: got an empty file, expected a series`},
		{"a list", "- a\n", `x.yaml:1: file: got a list, expected fields such as series: …`},
		{"two documents", small + "---\nseries: b\n", `x.yaml:10: file: got a second document, expected one series in a file`},
		{"an anchor", replaced("{en: Spring}", "&a {en: Spring}"), `x.yaml:2: file: got an anchor or alias of YAML, expected values written out`},
		{"a tag", replaced("{en: Spring}", "!!map {en: Spring}"), `x.yaml:2: file: got a tag or directive of YAML, expected plain values`},
		{"a field twice", small + "zone: UTC\n", `x.yaml:9: zone: got the same field again, expected it once (it is on line 3)`},
		{"bytes", "series: \xff", `x.yaml:1: file: got bytes that are not UTF-8, expected text in UTF-8`},
		{"a control character", "series: a\nzone: \x00", `x.yaml:2: file: got the control character U+0000, expected text`},
		{"unknown field", replaced("zone:", "zona: x\nzone:"), `x.yaml:3: zona: got an unknown field, expected zone`},
		{"unknown field within", replaced("{date: 2027-02-17}", "{date: 2027-02-17, them: {en: a}}"), `x.yaml:8: sessions.2.them: got an unknown field, expected theme`},
		{"a strange field", replaced("zone:", "\"a\\nb\": x\nzone:"), `x.yaml:3: "a\nb": got an unknown field, expected one of series, title, `},
		{"text for texts", replaced("{en: Spring}", "Spring"), `x.yaml:2: title: got "Spring", expected texts by language such as {en: …}`},
		{"list for text", replaced("series: spring", "series: [a]"), `x.yaml:1: series: got a list, expected text`},
		{"nothing", replaced("zone: Europe/Berlin", "zone:"), `x.yaml:3: zone: got nothing, expected text`},
		{"slug", replaced("series: spring", "series: Spring School"), `x.yaml:1: series: got "Spring School", expected small letters a-z, digits and single dashes, at most 80`},
		{"language", replaced("{en: Spring}", "{en: Spring, xx: y}"), `x.yaml:2: title.xx: got "xx", expected the code of a language, such as en, es or pt-BR`},
		{"a strange language", replaced("{en: Spring}", "{en: Spring, \"a\\nb\": y}"), `x.yaml:2: title."a\nb": got "a\nb", expected the code of a language, such as en, es or pt-BR`},
		{"language's case", replaced("title:", "languages: [EN]\ntitle:"), `x.yaml:2: languages.1: got "EN", expected the code of a language, such as en, es or pt-BR`},
		{"zone", replaced("Europe/Berlin", "Berlin"), `x.yaml:3: zone: got "Berlin", expected a time zone such as Europe/Berlin`},
		{"zone's case", replaced("Europe/Berlin", "europe/berlin"), `x.yaml:3: zone: got "europe/berlin", expected Europe/Berlin`},
		{"shown zone", replaced("zone:", "show_zones: [UTC, Mars]\nzone:"), `x.yaml:3: show_zones.2: got "Mars", expected a time zone such as Europe/Berlin`},
		{"start", replaced(`"10:00"`, "10"), `x.yaml:4: start: got "10", expected a time such as 10:00 or 19:30`},
		{"length", replaced("2h", "2 hours"), `x.yaml:5: length: got "2 hours", expected a length such as 2h, 90m or 1h30m`},
		{"date", replaced("2027-02-10", "2027-02-30"), `x.yaml:7: sessions.1.date: got "2027-02-30", expected a day that the calendar has`},
		{"no date", replaced("{date: 2027-02-10}", "{theme: {en: a}}"), `x.yaml:7: sessions.1.date: got nothing, expected a date such as 2027-02-10`},
		{"no sessions", small[:strings.Index(small, "sessions:")], `x.yaml:1: sessions: got nothing, expected a session such as {date: 2027-02-10}`},
		{"no start", replaced("start: \"10:00\"\n", ""), "x.yaml:6: sessions.1.start: got nothing, expected a time such as \"10:00\", here or for the whole series\n" +
			"x.yaml:7: sessions.2.start: got nothing, expected a time such as \"10:00\", here or for the whole series"},
		{"no start of a track", tracks("{id: B}"), `x.yaml:6: tracks.2.start: got nothing, expected a time such as "10:00", here, for the whole series or for each session`},
		{"no length", replaced("length: 2h\n", ""), "x.yaml:6: sessions.1.length: got nothing, expected how long it takes, such as 2h, here or for the whole series\nx.yaml:7:"},
		{"track twice", tracks(`{id: a, start: "11:00"}`), `x.yaml:6: tracks.2.id: got "a" again, expected another letter, since each track has its own`},
		{"track's letter", tracks(`{id: A B, start: "11:00"}`), `x.yaml:6: tracks.2.id: got "A B", expected a letter such as A, or up to 12 letters and digits`},
		{"unknown track in starts", replaced("{date: 2027-02-17}", `{date: 2027-02-17, starts: {C: "9:00"}}`), `x.yaml:8: sessions.2.starts.C: got a time for track "C", expected none, since the series has no tracks`},
		{"unknown track among tracks", strings.Replace(tracks(`{id: B, start: "11:00"}`), "{date: 2027-02-17}", `{date: 2027-02-17, starts: {C: "9:00"}}`, 1),
			`x.yaml:10: sessions.2.starts.C: got a time for track "C", expected one of the tracks A, B`},
		{"skipped hour", strings.Replace(replaced(`"10:00"`, `"02:30"`), "2027-02-17", "2027-03-28", 1),
			`x.yaml:8: sessions.2.start: got 2027-03-28T02:30 in Europe/Berlin, when the clocks are set forward over it, expected 03:30`},
		{"skipped hour in a track", strings.Replace(tracks(`{id: B, start: "02:30"}`), "2027-02-17", "2027-03-28", 1),
			`x.yaml:10: sessions.2.start: got 2027-03-28T02:30 in Europe/Berlin, when the clocks are set forward over it, expected 03:30`},
		{"skipped day", replaced("{date: 2027-02-17}", "{date: 2011-12-30, zone: Pacific/Apia}"), `x.yaml:8: sessions.2.start: got 2011-12-30T10:00 in Pacific/Apia, when the clocks are set forward over it, expected 2011-12-31T10:00`},
		{"skipped opening", small + "registration: {opens: 2027-03-28T02:00}\n", `x.yaml:9: registration.opens: got 2027-03-28T02:00 in Europe/Berlin, when the clocks are set forward over it, expected 03:00`},
		{"closes first", small + "registration: {opens: 2027-02-01T09:00, closes: 2027-01-01T09:00}\n",
			`x.yaml:9: registration.closes: got 2027-01-01T09:00, expected a time after 2027-02-01T09:00, when registration opens`},
		{"for", small + "registration: {for: all}\n", `x.yaml:9: registration.for: got "all", expected one of anyone, groups, members, invited`},
		{"places in words", small + "registration: {places: many}\n", `x.yaml:9: registration.places: got "many", expected a whole number`},
		{"no places", small + "registration: {places: 0}\n", `x.yaml:9: registration.places: got 0, expected 1 to 1000000, or no field for no limit`},
		{"fewer than none", small + "registration: {places: -1}\n", `x.yaml:9: registration.places: got "-1", expected a whole number`},
		{"waitlist", small + "registration: {waitlist: maybe}\n", `x.yaml:9: registration.waitlist: got "maybe", expected true or false`},
		{"group sizes", small + "registration: {group_min: 20, group_max: 10}\n", `x.yaml:9: registration.group_max: got 10, expected 20 (group_min) to 10000`},
		{"e-mail", small + "contact: {name: A, email: a@b}\n", `x.yaml:9: contact.email: got "a@b", expected an e-mail address like name@example.org`},
		{"url", small + "hosts: [{name: A, url: \"javascript:alert(1)\"}]\n", `x.yaml:9: hosts.1.url: got "javascript:alert(1)", expected an address that begins with https:// or http://`},
		{"url of a call", replaced("{date: 2027-02-10}", "{date: 2027-02-10, online: ftp://a.example}"), `x.yaml:7: sessions.1.online: got "ftp://a.example", expected an address that begins with https:// or http://`},
		{"join_url", small + "join_url: \"https://a.example/{room}\"\n", `x.yaml:9: join_url: got "https://a.example/{room}", expected an address that begins with https://, in which {series}`},
		{"nameless host", small + "hosts: [{url: https://a.example}]\n", `x.yaml:9: hosts.1.name: got nothing, expected a name`},
		{"question's kind", small + "questions: [{id: a, label: {en: A}, kind: number}]\n", `x.yaml:9: questions.1.kind: got "number", expected one of text, choice, choices, yes-no`},
		{"no choices", small + "questions: [{id: a, label: {en: A}, kind: choice}]\n", `x.yaml:9: questions.1.choices: got 0 of them, expected two or more, such as [{id: morning, label: {en: In the morning}}, …]`},
		{"needless choices", small + "questions: [{id: a, label: {en: A}, choices: [{id: a, label: {en: A}}]}]\n", `x.yaml:9: questions.1.choices: got 1 of them, expected none, since the kind is text`},
		{"question twice", small + "questions: [{id: a, label: {en: A}}, {id: a, label: {en: A}}]\n", `x.yaml:9: questions.2.id: got "a" again, expected another, since each is used once`},
		{"session's kind", replaced("{date: 2027-02-17}", "{date: 2027-02-17, kind: party}"), `x.yaml:8: sessions.2.kind: got "party", expected one of session, plenary, workshop, meeting`},
		{"status", replaced("{date: 2027-02-17}", "{date: 2027-02-17, status: off}"), `x.yaml:8: sessions.2.status: got "off", expected one of scheduled, tentative, held, cancelled`},
		{"narrowed to another language", replaced("{date: 2027-02-17}", "{date: 2027-02-17, languages: [de]}"), `x.yaml:8: sessions.2.languages.1: got "de", expected one of the series' languages: en`},
		{"visibility", small + "visibility: secret\n", `x.yaml:9: visibility: got "secret", expected one of public, members, invited`},
		{"sizes", circles("  size: {min: 8, target: 6, max: 10}\n  length: 1h\n  meetings: [{date: 2027-02-11}]\n"),
			`x.yaml:10: circles.size: got min 8, target 6, max 10, expected min, target and max in this order`},
		{"weekdays differ", circles("  size: {min: 6, max: 10}\n  days: fixed\n  length: 1h\n  meetings:\n  - {date: 2027-02-11}\n  - {date: 2027-02-18}\n  - {date: 2027-02-26}\n"),
			`x.yaml:16: circles.meetings.3.date: got 2027-02-26, a Friday, expected a Thursday like the first meeting, or days: any`},
		{"meeting by track", circles("  size: {min: 6, max: 10}\n  meetings: [{date: 2027-02-11, length: 1h, starts: {A: 10:00}}]\n"),
			`x.yaml:11: circles.meetings.1.starts: got times by track, expected none, since circles have no tracks`},
		{"no length of meetings", circles("  size: {min: 6, max: 10}\n  meetings: [{date: 2027-02-11}]\n"), `x.yaml:9: circles.length: got nothing, expected how long a meeting takes, such as 90m`},
		{"several at once", replaced("zone: Europe/Berlin", "zone: Mars\ncolour: red\nvisibility: none"), "x.yaml:3: zone: got \"Mars\", expected a time zone such as Europe/Berlin\n" +
			"x.yaml:4: colour: got an unknown field, expected one of series, title, description, audience, languages, contact, hosts, partners, speakers, chapter, zone, show_zones, registration, questions, tracks, start, length, join_url, sessions, circles, visibility, state\n" +
			"x.yaml:5: visibility: got \"none\", expected one of public, members, invited"},
	} {
		_, err := Read("x.yaml", []byte(c.text))
		if err == nil {
			t.Errorf("%s: accepted", c.name)
			continue
		}
		var all FileErrors
		if !errors.As(err, &all) {
			t.Errorf("%s: %T", c.name, err)
		}
		if !strings.HasPrefix(err.Error(), c.want) || !strings.Contains(c.want, "\n") && len(all) > 1 {
			t.Errorf("%s:\n got %s\nwant %s", c.name, err, c.want)
		}
	}
}

// TestMeetingsThatAreNoMoreToBeHoldNoWeekday: those that are left move together.
func TestMeetingsThatAreNoMoreToBeHoldNoWeekday(t *testing.T) {
	for _, meetings := range []string{
		"{date: 2027-02-11, status: held}\n  - {date: 2027-02-19}\n  - {date: 2027-02-26}",
		"{date: 2027-02-11, status: cancelled}\n  - {date: 2027-02-19}\n  - {date: 2027-02-25, status: cancelled}",
	} {
		if _, err := Read("x.yaml", []byte(small+"circles:\n  size: {min: 6, max: 10}\n  days: fixed\n  length: 1h\n  meetings:\n  - "+meetings+"\n")); err != nil {
			t.Error(err)
		}
	}
}

func TestAnHourThatTheClocksRepeatPassesWithARemark(t *testing.T) {
	f, err := ReadFile("x.yaml", []byte(strings.Replace(replaced(`"10:00"`, `"02:30"`), "2027-02-17", "2027-10-31", 1)))
	if err != nil {
		t.Fatal(err)
	}
	got := f.Remarks()
	if len(got) != 1 || got[0] != "x.yaml:8: sessions.2.start: On 2027-10-31 the clocks in Berlin show 02:30 twice. The first time is meant." {
		t.Errorf("%q", got)
	}
}

func TestFilesHaveBounds(t *testing.T) {
	for name, text := range map[string]string{
		"too large":     small + "#" + strings.Repeat("x", 1<<20),
		"too many":      small + strings.Repeat("  - {date: 2027-02-17}\n", MostSessions-1),
		"deep flow":     "series: " + strings.Repeat("[", 100_000),
		"deep blocks":   strings.Repeat("- ", 100_000),
		"keys":          strings.Repeat("? ", 100_000),
		"many keys":     strings.Repeat("a: 1\n", 100_000),
		"many in flow":  "a: {" + strings.Repeat("a: 1, ", 100_000) + "}",
		"commas":        "a: [" + strings.Repeat(",", 1<<19),
		"mostly braces": strings.Repeat("{}", 1<<19),
	} {
		start := time.Now()
		if _, err := Read("x.yaml", []byte(text)); err == nil {
			t.Errorf("%s: accepted", name)
		}
		t.Logf("%s: %v", name, time.Since(start))
	}
	mustRead(t, small+strings.Repeat("  - {date: 2027-02-17}\n", MostSessions-2))
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := aSeries().Draw(r, "series")
		s.Clean()
		if err := s.Check(); err != nil {
			r.Fatalf("the series is not in order: %v", err)
		}
		text := s.Write()
		again, err := Read("x.yaml", text)
		if err != nil {
			r.Fatalf("%v\nin\n%s", err, text)
		}
		if diff := cmp.Diff(s, again, cmpopts.EquateEmpty()); diff != "" {
			r.Fatalf("%s\nin\n%s", diff, text)
		}
		if !bytes.Equal(again.Write(), text) {
			r.Fatal("written differently the second time")
		}
	})
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(small))
	f.Add([]byte(everything))
	for _, name := range []string{"learning-series.yaml", "mass-training.yaml"} {
		data, err := os.ReadFile("../../samples/" + name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := Read("x.yaml", data)
		if err != nil {
			for _, line := range strings.Split(err.Error(), "\n") {
				if !strings.HasPrefix(line, "x.yaml:") {
					t.Errorf("an error of several lines: %q", err)
				}
			}
			return
		}
		text := s.Write()
		again, err := Read("x.yaml", text)
		if err != nil {
			t.Fatalf("%v\nin\n%s", err, text)
		}
		if diff := cmp.Diff(s, again, cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("%s\nin\n%s", diff, text)
		}
	})
}
