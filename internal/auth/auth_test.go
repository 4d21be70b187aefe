package auth_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest"
)

const (
	amina   = "aminaaaaaaaaaaaaaaaaaaaaaa"
	address = "amina@example.org"
)

// desk is a room on an empty database in which one address is known.
type desk struct {
	*testing.T
	db    *store.DB
	clock *storetest.Clock
	room  *auth.Room
	keys  *seal.Keys
}

func each(t *testing.T, do func(d *desk)) {
	t.Helper()
	clock := storetest.NewClock()
	storetest.EachWith(t, store.Options{Now: clock.Now}, func(t *testing.T, db *store.DB) {
		d := &desk{T: t, db: db, clock: clock, keys: seal.New(make([]byte, 32))}
		d.room = &auth.Room{Keys: d.keys,
			Find: func(tx *store.Tx, a string) (string, error) {
				if a == address {
					return amina, nil
				}
				return "", nil
			},
			Prove: func(*store.Tx, string) error { return nil }}
		d.write(func(tx *store.Tx) error {
			_, err := d.keys.Create(tx, amina)
			return err
		})
		do(d)
	})
}

func (d *desk) write(do func(tx *store.Tx) error) {
	d.Helper()
	if err := d.db.Write(context.Background(), do); err != nil {
		d.Fatal(err)
	}
}

// ask asks for a sign-in and returns what the mail will say.
func (d *desk) ask(a, browser string) (letters []auth.Letter) {
	d.Helper()
	d.write(func(tx *store.Tx) error {
		return d.room.Ask(context.Background(), tx, a, browser, "", "en")
	})
	outbox := mail.New(mail.Options{DB: d.db, Keys: d.keys, Composer: &mail.Composer{From: mail.Address{Email: "us@example.org"}, Host: "example.org", Now: d.db.Now}, Transport: mail.NewCaught(d.db.Now)})
	outbox.Handle(auth.MailSignIn, func(ctx context.Context, tx *store.Tx, row mail.Row) (*mail.Message, error) {
		var l auth.Letter
		err := json.Unmarshal(row.Payload, &l)
		letters = append(letters, l)
		return nil, err
	})
	if _, err := outbox.SendDue(context.Background()); err != nil {
		d.Fatal(err)
	}
	return letters
}

func (d *desk) enter(token, browser string) (e auth.Entrance, err error) {
	err = d.db.Write(context.Background(), func(tx *store.Tx) error {
		e, err = d.room.Enter(context.Background(), tx, token, browser, "computer")
		return err
	})
	return e, err
}

func (d *desk) code(code, browser string) (e auth.Entrance, err error) {
	wrong := false
	err = d.db.Write(context.Background(), func(tx *store.Tx) error {
		var ok bool
		if e, ok, err = d.room.EnterCode(context.Background(), tx, code, browser, "computer"); err == nil && !ok {
			wrong = true
		}
		return err
	})
	if wrong {
		err = auth.ErrToken()
	}
	return e, err
}

func (d *desk) who(secret string) (v auth.Viewer) {
	d.Helper()
	if err := d.db.Read(context.Background(), func(tx *store.Tx) (err error) {
		v, err = d.room.WhoIs(tx, secret)
		return err
	}); err != nil {
		d.Fatal(err)
	}
	return v
}

func TestALinkSignsInOnceAndInTheBrowserThatAskedOnly(t *testing.T) {
	each(t, func(d *desk) {
		letter := d.ask(address, "mine")[0]
		if _, err := d.enter(letter.Token, "another"); !errs.Is(err, errs.Invalid) {
			d.Errorf("another browser: %v", err)
		}
		e, err := d.enter(letter.Token, "mine")
		if err != nil {
			d.Fatal(err)
		}
		if v := d.who(e.Secret); v.Person != amina || v.Kind != auth.Person || v.Tier != auth.Mail {
			d.Errorf("signed in as %+v", v)
		}
		if _, err := d.enter(letter.Token, "mine"); !errs.Is(err, errs.Invalid) {
			d.Errorf("a second time: %v", err)
		}
	})
}

func TestACodeSignsInWhereItWasAskedFor(t *testing.T) {
	each(t, func(d *desk) {
		letter := d.ask(address, "mine")[0]
		if _, err := d.code(letter.Code, "another"); !errs.Is(err, errs.Invalid) {
			d.Errorf("another browser: %v", err)
		}
		if e, err := d.code(letter.Code, "mine"); err != nil || d.who(e.Secret).Person != amina {
			d.Errorf("got %v", err)
		}
	})
}

func TestACodeThatWasMissedTooOftenIsWorthNothing(t *testing.T) {
	each(t, func(d *desk) {
		letter := d.ask(address, "mine")[0]
		for range 5 {
			if _, err := d.code("no", "mine"); !errs.Is(err, errs.Invalid) {
				d.Fatal(err)
			}
		}
		if _, err := d.code(letter.Code, "mine"); !errs.Is(err, errs.Invalid) {
			d.Errorf("the right code after five wrong ones: %v", err)
		}
	})
}

func TestATokenEndsAfterTenMinutes(t *testing.T) {
	each(t, func(d *desk) {
		letter := d.ask(address, "mine")[0]
		d.clock.Add(auth.TokenFor + time.Second)
		if _, err := d.enter(letter.Token, "mine"); !errs.Is(err, errs.Invalid) {
			d.Errorf("got %v", err)
		}
	})
}

func TestAnUnknownAddressGetsNoMailAndNoOtherAnswer(t *testing.T) {
	each(t, func(d *desk) {
		if letters := d.ask("nobody@example.org", "mine"); len(letters) != 0 {
			d.Errorf("%d letters", len(letters))
		}
	})
}

func TestOnePersonHasFiveOpenTokensAtMost(t *testing.T) {
	each(t, func(d *desk) {
		sent := 0
		for range 8 {
			sent += len(d.ask(address, store.NewID()))
		}
		if sent != 5 {
			d.Errorf("%d letters were sent", sent)
		}
	})
}

func TestAChangeOfRightsHoldsAtOnce(t *testing.T) {
	each(t, func(d *desk) {
		d.room.Trial = true
		ctx := context.Background()
		e, err := d.enter(d.ask(address, "mine")[0].Token, "mine")
		if err != nil {
			d.Fatal(err)
		}
		if d.who(e.Secret).Organises() {
			d.Error("has a desk without a grant")
		}
		d.write(func(tx *store.Tx) error {
			return d.room.Give(ctx, tx, auth.AtConsole(), amina, auth.SeriesScope("x"), auth.EditSeries)
		})
		if v := d.who(e.Secret); !v.Can(auth.EditSeries, auth.SeriesScope("x"), auth.TheNetwork()) || v.Can(auth.EditSeries, auth.SeriesScope("y")) || v.Can(auth.SeeRegistrations, auth.SeriesScope("x")) {
			d.Errorf("got %+v", v.Grants)
		}
		d.write(func(tx *store.Tx) error {
			return d.room.Take(ctx, tx, auth.AtConsole(), amina, auth.SeriesScope("x"))
		})
		if d.who(e.Secret).Organises() {
			d.Error("still has a desk")
		}
	})
}

func TestWhoHasNoRoleGivesNone(t *testing.T) {
	each(t, func(d *desk) {
		me := auth.Viewer{Kind: auth.Person, Person: amina, Tier: auth.Fresh, Grants: []auth.Grant{{Verb: auth.EditSeries, Scope: auth.TheNetwork()}}}
		err := d.db.Write(context.Background(), func(tx *store.Tx) error {
			return d.room.Give(context.Background(), tx, me, amina, auth.TheNetwork(), auth.GiveRoles)
		})
		if !errs.Is(err, errs.NotFound) {
			d.Errorf("got %v", err)
		}
	})
}

func TestSigningOutEndsThatSignInOnly(t *testing.T) {
	each(t, func(d *desk) {
		a, _ := d.enter(d.ask(address, "one")[0].Token, "one")
		b, _ := d.enter(d.ask(address, "two")[0].Token, "two")
		v := d.who(a.Secret)
		d.write(func(tx *store.Tx) error { return d.room.SignOut(tx, v, v.SignIn) })
		if d.who(a.Secret).Kind != auth.Anonymous || d.who(b.Secret).Person != amina {
			d.Error("the wrong sign-in ended")
		}
	})
}

func TestASignInThatIsUsedLivesForThirtyDays(t *testing.T) {
	each(t, func(d *desk) {
		e, _ := d.enter(d.ask(address, "one")[0].Token, "one")
		for range 29 {
			d.clock.Add(24 * time.Hour)
			if d.who(e.Secret).Person != amina {
				d.Fatal("ended early")
			}
		}
		d.clock.Add(25 * time.Hour)
		if d.who(e.Secret).Kind != auth.Anonymous {
			d.Error("lives on after thirty days")
		}
	})
}

func TestAnIdleSignInEnds(t *testing.T) {
	each(t, func(d *desk) {
		e, _ := d.enter(d.ask(address, "one")[0].Token, "one")
		d.clock.Add(9 * 24 * time.Hour)
		if d.who(e.Secret).Kind != auth.Anonymous {
			d.Error("still signed in after nine idle days")
		}
	})
}
