package letters

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest"
	"codeberg.org/plenary/plenary/internal/when"
)

// story is a series of four Wednesdays in two tracks, across the night in which
// Europe's clocks are changed.
const story = `series: fundamentals
title: {en: "Organising fundamentals", de: "Grundlagen des Organisierens", ar: "أساسيات التنظيم"}
contact: {name: "Training team", email: training@harbour.example}
zone: Europe/Berlin
registration: {for: anyone, group_min: 3, group_max: 50, places: 4, waitlist: true}
tracks:
  - {id: A, title: {en: "Track A"}, start: "10:00"}
  - {id: B, title: {en: "Track B"}, start: "19:00"}
length: 2h
join_url: https://call.example/{series}/{track}/{n}
sessions:
  - {date: 2027-03-10, theme: {en: "Why we organise", de: "Warum wir uns organisieren", ar: "لماذا ننظم"}, question: {en: "What brought you here?"}}
  - {date: 2027-03-17, theme: {en: "Leader identification"}, assignment: {title: {en: "Name the natural leaders in one unit"}, due: 2027-03-23T23:59}}
  - {date: 2027-03-24, theme: {en: "Semantics"}}
  - {date: 2027-03-31, theme: {en: "Structure tests"}, place: {name: "Union hall", address: "Quay 4, Hamburg"}}
visibility: public
`

// TestReadAllLetters writes every letter to the file that PLENARY_LETTERS names,
// for people to read. It fails if one of the kinds is never written.
func TestReadAllLetters(t *testing.T) {
	clock := storetest.NewClock()
	h := open(t, storetest.OpenWith(t, store.SQLite, store.Options{Now: clock.Now, Careless: true}), clock)
	var out strings.Builder
	seen := map[string]bool{}
	note := func(what string) {
		h.settle()
		for _, l := range h.mail() {
			seen[l.kind] = true
			fmt.Fprintf(&out, "\n==== %s · %s · %s · to %s\n==== %s\n", what, l.kind, l.lang, l.to, l.subject)
			if l.invitation != nil {
				e := l.event(t)
				fmt.Fprintf(&out, "==== %s %s %s seq %s\n", l.method, prop(e, "DTSTART"), prop(e, "SUMMARY"), prop(e, "SEQUENCE"))
			}
			for name, c := range l.files {
				fmt.Fprintf(&out, "==== %s: %d events\n", name, len(c.Events()))
			}
			if l.header.Get("List-Unsubscribe") != "" {
				fmt.Fprintf(&out, "==== List-Id %s\n", l.header.Get("List-Id"))
			}
			out.WriteString("\n" + l.text)
		}
	}
	h.publish(story)
	amina := h.register("fundamentals", guest{"Amina", "amina@mail.example", "Asia/Kolkata", "en", "A"})
	jo := h.register("fundamentals", guest{"Jörg", "joerg@mail.example", "Europe/Berlin", "de", "B"})
	note("confirmed, places are few")
	nour := h.register("fundamentals", guest{"نور", "nour@mail.example", "Africa/Cairo", "ar", "B"})
	note("confirmed")
	for _, r := range []series.Registration{amina, jo, nour} {
		h.answer(r)
	}
	h.register("fundamentals", guest{"Kim", "kim@mail.example", "America/New_York", "en", "A"})
	lee := h.register("fundamentals", guest{"Lee", "lee@mail.example", "America/New_York", "en", "A"})
	h.register("fundamentals", guest{"Max", "max@mail.example", "Europe/Berlin", "de", "A"})
	note("a place, waiting list")
	h.register("fundamentals", guest{"Amina again", "amina@mail.example", "UTC", "en", "A"})
	note("already")
	s := h.bySlug("fundamentals")
	h.write(func(tx *store.Tx) error {
		return h.series.Resend(tx.Context(), tx, auth.AtConsole(), s, amina.ID)
	})
	note("the link once more")
	h.as(jo, func(tx *store.Tx, v auth.Viewer, s *series.Series, r *series.Registration) error {
		return h.series.ChangeTrack(tx.Context(), tx, v, s, r, "A")
	})
	note("other hours")
	h.as(jo, func(tx *store.Tx, v auth.Viewer, s *series.Series, r *series.Registration) error {
		return h.series.Cancel(tx.Context(), tx, v, s, r)
	})
	note("cancelled; offered to Lee")
	h.answer(lee)
	h.clock.Add(49 * time.Hour)
	h.write(func(tx *store.Tx) error { _, err := h.series.Lapse(tx.Context(), tx); return err })
	note("lapsed")

	h.at("2027-03-09T09:30:00Z")
	note("day before session 1")
	h.at("2027-03-10T08:05:00Z")
	note("hour before session 1")
	h.at("2027-03-10T12:00:00Z")
	h.writeUp("fundamentals", 1)
	note("write-up, track A")
	h.at("2027-03-10T20:30:00Z")
	note("write-up, track B")
	later := when.Date{Year: 2027, Month: 3, Day: 18}
	h.change("fundamentals", 2, series.ThisOne, series.SessionChange{Date: &later})
	h.clock.Add(3 * time.Minute)
	note("session 2 moved by a day")
	h.change("fundamentals", 3, series.ThisOne, series.SessionChange{Status: series.CalledOff})
	h.clock.Add(3 * time.Minute)
	note("session 3 cancelled")
	at := when.Clock(11 * 60)
	h.change("fundamentals", 3, series.ThisOne, series.SessionChange{Status: series.Scheduled})
	h.change("fundamentals", 2, series.Following, series.SessionChange{Start: &at})
	h.change("fundamentals", 4, series.ThisOne, series.SessionChange{Place: &series.Place{Name: "Town library"}})
	h.clock.Add(3 * time.Minute)
	note("several changes")
	h.at("2027-03-23T10:30:00Z")
	note("day before session 3, assignment")
	h.at("2027-03-30T12:30:00Z")
	note("day before session 4, clocks")
	organiser := h.registrationOf("fundamentals", "amina@mail.example").Person
	for _, kind := range series.TestKinds() {
		h.write(func(tx *store.Tx) error {
			v := auth.Viewer{Kind: auth.Person, Person: organiser, Tier: auth.Strong, Grants: []auth.Grant{{Verb: auth.EditSeries, Scope: auth.TheNetwork()}}}
			return h.series.SendTest(tx.Context(), tx, v, "fundamentals", series.Test{Kind: kind, Session: 4})
		})
		note("test of " + kind)
	}
	h.write(func(tx *store.Tx) error {
		return h.series.SetState(tx.Context(), tx, auth.Itself(), "fundamentals", series.Cancelled)
	})
	h.clock.Add(3 * time.Minute)
	note("series cancelled")
	readGroups(h, note)

	if path := os.Getenv("PLENARY_LETTERS"); path != "" {
		if err := os.WriteFile(path, []byte(out.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for kind := range (&Letters{}).Renders() {
		if !seen[kind] {
			t.Errorf("no letter of the kind %s was written", kind)
		}
	}
}

func readGroups(h *house, note func(string)) {
	h.clock.Set(instantOf(h.t, "2027-01-05T09:00:00Z"))
	h.publish(strings.NewReplacer("series: fundamentals", "series: groups", "places: 4", "places: 12").Replace(story))
	rosa := h.group("groups", guest{"Rosa", "rosa@mail.example", "Europe/Berlin", "de", "A"}, "Hafenarbeiter Süd",
		"Ada <ada@mail.example>\nBen <ben@mail.example>\nCem\nDua <dua@mail.example>", "")
	note("group of four")
	h.asContact(rosa, h.series.AnswerGroup)
	h.asContact(rosa, func(ctx context.Context, tx *store.Tx, v auth.Viewer, s *series.Series, d *series.Delegation) error {
		_, err := h.series.Nudge(ctx, tx, v, s, d)
		return err
	})
	h.asContact(rosa, func(ctx context.Context, tx *store.Tx, v auth.Viewer, s *series.Series, d *series.Delegation) error {
		return h.series.SendCode(ctx, tx, v, d, "browser")
	})
	note("nudge, code")
	h.group("groups", guest{"Rosa", "rosa@mail.example", "Europe/Berlin", "de", "A"}, "", "Ada\nBen\nCem", "")
	note("again")
	h.group("groups", guest{"Sam", "sam@mail.example", "Africa/Cairo", "ar", "A"}, "", "Eve\nFay", series.ReceivesContact)
	note("a draft")
	h.group("groups", guest{"Tom", "tom@mail.example", "America/New_York", "en", "A"}, "Tenants of Quay Street", "G1\nG2\nG3\nG4\nG5\nG6\nG7\nG8", "")
	vera := h.group("groups", guest{"Vera", "vera@mail.example", "Europe/Berlin", "en", "A"}, "", "Hana <hana@mail.example>\nIda\nJan\nKai", series.ReceivesBoth)
	note("places, waiting list")
	ada := h.registrationOf("groups", "ada@mail.example")
	h.answer(ada)
	h.asContact(rosa, func(ctx context.Context, tx *store.Tx, v auth.Viewer, s *series.Series, d *series.Delegation) error {
		return h.series.ChangeGroupTrack(ctx, tx, v, s, d, "B")
	})
	note("other hours")
	h.asContact(rosa, h.series.CancelGroup)
	note("cancelled, offered to Vera")
	h.asContact(vera, h.series.AcceptGroup)
	note("accepted")
	h.at("2027-01-08T10:00:00Z")
	h.write(func(tx *store.Tx) error { _, err := h.series.Lapse(tx.Context(), tx); return err })
	note("Tom lapsed")
	h.at("2027-03-09T09:30:00Z")
	note("day before session 1")
	h.at("2027-03-10T08:05:00Z")
	note("hour before session 1")
	h.writeUp("groups", 1)
	h.at("2027-03-10T12:00:00Z")
	note("write-up")
	later := when.Date{Year: 2027, Month: 3, Day: 18}
	h.change("groups", 2, series.ThisOne, series.SessionChange{Date: &later})
	h.clock.Add(3 * time.Minute)
	note("moved")
}
