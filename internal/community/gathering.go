package community

import (
	"context"
	"slices"
	"time"
	"unicode/utf8"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/typed"
	"codeberg.org/plenary/plenary/internal/when"
)

// Gathering is a date of a group.
type Gathering struct {
	ID      string    `json:"-"`
	Title   string    `json:"title"`
	Start   when.Wall `json:"start"`
	Zone    string    `json:"zone"`
	Minutes int       `json:"minutes"`
	Place   string    `json:"place,omitempty"`
	Online  string    `json:"online,omitempty"` // the address of a call
	Text    string    `json:"text,omitempty"`
	Called  bool      `json:"called,omitempty"` // off
	By      string    `json:"by"`
	Edition int       `json:"edition"`
	Changed time.Time `json:"changed"`
	Remind  time.Time `json:"remind,omitzero"` // when members are told once more; zero: never, or done
	There   []string  `json:"there,omitempty"` // ids of members
	Noted   bool      `json:"noted,omitempty"` // who was there
}

// Begins is when it begins.
func (e Gathering) Begins() time.Time {
	loc, err := when.Load(e.Zone)
	if err != nil {
		loc = time.UTC
	}
	t, _ := e.Start.In(loc)
	return t
}

// Ends is when it ends.
func (e Gathering) Ends() time.Time { return e.Begins().Add(time.Duration(e.Minutes) * time.Minute) }

func (e Gathering) clean() Gathering {
	e.Title, e.Place, e.Online, e.Text = typed.Line(e.Title), typed.Line(e.Place), typed.Line(e.Online), typed.Lines(e.Text)
	return e
}

const mostMinutes = 7 * 24 * 60

func (e Gathering) check() error {
	var form errs.Form
	switch {
	case e.Title == "":
		form.Add("title", "group.gathering.title.missing|Say what it is, in a few words.")
	case utf8.RuneCountInString(e.Title) > LongestTitle:
		tooLong(&form, "title", LongestTitle)
	}
	if e.Minutes < 1 || e.Minutes > mostMinutes {
		form.Add("minutes", "group.gathering.minutes.wrong|Say how many minutes it takes.")
	}
	typed.CheckLength(&form, "place", e.Place, LongestText)
	typed.CheckLength(&form, "online", e.Online, LongestText)
	typed.CheckLength(&form, "text", e.Text, LongestText)
	typed.CheckURL(&form, "online", e.Online)
	typed.CheckZone(&form, "zone", e.Zone)
	loc, err := when.Load(e.Zone)
	if e.Start.IsZero() {
		form.Add("date", "group.gathering.start.missing|Say on which day and at what time.")
	} else if _, kind := e.Start.In(orUTC(loc, err)); kind == when.Skipped {
		form.Add("time", "group.gathering.skipped|The clocks are set forward over this time on that day. The next one that exists is {time}.", "time", e.Start.Next(loc).Clock.String())
	}
	return form.Err()
}

func orUTC(loc *time.Location, err error) *time.Location {
	if err != nil {
		return time.UTC
	}
	return loc
}

// Plan adds a gathering, or changes one that has its id. Any member may plan,
// and who planned it or a steward may change it.
func (room *Room) Plan(ctx context.Context, tx *store.Tx, v auth.Viewer, handle string, e Gathering) (id string, err error) {
	defer errs.Wrap(&err, "plan a gathering")
	e = e.clean()
	if err := e.check(); err != nil {
		return "", err
	}
	g, err := room.change(tx, v, handle)
	if err != nil {
		return "", err
	}
	e.By, e.Edition, e.Called, e.There, e.Noted = g.Me.ID, 0, false, nil, false
	if e.ID == "" && len(g.Gatherings) >= mostGatherings {
		return "", errs.New(errs.Conflict, "group.most.gatherings|There are {most} gatherings. Delete old ones first.", "most", mostGatherings)
	}
	if e.ID != "" {
		old, err := g.own(e.ID)
		if err != nil {
			return "", err
		}
		e.By, e.Edition, e.Called, e.There, e.Noted = old.By, old.Edition+1, old.Called, old.There, old.Noted
	}
	e.Changed, e.Remind = tx.Now(), remindAt(tx.Now(), e.Begins())
	return g.keep(tx, e, v.Person)
}

// remindAt is some moment about a day before, if that is still to come.
func remindAt(now, begins time.Time) time.Time {
	at := soon(begins.Add(-24*time.Hour - spread))
	if at.Before(now.Add(24 * time.Hour)) {
		return time.Time{}
	}
	return at
}

// keep writes a gathering and tells the others.
func (g *Group) keep(tx *store.Tx, e Gathering, by string) (id string, err error) {
	if id = e.ID; id == "" {
		id, err = g.x.Add(tx, kindGathering, e)
		e.ID = id
		g.Gatherings = append(g.Gatherings, e)
	} else {
		err = g.x.Put(tx, id, e)
		g.Gatherings[slices.IndexFunc(g.Gatherings, func(x Gathering) bool { return x.ID == id })] = e
	}
	if err != nil {
		return "", err
	}
	if e.Begins().After(tx.Now()) {
		if err := g.tellOthers(tx, by); err != nil {
			return "", err
		}
	}
	return id, g.settle(tx)
}

// Gathering returns the one with that id.
func (g *Group) Gathering(id string) (Gathering, error) {
	for _, e := range g.Gatherings {
		if e.ID == id {
			return e, nil
		}
	}
	return Gathering{}, errs.NotThere()
}

// own returns it to who may change it.
func (g *Group) own(id string) (Gathering, error) {
	e, err := g.Gathering(id)
	if err == nil && !g.MayChange(e.By) {
		return e, errs.NotThere()
	}
	return e, err
}

// MayChange tells whether the viewer may change what the member with that id
// made.
func (g *Group) MayChange(by string) bool { return g.Me.Steward || g.Me.ID == by }

// CallOff keeps a gathering as one that does not take place.
func (room *Room) CallOff(ctx context.Context, tx *store.Tx, v auth.Viewer, handle, id string) (err error) {
	defer errs.Wrap(&err, "call a gathering off")
	g, err := room.change(tx, v, handle)
	if err != nil {
		return err
	}
	e, err := g.own(id)
	if err != nil {
		return err
	}
	e.Called, e.Edition, e.Changed, e.Remind = true, e.Edition+1, tx.Now(), time.Time{}
	_, err = g.keep(tx, e, v.Person)
	return err
}

// DropGathering deletes it with who was there.
func (room *Room) DropGathering(ctx context.Context, tx *store.Tx, v auth.Viewer, handle, id string) (err error) {
	defer errs.Wrap(&err, "delete a gathering")
	g, err := room.change(tx, v, handle)
	if err != nil {
		return err
	}
	if _, err := g.own(id); err != nil {
		return err
	}
	if err := g.x.Drop(tx, id); err != nil {
		return err
	}
	g.Gatherings = slices.DeleteFunc(g.Gatherings, func(e Gathering) bool { return e.ID == id })
	return g.settle(tx)
}

// Attend notes who was there, by whoever may change the gathering, once it has
// begun.
func (room *Room) Attend(ctx context.Context, tx *store.Tx, v auth.Viewer, handle, id string, members []string) (err error) {
	defer errs.Wrap(&err, "note who was there")
	g, err := room.change(tx, v, handle)
	if err != nil {
		return err
	}
	e, err := g.own(id)
	if err != nil {
		return err
	}
	if e.Called || e.Begins().After(tx.Now()) {
		return errs.New(errs.Closed, "group.there.early|Who was there is noted once it has begun.")
	}
	e.There, e.Noted = nil, true
	for _, m := range g.Members {
		if slices.Contains(members, m.ID) {
			e.There = append(e.There, m.ID)
		}
	}
	return g.x.Put(tx, id, e)
}
