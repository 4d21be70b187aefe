package letters

import (
	"context"
	"encoding/json"

	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
)

// already answers somebody who registered once more. Nothing has changed by
// it; the letter brings the link back to those who lost it.
func (w *Letters) already(ctx context.Context, tx *store.Tx, a *about) (*mail.Message, error) {
	next, ok := a.S.Next(a.Letter, a.now)
	if !ok || a.R.Standing == series.Withdrawn {
		return nil, nil
	}
	subject, first, err := w.alreadyWords(tx, a, next)
	if err != nil {
		return nil, err
	}
	m := &mail.Message{Subject: subject, Body: mail.Body{a.hello(), mail.P(first)}}
	stands, err := w.stands(tx, a, next)
	if err != nil {
		return nil, err
	}
	m.Body = append(m.Body, mail.P(stands))
	if other := a.askedFor(); other != "" {
		m.Body = append(m.Body, mail.P(other))
	}
	m.Body = append(m.Body,
		mail.Button(a.L.T("letter.mine|Open my registration"), w.mine(a)),
		mail.P(a.L.T("letter.already.page|This is your link; with it you can change your hours or cancel.")))
	m.Why = mail.Body{mail.Small(a.L.T("letter.why.already|If it was not you who filled in the form, you need do nothing."))}
	return m, nil
}

// alreadyWords are the subject and the first sentence: who waits is told so, and
// not that they are registered.
func (w *Letters) alreadyWords(tx *store.Tx, a *about, next series.Occurrence) (subject, first string, err error) {
	if a.R.Standing != series.Waitlisted {
		return a.L.T("letter.already.subject|You were registered already: {series}, {when} {city}", "series", a.Title, "when", a.at(next), "city", a.City),
			a.L.T("letter.already.first|Somebody has just filled in the form for {series} with this address. You were registered already, so nothing has changed.", "series", a.Title), nil
	}
	first = a.L.T("letter.already.waits|Somebody has just filled in the form for {series} with this address. You were on the waiting list already, so nothing has changed.", "series", a.Title)
	if a.R.Rank == 0 {
		return a.L.T("letter.waiting.subject-group|Your group is on the waiting list: {series}, {when} {city}", "series", a.Title, "when", a.at(next), "city", a.City), first, nil
	}
	ahead, err := w.Series.Ahead(tx, a.S.ID, a.R.Rank)
	return a.L.T("letter.already.subject-waits|You were on the waiting list already, number {n}: {series}, {when} {city}", "n", ahead+1, "series", a.Title, "when", a.at(next), "city", a.City), first, err
}

// askedFor says that the hours which the form asked for this time were not
// taken over; "" if it asked for the same.
func (a *about) askedFor() string {
	var asked series.Asked
	if len(a.row.Payload) == 0 || json.Unmarshal(a.row.Payload, &asked) != nil || asked.Track == a.R.Track {
		return ""
	}
	other, own := a.S.TrackByID(asked.Track), a.S.TrackByID(a.R.Track)
	if other == nil || own == nil {
		return ""
	}
	return a.L.T("letter.already.track|The form asked for {asked} this time. You stay with {own}; on your page you can change your hours.",
		"asked", a.track(other), "own", a.track(own))
}

// track is what a track is called.
func (a *about) track(t *series.Track) string {
	if title, _ := t.Title.Pick(a.L); title != "" {
		return title
	}
	return t.Letter
}

// link brings the link back to somebody for whom their organiser asks for it.
func (w *Letters) link(ctx context.Context, tx *store.Tx, a *about) (*mail.Message, error) {
	next, ok := a.S.Next(a.Letter, a.now)
	if !ok || a.R.Standing == series.Withdrawn {
		return nil, nil
	}
	stands, err := w.stands(tx, a, next)
	return &mail.Message{
		Subject: a.L.T("letter.link.subject|Your link: {series}, {when} {city}", "series", a.Title, "when", a.at(next), "city", a.City),
		Body: mail.Body{
			a.hello(),
			mail.P(a.L.T("letter.link.first|Here is your link for {series} once more. Nothing else has changed.", "series", a.Title)),
			mail.P(stands),
			mail.Button(a.L.T("letter.mine|Open my registration"), w.mine(a)),
			mail.P(a.L.T("letter.already.page|This is your link; with it you can change your hours or cancel.")),
		},
	}, err
}

// stands says in one sentence where the receiver stands.
func (w *Letters) stands(tx *store.Tx, a *about, next series.Occurrence) (string, error) {
	switch a.R.Standing {
	case series.Waitlisted:
		if a.R.Rank == 0 {
			return a.L.T("letter.stands.group-waiting|Your group is on the waiting list."), nil
		}
		ahead, err := w.Series.Ahead(tx, a.S.ID, a.R.Rank)
		return a.L.T("letter.stands.waiting|You are number {n} on the waiting list.", "n", ahead+1), err
	case series.Offered:
		if a.R.OfferUntil.IsZero() {
			return a.L.T("letter.stands.group-offered|A place is kept for you; your contact person has to accept it."), nil
		}
		return a.L.T("letter.stands.offered|A place is kept for you until {when}, {city} time. Open your page and accept it.", "when", a.moment(a.R.OfferUntil), "city", a.City), nil
	case series.InDraft:
		return a.L.T("letter.stands.draft|Your group is still being gathered."), nil
	}
	return a.L.T("letter.stands.place|You have a place. Your next session is on {when}, {city} time.", "when", a.span(next), "city", a.City), nil
}

// offered tells somebody on the waiting list that a place is free.
func (w *Letters) offered(ctx context.Context, tx *store.Tx, a *about) (*mail.Message, error) {
	next, ok := a.S.Next(a.Letter, a.now)
	if !ok || a.R.Standing != series.Offered || !a.now.Before(a.R.OfferUntil) {
		return nil, nil
	}
	return &mail.Message{
		Subject: a.L.T("letter.offered.subject|A place is free for you until {until} {city}: {series}", "until", a.moment(a.R.OfferUntil), "city", a.City, "series", a.Title),
		Body: mail.Body{
			a.hello(),
			mail.P(a.L.T("letter.offered.first|You waited for {series}, and now there is a place for you. The next session is on {when}, {city} time.",
				"series", a.Title, "when", a.span(next), "city", a.City)),
			mail.P(a.L.T("letter.offered.until|We keep it until {until}, {city} time. Open the link and press “Accept the place”. If we hear nothing, it goes to the next person.",
				"until", a.moment(a.R.OfferUntil), "city", a.City)),
			mail.Button(a.L.T("letter.offered.button|To my place"), w.mine(a)),
		},
	}, nil
}

// cancelled confirms that a place, or a rank, was given up.
func (w *Letters) cancelled(ctx context.Context, tx *store.Tx, a *about) (*mail.Message, error) {
	if a.R.Standing != series.Withdrawn {
		return nil, nil
	}
	with, err := w.Series.LeftWithGroup(tx, a.R)
	if err != nil {
		return nil, err
	}
	if with {
		return w.groupLeft(ctx, tx, a)
	}
	if !a.R.MayUndo(a.now) {
		m := &mail.Message{
			Subject: a.L.T("letter.cancelled.subject-late|Your registration is cancelled: {series}", "series", a.Title),
			Body: mail.Body{a.hello(),
				mail.P(a.L.T("letter.cancelled.first|Your registration for {series} is cancelled.", "series", a.Title)),
				mail.Link(a.L.T("letter.again|Register again"), w.Base+"/s/"+a.S.Slug)},
		}
		return m, a.withdrawNext(m, a.R.UndoTo)
	}
	until := a.moment(a.R.CancelledAt.Add(series.UndoFor))
	m := &mail.Message{
		Subject: a.L.T("letter.cancelled.subject|Your registration is cancelled; you can undo it until {until} {city}: {series}", "until", until, "city", a.City, "series", a.Title),
		Body: mail.Body{
			a.hello(),
			mail.P(a.L.T("letter.cancelled.first|Your registration for {series} is cancelled.", "series", a.Title)),
			mail.P(a.L.T("letter.cancelled.undo|If that was a mistake, you can undo it until {until}, {city} time.", "until", until, "city", a.City)),
			mail.Button(a.L.T("letter.cancelled.button|I want to come after all"), w.mine(a)),
		},
	}
	return m, a.withdrawNext(m, a.R.UndoTo)
}

// groupLeft tells a member that their whole group is no longer registered.
func (w *Letters) groupLeft(ctx context.Context, tx *store.Tx, a *about) (*mail.Message, error) {
	f, err := w.Series.GroupLetter(ctx, tx, a.R.Delegation)
	if err != nil {
		return nil, err
	}
	m := &mail.Message{
		Subject: a.L.T("letter.left.subject|Your group no longer comes: {series}", "series", a.Title),
		Body: mail.Body{
			a.hello(),
			mail.P(a.L.T("letter.left.first|Your group is no longer registered for {series}, and so neither are you. Your contact person knows why.", "series", a.Title)),
		},
	}
	if a.S.Window.For == series.ForAnyone && a.S.Openness(a.now) == series.Open {
		m.Body = append(m.Body, mail.Link(a.L.T("letter.left.again|If you want to come by yourself, register here"), w.Base+"/s/"+a.S.Slug+"/register"))
	}
	return m, a.withdrawNext(m, f.D.UndoTo)
}

// withdrawNext takes out of the calendar what an invitation put there. Only
// who had a place was invited.
func (a *about) withdrawNext(m *mail.Message, had series.Standing) error {
	o, ok := a.invited(a.Letter)
	if !ok || had != series.Registered {
		return nil
	}
	m.Body = append(m.Body, mail.Small(a.L.T("letter.cancelled.calendar|This mail also takes the session on {when} out of your calendar.", "when", a.at(o))))
	return a.withdraw(m, o)
}

// lapsed tells that a place went on because nobody answered: one that was kept
// for an address, or one that was offered from the waiting list.
func (w *Letters) lapsed(ctx context.Context, tx *store.Tx, a *about) (*mail.Message, error) {
	if a.R.Standing != series.Withdrawn {
		return nil, nil
	}
	m := &mail.Message{Body: mail.Body{a.hello()}}
	had := series.Registered
	if a.R.Rank > 0 {
		had = series.Offered
		m.Subject = a.L.T("letter.lapsed.subject-offer|The time to accept is over: {series}", "series", a.Title)
		m.Body = append(m.Body, mail.P(a.L.T("letter.lapsed.offer|We kept a place in {series} for you and heard nothing, so it has gone to the next person.", "series", a.Title)))
	} else {
		m.Subject = a.L.T("letter.lapsed.subject|Your place has gone to somebody else: {series}", "series", a.Title)
		m.Body = append(m.Body, mail.P(a.L.T("letter.lapsed.hold|We kept a place in {series} for this address for two days and heard nothing, so it has gone to somebody else.", "series", a.Title)))
	}
	m.Body = append(m.Body,
		mail.P(a.L.T("letter.lapsed.again|If you still want to come, please register again.")),
		mail.Button(a.L.T("letter.again|Register again"), w.Base+"/s/"+a.S.Slug+"/register"))
	return m, a.withdrawNext(m, had)
}

// moved takes the session at the hours of the former track out of the calendar.
// The new hours come with a letter of their own; an address that has not
// answered gets that one only.
func (w *Letters) moved(ctx context.Context, tx *store.Tx, a *about) (*mail.Message, error) {
	var former series.FormerTrack
	if err := json.Unmarshal(a.row.Payload, &former); err != nil {
		return nil, err
	}
	t := a.S.TrackByID(former.Track)
	if t == nil || former.Track == a.R.Track || !a.R.Standing.HasPlace() || !a.P.Proven() {
		return nil, nil
	}
	o, ok := a.invited(t.Letter)
	if !ok {
		return nil, nil
	}
	m := &mail.Message{
		Subject: a.L.T("letter.track.subject|No longer at {when} {city}: {series}", "when", a.at(o), "city", a.City, "series", a.Title),
		Body: mail.Body{
			a.hello(),
			mail.P(a.L.T("letter.track.first|Your hours in {series} have changed. This mail takes the session on {when} out of your calendar; a second one brings the new hours.",
				"series", a.Title, "when", a.at(o))),
			mail.Link(a.L.T("letter.mine|Open my registration"), w.mine(a)),
		},
	}
	return m, a.withdraw(m, o)
}
