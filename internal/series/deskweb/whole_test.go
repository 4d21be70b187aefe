package deskweb_test

import (
	"strings"
	"testing"

	"codeberg.org/plenary/plenary/internal/store"
)

// whole says all that a series file can say.
const whole = `series: whole
title: {en: Whole, de: Ganz}
languages: [en, de]
hosts: [{name: Harbour School, url: "https://harbour.example"}, {name: Quay}]
partners: [{name: Old docks}]
speakers: [{name: Ada, role: reads}]
zone: Europe/Berlin
start: "10:00"
length: 2h
questions: [{id: why, label: {en: Why?}, kind: text, required: true}]
sessions:
  - {date: 2027-01-12, theme: {en: One}}
  - date: 2027-01-19
    zone: Asia/Kolkata
    length: 90m
    kind: workshop
    places: 30
    languages: [de]
    place: {name: Hall, address: Quay 4}
    activity: {en: telling stories}
    hosts: [{name: Eve}]
    speakers: [{name: Béla, url: "https://bela.example", role: sings}]
circles:
  size: {min: 5, target: 6, max: 7}
  days: any
  closes: 2027-01-10T23:59
  meetings:
    - {date: 2027-01-14, theme: {en: Heart, de: Herz}, question: {en: "What moves us?"}, activity: {en: sharing}, status: tentative, start: "18:00"}
    - {date: 2027-01-21}
  length: 90m
  facilitators: 2
  rota: true
visibility: public
`

func TestTheFormsKeepAllThatAFileSays(t *testing.T) {
	h := newHouse(t)
	h.imports(whole)
	before := string(h.load("whole").Write())
	form := h.sees(boss, "/o/s/whole/edit").form(t, "/o/s/whole/edit")
	h.leads(boss, h.post(boss, "/o/s/whole/edit", form), "/o/s/whole?done=saved")
	if got := string(h.load("whole").Write()); got != before {
		t.Errorf("saved as\n%s\nafter\n%s", got, before)
	}
	for _, at := range []string{"/o/s/whole/session/1", "/o/s/whole/session/2"} {
		h.sees(boss, at).says(t, "Change something, and you see here what it leads to")
	}
}

func TestWhatAFileCanSayTheFormsCanSay(t *testing.T) {
	h := newHouse(t)
	h.imports(`series: whole
title: {en: Whole, de: Ganz}
languages: [en, de]
zone: Europe/Berlin
start: "10:00"
length: 2h
questions: [{id: why, label: {en: Why?}, kind: text, required: true}]
sessions: [{date: 2027-01-12, theme: {en: One}}, {date: 2027-01-19}]
visibility: public
`)
	at := "/o/s/whole/edit"
	form := h.sees(boss, at).form(t, at)
	for field, value := range map[string]string{
		"hosts.1.name": "Harbour School", "hosts.1.url": "https://harbour.example", "partners.1.name": "Old docks",
		"speakers.1.name": "Ada", "speakers.1.role": "reads",
		"circles.on": "yes", "circles.size.min": "5", "circles.size.target": "6", "circles.size.max": "7", "circles.days": "any",
		"circles.closes": "2027-01-10T23:59", "circles.length": "90m", "circles.facilitators": "2", "circles.rota": "yes",
		"circles.meetings.1.date": "2027-01-14", "circles.meetings.1.start": "18:00", "circles.meetings.1.status": "tentative",
		"circles.meetings.1.theme.en": "Heart", "circles.meetings.1.theme.de": "Herz", "circles.meetings.1.question.en": "What moves us?", "circles.meetings.1.activity.en": "sharing",
	} {
		form.Set(field, value)
	}
	// One row more is asked for by a look.
	form.Set("preview", "1")
	look := h.post(boss, at, form)
	form = look.form(t, at)
	form.Set("hosts.2.name", "Quay")
	form.Set("circles.meetings.2.date", "2027-01-21")
	h.leads(boss, h.post(boss, at, form), "/o/s/whole?done=saved")

	at = "/o/s/whole/session/2"
	form = h.sees(boss, at).form(t, at)
	for field, value := range map[string]string{"zone": "Kolkata", "length": "90m", "kind": "workshop", "places": "30", "languages": "de", "place.name": "Hall", "place.address": "Quay 4",
		"activity.en": "telling stories", "hosts.1.name": "Eve", "speakers.1.name": "Béla", "speakers.1.url": "https://bela.example", "speakers.1.role": "sings"} {
		form.Set(field, value)
	}
	look = h.post(boss, at, form)
	look.says(t, "As it would be")
	form = look.form(t, at)
	form.Set("save", "1")
	h.leads(boss, h.post(boss, at, form), "/o/s/whole/session/2?done=saved")

	got := h.load("whole")
	h.imports(whole)
	if want := h.load("whole"); string(got.Write()) != string(want.Write()) {
		t.Errorf("the forms made\n%s\nthe file\n%s", got.Write(), want.Write())
	}
}

func TestWhatIsWrongInTheFoldedPartsStandsBesideItsField(t *testing.T) {
	h := newHouse(t)
	h.imports(whole)
	at := "/o/s/whole/edit"
	for field, value := range map[string]string{"hosts.1.url": "nowhere", "circles.size.min": "9", "circles.length": "soon", "circles.meetings.2.date": "2027-02-30", "circles.facilitators": "x"} {
		form := h.sees(boss, at).form(t, at)
		form.Set(field, value)
		if a := h.post(boss, at, form); a.status != 422 || a.wrong(field) == "" {
			t.Errorf("%s=%s: %d %.200s", field, value, a.status, text(a.page))
		}
	}
	at = "/o/s/whole/session/2"
	for field, value := range map[string]string{"zone": "Atlantis", "places": "-1", "speakers.1.url": "nowhere"} {
		form := h.sees(boss, at).form(t, at)
		form.Set(field, value)
		form.Set("preview", "1")
		if a := h.post(boss, at, form); a.wrong(field) == "" {
			t.Errorf("%s=%s: %d %.200s", field, value, a.status, text(a.page))
		}
	}
}

func TestCirclesToWhichPeopleSaidYesAreNotTakenAway(t *testing.T) {
	h := newHouse(t)
	h.imports(whole)
	h.series.HasPeople = append(h.series.HasPeople, func(*store.Tx, string) (bool, error) { return true, nil })
	at := "/o/s/whole/edit"
	form := h.sees(boss, at).form(t, at)
	form.Del("circles.on")
	if a := h.post(boss, at, form); a.status != 422 || !strings.Contains(a.wrong("circles.on"), "have to be circles") {
		t.Errorf("%d %.300s", a.status, text(a.page))
	}
}
