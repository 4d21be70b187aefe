package letters

import (
	"context"
	"encoding/json"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
)

// test shows an organiser a letter of a series as it would come if they were
// registered: in their own hours and language, with a registration that is not
// there. Its links lead nowhere, and it says so.
func (w *Letters) test(ctx context.Context, tx *store.Tx, row mail.Row) (*mail.Message, error) {
	var t series.Test
	if err := json.Unmarshal(row.Payload, &t); err != nil {
		return nil, err
	}
	s, err := w.Series.ByID(ctx, tx, auth.Itself(), row.About)
	if errs.Is(err, errs.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	p, err := w.People.Get(tx, row.Person)
	if err != nil || p.Address == "" {
		return nil, err
	}
	a := w.begin(tx, row, s, p, p.Zone, row.Lang)
	a.Sample, a.Letter = true, t.Track
	if !w.suppose(a, t) {
		return nil, nil
	}
	m, err := w.sample(ctx, tx, a, t)
	if m == nil || err != nil {
		return nil, err
	}
	m.List = nil
	m.Subject = a.L.T("letter.test.subject|Test: {subject}", "subject", m.Subject)
	m.Body = append(mail.Body{mail.Small(a.L.T("letter.test|This is a test to yourself. Those who are registered get it like this, in their own hours and language; here the personal links lead nowhere."))}, m.Body...)
	m.Why = mail.Body{mail.Small(a.L.T("letter.why.test|You get this because you asked for it on the page of {series}.", "series", a.Title))}
	return m, w.frame(tx, a, m)
}

// suppose makes up the registration and the session of a letter on trial. The
// clock of the letter stands where such a letter would be sent.
func (w *Letters) suppose(a *about, t series.Test) bool {
	a.R = series.Registration{ID: sampleID, Series: a.S.ID, Person: a.P.ID, Standing: series.Registered, Zone: a.P.Zone,
		Language: a.L.Lang, Reminders: true, MadeAt: a.now, AnsweredAt: a.now}
	if track := a.S.Track(a.Letter); track != nil {
		a.R.Track = track.ID
	}
	x := a.S.Session(t.Session)
	if x == nil {
		next, ok := a.S.Next(a.Letter, a.now)
		if !ok {
			if len(a.S.Sessions) == 0 {
				return false
			}
			next = a.S.Occurrence(&a.S.Sessions[len(a.S.Sessions)-1], a.Letter)
		}
		x = next.Session
	}
	o := a.S.Occurrence(x, a.Letter)
	a.O = &o
	switch t.Kind {
	case series.MailDayBefore:
		a.now = o.Start.Add(-series.DayBefore)
	case series.MailHourBefore:
		a.now = o.Start.Add(-series.HourBefore)
	case series.MailWriteUp:
		a.now = o.End
	default:
		if !o.End.After(a.now) {
			a.now = o.Start.Add(-series.DayBefore)
		}
	}
	return true
}

// sampleID stands where the id of a registration would.
const sampleID = "test"

func (w *Letters) sample(ctx context.Context, tx *store.Tx, a *about, t series.Test) (*mail.Message, error) {
	published := *a.S // a draft can be tried out too
	published.State = series.Published
	a.S = &published
	switch t.Kind {
	case series.MailChanged:
		list := []series.Difference{sampleDifference(*a.O)}
		m := w.tellDifferences(a, list)
		return m, a.carry(m, list)
	case series.MailWriteUp:
		post, err := w.Posts.WriteUp(ctx, tx, auth.Itself(), posts.About{Kind: posts.Session, ID: a.O.Session.ID})
		if errs.Is(err, errs.NotFound) {
			post, err = posts.Post{Slug: sampleID, Title: i18n.Text{a.L.Lang: a.L.T("letter.test.write-up|(the title of the write-up)")}}, nil
		}
		if err != nil {
			return nil, err
		}
		return w.tellWriteUp(a, post), nil
	}
	write := w.writers()[t.Kind]
	if write == nil {
		return nil, nil
	}
	return write(ctx, tx, a)
}
