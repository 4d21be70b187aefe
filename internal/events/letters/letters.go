package letters

import (
	"context"
	"net/url"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/store"
)

// Letters writes the mails of the events room.
type Letters struct {
	Events *events.Room
	People *people.Room
	Posts  *posts.Room
	Base   string // where links lead: https://host
	From   string // address that invites to events without a contact

	// ReplyTo makes the address at which a calendar's answer arrives, of a
	// registration's key; nil where no mail is taken.
	ReplyTo func(key string) string
}

// Renders returns what writes each kind of mail.
func (w *Letters) Renders() map[string]mail.Render {
	renders := map[string]mail.Render{}
	for kind, write := range map[string]writer{
		events.MailRegistered: w.registered,
		events.MailPlaced:     w.placed,
		events.MailAlready:    w.already,
		events.MailLink:       w.link,
		events.MailOffered:    w.offered,
		events.MailCancelled:  w.cancelled,
		events.MailLapsed:     w.lapsed,
		events.MailDayBefore:  w.dayBefore,
		events.MailHourBefore: w.hourBefore,
		events.MailChanged:    w.changed,
		events.MailWriteUp:    w.writeUp,
	} {
		renders[kind] = w.each(write)
	}
	return renders
}

// writer says what one kind of letter says; nil says that there is nothing to
// say any more.
type writer func(context.Context, *store.Tx, *about) (*mail.Message, error)

// about is all that a letter draws on.
type about struct {
	people.Reader
	R     events.Registration
	E     *events.Event
	Title string              // in the reader's language
	Mine  []events.Occurrence // the receiver's dates that are still to come
	Off   []events.Occurrence // those that were to come, and are off
	O     *events.Occurrence  // the date that the letter is about, nil = none

	row   mail.Row
	entry events.Entrance
}

// each reads what a letter about one registration needs, and puts the frame of
// the house around what it says. A registration that is gone has no letters.
func (w *Letters) each(write writer) mail.Render {
	return func(ctx context.Context, tx *store.Tx, row mail.Row) (*mail.Message, error) {
		a, err := w.about(ctx, tx, row)
		if errs.Is(err, errs.NotFound) || err == nil && a.P.Address == "" {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		m, err := write(ctx, tx, a)
		if m == nil || err != nil {
			return nil, err
		}
		if m.Why == nil {
			m.Why = mail.Body{mail.Small(a.why())}
		}
		contact := mail.Address{Name: a.E.Contact.Name, Email: a.E.Contact.Email}
		return m, w.People.Frame(tx, a.Reader, m, w.Base, row.Kind, contact)
	}
}

func (w *Letters) about(ctx context.Context, tx *store.Tx, row mail.Row) (*about, error) {
	id, date := events.CutDate(row.About)
	r, e, err := w.Events.Registration(ctx, tx, auth.Itself(), id)
	if err != nil {
		return nil, err
	}
	p, err := w.People.Get(tx, r.Person)
	if err != nil {
		return nil, err
	}
	a := &about{Reader: people.ReaderOf(p, r.Zone, r.Language, tx.Now()), R: r, E: e, row: row}
	a.Title, _ = e.Title.Pick(a.L)
	a.Mine, a.Off = e.ComingTo(&r, a.Now), e.OffTo(&r, a.Now)
	a.entry = events.Entrance{Base: w.Base, L: a.L, Stamp: a.Now, Attendee: p, From: w.From, Sequence: r.Sequence, Way: r.Way}
	if w.ReplyTo != nil {
		a.entry.Reply = w.ReplyTo(w.Events.ReplyKey(r))
	}
	if date == "" {
		return a, nil
	}
	d := e.Date(date)
	if d == nil {
		return nil, errs.NotThere()
	}
	o := e.Occurrence(d)
	a.O = &o
	return a, nil
}

// why says in the foot why the reader gets the letter.
func (a *about) why() string {
	switch {
	case a.R.Standing == events.Withdrawn:
		return a.L.T("letter.why.were|You get this because this address was registered for {series}.", "series", a.Title)
	case a.P.Proven():
		return a.L.T("letter.why.known|You get this because you are registered for {series}.", "series", a.Title)
	}
	return a.L.T("letter.event.why|You get this because this address was registered for {event}. If that was not you, open the link and give the place up.", "event", a.Title)
}

// mine is the address of the receiver's own page.
func (w *Letters) mine(a *about) string { return w.Base + "/er/" + w.Events.Key(a.R) }

// open is the button that leads to it.
func (w *Letters) open(a *about) mail.Block {
	return mail.Button(a.L.T("letter.mine|Open my registration"), w.mine(a))
}

// bulk makes a message one of many, which its reader can stop.
func (w *Letters) bulk(a *about, m *mail.Message) {
	stop := w.Base + "/eu/" + w.Events.StopKey(a.R)
	m.List = &mail.ListHeaders{ID: a.E.Slug + ".event." + w.host(), Name: a.Title, Unsubscribe: stop, Post: "NO", Help: w.Base + a.E.Door()}
	if a.E.Contact.Email != "" {
		m.List.Owner = "mailto:" + a.E.Contact.Email
	}
	m.Why = mail.Body{
		mail.Small(a.L.T("letter.why.bulk|You get this because you are registered for {series}. Changes and cancellations reach you in any case.", "series", a.Title)),
		mail.Link(a.L.T("letter.event.stop|No more reminders of this event"), stop),
	}
}

func (w *Letters) host() string {
	if u, err := url.Parse(w.Base); err == nil && u.Hostname() != "" {
		return u.Hostname()
	}
	return "localhost"
}
