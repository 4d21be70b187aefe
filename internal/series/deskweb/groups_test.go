package deskweb_test

import (
	"fmt"
	"strings"
	"testing"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
)

// gathers registers a group of n.
func (h *house) gathers(slug, organisation, contact string, n int) {
	h.t.Helper()
	f := series.GroupForm{Organisation: organisation, Input: people.Input{Name: contact, Address: strings.ToLower(contact) + "@mail.example", Zone: "Europe/Berlin", Language: "en"}}
	for i := range n {
		f.People = append(f.People, series.Listed{Name: fmt.Sprintf("%s's %d", contact, i), Status: series.ListReady})
	}
	h.write(func(tx *store.Tx) error {
		_, err := h.series.RegisterGroup(tx.Context(), tx, auth.Viewer{}, slug, f)
		return err
	})
}

func TestTheListOfGroupsSaysWhereEachStands(t *testing.T) {
	h := newHouse(t)
	h.imports(`series: grouped
title: {en: Grouped}
zone: Europe/Berlin
start: "10:00"
length: 2h
registration: {for: groups, group_min: 3, group_max: 20, places: 6, waitlist: true}
questions: [{id: bring, label: {en: What do you bring?}, kind: text, required: true}]
sessions: [{date: 2027-01-12}]
`)
	if a := h.sees(boss, "/o/s/grouped/groups"); !strings.Contains(a.body, `/s/grouped/group"`) {
		t.Error("no address to pass on")
	} else {
		a.says(t, "No group has registered yet.")
	}
	h.gathers("grouped", "Quay council", "Cai", 4)
	h.gathers("grouped", "", "Dee", 5)
	h.gathers("grouped", "Night shift", "Eve", 1)
	a := h.sees(boss, "/o/s/grouped/groups")
	a.says(t, "10 people in 3 groups", "Quay council", "Contact person: Cai", "4 people", "cai@mail.example", "4 have not answered your questions",
		"Waits, number 1 in line", "Night shift", "Too small: 2 are missing", "Contact person has not answered yet")
	for _, row := range strings.Split(a.body, "<li")[1:] {
		if strings.Contains(row, "Quay council") {
			h.sees(boss, "/o/s/grouped/people?group="+between(row, `/o/s/grouped/people?group=`, `"`)).says(t, "Cai's 0", "Cai's 3", "4 people")
		}
	}
	h.sees(boss, "/o/s/grouped").says(t, "Groups")
	h.signIn("writer", auth.TheNetwork(), auth.WritePosts)
	if a := h.get("writer", "/o/s/grouped/groups"); a.status != 404 {
		t.Errorf("who may not see registrations sees groups: %d", a.status)
	}
}

func between(s, from, to string) string {
	_, rest, _ := strings.Cut(s, from)
	got, _, _ := strings.Cut(rest, to)
	return got
}
