package series

import (
	"context"
	"slices"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/when"
)

// BySlug returns the series of that address to a viewer who may see it.
func (room *Room) BySlug(ctx context.Context, tx *store.Tx, v auth.Viewer, slug string) (*Series, error) {
	return room.one(tx, v, "s.slug = $1", slug)
}

// ByID returns the series with that id to a viewer who may see it.
func (room *Room) ByID(ctx context.Context, tx *store.Tx, v auth.Viewer, id string) (*Series, error) {
	return room.one(tx, v, "s.id = $1", id)
}

func (room *Room) one(tx *store.Tx, v auth.Viewer, where, arg string) (_ *Series, err error) {
	defer errs.Wrap(&err, "load a series")
	list, err := load(tx, where, arg)
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return nil, errs.NotThere()
	}
	if ok, err := room.maySee(tx, v, list[0]); !ok || err != nil {
		return nil, cmpErr(err, errs.NotThere())
	}
	return list[0], nil
}

// Filter narrows a list of series.
type Filter struct {
	Chapter  string // by its slug
	Language string // worked in
	Desk     bool   // those that the viewer organises, drafts and archived ones among them
	Archived bool   // archived ones too
}

// List returns the series that the viewer may find, by their first session. A
// series for invited people is found by those who organise it or registered.
func (room *Room) List(ctx context.Context, tx *store.Tx, v auth.Viewer, f Filter) (_ []*Series, err error) {
	defer errs.Wrap(&err, "list series")
	where, args := "1 = 1", []any{}
	if f.Chapter != "" {
		where, args = "c.slug = $1", []any{f.Chapter}
	}
	all, err := load(tx, where, args...)
	if err != nil {
		return nil, err
	}
	var list []*Series
	for _, s := range all {
		switch {
		case f.Language != "" && !slices.Contains(s.Languages, f.Language),
			f.Desk && !room.organises(v, s),
			!f.Desk && s.State == Archived && !f.Archived:
			continue
		}
		ok, err := room.maySee(tx, v, s)
		if err != nil {
			return nil, err
		}
		if ok {
			list = append(list, s)
		}
	}
	slices.SortStableFunc(list, func(a, b *Series) int {
		if c := a.Begins().Compare(b.Begins()); c != 0 {
			return c
		}
		return strings.Compare(a.Slug, b.Slug)
	})
	return list, nil
}

// scopes are all scopes that the series lies in, the narrowest first. Every
// check of this room and of those above it names these.
func (room *Room) scopes(s *Series) []auth.Scope {
	return append([]auth.Scope{auth.SeriesScope(s.ID)}, s.Home...)
}

// ScopesOf are all scopes that a series lies in, by its id; none for one that
// does not exist.
func (room *Room) ScopesOf(tx *store.Tx, id string) ([]auth.Scope, error) {
	list, err := load(tx, "s.id = $1", id)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return room.scopes(list[0]), nil
}

// MayEdit tells whether the viewer may change the series.
func (room *Room) MayEdit(v auth.Viewer, s *Series) bool {
	return v.Can(auth.EditSeries, room.scopes(s)...)
}

// organises tells whether the viewer works on the series and so sees it before
// it is published.
func (room *Room) organises(v auth.Viewer, s *Series) bool {
	return room.MayEdit(v, s) || v.Can(auth.SeeRegistrations, room.scopes(s)...)
}

// maySee tells whether the viewer may see the series: who changes it or sees its
// registrations always; whoever else works on it when it is not a draft; others
// then, if its visibility or their registration lets them.
func (room *Room) maySee(tx *store.Tx, v auth.Viewer, s *Series) (bool, error) {
	switch {
	case room.organises(v, s):
		return true, nil
	case s.State == Draft:
		return false, nil
	case room.WorksOn(v, s):
		return true, nil
	case s.Visibility == Public, s.Visibility == Members && v.Kind == auth.Person:
		return true, nil
	case v.Person == "":
		return false, nil
	}
	return tx.Found(`SELECT 1 FROM registration WHERE series = $1 AND person = $2 AND state <> 'cancelled'
		UNION ALL SELECT 1 FROM delegation WHERE series = $1 AND contact = $2 AND state <> 'cancelled' LIMIT 1`, s.ID, v.Person)
}

func cmpErr(err, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}

// load reads series with their tracks and sessions, in three queries.
func load(tx *store.Tx, where string, args ...any) ([]*Series, error) {
	list, err := store.All(tx, scanSeries, `SELECT s.id, s.slug, s.state, s.visibility, COALESCE(c.slug, ''), COALESCE(s.chapter, ''),
		s.title, s.description, s.audience, s.languages, s.contact_name, s.contact_email, s.parties, s.zone, s.show_zones,
		s.opens, s.closes, s.open_for, s.group_min, s.group_max, s.places, s.taken, s.waitlist, s.questions, s.start, s.length,
		s.join_url, s.circles, s.version, s.announced_at, s.changed_at FROM series s LEFT JOIN chapter c ON c.id = s.chapter WHERE `+where+` ORDER BY s.slug`, args...)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	if err := settleHomes(tx, list); err != nil {
		return nil, err
	}
	byID, ids := make(map[string]*Series, len(list)), make([]string, len(list))
	for i, s := range list {
		byID[s.ID], ids[i] = s, s.ID
	}
	for part := range slices.Chunk(ids, 1000) {
		if err := loadParts(tx, byID, part); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// settleHomes finds the scopes in which series lie. The tree of chapters is
// read only if one of them lies in a chapter.
func settleHomes(tx *store.Tx, list []*Series) error {
	tree := people.Tree{}
	for _, s := range list {
		if s.ChapterID != "" && len(tree) == 0 {
			var err error
			if tree, err = people.ReadTree(tx); err != nil {
				return err
			}
		}
		s.Home = tree.Scopes(s.ChapterID)
	}
	return nil
}

func loadParts(tx *store.Tx, byID map[string]*Series, ids []string) error {
	in, args := store.In(tx, "series", 1, ids)
	err := tx.Each(func(r *store.Rows) error {
		series, t, err := scanTrack(r)
		if err == nil {
			byID[series].Tracks = append(byID[series].Tracks, t)
		}
		return err
	}, `SELECT series, id, letter, title, start, languages, places, taken FROM track WHERE `+in+` ORDER BY series, n`, args...)
	if err != nil {
		return err
	}
	return tx.Each(func(r *store.Rows) error {
		series, x, err := scanSession(r)
		if err == nil {
			byID[series].Sessions = append(byID[series].Sessions, x)
		}
		return err
	}, `SELECT series, id, n, date, start, starts, length, zone, theme, question, activity, kind, status, place, online, places,
		languages, parties, assignment, links, sequence FROM session WHERE `+in+` ORDER BY series, n`, args...)
}

func scanSeries(r *store.Rows) (*Series, error) {
	s := &Series{}
	var minutes int
	var announced, changed store.Time
	err := r.Scan(&s.ID, &s.Slug, &s.State, &s.Visibility, &s.Chapter, &s.ChapterID,
		store.JSON(&s.Title), store.JSON(&s.Description), store.JSON(&s.Audience), store.JSON(&s.Languages),
		&s.Contact.Name, &s.Contact.Email, store.JSON(&s.Parties), &s.Zone, store.JSON(&s.ShowZones),
		store.Maybe(&s.Window.Opens), store.Maybe(&s.Window.Closes), &s.Window.For, &s.Window.GroupMin, &s.Window.GroupMax,
		&s.Window.Places, &s.Taken, &s.Window.Waitlist, store.JSON(&s.Questions), store.Maybe(&s.Start), &minutes,
		&s.JoinURL, store.JSON(&s.Circles), &s.Version, &announced, &changed)
	s.Announced, s.Changed = announced.Time, changed.Time
	s.Length = time.Duration(minutes) * time.Minute
	return s, err
}

func scanTrack(r *store.Rows) (series string, t Track, err error) {
	err = r.Scan(&series, &t.ID, &t.Letter, store.JSON(&t.Title), store.Maybe(&t.Start), store.JSON(&t.Languages), &t.Places, &t.Taken)
	return series, t, err
}

func scanSession(r *store.Rows) (series string, x Session, err error) {
	var day string
	var minutes int
	err = r.Scan(&series, &x.ID, &x.N, &day, store.Maybe(&x.Start), store.JSON(&x.Starts), &minutes, &x.Zone, store.JSON(&x.Theme),
		store.JSON(&x.Question), store.JSON(&x.Activity), &x.Kind, &x.Status, store.JSON(&x.Place), &x.Online, &x.Places,
		store.JSON(&x.Languages), store.JSON(&x.Parties), store.JSON(&x.Assignment), store.JSON(&x.Links), &x.Sequence)
	if err != nil {
		return series, x, err
	}
	x.Length = time.Duration(minutes) * time.Minute
	x.Date, err = when.ParseDate(day)
	return series, x, err
}
