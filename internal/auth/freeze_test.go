package auth_test

import (
	"testing"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
)

func TestTheHouseIsStoppedByWhoMayAndGoesOnFromTheConsole(t *testing.T) {
	each(t, func(d *desk) {
		e, err := d.enter(d.ask(address, "mine")[0].Token, "mine")
		if err != nil {
			d.Fatal(err)
		}
		boss := d.person("boss", auth.TheNetwork(), auth.Freeze)
		chapter := auth.Viewer{Kind: auth.Person, Person: "x", Tier: auth.Fresh, Grants: []auth.Grant{{Verb: auth.Freeze, Scope: auth.ChapterScope("river")}}}
		stop := func(v auth.Viewer) error {
			return d.try(func(tx *store.Tx) error { return d.room.StandStill(tx.Context(), tx, v) })
		}
		stale := boss
		stale.Tier = auth.Strong
		if err := stop(stale); !errs.Is(err, errs.StepUp) {
			d.Errorf("without showing once more who it is: %v", err)
		}
		for name, v := range map[string]auth.Viewer{"nobody": {}, "a chapter's": chapter, "without the verb": d.person("bea", auth.TheNetwork(), auth.GiveRoles)} {
			if err := stop(v); !errs.Is(err, errs.NotFound) {
				d.Errorf("%s stops the house: %v", name, err)
			}
		}
		if d.who(e.Secret).Person != amina {
			d.Error("somebody is signed out already")
		}
		if err := stop(boss); err != nil {
			d.Fatal(err)
		}
		if d.who(e.Secret).Person != "" || !d.still() {
			d.Error("somebody is still signed in, or the house goes on")
		}
		if err := d.try(func(tx *store.Tx) error { return d.room.GoOn(tx.Context(), tx, boss) }); !errs.Is(err, errs.NotFound) {
			d.Errorf("who stopped it lets it go on: %v", err)
		}
		d.write(func(tx *store.Tx) error { return d.room.GoOn(tx.Context(), tx, auth.AtConsole()) })
		if d.still() {
			d.Error("it stands still")
		}
	})
}

func (d *desk) still() (still bool) {
	d.Helper()
	d.write(func(tx *store.Tx) (err error) {
		still, err = auth.StandsStill(tx)
		return err
	})
	return still
}
