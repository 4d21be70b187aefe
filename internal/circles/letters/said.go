package letters

import (
	"context"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
)

// yes confirms that somebody said yes, with what they said and the link that
// changes it. Who has a circle by now, or is told why not, hears that instead.
func (w *Letters) yes(ctx context.Context, tx *store.Tx, a *about) (*mail.Message, error) {
	_, known, err := w.Circles.WhyNot(tx, auth.Itself(), a.In)
	if a.Placed || known || !a.alive() || err != nil {
		return nil, err
	}
	hours, err := w.Circles.HoursOf(tx, auth.Itself(), a.In.Person)
	if err != nil {
		return nil, err
	}
	m := &mail.Message{
		Subject: a.L.T("letter.circle.yes.subject|You said yes to a circle: {series}", "series", a.Title),
		Body: mail.Body{
			a.Hello(),
			mail.P(a.L.T("letter.circle.yes.first|You said yes to a circle in {series}: a small group that meets beside the sessions.", "series", a.Title)),
			mail.P(a.then()),
			mail.Facts(a.said(hours)),
		},
	}
	m.Body = append(m.Body, a.confirm()...)
	m.Body = append(m.Body,
		mail.Button(a.L.T("letter.circle.yes.open|Open my page"), w.mine(a)),
		mail.P(a.L.T("letter.circle.yes.page|There you can change your hours, say what else matters to you, or take your yes back.")))
	return m, nil
}

// then says what happens next.
func (a *about) then() string {
	switch circles.AskingOf(a.S, a.Cohort, a.Now) {
	case circles.Open:
		if closes := circles.ClosesAt(a.S); !closes.IsZero() {
			return a.L.T("letter.circle.yes.then|Until {when}, {city} time, people can say yes. Then circles are formed so that everybody can really come, and we write to you.",
				"when", a.Moment(closes.Add(-1)), "city", a.City)
		}
	case circles.Late:
		return a.L.T("letter.circle.yes.late|The circles meet already. We look at once whether one of them has a place that fits you, and write to you.")
	}
	return a.L.T("letter.circle.yes.soon|Circles are formed soon, so that everybody can really come. Then we write to you.")
}

// said is what somebody said, for them to see whether it is right.
func (a *about) said(hours circles.Availability) [][2]string {
	var langs []string
	for _, lang := range a.In.Languages {
		langs = append(langs, a.L.LangName(lang))
	}
	facts := [][2]string{
		{a.L.T("letter.circle.hours|Your hours, {city} time", "city", a.L.City(hours.Zone)), hours.Hours.In(a.L)},
		{a.L.T("letter.circle.languages|You can talk in"), a.L.List(langs)},
	}
	if a.In.Leads {
		facts = append(facts, [2]string{a.L.T("letter.circle.leads|Leading"), a.L.T("letter.circle.leads.yes|You are ready to lead meetings.")})
	}
	return facts
}

// already answers somebody who said yes once more, or had taken their yes back.
// Nothing has changed by it.
func (w *Letters) already(ctx context.Context, tx *store.Tx, a *about) (*mail.Message, error) {
	if a.S.State != series.Published {
		return nil, nil
	}
	m := &mail.Message{Why: mail.Body{mail.Small(a.L.T("letter.why.already|If it was not you who filled in the form, you need do nothing."))}}
	if a.In.State == circles.Withdrawn {
		m.Subject = a.L.T("letter.circle.already.back.subject|You had taken your yes back: circles of {series}", "series", a.Title)
		m.Body = mail.Body{
			a.Hello(),
			mail.P(a.L.T("letter.circle.already.back|Somebody has just filled in the form for a circle in {series} with this address. You had taken your yes back, and so nothing has changed. If you want to be in a circle after all, say so on your page.", "series", a.Title)),
			mail.Button(a.L.T("letter.circle.yes.open|Open my page"), w.mine(a)),
		}
		return m, nil
	}
	m.Subject = a.L.T("letter.circle.already.subject|You had said yes already: circles of {series}", "series", a.Title)
	m.Body = mail.Body{
		a.Hello(),
		mail.P(a.L.T("letter.circle.already.first|Somebody has just filled in the form for a circle in {series} with this address. You had said yes already, so nothing has changed.", "series", a.Title)),
		mail.Button(a.L.T("letter.circle.yes.open|Open my page"), w.mine(a)),
		mail.P(a.L.T("letter.circle.yes.page|There you can change your hours, say what else matters to you, or take your yes back.")),
	}
	return m, nil
}

// series tells whoever said yes and knows of no circle that the series does not take
// place, and so neither do its circles; or that it does after all.
func (w *Letters) series(ctx context.Context, tx *store.Tx, a *about) (*mail.Message, error) {
	if a.Placed && !a.Seat.ToldAt.IsZero() || a.In.State != circles.Yes {
		return nil, nil
	}
	switch a.S.State {
	case series.Cancelled:
		return &mail.Message{
			Subject: a.L.T("letter.circle.series.off.subject|Cancelled: the circles of {series}", "series", a.Title),
			Body: mail.Body{
				a.Hello(),
				mail.P(a.L.T("letter.circle.series.off|You said yes to a circle in {series}. The series does not take place, and so neither do its circles. You need do nothing.", "series", a.Title)),
				mail.Link(a.L.T("letter.circle.yes.open|Open my page"), w.mine(a)),
			},
		}, nil
	case series.Published:
		return &mail.Message{
			Subject: a.L.T("letter.circle.series.on.subject|They take place after all: the circles of {series}", "series", a.Title),
			Body: mail.Body{
				a.Hello(),
				mail.P(a.L.T("letter.circle.series.on|{series} takes place after all, and so do its circles. Your yes holds. If that does not suit you any more, take it back on your page.", "series", a.Title)),
				mail.Button(a.L.T("letter.circle.yes.open|Open my page"), w.mine(a)),
			},
		}, nil
	}
	return nil, nil
}

// withdrawn confirms that somebody took their yes back, and takes their circle
// out of the calendar: also of who said yes again meanwhile and is in another.
func (w *Letters) withdrawn(ctx context.Context, tx *store.Tx, a *about) (*mail.Message, error) {
	was, err := payload[circles.FormerCircle](a)
	if err != nil {
		return nil, err
	}
	switch back := a.In.State == circles.Yes; {
	case back && was.Circle == "":
		return nil, nil
	case back:
		return w.gone(ctx, tx, a)
	}
	m := &mail.Message{
		Subject: a.L.T("letter.circle.withdrawn.subject|You are out: circles of {series}", "series", a.Title),
		Body:    mail.Body{a.Hello()},
		Why:     mail.Body{mail.Small(a.L.T("letter.circle.why.were|You get this because you had said yes to a circle in {series}.", "series", a.Title))},
	}
	if was.Circle == "" {
		m.Body = append(m.Body, mail.P(a.L.T("letter.circle.withdrawn.yes|You took your yes to a circle in {series} back.", "series", a.Title)))
	} else {
		m.Body = append(m.Body, mail.P(a.L.T("letter.circle.withdrawn.left|You left your circle in {series}. The others know only that there are fewer of them.", "series", a.Title)))
	}
	if circles.AskingOf(a.S, a.Cohort, a.Now) != circles.NotAsking {
		m.Body = append(m.Body, mail.Link(a.L.T("letter.circle.withdrawn.again|If you change your mind, say yes again here"), w.mine(a)))
	}
	if was.Circle == "" {
		return m, nil
	}
	c, err := w.Circles.Former(tx, auth.Itself(), was.Circle)
	if err != nil {
		return nil, err
	}
	next, ok := was.Next(&c, a.Now)
	if !ok || !a.P.Proven() {
		return m, nil
	}
	return m, a.withdrawFrom(m, &c, next)
}

// code brings the code that opens names and notes.
func (w *Letters) code(ctx context.Context, tx *store.Tx, a *about) (*mail.Message, error) {
	c, err := payload[circles.Code](a)
	if err != nil {
		return nil, err
	}
	return &mail.Message{
		Subject: a.L.T("letter.circle.code.subject|{code} shows you who is in your circle", "code", c.Code),
		Body: mail.Body{
			a.Hello(),
			mail.P(a.L.T("letter.circle.code.first|Type this code on the page of your circle, in the browser in which you asked for it:")),
			mail.Code(c.Code),
			mail.Small(a.L.T("letter.circle.code.note|It works for a quarter of an hour. We ask for it because the page shows other people’s names, and mails get passed on.")),
		},
		Why: mail.Body{mail.Small(a.L.T("letter.circle.code.why|If you did not ask for it, somebody else has your link. They see no names without the code."))},
	}, nil
}
