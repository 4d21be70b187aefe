package deskparts

import (
	"context"
	"slices"
	"strconv"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people/lists"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/desk"
	"codeberg.org/plenary/plenary/internal/web/forms"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// Fill puts those with a place onto the page of their attendance. Mark says what
// else stands beside somebody.
func Fill(p *desk.Attendance, list events.Attendees, mark func(a events.Attendee, row *desk.Attendee)) {
	p.Here, p.Absent, p.Open, p.Total = list.There, list.Absent, list.Open, len(list.People)
	if p.From >= p.Total {
		p.From = 0
	}
	for n, a := range list.People {
		if !p.Shows(n, a.Registration) {
			continue
		}
		row := desk.Attendee{ID: a.Registration, Name: a.Name, Hint: howNoted(p.R.L, a.How), Here: a.Presence == events.There, Absent: a.Presence == events.Absent}
		mark(a, &row)
		p.Rows = append(p.Rows, row)
	}
}

// howNoted says by what somebody was noted, where nobody tapped.
func howNoted(l *i18n.Locale, how string) string {
	switch how {
	case events.HowJoined:
		return l.T("org.attendance.joined|came by their link")
	case events.HowFile:
		return l.T("org.attendance.by-file|was in the list of the call")
	}
	return ""
}

// MostCallFile bounds the list of a call that may be uploaded, with its form.
const MostCallFile = 5 << 20

// ReadCall reads the list that a call's program saved. Nothing is noted before
// the organiser has looked at who was recognised.
func ReadCall(ctx context.Context, r *web.Request) (*lists.CallList, error) {
	var form errs.Form
	f, ok := r.Files["file"]
	if !ok {
		form.Add("file", "org.attendance.file.missing|Choose the file first.")
		return nil, form.Err()
	}
	list, err := lists.ReadCallList(f.Data)
	if wrong := errs.Of(err); wrong != nil {
		form.Add("file", wrong.Text.Msg, wrong.Text.Args...)
		return nil, form.Err()
	}
	if err != nil {
		return nil, err
	}
	return list, forms.Look()
}

// Call is who was recognised in the list of a call, each with a box that is
// ticked.
func Call(r *web.Request, at string, m events.CallMatch) desk.Call {
	p := desk.Call{R: r, At: at}
	var seen []string
	for _, one := range m.Found {
		a := one.Who[0]
		if slices.Contains(seen, a.Registration) {
			continue // a second device of the same person
		}
		seen = append(seen, a.Registration)
		p.Found = append(p.Found, found(r.L, one.Call.Name, a))
	}
	for i, one := range m.Several {
		p.Several = append(p.Several, whichOf(r.L, i, one))
	}
	for _, one := range m.Unknown {
		p.Unknown = append(p.Unknown, one.Call.Name)
	}
	for _, one := range m.Waiting {
		p.Waiting = append(p.Waiting, one.Name)
	}
	return p
}

func found(l *i18n.Locale, called string, a events.Attendee) ui.PersonRow {
	row := ui.PersonRow{Name: desk.Name(l, a.Name), Tick: &ui.Tick{Name: "who", Value: a.Registration, Checked: true}}
	if called != a.Name && called != "" {
		row.Details = append(row.Details, l.T("org.call.as|in the call as {name}", "name", called))
	}
	switch {
	case a.Presence == events.There:
		row.Tags = []ui.Tag{{Tone: ui.OK, Word: l.T("org.call.already|Noted already")}}
	case a.Presence == events.Absent && a.How == events.HowTapped:
		row.Tags = []ui.Tag{{Tone: ui.Warn, Word: l.T("org.call.tapped|You tapped “not here”, which stays")}}
	}
	return row
}

// whichOf asks which of those who have a name it was, or that it was none.
func whichOf(l *i18n.Locale, n int, m events.Matched) ui.Field {
	f := ui.Field{Type: ui.Select, Name: "which", ID: "which-" + strconv.Itoa(n), Label: m.Call.Name, Options: []ui.Option{{Label: l.T("org.call.nobody|None of them")}}}
	for _, a := range m.Who {
		label := desk.Name(l, a.Name)
		if a.Track != "" {
			label = l.T("org.call.option|{name}, track {track}", "name", label, "track", a.Track)
		}
		f.Options = append(f.Options, ui.Option{Value: a.Registration, Label: label})
	}
	return f
}
