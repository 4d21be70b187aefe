package letters

import (
	"context"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
)

// groupToCome tells whether there is still something to remind a contact
// person of.
func (a *about) groupToCome(f series.GroupFacts) bool {
	return a.stillAt() && f.D.Reminders && f.D.Standing.HasPlace()
}

// groupDayBefore reminds the contact person of their group's session.
func (w *Letters) groupDayBefore(ctx context.Context, tx *store.Tx, a *about, f series.GroupFacts) (*mail.Message, error) {
	if !a.groupToCome(f) {
		return nil, nil
	}
	o := *a.O
	m := &mail.Message{
		Subject: a.L.T("letter.group.day.subject|{when} {city}: your group’s session {n}, {series}", "when", a.at(o), "city", a.City, "series", a.Title, "n", o.Session.N),
		Body: append(a.ofGroup(f),
			mail.P(a.L.T("letter.group.day.first|Your group has session {n} of {series} on {when}, {city} time.", "n", o.Session.N, "series", a.Title, "when", a.span(o), "city", a.City))),
	}
	if note := a.movedNote(o); note != "" {
		m.Body = append(m.Body, mail.P(note))
	}
	if facts := a.facts(o); len(facts) > 0 {
		m.Body = append(m.Body, mail.Facts(facts))
	}
	if a.takesPart() {
		if err := a.request(m, o); err != nil {
			return nil, err
		}
	}
	return m, w.passOn(tx, a, f, m)
}

// groupHourBefore is short.
func (w *Letters) groupHourBefore(ctx context.Context, tx *store.Tx, a *about, f series.GroupFacts) (*mail.Message, error) {
	if !a.groupToCome(f) {
		return nil, nil
	}
	o := *a.O
	at := a.L.Time(o.Start.In(a.Zone))
	m := &mail.Message{
		Subject: a.L.T("letter.group.hour.subject|At {time} {city}: your group’s session {n}, {series}", "time", at, "city", a.City, "series", a.Title, "n", o.Session.N),
		Body:    mail.Body{mail.P(a.L.T("letter.hour.first|Session {n} of {series} begins at {time}, {city} time.", "n", o.Session.N, "series", a.Title, "time", at, "city", a.City))},
	}
	return m, w.passOn(tx, a, f, m)
}

// passOn says whom of the group the contact person has to tell themselves,
// and leads to its page.
func (w *Letters) passOn(tx *store.Tx, a *about, f series.GroupFacts, m *mail.Message) error {
	n, err := w.Series.Unreached(tx, f.D)
	if err != nil {
		return err
	}
	switch {
	case n == 0:
		m.Body = append(m.Body, mail.P(a.L.T("letter.group.all-reached|Everyone in your group gets our mail themselves.")))
	case !f.D.TellsMembers():
		m.Body = append(m.Body, mail.P(a.L.T("letter.group.pass-on-all|As you asked, only you get our mail. Please tell your group.")))
	default:
		m.Body = append(m.Body, mail.P(a.L.T("letter.group.pass-on|{n} person in your group gave no address, so only you can tell them.|{n} people in your group gave no address, so only you can tell them.", "n", n)))
	}
	if a.takesPart() && a.S.CallURL(*a.O) != "" {
		m.Body = append(m.Body, w.wayIn(a, *a.O)...)
		m.Body = append(m.Body, mail.Link(a.L.T("letter.group.open|Open my group"), w.roster(f)))
	} else {
		m.Body = append(m.Body, w.rosterButton(a, f))
	}
	w.bulk(a, m, w.Series.GroupStopKey(f.D))
	return nil
}

// groupChanged tells the contact person what changed.
func (w *Letters) groupChanged(ctx context.Context, tx *store.Tx, a *about, f series.GroupFacts) (*mail.Message, error) {
	if f.D.Standing == series.Withdrawn {
		return nil, nil
	}
	list, err := w.Series.Differences(ctx, tx, auth.Itself(), a.S, a.Letter, f.D.MadeAt, f.D.ToldUntil, a.row.SendAt)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	m := w.tellDifferences(a, list)
	n, err := w.Series.Unreached(tx, f.D)
	if err != nil {
		return nil, err
	}
	if n > 0 && f.D.TellsMembers() {
		m.Body = append(m.Body, mail.P(a.L.T("letter.group.pass-on|{n} person in your group gave no address, so only you can tell them.|{n} people in your group gave no address, so only you can tell them.", "n", n)))
	} else if n > 0 {
		m.Body = append(m.Body, mail.P(a.L.T("letter.group.pass-on-all|As you asked, only you get our mail. Please tell your group.")))
	}
	m.Body = append(m.Body, w.rosterButton(a, f))
	if a.takesPart() {
		return m, a.carry(m, list)
	}
	var all []series.Occurrence
	for _, d := range list {
		all = append(all, d.O)
	}
	return m, a.file(m, a.S.Slug+".ics", all)
}

// groupWriteUp tells the contact person of what those of their group missed
// who were not there.
func (w *Letters) groupWriteUp(ctx context.Context, tx *store.Tx, a *about, f series.GroupFacts) (*mail.Message, error) {
	if a.O == nil || !f.D.Standing.HasPlace() || !f.D.Reminders {
		return nil, nil
	}
	post, err := w.Posts.WriteUp(ctx, tx, auth.Itself(), posts.About{Kind: posts.Session, ID: a.O.Session.ID})
	if errs.Is(err, errs.NotFound) || err == nil && post.State != posts.Published {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	o, day := *a.O, a.L.Date(a.O.Start.In(a.Zone), i18n.Day)
	title, lang := post.Title.Pick(a.L)
	m := &mail.Message{
		Subject: a.L.T("letter.write-up.subject|What happened on {day}: {series}, session {n}", "day", day, "series", a.Title, "n", o.Session.N),
		Body: append(a.ofGroup(f),
			mail.P(a.L.T("letter.group.write-up|Not everyone in your group could be at session {n} of {series} on {day}. Here is what happened there; please pass it on.", "n", o.Session.N, "series", a.Title, "day", day)),
			mail.H(title).In(lang, i18n.Dir(lang)),
			mail.Button(a.L.T("letter.write-up.button|Read it"), w.Base+post.Door())),
	}
	w.bulk(a, m, w.Series.GroupStopKey(f.D))
	return m, nil
}
