package series

import (
	"context"
	"slices"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/when"
)

// Reach says how many sessions a change is for.
type Reach string

const (
	ThisOne   Reach = "one"
	Following Reach = "following" // this session and those after it
	All       Reach = "all"       // every session still to come, and what holds for new ones
)

// SessionChange is what an organiser changes about sessions. What is nil, zero
// or empty stays.
//
// Date, Days, Start, Length, Status, Place and Online are for all sessions in
// reach, the others for the session itself. A wider reach leaves sessions alone
// that are over, and those called off unless they are reinstated.
type SessionChange struct {
	Version int // of the series that the form was made from; 0 = any

	Date   *when.Date // of the session; others in reach move by as many days
	Days   int        // instead of Date
	Track  string     // whose Start is meant, "" = every track's
	Start  *when.Clock
	Length time.Duration
	Status Status // CalledOff cancels, Scheduled reinstates or confirms
	Place  *Place // an empty one: in person no more
	Online *string

	Theme      i18n.Text
	Question   i18n.Text
	Activity   i18n.Text
	Assignment *Assignment // an empty one: none
	More       *SessionMore
}

// SessionMore is the rest of what a session may have of its own. It is set as a
// whole; what is empty is as in the series.
type SessionMore struct {
	Kind      SessionKind
	Zone      string
	Places    *int
	Languages []string
	Parties   Parties
}

// ApplyTo gives it to a session.
func (m SessionMore) ApplyTo(x *Session) {
	x.Kind, x.Zone, x.Places, x.Languages, x.Parties = m.Kind, m.Zone, m.Places, slices.Clone(m.Languages), m.Parties.clone()
}

// ChangeSession changes the n-th session and as many more as the reach says,
// and returns what changed. Who is registered is told, and the sequence of the
// sessions grows whose change calendars must show. Numbers stay.
func (room *Room) ChangeSession(ctx context.Context, tx *store.Tx, v auth.Viewer, slug string, n int, reach Reach, c SessionChange) (_ []Changed, err error) {
	defer errs.Wrap(&err, "change a session")
	return room.edit(ctx, tx, v, slug, "series.session", func(old *Series) (*Series, error) {
		if c.Version != 0 && c.Version != old.Version {
			return nil, changedMeanwhile()
		}
		return old.Apply(n, reach, c, tx.Now())
	})
}

// edit changes a series that the viewer may change.
func (room *Room) edit(ctx context.Context, tx *store.Tx, v auth.Viewer, slug, verb string, change func(*Series) (*Series, error)) ([]Changed, error) {
	old, err := room.mine(tx, v, "slug", slug)
	if err != nil {
		return nil, err
	}
	s, err := change(old)
	if err != nil {
		return nil, err
	}
	changed, err := room.become(ctx, tx, s, old)
	if err != nil {
		return nil, err
	}
	return changed, room.note(tx, v, verb, s.ID)
}

// Apply returns the series as it would be after the change, for a look before
// it is made. It refuses what Check refuses. Now decides what is over.
func (s *Series) Apply(n int, reach Reach, c SessionChange, now time.Time) (*Series, error) {
	s = s.clone()
	x := s.Session(n)
	if x == nil {
		return nil, errs.NotThere()
	}
	days := c.Days
	if c.Date != nil {
		days = c.Date.Sub(x.Date)
	}
	in := s.inReach(x, reach, c, now)
	if c.Start != nil {
		s.setStart(in, reach, c.Track, *c.Start)
	}
	if c.Length > 0 {
		s.setLength(in, reach, c.Length)
	}
	for _, y := range in {
		y.move(days, reach)
		y.changeAs(c)
	}
	x.describe(c)
	s.Clean()
	return s, s.Check()
}

// inReach returns the sessions that the change is for.
func (s *Series) inReach(x *Session, reach Reach, c SessionChange, now time.Time) []*Session {
	var in []*Session
	for i := range s.Sessions {
		y := &s.Sessions[i]
		switch {
		case y == x:
		case reach != Following && reach != All, reach == Following && !x.before(y), s.isOver(y, now):
			continue
		case y.Status == CalledOff && (c.Status == "" || c.Status == CalledOff):
			continue
		}
		in = append(in, y)
	}
	return in
}

func (x *Session) before(y *Session) bool {
	if d := x.Date.Compare(y.Date); d != 0 {
		return d < 0
	}
	return x.N < y.N
}

func (s *Series) isOver(x *Session, now time.Time) bool {
	return x.Status == Held || !slices.ContainsFunc(s.Letters(), func(letter string) bool { return s.Occurrence(x, letter).End.After(now) })
}

// setStart sets the hour of sessions. For all sessions of a track, or of a
// series without tracks, it is the hour that holds wherever none is said; the
// sessions out of reach are then given the hour that they had.
func (s *Series) setStart(in []*Session, reach Reach, letter string, start when.Clock) {
	if reach == All && (letter != "" || len(s.Tracks) == 0) {
		for i := range s.Sessions {
			if x := &s.Sessions[i]; !slices.Contains(in, x) {
				if had, own := s.Hour(x, letter); had != nil && !own {
					x.setStart(letter, *had)
				}
			}
		}
		if t := s.Track(letter); t != nil {
			t.Start = &start
		} else {
			s.Start = &start
		}
	}
	for _, x := range in {
		x.setStart(letter, start)
		s.dropNeedlessStarts(x)
	}
}

func (x *Session) setStart(letter string, start when.Clock) {
	if letter == "" {
		x.Start, x.Starts = &start, nil
		return
	}
	starts := map[string]when.Clock{}
	for l, c := range x.Starts {
		starts[l] = c
	}
	starts[letter] = start
	x.Starts = starts
}

// dropNeedlessStarts takes hours of its own from a session where it would have
// the same without them, so that it moves with its track again.
func (s *Series) dropNeedlessStarts(x *Session) {
	y := *x
	y.Start, y.Starts = nil, nil
	for _, letter := range s.Letters() {
		has, _ := s.Hour(x, letter)
		would, _ := s.Hour(&y, letter)
		if has == nil || would == nil || *has != *would {
			return
		}
	}
	x.Start, x.Starts = nil, nil
}

// setLength sets how long sessions take, as setStart does.
func (s *Series) setLength(in []*Session, reach Reach, length time.Duration) {
	if reach == All {
		for i := range s.Sessions {
			if x := &s.Sessions[i]; x.Length == 0 && !slices.Contains(in, x) {
				x.Length = s.Length
			}
		}
		s.Length = length
	}
	for _, x := range in {
		x.Length = length
		if length == s.Length {
			x.Length = 0
		}
	}
}

// move moves a session by days, and what is due after it along with it. If the
// others stay, it is due when it was unless that would be before the session.
func (x *Session) move(days int, reach Reach) {
	stays := reach != Following && reach != All && x.Assignment != nil && x.Assignment.Due != nil &&
		!x.Assignment.Due.Date.Before(x.Date.AddDays(days))
	if stays {
		x.Date = x.Date.AddDays(days)
		return
	}
	x.shift(days)
}

func (x *Session) changeAs(c SessionChange) {
	if c.Status != "" {
		x.Status = c.Status
	}
	if c.Place != nil {
		place := *c.Place
		x.Place = &place
	}
	if c.Online != nil {
		x.Online = *c.Online
	}
}

// describe changes what a session is about.
func (x *Session) describe(c SessionChange) {
	for _, t := range []struct{ to, from *i18n.Text }{{&x.Theme, &c.Theme}, {&x.Question, &c.Question}, {&x.Activity, &c.Activity}} {
		if *t.from != nil {
			*t.to = *t.from
		}
	}
	if c.Assignment != nil {
		assignment := *c.Assignment
		x.Assignment = &assignment
	}
	if c.More != nil {
		c.More.ApplyTo(x)
	}
}

// AddSession adds a session and returns its number. In a draft it stands where
// its date belongs; later it is numbered last, so that no number changes that
// people have been told.
func (room *Room) AddSession(ctx context.Context, tx *store.Tx, v auth.Viewer, slug string, x Session) (n int, err error) {
	defer errs.Wrap(&err, "add a session")
	x.ID = store.NewID()
	var s *Series
	_, err = room.edit(ctx, tx, v, slug, "series.session-add", func(old *Series) (*Series, error) {
		s = old.clone()
		at := len(s.Sessions)
		if s.State == Draft {
			for at > 0 && x.Date.Before(s.Sessions[at-1].Date) {
				at--
			}
		}
		s.Sessions = slices.Insert(s.Sessions, at, x)
		n = at + 1
		s.Clean()
		return s, s.Check()
	})
	return n, err
}

// RemoveSession removes a session, and those after it move up. Once somebody
// has registered it can only be cancelled.
func (room *Room) RemoveSession(ctx context.Context, tx *store.Tx, v auth.Viewer, slug string, n int) (err error) {
	defer errs.Wrap(&err, "remove a session")
	_, err = room.edit(ctx, tx, v, slug, "series.session-remove", func(old *Series) (*Series, error) {
		if old.Session(n) == nil {
			return nil, errs.NotThere()
		}
		s := old.clone()
		s.Sessions = slices.DeleteFunc(s.Sessions, func(x Session) bool { return x.N == n })
		s.Clean()
		return s, s.Check()
	})
	return err
}

// SetLinks sets the recordings and materials of a session. Who writes the
// write-ups of a series may do it too.
func (room *Room) SetLinks(ctx context.Context, tx *store.Tx, v auth.Viewer, slug string, n int, links []Link) (err error) {
	defer errs.Wrap(&err, "set the links of a session")
	s, err := locked(tx, "slug", slug)
	if err != nil {
		return err
	}
	if !room.MayEdit(v, s) && !v.Can(auth.WritePosts, room.scopes(s)...) {
		return errs.NotThere()
	}
	x := s.Session(n)
	if x == nil {
		return errs.NotThere()
	}
	x.Links = slices.Clone(links)
	x.clean(n, x.Kind)
	c := &checker{s: s}
	c.links("links", x.Links)
	if err := c.err(); err != nil {
		return err
	}
	s.Version++
	if err := putSeries(tx, s); err != nil {
		return err
	}
	if err := putSession(tx, s.ID, *x); err != nil {
		return err
	}
	return room.note(tx, v, "series.links", s.ID)
}
