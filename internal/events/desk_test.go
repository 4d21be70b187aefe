package events

import (
	"slices"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
)

// names are those of a list of people, in its order.
func names(list []Entrant) (all []string) {
	for _, one := range list {
		all = append(all, one.P.Name)
	}
	return all
}

func TestPeopleAreListedByDateWayPlaceAndName(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		e := b.publishes(assembly())
		first := e.Dates[0].ID
		for _, name := range []string{"ada", "bea", "cem"} { // two places: cem waits
			b.registers(e, name, first, Here)
			b.clock.Add(time.Minute)
		}
		b.registers(e, "dua", "", Remote)
		for _, c := range []struct {
			among Among
			want  []string
			total int
		}{
			{Among{}, []string{"dua", "bea", "ada", "cem"}, 4},
			{Among{Date: e.Dates[1].ID}, []string{"dua"}, 1},
			{Among{Standing: Waitlisted}, []string{"cem"}, 1},
			{Among{Way: Remote}, []string{"dua"}, 1},
			{Among{Answered: "yes"}, nil, 0},
			{Among{Text: "A@MAIL"}, []string{"dua", "bea", "ada"}, 3},
			{Among{From: 1, Most: 2}, []string{"bea", "ada"}, 4},
			{Among{Text: "mail", From: 3, Most: 5}, []string{"cem"}, 4},
		} {
			b.do(func(tx *store.Tx) error {
				list, total, err := b.room.Entrants(tx.Context(), tx, auth.AtConsole(), e, c.among)
				got := names(list)
				slices.Sort(got)
				slices.Sort(c.want)
				if !slices.Equal(got, c.want) || total != c.total {
					t.Errorf("%+v: %v of %d, want %v of %d", c.among, got, total, c.want, c.total)
				}
				return err
			})
		}
		b.do(func(tx *store.Tx) error {
			list, _, err := b.room.Entrants(tx.Context(), tx, auth.AtConsole(), e, Among{})
			if list[len(list)-1].P.Name != "cem" {
				t.Errorf("who waits is not the last: %v", names(list))
			}
			n, err2 := b.room.Numbers(tx, auth.AtConsole(), e)
			if n != (Numbers{Placed: 3, Waiting: 1, Unanswered: 4}) {
				t.Errorf("counted %+v", n)
			}
			return errs.Both(err, err2)
		})
	})
}

func TestASavingSaysBeforeWhomItWillTell(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		old := b.publishes(assembly())
		b.registers(old, "ada", old.Dates[0].ID, Here)
		b.registers(old, "bea", old.Dates[0].ID, Remote)
		b.registers(old, "cem", "", Here)
		b.registers(old, "dua", old.Dates[1].ID, Remote)
		for what, c := range map[string]struct {
			change func(e *Event)
			people int
		}{
			"nothing":             {func(*Event) {}, 0},
			"a title":             {func(e *Event) { e.Title = i18n.Text{"en": "Else"} }, 0},
			"a theme":             {func(e *Event) { e.Dates[0].Theme = i18n.Text{"en": "Else"} }, 0},
			"the first day":       {func(e *Event) { e.Dates[0].Day = e.Dates[0].Day.AddDays(1) }, 3},
			"the hall of one":     {func(e *Event) { e.Dates[0].Venue = &Place{Name: "Mill"} }, 2},
			"the hall of all":     {func(e *Event) { e.Venue = &Place{Name: "Mill"} }, 2},
			"the hour of all":     {func(e *Event) { e.Start = 20 * 60 }, 4},
			"one is called off":   {func(e *Event) { e.Dates[1].Status = CalledOff }, 2},
			"it is called off":    {func(e *Event) { e.State = Cancelled }, 4},
			"the day and another": {func(e *Event) { e.Dates[0].Day = e.Dates[0].Day.AddDays(1); e.Dates[1].Venue = &Place{Name: "Mill"} }, 3},
		} {
			next := old.clone()
			c.change(next)
			b.do(func(tx *store.Tx) error {
				got, err := b.room.Consequences(tx.Context(), tx, auth.AtConsole(), old, next)
				if got.People != c.people {
					t.Errorf("%s: %d are told, want %d", what, got.People, c.people)
				}
				return err
			})
		}
	})
}

func TestWhoWasThereIsNotedTakenBackAndCounted(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		e := b.publishes(assembly())
		date := e.Dates[0].ID
		ada := b.registers(e, "ada", date, Here)
		b.registers(e, "bea", "", Remote)
		cem := b.registers(e, "cem", e.Dates[1].ID, Here) // comes another day
		list := func(way Way, name string) (l AttendanceList) {
			b.do(func(tx *store.Tx) (err error) {
				l, err = b.room.AttendanceOf(tx.Context(), tx, auth.AtConsole(), "assembly", date, way, name)
				return err
			})
			return l
		}
		if l := list("", ""); len(l.People) != 2 || l.People[0].Name != "ada" || l.Open != 2 {
			t.Fatalf("the list is %+v", l)
		}
		if l := list(Remote, ""); len(l.People) != 1 || l.People[0].Name != "bea" || l.Open != 2 {
			t.Errorf("of those online: %+v", l)
		}
		b.do(func(tx *store.Tx) error {
			return b.room.Tap(tx.Context(), tx, auth.AtConsole(), "assembly", date, ada.ID, true)
		})
		b.do(func(tx *store.Tx) error {
			_, err := b.room.RestAbsent(tx.Context(), tx, auth.AtConsole(), "assembly", date, "")
			return err
		})
		if l := list("", ""); l.There != 1 || l.Absent != 1 || l.Open != 0 {
			t.Errorf("noted: %+v", l)
		}
		b.do(func(tx *store.Tx) error {
			halls, err := b.room.Halls(tx, auth.AtConsole(), e)
			if halls[date] != (Hall{1, 1}) {
				t.Errorf("counted %+v", halls)
			}
			return errs.Both(err, b.room.Untap(tx.Context(), tx, auth.AtConsole(), "assembly", date, ada.ID))
		})
		if l := list("", "AD"); len(l.People) != 1 || l.People[0].Presence != NotNoted {
			t.Errorf("after taking it back: %+v", l)
		}
		if err := b.try(func(tx *store.Tx) error {
			return b.room.Tap(tx.Context(), tx, auth.AtConsole(), "assembly", date, cem.ID, true)
		}); !errs.Is(err, errs.NotFound) {
			t.Errorf("somebody of another date was noted: %v", err)
		}
	})
}

func TestWhoIsEnteredAfterItIsOverTakesNoPlaceAway(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		one := assembly()
		one.Dates, one.Entry.ByDate, one.Entry.Places.Here = one.Dates[:1], false, ptr(1)
		e := b.publishes(one)
		b.registers(e, "ada", "", Here)
		enter := func(name string) (r Registration, err error) {
			err = b.try(func(tx *store.Tx) (err error) {
				r, err = b.room.Enter(tx.Context(), tx, auth.AtConsole(), "assembly", Form{Way: Here, Input: people.Input{Name: name, Zone: "Europe/Berlin", Language: "en"}})
				return err
			})
			return r, err
		}
		if r, err := enter("bea"); err != nil || r.Standing != Waitlisted {
			t.Errorf("before it: %v %v", r.Standing, err)
		}
		b.clock.Set(e.Ends().Add(time.Hour))
		if r, err := enter("cem"); err != nil || r.Standing != Registered {
			t.Errorf("after it: %v %v", r.Standing, err)
		}
		if got := b.event("assembly").Dates[0].Taken.Here; got != 1 {
			t.Errorf("%d places are taken", got)
		}
	})
}
