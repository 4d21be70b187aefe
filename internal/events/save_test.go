package events

import (
	"strconv"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/when"
)

// A date behind the year 9999 is one that cannot be read back: whoever kept one
// would have closed every list in which its event stands.
func TestNoDateIsKeptThatLiesCenturiesOff(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		e := b.publishes(assembly())
		for _, first := range []string{"9999-12-31", "2201-01-01", "1899-12-31", "0001-01-01"} {
			err := b.try(func(tx *store.Tx) error {
				_, err := b.room.Copy(tx.Context(), tx, auth.AtConsole(), e.Slug, "copy", day(first))
				return err
			})
			if !errs.Is(err, errs.Invalid) {
				t.Errorf("copied to %s: %v", first, err)
			}
		}
		for name, set := range map[string]func(*Event){
			"the last day of a rule": func(e *Event) {
				e.Rule = &Rule{From: day("2027-02-03"), Every: 1, Unit: Days, Until: ptr(day("9999-12-31"))}
			},
			"the opening":  func(e *Event) { e.Entry.Opens = &when.Wall{Date: day("0001-01-01")} },
			"the deadline": func(e *Event) { e.Entry.Closes = &when.Wall{Date: day("9999-12-31")} },
		} {
			e := assembly()
			set(e)
			e.Clean()
			if err := e.Check(); !errs.Is(err, errs.Invalid) {
				t.Errorf("%s may be centuries off: %v", name, err)
			}
		}
	})
}

func TestNoEventTakesTheAddressOfTheFormForNewOnes(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		b.do(func(tx *store.Tx) error {
			slug, err := b.room.FreeSlug(tx, "new")
			if slug == "new" {
				t.Error("it is said to be free")
			}
			return err
		})
		e := assembly()
		e.Slug, e.Title = "new", i18n.Text{"en": "New"}
		if err := b.try(func(tx *store.Tx) error {
			_, err := b.room.Save(tx.Context(), tx, auth.AtConsole(), e)
			return err
		}); !errs.Is(err, errs.Invalid) {
			t.Errorf("it was kept: %v", err)
		}
	})
}

// A form without a state would make a draft of what people have registered for.
func TestAnEventIsNotPutIntoNoState(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		e := b.publishes(assembly())
		b.registers(e, "ada", "", Remote)
		for _, to := range []State{"", "evil", Draft} {
			if err := b.try(func(tx *store.Tx) error {
				return b.room.SetState(tx.Context(), tx, auth.AtConsole(), e.Slug, to)
			}); err == nil {
				t.Errorf("it became %q", to)
			}
			if is := b.event(e.Slug); is.State != Published {
				t.Fatalf("%q made it %q", to, is.State)
			}
		}
	})
}

// What has no new date yet is passed over, however much of it there is, and the
// others get theirs: a job goes on for as long as there is said to be more.
func TestRulesOfManyYearsDoNotHoldUpTheOthers(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		repeats := func(slug string, every int) {
			e := assembly()
			rule := RuleFrom(e.Dates[0].Day, every, Months)
			e.Slug, e.Dates, e.Rule = slug, e.Dates[:1], &rule
			b.publishes(e)
		}
		for i := range 45 {
			repeats("yearly-"+strconv.Itoa(i), 12)
		}
		for i := range 22 {
			repeats("monthly-"+strconv.Itoa(i), 1)
		}
		had := len(b.event("monthly-21").Dates)
		b.clock.Add(60 * 24 * time.Hour)
		rounds := 0
		for more := true; more; rounds++ {
			if rounds > 5 {
				t.Fatal("it does not come to an end")
			}
			b.do(func(tx *store.Tx) (err error) {
				more, err = b.room.Extend(tx.Context(), tx)
				return err
			})
		}
		for _, slug := range []string{"monthly-0", "monthly-21"} {
			if n := len(b.event(slug).Dates); n <= had {
				t.Errorf("%s has %d dates still", slug, n)
			}
		}
	})
}

func TestPublishingKeepsTheWordOfADate(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		e := assembly()
		e.Dates[0].Word = i18n.Text{"en": "Bring a coat."}
		if is := b.publishes(e); is.Dates[0].Word["en"] != "Bring a coat." {
			t.Errorf("it became %v", is.Dates[0].Word)
		}
	})
}
