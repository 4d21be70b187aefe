package community

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/seal/set"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest"
	"codeberg.org/plenary/plenary/internal/when"
)

// house is the room with a few people whose addresses have answered.
type house struct {
	*testing.T
	db     *store.DB
	clock  *storetest.Clock
	room   *Room
	people map[string]auth.Viewer
}

func each(t *testing.T, fn func(h *house)) {
	for _, e := range []store.Engine{store.SQLite, store.Postgres} {
		t.Run(string(e), func(t *testing.T) {
			clock, keys := storetest.NewClock(), seal.New(make([]byte, 32))
			h := &house{T: t, clock: clock, db: storetest.OpenWith(t, e, store.Options{Now: clock.Now, Careless: true}), people: map[string]auth.Viewer{},
				room: &Room{Sets: set.Sets{Keys: keys}, People: &people.Room{Keys: keys}}}
			h.room.People.OnErased = append(h.room.People.OnErased, h.room.Forget)
			for _, name := range []string{"Asha", "Bo", "Cy", "Dee"} {
				h.meet(name, true)
			}
			fn(h)
		})
	}
}

func (h *house) meet(name string, proven bool) {
	h.Helper()
	h.write(func(tx *store.Tx) error {
		p, _, err := h.room.People.Meet(tx.Context(), tx, auth.Viewer{}, people.Input{Name: name, Address: strings.ToLower(name) + "@mail.example", Zone: "Europe/Berlin", Language: "en"})
		h.people[name] = auth.Viewer{Kind: auth.Person, Person: p.ID, Tier: auth.Fresh}
		if err == nil && proven {
			err = h.room.People.Prove(tx, p.ID)
		}
		return err
	})
}

func (h *house) write(fn func(tx *store.Tx) error) {
	h.Helper()
	if err := h.try(fn); err != nil {
		h.Fatal(err)
	}
}

func (h *house) try(fn func(tx *store.Tx) error) error {
	return h.db.Write(h.Context(), fn)
}

func (h *house) ctx() context.Context { return h.Context() }

// start makes a group of Asha's, and of those who join by a code.
func (h *house) start(others ...string) (handle string) {
	h.Helper()
	h.write(func(tx *store.Tx) (err error) {
		handle, err = h.room.Start(h.ctx(), tx, h.people["Asha"], Founding{About{"Night shift", "Talk among us."}, "A."}.Clean())
		return err
	})
	for _, name := range others {
		h.join(handle, name)
	}
	return handle
}

// join lets somebody in, and returns their address of the group.
func (h *house) join(asha, name string) (handle string) {
	h.Helper()
	h.ask(asha, name)
	g := h.open("Asha", asha)
	h.write(func(tx *store.Tx) error {
		return h.room.Confirm(h.ctx(), tx, h.people["Asha"], asha, g.Requests[len(g.Requests)-1].ID)
	})
	return h.handle(name)
}

func (h *house) code(asha string) string {
	h.Helper()
	h.write(func(tx *store.Tx) error { return h.room.MakeCode(h.ctx(), tx, h.people["Asha"], asha) })
	invites := h.open("Asha", asha).Invites
	return invites[len(invites)-1].Secret
}

func (h *house) ask(asha, name string) {
	h.Helper()
	code := h.code(asha)
	h.write(func(tx *store.Tx) error { return h.room.Ask(h.ctx(), tx, h.people[name], ShowCode(code), name+".") })
}

func (h *house) mine(name string) (m Mine) {
	h.Helper()
	h.write(func(tx *store.Tx) (err error) {
		m, err = h.room.Mine(h.ctx(), tx, h.people[name])
		return err
	})
	return m
}

// handle is somebody's address of their first group.
func (h *house) handle(name string) string {
	h.Helper()
	m := h.mine(name)
	if len(m.Groups) == 0 {
		h.Fatalf("%s is in no group", name)
	}
	return m.Groups[0].Handle
}

func (h *house) open(name, handle string) (g *Group) {
	h.Helper()
	h.write(func(tx *store.Tx) (err error) {
		g, err = h.room.Open(tx, h.people[name], handle)
		return err
	})
	return g
}

// names are those of the members, stewards with a star.
func (g *Group) names() string {
	var list []string
	for _, m := range g.Members {
		if m.Steward {
			m.Name += "*"
		}
		list = append(list, m.Name)
	}
	return strings.Join(list, " ")
}

func (h *house) rows(table string) (n int) {
	h.Helper()
	h.write(func(tx *store.Tx) error { return tx.Row(`SELECT COUNT(*) FROM ` + table).Scan(&n) })
	return n
}

// told lets time pass and returns whom the mails that wait are for, by name. A
// mail that was looked at counts as sent.
func (h *house) told(d time.Duration) (names []string) {
	h.Helper()
	for end := h.clock.Now().Add(d); h.clock.Now().Before(end); {
		h.clock.Add(10 * time.Minute)
		if err := h.room.Tell(h.ctx(), h.db); err != nil {
			h.Fatal(err)
		}
	}
	h.write(func(tx *store.Tx) error {
		list, err := store.All(tx, func(r *store.Rows) (row mail.Row, err error) {
			var payload []byte
			err = r.Scan(&row.Person, &row.Kind, &row.About, &payload)
			if row.Kind != people.MailUnsaid || row.About != "" || payload != nil {
				h.Errorf("a row of mail says more than it may: %q about %q, %d bytes", row.Kind, row.About, len(payload))
			}
			return row, err
		}, `SELECT person, kind, about, payload FROM outbox`)
		for _, row := range list {
			for name, v := range h.people {
				if v.Person == row.Person {
					names = append(names, name)
				}
			}
		}
		if err == nil {
			err = mail.Discard(tx)
		}
		return err
	})
	return names
}

func TestAMemberIsLetInByASteward(t *testing.T) {
	each(t, func(h *house) {
		asha := h.start()
		code := h.code(asha)
		h.write(func(tx *store.Tx) error { return h.room.Ask(h.ctx(), tx, h.people["Bo"], strings.ToUpper(code), "B.") })
		if m := h.mine("Bo"); len(m.Groups) != 0 || len(m.Asked) != 1 {
			h.Fatalf("who only asks: %+v", m)
		}
		// The code is spent, whoever tries.
		for _, name := range []string{"Bo", "Cy"} {
			if err := h.try(func(tx *store.Tx) error { return h.room.Ask(h.ctx(), tx, h.people[name], code, "X") }); !errs.Is(err, errs.Invalid) {
				h.Errorf("%s with a spent code: %v", name, err)
			}
		}
		g := h.open("Asha", asha)
		if len(g.Requests) != 1 || g.Requests[0].Name != "B." || len(g.Invites) != 0 {
			h.Fatalf("a steward sees %+v, %+v", g.Requests, g.Invites)
		}
		h.write(func(tx *store.Tx) error { return h.room.Confirm(h.ctx(), tx, h.people["Asha"], asha, g.Requests[0].ID) })
		bo := h.handle("Bo")
		if bo == asha {
			h.Error("two members have one address of their group")
		}
		if g := h.open("Bo", bo); g.names() != "A.* B." || g.Me.Name != "B." || g.Me.Steward {
			h.Errorf("Bo sees %s", g.names())
		}
		if m := h.mine("Bo"); len(m.Asked) != 0 {
			h.Error("the request is still there")
		}
	})
}

func TestOutsidersFindNothing(t *testing.T) {
	each(t, func(h *house) {
		asha := h.start("Bo")
		bo := h.handle("Bo")
		g := h.open("Asha", asha)
		everybody := map[string]auth.Viewer{"another person": h.people["Cy"], "the console": auth.AtConsole(), "the system": auth.Itself(),
			"somebody with every verb": {Kind: auth.Person, Person: h.people["Dee"].Person, Tier: auth.Fresh, Grants: grants()}}
		for who, v := range everybody {
			for _, handle := range []string{asha, bo, store.NewID(), g.x.ID, ""} {
				if err := h.try(func(tx *store.Tx) error { _, err := h.room.Open(tx, v, handle); return err }); !errs.Is(err, errs.NotFound) {
					h.Errorf("%s opens a group: %v", who, err)
				}
			}
		}
		// A member with another's address of the same group is an outsider too.
		if err := h.try(func(tx *store.Tx) error { _, err := h.room.Open(tx, h.people["Bo"], asha); return err }); !errs.Is(err, errs.NotFound) {
			h.Errorf("by another's address: %v", err)
		}
		for tier, kind := range map[auth.Tier]errs.Kind{auth.Mail: errs.StepUp, auth.Strong: errs.StepUp} {
			v := h.people["Asha"]
			v.Tier = tier
			for _, handle := range []string{asha, store.NewID()} {
				if err := h.try(func(tx *store.Tx) error { _, err := h.room.Open(tx, v, handle); return err }); !errs.Is(err, kind) {
					h.Errorf("with a sign-in worth %d: %v", tier, err)
				}
			}
		}
		if err := h.try(func(tx *store.Tx) error { _, err := h.room.Mine(h.ctx(), tx, auth.Viewer{}); return err }); !errs.Is(err, errs.SignIn) {
			h.Errorf("anonymous: %v", err)
		}
	})
}

func grants() (list []auth.Grant) {
	for _, verb := range append(auth.Verbs(), auth.RunHouse) {
		list = append(list, auth.Grant{Verb: verb, Scope: auth.TheNetwork()})
	}
	return list
}

// TestOnlyStewardsSteer has a member try everything that is a steward's.
func TestOnlyStewardsSteer(t *testing.T) {
	each(t, func(h *house) {
		asha := h.start("Bo", "Cy")
		bo, v := h.handle("Bo"), h.people["Bo"]
		h.ask(asha, "Dee")
		g := h.open("Asha", asha)
		h.write(func(tx *store.Tx) error { return h.room.MakeCode(h.ctx(), tx, h.people["Asha"], asha) })
		request, cy, invite := g.Requests[0].ID, g.Members[2].ID, h.open("Asha", asha).Invites[0].ID
		for what, do := range map[string]func(tx *store.Tx) error{
			"describe":    func(tx *store.Tx) error { return h.room.Describe(h.ctx(), tx, v, bo, About{Name: "Mine"}) },
			"make a code": func(tx *store.Tx) error { return h.room.MakeCode(h.ctx(), tx, v, bo) },
			"invite":      func(tx *store.Tx) error { return h.room.InviteByMail(h.ctx(), tx, v, bo, "dee@mail.example") },
			"uninvite":    func(tx *store.Tx) error { return h.room.EndInvite(h.ctx(), tx, v, bo, invite) },
			"confirm":     func(tx *store.Tx) error { return h.room.Confirm(h.ctx(), tx, v, bo, request) },
			"refuse":      func(tx *store.Tx) error { return h.room.Refuse(h.ctx(), tx, v, bo, request) },
			"remove":      func(tx *store.Tx) error { return h.room.Remove(h.ctx(), tx, v, bo, cy) },
			"raise":       func(tx *store.Tx) error { return h.room.Raise(h.ctx(), tx, v, bo, cy) },
			"step down":   func(tx *store.Tx) error { return h.room.StepDown(h.ctx(), tx, v, bo) },
			"dissolve":    func(tx *store.Tx) error { return h.room.Dissolve(h.ctx(), tx, v, bo) },
		} {
			if err := h.try(do); !errs.Is(err, errs.NotFound) {
				h.Errorf("a member may %s: %v", what, err)
			}
		}
		if g := h.open("Bo", bo); len(g.Requests)+len(g.Invites) != 0 {
			h.Error("a member sees who asks to come in")
		}
		if g := h.open("Asha", asha); g.names() != "A.* Bo. Cy." || len(g.Requests) != 1 {
			h.Errorf("afterwards: %s", g.names())
		}
	})
}

func TestAnInvitationByMailTellsNobodyWhoIsKnown(t *testing.T) {
	each(t, func(h *house) {
		h.meet("Unproven", false)
		asha := h.start("Bo")
		h.told(3 * time.Hour)
		h.clock.Add(24 * time.Hour)
		counts := map[int]bool{}
		for _, name := range []string{"cy", "nobody", "unproven", "bo"} {
			before := h.rows("sealed_row")
			h.write(func(tx *store.Tx) error {
				return h.room.InviteByMail(h.ctx(), tx, h.people["Asha"], asha, " "+name+"@mail.example ")
			})
			counts[h.rows("sealed_row")-before] = true
		}
		if len(counts) > 2 { // of one length, but that one row may fill up
			h.Errorf("rows written: %v", counts)
		}
		g := h.open("Asha", asha)
		if len(g.Invites) != 4 {
			h.Fatalf("%d invitations stand open", len(g.Invites))
		}
		if told := fmt.Sprint(h.told(3 * time.Hour)); told != "[Cy]" {
			h.Errorf("mailed: %s", told)
		}
		m := h.mine("Cy")
		if len(m.Invited) != 1 || m.Invited[0].Group != "Night shift" || m.Invited[0].By != "A." {
			h.Fatalf("Cy is invited: %+v", m)
		}
		for _, name := range []string{"Bo", "Unproven", "Dee"} {
			if m := h.mine(name); len(m.Invited) != 0 {
				h.Errorf("%s is invited", name)
			}
		}
		h.write(func(tx *store.Tx) error {
			_, err := h.room.Accept(h.ctx(), tx, h.people["Cy"], m.Invited[0].ID, "C.")
			return err
		})
		if g := h.open("Asha", asha); g.names() != "A.* Bo. C." || len(g.Invites) != 3 {
			h.Errorf("afterwards %s, %d invitations", g.names(), len(g.Invites))
		}
		// Who is in by one way is not let in again by another.
		h.ask(asha, "Dee")
		h.write(func(tx *store.Tx) error {
			return h.room.InviteByMail(h.ctx(), tx, h.people["Asha"], asha, "dee@mail.example")
		})
		dee := h.mine("Dee").Invited[0].ID
		h.write(func(tx *store.Tx) error {
			_, err := h.room.Accept(h.ctx(), tx, h.people["Dee"], dee, "D.")
			return err
		})
		if g := h.open("Asha", asha); g.names() != "A.* Bo. C. D." || len(g.Requests) != 0 {
			h.Errorf("afterwards %s, %d requests", g.names(), len(g.Requests))
		}
	})
}

func TestInvitationsRunOutAndLeaveNothing(t *testing.T) {
	each(t, func(h *house) {
		asha := h.start()
		before := h.rows("sealed_row")
		code := h.code(asha)
		h.write(func(tx *store.Tx) error {
			return h.room.InviteByMail(h.ctx(), tx, h.people["Asha"], asha, "cy@mail.example")
		})
		h.write(func(tx *store.Tx) error {
			return h.room.InviteByMail(h.ctx(), tx, h.people["Asha"], asha, "nobody@mail.example")
		})
		invited := h.mine("Cy").Invited
		h.told(time.Hour) // which may mail Cy
		h.clock.Add(7 * 24 * time.Hour)
		for what, do := range map[string]func(tx *store.Tx) error{
			"ask": func(tx *store.Tx) error { return h.room.Ask(h.ctx(), tx, h.people["Bo"], code, "B.") },
			"accept": func(tx *store.Tx) error {
				_, err := h.room.Accept(h.ctx(), tx, h.people["Cy"], invited[0].ID, "C.")
				return err
			},
		} {
			if err := h.try(do); !errs.Is(err, errs.Invalid) && !errs.Is(err, errs.NotFound) {
				h.Errorf("%s after a week: %v", what, err)
			}
		}
		h.told(2 * time.Hour)
		if g := h.open("Asha", asha); len(g.Invites) != 0 {
			h.Errorf("%d invitations stand open", len(g.Invites))
		}
		// What is left is the group, its longer log and tells, and that Cy was mailed.
		if n := h.rows("sealed_row") - before; n > 5 {
			h.Errorf("%d rows more than before", n)
		}
	})
}

func TestStewardshipIsNeverLost(t *testing.T) {
	each(t, func(h *house) {
		asha := h.start("Bo", "Cy")
		leave := func(name, handle string) error {
			return h.try(func(tx *store.Tx) error { return h.room.Leave(h.ctx(), tx, h.people[name], handle) })
		}
		if err := leave("Asha", asha); !errs.Is(err, errs.Conflict) {
			h.Errorf("the only steward leaves: %v", err)
		}
		if err := h.try(func(tx *store.Tx) error { return h.room.StepDown(h.ctx(), tx, h.people["Asha"], asha) }); !errs.Is(err, errs.Conflict) {
			h.Errorf("the only steward steps down: %v", err)
		}
		bo, cy := h.open("Asha", asha).Members[1].ID, h.handle("Cy")
		h.write(func(tx *store.Tx) error { return h.room.Raise(h.ctx(), tx, h.people["Asha"], asha, bo) })
		if err := h.try(func(tx *store.Tx) error { return h.room.Remove(h.ctx(), tx, h.people["Asha"], asha, bo) }); !errs.Is(err, errs.NotFound) {
			h.Errorf("a steward removes another: %v", err)
		}
		if err := leave("Asha", asha); err != nil {
			h.Error(err)
		}
		if g := h.open("Cy", cy); g.names() != "Bo.* Cy." {
			h.Errorf("afterwards: %s", g.names())
		}
		// The last steward is erased: who has been there longest takes over.
		h.write(func(tx *store.Tx) error {
			return h.room.People.Erase(h.ctx(), tx, auth.AtConsole(), h.people["Bo"].Person)
		})
		if g := h.open("Cy", cy); g.names() != "Cy.*" || g.Log[0].Deed != SteppedUp {
			h.Errorf("afterwards: %s", g.names())
		}
		if err := leave("Cy", cy); err != nil {
			h.Error(err)
		}
		if n := h.rows("sealed_set"); n != 0 {
			h.Errorf("%d sets in which nobody is", n)
		}
	})
}

// TestWhoIsErasedIsGoneFromEverything: neither members nor tables hold anything
// of them, and erasing somebody who was in no group does as much.
func TestWhoIsErasedIsGoneFromEverything(t *testing.T) {
	each(t, func(h *house) {
		asha := h.start("Bo", "Cy")
		other := h.start("Bo")
		bo := h.handle("Bo")
		var when1 string
		h.write(func(tx *store.Tx) (err error) {
			when1, err = h.room.Plan(h.ctx(), tx, h.people["Asha"], asha, gathering(h, 24*time.Hour))
			return err
		})
		h.write(func(tx *store.Tx) error {
			return h.room.Write(h.ctx(), tx, h.people["Bo"], bo, Note{Text: "I was here."})
		})
		h.clock.Add(25 * time.Hour)
		g := h.open("Asha", asha)
		h.write(func(tx *store.Tx) error {
			return h.room.Attend(h.ctx(), tx, h.people["Asha"], asha, when1, []string{g.Members[0].ID, g.Members[1].ID})
		})
		h.write(func(tx *store.Tx) error {
			return h.room.People.Erase(h.ctx(), tx, auth.AtConsole(), h.people["Bo"].Person)
		})
		g = h.open("Asha", asha)
		if g.names() != "A.* Cy." || len(g.Gatherings[0].There) != 1 || g.Member(g.Notes[0].By).Name != "" {
			h.Errorf("in the group: %s, %d were there", g.names(), len(g.Gatherings[0].There))
		}
		for id := range g.tells.Value {
			if id == h.people["Bo"].Person {
				h.Error("they are still to be told")
			}
		}
		if g := h.open("Asha", other); g.names() != "A.*" {
			h.Errorf("in the other group: %s", g.names())
		}
		h.write(func(tx *store.Tx) error {
			return h.room.People.Erase(h.ctx(), tx, auth.AtConsole(), h.people["Dee"].Person)
		})
		// What is left belongs to somebody: nothing is swept.
		before := h.rows("sealed_row")
		h.write(func(tx *store.Tx) error { return h.room.Tidy(h.ctx(), tx) })
		if after := h.rows("sealed_row"); after != before {
			h.Errorf("%d rows belonged to nobody", before-after)
		}
	})
}

// TestAnOldBackupBringsNobodyBack: rows of a person whose key is gone, and of a
// group that was dissolved since, are tidied away.
func TestAnOldBackupBringsNobodyBack(t *testing.T) {
	each(t, func(h *house) {
		asha := h.start("Bo", "Cy")
		gone := h.start("Dee")
		g := h.open("Asha", gone)
		h.write(func(tx *store.Tx) error {
			for _, owner := range []string{h.people["Bo"].Person, g.x.ID} {
				if err := h.room.Sets.Keys.Erase(tx, owner); err != nil {
					return err
				}
			}
			return nil
		})
		h.write(func(tx *store.Tx) error { return h.room.Tidy(h.ctx(), tx) })
		if g := h.open("Asha", asha); g.names() != "A.* Cy." {
			h.Errorf("afterwards: %s", g.names())
		}
		if n := h.rows("sealed_set"); n != 1 {
			h.Errorf("%d sets", n)
		}
		if m := h.mine("Asha"); len(m.Groups) != 1 {
			h.Errorf("%d groups", len(m.Groups))
		}
		rows := h.rows("sealed_row")
		h.write(func(tx *store.Tx) error { return h.room.Tidy(h.ctx(), tx) })
		if again := h.rows("sealed_row"); again != rows {
			h.Errorf("%d rows were left over", rows-again)
		}
	})
}

// TestDissolvingLeavesNothingOnAnyShelf: of members, of who asked, and of who was
// invited by mail.
func TestDissolvingLeavesNothingOnAnyShelf(t *testing.T) {
	each(t, func(h *house) {
		for _, how := range []string{"dissolved", "all left"} {
			asha := h.start("Bo")
			if how == "dissolved" {
				h.ask(asha, "Cy")
				h.write(func(tx *store.Tx) error {
					return h.room.InviteByMail(h.ctx(), tx, h.people["Asha"], asha, "dee@mail.example")
				})
				h.write(func(tx *store.Tx) error { return h.room.Dissolve(h.ctx(), tx, h.people["Asha"], asha) })
			} else {
				h.ask(asha, "Cy")
				bo := h.handle("Bo")
				h.write(func(tx *store.Tx) error { return h.room.Leave(h.ctx(), tx, h.people["Bo"], bo) })
				h.write(func(tx *store.Tx) error { return h.room.Leave(h.ctx(), tx, h.people["Asha"], asha) })
			}
			for _, name := range []string{"Asha", "Bo", "Cy", "Dee"} {
				h.write(func(tx *store.Tx) error {
					shelf, err := h.room.Sets.Shelf(tx, h.people[name].Person)
					if err != nil {
						return err
					}
					for _, kind := range []string{inGroup, asked, invited} {
						if list, err := set.List[shelved](shelf, kind); err != nil || len(list) > 0 {
							h.Errorf("%s: %d entries of kind %q are left on the shelf of %s (%v)", how, len(list), kind, name, err)
						}
					}
					return nil
				})
			}
			if n := h.rows("sealed_set"); n != 0 {
				h.Errorf("%s: %d sets are left", how, n)
			}
		}
	})
}

// gathering is one that begins after a while.
func gathering(h *house, in time.Duration) Gathering {
	return Gathering{Title: "Tea", Start: when.WallOf(h.clock.Now().Add(in), time.UTC), Zone: "UTC", Minutes: 60, Place: "Back room"}
}

func TestMailSaysNothingAndComesAtOddTimes(t *testing.T) {
	each(t, func(h *house) {
		asha := h.start("Bo", "Cy", "Dee")
		h.told(3 * time.Hour)
		h.clock.Add(24 * time.Hour)
		plan := func(e Gathering) {
			h.write(func(tx *store.Tx) error { _, err := h.room.Plan(h.ctx(), tx, h.people["Asha"], asha, e); return err })
		}
		plan(gathering(h, 10*24*time.Hour))
		at := map[time.Time]bool{}
		for _, t := range h.open("Asha", asha).tells.Value {
			at[t] = true
			if t.Before(h.clock.Now()) || t.After(h.clock.Now().Add(spread)) {
				h.Errorf("told at %v", t)
			}
		}
		if len(at) != 3 {
			h.Errorf("%d moments for three people", len(at))
		}
		if told := h.told(2 * time.Hour); len(told) != 3 {
			h.Errorf("mailed: %v", told)
		}
		// The same day there is no second mail, the next day there is.
		plan(gathering(h, 11*24*time.Hour))
		if told := h.told(3 * time.Hour); len(told) != 0 {
			h.Errorf("mailed twice in a day: %v", told)
		}
		if told := h.told(24 * time.Hour); len(told) != 3 {
			h.Errorf("mailed the next day: %v", told)
		}
		// All are told once more the day before, who planned it too.
		h.told(6 * 24 * time.Hour)
		if told := h.told(48 * time.Hour); len(told) < 4 {
			h.Errorf("reminded: %v", told)
		}
	})
}

func TestGatheringsAreTheirMembers(t *testing.T) {
	each(t, func(h *house) {
		asha := h.start("Bo", "Cy")
		bo, cy := h.handle("Bo"), h.handle("Cy")
		var id string
		h.write(func(tx *store.Tx) (err error) {
			id, err = h.room.Plan(h.ctx(), tx, h.people["Bo"], bo, gathering(h, 48*time.Hour))
			return err
		})
		change := func(name, handle string) error {
			e := gathering(h, 72*time.Hour)
			e.ID, e.Title = id, "Coffee"
			return h.try(func(tx *store.Tx) error { _, err := h.room.Plan(h.ctx(), tx, h.people[name], handle, e); return err })
		}
		if err := change("Cy", cy); !errs.Is(err, errs.NotFound) {
			h.Errorf("another member changes it: %v", err)
		}
		if err := errors.Join(change("Bo", bo), change("Asha", asha)); err != nil {
			h.Errorf("who planned it, and a steward: %v", err)
		}
		e, err := h.open("Cy", cy).Gathering(id)
		if err != nil || e.Title != "Coffee" || e.Edition != 2 {
			h.Errorf("%+v, %v", e, err)
		}
		if err := h.try(func(tx *store.Tx) error { return h.room.Attend(h.ctx(), tx, h.people["Bo"], bo, id, nil) }); !errs.Is(err, errs.Closed) {
			h.Errorf("attendance before it begins: %v", err)
		}
		skipped := gathering(h, 0)
		skipped.Start, skipped.Zone = when.Wall{Date: when.Date{Year: 2027, Month: 3, Day: 28}, Clock: 150}, "Europe/Berlin"
		if err := h.try(func(tx *store.Tx) error { _, err := h.room.Plan(h.ctx(), tx, h.people["Bo"], bo, skipped); return err }); !errs.Is(err, errs.Invalid) {
			h.Errorf("an hour that the clock skips: %v", err)
		}
		h.write(func(tx *store.Tx) error { return h.room.CallOff(h.ctx(), tx, h.people["Bo"], bo, id) })
		if e, _ := h.open("Cy", cy).Gathering(id); !e.Called || e.Edition != 3 {
			h.Errorf("%+v", e)
		}
		h.write(func(tx *store.Tx) error { return h.room.DropGathering(h.ctx(), tx, h.people["Asha"], asha, id) })
		if g := h.open("Cy", cy); len(g.Gatherings) != 0 {
			h.Error("it is still there")
		}
	})
}

func TestCodesAreReadAsTheyAreSaid(t *testing.T) {
	for range 200 {
		code := newCode()
		for _, typed := range []string{code, ShowCode(code), " " + strings.ToUpper(ShowCode(code)) + "\n", strings.ReplaceAll(ShowCode(code), "-", " ")} {
			if ReadCode(typed) != code {
				t.Fatalf("%q is read as %q", typed, ReadCode(typed))
			}
		}
	}
	for _, wrong := range []string{"", "abc", strings.Repeat("a", 21), strings.Repeat("0", 20), strings.Repeat("é", 10)} {
		if got := ReadCode(wrong); got != "" {
			t.Errorf("%q is read as %q", wrong, got)
		}
	}
}
