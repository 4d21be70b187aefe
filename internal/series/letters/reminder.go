package letters

import (
	"context"

	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
)

// toCome tells whether there is still something to remind the receiver of.
func (a *about) toCome() bool { return a.stillAt() && a.R.Standing.HasPlace() && a.R.Reminders }

// stillAt tells whether the session is to come and begins when the reminder of
// it was made for: who is to come at another time was told so, and is reminded
// anew.
func (a *about) stillAt() bool {
	return a.O != nil && a.S.State == series.Published && a.S.StatusOf(a.O.Session) != series.CalledOff && a.O.Start.After(a.now) &&
		(a.Sample || a.row.NotAfter.Equal(a.O.Start))
}

// dayBefore reminds of a session the day before: what it is about, what is to
// be done until then, how the hour has moved, and the way in. It carries the
// session as an invitation.
func (w *Letters) dayBefore(ctx context.Context, tx *store.Tx, a *about) (*mail.Message, error) {
	if !a.toCome() {
		return nil, nil
	}
	o := *a.O
	m := &mail.Message{
		Subject: a.L.T("letter.day.subject|{when} {city}: {series}, session {n}", "when", a.at(o), "city", a.City, "series", a.Title, "n", o.Session.N),
		Body: mail.Body{
			a.hello(),
			mail.P(a.L.T("letter.day.first|Session {n} of {series} is on {when}, {city} time.", "n", o.Session.N, "series", a.Title, "when", a.span(o), "city", a.City)),
		},
	}
	if note := a.movedNote(o); note != "" {
		m.Body = append(m.Body, mail.P(note))
	}
	if o.Session.Status == series.Tentative {
		m.Body = append(m.Body, mail.P(a.L.T("letter.day.tentative|It is not certain yet that it takes place. We write as soon as we know.")))
	}
	if facts := a.facts(o); len(facts) > 0 {
		m.Body = append(m.Body, mail.Facts(facts))
	}
	m.Body = append(m.Body, w.wayIn(a, o)...)
	if !a.P.Proven() {
		m.Body = append(m.Body, mail.P(a.L.T("letter.day.only|This is the only reminder that we send to this address, as long as nobody has pressed “Yes, I am coming” on your page.")))
	}
	m.Body = append(m.Body, mail.Link(a.L.T("letter.day.page|Your page, also if you cannot come or want other hours"), w.mine(a)))
	w.bulk(a, m, w.Series.StopKey(a.R))
	return m, a.request(m, o)
}

// wayIn is the button that leads to a session's call; without a call there is
// none.
func (w *Letters) wayIn(a *about, o series.Occurrence) mail.Body {
	if a.S.CallURL(o) == "" {
		return nil
	}
	return mail.Body{
		mail.Button(a.L.T("series.join.open|Go to the session"), w.way(a, o)),
		mail.Small(a.L.T("letter.join.opens|The way in opens at {time}. The link is yours alone; please do not pass it on.", "time", a.L.Time(o.Start.Add(-series.JoinBefore).In(a.Zone)))),
	}
}

// hourBefore is short: when, and the way in.
func (w *Letters) hourBefore(ctx context.Context, tx *store.Tx, a *about) (*mail.Message, error) {
	if !a.toCome() {
		return nil, nil
	}
	o := *a.O
	at := a.L.Time(o.Start.In(a.Zone))
	m := &mail.Message{
		Subject: a.L.T("letter.hour.subject|At {time} {city}: {series}, session {n}", "time", at, "city", a.City, "series", a.Title, "n", o.Session.N),
		Body: mail.Body{
			mail.P(a.L.T("letter.hour.first|Session {n} of {series} begins at {time}, {city} time.", "n", o.Session.N, "series", a.Title, "time", at, "city", a.City)),
		},
	}
	if p := o.Session.Place; p != nil {
		m.Body = append(m.Body, mail.Facts([][2]string{{a.L.T("letter.place|Where"), joinLines(p.Name, p.Address, p.Notes)}}))
	}
	if way := w.wayIn(a, o); way != nil {
		m.Body = append(m.Body, way...)
	} else {
		m.Body = append(m.Body, mail.Link(a.L.T("letter.mine|Open my registration"), w.mine(a)))
	}
	w.bulk(a, m, w.Series.StopKey(a.R))
	return m, nil
}
