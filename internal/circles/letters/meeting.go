package letters

import (
	"context"
	"time"

	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/ical"
	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/when"
)

// freshFor is how long the letter with somebody's circle stands for the
// day-before letter.
const freshFor = 3 * time.Hour

// toCome tells whether there is still a meeting to remind the reader of.
func (a *about) toCome() bool {
	return a.M != nil && a.alive() && a.M.TakesPlace() && a.Seat.Reminders && a.C.Begins(*a.M).After(a.Now) &&
		a.C.Begins(*a.M).Sub(a.Now) <= series.DayBefore
}

// dayBefore reminds of a meeting the day before: what it is about, how the hour
// has moved, whether the reader leads it, and the way in. It carries the
// meeting as an invitation.
func (w *Letters) dayBefore(ctx context.Context, tx *store.Tx, a *about) (*mail.Message, error) {
	if !a.toCome() || a.Now.Sub(a.Seat.ToldAt) < freshFor {
		return nil, nil
	}
	x := *a.M
	m := &mail.Message{
		Subject: a.L.T("letter.circle.day.subject|{when} {city}: your circle in {series}", "when", a.Moment(a.C.Begins(x)), "city", a.City, "series", a.Title),
		Body: mail.Body{
			a.Hello(),
			mail.P(a.L.T("letter.circle.day.first|Your circle in {series} meets on {when}, {city} time.", "series", a.Title, "when", a.span(x), "city", a.City)),
		},
	}
	if note := a.movedNote(x); note != "" {
		m.Body = append(m.Body, mail.P(note))
	}
	if x.Status == series.Tentative {
		m.Body = append(m.Body, mail.P(a.L.T("letter.day.tentative|It is not certain yet that it takes place. We write as soon as we know.")))
	}
	m.Body = append(m.Body, a.whoLeads(x)...)
	if facts := a.facts(x); len(facts) > 0 {
		m.Body = append(m.Body, mail.Facts(facts))
	}
	m.Body = append(m.Body, w.wayIn(a, x)...)
	if !a.P.Proven() {
		m.Body = append(m.Body, mail.P(a.L.T("letter.day.only|This is the only reminder that we send to this address, as long as nobody has pressed “Yes, I am coming” on your page.")))
	}
	m.Body = append(m.Body, mail.Link(a.L.T("letter.circle.open|Open my circle"), w.mine(a)))
	w.bulk(a, m)
	return m, a.imip(m, ical.Request, &a.C, x)
}

// whoLeads tells the reader that they lead the meeting, or that nobody does.
// Who else does stands on their page.
func (a *about) whoLeads(x circles.Meeting) mail.Body {
	switch {
	case x.Lead == a.In.ID:
		return mail.Body{mail.P(a.L.T("letter.circle.lead.you|You lead this meeting. If you cannot, ask somebody else on your page: it takes two taps."))}
	case x.Second == a.In.ID:
		return mail.Body{mail.P(a.L.T("letter.circle.lead.second|You help to lead this meeting."))}
	case x.Lead == "" && circles.NeedLead(a.S):
		return mail.Body{mail.P(a.L.T("letter.circle.lead.nobody|Nobody leads this meeting yet. If you would like to, say so on your page."))}
	}
	return nil
}

// facts are what there is to know of a meeting besides its hour.
func (a *about) facts(x circles.Meeting) (list [][2]string) {
	said := circles.Theme(a.S, x)
	if said == nil {
		return nil
	}
	question, _ := said.Question.Pick(a.L)
	activity, _ := said.Activity.Pick(a.L)
	for _, fact := range [][2]string{
		{a.L.T("letter.theme|Theme"), a.theme(x)},
		{a.L.T("letter.question|To think about"), question},
		{a.L.T("letter.circle.activity|What you do"), activity},
	} {
		if fact[1] != "" {
			list = append(list, fact)
		}
	}
	return list
}

// movedNote says how the reader's hour differs from that of the meeting before
// because clocks were changed, "" if it does not.
func (a *about) movedNote(x circles.Meeting) string {
	var last *circles.Meeting
	for i, m := range a.C.Meetings {
		if a.C.Begins(m).Before(a.C.Begins(x)) && m.TakesPlace() {
			last = &a.C.Meetings[i]
		}
	}
	if last == nil {
		return ""
	}
	return a.Shift(when.OffsetMoved(a.C.Begins(*last), a.C.Begins(x), a.Zone, a.C.Location()))
}

// wayIn is the button that leads to a meeting's call; without a call there is
// none.
func (w *Letters) wayIn(a *about, x circles.Meeting) mail.Body {
	if !circles.HasCall(a.S) {
		return nil
	}
	return mail.Body{
		mail.Button(a.L.T("letter.circle.join|Go to the meeting"), w.way(a, x.N)),
		mail.Small(a.L.T("letter.join.opens|The way in opens at {time}. The link is yours alone; please do not pass it on.",
			"time", a.L.Time(a.C.Begins(x).Add(-series.JoinBefore).In(a.Zone)))),
	}
}

// hourBefore is short: when, and the way in.
func (w *Letters) hourBefore(ctx context.Context, tx *store.Tx, a *about) (*mail.Message, error) {
	if !a.toCome() {
		return nil, nil
	}
	x := *a.M
	at := a.L.Time(a.C.Begins(x).In(a.Zone))
	m := &mail.Message{
		Subject: a.L.T("letter.circle.hour.subject|At {time} {city}: your circle in {series}", "time", at, "city", a.City, "series", a.Title),
		Body: mail.Body{
			mail.P(a.L.T("letter.circle.hour.first|Your circle in {series} meets at {time}, {city} time.", "series", a.Title, "time", at, "city", a.City)),
		},
	}
	m.Body = append(m.Body, a.whoLeads(x)...)
	if way := w.wayIn(a, x); way != nil {
		m.Body = append(m.Body, way...)
	} else {
		m.Body = append(m.Body, w.open(a))
	}
	w.bulk(a, m)
	return m, nil
}

// changed tells that a meeting does not take place, takes place after all, is
// on another day, or is new.
func (w *Letters) changed(ctx context.Context, tx *store.Tx, a *about) (*mail.Message, error) {
	if a.M == nil || a.In.State != circles.Yes {
		return nil, nil
	}
	was, err := payload[circles.WasMeeting](a)
	if err != nil {
		return nil, err
	}
	x, before := *a.M, *a.M
	before.Date, before.Status = was.Date, was.Status
	if was.Hour.Zone != "" {
		before.Hour = was.Hour
	}
	isNew := was.Date.IsZero()
	off := !x.TakesPlace() || a.S.State == series.Cancelled
	if isNew {
		before = x
	}
	then := a.Moment(a.C.Begins(before))
	switch {
	case a.S.State == series.Cancelled && before.TakesPlace() && a.C.Ends(before).After(a.Now):
		return w.seriesOff(a, before, then)
	case off && (isNew || !before.TakesPlace()), !a.C.Ends(x).After(a.Now) && !a.C.Ends(before).After(a.Now):
		return nil, nil
	case off:
		return w.news(a, ical.Cancel, before,
			a.L.T("letter.circle.off.subject|Cancelled: {when} {city}, your circle in {series}", "when", then, "city", a.City, "series", a.Title),
			a.L.T("letter.circle.off.first|The meeting of your circle in {series} on {when}, {city} time, does not take place.", "series", a.Title, "when", then, "city", a.City))
	case isNew:
		return w.news(a, ical.Request, x,
			a.L.T("letter.circle.new.subject|One more meeting: {when} {city}, your circle in {series}", "when", then, "city", a.City, "series", a.Title),
			a.L.T("letter.circle.new.first|Your circle in {series} meets once more, on {when}, {city} time.", "series", a.Title, "when", a.span(x), "city", a.City))
	case before.Date != x.Date:
		return w.news(a, ical.Request, x,
			a.L.T("letter.circle.date.subject|Now on {when} {city}: your circle in {series}", "when", a.Moment(a.C.Begins(x)), "city", a.City, "series", a.Title),
			a.L.T("letter.circle.date.first|The meeting of your circle in {series} that was to be on {before} is on {when}, {city} time.", "series", a.Title, "before", then, "when", a.span(x), "city", a.City))
	case !before.TakesPlace():
		return w.news(a, ical.Request, x,
			a.L.T("letter.circle.on.subject|Takes place after all: {when} {city}, your circle in {series}", "when", then, "city", a.City, "series", a.Title),
			a.L.T("letter.circle.on.first|The meeting of your circle in {series} on {when}, {city} time, takes place after all.", "series", a.Title, "when", a.span(x), "city", a.City))
	}
	return nil, nil
}

// seriesOff tells that none of the meetings takes place any more, and takes the
// next out of the calendar.
func (w *Letters) seriesOff(a *about, next circles.Meeting, then string) (*mail.Message, error) {
	m, err := w.news(a, ical.Cancel, next,
		a.L.T("letter.circle.off.subject|Cancelled: {when} {city}, your circle in {series}", "when", then, "city", a.City, "series", a.Title),
		a.L.T("letter.circle.off.all|{series} does not take place, and so none of the meetings of your circle does. The next was to be on {when}, {city} time.", "series", a.Title, "when", then, "city", a.City))
	m.Body = append(m.Body, a.othersInCalendar(next, &a.C))
	return m, err
}

// news is a letter that says one thing of a meeting, and brings it to the
// calendar.
func (w *Letters) news(a *about, method ical.Method, x circles.Meeting, subject, first string) (*mail.Message, error) {
	m := &mail.Message{Subject: subject, Body: mail.Body{a.Hello(), mail.P(first), w.open(a)}}
	return m, a.imip(m, method, &a.C, x)
}
