package deskweb_test

import (
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/series"
)

// fillIn fills in fields of a form and counts those that were not what they are
// to be already.
func fillIn(v url.Values, fields ...string) (typed int) {
	for i := 0; i < len(fields); i += 2 {
		if v.Get(fields[i]) != fields[i+1] {
			typed++
		}
		v.Set(fields[i], fields[i+1])
	}
	return typed
}

func TestASeriesOfSixTwiceTakesFewFieldsAndThreeActions(t *testing.T) {
	h := newHouse(t)
	form := h.sees(boss, "/o/series/new").form(t, "/o/series/new") // 1: New series
	typed := fillIn(form, "title.en", "Tenants' school", "first", "2027-02-24", "count", "6", "rhythm", "week", "length", "2h",
		"tracks.1.start", "10:00", "tracks.2.start", "19:00")
	if typed > 9 {
		t.Errorf("%d fields had to be filled in, want at most 9", typed)
	}
	saved := h.leads(boss, h.post(boss, "/o/series/new", form), "/o/s/tenants-school") // 2: Save
	saved.says(t, "Saved as a draft", "Session 6")
	published := h.leads(boss, h.post(boss, "/o/s/tenants-school/state", saved.form(t, "/o/s/tenants-school/state")), "/o/s/tenants-school") // 3: Publish
	published.says(t, "It is published")
	s := h.load("tenants-school")
	if s.State != series.Published || len(s.Sessions) != 6 || len(s.Tracks) != 2 || s.Zone != "Europe/Berlin" {
		t.Fatalf("saved as %+v", s)
	}
	for i, want := range []string{"2027-02-24", "2027-03-03", "2027-03-10", "2027-03-17", "2027-03-24", "2027-03-31"} {
		if got := s.Sessions[i].Date.String(); got != want {
			t.Errorf("session %d is on %s, want %s", i+1, got, want)
		}
	}
	if a, b := s.Tracks[0].Start.String(), s.Tracks[1].Start.String(); a != "10:00" || b != "19:00" {
		t.Errorf("the tracks start at %s and %s", a, b)
	}
}

func TestThePreviewShowsAllSessionsInSeveralCitiesAndSavesNothing(t *testing.T) {
	h := newHouse(t)
	form := h.sees(boss, "/o/series/new").form(t, "/o/series/new")
	fillIn(form, "first", "2027-02-24", "count", "7", "tracks.1.start", "10:00", "tracks.2.start", "19:00", "show_zones", "Kolkata, new york", "preview", "1")
	a := h.post(boss, "/o/series/new", form)
	if a.status != 200 {
		t.Fatalf("status %d: %s", a.status, text(a.page))
	}
	a.says(t, "Kolkata", "New York", "Wed 14:30", "Wed 04:00", "Wed, 7 Apr", // the seventh
		"Clocks change while this runs", "New York: 1 hour later at sessions 4 to 5", "Kolkata: 1 hour earlier from session 6 on")
	if strings.Contains(text(a.page), "Enter a title") {
		t.Error("a look at the dates complains of the title")
	}
	again := a.form(t, "/o/series/new")
	if again.Get("show_zones") != "Kolkata, new york" || again.Get("sessions.7.date") != "2027-04-07" {
		t.Errorf("what was typed is not kept: %v", again)
	}
	if list := h.sees(boss, "/o"); !strings.Contains(text(list.page), "You have no series yet") {
		t.Error("a preview saved something")
	}
	// The same with themes, another first date, and one date that was moved by hand.
	fillIn(again, "sessions.3.theme.en", "Charting", "sessions.2.date", "2027-03-04", "first", "2027-03-01", "preview", "1")
	moved := h.post(boss, "/o/series/new", again).form(t, "/o/series/new")
	for field, want := range map[string]string{"sessions.1.date": "2027-03-01", "sessions.2.date": "2027-03-04", "sessions.3.date": "2027-03-15", "sessions.3.theme.en": "Charting"} {
		if moved.Get(field) != want {
			t.Errorf("%s is %q, want %q", field, moved.Get(field), want)
		}
	}
}

func TestWrongInputIsSaidBesideItsFieldAndKept(t *testing.T) {
	h := newHouse(t)
	for _, c := range []struct {
		fields []string
		field  string
		says   string
	}{
		{[]string{"title.en", ""}, "title.en", "Enter a title."},
		{[]string{"first", ""}, "first", "Enter the date of the first session."},
		{[]string{"first", "30.2.2027"}, "first", "Enter a date such as"},
		{[]string{"count", "0"}, "count", "Enter a number from 1 to"},
		{[]string{"count", "many"}, "count", "Enter a number in digits."},
		{[]string{"length", ""}, "length", "Enter how long it takes."},
		{[]string{"length", "soon"}, "length", "Enter how long it takes, such as 2h"},
		{[]string{"tracks.1.start", ""}, "tracks.1.start", "Enter when it starts."},
		{[]string{"tracks.1.start", "25:00"}, "tracks.1.start", "Enter a time such as"},
		{[]string{"tracks.1.id", "A", "tracks.2.id", "a", "tracks.2.start", "19:00"}, "tracks.2.id", "Another track has this letter already."},
		{[]string{"tracks.1.places", "0"}, "tracks.1.places", "Enter a number from 1 to"},
		{[]string{"zone", "Europe/Atlantis"}, "zone", "This time zone is not known."},
		{[]string{"show_zones", "Berlin, Atlantis"}, "show_zones", "Atlantis is not known."},
		{[]string{"join_url", "meet.example.org"}, "join_url", "Enter an address that begins with https://."},
		{[]string{"contact.email", "nobody"}, "contact.email", "Enter a whole e-mail address"},
		{[]string{"series", "Not A Slug"}, "series", "Use small letters a to z"},
		{[]string{"chapter", "atlantis"}, "chapter", "There is no chapter atlantis in this network."},
		{[]string{"registration.opens", "2027-02-01T09:00", "registration.closes", "2027-01-01T09:00"}, "registration.closes", "cannot close before it opens"},
		{[]string{"registration.opens", "tomorrow"}, "registration.opens", "Enter a date and a time"},
		{[]string{"registration.group_min", "50", "registration.group_max", "10"}, "registration.group_max", "cannot be smaller than the smallest"},
		{[]string{"questions.1.label.en", "Morning or evening?", "questions.1.kind", "choice", "questions.1.choices.en", "Morning"}, "questions.1.choices.en", "at least two answers"},
		{[]string{"title.en", strings.Repeat("x", 301)}, "title.en", "longer than 300 characters"},
		{[]string{"first", "2027-03-28", "tracks.1.start", "02:30"}, "sessions.1.start", "does not exist. The next is 03:"},
		{[]string{"first", "2027-03-28", "tracks.1.start", "10:00", "tracks.2.start", "02:30"}, "sessions.1.starts.B", "does not exist. The next is 03:"},
		{[]string{"registration.closes", "2027-03-28T02:30"}, "registration.closes", "does not exist"},
	} {
		form := h.sees(boss, "/o/series/new").form(t, "/o/series/new")
		fillIn(form, "title.en", "Tenants' school", "first", "2027-02-24", "tracks.1.start", "10:00")
		fillIn(form, c.fields...)
		a := h.post(boss, "/o/series/new", form)
		if a.status != 422 {
			t.Errorf("%v: status %d", c.fields, a.status)
			continue
		}
		if said := a.wrong(c.field); !strings.Contains(said, c.says) && !strings.Contains(text(a.page), c.says) {
			t.Errorf("%v: beside %s it says %q", c.fields, c.field, said)
		} else if said == "" && c.field != "chapter" {
			t.Errorf("%v: nothing stands beside %s", c.fields, c.field)
		}
		again := a.form(t, "/o/series/new")
		for i := 0; i < len(c.fields); i += 2 {
			if got := again.Get(c.fields[i]); got != c.fields[i+1] && c.fields[i] != "zone" { // a list of cities cannot show what is none
				t.Errorf("%s was typed as %q and comes back as %q", c.fields[i], c.fields[i+1], got)
			}
		}
		if !strings.Contains(a.body, "<title>Error:") {
			t.Errorf("%v: the title does not say that something is wrong", c.fields)
		}
	}
}

func TestARepeatedHourIsRemarkedAndTaken(t *testing.T) {
	h := newHouse(t)
	form := h.sees(boss, "/o/series/new").form(t, "/o/series/new")
	fillIn(form, "title.en", "Night school", "first", "2027-10-31", "count", "1", "tracks.1.start", "02:30", "preview", "1")
	h.post(boss, "/o/series/new", form).says(t, "twice. The first time is meant.")
	form.Del("preview")
	h.leads(boss, h.post(boss, "/o/series/new", form), "/o/s/night-school")
}

func TestASkippedHourCanBeMendedForItsSessionAlone(t *testing.T) {
	h := newHouse(t)
	form := h.sees(boss, "/o/series/new").form(t, "/o/series/new")
	fillIn(form, "title.en", "Night school", "first", "2027-03-21", "count", "2", "tracks.1.start", "02:30", "tracks.2.start", "20:00")
	again := h.post(boss, "/o/series/new", form).form(t, "/o/series/new")
	fillIn(again, "sessions.2.starts.A", "03:30")
	h.leads(boss, h.post(boss, "/o/series/new", again), "/o/s/night-school")
	s := h.load("night-school")
	x := s.Session(2)
	if a, b := s.Occurrence(x, "A").Wall.Clock.String(), s.Occurrence(x, "B").Wall.Clock.String(); a != "03:30" || b != "20:00" {
		t.Errorf("session 2 starts at %s and %s", a, b)
	}
}

func TestAFormSentTwiceMakesOneSeries(t *testing.T) {
	h := newHouse(t)
	form := h.sees(boss, "/o/series/new").form(t, "/o/series/new")
	fillIn(form, "title.en", "Once", "first", "2027-02-24", "tracks.1.start", "10:00")
	first, second := h.post(boss, "/o/series/new", form), h.post(boss, "/o/series/new", form)
	if first.to != second.to || first.status != 303 {
		t.Errorf("led to %q and then to %q", first.to, second.to)
	}
	form.Set("once", "another")
	if third := h.post(boss, "/o/series/new", form); !strings.HasPrefix(third.to, "/o/s/once-2") {
		t.Errorf("a second series of that title is at %q", third.to)
	}
}

// TestChangingNothingChangesNothing opens every sample and saves it as it is.
func TestChangingNothingChangesNothing(t *testing.T) {
	h := newHouse(t)
	samples := map[string]string{"odd.yaml": odd}
	for _, name := range []string{"mass-training.yaml", "learning-series.yaml"} {
		data, err := os.ReadFile("../../../samples/" + name)
		if err != nil {
			t.Fatal(err)
		}
		samples[name] = string(data)
	}
	for name, data := range samples {
		s := h.imports(data)
		at := "/o/s/" + s.Slug + "/edit"
		before := string(s.Write())
		form := h.sees(boss, at).form(t, at)
		h.leads(boss, h.post(boss, at, form), "/o/s/"+s.Slug)
		if after := string(h.load(s.Slug).Write()); after != before {
			t.Errorf("%s was\n%s\nand is\n%s", name, before, after)
		}
	}
}

// odd is a series with everything that a form could lose.
const odd = `series: odd
title: {en: Odd, de: Seltsam, tr: Garip}
description: {en: "one\n\ntwo"}
audience: {de: "für alle"}
languages: [en, de, tr]
contact: {name: Ada, email: ada@harbour.example}
hosts: [{name: Harbour, url: "https://harbour.example"}]
zone: Asia/Kolkata
show_zones: [America/Argentina/Buenos_Aires, Pacific/Chatham]
registration: {opens: 2027-01-04T09:00, for: members, group_min: 5, group_max: 50, places: 80, waitlist: true}
questions:
  - {id: when, label: {en: When}, kind: choices, required: true, choices: [{id: m, label: {en: Morning, de: Morgens}}, {id: e, label: {en: Evening}}]}
  - {id: why, label: {de: Warum}, kind: text}
tracks:
  - {id: Early, title: {en: Early birds, ar: "الصباح"}, start: "07:00", places: 40, languages: [en]}
  - {id: Z, start: "19:30"}
length: 1h30m
join_url: "https://meet.harbour.example/{series}-{track}-{n}"
sessions:
  - {date: 2027-02-09, theme: {en: One, tr: Bir}, question: {en: "Who?"}, kind: plenary, status: tentative}
  - {date: 2027-03-09, starts: {Z: "20:00"}, assignment: {title: {en: Write}, due: 2027-03-12T18:00}}
  - {date: 2027-04-14, start: "12:00", length: 3h, place: {name: Hall, address: "1 Quay"}, status: cancelled}
  - {date: 2027-05-11, zone: Europe/Berlin, online: "https://x.example/y", languages: [de], speakers: [{name: Ben, role: guest}]}
visibility: members
`

func TestAnEditChangesWhatWasTypedAndNothingElse(t *testing.T) {
	h := newHouse(t)
	s := h.imports(odd)
	at := "/o/s/odd/edit"
	form := h.sees(boss, at).form(t, at)
	if form.Get("rhythm") != "month" || form.Get("sessions.3.made") != "" {
		t.Errorf("rhythm %q, and session 3 follows it: %q", form.Get("rhythm"), form.Get("sessions.3.made"))
	}
	fillIn(form, "title.de", "Sehr seltsam", "sessions.1.theme.en", "The first", "tracks.1.places", "٣٠", "questions.1.choices.en", "Morning\nNoon\nEvening",
		"questions.3.label.en", "Anything else?", "questions.3.kind", "text", "count", "5")
	h.leads(boss, h.post(boss, at, form), "/o/s/odd")
	is := h.load("odd")
	if is.Title["de"] != "Sehr seltsam" || is.Title["tr"] != "Garip" || is.Sessions[0].Theme["tr"] != "Bir" || *is.Tracks[0].Places != 30 {
		t.Errorf("the texts are now %v, %v, places %d", is.Title, is.Sessions[0].Theme, *is.Tracks[0].Places)
	}
	choices := is.Questions[0].Choices
	if len(choices) != 3 || choices[0].ID != "m" || choices[2].ID != "e" || choices[1].ID != "noon" || choices[0].Label["de"] != "Morgens" {
		t.Errorf("the answers are now %+v", choices)
	}
	if len(is.Questions) != 3 || is.Questions[2].ID != "anything-else" {
		t.Errorf("the questions are now %+v", is.Questions)
	}
	if len(is.Sessions) != 5 || is.Sessions[4].Date.String() != "2027-06-08" || is.Sessions[0].ID != s.Sessions[0].ID || is.Sessions[2].Place == nil {
		t.Errorf("the sessions are now %+v", is.Sessions)
	}
}

func TestTwoWhoEditAtOnceDoNotOverwriteEachOther(t *testing.T) {
	h := newHouse(t)
	h.imports(odd)
	at := "/o/s/odd/edit"
	one, two := h.sees(boss, at).form(t, at), h.sees(boss, at).form(t, at)
	fillIn(one, "title.en", "One")
	fillIn(two, "title.en", "Two")
	h.leads(boss, h.post(boss, at, one), "/o/s/odd")
	a := h.post(boss, at, two)
	if a.status != 422 || a.form(t, at).Get("title.en") != "Two" {
		t.Errorf("status %d, and the form says %q: %.300s", a.status, a.form(t, at).Get("title.en"), text(a.page))
	}
	a.says(t, "Somebody else has changed this series")
	if got := h.load("odd").Title["en"]; got != "One" {
		t.Errorf("the title is %q", got)
	}
}

func TestAnEditSaysHowManyAreTold(t *testing.T) {
	h := newHouse(t)
	h.imports(plain)
	h.registers("plain", "Ada", "")
	h.registers("plain", "Ben", "")
	at := "/o/s/plain/edit"
	form := h.sees(boss, at).form(t, at)
	fillIn(form, "tracks.1.start", "11:00", "preview", "1")
	h.post(boss, at, form).says(t, "Saving tells 2 people")
	form.Del("preview")
	asked := h.post(boss, at, form) // saved without a look
	if asked.status != 200 || h.load("plain").Start.String() != "10:00" {
		t.Fatalf("%d: nobody was asked before two people are told", asked.status)
	}
	asked.says(t, "Save and tell 2 people", "Not saved yet.")
	h.leads(boss, h.post(boss, at, asked.form(t, at)), "/o/s/plain")
	if got := h.load("plain").Start.String(); got != "11:00" {
		t.Errorf("it starts at %s", got)
	}
	form = h.sees(boss, at).form(t, at)
	fillIn(form, "title.en", "Plainer", "preview", "1")
	if a := h.post(boss, at, form); strings.Contains(text(a.page), "Saving tells") {
		t.Error("a new title is said to be told")
	}
}

// plain is a series without tracks that is open.
const plain = `series: plain
title: {en: Plain}
zone: Europe/Berlin
start: "10:00"
length: 2h
registration: {places: 3, waitlist: true}
sessions:
  - {date: 2027-01-12, theme: {en: One}}
  - {date: 2027-01-19, theme: {en: Two}}
  - {date: 2027-01-26, theme: {en: Three}}
`

func TestTheCityIsAskedForOnTheSamePage(t *testing.T) {
	h := newHouse(t)
	form := h.sees(boss, "/o/series/new").form(t, "/o/series/new")
	fillIn(form, "title.en", "Kept", "change-zone", "1")
	a := h.post(boss, "/o/series/new", form)
	if a.status != 200 || !strings.Contains(a.body, `<select`) || a.form(t, "/o/series/new").Get("title.en") != "Kept" {
		t.Errorf("status %d", a.status)
	}
}

func TestWhoMayMakeAndChangeSeries(t *testing.T) {
	h := newHouse(t)
	s := h.imports(plain)
	h.signIn("helper", auth.SeriesScope(s.ID), auth.TakeAttendance)
	h.signIn("member", auth.TheNetwork())
	for _, c := range []struct {
		who, at string
		status  int
	}{
		{boss, "/o/series/new", 200}, {"helper", "/o/series/new", 404}, {"member", "/o/series/new", 404}, {"", "/o/series/new", 303},
		{boss, "/o/s/plain/edit", 200}, {"helper", "/o/s/plain/edit", 404}, {"member", "/o/s/plain", 404}, {"", "/o", 303},
		{"helper", "/o/s/plain", 200}, {"helper", "/o/s/plain/people", 404}, {"helper", "/o/s/plain/session/1/attendance", 200},
		{"helper", "/o/s/plain/session/1/write-up", 404}, {"helper", "/o/s/plain/plain.yaml", 404}, {"helper", "/o/s/plain/cancel", 404},
		{boss, "/o/s/nowhere", 404}, {boss, "/o/s/plain/session/9", 404}, {boss, "/o/s/plain/people/nobody", 404}, {boss, "/o/s/plain/other.yaml", 404},
	} {
		if a := h.get(c.who, c.at); a.status != c.status {
			t.Errorf("%q gets %s with %d, want %d", c.who, c.at, a.status, c.status)
		}
	}
	byMail := h.who[boss] // who may do everything, and followed a mailed link
	byMail.Tier = auth.Mail
	h.who["by mail"] = byMail
	for _, at := range []string{"/o", "/o/series/new", "/o/s/plain", "/o/s/plain/edit", "/o/s/plain/people", "/o/s/plain/plain.yaml"} {
		if a := h.get("by mail", at); a.status != 303 || !strings.HasPrefix(a.to, "/signin/again?") {
			t.Errorf("a sign-in by mail gets %s with %d to %q", at, a.status, a.to)
		}
	}
	form := url.Values{"title.en": {"x"}, "first": {"2027-02-24"}, "tracks.1.start": {"10:00"}, "length": {"2h"}, "count": {"1"}, "zone": {"Europe/Berlin"}}
	for _, at := range []string{"/o/series/new", "/o/s/plain/edit", "/o/s/plain/state", "/o/s/plain/delete", "/o/series/import", "/o/s/plain/session/1/links"} {
		if a := h.post("by mail", at, form); a.status != 303 || !strings.HasPrefix(a.to, "/signin/again?") {
			t.Errorf("a sign-in by mail posts to %s: %d %s", at, a.status, a.to)
		}
		if a := h.post("helper", at, form); a.status != 404 && at != "/o/series/import" {
			t.Errorf("helper posts to %s: %d %s", at, a.status, a.to)
		}
	}
	if got := h.load("plain").Write(); !slices.Equal(got, s.Write()) {
		t.Errorf("it was changed:\n%s", got)
	}
}
