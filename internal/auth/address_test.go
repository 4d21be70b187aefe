package auth_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/store"
)

// moving is a desk whose people have addresses that can change.
type moving struct {
	*desk
	now string // Amina's address
}

func eachMoving(t *testing.T, do func(m *moving)) {
	t.Helper()
	each(t, func(d *desk) {
		m := &moving{d, address}
		d.room.Find = func(tx *store.Tx, a string) (string, error) {
			if a == m.now {
				return amina, nil
			}
			return "", nil
		}
		d.room.Addresses = auth.Addresses{
			Of:   func(*store.Tx, string) (string, error) { return m.now, nil },
			Move: func(_ *store.Tx, _, to string) error { m.now = to; return nil },
			Free: func(*store.Tx, string, string) error { return nil }}
		do(m)
	})
}

// letters returns what is on its way of a change of address.
func (m *moving) letters() (list []auth.AddressLetter) {
	m.Helper()
	outbox := mail.New(mail.Options{DB: m.db, Keys: m.keys, Composer: &mail.Composer{From: mail.Address{Email: "us@example.org"}, Host: "example.org", Now: m.db.Now}, Transport: mail.NewCaught(m.db.Now)})
	for _, kind := range []string{auth.MailNewAddress, auth.MailOldAddress} {
		outbox.Handle(kind, func(ctx context.Context, tx *store.Tx, row mail.Row) (*mail.Message, error) {
			var l auth.AddressLetter
			err := json.Unmarshal(row.Payload, &l)
			list = append(list, l)
			return nil, err
		})
	}
	outbox.Handle(auth.MailTold, func(context.Context, *store.Tx, mail.Row) (*mail.Message, error) { return nil, nil })
	if _, err := outbox.SendDue(context.Background()); err != nil {
		m.Fatal(err)
	}
	return list
}

func (m *moving) ask(signIn, to string) error {
	return m.as(signIn, func(tx *store.Tx, v auth.Viewer) error { return m.room.AskAddress(tx, v, to) })
}

func (m *moving) take(signIn, token string) error {
	return m.as(signIn, func(tx *store.Tx, v auth.Viewer) error { return m.room.TakeAddress(tx, v, token) })
}

func (m *moving) undo(token string) error {
	return m.try(func(tx *store.Tx) error { return m.room.UndoAddress(tx, token) })
}

func TestAnAddressChangesWhenTheNewOneAnswersAndTheOldOneCanUndoIt(t *testing.T) {
	eachMoving(t, func(m *moving) {
		mine, other := m.signedIn(), m.signedIn()
		if !errs.Is(m.ask(mine, "new@example.org"), errs.StepUp) {
			m.Error("a mailed link changes the address")
		}
		m.clock.Add(5 * time.Minute)
		m.withApp(mine)
		if err := m.ask(mine, "new@example.org"); err != nil {
			m.Fatal(err)
		}
		asked := m.letters()
		if len(asked) != 1 || asked[0].Address != "new@example.org" || m.now != address {
			m.Fatalf("asked %+v, the address is %s", asked, m.now)
		}
		if !errs.Is(m.take(mine, "forged"), errs.Invalid) {
			m.Error("a forged token is taken")
		}
		if err := m.take(mine, asked[0].Token); err != nil || m.now != "new@example.org" {
			m.Fatalf("the address is %s: %v", m.now, err)
		}
		if !errs.Is(m.take(mine, asked[0].Token), errs.Invalid) {
			m.Error("a token is taken twice")
		}
		if m.who(other).Kind != auth.Anonymous || m.who(mine).Person != amina {
			m.Error("the wrong sign-ins ended")
		}
		if !errs.Is(m.ask(mine, "third@example.org"), errs.Conflict) {
			m.Error("it changes again before the old address had its say")
		}
		told := m.letters()
		if len(told) != 1 || told[0].Address != address {
			m.Fatalf("told %+v", told)
		}
		m.clock.Add(47 * time.Hour)
		if err := m.undo(told[0].Token); err != nil || m.now != address {
			m.Fatalf("undone, the address is %s: %v", m.now, err)
		}
		if m.who(mine).Kind != auth.Anonymous {
			m.Error("who changed it is still signed in")
		}
		m.write(func(tx *store.Tx) error {
			w, err := m.room.Ways(tx, herself(amina))
			if !w.None() {
				m.Errorf("what was set up shortly before is left: %+v", w)
			}
			return err
		})
		if !errs.Is(m.undo(told[0].Token), errs.Invalid) {
			m.Error("it is undone twice")
		}
	})
}

func TestAnUndoneChangeLeavesWhatWasThereBefore(t *testing.T) {
	eachMoving(t, func(m *moving) {
		mine := m.signedIn()
		secret := m.withApp(mine)
		m.clock.Add(2 * time.Hour)
		if ok, err := m.show(mine, m.code6(secret)); !ok {
			m.Fatal(err)
		}
		if err := m.ask(mine, "new@example.org"); err != nil {
			m.Fatal(err)
		}
		if err := m.take(mine, m.letters()[0].Token); err != nil {
			m.Fatal(err)
		}
		undo := m.letters()[0].Token
		m.clock.Add(49 * time.Hour)
		if !errs.Is(m.undo(undo), errs.Invalid) {
			m.Error("it is undone after 48 hours")
		}
		if err := m.try(func(tx *store.Tx) error { return m.room.Sweep(tx) }); err != nil {
			m.Fatal(err)
		}
		m.write(func(tx *store.Tx) error {
			var left int
			err := tx.Row(`SELECT COUNT(*) FROM address_change`).Scan(&left)
			if left != 0 {
				m.Errorf("%d changes are remembered", left)
			}
			return err
		})
		m.write(func(tx *store.Tx) error {
			w, err := m.room.Ways(tx, herself(amina))
			if w.App.IsZero() {
				m.Error("the app is gone")
			}
			return err
		})
	})
}

func TestWhatAddressesAreAskedAndHowMany(t *testing.T) {
	eachMoving(t, func(m *moving) {
		mine := m.signedIn()
		m.withApp(mine)
		for _, to := range []string{address, "new@example.org", "new@example.org", "new@example.org", address} { // a known one counts as any
			if err := m.ask(mine, to); err != nil {
				m.Fatal(err)
			}
		}
		if err := m.ask(mine, "new@example.org"); !errs.Is(err, errs.TooMany) {
			m.Errorf("a sixth address: %v", err)
		}
		asked := m.letters()
		if len(asked) != 5 {
			m.Fatalf("%d letters are looked at", len(asked))
		}
		if err := m.take(mine, asked[2].Token); err != nil {
			m.Fatal(err)
		}
		if !errs.Is(m.take(mine, asked[3].Token), errs.Invalid) {
			m.Error("another one that was asked is taken as well")
		}
	})
}
