package events

import (
	"time"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/when"
)

// adopt gives the new state of an event the ids, counters and sequences of what
// it replaces. Dates that bring an id of old's are those; of the others, one
// that the rule gives on a day is the date that it gave on that day before.
func (e *Event) adopt(old *Event) {
	if old == nil {
		old = &Event{ID: store.NewID()}
	}
	e.ID, e.Version = old.ID, old.Version+1
	seen := map[string]bool{} // so that nothing is adopted twice
	for i := range e.Dates {
		d := &e.Dates[i]
		was := old.Date(d.ID)
		if was == nil && !d.RuleDay.IsZero() {
			was = old.ruleDate(d.RuleDay)
		}
		d.ID, d.Taken, d.Sequence, d.Was = store.NewID(), Taken{}, 0, when.Wall{}
		if was != nil && !seen[was.ID] {
			seen[was.ID] = true
			d.ID, d.Taken, d.Sequence, d.Was = was.ID, was.Taken, was.Sequence, was.Was
		}
	}
}

// ruleDate is the date that the rule gave on a day, or nil.
func (e *Event) ruleDate(day when.Date) *Date {
	for i := range e.Dates {
		if e.Dates[i].RuleDay == day {
			return &e.Dates[i]
		}
	}
	return nil
}

// put writes a whole event in place of old, which may be nil. Dates that old
// has and e has not are removed, if nobody ever registered for them. One that
// was left out goes as well, a day later: until then letters may still tell of it
// those who were to come.
func (room *Room) put(tx *store.Tx, e, old *Event) error {
	if err := putEvent(tx, e); err != nil {
		return err
	}
	if old != nil {
		if err := room.removeMissing(tx, e, old); err != nil {
			return err
		}
	}
	for i := range e.Dates {
		if err := putDate(tx, e, &e.Dates[i]); err != nil {
			return err
		}
	}
	if err := room.putShares(tx, e); err != nil {
		return err
	}
	if err := room.refindWriteUps(tx.Context(), tx, e, old); err != nil {
		return err
	}
	return e.putFindable(tx)
}

func putEvent(tx *store.Tx, e *Event) error {
	var announced time.Time
	if e.State != Draft {
		announced = tx.Now()
	}
	_, err := tx.Exec(`INSERT INTO event (id, slug, chapter, state, visibility, kind, title, description, languages, interpreted, contact_name,
		contact_email, parties, zone, show_zones, start, length, doors, rule, venue, online, online_open, agenda, entry, part_of, image,
		image_text, version, ends_at, made_at, changed_at, announced_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26,
			$27, $28, $29, $30, $30, $31)
		ON CONFLICT (id) DO UPDATE SET slug = excluded.slug, chapter = excluded.chapter, state = excluded.state,
			visibility = excluded.visibility, kind = excluded.kind, title = excluded.title, description = excluded.description,
			languages = excluded.languages, interpreted = excluded.interpreted, contact_name = excluded.contact_name,
			contact_email = excluded.contact_email, parties = excluded.parties, zone = excluded.zone, show_zones = excluded.show_zones,
			start = excluded.start, length = excluded.length, doors = excluded.doors, rule = excluded.rule, venue = excluded.venue,
			online = excluded.online, online_open = excluded.online_open, agenda = excluded.agenda, entry = excluded.entry,
			part_of = excluded.part_of, image = excluded.image, image_text = excluded.image_text, version = excluded.version,
			ends_at = excluded.ends_at, changed_at = excluded.changed_at,
			announced_at = COALESCE(event.announced_at, excluded.announced_at)`,
		e.ID, e.Slug, store.OrNull(e.ChapterID), string(e.State), string(e.Visibility), string(e.Kind), store.JSON(e.Title),
		store.JSON(e.Description), store.JSON(e.Languages), store.JSON(e.Interpreted), e.Contact.Name, e.Contact.Email,
		store.JSON(e.Parties), e.Zone, store.JSON(e.ShowZones), e.Start.String(), int(e.Length/time.Minute), store.TextOf(e.Doors),
		store.JSON(e.Rule), store.JSON(e.Venue), e.Online, e.OnlineOpen, store.JSON(e.Agenda), store.JSON(e.Entry), store.JSON(e.PartOf),
		e.Image, store.JSON(e.ImageText), e.Version, store.At(e.Ends()), store.At(tx.Now()), store.At(announced))
	return err
}

// putDate writes a date. The places taken are not its own to write: they are
// counted where somebody takes one.
func putDate(tx *store.Tx, e *Event, d *Date) error {
	limits := e.PlacesOn(d)
	_, err := tx.Exec(`INSERT INTO event_date (id, event, date, start, length, status, rule_day, theme, venue, online, speakers, links, places,
		here_places, online_places, sequence, was, word, changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
		ON CONFLICT (id) DO UPDATE SET date = excluded.date, start = excluded.start, length = excluded.length, status = excluded.status,
			rule_day = excluded.rule_day, theme = excluded.theme, venue = excluded.venue, online = excluded.online,
			speakers = excluded.speakers, links = excluded.links, places = excluded.places, here_places = excluded.here_places,
			online_places = excluded.online_places, sequence = excluded.sequence, was = excluded.was, word = excluded.word, changed_at = excluded.changed_at`,
		d.ID, e.ID, d.Day.String(), store.TextOf(d.Start), int(d.Length/time.Minute), string(d.Status), d.RuleDay.String(),
		store.JSON(d.Theme), store.JSON(d.Venue), d.Online, store.JSON(d.Speakers), store.JSON(d.Links), store.JSON(d.Places),
		limits.Here, limits.Online, d.Sequence, d.Was.String(), store.JSON(d.Word), store.At(tx.Now()))
	return err
}

// untilTold is how long a date that was left out is kept for the letters about
// that: until they have surely gone out, also where no mail could for some hours.
const untilTold = 24 * time.Hour

func (room *Room) removeMissing(tx *store.Tx, e, old *Event) error {
	var form errs.Form
	for i := range old.Dates {
		d := &old.Dates[i]
		if e.Date(d.ID) != nil {
			continue
		}
		used, err := tx.Found(`SELECT 1 FROM event_registration WHERE event = $1 AND (date = $2 OR date = '') LIMIT 1`, e.ID, d.ID)
		if err != nil {
			return err
		}
		if used && d.Status != Skipped {
			form.Add("dates", "org.event.date-used|People are registered, so {date} must stay. Cancel it instead.", "date", d.Day.String())
			continue
		}
		fresh, err := tx.Found(`SELECT 1 FROM event_date WHERE id = $1 AND changed_at > $2`, d.ID, store.At(tx.Now().Add(-untilTold)))
		if err != nil {
			return err
		}
		if used && fresh {
			continue
		}
		if err := room.forgetWriteUps(tx.Context(), tx, d.ID); err != nil {
			return err
		}
		for _, statement := range []string{`DELETE FROM event_attendance WHERE date = $1`, `DELETE FROM event_told WHERE date = $1`, `DELETE FROM event_letter WHERE date = $1`, `DELETE FROM event_date WHERE id = $1`} {
			if _, err := tx.Exec(statement, d.ID); err != nil {
				return err
			}
		}
	}
	return form.Err()
}
