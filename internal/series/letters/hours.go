package letters

import (
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/when"
)

// at is when a session begins, in the reader's hours: "Tue 3 Mar, 19:30".
func (a *about) at(o series.Occurrence) string { return a.moment(o.Start) }

// span is from when to when a session goes: "Tue 3 Mar, 19:30–21:30".
func (a *about) span(o series.Occurrence) string { return a.spanOf(o.Start, o.End) }

func (a *about) moment(t time.Time) string { return a.reader().Moment(t) }

func (a *about) spanOf(start, end time.Time) string { return a.reader().Span(start, end) }

// reader is who gets the letter.
func (a *about) reader() people.Reader {
	return people.Reader{P: a.P, L: a.L, Zone: a.Zone, City: a.City, Now: a.now}
}

// hello greets the receiver.
func (a *about) hello() mail.Block { return a.reader().Hello() }

// theme is what a session is about; "" if nothing is said.
func (a *about) theme(o series.Occurrence) string {
	theme, _ := o.Session.Theme.Pick(a.L)
	return strings.TrimSpace(theme)
}

// sessions lists what is still to come, each in the reader's hours.
func (a *about) sessions() []string {
	var list []string
	for _, o := range a.S.Occurrences(a.Letter) {
		if !o.End.After(a.now) || len(list) == mostSessions {
			continue
		}
		span, theme := a.span(o), a.theme(o)
		switch {
		case a.S.StatusOf(o.Session) == series.CalledOff:
			list = append(list, a.L.T("letter.session.cancelled|{when}: cancelled", "when", span))
		case theme == "":
			list = append(list, a.L.T("letter.session.plain|{when}: session {n}", "when", span, "n", o.Session.N))
		case o.Session.Status == series.Tentative:
			list = append(list, a.L.T("letter.session.tentative|{when}: {theme} (not certain yet)", "when", span, "theme", theme))
		default:
			list = append(list, a.L.T("letter.session|{when}: {theme}", "when", span, "theme", theme))
		}
	}
	return list
}

// mostSessions is how many sessions a letter lists; the calendar file has all.
const mostSessions = 30

// swings warns of hours that move during the series, "" if none do.
func (a *about) swings() string {
	if a.S.Swings(a.Letter, a.Zone).Shape == when.Steady {
		return ""
	}
	return a.L.T("letter.swings|Clocks change while this runs, and not everywhere on the same day, so the hour is not always the same for you. The list shows each session in {city} time.", "city", a.City)
}

// moved says how the hour of a session differs from that of the session before
// it because clocks were changed, "" if it does not.
func (a *about) movedNote(o series.Occurrence) string {
	var last *series.Occurrence
	for _, p := range a.S.Occurrences(a.Letter) {
		if p.Start.Before(o.Start) && !p.Own && p.Session.Status != series.CalledOff {
			last = &p
		}
	}
	if last == nil || o.Own {
		return ""
	}
	return a.reader().Shift(when.OffsetMoved(last.Start, o.Start, a.Zone, a.S.Location()))
}

// facts are what there is to know of a session besides its hour.
func (a *about) facts(o series.Occurrence) [][2]string {
	var list [][2]string
	add := func(name, value string) {
		if strings.TrimSpace(value) != "" {
			list = append(list, [2]string{name, value})
		}
	}
	add(a.L.T("letter.theme|Theme"), a.theme(o))
	question, _ := o.Session.Question.Pick(a.L)
	add(a.L.T("letter.question|To think about"), question)
	for _, due := range a.due(o) {
		add(a.L.T("letter.assignment|To do"), due)
	}
	if p := o.Session.Place; p != nil {
		add(a.L.T("letter.place|Where"), joinLines(p.Name, p.Address, p.Notes))
	}
	return list
}

// due are the assignments to be done before the session.
func (a *about) due(o series.Occurrence) []string {
	var list []string
	for i := range a.S.Sessions {
		x := &a.S.Sessions[i]
		if x.Assignment == nil || x.Assignment.Due == nil || x.Status == series.CalledOff {
			continue
		}
		title, _ := x.Assignment.Title.Pick(a.L)
		if end, _ := x.Assignment.Due.In(a.S.Location()); end.After(a.now) && end.Before(o.End) {
			list = append(list, a.L.T("letter.assignment.until|{title}, until {when}", "title", title, "when", a.moment(end)))
		}
	}
	return list
}

func joinLines(lines ...string) string {
	var kept []string
	for _, line := range lines {
		if line = strings.TrimSpace(line); line != "" {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n")
}
