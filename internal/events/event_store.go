package events

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

// BySlug returns the event of that address to a viewer who may see it.
func (room *Room) BySlug(ctx context.Context, tx *store.Tx, v auth.Viewer, slug string) (*Event, error) {
	return room.one(tx, v, "e.slug = $1", slug)
}

// ByID returns the event with that id to a viewer who may see it.
func (room *Room) ByID(ctx context.Context, tx *store.Tx, v auth.Viewer, id string) (*Event, error) {
	return room.one(tx, v, "e.id = $1", id)
}

func (room *Room) one(tx *store.Tx, v auth.Viewer, where, arg string) (_ *Event, err error) {
	defer errs.Wrap(&err, "load an event")
	list, err := load(tx, where, arg)
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return nil, errs.NotThere()
	}
	ok, err := room.maySee(tx, v, list[0])
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, errs.NotThere()
	}
	return list[0], nil
}

// load reads events with their dates and shares, in four queries. The condition
// is about the event e and its chapter c.
func load(tx *store.Tx, where string, args ...any) ([]*Event, error) {
	return loadAs(tx, whole, where, args...)
}

// extent is how much of an event is read.
type extent bool

const (
	whole extent = false
	brief extent = true // without what only its own page shows; for reading thousands
)

// or is a column, or nothing in its place.
func (x extent) or(column string) string {
	if x == brief {
		return "''"
	}
	return column
}

func loadAs(tx *store.Tx, much extent, where string, args ...any) ([]*Event, error) {
	list, err := store.All(tx, scanEvent, `SELECT `+much.event()+` FROM event e LEFT JOIN chapter c ON c.id = e.chapter WHERE `+where, args...)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	// Whole rows of thousands of events are slow to sort for a database.
	slices.SortFunc(list, func(a, b *Event) int { return strings.Compare(a.Slug, b.Slug) })
	byID := make(map[string]*Event, len(list))
	for _, e := range list {
		byID[e.ID] = e
	}
	if err := loadParts(tx, much, byID, where, args); err != nil {
		return nil, err
	}
	for _, e := range list {
		e.sortDates()
	}
	return list, settleHomes(tx, list)
}

// settleHomes finds the scopes in which events lie.
func settleHomes(tx *store.Tx, list []*Event) error {
	tree, err := people.ReadTree(tx)
	if err != nil {
		return err
	}
	for _, e := range list {
		e.Home = tree.Scopes(e.ChapterID)
	}
	return nil
}

// loadParts reads the dates of the events and the chapters they are shared with.
// It asks by the same condition, since a list of thousands of ids costs more than
// what is read.
func loadParts(tx *store.Tx, much extent, byID map[string]*Event, where string, args []any) error {
	from := ` FROM event e LEFT JOIN chapter c ON c.id = e.chapter `
	err := tx.Each(func(r *store.Rows) error {
		event, d, err := scanDate(r)
		if e := byID[event]; e != nil && err == nil { // nil: published while we read
			e.Dates = append(e.Dates, d)
		}
		return err
	}, `SELECT d.event, d.id, d.date, d.start, d.length, d.status, d.rule_day, d.theme, d.venue, d.online, `+much.or("d.speakers")+`, `+much.or("d.links")+`, `+
		much.or("d.places")+`, d.here_taken, d.online_taken, d.sequence, d.was, `+much.or("d.word")+from+`JOIN event_date d ON d.event = e.id WHERE `+where, args...)
	if err != nil {
		return err
	}
	return tx.Each(func(r *store.Rows) error {
		var event, chapter string
		err := r.Scan(&event, &chapter)
		if e := byID[event]; e != nil && err == nil {
			e.Shared = append(e.Shared, chapter)
		}
		return err
	}, `SELECT s.event, o.slug`+from+`JOIN event_share s ON s.event = e.id JOIN chapter o ON o.id = s.chapter WHERE `+where+` ORDER BY s.event, o.slug`, args...)
}

// event are the columns of an event, in the order in which scanEvent takes them.
func (x extent) event() string {
	return `e.id, e.slug, e.state, e.visibility, COALESCE(c.slug, ''), COALESCE(e.chapter, ''), e.kind,
		e.title, ` + x.or("e.description") + `, e.languages, e.interpreted, e.contact_name, e.contact_email, ` + x.or("e.parties") + `, e.zone, ` + x.or("e.show_zones") + `, e.start,
		e.length, e.doors, e.rule, e.venue, e.online, e.online_open, ` + x.or("e.agenda") + `, e.entry, ` + x.or("e.part_of") + `, e.image, ` + x.or("e.image_text") + `, e.version,
		e.announced_at, e.changed_at`
}

func scanEvent(r *store.Rows) (*Event, error) {
	e := &Event{}
	var minutes int
	var start *when.Clock
	var announced, changed store.Time
	err := r.Scan(&e.ID, &e.Slug, &e.State, &e.Visibility, &e.Chapter, &e.ChapterID, &e.Kind,
		store.JSON(&e.Title), store.JSON(&e.Description), store.JSON(&e.Languages), store.JSON(&e.Interpreted),
		&e.Contact.Name, &e.Contact.Email, store.JSON(&e.Parties), &e.Zone, store.JSON(&e.ShowZones), store.Maybe(&start),
		&minutes, store.Maybe(&e.Doors), store.JSON(&e.Rule), store.JSON(&e.Venue), &e.Online, &e.OnlineOpen, store.JSON(&e.Agenda),
		store.JSON(&e.Entry), store.JSON(&e.PartOf), &e.Image, store.JSON(&e.ImageText), &e.Version, &announced, &changed)
	e.Announced, e.Changed = announced.Time, changed.Time
	e.Length = time.Duration(minutes) * time.Minute
	if start != nil {
		e.Start = *start
	}
	return e, err
}

func scanDate(r *store.Rows) (event string, d Date, err error) {
	var minutes int
	var day, ruleDay *when.Date
	var was *when.Wall
	err = r.Scan(&event, &d.ID, store.Maybe(&day), store.Maybe(&d.Start), &minutes, &d.Status, store.Maybe(&ruleDay),
		store.JSON(&d.Theme), store.JSON(&d.Venue), &d.Online, store.JSON(&d.Speakers), store.JSON(&d.Links), store.JSON(&d.Places),
		&d.Taken.Here, &d.Taken.Online, &d.Sequence, store.Maybe(&was), store.JSON(&d.Word))
	d.Length = time.Duration(minutes) * time.Minute
	if day != nil {
		d.Day = *day
	}
	if ruleDay != nil {
		d.RuleDay = *ruleDay
	}
	if was != nil {
		d.Was = *was
	}
	return event, d, err
}
