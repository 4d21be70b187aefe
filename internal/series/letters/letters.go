package letters

import (
	"context"
	"net/url"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/when"
)

// Letters writes the mails of the series room.
type Letters struct {
	Series *series.Room
	People *people.Room
	Posts  *posts.Room
	Base   string // where links lead: https://host
	From   string // address that invites to series without a contact

	// ReplyTo makes the address at which a calendar's answer arrives, of a
	// registration's key; nil where no mail is taken.
	ReplyTo func(key string) string
}

// Renders returns what writes each kind of mail.
func (w *Letters) Renders() map[string]mail.Render {
	renders := map[string]mail.Render{series.MailTest: w.test}
	for kind, write := range w.writers() {
		renders[kind] = w.each(write)
	}
	for kind, write := range w.groupWriters() {
		renders[kind] = w.eachGroup(write)
	}
	return renders
}

// writer says what one kind of letter says; nil says that there is nothing to
// say any more.
type writer func(context.Context, *store.Tx, *about) (*mail.Message, error)

func (w *Letters) writers() map[string]writer {
	return map[string]writer{
		series.MailRegistered: w.registered,
		series.MailPlaced:     w.placed,
		series.MailAlready:    w.already,
		series.MailLink:       w.link,
		series.MailOffered:    w.offered,
		series.MailCancelled:  w.cancelled,
		series.MailLapsed:     w.lapsed,
		series.MailMoved:      w.moved,
		series.MailDayBefore:  w.dayBefore,
		series.MailHourBefore: w.hourBefore,
		series.MailChanged:    w.changed,
		series.MailWriteUp:    w.writeUp,
		series.MailInvited:    w.invitedBy,
		series.MailNudge:      w.nudge,
	}
}

// about is all that a letter draws on.
type about struct {
	R      series.Registration // of its receiver; the zero value in letters to a contact person
	S      *series.Series
	P      people.Person // the receiver
	L      *i18n.Locale
	Title  string             // of the series, in the reader's language
	Letter string             // of the track
	O      *series.Occurrence // the session that the letter is about, nil = none
	Zone   *time.Location     // the reader's
	City   string             // which names it
	Sample bool               // shown to an organiser who tries it out

	row   mail.Row
	entry series.Entry
	now   time.Time
}

// each reads what a letter about one registration needs, and puts the frame of
// the house around what it says. A registration that is gone has no letters.
func (w *Letters) each(write writer) mail.Render {
	return func(ctx context.Context, tx *store.Tx, row mail.Row) (*mail.Message, error) {
		a, err := w.about(ctx, tx, row)
		if errs.Is(err, errs.NotFound) || (err == nil && a.P.Address == "") {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		m, err := write(ctx, tx, a)
		if m == nil || err != nil {
			return nil, err
		}
		return m, w.frame(tx, a, m)
	}
}

func (w *Letters) about(ctx context.Context, tx *store.Tx, row mail.Row) (*about, error) {
	id, n := series.CutSession(row.About)
	r, s, err := w.Series.Registration(ctx, tx, auth.Itself(), id)
	if err != nil {
		return nil, err
	}
	p, err := w.People.Get(tx, r.Person)
	if err != nil {
		return nil, err
	}
	a := w.begin(tx, row, s, p, r.Zone, r.Language)
	a.R, a.entry.Sequence = r, r.Sequence
	if w.ReplyTo != nil {
		a.entry.Reply = w.ReplyTo(w.Series.ReplyKey(r))
	}
	if t := s.TrackByID(r.Track); t != nil {
		a.Letter = t.Letter
	}
	if n == 0 {
		return a, nil
	}
	x := s.Session(n)
	if x == nil {
		return nil, errs.NotThere()
	}
	o := s.Occurrence(x, a.Letter)
	a.O = &o
	return a, nil
}

// begin is what all letters have: the series and its reader, with the reader's
// language and hours.
func (w *Letters) begin(tx *store.Tx, row mail.Row, s *series.Series, p people.Person, zone, language string) *about {
	a := &about{S: s, P: p, L: i18n.For(language).ForZone(zone), row: row, now: tx.Now()}
	a.Title, _ = s.Title.Pick(a.L)
	a.Zone, a.City = s.Location(), a.L.City(s.Zone)
	if loc, err := when.Load(zone); err == nil {
		a.Zone, a.City = loc, a.L.City(zone)
	}
	a.entry = series.Entry{Base: w.Base, L: a.L, Stamp: a.now, Attendee: p, From: w.From, Join: func(o series.Occurrence) string { return w.way(a, o) }}
	return a
}

// frame fills in what all letters share.
func (w *Letters) frame(tx *store.Tx, a *about, m *mail.Message) error {
	contact := mail.Address{Name: a.S.Contact.Name, Email: a.S.Contact.Email}
	if err := w.People.Frame(tx, a.reader(), m, w.Base, a.row.Kind, contact); err != nil {
		return err
	}
	switch {
	case m.Why != nil:
	case a.R.Standing == series.Withdrawn:
		m.Why = mail.Body{mail.Small(a.L.T("letter.why.were|You get this because this address was registered for {series}.", "series", a.Title))}
	case a.P.Proven():
		m.Why = mail.Body{mail.Small(a.L.T("letter.why.known|You get this because you are registered for {series}.", "series", a.Title))}
	default:
		m.Why = mail.Body{mail.Small(a.L.T("letter.why.registered|You get this because this address was registered for {series}. If that was not you, open the link and press “Remove me”.", "series", a.Title))}
	}
	return nil
}

// bulk makes a message one of many, which its reader can stop with the key.
func (w *Letters) bulk(a *about, m *mail.Message, key string) {
	stop := w.Base + "/u/" + key
	m.List = &mail.ListHeaders{ID: a.S.Slug + ".series." + w.host(), Name: a.Title, Unsubscribe: stop, Post: "NO", Help: w.Base + "/s/" + a.S.Slug}
	if a.S.Contact.Email != "" {
		m.List.Owner = "mailto:" + a.S.Contact.Email
	}
	why := a.L.T("letter.why.bulk|You get this because you are registered for {series}. Changes and cancellations reach you in any case.", "series", a.Title)
	if key != w.Series.StopKey(a.R) {
		why = a.L.T("letter.why.bulk-group|You get this because a group is registered for {series} with this address as its contact. Changes and cancellations reach you in any case.", "series", a.Title)
	}
	m.Why = mail.Body{
		mail.Small(why),
		mail.Link(a.L.T("letter.stop|No more reminders and write-ups"), stop),
	}
}

func (w *Letters) host() string {
	if u, err := url.Parse(w.Base); err == nil && u.Hostname() != "" {
		return u.Hostname()
	}
	return "localhost"
}

// mine is the address of the receiver's own page.
func (w *Letters) mine(a *about) string { return w.Base + "/r/" + w.Series.Key(a.R) }

// way is the address of the way into a session: the receiver's own join page
// where there is a call, else the page of the series.
func (w *Letters) way(a *about, o series.Occurrence) string {
	if a.R.ID == "" || a.S.CallURL(o) == "" {
		return w.Base + "/s/" + a.S.Slug
	}
	return w.Base + "/join/" + w.Series.JoinKey(a.R, o.Session.N)
}
