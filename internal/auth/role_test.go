package auth_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/store"
)

// within is a network with a chapter in a chapter, and a series in the lower one.
func within(tx *store.Tx, s auth.Scope) ([]auth.Scope, error) {
	all := []auth.Scope{auth.SeriesScope("lease"), auth.ChapterScope("river"), auth.ChapterScope("valley"), auth.TheNetwork()}
	for i, x := range all {
		if x == s {
			return all[i:], nil
		}
	}
	return nil, nil
}

// person makes somebody with verbs on a scope and returns them as they are
// signed in, having just shown that it is they.
func (d *desk) person(name string, scope auth.Scope, verbs ...auth.Verb) auth.Viewer {
	d.Helper()
	d.room.Within = within
	id := name + strings.Repeat("a", 26-len(name))
	d.write(func(tx *store.Tx) error {
		if _, err := d.keys.Create(tx, id); err != nil {
			return err
		}
		if len(verbs) == 0 {
			return nil
		}
		return d.room.Give(tx.Context(), tx, auth.AtConsole(), id, scope, verbs...)
	})
	return d.again(auth.Viewer{Kind: auth.Person, Person: id, Tier: auth.Fresh})
}

// again reads what a viewer may do by now.
func (d *desk) again(v auth.Viewer) auth.Viewer {
	d.Helper()
	d.write(func(tx *store.Tx) (err error) {
		v.Grants, err = d.room.GrantsOf(tx, v.Person)
		return err
	})
	return v
}

func (d *desk) try(do func(tx *store.Tx) error) error {
	return d.db.Write(context.Background(), do)
}

// offer offers a role and returns the key in the mail, or why not.
func (d *desk) offer(v auth.Viewer, to string, scope auth.Scope, verbs ...auth.Verb) (key string, err error) {
	err = d.try(func(tx *store.Tx) error { return d.room.Offer(tx.Context(), tx, v, to, "en", scope, verbs...) })
	if err != nil {
		return "", err
	}
	d.write(func(tx *store.Tx) error {
		var id string
		err := tx.Row(`SELECT id FROM role_offer WHERE person = $1 ORDER BY made_at DESC LIMIT 1`, to).Scan(&id)
		key = d.room.OfferKey(id)
		return err
	})
	return key, nil
}

func (d *desk) accept(key string) error {
	return d.try(func(tx *store.Tx) error {
		o, v, err := d.room.OfferByKey(tx, key)
		if err != nil {
			return err
		}
		return d.room.Accept(tx.Context(), tx, v, o)
	})
}

func TestARoleIsGivenByWhoHoldsItThereOrAbove(t *testing.T) {
	each(t, func(d *desk) {
		bea := d.person("bea", auth.Scope{})
		lease, river, valley := auth.SeriesScope("lease"), auth.ChapterScope("river"), auth.ChapterScope("valley")
		giver := func(name string, scope auth.Scope) auth.Viewer {
			return d.person(name, scope, auth.GiveRoles, auth.EditSeries)
		}
		above, at, network := giver("above", valley), giver("at", river), giver("network", auth.TheNetwork())
		below, elsewhere := giver("below", lease), d.person("editor", auth.TheNetwork(), auth.EditSeries)
		for _, c := range []struct {
			name  string
			v     auth.Viewer
			scope auth.Scope
			verb  auth.Verb
			kind  errs.Kind // Internal: it is given
		}{
			{"the chapter's own", at, river, auth.EditSeries, errs.Internal},
			{"who gives in the chapter above", above, river, auth.EditSeries, errs.Internal},
			{"the network's", network, river, auth.EditSeries, errs.Internal},
			{"in a series of the chapter", above, lease, auth.EditSeries, errs.Internal},
			{"who gives below", below, river, auth.EditSeries, errs.NotFound},
			{"in the chapter above", at, valley, auth.EditSeries, errs.NotFound},
			{"who gives nothing", elsewhere, river, auth.EditSeries, errs.NotFound},
			{"nobody", auth.Viewer{}, river, auth.EditSeries, errs.NotFound},
			{"what they do not hold", at, river, auth.SeeRegistrations, errs.Invalid},
			{"what means nothing there", network, lease, auth.Freeze, errs.Invalid},
			{"something that is not there", network, auth.SeriesScope("gone"), auth.EditSeries, errs.NotFound},
		} {
			_, err := d.offer(c.v, bea.Person, c.scope, c.verb)
			if errs.KindOf(err) != c.kind || (err == nil) != (c.kind == errs.Internal) {
				d.Errorf("%s: %v", c.name, err)
			}
		}
		at.Tier = auth.Strong
		if _, err := d.offer(at, bea.Person, river, auth.EditSeries); !errs.Is(err, errs.StepUp) {
			d.Errorf("without showing once more who it is: %v", err)
		}
	})
}

func TestARoleIsHeldOnceItIsAccepted(t *testing.T) {
	each(t, func(d *desk) {
		river := auth.ChapterScope("river")
		boss, bea := d.person("boss", auth.TheNetwork(), auth.Verbs()...), d.person("bea", auth.Scope{})
		key, err := d.offer(boss, bea.Person, river, auth.EditSeries, auth.TakeAttendance)
		if err != nil {
			d.Fatal(err)
		}
		if d.again(bea).Organises() {
			d.Error("holds it without having said yes")
		}
		for _, wrong := range []string{"", "x", key[:len(key)-1] + "a", d.keys.Link("r", "x", 0)} {
			if wrong != key && !errs.Is(d.accept(wrong), errs.NotFound) {
				d.Errorf("%q is taken", wrong)
			}
		}
		if err := d.accept(key); err != nil {
			d.Fatal(err)
		}
		if v := d.again(bea); !v.Can(auth.EditSeries, river) || v.Can(auth.EditSeries, auth.ChapterScope("valley")) || v.Can(auth.SeeRegistrations, river) {
			d.Errorf("holds %v", v.Grants)
		}
		if !errs.Is(d.accept(key), errs.NotFound) {
			d.Error("accepted twice")
		}
		if err := d.try(func(tx *store.Tx) error { return d.room.Take(tx.Context(), tx, boss, bea.Person, river) }); err != nil {
			d.Fatal(err)
		}
		if d.again(bea).Organises() {
			d.Error("still holds it")
		}
	})
}

func TestAnOfferEndsWithItsTimeAndItsGiversRight(t *testing.T) {
	each(t, func(d *desk) {
		river := auth.ChapterScope("river")
		boss, cem := d.person("boss", auth.TheNetwork(), auth.Verbs()...), d.person("cem", river, auth.GiveRoles, auth.EditSeries)
		bea := d.person("bea", auth.Scope{})
		of := func(v auth.Viewer) string {
			key, err := d.offer(v, bea.Person, river, auth.EditSeries)
			if err != nil {
				d.Fatal(err)
			}
			return key
		}
		key := of(cem)
		d.write(func(tx *store.Tx) error { return d.room.Take(tx.Context(), tx, boss, cem.Person, river) })
		if err := d.accept(key); !errs.Is(err, errs.NotFound) {
			d.Errorf("the giver may not give any more: %v", err)
		}
		key = of(boss)
		newer := of(boss)
		if err := d.accept(key); !errs.Is(err, errs.NotFound) {
			d.Errorf("another was offered since: %v", err)
		}
		d.clock.Add(auth.OfferFor + time.Second)
		if err := d.accept(newer); !errs.Is(err, errs.NotFound) {
			d.Errorf("it is too late: %v", err)
		}
		d.write(d.room.Sweep)
		d.write(func(tx *store.Tx) error {
			var left int
			err := tx.Row(`SELECT COUNT(*) FROM role_offer`).Scan(&left)
			if left != 0 {
				d.Errorf("%d offers stay", left)
			}
			return err
		})
	})
}

func TestSomebodyStaysWhoMayGiveRoles(t *testing.T) {
	each(t, func(d *desk) {
		river := auth.ChapterScope("river")
		boss, cem := d.person("boss", auth.TheNetwork(), auth.GiveRoles), d.person("cem", river, auth.GiveRoles)
		take := func(v auth.Viewer, who string, scope auth.Scope) error {
			return d.try(func(tx *store.Tx) error { return d.room.Take(tx.Context(), tx, v, who, scope) })
		}
		if err := take(boss, boss.Person, auth.TheNetwork()); !errs.Is(err, errs.Conflict) {
			d.Errorf("the last one of the network: %v", err)
		}
		if err := take(cem, cem.Person, river); err != nil {
			d.Errorf("the last one of a chapter, where the network gives as well: %v", err)
		}
		dua := d.person("dua", auth.TheNetwork(), auth.GiveRoles)
		if err := take(dua, boss.Person, auth.TheNetwork()); err != nil {
			d.Errorf("one of two: %v", err)
		}
		if err := take(d.again(boss), dua.Person, auth.TheNetwork()); !errs.Is(err, errs.NotFound) {
			d.Errorf("by who was one: %v", err)
		}
	})
}

func TestWhoWorksOnWhatIsShownToWhoWorksThere(t *testing.T) {
	each(t, func(d *desk) {
		lease, river := auth.SeriesScope("lease"), auth.ChapterScope("river")
		boss, cem := d.person("boss", auth.TheNetwork(), auth.GiveRoles), d.person("cem", river, auth.EditSeries)
		host, runs := d.person("host", lease, auth.TakeAttendance), d.person("runs", auth.TheNetwork(), auth.RunHouse)
		seen := func(v auth.Viewer, scope auth.Scope) (names string) {
			d.write(func(tx *store.Tx) error {
				list, err := d.room.Workers(tx, v, scope)
				for _, w := range list {
					names += " " + strings.TrimRight(w.Person, "a")
				}
				if errs.Is(err, errs.NotFound) {
					names, err = "nothing", nil
				}
				return err
			})
			return names
		}
		for _, c := range []struct {
			v     auth.Viewer
			scope auth.Scope
			want  string
		}{
			{boss, lease, " host cem boss"}, {cem, lease, " host"}, {host, lease, " host"},
			{host, river, "nothing"}, {runs, lease, "nothing"}, {runs, auth.TheNetwork(), "nothing"}, {auth.Viewer{}, lease, "nothing"},
			{boss, auth.SeriesScope("gone"), "nothing"},
		} {
			if got := seen(c.v, c.scope); got != c.want {
				d.Errorf("%s sees of %s: %s", c.v.Person, c.scope.Kind, got)
			}
		}
	})
}

func TestPeopleAreToldOfTheirRoles(t *testing.T) {
	each(t, func(d *desk) {
		river := auth.ChapterScope("river")
		boss, bea := d.person("boss", auth.TheNetwork(), auth.Verbs()...), d.person("bea", auth.Scope{})
		key, err := d.offer(boss, bea.Person, river, auth.EditSeries)
		if err == nil {
			err = d.accept(key)
		}
		if err == nil {
			err = d.try(func(tx *store.Tx) error { return d.room.Take(tx.Context(), tx, boss, bea.Person, river) })
		}
		if err != nil {
			d.Fatal(err)
		}
		var kinds []string
		outbox := mail.New(mail.Options{DB: d.db, Keys: d.keys, Composer: &mail.Composer{From: mail.Address{Email: "us@example.org"}, Host: "example.org", Now: d.db.Now}, Transport: mail.NewCaught(d.db.Now)})
		for _, kind := range []string{auth.MailRole, auth.MailRoleTaken} {
			outbox.Handle(kind, func(ctx context.Context, tx *store.Tx, row mail.Row) (*mail.Message, error) {
				if row.Person == bea.Person && strings.Contains(string(row.Payload), "river") {
					kinds = append(kinds, row.Kind)
				}
				return nil, nil
			})
		}
		d.clock.Add(time.Minute)
		if _, err := outbox.SendDue(context.Background()); err != nil || len(kinds) != 2 {
			d.Errorf("told %v, %v", kinds, err)
		}
	})
}
