package letters

import (
	"context"
	"encoding/json"
	"slices"

	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
)

// registered confirms a place, or a rank in the waiting list. With a place it
// carries the next session as an invitation and the others as one file.
func (w *Letters) registered(ctx context.Context, tx *store.Tx, a *about) (*mail.Message, error) {
	next, ok := a.S.Next(a.Letter, a.now)
	if !ok || a.S.State != series.Published {
		return nil, nil
	}
	switch a.R.Standing {
	case series.Registered:
		return w.place(a, next)
	case series.Waitlisted:
		return w.waiting(tx, a, next)
	}
	return nil, nil
}

// placed confirms a place after it changed: other hours, or a group that had
// waited.
func (w *Letters) placed(ctx context.Context, tx *store.Tx, a *about) (*mail.Message, error) {
	m, err := w.registered(ctx, tx, a)
	if m == nil || err != nil || len(a.row.Payload) == 0 || a.R.Standing != series.Registered {
		return m, err
	}
	var former series.FormerTrack
	if err := json.Unmarshal(a.row.Payload, &former); err != nil {
		return nil, err
	}
	next, _ := a.S.Next(a.Letter, a.now)
	m.Subject = a.L.T("letter.placed.subject|New hours from {when} {city} on: {series}", "when", a.at(next), "city", a.City, "series", a.Title)
	m.Body[1] = mail.P(a.L.T("letter.placed.first|Your hours in {series} have changed. Your next session is now on {when}, {city} time.", "series", a.Title, "when", a.span(next), "city", a.City))
	t := a.S.TrackByID(former.Track)
	if t == nil || a.P.Proven() {
		return m, nil
	}
	if o, ok := a.invited(t.Letter); ok {
		m.Body = slices.Insert(m.Body, 2, mail.P(a.L.T("letter.placed.delete|If the session on {when} stands in your calendar, please delete it there.", "when", a.at(o))))
	}
	return m, nil
}

func (w *Letters) place(a *about, next series.Occurrence) (*mail.Message, error) {
	m := &mail.Message{
		Subject: a.L.T("letter.registered.subject|{when} {city} – you are registered: {series}", "when", a.at(next), "city", a.City, "series", a.Title),
		Body: mail.Body{
			a.hello(),
			mail.P(a.L.T("letter.registered.first|You have a place in {series}. Your next session is on {when}, {city} time.",
				"series", a.Title, "when", a.span(next), "city", a.City)),
		},
	}
	m.Body = append(m.Body, w.pleaseAnswer(a)...)
	m.Body = append(m.Body,
		mail.Button(a.L.T("letter.mine|Open my registration"), w.mine(a)),
		mail.P(a.L.T("letter.registered.page|On this page of yours you find the way into each session, and you can change your hours or cancel.")),
		mail.H(a.L.T("letter.registered.sessions|Your sessions, in {city} time", "city", a.City)),
		mail.List(a.sessions()...),
	)
	if note := a.swings(); note != "" {
		m.Body = append(m.Body, mail.P(note))
	}
	m.Body = append(m.Body, mail.Small(a.L.T("letter.registered.calendar|The next session is attached as an invitation for your calendar, the others as a file.")))
	return m, a.invite(m, next)
}

// pleaseAnswer asks those whose address has not answered for a sign, and says
// what depends on it.
func (w *Letters) pleaseAnswer(a *about) mail.Body {
	switch {
	case !a.R.HoldUntil.IsZero():
		return mail.Body{mail.P(a.L.T("letter.registered.hold|Places are few, so yours is kept until {when}. Open the page and press “Yes, I am coming”, and it stays yours.",
			"when", a.moment(a.R.HoldUntil)))}
	case !a.P.Proven():
		return mail.Body{mail.P(a.L.T("letter.registered.answer|Please open the page once and press “Yes, I am coming”. Until then we do not know whether this address is yours, and write to it as little as possible."))}
	}
	return nil
}

func (w *Letters) waiting(tx *store.Tx, a *about, next series.Occurrence) (*mail.Message, error) {
	if a.R.Rank == 0 {
		return w.groupWaits(a, next), nil
	}
	ahead, err := w.Series.Ahead(tx, a.S.ID, a.R.Rank)
	if err != nil {
		return nil, err
	}
	return &mail.Message{
		Subject: a.L.T("letter.waiting.subject|Waiting list, number {n}: {series}, {when} {city}", "n", ahead+1, "series", a.Title, "when", a.at(next), "city", a.City),
		Body: mail.Body{
			a.hello(),
			mail.P(a.L.T("letter.waiting.first|All places in {series} are taken at the moment, so you are on the waiting list.", "series", a.Title)),
			mail.P(w.ahead(a, ahead)),
			mail.P(a.L.T("letter.waiting.then|When a place is free for you, we write to you at once and keep it for up to two days. The next session is on {when}, {city} time.",
				"when", a.span(next), "city", a.City)),
			mail.Button(a.L.T("letter.mine|Open my registration"), w.mine(a)),
			mail.P(a.L.T("letter.waiting.page|There you see where you stand, and can leave the list.")),
		},
	}, nil
}

// ahead says how many wait before the receiver.
func (w *Letters) ahead(a *about, n int) string {
	if n == 0 {
		return a.L.T("letter.waiting.next|You are the next one: nobody waits before you.")
	}
	return a.L.T("letter.waiting.ahead|{n} person waits before you.|{n} people wait before you.", "n", n)
}

// groupWaits tells a member that their group waits.
func (w *Letters) groupWaits(a *about, next series.Occurrence) *mail.Message {
	return &mail.Message{
		Subject: a.L.T("letter.waiting.subject-group|Your group is on the waiting list: {series}, {when} {city}", "series", a.Title, "when", a.at(next), "city", a.City),
		Body: mail.Body{
			a.hello(),
			mail.P(a.L.T("letter.waiting.group|There is no room in {series} for all of your group at the moment, so it is on the waiting list. We write when there is.", "series", a.Title)),
			mail.Button(a.L.T("letter.mine|Open my registration"), w.mine(a)),
		},
	}
}
