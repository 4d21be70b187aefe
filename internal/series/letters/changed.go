package letters

import (
	"context"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
)

// changed tells what was and what is, of every session that changed since the
// receiver was last told, in one letter.
func (w *Letters) changed(ctx context.Context, tx *store.Tx, a *about) (*mail.Message, error) {
	if a.R.Standing == series.Withdrawn || a.R.Standing == series.InDraft {
		return nil, nil
	}
	since := a.R.MadeAt
	if a.R.ConfirmedAt.After(since) { // a confirmation says how everything is
		since = a.R.ConfirmedAt
	}
	list, err := w.Series.Differences(ctx, tx, auth.Itself(), a.S, a.Letter, since, a.R.ToldUntil, a.row.SendAt)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	m := w.tellDifferences(a, list)
	switch {
	case a.S.State != series.Published:
	case len(list) == 1 && list[0].Has(series.WasCancelled):
		m.Body = append(m.Body, mail.Link(a.L.T("letter.mine|Open my registration"), w.mine(a)))
	default:
		m.Body = append(m.Body, mail.Link(a.L.T("letter.changed.mine|If this does not suit you, you can change your hours or cancel here"), w.mine(a)))
	}
	if !a.R.Standing.HasPlace() {
		return m, nil
	}
	return m, a.carry(m, list)
}

// tellDifferences says what changed.
func (w *Letters) tellDifferences(a *about, list []series.Difference) *mail.Message {
	switch {
	case a.S.State == series.Cancelled:
		return w.seriesCancelled(a, list)
	case len(list) == 1:
		return w.oneDifference(a, list[0])
	}
	return w.manyDifferences(a, list)
}

func (w *Letters) seriesCancelled(a *about, list []series.Difference) *mail.Message {
	m := &mail.Message{
		Subject: a.L.T("letter.changed.subject.series-off|Series cancelled: {series}, from {when} {city} on", "series", a.Title, "when", a.moment(list[0].Before()), "city", a.City),
		Body: mail.Body{
			a.hello(),
			mail.P(a.L.T("letter.changed.series|{series} has been cancelled, and no more sessions take place. The next one would have been on {when}, {city} time.", "series", a.Title, "when", a.moment(list[0].Before()), "city", a.City)),
		},
	}
	if a.S.Contact.Name != "" && a.S.Contact.Email != "" {
		m.Body = append(m.Body, mail.P(a.L.T("letter.changed.ask|If you have questions, simply answer this mail. {contact} reads it.", "contact", a.S.Contact.Name)))
	}
	return m
}

// oneDifference says it in one sentence, where it can be said in one.
func (w *Letters) oneDifference(a *about, d series.Difference) *mail.Message {
	when, n := a.at(d.O), d.O.Session.N
	args := []any{"when", when, "city", a.City, "series", a.Title, "n", n}
	m := &mail.Message{Body: mail.Body{a.hello()}}
	say := func(subject, text string) {
		m.Subject = subject
		m.Body = append(m.Body, mail.P(text))
	}
	switch {
	case d.Has(series.WasCancelled):
		args[1] = a.moment(d.Before())
		say(a.L.T("letter.changed.subject.cancelled|Cancelled: {when} {city} – {series}", args...),
			a.L.T("letter.changed.cancelled|Session {n} of {series} on {when}, {city} time, has been cancelled.", args...))
		if next, ok := a.S.Next(a.Letter, a.now); ok {
			m.Body = append(m.Body, mail.P(a.L.T("letter.changed.next|The next session is on {when}, {city} time.", "when", a.span(next), "city", a.City)))
		}
		return m
	case d.Has(series.Added):
		say(a.L.T("letter.changed.subject.added|New: {when} {city} – {series}", args...),
			a.L.T("letter.changed.added|There is a new session of {series}.", args...))
	case d.Has(series.Reinstated):
		say(a.L.T("letter.changed.subject.reinstated|It takes place after all: {when} {city} – {series}", args...),
			a.L.T("letter.changed.reinstated|Session {n} of {series} had been cancelled, and takes place after all.", args...))
	case d.Has(series.ChangedTime):
		say(a.L.T("letter.changed.subject.moved|Moved to {when} {city}: {series}", args...),
			a.L.T("letter.changed.moved|Session {n} of {series} has been moved.", args...))
	case d.Has(series.ChangedPlace):
		say(a.L.T("letter.changed.subject.place|Another place on {when} {city}: {series}", args...),
			a.L.T("letter.changed.place|Session {n} of {series} meets in another place.", args...))
	case d.Has(series.Confirmed):
		say(a.L.T("letter.changed.subject.certain|Now certain: {when} {city} – {series}", args...),
			a.L.T("letter.changed.certain|Session {n} of {series} is certain now: it takes place.", args...))
	default:
		say(a.L.T("letter.changed.subject.tentative|Not certain yet: {when} {city} – {series}", args...),
			a.L.T("letter.changed.tentative|It is no longer certain that session {n} of {series} takes place. We write as soon as we know.", args...))
	}
	m.Body = append(m.Body, mail.Facts(a.wasAndIs(d)))
	return m
}

// wasAndIs are the hours and the place of a session, before and now.
func (a *about) wasAndIs(d series.Difference) [][2]string {
	var list [][2]string
	if d.Has(series.ChangedTime) {
		list = append(list, [2]string{a.L.T("letter.changed.was|Was"), a.spanOf(d.Was.Start, d.Was.End)})
	}
	list = append(list, [2]string{a.L.T("letter.changed.is|Now, {city} time", "city", a.City), a.span(d.O)})
	if p := d.O.Session.Place; p != nil && d.Has(series.ChangedPlace, series.Added, series.Reinstated) {
		list = append(list, [2]string{a.L.T("letter.place|Where"), joinLines(p.Name, p.Address, p.Notes)})
	} else if d.Has(series.ChangedPlace) {
		list = append(list, [2]string{a.L.T("letter.place|Where"), a.L.T("letter.place.online|Online only")})
	}
	return list
}

// manyDifferences lists them, session by session.
func (w *Letters) manyDifferences(a *about, list []series.Difference) *mail.Message {
	first := list[0].O
	if next, ok := a.S.Next(a.Letter, a.now); ok {
		first = next
	}
	m := &mail.Message{
		Subject: a.L.T("letter.changed.subject.many|{n} session has changed: {series}, next {when} {city}|{n} sessions have changed: {series}, next {when} {city}",
			"n", len(list), "series", a.Title, "when", a.at(first), "city", a.City),
		Body: mail.Body{
			a.hello(),
			mail.P(a.L.T("letter.changed.many|Some sessions of {series} have changed. All hours are {city} time.", "series", a.Title, "city", a.City)),
		},
	}
	var facts [][2]string
	for _, d := range list {
		facts = append(facts, [2]string{a.sessionName(d.O), a.difference(d)})
	}
	m.Body = append(m.Body, mail.Facts(facts))
	if next, ok := a.S.Next(a.Letter, a.now); ok {
		m.Body = append(m.Body, mail.P(a.L.T("letter.changed.next|The next session is on {when}, {city} time.", "when", a.span(next), "city", a.City)))
	}
	return m
}

// sessionName is "Session 3", or "Session 3 – Charting".
func (a *about) sessionName(o series.Occurrence) string {
	if theme := a.theme(o); theme != "" {
		return a.L.T("letter.session.name-theme|Session {n} – {theme}", "n", o.Session.N, "theme", theme)
	}
	return a.L.T("letter.session.name|Session {n}", "n", o.Session.N)
}

// difference is what changed of one session among several, in a line or two.
func (a *about) difference(d series.Difference) string {
	now := a.span(d.O)
	switch {
	case d.Has(series.WasCancelled):
		return a.L.T("letter.changed.line.cancelled|{when}: cancelled", "when", a.spanOf(d.Before(), d.BeforeEnd()))
	case d.Has(series.Added):
		return a.L.T("letter.changed.line.added|New: {when}", "when", now)
	case d.Has(series.Reinstated):
		return a.L.T("letter.changed.line.reinstated|{when}: takes place after all", "when", now)
	case d.Has(series.ChangedTime):
		lines := []string{
			a.L.T("letter.changed.line.was|Was {when}", "when", a.spanOf(d.Was.Start, d.Was.End)),
			a.L.T("letter.changed.line.now|Now {when}", "when", now)}
		if d.Has(series.ChangedPlace) {
			lines = append(lines, a.placeLine(d.O))
		}
		return joinLines(lines...)
	case d.Has(series.ChangedPlace):
		return joinLines(now, a.placeLine(d.O))
	case d.Has(series.Confirmed):
		return a.L.T("letter.changed.line.certain|{when}: certain now", "when", now)
	}
	return a.L.T("letter.changed.line.tentative|{when}: not certain any more", "when", now)
}

// placeLine says where a session meets now.
func (a *about) placeLine(o series.Occurrence) string {
	if o.Session.Place == nil {
		return a.L.T("letter.place.online|Online only")
	}
	return a.L.T("letter.changed.line.place|Place: {place}", "place", o.Session.Place.Name)
}

// carry puts the changes into the receiver's calendar: the first as an
// invitation, or its cancelling, and the others as a file, since a message
// carries one invitation only.
func (a *about) carry(m *mail.Message, list []series.Difference) error {
	first := 0
	for i, d := range list {
		if d.Before().Before(list[first].Before()) {
			first = i
		}
	}
	var others []series.Occurrence
	for i, d := range list {
		if i != first {
			others = append(others, d.O)
		}
	}
	if err := a.file(m, a.S.Slug+".ics", others); err != nil {
		return err
	}
	if list[first].Has(series.WasCancelled) {
		return a.withdraw(m, list[first].O)
	}
	return a.request(m, list[first].O)
}

// sampleDifference is a change that never happened, for a letter on trial: the
// session was an hour earlier.
func sampleDifference(o series.Occurrence) series.Difference {
	return series.Difference{O: o, Was: series.StartStop{Start: o.Start.Add(-time.Hour), End: o.End.Add(-time.Hour)},
		Kinds: []series.ChangeKind{series.ChangedTime}}
}
