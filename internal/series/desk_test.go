package series

import (
	"slices"
	"strings"
	"testing"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
)

const desked = `series: desked
title: {en: Desked}
zone: Europe/Berlin
length: 2h
registration: {waitlist: true}
tracks: [{id: A, start: "10:00", places: 2}, {id: B, start: "19:00"}]
sessions: [{date: 2027-01-12}, {date: 2027-01-19}]
`

// enters registers somebody in a track, from a zone.
func (b *bench) enters(slug, name, letter, zone, lang string) (r Registration) {
	b.t.Helper()
	b.do(func(tx *store.Tx) (err error) {
		address := ""
		if name != "Nomail" {
			address = strings.ToLower(name) + "@mail.example"
		}
		r, err = b.room.Enter(tx.Context(), tx, auth.AtConsole(), slug, Form{Track: letter, Input: people.Input{Name: name, Address: address, Zone: zone, Language: lang}})
		return err
	})
	return r
}

func TestTheDeskCounts(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		s := b.imports(desked)
		b.enters("desked", "Ada", "A", "Asia/Kolkata", "hi")
		b.enters("desked", "Ben", "A", "Asia/Calcutta", "en")
		b.enters("desked", "Cleo", "A", "Europe/Berlin", "de")
		gone := b.enters("desked", "Dan", "B", "Europe/Berlin", "de")
		b.enters("desked", "Nomail", "B", "Europe/Berlin", "de")
		b.do(func(tx *store.Tx) error {
			if err := b.room.Cancel(tx.Context(), tx, auth.AtConsole(), s, &gone); err != nil {
				return err
			}
			id, err := b.room.People.Find(tx, "ada@mail.example")
			if err != nil {
				return err
			}
			return b.room.People.Prove(tx, id)
		})
		b.do(func(tx *store.Tx) error {
			all, err := b.room.Numbers(tx.Context(), tx, organiser(auth.TakeAttendance, auth.SeriesScope(s.ID)), s)
			n := all[s.ID]
			if n.Placed != 3 || n.Waiting != 1 || n.Cancelled != 1 || n.Unanswered != 1 || n.Tracks["A"] != (TrackNumbers{2, 1}) || n.Tracks["B"] != (TrackNumbers{1, 0}) {
				t.Errorf("counted %+v", n)
			}
			if err != nil {
				return err
			}
			p, err := b.room.Picture(tx.Context(), tx, auth.AtConsole(), s)
			if p.Zones["Asia/Kolkata"] != 2 || p.Zones["Europe/Berlin"] != 1 || p.Languages["de"] != 1 || len(p.Days) != 1 || p.Days[0].N != 3 {
				t.Errorf("pictured %+v", p)
			}
			if err != nil {
				return err
			}
			for _, v := range []auth.Viewer{{}, organiser(auth.EditSeries, auth.SeriesScope("another"))} {
				if _, err := b.room.Numbers(tx.Context(), tx, v, s); !errs.Is(err, errs.NotFound) {
					t.Errorf("who does not work on it counts: %v", err)
				}
				if _, err := b.room.Picture(tx.Context(), tx, v, s); !errs.Is(err, errs.NotFound) {
					t.Errorf("who does not work on it sees a picture: %v", err)
				}
				if _, err := b.room.Halls(tx.Context(), tx, v, s); !errs.Is(err, errs.NotFound) {
					t.Errorf("who does not work on it counts who was there: %v", err)
				}
			}
			return nil
		})
	})
}

func TestHallsCountWhoWasThere(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		s := b.imports(desked)
		ada, ben := b.enters("desked", "Ada", "A", "Europe/Berlin", "en"), b.enters("desked", "Ben", "B", "Europe/Berlin", "en")
		b.do(func(tx *store.Tx) error {
			if err := b.room.Tap(tx.Context(), tx, auth.AtConsole(), "desked", 1, ada.ID, true); err != nil {
				return err
			}
			return b.room.Tap(tx.Context(), tx, auth.AtConsole(), "desked", 1, ben.ID, false)
		})
		b.do(func(tx *store.Tx) error {
			halls, err := b.room.Halls(tx.Context(), tx, auth.AtConsole(), s)
			if halls[s.Sessions[0].ID] != (Hall{1, 1}) || halls[s.Sessions[1].ID] != (Hall{}) {
				t.Errorf("counted %v", halls)
			}
			if err != nil {
				return err
			}
			noted, err := b.room.Noted(tx.Context(), tx, auth.AtConsole(), s, ada)
			if !noted[1] || len(noted) != 1 {
				t.Errorf("noted %v", noted)
			}
			return err
		})
	})
}

func TestNamesAreOpenedForWhoMaySeeRegistrationsOnly(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		s := b.imports(desked)
		ada := b.enters("desked", "Ada", "A", "Europe/Berlin", "en")
		other := b.imports(strings.ReplaceAll(desked, "desked", "other"))
		for _, v := range []auth.Viewer{{}, organiser(auth.EditSeries, auth.TheNetwork()), organiser(auth.SeeRegistrations, auth.SeriesScope(other.ID)),
			organiser(auth.ExportPeople, auth.TheNetwork()), organiser(auth.TakeAttendance, auth.TheNetwork())} {
			b.do(func(tx *store.Tx) error {
				ctx := tx.Context()
				if list, _, err := b.room.Entrants(ctx, tx, v, s, Among{}); !errs.Is(err, errs.NotFound) || list != nil {
					t.Errorf("%v sees %v, %v", v.Grants, list, err)
				}
				if _, err := b.room.Entrant(ctx, tx, v, s, ada.ID); !errs.Is(err, errs.NotFound) {
					t.Errorf("%v sees somebody: %v", v.Grants, err)
				}
				if _, err := b.room.ExportPeople(ctx, tx, v, s, Among{}); !errs.Is(err, errs.NotFound) {
					t.Errorf("%v exports: %v", v.Grants, err)
				}
				if _, err := b.room.GroupLines(ctx, tx, v, s); !errs.Is(err, errs.NotFound) {
					t.Errorf("%v sees groups: %v", v.Grants, err)
				}
				if err := b.room.Resend(ctx, tx, v, s, ada.ID); !errs.Is(err, errs.NotFound) {
					t.Errorf("%v has mail sent: %v", v.Grants, err)
				}
				if _, err := b.room.Enter(ctx, tx, v, "desked", Form{Track: "A", Input: people.Input{Name: "X", Zone: "UTC", Language: "en"}}); !errs.Is(err, errs.NotFound) {
					t.Errorf("%v registers others: %v", v.Grants, err)
				}
				return nil
			})
		}
		b.do(func(tx *store.Tx) error {
			v := organiser(auth.SeeRegistrations, auth.SeriesScope(s.ID))
			list, total, err := b.room.Entrants(tx.Context(), tx, v, s, Among{Text: "ÁDA"})
			if total != 1 || len(list) != 1 || list[0].P.Name != "Ada" {
				t.Errorf("found %d, %v", total, list)
			}
			if _, err := b.room.Entrant(tx.Context(), tx, organiser(auth.SeeRegistrations, auth.TheNetwork()), other, ada.ID); !errs.Is(err, errs.NotFound) {
				t.Errorf("found under another series: %v", err)
			}
			return err
		})
	})
}

func TestFiltersOfPeopleGoTogether(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		s := b.imports(desked)
		for _, p := range []struct{ name, letter, zone, lang string }{{"Ada", "A", "Asia/Kolkata", "hi"}, {"Ben", "A", "Europe/Berlin", "de"},
			{"Cleo", "A", "Europe/Berlin", "de"}, {"Dan", "B", "Europe/Berlin", "en"}, {"Nomail", "B", "Asia/Kolkata", "hi"}} {
			b.enters("desked", p.name, p.letter, p.zone, p.lang)
		}
		for _, c := range []struct {
			a    Among
			want string
		}{
			{Among{}, "Ada Ben Cleo Dan Nomail"},
			{Among{Track: "A", Standing: Registered}, "Ada Ben"},
			{Among{Standing: Waitlisted}, "Cleo"},
			{Among{Zone: "Asia/Kolkata"}, "Ada Nomail"},
			{Among{Zone: "Asia/Kolkata", Track: "A", Language: "hi", Answered: "no", Group: NoGroup, Text: "a"}, "Ada"},
			{Among{Answered: "no"}, "Ada Ben Cleo Dan"},
			{Among{Answered: "yes"}, ""},
			{Among{Group: "'; DROP TABLE person; --"}, ""},
			{Among{Text: "mail.example dan"}, "Dan"},
		} {
			b.do(func(tx *store.Tx) error {
				list, total, err := b.room.Entrants(tx.Context(), tx, auth.AtConsole(), s, c.a)
				var names []string
				for _, e := range list {
					names = append(names, e.P.Name)
				}
				slices.Sort(names)
				if got := strings.Join(names, " "); got != c.want || total != len(list) {
					t.Errorf("%+v: %s (%d), want %s", c.a, got, total, c.want)
				}
				return err
			})
		}
		seen := map[string]int{}
		for from := 0; from < 6; from += 2 {
			for _, text := range []string{"", "e"} {
				b.do(func(tx *store.Tx) error {
					list, _, err := b.room.Entrants(tx.Context(), tx, auth.AtConsole(), s, Among{From: from, Most: 2, Text: text})
					for _, e := range list {
						seen[text+e.P.Name]++
					}
					return err
				})
			}
		}
		for name, n := range seen {
			if n != 1 {
				t.Errorf("%s stands on %d pages", name, n)
			}
		}
		if len(seen) != 5+4 { // Ada, Ben, Cleo and Dan have an e somewhere
			t.Errorf("the pages hold %v", seen)
		}
	})
}

func TestWhoIsEnteredByHandIsToldOnce(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		b.imports(strings.Replace(desked, "registration: {", "registration: {closes: 2026-12-01T09:00, ", 1))
		ada := b.enters("desked", "Ada", "A", "Europe/Berlin", "en")
		if ada.Standing != Registered || ada.HoldUntil.IsZero() {
			t.Errorf("Ada stands %s until %s", ada.Standing, ada.HoldUntil)
		}
		if no := b.enters("desked", "Nomail", "A", "Europe/Berlin", "en"); no.Standing != Registered || !no.HoldUntil.IsZero() {
			t.Errorf("who has no address is held until %s", no.HoldUntil)
		}
		if late := b.enters("desked", "Late", "A", "Europe/Berlin", "en"); late.Standing != Waitlisted {
			t.Errorf("past the limit somebody is %s", late.Standing)
		}
		err := b.try(func(tx *store.Tx) error {
			_, err := b.room.Enter(tx.Context(), tx, auth.AtConsole(), "desked", Form{Track: "B", Input: people.Input{Name: "Ada", Address: "ada@mail.example", Zone: "UTC", Language: "en"}})
			return err
		})
		if !errs.Is(err, errs.Invalid) {
			t.Errorf("twice: %v", err)
		}
		b.do(func(tx *store.Tx) error {
			kinds, err := store.All(tx, store.Column[string], `SELECT kind FROM outbox ORDER BY kind`)
			if got := strings.Join(kinds, " "); got != "series.registered series.registered" {
				t.Errorf("letters: %s", got)
			}
			return err
		})
	})
}

// TestThePageSaysHowManyLettersGoOut compares what is announced before a change
// with what is written after it.
func TestThePageSaysHowManyLettersGoOut(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		b.imports(desked)
		for _, name := range []string{"Ada", "Ben", "Cleo", "Nomail"} {
			b.enters("desked", name, "B", "Europe/Berlin", "en")
		}
		b.room.OnSessionsChanged = append(b.room.OnSessionsChanged, b.room.NoteChanges)
		s := b.series("desked")
		day := s.Sessions[0].Date.AddDays(1)
		var foreseen Consequence
		b.do(func(tx *store.Tx) error {
			after, err := s.Apply(1, Following, SessionChange{Date: &day}, tx.Now())
			if err != nil {
				return err
			}
			if foreseen, err = b.room.Consequences(tx.Context(), tx, auth.AtConsole(), s, after); err != nil {
				return err
			}
			if _, err := b.room.Consequences(tx.Context(), tx, auth.Viewer{}, s, after); !errs.Is(err, errs.NotFound) {
				t.Errorf("a stranger foresees: %v", err)
			}
			_, err = b.room.ChangeSession(tx.Context(), tx, auth.AtConsole(), "desked", 1, Following, SessionChange{Date: &day})
			return err
		})
		var told int
		b.do(func(tx *store.Tx) error {
			m, err := scanMailing(tx.Row(`SELECT ` + mailingColumns + ` FROM mailing WHERE kind = 'series.changed'`))
			if err != nil {
				return err
			}
			people, err := m.recipients(tx, "")
			if err != nil {
				return err
			}
			m.List, m.Reached = listGroups, ""
			groups, err := m.recipients(tx, "")
			told = len(people) + len(groups)
			return err
		})
		if foreseen.People != told || told != 3 || len(foreseen.Changed) != 2 {
			t.Errorf("%d were announced, %d are written to; %d sessions change", foreseen.People, told, len(foreseen.Changed))
		}
	})
}

func TestFreeSlugsAreFree(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		for _, slug := range []string{"spring", "spring-2", "springtime"} {
			b.imports(strings.ReplaceAll(desked, "desked", slug))
		}
		b.do(func(tx *store.Tx) error {
			for want, free := range map[string]string{"spring": "spring-3", "autumn": "autumn", "": "series", "springtime": "springtime-2"} {
				if got, err := b.room.FreeSlug(tx, want); got != free || err != nil {
					t.Errorf("for %q: %q, %v", want, got, err)
				}
			}
			return nil
		})
	})
}
