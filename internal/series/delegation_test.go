package series

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/jobs"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest"
)

// groupHouse is a room with one open series for tests of groups.
type groupHouse struct {
	t     testing.TB
	room  *Room
	db    *store.DB
	clock *storetest.Clock
	jobs  *jobs.Queue
	slug  string

	engine store.Engine
}

// groupSeries is a series file with the given registration line and tracks.
func groupSeries(slug, registration string) string {
	return `series: ` + slug + `
title: {en: Fundamentals}
languages: [en, de]
contact: {name: Team, email: team@school.example}
zone: Europe/Berlin
registration: ` + registration + `
tracks:
  - {id: A, title: {en: Early}, start: "10:00", places: 70}
  - {id: B, title: {en: Late}, start: "19:00"}
length: 2h
sessions:
  - {date: 2027-03-10, theme: {en: One}}
  - {date: 2027-03-17, theme: {en: Two}}
visibility: public
`
}

func eachGroupHouse(t *testing.T, registration string, fn func(h *groupHouse)) {
	for _, e := range []store.Engine{store.SQLite, store.Postgres} {
		t.Run(string(e), func(t *testing.T) {
			clock := storetest.NewClock()
			db := storetest.OpenWith(t, e, store.Options{Now: clock.Now})
			keys := seal.New(make([]byte, 32))
			room := &Room{Keys: keys, People: &people.Room{Keys: keys}}
			h := &groupHouse{t: t, room: room, db: db, engine: e, clock: clock, jobs: jobs.New(db, nil)}
			h.jobs.Handle(JobGather, room.Gather)
			h.jobs.Handle(JobTellGroup, room.TellGroup)
			h.jobs.Handle(JobNudge, room.NudgeGroup)
			h.open("fundamentals", registration)
			fn(h)
		})
	}
}

// open announces a series and makes it the one that the house is about.
func (h *groupHouse) open(slug, registration string) {
	h.t.Helper()
	s, err := Read("test.yaml", []byte(groupSeries(slug, registration)))
	if err != nil {
		h.t.Fatal(err)
	}
	h.slug = slug
	h.do(func(tx *store.Tx) error {
		_, err := h.room.Import(tx.Context(), tx, auth.AtConsole(), s)
		return err
	})
}

func (h *groupHouse) do(fn func(tx *store.Tx) error) {
	h.t.Helper()
	h.must(h.db.Write(context.Background(), fn))
}

func (h *groupHouse) settle() {
	h.t.Helper()
	if _, err := h.jobs.RunDue(context.Background()); err != nil {
		h.t.Fatal(err)
	}
}

// lapse moves the clock and lets go of what ran out.
func (h *groupHouse) lapse(by time.Duration) {
	h.t.Helper()
	h.clock.Add(by)
	for more := true; more; {
		h.do(func(tx *store.Tx) (err error) {
			more, err = h.room.Lapse(tx.Context(), tx)
			return err
		})
	}
}

func groupForm(contact string, n int) GroupForm {
	f := GroupForm{Organisation: "Harbour", Track: "A"}
	f.Input = people.Input{Name: "Contact " + contact, Address: contact + "@mail.example", Zone: "Europe/Berlin", Language: "en"}
	for i := range n {
		f.People = append(f.People, Listed{Name: fmt.Sprintf("Member %s %d", contact, i),
			Address: fmt.Sprintf("%s-%d@mail.example", contact, i), Status: ListReady})
	}
	return f
}

func (h *groupHouse) register(f GroupForm) GroupOutcome {
	h.t.Helper()
	var out GroupOutcome
	h.do(func(tx *store.Tx) (err error) {
		out, err = h.room.RegisterGroup(tx.Context(), tx, auth.Viewer{}, h.slug, f)
		return err
	})
	h.settle()
	return out
}

// group returns the group of a contact person as it stands, with their view.
func (h *groupHouse) group(tx *store.Tx, contact string) (d Delegation, s *Series, v auth.Viewer) {
	h.t.Helper()
	s, err := h.room.BySlug(tx.Context(), tx, auth.Itself(), h.slug)
	if err != nil {
		h.t.Fatal(err)
	}
	id, err := h.room.People.Find(tx, contact+"@mail.example")
	if err != nil {
		h.t.Fatal(err)
	}
	if d, err = h.room.delegationOf(tx, s.ID, id); err != nil {
		h.t.Fatal(err)
	}
	d, s, v, err = h.room.Group(tx.Context(), tx, h.room.GroupKey(d))
	if err != nil {
		h.t.Fatal(err)
	}
	return d, s, v
}

// as does something to a group as its contact person, who has unlocked it.
func (h *groupHouse) as(contact string, fn func(tx *store.Tx, v auth.Viewer, s *Series, d *Delegation) error) error {
	h.t.Helper()
	return h.db.Write(context.Background(), func(tx *store.Tx) error {
		d, s, v := h.group(tx, contact)
		v.Tier = auth.Mail
		return fn(tx, v, s, &d)
	})
}

func (h *groupHouse) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *groupHouse) standing(contact string) (d Delegation) {
	h.t.Helper()
	if err := h.db.Read(context.Background(), func(tx *store.Tx) error {
		d, _, _ = h.group(tx, contact)
		return nil
	}); err != nil {
		h.t.Fatal(err)
	}
	return d
}

func (h *groupHouse) roster(contact string) (list []Member) {
	h.t.Helper()
	if err := h.db.Read(context.Background(), func(tx *store.Tx) (err error) {
		d, s, v := h.group(tx, contact)
		v.Tier = auth.Mail
		list, err = h.room.Roster(tx.Context(), tx, v, s, &d)
		return err
	}); err != nil {
		h.t.Fatal(err)
	}
	slices.SortFunc(list, func(a, b Member) int { return strings.Compare(a.Name, b.Name) })
	return list
}

// mails counts the letters in the outbox by kind.
func (h *groupHouse) mails(kind string) (n int) {
	h.t.Helper()
	if err := h.db.Read(context.Background(), func(tx *store.Tx) error {
		return tx.Row(`SELECT COUNT(*) FROM outbox WHERE kind = $1`, kind).Scan(&n)
	}); err != nil {
		h.t.Fatal(err)
	}
	return n
}

// check holds what must be true of places, groups and the waiting list at any
// time.
func (h *groupHouse) check(t fataler) {
	err := h.db.Read(context.Background(), func(tx *store.Tx) error {
		s, err := h.room.BySlug(tx.Context(), tx, auth.Itself(), h.slug)
		if err != nil {
			return err
		}
		checkPlaces(t, tx, s)
		checkGroups(t, tx, s)
		line, err := h.room.line(tx, s.ID)
		for _, w := range line {
			if free := s.Free(s.letter(w.track)); free < 0 || w.size <= free {
				t.Fatalf("an entry of %d waits while %d places are free", w.size, free)
			}
		}
		return err
	})
	if err != nil {
		t.Fatalf("%v", err)
	}
}

func checkPlaces(t fataler, tx *store.Tx, s *Series) {
	count := func(where string, args ...any) (n int) {
		var adding int
		if err := tx.Row(`SELECT COUNT(*) FROM registration WHERE state IN ('registered', 'offered') AND `+where, args...).Scan(&n); err != nil {
			t.Fatalf("%v", err)
		}
		if err := tx.Row(`SELECT COALESCE(SUM(adding), 0) FROM delegation WHERE state IN ('registered', 'offered') AND `+where, args...).Scan(&adding); err != nil {
			t.Fatalf("%v", err)
		}
		return n + adding
	}
	if n := count(`series = $1`, s.ID); n != s.Taken || s.Window.Places != nil && n > *s.Window.Places {
		t.Fatalf("%d places are taken, the series counts %d of %d", n, s.Taken, *s.Window.Places)
	}
	for _, tr := range s.Tracks {
		if n := count(`track = $1`, tr.ID); n != tr.Taken || tr.Places != nil && n > *tr.Places {
			t.Fatalf("%d places are taken in track %s, which counts %d", n, tr.Letter, tr.Taken)
		}
	}
}

func checkGroups(t fataler, tx *store.Tx, s *Series) {
	groups, err := store.All(tx, func(r *store.Rows) (Delegation, error) { return scanDelegation(r) },
		`SELECT `+delegationColumns+` FROM delegation d WHERE d.series = $1`, s.ID)
	if err != nil {
		t.Fatalf("%v", err)
	}
	for _, d := range groups {
		var active, astray, ranked int
		if err := tx.Row(`SELECT COUNT(*), COALESCE(SUM(CASE WHEN state <> $2 THEN 1 ELSE 0 END), 0),
			COALESCE(SUM(CASE WHEN rank IS NOT NULL THEN 1 ELSE 0 END), 0)
			FROM registration WHERE delegation = $1 AND state <> 'cancelled'`, d.ID, string(d.Standing)).Scan(&active, &astray, &ranked); err != nil {
			t.Fatalf("%v", err)
		}
		switch {
		case d.Standing == Withdrawn && active > 0:
			t.Fatalf("a cancelled group has %d members", active)
		case d.Standing != Withdrawn && active+d.Adding != d.Size:
			t.Fatalf("a group of %d has %d members and adds %d", d.Size, active, d.Adding)
		case astray > 0 || ranked > 0:
			t.Fatalf("%d members do not stand as their group, which is %s; %d have a rank", astray, d.Standing, ranked)
		case d.Standing == Waitlisted && d.Rank == 0, d.Standing != Waitlisted && d.Standing != Offered && d.Rank != 0:
			t.Fatalf("a group is %s with rank %d", d.Standing, d.Rank)
		}
	}
}

const openToAll = `{opens: 2027-01-04T09:00, closes: 2027-03-01T23:59, for: anyone, group_min: 3, group_max: 200, places: 90, waitlist: true}`
