package letters

import (
	"context"

	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/store"
)

// registered confirms a place, or a rank in the waiting list. With a place it
// carries the first date as an invitation and the others as one file.
func (w *Letters) registered(ctx context.Context, tx *store.Tx, a *about) (*mail.Message, error) {
	if len(a.Mine) == 0 || a.E.State != events.Published {
		return nil, nil
	}
	switch a.R.Standing {
	case events.Registered:
		return w.place(a, a.L.T("letter.event.registered.first|You have a place at {event}, on {when}, {city} time.", a.args()...))
	case events.Waitlisted:
		return w.waiting(tx, a)
	}
	return nil, nil
}

// placed confirms a place after it changed to another date or way.
func (w *Letters) placed(ctx context.Context, tx *store.Tx, a *about) (*mail.Message, error) {
	switch {
	case len(a.Mine) == 0 || a.E.State != events.Published:
		return nil, nil
	case a.R.Standing == events.Waitlisted && events.ByTeam(a.row):
		return w.waiting(tx, a)
	case a.R.Standing != events.Registered:
		return nil, nil
	}
	first := a.L.T("letter.event.placed.first|Your place at {event} has changed. It is now for {when}, {city} time.", a.args()...)
	if events.ByTeam(a.row) {
		first = a.L.T("letter.event.placed.team|The organisers have changed your place at {event}. It is now for {when}, {city} time: {way}. If you think that this is a mistake, answer this mail.",
			append(a.args(), "way", a.R.Way.Label())...)
	}
	m, err := w.place(a, first)
	if err != nil {
		return nil, err
	}
	return m, w.takeOut(a, m)
}

// args are the title and the first of the receiver's dates, for sentences.
func (a *about) args() []any {
	o := a.Mine[0]
	return []any{"event", a.Title, "when", a.Span(o.Start, o.End), "city", a.City}
}

func (w *Letters) place(a *about, first string) (*mail.Message, error) {
	m := &mail.Message{
		Subject: a.L.T("letter.event.registered.subject|{when} {city} – you are registered: {event}", "when", a.Moment(a.Mine[0].Start), "city", a.City, "event", a.Title),
		Body:    mail.Body{a.Hello(), mail.P(first)},
	}
	switch {
	case !a.R.HoldUntil.IsZero():
		m.Body = append(m.Body, mail.P(a.L.T("letter.registered.hold|Places are few, so yours is kept until {when}. Open the page and press “Yes, I am coming”, and it stays yours.", "when", a.Moment(a.R.HoldUntil))))
	case !a.P.Proven():
		m.Body = append(m.Body, mail.P(a.L.T("letter.registered.answer|Please open the page once and press “Yes, I am coming”. Until then we do not know whether this address is yours, and write to it as little as possible.")))
	}
	m.Body = append(m.Body, mail.Facts(a.facts(a.Mine[0])), w.open(a),
		mail.P(a.page()))
	if len(a.Mine) > 1 {
		m.Body = append(m.Body, mail.H(a.L.T("letter.event.dates|Your dates, in {city} time", "city", a.City)), mail.List(a.dates()...))
	}
	return m, w.invite(a, m, a.Mine)
}

// page says what the receiver's own page is for.
func (a *about) page() string {
	if a.R.Way == events.Remote {
		return a.L.T("letter.event.registered.page|On this page of yours you find the way in, and can change or give up your place.")
	}
	return a.L.T("letter.event.registered.page-here|On this page of yours you can change or give up your place, and see what is new.")
}

func (w *Letters) waiting(tx *store.Tx, a *about) (*mail.Message, error) {
	ahead, err := w.Events.Ahead(tx, a.R)
	return &mail.Message{
		Subject: a.L.T("letter.event.waiting.subject|Waiting list, number {n}: {event}, {when} {city}", "n", ahead+1, "event", a.Title, "when", a.Moment(a.Mine[0].Start), "city", a.City),
		Body: mail.Body{
			a.Hello(),
			mail.P(a.L.T("letter.event.waiting.first|All places at {event} are taken at the moment, so you are on the waiting list.", "event", a.Title)),
			mail.P(a.L.T("letter.event.waiting.then|When a place is free for you, we write to you at once and keep it for up to two days. It is on {when}, {city} time.", a.args()...)),
			w.open(a),
			mail.P(a.L.T("letter.waiting.page|There you see where you stand, and can leave the list.")),
		},
	}, err
}

// already answers somebody who registered once more. Nothing has changed by it;
// the letter brings the link back to those who lost it.
func (w *Letters) already(ctx context.Context, tx *store.Tx, a *about) (*mail.Message, error) {
	if len(a.Mine) == 0 || a.R.Standing == events.Withdrawn {
		return nil, nil
	}
	m := &mail.Message{
		Subject: a.L.T("letter.event.already.subject|You were registered already: {event}, {when} {city}", "event", a.Title, "when", a.Moment(a.Mine[0].Start), "city", a.City),
		Body: mail.Body{
			a.Hello(),
			mail.P(a.L.T("letter.already.first|Somebody has just filled in the form for {series} with this address. You were registered already, so nothing has changed.", "series", a.Title)),
			w.open(a),
			mail.P(a.L.T("letter.event.already.page|This is your link; with it you can change or give up your place.")),
		},
	}
	m.Why = mail.Body{mail.Small(a.L.T("letter.why.already|If it was not you who filled in the form, you need do nothing."))}
	return m, nil
}

// link brings the link back to somebody for whom their organiser asks for it.
func (w *Letters) link(ctx context.Context, tx *store.Tx, a *about) (*mail.Message, error) {
	if len(a.Mine) == 0 || a.E.State != events.Published || a.R.Standing == events.Withdrawn {
		return nil, nil
	}
	stands, err := w.stands(tx, a)
	return &mail.Message{
		Subject: a.L.T("letter.link.subject|Your link: {series}, {when} {city}", "series", a.Title, "when", a.Moment(a.Mine[0].Start), "city", a.City),
		Body: mail.Body{
			a.Hello(),
			mail.P(a.L.T("letter.link.first|Here is your link for {series} once more. Nothing else has changed.", "series", a.Title)),
			mail.P(stands),
			w.open(a),
			mail.P(a.L.T("letter.event.already.page|This is your link; with it you can change or give up your place.")),
		},
	}, err
}

// stands says in one sentence where the receiver stands.
func (w *Letters) stands(tx *store.Tx, a *about) (string, error) {
	switch a.R.Standing {
	case events.Waitlisted:
		ahead, err := w.Events.Ahead(tx, a.R)
		return a.L.T("letter.stands.waiting|You are number {n} on the waiting list.", "n", ahead+1), err
	case events.Offered:
		return a.L.T("letter.stands.offered|A place is kept for you until {when}, {city} time. Open your page and accept it.", "when", a.Moment(a.R.OfferUntil), "city", a.City), nil
	}
	return a.L.T("letter.event.stands.place|You have a place. It is on {when}, {city} time.", a.args()...), nil
}

// offered tells somebody on the waiting list that a place is free.
func (w *Letters) offered(ctx context.Context, tx *store.Tx, a *about) (*mail.Message, error) {
	if len(a.Mine) == 0 || a.R.Standing != events.Offered || !a.Now.Before(a.R.OfferUntil) {
		return nil, nil
	}
	return &mail.Message{
		Subject: a.L.T("letter.event.offered.subject|A place is free for you: {event}, {when} {city}", "event", a.Title, "when", a.Moment(a.Mine[0].Start), "city", a.City),
		Body: mail.Body{
			a.Hello(),
			mail.P(a.L.T("letter.event.offered.first|A place at {event} has fallen free for you. It is on {when}, {city} time.", a.args()...)),
			mail.P(a.L.T("letter.event.offered.until|It is kept for you until {until}. Open your page and accept it, or let it go to the next one.", "until", a.Moment(a.R.OfferUntil))),
			w.open(a),
		},
	}, nil
}
