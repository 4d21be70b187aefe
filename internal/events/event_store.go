package events

import (
	"context"
	"slices"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
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

func loadAs(tx *store.Tx, much extent, where string, args ...any) ([]*Event, error) {
	list, err := store.All(tx, much.scanEvent, `SELECT `+much.columns(eventColumns, eventPage)+` FROM event e LEFT JOIN chapter c ON c.id = e.chapter WHERE `+where, args...)
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
		event, d, err := much.scanDate(r)
		if e := byID[event]; e != nil && err == nil { // nil: published while we read
			e.Dates = append(e.Dates, d)
		}
		return err
	}, `SELECT `+much.columns(dateColumns, datePage)+from+`JOIN event_date d ON d.event = e.id WHERE `+where, args...)
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

// The columns of events and of their dates, in the order in which they are
// scanned: first what is always read, then what only an event's own page shows.
const (
	eventColumns = `e.id, e.slug, e.state, e.visibility, COALESCE(c.slug, ''), COALESCE(e.chapter, ''), e.kind, e.title, e.languages, e.interpreted,
		e.contact_name, e.contact_email, e.zone, e.start, e.length, e.doors, e.rule, e.venue, e.online, e.online_open, e.entry, e.image, e.version,
		e.announced_at, e.changed_at`
	eventPage = `e.description, e.parties, e.show_zones, e.agenda, e.part_of, e.image_text`

	dateColumns = `d.event, d.id, d.date, d.start, d.length, d.status, d.rule_day, d.theme, d.venue, d.online, d.here_taken, d.online_taken, d.sequence, d.was`
	datePage    = `d.speakers, d.links, d.places, d.word`
)

// columns are what is read of always and page.
func (x extent) columns(always, page string) string {
	if x == brief {
		return always
	}
	return always + ", " + page
}

func (x extent) scanEvent(r *store.Rows) (*Event, error) {
	e := &Event{}
	var minutes int
	var start *when.Clock
	var announced, changed store.Time
	to := append(make([]any, 0, 31), &e.ID, &e.Slug, &e.State, &e.Visibility, &e.Chapter, &e.ChapterID, &e.Kind, texts(&e.Title), store.JSON(&e.Languages), store.JSON(&e.Interpreted),
		&e.Contact.Name, &e.Contact.Email, &e.Zone, store.Maybe(&start), &minutes, store.Maybe(&e.Doors), store.JSON(&e.Rule), store.JSON(&e.Venue), &e.Online, &e.OnlineOpen,
		store.JSON(&e.Entry), &e.Image, &e.Version, &announced, &changed)
	if x == whole {
		to = append(to, texts(&e.Description), store.JSON(&e.Parties), store.JSON(&e.ShowZones), store.JSON(&e.Agenda), store.JSON(&e.PartOf), texts(&e.ImageText))
	}
	err := r.Scan(to...)
	e.Announced, e.Changed = announced.Time, changed.Time
	e.Length = time.Duration(minutes) * time.Minute
	if start != nil {
		e.Start = *start
	}
	return e, err
}

func (x extent) scanDate(r *store.Rows) (event string, d Date, err error) {
	var minutes int
	var day, ruleDay *when.Date
	var was *when.Wall
	to := append(make([]any, 0, 18), &event, &d.ID, store.Maybe(&day), store.Maybe(&d.Start), &minutes, &d.Status, store.Maybe(&ruleDay), texts(&d.Theme), store.JSON(&d.Venue), &d.Online,
		&d.Taken.Here, &d.Taken.Online, &d.Sequence, store.Maybe(&was))
	if x == whole {
		to = append(to, store.JSON(&d.Speakers), store.JSON(&d.Links), store.JSON(&d.Places), texts(&d.Word))
	}
	err = r.Scan(to...)
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

// texts reads a text in several languages as the map that it is: the store has a
// short way for those.
func texts(to *i18n.Text) *store.JSONValue { return store.JSON((*map[string]string)(to)) }
