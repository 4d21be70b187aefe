package letters

import (
	"strings"

	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/ical"
	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/series"
)

// listID turns "slug.circles@host" into the id of a list.
func listID(uid string) string { return strings.Replace(uid, "@", ".", 1) }

// imip adds one meeting as an invitation, or as the end of one.
func (a *about) imip(m *mail.Message, method ical.Method, c *circles.Circle, x circles.Meeting) error {
	cal := &ical.Calendar{Method: method, Events: []ical.Event{c.Event(x, a.entry)}}
	data, err := cal.Encode()
	m.Calendar = &mail.Calendar{Method: string(method), Data: data}
	return err
}

// invite adds the next meeting as an invitation, and the others that are still
// to come as a file.
func (a *about) invite(m *mail.Message, next circles.Meeting) error {
	if err := a.imip(m, ical.Request, &a.C, next); err != nil {
		return err
	}
	title, lang := a.S.Title.Pick(a.L)
	cal := &ical.Calendar{Method: ical.Publish, Name: title, Lang: lang}
	for _, x := range a.C.Meetings {
		if x.N == next.N || !a.C.Ends(x).After(a.Now) {
			continue
		}
		e := a.C.Event(x, a.entry)
		e.Attendee = nil
		cal.Events = append(cal.Events, e)
	}
	if len(cal.Events) == 0 {
		return nil
	}
	data, err := cal.Encode()
	m.Files = append(m.Files, mail.CalendarFile(a.S.Slug+"-circle.ics", data))
	return err
}

// withdrawFrom takes the next meeting of a circle out of the reader's calendar
// and says so. Others they took over from a file stay theirs to delete.
func (a *about) withdrawFrom(m *mail.Message, c *circles.Circle, next circles.Meeting) error {
	m.Body = append(m.Body, a.othersInCalendar(next, c))
	return a.imip(m, ical.Cancel, c, next)
}

// othersInCalendar says which meeting a letter takes out of the calendar, and
// which it cannot.
func (a *about) othersInCalendar(x circles.Meeting, c *circles.Circle) mail.Block {
	return mail.Small(a.L.T("letter.circle.calendar.gone|This mail also takes the meeting on {when} out of your calendar. If you put others there from the file, please delete them.",
		"when", a.Moment(c.Begins(x))))
}

// span is from when to when a meeting goes, in the reader's hours.
func (a *about) span(x circles.Meeting) string { return a.Span(a.C.Begins(x), a.C.Ends(x)) }

// theme is what a meeting is about; "" if nothing is said.
func (a *about) theme(x circles.Meeting) string {
	if said := circles.Theme(a.S, x); said != nil {
		theme, _ := said.Theme.Pick(a.L)
		return strings.TrimSpace(theme)
	}
	return ""
}

// meetings lists what is still to come, each in the reader's hours, with what
// the reader leads.
func (a *about) meetings() (list []string) {
	for _, x := range a.C.Meetings {
		if !a.C.Ends(x).After(a.Now) {
			continue
		}
		span, theme := a.span(x), a.theme(x)
		if theme == "" {
			theme = a.L.T("letter.circle.meeting|Meeting {n}", "n", x.N)
		}
		switch {
		case !x.TakesPlace():
			list = append(list, a.L.T("letter.session.cancelled|{when}: cancelled", "when", span))
		case x.Lead == a.In.ID || x.Second == a.In.ID:
			list = append(list, a.L.T("letter.circle.meeting.lead|{when}: {theme}. You lead it.", "when", span, "theme", theme))
		case x.Status == series.Tentative:
			list = append(list, a.L.T("letter.session.tentative|{when}: {theme} (not certain yet)", "when", span, "theme", theme))
		default:
			list = append(list, a.L.T("letter.session|{when}: {theme}", "when", span, "theme", theme))
		}
	}
	return list
}
