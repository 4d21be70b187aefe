package letters

import (
	"context"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/when"
)

// Letters writes the mails of the series room.
type Letters struct {
	Series *series.Room
	People *people.Room
	Base   string // where links lead: https://host
}

// Renders returns what writes each kind of mail.
func (w *Letters) Renders() map[string]mail.Render {
	return map[string]mail.Render{
		series.MailRegistered: w.each(w.registered),
	}
}

// about is all that a letter about a registration draws on.
type about struct {
	R      series.Registration
	S      *series.Series
	P      people.Person
	L      *i18n.Locale
	Title  string // of the series, in the reader's language
	Letter string // of the track
	row    mail.Row
	entry  series.Entry
}

// each reads what a letter about one registration needs, and puts the frame of
// the house around what it says. A registration that is gone has no letters.
func (w *Letters) each(write func(*store.Tx, *about) (*mail.Message, error)) mail.Render {
	return func(ctx context.Context, tx *store.Tx, row mail.Row) (*mail.Message, error) {
		a, err := w.about(ctx, tx, row)
		if errs.Is(err, errs.NotFound) || (err == nil && a.P.Address == "") {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		m, err := write(tx, a)
		if m == nil || err != nil {
			return nil, err
		}
		return m, w.frame(tx, a, m)
	}
}

func (w *Letters) about(ctx context.Context, tx *store.Tx, row mail.Row) (*about, error) {
	r, s, err := w.Series.Registration(ctx, tx, auth.Itself(), row.About)
	if err != nil {
		return nil, err
	}
	p, err := w.People.Get(tx, r.Person)
	if err != nil {
		return nil, err
	}
	a := &about{R: r, S: s, P: p, L: i18n.For(r.Language).ForZone(r.Zone), row: row}
	a.Title, _ = s.Title.Pick(a.L)
	if t := s.TrackByID(r.Track); t != nil {
		a.Letter = t.Letter
	}
	a.entry = series.Entry{Base: w.Base, L: a.L, Stamp: tx.Now(), Attendee: p}
	return a, nil
}

// frame fills in what all letters share.
func (w *Letters) frame(tx *store.Tx, a *about, m *mail.Message) error {
	n, err := w.People.Network(tx)
	if err != nil {
		return err
	}
	name, _ := n.Name.Pick(a.L)
	m.To = mail.Address{Name: a.P.Name, Email: a.P.Address}
	m.ReplyTo = mail.Address{Name: a.S.Contact.Name, Email: a.S.Contact.Email}
	m.Lang, m.Dir, m.Kind = a.L.Lang, a.L.Dir(), a.row.Kind
	m.Network = mail.Network{Name: name, Colour: n.Colour, URL: w.Base + "/"}
	m.Why = mail.Body{mail.Small(a.L.T("letter.why.registered|You get this because this address was registered for {series}. If that was not you, open the link and press Remove me.", "series", a.Title))}
	return nil
}

// mine is the address of the receiver's own page.
func (w *Letters) mine(a *about) string { return w.Base + "/r/" + w.Series.Key(a.R) }

// readersZone is the zone that the receiver gave.
func (a *about) readersZone() *time.Location {
	loc, err := when.Load(a.R.Zone)
	if err != nil {
		return a.S.Location()
	}
	return loc
}
