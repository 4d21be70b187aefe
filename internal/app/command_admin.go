package app

import (
	"context"
	"errors"
	"fmt"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/config"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
)

func adminCreate() command {
	c := command{name: "admin create", args: "EMAIL", says: "makes somebody known who runs this house, and with --organiser its first organiser",
		example: "plenary admin create amina@school.example --organiser"}
	c.run = func(ctx context.Context, t Terminal, args []string) int {
		cfg := config.Default()
		f := c.flags(t)
		cfg.DataFlags(f)
		organiser := f.Bool("organiser", false, "may do everything an organiser may")
		name := f.String("name", "", "`name` to show; without it, the address's first part")
		names, code, ok := parse(t, f, &cfg, args)
		if !ok {
			return code
		}
		if len(names) != 1 {
			return c.wrong(t, "one EMAIL")
		}
		if address := people.CleanAddress(names[0]); !people.IsAddress(address) { // before a house is made for it
			return refuse(t, c.name, fmt.Errorf("got %q, expected an e-mail address", names[0]))
		}
		return c.inHouse(ctx, t, cfg, func(a *App) int {
			if err := a.createAdmin(ctx, people.CleanAddress(names[0]), *name, *organiser); err != nil {
				return refuse(t, c.name, err)
			}
			fmt.Fprintf(t.Err, "%s can now sign in at /signin.\n", names[0])
			return done
		})
	}
	return c
}

// createAdmin makes the person and gives the verbs. Being known gives no right
// over content; --organiser does, and the audit log says so.
func (a *App) createAdmin(ctx context.Context, address, name string, organiser bool) error {
	if name == "" {
		name = people.NameFrom(address)
	}
	return a.DB.Write(ctx, func(tx *store.Tx) error {
		network, err := a.People.Network(tx)
		if err != nil {
			return err
		}
		v := auth.AtConsole()
		p, _, err := a.People.Meet(ctx, tx, v, people.Input{Name: name, Address: address, Zone: network.Zone, Language: network.Languages[0]})
		if err != nil {
			return err
		}
		verbs := []auth.Verb{auth.RunHouse}
		if organiser {
			verbs = append(verbs, auth.Verbs()...)
		}
		return a.Auth.Give(ctx, tx, v, p.ID, auth.TheNetwork(), verbs...)
	})
}

// viewerOf is who asked for a job, as auth writes them, with what they may do now:
// a role that was taken back meanwhile is gone from what they asked for, too.
func (a *App) viewerOf(tx *store.Tx, actor string) (v auth.Viewer, err error) {
	switch actor {
	case auth.Itself().Actor():
		return auth.Itself(), nil
	case auth.AtConsole().Actor():
		return auth.AtConsole(), nil
	}
	v = auth.Viewer{Kind: auth.Person, Person: actor, Tier: auth.Fresh} // they showed that it is them when they asked
	standing, err := a.People.StandingOf(tx, actor)
	if v.Frozen = standing.Frozen; v.Frozen || err != nil {
		return v, err
	}
	v.Grants, err = a.Auth.GrantsOf(tx, actor)
	return v, err
}

// actAs returns the viewer that a command acts for.
func (a *App) actAs(ctx context.Context, address string) (v auth.Viewer, err error) {
	err = a.DB.Read(ctx, func(tx *store.Tx) error {
		id, err := a.People.Find(tx, address)
		if err != nil {
			return err
		}
		if id == "" {
			return errors.New("nobody with that address is known")
		}
		v = auth.Viewer{Kind: auth.Person, Person: id, Tier: auth.Fresh} // who types here holds the machine
		v.Grants, err = a.Auth.GrantsOf(tx, id)
		return err
	})
	if errs.Is(err, errs.NotFound) {
		err = errors.New("nobody with that address is known")
	}
	return v, err
}
