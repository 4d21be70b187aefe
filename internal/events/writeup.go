package events

import (
	"context"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/store"
)

// WriteUpFor is how long a write-up is news.
const WriteUpFor = 7 * 24 * time.Hour

// WrittenUp is what this room tells the posts room of dates.
func (room *Room) WrittenUp() posts.Subject {
	return posts.Subject{Things: room.things, Missed: room.missed, Tell: room.tellWriteUp}
}

// things are the dates with these ids whose events the viewer sees.
func (room *Room) things(ctx context.Context, tx *store.Tx, v auth.Viewer, dates []string) (_ map[string]posts.Thing, err error) {
	defer errs.Wrap(&err, "find what write-ups are about")
	list, err := ofDates(tx, dates)
	if err != nil {
		return nil, err
	}
	goes, err := room.comesTo(tx, v)
	if err != nil {
		return nil, err
	}
	shares, err := sharesOf(tx, list)
	if err != nil {
		return nil, err
	}
	asked := map[string]bool{}
	for _, id := range dates {
		asked[id] = true
	}
	things := map[string]posts.Thing{}
	for _, e := range list {
		sees := room.shows(v, e) || e.State != Draft && goes[e.ID]
		for i := range e.Dates {
			if d := &e.Dates[i]; sees && asked[d.ID] {
				thing := room.thing(v, e, d)
				thing.Shared = shares[e.ID]
				things[d.ID] = thing
			}
		}
	}
	return things, nil
}

// ofDates reads the events of some dates.
func ofDates(tx *store.Tx, dates []string) ([]*Event, error) {
	in, args := store.In(tx, "id", 1, dates)
	return loadAs(tx, brief, "e.id IN (SELECT event FROM event_date WHERE "+in+")", args...)
}

func (room *Room) thing(v auth.Viewer, e *Event, d *Date) posts.Thing {
	o := e.Occurrence(d)
	t := posts.Thing{Title: e.Title, Theme: d.Theme, Start: o.Start, End: o.End, Off: !e.Expects(d), Open: e.State != Draft && e.Visibility == Public,
		Contact: e.Contact, Chapter: e.ChapterID, Scopes: e.Home, Slug: e.Slug, Page: "/e/" + e.Slug, Desk: "/e/" + e.Slug, Form: "/o/e/" + e.Slug + "/d/" + d.ID + "/write-up"}
	if len(e.Dates) > 1 {
		t.Slug += "-" + d.Day.String()
	}
	if room.WorksOn(v, e) {
		t.Desk = "/o" + t.Page
	}
	return t
}

// tellWriteUp has the text about a date mailed, once, to those with a place on
// it who are not noted as there, and not before it is over: nobody has missed
// what is still to come. Nobody has missed a date that was cancelled, either.
func (room *Room) tellWriteUp(ctx context.Context, tx *store.Tx, v auth.Viewer, date string) error {
	list, err := ofDates(tx, []string{date})
	if err != nil || len(list) == 0 || list[0].State == Draft || !list[0].Expects(list[0].Date(date)) {
		return err
	}
	e := list[0]
	first, err := once(tx, date, MailWriteUp)
	if err != nil || !first {
		return err
	}
	at := tx.Now()
	if o := e.Occurrence(e.Date(date)); o.End.After(at) {
		at = o.End
	}
	if err = begin(tx, letter{Date: date, Kind: MailWriteUp, SendAt: at, Since: at}, nil); err != nil {
		return err
	}
	return room.note(tx, v, "event.write-up", e.ID)
}

// missed counts the people with a place on a date who are not noted as there.
// Those who want no mail of this kind, or have not answered, are not counted.
func (room *Room) missed(ctx context.Context, tx *store.Tx, date string) (count int, err error) {
	err = tx.Row(`SELECT COUNT(*) FROM event_date d JOIN event_registration r ON r.event = d.event AND `+forDate("r", "d.id")+`
		JOIN person p ON p.id = r.person
		WHERE d.id = $1 AND r.state IN ('registered', 'offered') AND r.reminders AND p.address_ix IS NOT NULL AND p.proven_at IS NOT NULL
			AND NOT EXISTS (SELECT 1 FROM event_attendance a WHERE a.date = d.id AND a.registration = r.id AND a.there)`, date).Scan(&count)
	return count, err
}

// WasThere tells whether somebody is noted as having been there on a date, to
// themselves and to who takes its attendance.
func (room *Room) WasThere(tx *store.Tx, v auth.Viewer, e *Event, r Registration, date string) (bool, error) {
	if !v.Is(r.Person) && !room.May(v, e, auth.TakeAttendance) {
		return false, errs.NotThere()
	}
	return tx.Found(`SELECT 1 FROM event_attendance WHERE date = $1 AND registration = $2 AND there`, date, r.ID)
}

// forgetWriteUps lets drafts about dates go with them.
func (room *Room) forgetWriteUps(ctx context.Context, tx *store.Tx, dates ...string) error {
	if room.Posts == nil {
		return nil
	}
	return room.Posts.Forget(ctx, tx, posts.Date, dates...)
}

// refindWriteUps lets the texts about the dates be found by who sees the event
// now.
func (room *Room) refindWriteUps(ctx context.Context, tx *store.Tx, e, old *Event) error {
	if room.Posts == nil || old == nil || e.State == old.State && e.Visibility == old.Visibility {
		return nil
	}
	return room.Posts.Refind(ctx, tx, posts.Date, e.DateIDs()...)
}

// DateIDs are the ids of its dates.
func (e *Event) DateIDs() []string {
	ids := make([]string, len(e.Dates))
	for i, d := range e.Dates {
		ids[i] = d.ID
	}
	return ids
}
