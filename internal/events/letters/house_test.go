package letters

import (
	"context"
	"errors"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest"
	"codeberg.org/plenary/plenary/internal/when"
)

// house is a house with everything that mail about events passes through. No
// mail leaves it.
type house struct {
	t      testing.TB
	db     *store.DB
	clock  *storetest.Clock
	people *people.Room
	events *events.Room
	out    *mail.Outbox
	caught *mail.Caught
	read   int
}

const base = "https://plenary.example"

// call is the address of the call, which stands in no letter.
const call = "https://call.example/secret"

// each runs a test in an empty house on each engine. Its clock stands at 9:00
// UTC on Monday 4 January 2027.
func each(t *testing.T, fn func(h *house)) {
	clock := storetest.NewClock()
	storetest.EachWith(t, store.Options{Now: clock.Now}, func(t *testing.T, db *store.DB) {
		clock.Set(time.Date(2027, 1, 4, 9, 0, 0, 0, time.UTC))
		fn(open(t, db, clock))
	})
}

func open(t testing.TB, db *store.DB, clock *storetest.Clock) *house {
	keys := seal.New(make([]byte, 32))
	h := &house{t: t, db: db, clock: clock, people: &people.Room{Keys: keys}, caught: mail.NewCaught(clock.Now)}
	h.events = &events.Room{Keys: keys, People: h.people}
	h.events.OnChanged = append(h.events.OnChanged, h.events.NoteChanges)
	h.people.OnProven = append(h.people.OnProven, h.events.ConfirmRest)
	classes := events.MailClasses()
	h.out = mail.New(mail.Options{DB: db, Keys: keys, Transport: h.caught,
		Composer: &mail.Composer{From: mail.Address{Email: "plenary@plenary.example"}, Host: "plenary.example", Now: clock.Now},
		Guard: func(ctx context.Context, tx *store.Tx, row mail.Row) (bool, error) {
			may, err := h.people.MayWrite(tx, row, classes)
			return !may, err
		},
		Sent: func(ctx context.Context, tx *store.Tx, row mail.Row) error {
			return errors.Join(h.people.Wrote(tx, row, classes), h.events.Sent(tx, row))
		}})
	for kind, render := range (&Letters{Events: h.events, People: h.people, Base: base, From: "plenary@plenary.example"}).Renders() {
		h.out.Handle(kind, render)
	}
	h.write(func(tx *store.Tx) error {
		return h.people.SaveNetwork(tx.Context(), tx, auth.Itself(), people.Network{Name: map[string]string{"en": "Harbour School"},
			Languages: []string{"en", "de", "ar"}, Zone: "Europe/Berlin", Colour: "#9b2c1f", ContactName: "Office", ContactEmail: "office@harbour.example"})
	})
	return h
}

func (h *house) write(fn func(tx *store.Tx) error) {
	h.t.Helper()
	if err := h.db.Write(context.Background(), fn); err != nil {
		h.t.Fatal(err)
	}
}

// settle does all that is due.
func (h *house) settle() {
	h.t.Helper()
	for more := true; more; {
		h.write(func(tx *store.Tx) error {
			if err := h.events.Remind(tx.Context(), tx); err != nil {
				return err
			}
			lapsed, err := h.events.Lapse(tx.Context(), tx)
			if err != nil {
				return err
			}
			written, err := h.events.WriteLetters(tx.Context(), tx)
			more = lapsed || written
			return err
		})
		n, err := h.out.SendDue(context.Background())
		if err != nil {
			h.t.Fatal(err)
		}
		more = more || n > 0
	}
}

// at moves the clock to the instant and settles.
func (h *house) at(instant string) {
	h.t.Helper()
	t, err := time.Parse(time.RFC3339, instant)
	if err != nil {
		h.t.Fatal(err)
	}
	h.clock.Set(t)
	h.settle()
}

// later moves the clock on and settles.
func (h *house) later(d time.Duration) {
	h.t.Helper()
	h.clock.Add(d)
	h.settle()
}

// circle is a monthly circle in a library and online: the third Wednesday from
// 17 February 2027 on, four times, across the night in which Europe's clocks
// are changed; two places in the library.
func circle(slug string) *events.Event {
	two, doors := 2, when.Clock(18*60+30)
	return &events.Event{Slug: slug, Kind: events.Meeting, Title: map[string]string{"en": "Reading circle", "de": "Lesekreis", "ar": "حلقة القراءة"},
		Zone: "Europe/Berlin", Start: 19 * 60, Length: 90 * time.Minute, Doors: &doors, Online: call,
		Rule:    &events.Rule{From: when.Date{Year: 2027, Month: 2, Day: 17}, Every: 1, Unit: events.Months, Weekdays: []time.Weekday{time.Wednesday}, Nth: 3, Count: 4},
		Venue:   &events.Place{Name: "Town library", Address: "Quay 4", City: "Hamburg", Notes: "Lift behind the stairs."},
		Contact: people.Contact{Name: "Readers", Email: "readers@harbour.example"},
		Entry:   events.Entry{Registration: events.Required, ByDate: true, Waitlist: true, Places: events.Places{Here: &two}}}
}

// publish saves an event and publishes it.
func (h *house) publish(e *events.Event) *events.Event {
	h.t.Helper()
	h.write(func(tx *store.Tx) error {
		saved, err := h.events.Save(tx.Context(), tx, auth.AtConsole(), e)
		if err != nil {
			return err
		}
		return h.events.SetState(tx.Context(), tx, auth.AtConsole(), saved.Slug, events.Published)
	})
	return h.event(e.Slug)
}

func (h *house) event(slug string) (e *events.Event) {
	h.t.Helper()
	h.write(func(tx *store.Tx) (err error) {
		e, err = h.events.BySlug(tx.Context(), tx, auth.Itself(), slug)
		return err
	})
	return e
}

// change saves an event after something of it was changed.
func (h *house) change(slug string, change func(e *events.Event)) {
	h.t.Helper()
	e := h.event(slug)
	change(e)
	h.write(func(tx *store.Tx) error {
		_, err := h.events.Save(tx.Context(), tx, auth.AtConsole(), e)
		return err
	})
}

// guest is somebody who registers.
type guest struct{ name, address, zone, lang string }

var (
	amina = guest{"Amina", "amina@mail.example", "Asia/Kolkata", "en"}
	joerg = guest{"Jörg", "joerg@mail.example", "Europe/Berlin", "de"}
	nour  = guest{"نور", "nour@mail.example", "Africa/Cairo", "ar"}
)

// register lets somebody register for the n-th date, from 1, or for all: 0.
func (h *house) register(slug string, g guest, n int, way events.Way) (r events.Registration) {
	h.t.Helper()
	f := events.Form{Input: people.Input{Name: g.name, Address: g.address, Zone: g.zone, Language: g.lang}, Way: way}
	e := h.event(slug)
	if n > 0 {
		f.Date = e.Dates[n-1].ID
	}
	h.write(func(tx *store.Tx) error {
		if _, err := h.events.Register(tx.Context(), tx, auth.Viewer{}, slug, f.Clean()); err != nil {
			return err
		}
		person, err := h.people.Find(tx, g.address)
		if err != nil {
			return err
		}
		own, err := h.events.OfEvent(tx, auth.Holder("feed", person, person), e, person)
		for _, one := range own {
			if one.Date == f.Date {
				r = one
			}
		}
		return err
	})
	return r
}

// as does something that the registered person does on their own page.
func (h *house) as(r events.Registration, do func(tx *store.Tx, v auth.Viewer, e *events.Event, r *events.Registration) error) {
	h.t.Helper()
	h.write(func(tx *store.Tx) error {
		r, e, v, err := h.events.Mine(tx.Context(), tx, h.events.Key(r))
		if err != nil {
			return err
		}
		return do(tx, v, e, &r)
	})
}

func (h *house) answer(r events.Registration) {
	h.t.Helper()
	h.as(r, func(tx *store.Tx, v auth.Viewer, _ *events.Event, r *events.Registration) error {
		return h.events.Answer(tx, v, r)
	})
}

func (h *house) cancel(r events.Registration) {
	h.t.Helper()
	h.as(r, func(tx *store.Tx, v auth.Viewer, e *events.Event, r *events.Registration) error {
		return h.events.Cancel(tx.Context(), tx, v, e, r)
	})
}

// one returns the one message that was sent.
func (h *house) one() letter {
	h.t.Helper()
	list := h.mail()
	if len(list) != 1 {
		h.t.Fatalf("%d messages instead of one: %s", len(list), kinds(list))
	}
	return list[0]
}
