package seriesweb

import (
	"net/url"
	"slices"
	"strings"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// waitingLine says where somebody stands in the waiting list.
func waitingLine(p minePage) string {
	l := p.R.L
	if p.M.R.Rank == 0 {
		return l.T("series.mine.waiting-group|Your group is on the waiting list, {name}.", "name", p.M.P.Name)
	}
	if p.Ahead == 0 {
		return l.T("series.mine.waiting-first|You are next on the waiting list, {name}. We write as soon as a place is free.", "name", p.M.P.Name)
	}
	return l.T("series.mine.waiting|You are on the waiting list, {name}. {n} person waits before you.|You are on the waiting list, {name}. {n} people wait before you.", "n", p.Ahead, "name", p.M.P.Name)
}

// mineLine says that somebody has a place; after the last session, that they
// had one.
func mineLine(p minePage) string {
	if p.over() {
		return p.R.L.T("series.mine.was|You were registered, {name}. The last session is over.", "name", p.M.P.Name)
	}
	return p.R.L.T("series.mine.registered|You are registered, {name}.", "name", p.M.P.Name)
}

// answerLabel is what somebody says who presses the button reached from their
// mail.
func answerLabel(p minePage) string { return p.R.L.Text(p.M.R.Standing.AnswerLabel()) }

// offeredLine says until when a place is kept, and who accepts it.
func offeredLine(p minePage) string {
	l, when := p.R.L, until(p.R, p.M.R.OfferUntil)
	switch {
	case p.M.R.Delegation != "":
		return l.T("series.mine.group-accepts|The contact person of your group answers for all of you.")
	case p.M.R.OfferUntil.IsZero():
		return ""
	}
	return l.T("series.mine.offered|Accept it before {when}. After that it goes to the next person.", "when", when)
}

// nextLine names the session that comes next.
func nextLine(p minePage) string {
	x := p.Next.Session
	if theme, _ := x.Theme.Pick(p.R.L); theme != "" {
		return p.R.L.T("series.held.session|Session {n}: {theme}", "n", x.N, "theme", theme)
	}
	return p.R.L.T("post.before|Session {n}", "n", x.N)
}

// showActions are the buttons of a series that is open: the one thing first.
func showActions(p showPage) ui.Actions {
	l := p.R.L
	alone := ui.Button{Label: l.T("series.register.button|Register"), Href: "/s/" + p.S.Slug + "/register", Kind: ui.Primary}
	group := ui.Button{Label: l.T("series.group.button|Register a group"), Href: "/s/" + p.S.Slug + "/group"}
	if p.S.Full() {
		alone.Label = l.T("series.register.wait|Join the waiting list")
	}
	switch {
	case p.S.Window.For == series.ForMembers && p.R.Viewer.Kind != auth.Person:
		return ui.Actions{{Label: l.T("series.register.sign-in|Sign in to register"), Kind: ui.Primary,
			Href: "/signin?to=" + url.QueryEscape("/s/"+p.S.Slug+"/register")}}
	case p.mayAlone() && p.mayGroup():
		return ui.Actions{alone, group}
	case p.mayAlone():
		return ui.Actions{alone}
	}
	group.Kind = ui.Primary
	return ui.Actions{group}
}

// brief are dates, length and languages in one line.
func brief(p showPage) string {
	parts := []string{dateSpan(p), lengthLine(p)}
	if n := len(p.S.Languages); n > 3 {
		parts = append(parts, p.R.L.T("front.offer.languages|{n} language|{n} languages", "n", n))
	} else if n > 0 {
		parts = append(parts, workedIn(p.R, p.S.Languages))
	}
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " · ")
}

func dateSpan(p showPage) string {
	begins, ends := p.S.Begins(), p.S.Ends()
	if begins.IsZero() {
		return ""
	}
	return p.R.L.DateRange(begins.In(p.R.Zone), ends.In(p.R.Zone))
}

// lengthLine says how many sessions there are and, where all are as long, how
// long.
func lengthLine(p showPage) string {
	if len(p.S.Sessions) == 0 {
		return ""
	}
	length := p.S.LengthOf(&p.S.Sessions[0])
	for i := range p.S.Sessions {
		if p.S.LengthOf(&p.S.Sessions[i]) != length {
			return p.R.L.T("front.offer.over|{n} session|{n} sessions", "n", len(p.S.Sessions))
		}
	}
	return p.R.L.T("series.facts.sessions|{n} session of {length}|{n} sessions of {length}", "n", len(p.S.Sessions), "length", p.R.L.Length(length))
}

// hoursLine says when it begins for the reader, or goes on.
func hoursLine(p showPage) string {
	l := p.R.L
	hours := p.S.NextHours(l, p.R.Zone, p.R.Now)
	switch {
	case hours == "" || p.S.State == series.Cancelled:
		return ""
	case p.S.Begins().After(p.R.Now):
		return l.T("front.offer.starts|Starts {when}.", "when", hours)
	}
	return l.T("front.offer.next|Next: {when}.", "when", hours)
}

// facts are what one looks up later.
func facts(p showPage) ui.SummaryList {
	l := p.R.L
	list := ui.SummaryList{}
	add := func(key, value string) {
		if value != "" {
			list = append(list, ui.Fact{Key: key, Value: value})
		}
	}
	add(l.T("series.facts.dates|Dates"), dateSpan(p))
	add(l.T("series.facts.length|Length"), lengthLine(p))
	add(l.T("series.facts.languages|Languages"), workedIn(p.R, p.S.Languages))
	add(l.T("series.facts.zone|Organisers’ time"), l.City(p.S.Zone))
	if p.S.Window.GroupMin > 0 && p.mayGroup() {
		add(l.T("series.facts.groups|Groups"), l.T("series.facts.groups.from|Groups of {n} people or more register together.|Groups of {n} people or more register together.", "n", p.S.Window.GroupMin))
	}
	return list
}

// calendars are the addresses of the series' calendar: one for each track.
func calendars(p showPage) []choice {
	base := "/s/" + p.S.Slug + ".ics"
	if len(p.S.Tracks) < 2 {
		return []choice{{Label: p.R.L.T("series.calendar.link|Put these sessions into your calendar"), Href: base}}
	}
	var list []choice
	for _, t := range p.S.Tracks {
		list = append(list, choice{Label: p.R.L.T("series.calendar.track|Calendar: {track}", "track", t.Name(p.R.L)), Href: base + "?track=" + url.QueryEscape(t.Letter)})
	}
	return list
}

type choice struct{ Label, Href string }

// heldTitle names a session that is over.
func heldTitle(r *web.Request, h heldSession) string {
	if h.Title.Text == "" {
		return r.L.T("post.before|Session {n}", "n", h.N)
	}
	return r.L.T("series.held.session|Session {n}: {theme}", "n", h.N, "theme", h.Title.Text)
}

// dateStyle is that of a single day in a sentence.
const dateStyle = i18n.Medium

// linkTitle names a recording or a piece of material.
func linkTitle(r *web.Request, link series.Link) string {
	switch {
	case link.Title != "":
		return link.Title
	case link.Kind == series.Recording:
		return r.L.T("series.held.recording|Recording")
	}
	return r.L.T("series.held.material|Material")
}
