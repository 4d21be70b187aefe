package series

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/people/lists"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest"
)

// hall is a series with people in two tracks, whose attendance is taken.
type hall struct {
	t     testing.TB
	db    *store.DB
	clock *storetest.Clock
	room  *Room
	v     auth.Viewer // who takes attendance
	ids   map[string]string
}

const hallSeries = `series: talks
title: {en: Talks}
contact: {name: Team, email: team@school.example}
zone: Europe/Berlin
length: 1h
join_url: https://call.example/{n}
registration: {for: anyone}
tracks:
  - {id: A, title: {en: Early}, start: "10:00"}
  - {id: B, title: {en: Late}, start: "19:00"}
sessions: [{date: 2027-03-10}, {date: 2027-03-17}]
visibility: public
`

func eachHall(t *testing.T, fn func(h *hall)) {
	for _, e := range []store.Engine{store.SQLite, store.Postgres} {
		t.Run(string(e), func(t *testing.T) {
			clock := storetest.NewClock()
			db := storetest.OpenWith(t, e, store.Options{Now: clock.Now, Careless: true})
			keys := seal.New(make([]byte, 32))
			h := &hall{t: t, db: db, clock: clock, room: &Room{Keys: keys, People: &people.Room{Keys: keys}}, ids: map[string]string{}}
			h.v = auth.Viewer{Kind: auth.Person, Person: "organiser", Tier: auth.Strong, Grants: []auth.Grant{{Verb: auth.TakeAttendance, Scope: auth.TheNetwork()}}}
			s, err := Read("test.yaml", []byte(hallSeries))
			if err != nil {
				t.Fatal(err)
			}
			h.do(func(tx *store.Tx) error {
				_, err := h.room.Import(tx.Context(), tx, auth.AtConsole(), s)
				return err
			})
			for name, track := range map[string]string{"Ada": "A", "Ben": "A", "Cem": "B", "Dua": "B"} {
				h.register(name, track)
			}
			fn(h)
		})
	}
}

func (h *hall) do(fn func(tx *store.Tx) error) {
	h.t.Helper()
	if err := h.db.Write(context.Background(), fn); err != nil {
		h.t.Fatal(err)
	}
}

func (h *hall) register(name, track string) {
	h.t.Helper()
	f := Form{Input: people.Input{Name: name, Address: strings.ToLower(name) + "@mail.example", Zone: "Europe/Berlin", Language: "en"}, Track: track}
	h.do(func(tx *store.Tx) error {
		if _, err := h.room.Register(tx.Context(), tx, auth.Viewer{}, "talks", f.Clean()); err != nil {
			return err
		}
		person, err := h.room.People.Find(tx, f.Address)
		if err != nil {
			return err
		}
		mine, err := h.room.Of(tx.Context(), tx, auth.Holder("feed", person, person), person)
		if err == nil {
			h.ids[name] = mine[0].R.ID
		}
		return err
	})
}

func (h *hall) list(letter, search string) (l AttendanceList) {
	h.t.Helper()
	if err := h.db.Read(context.Background(), func(tx *store.Tx) (err error) {
		l, err = h.room.AttendanceOf(tx.Context(), tx, h.v, "talks", 1, letter, search)
		return err
	}); err != nil {
		h.t.Fatal(err)
	}
	return l
}

// said writes what is noted: "Ada here (tapped), Ben absent (rest), Cem".
func (h *hall) said() string {
	h.t.Helper()
	var all []string
	for _, a := range h.list("", "").People {
		all = append(all, a.Name+map[events.Presence]string{events.There: " here", events.Absent: " absent"}[a.Presence]+strings.TrimSuffix(" ("+a.How+")", " ()"))
	}
	return strings.Join(all, ", ")
}

func (h *hall) tap(name string, there bool) {
	h.t.Helper()
	h.do(func(tx *store.Tx) error { return h.room.Tap(tx.Context(), tx, h.v, "talks", 1, h.ids[name], there) })
}

func TestAttendanceIsTakenByTapAndTheRestIsAbsent(t *testing.T) {
	eachHall(t, func(h *hall) {
		h.tap("Ada", true)
		h.tap("Ada", true)
		h.tap("Ben", true)
		h.tap("Ben", false)
		if got := h.said(); got != "Ada here (tapped), Ben absent (tapped), Cem, Dua" {
			h.t.Error(got)
		}
		h.do(func(tx *store.Tx) error {
			n, more, err := h.room.RestAbsent(tx.Context(), tx, h.v, "talks", 1, "B")
			if n != 2 || more {
				h.t.Errorf("%d noted, more %v", n, more)
			}
			return err
		})
		h.do(func(tx *store.Tx) error { return h.room.Untap(tx.Context(), tx, h.v, "talks", 1, h.ids["Ben"]) })
		if got := h.said(); got != "Ada here (tapped), Ben, Cem absent (rest), Dua absent (rest)" {
			h.t.Error(got)
		}
		if l := h.list("B", "du"); l.There != 1 || l.Absent != 2 || l.Open != 1 || len(l.People) != 1 || l.People[0].Name != "Dua" {
			h.t.Errorf("%d here, %d absent, %d open, %v", l.There, l.Absent, l.Open, l.People)
		}
	})
}

func TestWhatWasTappedHoldsAgainstTheButtonAndTheFile(t *testing.T) {
	eachHall(t, func(h *hall) {
		h.tap("Ada", false)
		h.clock.Set(time.Date(2027, 3, 10, 9, 0, 0, 0, time.UTC))
		h.do(func(tx *store.Tx) error {
			for _, name := range []string{"Ada", "Ben"} {
				r, err := h.room.registration(tx, h.ids[name])
				if err != nil {
					return err
				}
				if _, err := h.room.Join(tx.Context(), tx, h.room.JoinKey(r, 1)); err != nil {
					return err
				}
			}
			return nil
		})
		h.do(func(tx *store.Tx) error {
			if _, _, err := h.room.RestAbsent(tx.Context(), tx, h.v, "talks", 1, ""); err != nil {
				return err
			}
			n, err := h.room.NoteCall(tx.Context(), tx, h.v, "talks", 1, []string{h.ids["Ada"], h.ids["Ben"], h.ids["Cem"], "nobody"})
			if n != 1 {
				h.t.Errorf("news of %d", n)
			}
			return err
		})
		if got := h.said(); got != "Ada absent (tapped), Ben here (joined), Cem here (file), Dua absent (rest)" {
			h.t.Error(got)
		}
	})
}

func TestAListOfACallIsShownBeforeItIsNoted(t *testing.T) {
	eachHall(t, func(h *hall) {
		h.register("Dua2", "A")
		h.do(func(tx *store.Tx) error {
			return h.room.People.Change(tx.Context(), tx, auth.Itself(), personOf(tx, h.ids["Dua2"]), people.Change{Name: "dua"})
		})
		list, err := lists.ReadCallList([]byte("Name,Email\nx,ADA@mail.example\nBEN,\nDua,\nZoe,\nAda,\n"))
		if err != nil {
			h.t.Fatal(err)
		}
		var m events.CallMatch
		h.do(func(tx *store.Tx) (err error) {
			_, m, err = h.room.MatchCall(tx.Context(), tx, h.v, "talks", 1, list)
			return err
		})
		if len(m.Found) != 3 || len(m.Registrations()) != 2 || len(m.Several) != 1 || len(m.Unknown) != 1 || m.Unknown[0].Call.Name != "Zoe" {
			h.t.Errorf("found %v, several %v, unknown %v", m.Found, m.Several, m.Unknown)
		}
		if got := h.said(); strings.Contains(got, "here") {
			h.t.Errorf("a look noted something: %s", got)
		}
		h.do(func(tx *store.Tx) error {
			_, err := h.room.NoteCall(tx.Context(), tx, h.v, "talks", 1, m.Registrations())
			return err
		})
		if l := h.list("", ""); l.There != 2 || len(l.People) != 5 {
			h.t.Errorf("%d of %d are here", l.There, len(l.People))
		}
	})
}

func personOf(tx *store.Tx, registration string) (person string) {
	_ = tx.Row(`SELECT person FROM registration WHERE id = $1`, registration).Scan(&person)
	return person
}

func TestOnlyWhoTakesAttendanceSeesWhoWasThere(t *testing.T) {
	eachHall(t, func(h *hall) {
		s := ""
		h.do(func(tx *store.Tx) error { return tx.Row(`SELECT id FROM series`).Scan(&s) })
		for name, v := range map[string]auth.Viewer{
			"nobody":       {},
			"a registrant": auth.Holder(LinkRegistration, h.ids["Ada"], "x"),
			"an editor":    {Kind: auth.Person, Person: "e", Tier: auth.Strong, Grants: []auth.Grant{{Verb: auth.EditSeries, Scope: auth.SeriesScope(s)}}},
			"of elsewhere": {Kind: auth.Person, Person: "e", Tier: auth.Strong, Grants: []auth.Grant{{Verb: auth.TakeAttendance, Scope: auth.SeriesScope("other")}}},
		} {
			err := h.db.Write(context.Background(), func(tx *store.Tx) error {
				ctx := tx.Context()
				_, err1 := h.room.AttendanceOf(ctx, tx, v, "talks", 1, "", "")
				err2 := h.room.Tap(ctx, tx, v, "talks", 1, h.ids["Ada"], true)
				err3 := h.room.Untap(ctx, tx, v, "talks", 1, h.ids["Ada"])
				_, _, err4 := h.room.RestAbsent(ctx, tx, v, "talks", 1, "")
				_, _, err5 := h.room.MatchCall(ctx, tx, v, "talks", 1, &lists.CallList{})
				_, err6 := h.room.NoteCall(ctx, tx, v, "talks", 1, []string{h.ids["Ada"]})
				for i, err := range []error{err1, err2, err3, err4, err5, err6} {
					if !errs.Is(err, errs.NotFound) {
						return fmt.Errorf("%d: %v", i+1, err)
					}
				}
				return nil
			})
			if err != nil {
				h.t.Errorf("%s: %v", name, err)
			}
		}
		for _, wrong := range []struct {
			n  int
			id string
		}{{3, h.ids["Ada"]}, {1, "nobody"}} {
			err := h.db.Write(context.Background(), func(tx *store.Tx) error {
				return h.room.Tap(tx.Context(), tx, h.v, "talks", wrong.n, wrong.id, true)
			})
			if !errs.Is(err, errs.NotFound) {
				h.t.Errorf("session %d, %.6s: %v", wrong.n, wrong.id, err)
			}
		}
	})
}
