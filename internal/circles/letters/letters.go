package letters

import (
	"context"
	"encoding/json"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/ical"
	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
)

// Letters writes the mails of the circles room.
type Letters struct {
	Circles *circles.Room
	People  *people.Room
	Base    string // where links lead: https://host
	From    string // address that invites to series without a contact
}

// writer says what one kind of letter says; nil says that there is nothing to
// say any more.
type writer func(context.Context, *store.Tx, *about) (*mail.Message, error)

// Renders returns what writes each kind of mail.
func (w *Letters) Renders() map[string]mail.Render {
	renders := map[string]mail.Render{}
	for kind, write := range map[string]writer{
		circles.MailYes: w.yes, circles.MailAlready: w.already, circles.MailWithdrawn: w.withdrawn,
		circles.MailPlaced: w.placed, circles.MailMoved: w.moved, circles.MailHour: w.hour, circles.MailGone: w.gone, circles.MailUnplaced: w.unplaced,
		circles.MailSwapAsked: w.swapAsked, circles.MailDeclined: w.declined, circles.MailSwapped: w.swapped,
		circles.MailTurns: w.turns, circles.MailLeaderless: w.leaderless, circles.MailChanged: w.changed, circles.MailSeries: w.series, circles.MailCode: w.code,
		circles.MailDayBefore: w.dayBefore, circles.MailHourBefore: w.hourBefore,
	} {
		renders[kind] = w.each(write)
	}
	return renders
}

// about is all that a letter draws on.
type about struct {
	circles.Letter
	people.Reader
	Title string // of the series, in the reader's language

	row   mail.Row
	entry circles.Entry
}

// each reads what a letter needs, and puts the frame of the house around what
// it says.
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
		contact := mail.Address{Name: a.S.Contact.Name, Email: a.S.Contact.Email}
		return m, w.People.Frame(tx, a.Reader, m, w.Base, row.Kind, contact)
	}
}

func (w *Letters) about(ctx context.Context, tx *store.Tx, row mail.Row) (*about, error) {
	x, err := w.Circles.Letter(ctx, tx, auth.Itself(), row.About)
	if err != nil {
		return nil, err
	}
	p, err := w.People.Get(tx, x.In.Person)
	if err != nil {
		return nil, err
	}
	a := &about{Letter: x, Reader: people.ReaderOf(p, x.In.Zone, x.In.Language, tx.Now()), row: row}
	a.Title, _ = x.S.Title.Pick(a.L)
	a.entry = w.Circles.Entry(x, w.Base)
	a.entry.L, a.entry.Stamp, a.entry.Attendee, a.entry.From = a.L, a.Now, p, w.From
	return a, nil
}

// why says in the foot why the reader gets the letter.
func (a *about) why() string {
	if a.P.Proven() {
		return a.L.T("letter.circle.why|You get this because you said yes to a circle in {series}.", "series", a.Title)
	}
	return a.L.T("letter.circle.why.unknown|You get this because somebody said yes to a circle in {series} with this address. If that was not you, open the link and press Remove me.", "series", a.Title)
}

// confirm asks those whose address has not answered for a sign.
func (a *about) confirm() mail.Body {
	if a.P.Proven() {
		return nil
	}
	return mail.Body{mail.P(a.L.T("circles.mine.answer.text|Please confirm once that this address is yours. Until then we write to it as little as possible."))}
}

// mine is the address of the receiver's own page.
func (w *Letters) mine(a *about) string { return w.Base + "/circle/" + w.Circles.Key(a.In) }

// way is the address of the receiver's way into a meeting.
func (w *Letters) way(a *about, n int) string { return a.entry.Way(n) }

// open is the button that leads to the receiver's own page.
func (w *Letters) open(a *about) mail.Block {
	return mail.Button(a.L.T("letter.circle.open|Open my circle"), w.mine(a))
}

// bulk makes a message one of many, which its reader can stop.
func (w *Letters) bulk(a *about, m *mail.Message) {
	stop := w.Base + "/u/circle/" + w.Circles.StopKey(a.In)
	m.List = &mail.ListHeaders{ID: ical.UID(a.S.Slug+".circles", w.Base), Name: a.Title, Unsubscribe: stop, Post: "NO", Help: w.Base + "/s/" + a.S.Slug}
	m.List.ID = listID(m.List.ID)
	if a.S.Contact.Email != "" {
		m.List.Owner = "mailto:" + a.S.Contact.Email
	}
	m.Why = mail.Body{
		mail.Small(a.L.T("letter.circle.why.bulk|You get this because you are in a circle of {series}. Changes reach you in any case.", "series", a.Title)),
		mail.Link(a.L.T("letter.circle.stop|No more reminders"), stop),
	}
}

// payload reads what the row carries.
func payload[T any](a *about) (x T, err error) {
	if len(a.row.Payload) > 0 {
		err = json.Unmarshal(a.row.Payload, &x)
	}
	return x, err
}

// alive tells whether the series still takes place and the reader still says
// yes.
func (a *about) alive() bool { return a.S.State == series.Published && a.In.State == circles.Yes }
