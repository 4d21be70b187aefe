package auth_test

import (
	"context"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
	"github.com/pquerna/otp/totp"
)

// signedIn signs Amina in by mail, in a browser of her own.
func (d *desk) signedIn() (secret string) {
	d.Helper()
	browser := store.NewID()
	e, err := d.enter(d.ask(address, browser)[0].Token, browser)
	if err != nil {
		d.Fatal(err)
	}
	return e.Secret
}

// as changes something as who is signed in.
func (d *desk) as(signIn string, do func(tx *store.Tx, v auth.Viewer) error) error {
	d.Helper()
	v := d.who(signIn)
	return d.db.Write(context.Background(), func(tx *store.Tx) error { return do(tx, v) })
}

// paper makes ten codes on paper.
func (d *desk) paper(signIn string) (codes []string) {
	d.Helper()
	if err := d.as(signIn, func(tx *store.Tx, v auth.Viewer) (err error) {
		codes, err = d.room.MakePaper(tx, v)
		return err
	}); err != nil {
		d.Fatal(err)
	}
	return codes
}

func (d *desk) code6(secret string) string {
	d.Helper()
	code, err := totp.GenerateCode(secret, d.clock.Now())
	if err != nil {
		d.Fatal(err)
	}
	return code
}

// withApp sets an app up for who is signed in, and returns its secret.
func (d *desk) withApp(signIn string) (secret string) {
	d.Helper()
	v := d.who(signIn)
	app, err := d.room.NewApp(v, "", "Harbour", "Amina", d.clock.Now())
	if err != nil {
		d.Fatal(err)
	}
	d.write(func(tx *store.Tx) error {
		ok, err := d.room.AddApp(tx, v, app.Ticket, d.code6(app.Secret))
		if err == nil && !ok {
			d.Error("the app's own code is refused")
		}
		return err
	})
	return app.Secret
}

// show shows a code in a sign-in.
func (d *desk) show(signIn, code string) (ok bool, err error) {
	err = d.as(signIn, func(tx *store.Tx, v auth.Viewer) (err error) {
		ok, err = d.room.ShowCode(tx, v, code)
		return err
	})
	return ok, err
}

func TestTiersFollowWhatWasShownAndWhen(t *testing.T) {
	each(t, func(d *desk) {
		mine := d.signedIn()
		if got := d.who(mine).Tier; got != auth.Mail {
			d.Fatalf("a mailed link is worth %d", got)
		}
		secret := d.withApp(mine)
		for _, x := range []struct {
			after time.Duration
			want  auth.Tier
		}{{0, auth.Fresh}, {auth.FreshFor - time.Second, auth.Fresh}, {time.Second, auth.Strong}, {24 * time.Hour, auth.Strong}} {
			d.clock.Add(x.after)
			if got := d.who(mine).Tier; got != x.want {
				d.Errorf("after another %v it is worth %d, want %d", x.after, got, x.want)
			}
		}
		if ok, err := d.show(mine, d.code6(secret)); !ok || err != nil || d.who(mine).Tier != auth.Fresh {
			d.Errorf("shown anew: %v %v", ok, err)
		}
		if got := d.who(d.signedIn()).Tier; got != auth.Mail {
			d.Errorf("another mailed link is worth %d", got)
		}
	})
}

func TestARoleOpensToNoMailedLink(t *testing.T) {
	each(t, func(d *desk) {
		mine := d.signedIn()
		d.write(func(tx *store.Tx) error {
			return d.room.Give(context.Background(), tx, auth.AtConsole(), amina, auth.TheNetwork(), auth.EditSeries)
		})
		if v := d.who(mine); v.Can(auth.EditSeries, auth.TheNetwork()) || !v.Organises() || !errs.Is(v.Needs(auth.Strong), errs.StepUp) {
			d.Errorf("a mailed link opens a role: %+v", v)
		}
		d.withApp(mine)
		if v := d.who(mine); !v.Can(auth.EditSeries, auth.TheNetwork()) {
			d.Error("an app does not")
		}
	})
}

func TestTheFirstAppIsSetUpRightAfterAMailedLinkAndTheNextByTheFirst(t *testing.T) {
	each(t, func(d *desk) {
		old := d.signedIn()
		d.clock.Add(auth.FreshFor + time.Second)
		may := func(signIn string) error {
			return d.as(signIn, d.room.MayAdd)
		}
		if !errs.Is(may(old), errs.StepUp) {
			d.Error("an old mailed link sets up a first app")
		}
		mine := d.signedIn()
		d.withApp(mine)
		if fresh := d.signedIn(); !errs.Is(may(fresh), errs.StepUp) {
			d.Error("a mailed link alone sets up another app")
		}
		if err := may(mine); err != nil {
			d.Error(err)
		}
		d.clock.Add(auth.FreshFor + time.Second)
		if !errs.Is(may(mine), errs.StepUp) {
			d.Error("what was shown long ago sets up another app")
		}
	})
}

func TestACodeOfTheAppWorksOnceAndFiveWrongOnesMakeItWait(t *testing.T) {
	each(t, func(d *desk) {
		mine := d.signedIn()
		secret := d.withApp(mine)
		if ok, _ := d.show(mine, d.code6(secret)); ok {
			d.Error("the code that set it up works again")
		}
		d.clock.Add(time.Minute)
		if ok, err := d.show(mine, d.code6(secret)); !ok {
			d.Errorf("a new code is refused: %v", err)
		}
		d.clock.Add(time.Minute)
		for range 5 {
			if ok, err := d.show(mine, "000000"); ok || err != nil {
				d.Fatalf("a wrong code: %v %v", ok, err)
			}
		}
		if ok, err := d.show(mine, d.code6(secret)); ok || !errs.Is(err, errs.TooMany) {
			d.Errorf("the right code after five wrong ones: %v %v", ok, err)
		}
		d.clock.Add(16 * time.Minute)
		if ok, err := d.show(mine, d.code6(secret)); !ok {
			d.Errorf("a quarter of an hour later: %v", err)
		}
	})
}

func TestACodeOnPaperWorksOnceAndForItsPersonOnly(t *testing.T) {
	each(t, func(d *desk) {
		mine := d.signedIn()
		d.withApp(mine)
		codes := d.paper(mine)
		if len(codes) != 10 {
			d.Fatalf("%d codes", len(codes))
		}
		later := d.signedIn()
		if ok, err := d.show(later, strings.ToUpper(strings.ReplaceAll(codes[3], "-", " "))); !ok || err != nil || d.who(later).Tier != auth.Fresh {
			d.Fatalf("a code as it is read from paper: %v %v", ok, err)
		}
		if ok, _ := d.show(later, codes[3]); ok {
			d.Error("it works a second time")
		}
		var kept int
		d.write(func(tx *store.Tx) error {
			return tx.Row(`SELECT COUNT(*) FROM paper_code WHERE length(hash) = 32 AND person = $1`, amina).Scan(&kept)
		})
		if kept != 10 {
			d.Errorf("%d codes are kept as hashes", kept)
		}
		d.paper(later) // new ones end the old ones
		if ok, _ := d.show(later, codes[4]); ok {
			d.Error("an old code works after new ones were made")
		}
	})
}

func TestTheLastKeyGoesOnlyWithCodesOnPaper(t *testing.T) {
	each(t, func(d *desk) {
		mine, elsewhere := d.signedIn(), d.signedIn()
		d.withApp(mine)
		remove := func() error { return d.as(mine, d.room.RemoveApp) }
		if !errs.Is(remove(), errs.Invalid) {
			d.Error("the last key goes without codes on paper")
		}
		d.paper(mine)
		if err := remove(); err != nil {
			d.Fatal(err)
		}
		if d.who(elsewhere).Kind != auth.Anonymous || d.who(mine).Person != amina {
			d.Error("the other sign-ins did not end, or this one did")
		}
	})
}

// C8: of many who press at once, one is let in; and looking changes nothing.
func TestOfManyWhoSpendOneTokenAtOnceOneIsLetIn(t *testing.T) {
	each(t, func(d *desk) {
		mine := d.signedIn()
		d.withApp(mine)
		codes := d.paper(mine)
		letter := d.ask(address, "one")[0]
		v := d.who(mine)
		for name, spend := range map[string]func(tx *store.Tx) (bool, error){
			"link": func(tx *store.Tx) (bool, error) {
				_, err := d.room.Enter(context.Background(), tx, letter.Token, "one", "computer")
				return err == nil, nil
			},
			"paper": func(tx *store.Tx) (bool, error) { return d.room.ShowCode(tx, v, codes[0]) },
		} {
			var in atomic.Int32
			var group sync.WaitGroup
			for range 5 {
				group.Go(func() {
					ok := false
					err := d.db.Write(context.Background(), func(tx *store.Tx) (err error) {
						ok, err = spend(tx)
						return err
					})
					if err == nil && ok {
						in.Add(1)
					}
				})
			}
			group.Wait()
			if in.Load() != 1 {
				d.Errorf("%s: %d of five were let in", name, in.Load())
			}
		}
	})
}

// C8: what is in the database opens nothing.
func TestTokensAreKeptAsHashesOnly(t *testing.T) {
	each(t, func(d *desk) {
		letter := d.ask(address, "mine")[0]
		if len(letter.Token) < 26 {
			d.Errorf("a token of %d letters", len(letter.Token))
		}
		e, err := d.enter(letter.Token, "mine")
		if err != nil {
			d.Fatal(err)
		}
		v := d.who(e.Secret)
		var held string
		d.write(func(tx *store.Tx) (err error) {
			held, err = d.room.Hold(tx, v, auth.HeldForm{To: "/o", Fields: map[string][]string{"note": {"a canary"}}})
			return err
		})
		d.write(func(tx *store.Tx) error {
			for _, secret := range []string{letter.Token, e.Secret, held} {
				for table, column := range map[string]string{"sign_in": "hash", "sign_in_token": "hash", "held_form": "hash"} {
					var found bool
					if err := tx.Row(`SELECT EXISTS (SELECT 1 FROM `+table+` WHERE `+column+` = $1)`, []byte(secret)).Scan(&found); err != nil {
						return err
					}
					if found {
						d.Errorf("%s keeps a secret as it is", table)
					}
				}
			}
			return nil
		})
	})
}

// C7: what was open before opens nothing at the next request.
func TestSigningOutEverywhereElseHoldsAtOnce(t *testing.T) {
	each(t, func(d *desk) {
		mine, other := d.signedIn(), d.signedIn()
		queued := d.ask(address, "third")[0]
		if err := d.as(mine, d.room.EndOthers); err != nil {
			d.Fatal(err)
		}
		if d.who(other).Kind != auth.Anonymous || d.who(mine).Person != amina {
			d.Error("the wrong sign-ins ended")
		}
		if _, err := d.enter(queued.Token, "third"); !errs.Is(err, errs.Invalid) {
			d.Errorf("a link that was on its way: %v", err)
		}
	})
}

func TestWhatIsHeldIsForItsPersonAndNotForLong(t *testing.T) {
	each(t, func(d *desk) {
		v := d.who(d.signedIn())
		var secret string
		d.write(func(tx *store.Tx) (err error) {
			secret, err = d.room.Hold(tx, v, auth.HeldForm{To: "/o/x", Fields: map[string][]string{"a": {"1", "2"}}})
			return err
		})
		find := func(v auth.Viewer) (f auth.HeldForm, err error) {
			err = d.try(func(tx *store.Tx) error { f, err = d.room.Held(tx, v, secret); return err })
			return f, err
		}
		if f, err := find(v); err != nil || f.To != "/o/x" || len(f.Fields["a"]) != 2 {
			d.Errorf("got %+v %v", f, err)
		}
		if _, err := find(auth.Viewer{Kind: auth.Person, Person: "somebody"}); !errs.Is(err, errs.NotFound) {
			d.Errorf("somebody else: %v", err)
		}
		d.clock.Add(31 * time.Minute)
		if _, err := find(v); !errs.Is(err, errs.NotFound) {
			d.Errorf("too late: %v", err)
		}
		d.write(func(tx *store.Tx) error { return d.room.Sweep(tx) })
		d.write(func(tx *store.Tx) error {
			var left int
			err := tx.Row(`SELECT (SELECT COUNT(*) FROM held_form) + (SELECT COUNT(*) FROM ceremony) + (SELECT COUNT(*) FROM code_tries)`).Scan(&left)
			if left != 0 {
				d.Errorf("%d rows are left", left)
			}
			return err
		})
	})
}
