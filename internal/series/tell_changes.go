package series

import (
	"context"
	"errors"
	"slices"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
)

// changesWait is how long a change waits for another one before people are
// told, so that two quick edits are told once.
const changesWait = 2 * time.Minute

// Was is what a session was before it was changed, as far as people are told.
type Was struct {
	Session string               `json:"session"` // its id
	Status  Status               `json:"status"`  // "" if it is new
	Place   Place                `json:"place,omitzero"`
	Times   map[string]StartStop `json:"times"` // by the letter of the track
}

// StartStop is when something began and ended.
type StartStop struct {
	Start time.Time `json:"start"`
	End   time.Time `json:"end"`
}

// NoteChanges has everyone registered told of changed sessions, in a little
// while and in one letter with what changes until then. It belongs in
// OnSessionsChanged. What sessions are about, and where the call is, is told
// with the next reminder and by the join page, not by a letter of its own.
func (room *Room) NoteChanges(ctx context.Context, tx *store.Tx, s *Series, changed []Changed) error {
	var was []Was
	for _, c := range changed {
		if c.Carried() || c.Has(Added) {
			was = append(was, s.was(c))
		}
	}
	if len(was) == 0 {
		return nil
	}
	if err := room.remindAnew(tx, s, changed); err != nil {
		return err
	}
	return room.addToChanges(tx, s, was)
}

// was is what people knew of a session before the change.
func (s *Series) was(c Changed) Was {
	w := Was{Session: c.After.ID, Times: map[string]StartStop{}}
	if c.Has(Added) {
		return w
	}
	w.Status, w.Place = c.Before.Status, placeOf(c.Before)
	if c.Has(Reinstated) { // with its series, or by itself
		w.Status = CalledOff
	}
	for letter, o := range c.Was {
		w.Times[letter] = StartStop{o.Start.UTC(), o.End.UTC()}
	}
	return w
}

// addToChanges adds to the letter that waits to be sent, or begins one.
func (room *Room) addToChanges(tx *store.Tx, s *Series, was []Was) error {
	at, err := room.nextChanges(tx, s.ID)
	if err != nil {
		return err
	}
	var earlier []Was
	m, err := scanMailing(tx.Row(`SELECT `+mailingColumns+` FROM mailing WHERE series = $1 AND kind = $2 AND done_at IS NULL
		AND send_at > $3 AND list = 'people' AND reached = ''`, s.ID, MailChanged, store.At(tx.Now())))
	if errors.Is(err, store.ErrNoRow) {
		return room.begin(tx, mailing{ID: store.NewID(), Series: s.ID, Kind: MailChanged, SendAt: at}, was)
	}
	if err == nil {
		err = tx.Row(`SELECT was FROM mailing WHERE id = $1`, m.ID).Scan(store.JSON(&earlier))
	}
	if err != nil {
		return err
	}
	m.SendAt = at
	_, err = tx.Exec(`UPDATE mailing SET was = $1, send_at = $2, changed_at = $3 WHERE id = $4`,
		store.JSON(addWas(earlier, was)), store.At(at), store.At(tx.Now()), m.ID)
	if err != nil {
		return err
	}
	return m.enqueue(tx)
}

// nextChanges is when a letter about changes is to be sent. Those of one
// series never have the same instant, since it says up to where somebody has
// been told.
func (room *Room) nextChanges(tx *store.Tx, series string) (time.Time, error) {
	at := tx.Now().Add(changesWait)
	var last store.Time
	err := tx.Row(`SELECT MAX(send_at) FROM mailing WHERE series = $1 AND kind = $2`, series, MailChanged).Scan(&last)
	if !last.IsZero() && !at.After(last.Time) {
		at = last.Add(time.Microsecond)
	}
	return at, err
}

// addWas adds what sessions were to what is known of earlier; the earliest
// counts.
func addWas(list, later []Was) []Was {
	for _, w := range later {
		if !slices.ContainsFunc(list, func(known Was) bool { return known.Session == w.Session }) {
			list = append(list, w)
		}
	}
	return list
}

// remindAnew lets sessions that begin at another time be announced once more,
// in the tracks where they do. Reminders of the former time stop by themselves,
// since each carries the time that it was made for.
func (room *Room) remindAnew(tx *store.Tx, s *Series, changed []Changed) error {
	for _, c := range changed {
		for _, letter := range s.Letters() {
			o := s.Occurrence(&c.After, letter)
			if was, ok := c.Was[letter]; ok && was.Start.Equal(o.Start) && !c.Has(Reinstated) {
				continue
			}
			if err := room.remindAnewOf(tx, s, o); err != nil {
				return err
			}
		}
	}
	return nil
}

// remindAnewOf forgets those reminders of an occurrence that are still to come.
// The notice of the change stands for the one of the day before if it comes
// within the day.
func (room *Room) remindAnewOf(tx *store.Tx, s *Series, o Occurrence) error {
	track := ""
	if t := s.Track(o.Track); t != nil {
		track = t.ID
	}
	left := o.Start.Sub(tx.Now())
	if left > HourBefore {
		if err := forgetAnnounced(tx, o.Session.ID, track, toldHourBefore); err != nil {
			return err
		}
	}
	if left > DayBefore {
		return forgetAnnounced(tx, o.Session.ID, track, toldDayBefore)
	}
	_, err := announce(tx, o.Session.ID, track, toldDayBefore)
	return err
}

func forgetAnnounced(tx *store.Tx, session, track, what string) error {
	_, err := tx.Exec(`DELETE FROM announced WHERE session = $1 AND track = $2 AND what = $3`, session, track, what)
	return err
}

// Difference is how a session differs from what somebody was told.
type Difference struct {
	O     Occurrence // as it is
	Was   StartStop  // zero if it is new
	Kinds []ChangeKind
}

// Has tells whether the session differs in one of these ways.
func (d Difference) Has(kinds ...ChangeKind) bool { return Changed{Kinds: d.Kinds}.Has(kinds...) }

// Differences returns, for whoever registered in the track at a moment and was
// told of changes up to another, what changed up to a third: each session
// once, against what they knew of it, in the order of time. Sessions that are
// back to what they were, or over, are not among them.
func (room *Room) Differences(ctx context.Context, tx *store.Tx, v auth.Viewer, s *Series, letter string, since, told, until time.Time) ([]Difference, error) {
	if v.Kind != auth.System {
		return nil, errs.NotThere()
	}
	var known []Was
	err := tx.Each(func(r *store.Rows) error {
		var was []Was
		err := r.Scan(store.JSON(&was))
		known = addWas(known, was)
		return err
	}, `SELECT was FROM mailing WHERE series = $1 AND kind = $2 AND changed_at >= $3 AND send_at > $4 AND send_at <= $5 ORDER BY send_at`,
		s.ID, MailChanged, store.At(since), later(told), store.At(until))
	return s.differences(letter, known, tx.Now()), err
}

// later is told, or for who was never told anything the beginning of time.
func later(told time.Time) any {
	if told.IsZero() {
		return int64(0)
	}
	return store.At(told)
}

func (s *Series) differences(letter string, known []Was, now time.Time) []Difference {
	var list []Difference
	for _, w := range known {
		x := s.sessionByID(w.Session)
		if x == nil {
			continue
		}
		d := Difference{O: s.Occurrence(x, letter), Was: w.Times[letter]}
		if !d.O.End.After(now) && !d.Was.End.After(now) {
			continue
		}
		if d.Kinds = w.kinds(s, d); len(d.Kinds) > 0 {
			list = append(list, d)
		}
	}
	slices.SortStableFunc(list, func(a, b Difference) int { return a.O.Start.Compare(b.O.Start) })
	return list
}

// kinds says in which ways a session differs from what it was.
func (w Was) kinds(s *Series, d Difference) []ChangeKind {
	is := s.StatusOf(d.O.Session)
	switch {
	case w.Status == "" && is == CalledOff, w.Status == CalledOff && is == CalledOff:
		return nil
	case w.Status == "":
		return []ChangeKind{Added}
	case is == CalledOff:
		return []ChangeKind{WasCancelled}
	}
	var kinds []ChangeKind
	add := func(k ChangeKind, so bool) {
		if so {
			kinds = append(kinds, k)
		}
	}
	add(Reinstated, w.Status == CalledOff)
	add(ChangedTime, !d.Was.Start.IsZero() && (!d.Was.Start.Equal(d.O.Start) || !d.Was.End.Equal(d.O.End)))
	add(ChangedPlace, w.Place != placeOf(*d.O.Session))
	add(Confirmed, w.Status == Tentative && is == Scheduled)
	add(Unconfirmed, w.Status == Scheduled && is == Tentative)
	return kinds
}

// Before is when the session was to begin, as far as the reader knew: that of
// a new one is when it begins.
func (d Difference) Before() time.Time {
	if d.Was.Start.IsZero() {
		return d.O.Start
	}
	return d.Was.Start
}

// BeforeEnd is when it was to end.
func (d Difference) BeforeEnd() time.Time {
	if d.Was.End.IsZero() {
		return d.O.End
	}
	return d.Was.End
}
