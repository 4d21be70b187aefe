package letters

import (
	"context"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/store"
)

// leadable tells whether there is still something to say of who leads the
// meeting.
func (a *about) leadable() bool {
	return a.M != nil && a.alive() && a.M.TakesPlace() && a.C.Begins(*a.M).After(a.Now)
}

// swapAsked asks the reader to lead a meeting.
func (w *Letters) swapAsked(ctx context.Context, tx *store.Tx, a *about) (*mail.Message, error) {
	if !a.leadable() {
		return nil, nil
	}
	asked, err := w.Circles.Asked(tx, auth.Itself(), a.M.ID, a.In.ID)
	if err != nil || !asked {
		return nil, err
	}
	span := a.span(*a.M)
	return &mail.Message{
		Subject: a.L.T("letter.circle.ask.subject|Could you lead your circle on {when} {city}? {series}", "when", a.Moment(a.C.Begins(*a.M)), "city", a.City, "series", a.Title),
		Body: mail.Body{
			a.Hello(),
			mail.P(a.L.T("letter.circle.ask.first|Whoever was to lead your circle in {series} on {when}, {city} time, cannot, and asks whether you could.", "series", a.Title, "when", span, "city", a.City)),
			mail.Button(a.L.T("letter.circle.ask.button|See it and say yes or no"), w.mine(a)+"#lead"),
			mail.P(a.L.T("letter.circle.ask.quiet|If you cannot either, you need do nothing.")),
		},
	}, nil
}

// declined tells who asked that the one they asked cannot.
func (w *Letters) declined(ctx context.Context, tx *store.Tx, a *about) (*mail.Message, error) {
	if !a.leadable() || a.M.Lead != a.In.ID {
		return nil, nil
	}
	return &mail.Message{
		Subject: a.L.T("letter.circle.declined.subject|Still yours: your circle on {when} {city}, {series}", "when", a.Moment(a.C.Begins(*a.M)), "city", a.City, "series", a.Title),
		Body: mail.Body{
			a.Hello(),
			mail.P(a.L.T("letter.circle.declined.first|The person you asked cannot lead the meeting on {when}, {city} time. You can ask somebody else, or all who are ready to lead.", "when", a.span(*a.M), "city", a.City)),
			mail.Button(a.L.T("letter.circle.open|Open my circle"), w.mine(a)+"#lead"),
		},
	}, nil
}

// swapped tells all that somebody else leads a meeting, or somebody at last.
func (w *Letters) swapped(ctx context.Context, tx *store.Tx, a *about) (*mail.Message, error) {
	if !a.leadable() || a.M.Lead == "" {
		return nil, nil
	}
	before, err := payload[circles.ByWhom](a)
	if err != nil {
		return nil, err
	}
	when, span := a.Moment(a.C.Begins(*a.M)), a.span(*a.M)
	m := &mail.Message{Body: mail.Body{a.Hello()}}
	switch {
	case a.In.ID == a.M.Lead:
		m.Subject = a.L.T("letter.circle.swapped.you.subject|You lead your circle on {when} {city}: {series}", "when", when, "city", a.City, "series", a.Title)
		m.Body = append(m.Body, mail.P(a.L.T("letter.circle.swapped.you|You lead your circle in {series} on {when}, {city} time. Thank you.", "series", a.Title, "when", span, "city", a.City)))
	case a.In.ID == before.Interest:
		m.Subject = a.L.T("letter.circle.swapped.free.subject|Taken over: your circle on {when} {city}, {series}", "when", when, "city", a.City, "series", a.Title)
		m.Body = append(m.Body, mail.P(a.L.T("letter.circle.swapped.free|Somebody else leads your circle in {series} on {when}, {city} time. You need do nothing more.", "series", a.Title, "when", span, "city", a.City)))
	case before.Interest == "":
		m.Subject = a.L.T("letter.circle.swapped.found.subject|Somebody leads your circle on {when} {city}: {series}", "when", when, "city", a.City, "series", a.Title)
		m.Body = append(m.Body, mail.P(a.L.T("letter.circle.swapped.found|There is somebody now who leads your circle in {series} on {when}, {city} time. Your page says who.", "series", a.Title, "when", span, "city", a.City)))
	default:
		m.Subject = a.L.T("letter.circle.swapped.subject|Somebody else leads your circle on {when} {city}: {series}", "when", when, "city", a.City, "series", a.Title)
		m.Body = append(m.Body, mail.P(a.L.T("letter.circle.swapped|Your circle in {series} is led by somebody else on {when}, {city} time. Your page says by whom.", "series", a.Title, "when", span, "city", a.City)))
	}
	m.Body = append(m.Body, w.open(a))
	return m, nil
}

// turns tells somebody which meetings they lead, after that has changed.
func (w *Letters) turns(ctx context.Context, tx *store.Tx, a *about) (*mail.Message, error) {
	if _, more := a.C.Next(a.Now); !a.Placed || !a.alive() || !a.In.Leads || !more {
		return nil, nil
	}
	var list []string
	for _, x := range a.C.Meetings {
		if (x.Lead == a.In.ID || x.Second == a.In.ID) && x.TakesPlace() && a.C.Begins(x).After(a.Now) {
			list = append(list, a.span(x))
		}
	}
	if len(list) == 0 {
		return &mail.Message{
			Subject: a.L.T("letter.circle.turns.none.subject|No meeting is yours to lead: {series}", "series", a.Title),
			Body: mail.Body{
				a.Hello(),
				mail.P(a.L.T("letter.circle.turns.none|Who leads your circle in {series} was planned anew. None of the meetings to come is yours to lead any more; others do.", "series", a.Title)),
				w.open(a),
			},
		}, nil
	}
	return &mail.Message{
		Subject: a.L.T("letter.circle.turns.subject|You lead your circle {n} time: {series}|You lead your circle {n} times: {series}", "n", len(list), "series", a.Title),
		Body: mail.Body{
			a.Hello(),
			mail.P(a.L.T("letter.circle.turns.anew|Who leads your circle in {series} was planned anew. It is your turn on these days and no others, {city} time:", "series", a.Title, "city", a.City)),
			mail.List(list...),
			mail.P(a.L.T("letter.circle.turns.swap|If one of them does not suit you, ask somebody else on your page: it takes two taps.")),
			w.open(a),
		},
	}, nil
}

// leaderless asks all members for somebody who leads.
func (w *Letters) leaderless(ctx context.Context, tx *store.Tx, a *about) (*mail.Message, error) {
	if !a.Placed || !a.alive() || a.Led() || !circles.NeedLead(a.S) {
		return nil, nil
	}
	if _, more := a.C.Next(a.Now); !more {
		return nil, nil
	}
	return &mail.Message{
		Subject: a.L.T("letter.circle.leaderless.subject|Who leads your circle? {series}", "series", a.Title),
		Body: mail.Body{
			a.Hello(),
			mail.P(a.L.T("letter.circle.leaderless.first|Nobody in your circle in {series} is ready to lead its meetings any more. Could you do it, perhaps together with somebody?", "series", a.Title)),
			mail.P(a.L.T("letter.circle.leaderless.how|Leading means: you open the meeting, watch the time, and see that everybody gets to speak. The theme and the questions are given.")),
			mail.Button(a.L.T("letter.circle.leaderless.button|I could lead"), w.mine(a)+"#lead"),
		},
	}, nil
}
