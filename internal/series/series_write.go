package series

import (
	"time"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
)

// adopt gives the new state of a series the ids, counters and sequences of what
// it replaces. A track that brings an id of old's is that track, one without an
// id is the track of its letter; sessions are known by their number in the same
// way. Everything else is new.
func (s *Series) adopt(old *Series) {
	if old == nil {
		old = &Series{ID: store.NewID()}
	}
	s.ID, s.Taken, s.Version = old.ID, old.Taken, old.Version+1
	seen := map[string]bool{} // so that nothing is adopted twice
	for i := range s.Tracks {
		t := &s.Tracks[i]
		was := old.TrackByID(t.ID)
		if t.ID == "" {
			was = old.Track(t.Letter)
		}
		t.ID, t.Taken = store.NewID(), 0
		if was != nil && !seen[was.ID] {
			seen[was.ID] = true
			t.ID, t.Taken = was.ID, was.Taken
		}
	}
	for i := range s.Sessions {
		x := &s.Sessions[i]
		was := old.sessionByID(x.ID)
		if x.ID == "" {
			was = old.Session(x.N)
		}
		x.ID, x.Sequence = store.NewID(), 0
		if was != nil && !seen[was.ID] {
			seen[was.ID] = true
			x.ID, x.Sequence = was.ID, was.Sequence
		}
	}
}

// put writes a whole series in place of old, which may be nil. What old has
// and s has not is removed.
func (room *Room) put(tx *store.Tx, s, old *Series) error {
	if err := putSeries(tx, s); err != nil {
		return err
	}
	if old != nil {
		if err := room.removeMissing(tx, s, old); err != nil {
			return err
		}
		if err := makeWay(tx, s, old); err != nil {
			return err
		}
	}
	for i := range s.Tracks {
		if err := putTrack(tx, s.ID, i+1, s.Tracks[i]); err != nil {
			return err
		}
	}
	for i := range s.Sessions {
		if err := putSession(tx, s.ID, s.Sessions[i]); err != nil {
			return err
		}
	}
	if err := room.refindWriteUps(tx.Context(), tx, s, old); err != nil {
		return err
	}
	return s.putFindable(tx)
}

func putSeries(tx *store.Tx, s *Series) error {
	var announced time.Time
	if s.State != Draft {
		announced = tx.Now()
	}
	_, err := tx.Exec(`INSERT INTO series (id, slug, chapter, state, visibility, title, description, audience, languages, contact_name,
		contact_email, parties, zone, show_zones, opens, closes, open_for, group_min, group_max, places, waitlist, questions, start,
		length, join_url, circles, version, made_at, changed_at, announced_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26,
			$27, $28, $28, $29)
		ON CONFLICT (id) DO UPDATE SET slug = excluded.slug, chapter = excluded.chapter, state = excluded.state,
			visibility = excluded.visibility, title = excluded.title, description = excluded.description, audience = excluded.audience,
			languages = excluded.languages, contact_name = excluded.contact_name, contact_email = excluded.contact_email,
			parties = excluded.parties, zone = excluded.zone, show_zones = excluded.show_zones, opens = excluded.opens,
			closes = excluded.closes, open_for = excluded.open_for, group_min = excluded.group_min, group_max = excluded.group_max,
			places = excluded.places, waitlist = excluded.waitlist, questions = excluded.questions, start = excluded.start,
			length = excluded.length, join_url = excluded.join_url, circles = excluded.circles, version = excluded.version,
			changed_at = excluded.changed_at, announced_at = COALESCE(series.announced_at, excluded.announced_at)`,
		s.ID, s.Slug, store.OrNull(s.ChapterID), string(s.State), string(s.Visibility), store.JSON(s.Title), store.JSON(s.Description),
		store.JSON(s.Audience), store.JSON(s.Languages), s.Contact.Name, s.Contact.Email, store.JSON(s.Parties), s.Zone,
		store.JSON(s.ShowZones), store.TextOf(s.Window.Opens), store.TextOf(s.Window.Closes), string(s.Window.For), s.Window.GroupMin,
		s.Window.GroupMax, s.Window.Places, s.Window.Waitlist, store.JSON(s.Questions), store.TextOf(s.Start), int(s.Length/time.Minute),
		s.JoinURL, store.JSON(s.Circles), s.Version, store.At(tx.Now()), store.At(announced))
	return err
}

func putTrack(tx *store.Tx, series string, n int, t Track) error {
	_, err := tx.Exec(`INSERT INTO track (id, series, n, letter, title, start, languages, places) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (id) DO UPDATE SET n = excluded.n, letter = excluded.letter, title = excluded.title, start = excluded.start,
			languages = excluded.languages, places = excluded.places`,
		t.ID, series, n, t.Letter, store.JSON(t.Title), store.TextOf(t.Start), store.JSON(t.Languages), t.Places)
	return err
}

func putSession(tx *store.Tx, series string, x Session) error {
	_, err := tx.Exec(`INSERT INTO session (id, series, n, date, start, starts, length, zone, theme, question, activity, kind, status,
		place, online, places, languages, parties, assignment, links, sequence, changed_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)
		ON CONFLICT (id) DO UPDATE SET n = excluded.n, date = excluded.date, start = excluded.start, starts = excluded.starts,
			length = excluded.length, zone = excluded.zone, theme = excluded.theme, question = excluded.question,
			activity = excluded.activity, kind = excluded.kind, status = excluded.status, place = excluded.place,
			online = excluded.online, places = excluded.places, languages = excluded.languages, parties = excluded.parties,
			assignment = excluded.assignment, links = excluded.links, sequence = excluded.sequence, changed_at = excluded.changed_at`,
		x.ID, series, x.N, x.Date.String(), store.TextOf(x.Start), store.JSON(x.Starts), int(x.Length/time.Minute), x.Zone, store.JSON(x.Theme),
		store.JSON(x.Question), store.JSON(x.Activity), string(x.Kind), string(x.Status), store.JSON(x.Place), x.Online, x.Places,
		store.JSON(x.Languages), store.JSON(x.Parties), store.JSON(x.Assignment), store.JSON(x.Links), x.Sequence, store.At(tx.Now()))
	return err
}

// removeMissing deletes tracks and sessions that the series no longer has. What
// people are registered for cannot be removed, and keeps its letter and number,
// which links and calendars name.
func (room *Room) removeMissing(tx *store.Tx, s, old *Series) error {
	var form errs.Form
	for _, t := range old.Tracks {
		is := s.TrackByID(t.ID)
		if is != nil && is.Letter == t.Letter {
			continue
		}
		used, err := tx.Found(`SELECT 1 FROM registration WHERE track = $1 UNION ALL SELECT 1 FROM delegation WHERE track = $1 LIMIT 1`, t.ID)
		if err != nil {
			return err
		}
		if used {
			form.Add("tracks", "org.series.track-used|People are registered for track {track}, so it must stay under this letter.", "track", t.Letter)
		}
		if used || is != nil {
			continue
		}
		if _, err := tx.Exec(`DELETE FROM track WHERE id = $1`, t.ID); err != nil {
			return err
		}
	}
	if err := room.keepOneTrack(tx, &form, s, old); err != nil {
		return err
	}
	registered, err := anybody(tx, old.ID)
	if err != nil {
		return err
	}
	for i := range old.Sessions {
		x := &old.Sessions[i]
		is := s.sessionByID(x.ID)
		switch {
		case is != nil && is.N == x.N:
		case is != nil && registered:
			form.Add("sessions", "org.series.sessions-order|People are registered, so sessions keep their numbers. Put new ones at the end.")
		case is != nil:
		case registered:
			form.Add("sessions", "org.series.session-used|People are registered, so session {number} must stay. Cancel it instead.", "number", x.N)
		default:
			if err := room.deleteSession(tx, x.ID); err != nil {
				return err
			}
		}
	}
	return form.Err()
}

// keepOneTrack refuses to divide a series into tracks when people registered
// without one.
func (room *Room) keepOneTrack(tx *store.Tx, form *errs.Form, s, old *Series) error {
	if len(old.Tracks) > 0 || len(s.Tracks) == 0 {
		return nil
	}
	registered, err := anybody(tx, old.ID)
	if registered {
		form.Add("tracks", "org.series.tracks-late|People are registered already, so the series cannot be divided into tracks any more.")
	}
	return err
}

func (room *Room) deleteSession(tx *store.Tx, id string) error {
	if err := room.forgetWriteUps(tx.Context(), tx, id); err != nil {
		return err
	}
	if _, err := tx.Exec(`DELETE FROM announced WHERE session = $1`, id); err != nil {
		return err
	}
	_, err := tx.Exec(`DELETE FROM session WHERE id = $1`, id)
	return err
}

// anybody tells whether anyone has registered for the series, or did once.
func anybody(tx *store.Tx, series string) (bool, error) {
	return tx.Found(`SELECT 1 FROM registration WHERE series = $1 UNION ALL SELECT 1 FROM delegation WHERE series = $1 LIMIT 1`, series)
}

func (s *Series) sessionByID(id string) *Session {
	for i := range s.Sessions {
		if s.Sessions[i].ID == id {
			return &s.Sessions[i]
		}
	}
	return nil
}

// makeWay frees letters and numbers that change hands within the series.
func makeWay(tx *store.Tx, s, old *Series) error {
	for _, t := range s.Tracks {
		if was := old.TrackByID(t.ID); was != nil && was.Letter != t.Letter {
			if _, err := tx.Exec(`UPDATE track SET letter = id WHERE id = $1`, t.ID); err != nil {
				return err
			}
		}
	}
	for _, x := range s.Sessions {
		if was := old.sessionByID(x.ID); was != nil && was.N != x.N {
			if _, err := tx.Exec(`UPDATE session SET n = -n WHERE id = $1`, x.ID); err != nil {
				return err
			}
		}
	}
	return nil
}
