package app_test

import (
	"net/url"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/community"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/when"
)

const (
	stewardHere = "steward of a private group"
	memberHere  = "member of a private group"
)

// within is what somebody has in a private group.
type within struct {
	handle    string // their own address of it
	me        string // their number there
	note      string // that they wrote
	gathering string // that they planned, and that has begun
}

// waiting is what is open in the private group of the world: for its steward,
// and for those outside whom it waits for.
type waiting struct {
	asks, invite string // to be answered or taken back by a steward
	code         string // with which one person can ask
	asked        string // by the ex-organiser, under whose account it waits
	invited      string // the operator, under whose account it lies
}

// privateGroups makes two groups: one of a steward and a member, which somebody
// asks to come into, to which somebody is invited and for which there is a code;
// and one of Dora's, who is not its only steward.
func (w *world) privateGroups() {
	steward, member, dora := w.who[stewardHere], w.who[memberHere], w.who["dora"]
	both := []string{stewardHere, memberHere}
	w.found(steward, both...)
	w.join(steward, member, w.plant("sealed_row.cell", memberHere, "", both...))
	w.steer(steward, func(tx *store.Tx, v auth.Viewer, g *community.Group) error {
		return w.Community.Confirm(tx.Context(), tx, v, g.Handle, g.Requests[0].ID)
	})
	w.Write(func(tx *store.Tx) error {
		m, err := w.Community.Mine(tx.Context(), tx, entering(member))
		member.within.handle = m.Groups[0].Handle
		return err
	})
	w.found(dora, "dora")
	w.join(dora, w.who["emma"], w.plant("sealed_row.cell", "emma", "", "dora"))
	w.steer(dora, func(tx *store.Tx, v auth.Viewer, g *community.Group) error {
		return w.Community.Confirm(tx.Context(), tx, v, g.Handle, g.Requests[0].ID)
	})
	w.steer(dora, func(tx *store.Tx, v auth.Viewer, g *community.Group) error { // so that one of the two may step down
		return w.Community.Raise(tx.Context(), tx, v, g.Handle, g.Members[1].ID)
	})
	w.joined(steward, both...)
	w.joined(member, both...)
	w.joined(dora, "dora")
	w.wait(steward)
}

func entering(p *someone) auth.Viewer {
	return auth.Viewer{Kind: auth.Person, Person: p.id, Tier: auth.Fresh}
}

// found has somebody start a group, and plants in it what its members may see.
func (w *world) found(p *someone, members ...string) {
	w.Write(func(tx *store.Tx) (err error) {
		about := community.About{Name: w.plant("sealed_row.cell", "", "", members...), Text: w.plant("sealed_row.cell", "", "", members...)}
		p.within.handle, err = w.Community.Start(tx.Context(), tx, entering(p), community.Founding{About: about, Name: w.plant("sealed_row.cell", p.name, "", members...)})
		return err
	})
}

// steer does something as somebody in their group.
func (w *world) steer(p *someone, do func(*store.Tx, auth.Viewer, *community.Group) error) {
	w.t.Helper()
	w.Write(func(tx *store.Tx) error {
		v := entering(p)
		g, err := w.Community.Open(tx, v, p.within.handle)
		if err != nil {
			return err
		}
		return do(tx, v, g)
	})
}

// code makes one for the group of a steward.
func (w *world) code(steward *someone) (code string) {
	w.steer(steward, func(tx *store.Tx, v auth.Viewer, g *community.Group) error {
		return w.Community.MakeCode(tx.Context(), tx, v, g.Handle)
	})
	w.steer(steward, func(_ *store.Tx, _ auth.Viewer, g *community.Group) error {
		for _, i := range g.Invites {
			if i.Address == "" {
				code = i.Secret
			}
		}
		return nil
	})
	return code
}

// join has somebody ask with a code to come in.
func (w *world) join(steward, p *someone, name string) {
	code := w.code(steward)
	w.Write(func(tx *store.Tx) error { return w.Community.Ask(tx.Context(), tx, entering(p), code, name) })
}

// joined has a member write and plan, and notes what came of it.
func (w *world) joined(p *someone, members ...string) {
	plant := func() string { return w.plant("sealed_row.cell", p.name, "", members...) }
	w.steer(p, func(tx *store.Tx, v auth.Viewer, g *community.Group) error {
		return w.Community.Write(tx.Context(), tx, v, g.Handle, community.Note{Title: plant(), Text: plant()})
	})
	w.steer(p, func(tx *store.Tx, v auth.Viewer, g *community.Group) (err error) {
		p.within.gathering, err = w.Community.Plan(tx.Context(), tx, v, g.Handle, community.Gathering{Title: plant(), Text: plant(), Place: plant(),
			Online: "https://" + plant() + ".example/tea", Start: when.WallOf(tx.Now().Add(-time.Hour), time.UTC), Zone: "UTC", Minutes: 30})
		return err
	})
	w.steer(p, func(_ *store.Tx, _ auth.Viewer, g *community.Group) error {
		p.within.me = g.Me.ID
		for _, n := range g.Notes {
			if n.By == g.Me.ID {
				p.within.note = n.ID
			}
		}
		return nil
	})
}

// wait leaves open what a steward answers: the ex-organiser asks, the operator
// is invited, and there is a code.
func (w *world) wait(steward *someone) {
	asks, called := w.who["ex-organiser"], w.who["operator"]
	w.join(steward, asks, w.plant("sealed_row.cell", asks.name, "", stewardHere))
	w.Write(func(tx *store.Tx) error { return w.People.Prove(tx, called.id) })
	w.steer(steward, func(tx *store.Tx, v auth.Viewer, g *community.Group) error {
		return w.Community.InviteByMail(tx.Context(), tx, v, g.Handle, called.address)
	})
	w.waiting.code = w.code(steward)
	w.steer(steward, func(tx *store.Tx, _ auth.Viewer, g *community.Group) error {
		w.waiting.asks, w.waiting.invite = g.Requests[0].ID, g.Invites[0].ID
		m, err := w.Community.Mine(tx.Context(), tx, entering(asks))
		if err != nil {
			return err
		}
		w.waiting.asked = m.Asked[0]
		if m, err = w.Community.Mine(tx.Context(), tx, entering(called)); err == nil {
			w.waiting.invited = m.Invited[0].ID
		}
		return err
	})
	for i := range w.canaries { // who is invited is told by whom, and to what
		c := &w.canaries[i]
		if c.column == "sealed_row.cell" && len(c.shared) == 2 && (c.owner == "" || c.owner == stewardHere) {
			c.shared = append(c.shared[:2:2], called.name)
		}
		if c.column == "person.address" && c.owner == called.name { // as the steward typed it
			c.shared = append(c.shared, stewardHere)
		}
	}
}

// ofGroup is the address of a private group for a viewer, with the number of
// something in it: their own group, or one whose address was passed on; another
// that they are not in; something of that other in their own.
func (w *world) ofGroup(pattern, object string, p *someone) (handle, id string) {
	at, away := p, w.who["dora"]
	if at.within.handle == "" {
		at = w.who[memberHere]
	}
	if at == away {
		away = w.who[stewardHere]
	}
	what := at
	switch object {
	case other:
		at, what = away, away
	case mixed:
		what = away
	case nothing:
		return store.NewID(), store.NewID()
	}
	if strings.Contains(pattern, "/gathering/") {
		return at.within.handle, what.within.gathering
	}
	return at.within.handle, what.within.note
}

// ofGroups are the values of forms of private groups.
func (w *world) ofGroups(v url.Values, pattern, object string) {
	for name, value := range map[string]string{"group": "Group", "title": "Tea", "date": "2027-05-05", "time": "19:00", "zone": "UTC", "minutes": "60", "code": w.waiting.code} {
		v.Set(name, value)
	}
	v.Set("there", w.who[memberHere].within.me)
	v.Set("name-"+w.waiting.invited, "Somebody")
	end := pattern[strings.LastIndex(pattern, "/")+1:]
	if strings.HasSuffix(pattern, "/invite/end") {
		end = "invite"
	}
	v.Set("id", map[string]string{"confirm": w.waiting.asks, "refuse": w.waiting.asks, "invite": w.waiting.invite, "raise": w.who[memberHere].within.me,
		"remove": w.who[memberHere].within.me, "withdraw": w.waiting.asked, "accept": w.waiting.invited, "decline": w.waiting.invited}[end])
	if object == nothing {
		v.Set("id", store.NewID())
	}
}
