package letters

import (
	"context"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/when"
)

// placed tells somebody of their circle. It carries the next meeting as an
// invitation and the others as one file.
func (w *Letters) placed(ctx context.Context, tx *store.Tx, a *about) (*mail.Message, error) {
	next, ok := a.C.Next(a.Now)
	if !a.Placed || !ok || !a.alive() {
		return nil, nil
	}
	return w.circle(a, next, a.L.T("letter.circle.placed.subject|{when} {city} – your circle: {series}", "when", a.Moment(a.C.Begins(next)), "city", a.City, "series", a.Title),
		a.L.T("letter.circle.placed.first|You have a circle in {series}. It meets for the first time with you on {when}, {city} time.", "series", a.Title, "when", a.span(next), "city", a.City), a.invited())
}

// moved tells somebody that they are in another circle than before.
func (w *Letters) moved(ctx context.Context, tx *store.Tx, a *about) (*mail.Message, error) {
	next, ok := a.C.Next(a.Now)
	if !a.Placed || !ok || !a.alive() {
		return nil, nil
	}
	return w.circle(a, next, a.L.T("letter.circle.moved.subject|New circle, from {when} {city} on: {series}", "when", a.Moment(a.C.Begins(next)), "city", a.City, "series", a.Title),
		a.L.T("letter.circle.moved.first|You are in another circle of {series} now. It meets for the first time with you on {when}, {city} time.", "series", a.Title, "when", a.span(next), "city", a.City), a.invited())
}

// hour tells somebody that their circle meets at another hour than they know.
// The entry in their calendar is brought to it, and no second one is made.
func (w *Letters) hour(ctx context.Context, tx *store.Tx, a *about) (*mail.Message, error) {
	was, err := payload[circles.FormerCircle](a)
	if err != nil {
		return nil, err
	}
	next, ok := a.C.Next(a.Now)
	if !a.Placed || !ok || !a.alive() || a.C.ID != was.Circle {
		return nil, nil
	}
	before, knew := was.Knew(&a.C, next.N)
	now, span := a.Moment(a.C.Begins(next)), a.span(next)
	switch {
	case knew && !(a.C.Begins(before).Equal(a.C.Begins(next)) && a.C.Ends(before).Equal(a.C.Ends(next))):
		return w.circle(a, next, a.L.T("letter.circle.other-hour.subject|Now on {when} {city}: your circle meets at another hour, {series}", "when", now, "city", a.City, "series", a.Title),
			a.L.T("letter.circle.other-hour.first|Your circle in {series} meets at another hour from now on. Its next meeting was to be on {before}; now it is on {when}, {city} time.",
				"series", a.Title, "before", a.span(before), "when", span, "city", a.City), a.replaces())
	case was.Language != a.C.Language:
		return w.circle(a, next, a.L.T("letter.circle.other-language.subject|{language} from now on: your circle in {series}", "language", a.L.LangName(a.C.Language), "series", a.Title),
			a.L.T("letter.circle.other-language.first|Your circle in {series} talks in {language} from now on. It meets next on {when}, {city} time.",
				"series", a.Title, "language", a.L.LangName(a.C.Language), "when", span, "city", a.City), a.replaces())
	case a.sameDays(was):
		return nil, nil
	}
	return w.circle(a, next, a.L.T("letter.circle.other-days.subject|The meetings of your circle have changed: {series}", "series", a.Title),
		a.L.T("letter.circle.other-days.first|The meetings of your circle in {series} have changed. It meets next on {when}, {city} time; the list shows all.", "series", a.Title, "when", span, "city", a.City), a.replaces())
}

// sameDays tells whether what is to come is as the reader knew it.
func (a *about) sameDays(was circles.FormerCircle) bool {
	for _, x := range a.C.Meetings {
		if !x.TakesPlace() || !a.C.Ends(x).After(a.Now) {
			continue
		}
		if before, knew := was.Knew(&a.C, x.N); !knew || !a.C.Begins(before).Equal(a.C.Begins(x)) {
			return false
		}
	}
	return true
}

// replaces says what the attached entries do with those of before.
func (a *about) replaces() string {
	return a.L.T("letter.circle.other-hour.calendar|The next meeting is attached as an invitation: it takes the place of the one in your calendar. If you put others there from the file, open the new file once, and they move too.")
}

// invited says what the attached entries are to somebody who has none yet.
func (a *about) invited() string {
	return a.L.T("letter.circle.placed.calendar|The next meeting is attached as an invitation for your calendar, the others as a file.")
}

// circle says all about the reader's circle.
func (w *Letters) circle(a *about, next circles.Meeting, subject, first, calendar string) (*mail.Message, error) {
	m := &mail.Message{Subject: subject, Body: mail.Body{
		a.Hello(),
		mail.P(first),
		mail.P(a.who()),
	}}
	m.Body = append(m.Body, a.confirm()...)
	m.Body = append(m.Body,
		w.open(a),
		mail.P(a.L.T("letter.circle.placed.page|There you see who they are, find the way into each meeting, and can ask for another circle or leave.")),
		mail.H(a.L.T("letter.circle.meetings|Your meetings, in {city} time", "city", a.City)),
		mail.List(a.meetings()...))
	if a.C.Swings(a.Zone).Shape != when.Steady {
		m.Body = append(m.Body, mail.P(a.L.T("letter.swings|Clocks change while this runs, and not everywhere on the same day, so the hour is not always the same for you. The list shows each session in {city} time.", "city", a.City)))
	}
	m.Body = append(m.Body, mail.Small(calendar))
	return m, a.invite(m, next)
}

// who says how many are in the reader's circle, and what they talk in.
func (a *about) who() string {
	others, language := len(a.Members)-1, a.L.LangName(a.C.Language)
	if others < 1 {
		return a.L.T("letter.circle.placed.alone|Nobody else is in it at the moment. You talk in {language}.", "language", language)
	}
	return a.L.T("letter.circle.placed.who|{n} person is in it with you. You talk in {language}.|{n} people are in it with you. You talk in {language}.",
		"n", others, "language", language)
}

// gone takes a former circle out of the calendar. An address that has not
// answered is told of what is instead only.
func (w *Letters) gone(ctx context.Context, tx *store.Tx, a *about) (*mail.Message, error) {
	was, err := payload[circles.FormerCircle](a)
	if err != nil {
		return nil, err
	}
	c, err := w.Circles.Former(tx, auth.Itself(), was.Circle)
	if err != nil {
		return nil, err
	}
	next, ok := was.Next(&c, a.Now)
	if !ok || !a.P.Proven() || a.Placed && a.C.ID == c.ID {
		return nil, nil
	}
	m := &mail.Message{
		Subject: a.L.T("letter.circle.gone.subject|No longer on {when} {city}: your circle in {series}", "when", a.Moment(c.Begins(next)), "city", a.City, "series", a.Title),
		Body: mail.Body{
			a.Hello(),
			mail.P(a.L.T("letter.circle.gone.first|You are no longer in the circle of {series} that meets on {when}, {city} time. A second mail says how it goes on.",
				"series", a.Title, "when", a.Span(c.Begins(next), c.Ends(next)), "city", a.City)),
		},
	}
	return m, a.withdrawFrom(m, &c, next)
}

// unplaced tells somebody why they have no circle, and what would help.
func (w *Letters) unplaced(ctx context.Context, tx *store.Tx, a *about) (*mail.Message, error) {
	if a.Placed || !a.alive() {
		return nil, nil
	}
	why, known, err := w.Circles.WhyNot(tx, auth.Itself(), a.In)
	if err != nil || !known {
		return nil, err
	}
	m := &mail.Message{
		Subject: a.L.T("letter.circle.unplaced.subject|No circle for you yet: {series}", "series", a.Title),
		Body: mail.Body{
			a.Hello(),
			mail.P(a.L.T("letter.circle.unplaced.first|We looked for a circle in {series} to which you can really come, and found none yet.", "series", a.Title)),
			mail.P(circles.ReasonText(a.L, why.Reason)),
		},
	}
	taken, err := w.Circles.TakenElsewhere(tx, auth.Itself(), a.In, a.L)
	if err != nil {
		return nil, err
	}
	if taken != "" {
		m.Body = append(m.Body, mail.P(taken))
	}
	hours, err := w.Circles.HoursOf(tx, auth.Itself(), a.In.Person)
	if err != nil {
		return nil, err
	}
	if text := circles.SuggestText(a.L, why.Suggest, hours.Zone); text != "" {
		m.Body = append(m.Body, mail.P(text), mail.Button(a.L.T("letter.circle.unplaced.take|See it and say whether you can"), w.mine(a)))
	} else {
		m.Body = append(m.Body, mail.Button(a.L.T("letter.circle.unplaced.hours|Change my hours"), w.mine(a)+"/hours"))
	}
	m.Body = append(m.Body, mail.P(a.L.T("letter.circle.unplaced.then|You stay on our list. When a place falls free that fits you, it is yours and we write to you.")))
	return m, nil
}
