package eventsweb

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
	"codeberg.org/plenary/plenary/internal/when"
)

// dateStyle is that of a single day in a sentence.
const dateStyle = i18n.Medium

// until prints an instant in the reader's zone.
func until(r *web.Request, t time.Time) string { return r.L.DateTime(t.In(r.Zone), dateStyle) }

// bothTimes prints an instant in the reader's zone, and beside it in the
// event's where that shows another hour.
func bothTimes(r *web.Request, e *events.Event, t time.Time) string {
	mine, theirs := t.In(r.Zone), t.In(e.Location())
	_, a := mine.Zone()
	_, b := theirs.Zone()
	if a == b {
		return until(r, t)
	}
	return r.L.T("series.window.both|{here} ({there} in {city})", "here", until(r, t), "there", r.L.DateTime(theirs, i18n.Day), "city", r.L.City(e.Zone))
}

// windowLine says until when one can register, or from when on.
func windowLine(r *web.Request, e *events.Event) string {
	switch e.Openness(r.Now) {
	case events.NotYet:
		return r.L.T("series.window.opens|Registration opens {when}.", "when", bothTimes(r, e, e.OpensAt()))
	case events.Open:
		if e.Entry.Closes == nil {
			return ""
		}
		return r.L.T("series.window.closes|Registration is open until {when}.", "when", bothTimes(r, e, e.ClosesAt().Add(-time.Minute)))
	case events.Over:
		return r.L.T("series.window.over|Registration is closed.")
	}
	return ""
}

// shut says why nobody can come, or register, now; nil if they can.
func shut(r *web.Request, e *events.Event) *ui.Notice {
	l := r.L
	switch {
	case e.State == events.Cancelled:
		return &ui.Notice{Tone: ui.Bad, Word: l.T("series.state.cancelled.word|Cancelled"), Text: l.T("events.state.cancelled|This event will not take place. Everyone who was registered has been told.")}
	case e.State == events.Draft:
		return &ui.Notice{Tone: ui.Info, Word: l.T("series.show.draft.word|Draft."), Text: l.T("series.show.draft|Only its team sees this page.")}
	case !e.Ends().After(r.Now):
		return &ui.Notice{Word: l.T("series.show.over.word|Over."), Text: l.T("events.show.over|It was on {date}.", "date", l.Date(lastBegins(e).In(r.Zone), dateStyle))}
	case len(e.Coming(r.Now)) == 0:
		return &ui.Notice{Tone: ui.Bad, Word: l.T("series.state.cancelled.word|Cancelled"), Text: l.T("events.show.none-left|All dates that were to come have been cancelled.")}
	case e.Entry.Registration == events.NoNeed || e.Entry.Registration == events.Elsewhere:
		return nil
	case e.Openness(r.Now) == events.NotYet:
		return &ui.Notice{Tone: ui.Info, Word: l.T("series.show.not-yet.word|Not open yet."), Text: windowLine(r, e)}
	case e.Openness(r.Now) == events.Over:
		return &ui.Notice{Word: l.T("series.show.closed.word|Closed."), Text: windowLine(r, e)}
	case e.Visibility == events.Invited:
		return nil // who sees the page is invited
	case fullForAll(r, e) && !e.Entry.Waitlist:
		return &ui.Notice{Tone: ui.Warn, Word: l.T("series.show.full.word|Full."), Text: l.T("series.places.none|All places are taken.")}
	}
	return nil
}

// fullForAll tells whether no place is left for anything that one can register
// for.
func fullForAll(r *web.Request, e *events.Event) bool {
	if !e.Entry.ByDate {
		return full(e, "", r.Now)
	}
	return !slices.ContainsFunc(e.Coming(r.Now), func(o events.Occurrence) bool { return !full(e, o.Date.ID, r.Now) })
}

// lastBegins is when the last date begins that took place.
func lastBegins(e *events.Event) time.Time {
	all := e.Occurrences()
	for i := len(all) - 1; i >= 0; i-- {
		if e.StatusOf(all[i].Date) != events.CalledOff {
			return all[i].Start
		}
	}
	return e.Begins()
}

// showActions is the one thing to do: register here, or elsewhere.
func showActions(p showPage) ui.Actions {
	l, e := p.R.L, p.E
	switch e.Entry.Registration {
	case events.NoNeed:
		return nil
	case events.Elsewhere:
		return ui.Actions{{Label: l.T("events.register.elsewhere|Register at {host}", "host", hostOf(e.Entry.Elsewhere)), Kind: ui.Primary, Href: e.Entry.Elsewhere}}
	}
	button := ui.Button{Label: l.T("series.register.button|Register"), Href: "/e/" + e.Slug + "/register", Kind: ui.Primary}
	if fullForAll(p.R, e) {
		button.Label = l.T("series.register.wait|Join the waiting list")
	}
	return ui.Actions{button}
}

func hostOf(address string) string {
	if u, err := url.Parse(address); err == nil {
		return strings.TrimPrefix(u.Hostname(), "www.")
	}
	return address
}

// entryLine says whether one must register, in a sentence.
func entryLine(p showPage) string {
	l := p.R.L
	switch p.E.Entry.Registration {
	case events.NoNeed:
		return l.T("events.entry.none|You need not register. Just come.")
	case events.Optional:
		return l.T("events.entry.optional|You can come without registering. It helps us to know how many you are.")
	case events.Elsewhere:
		return l.T("events.entry.elsewhere|Another organisation takes the registrations, on its own pages.")
	}
	return ""
}

// below are the sentences under the button.
func below(p showPage) string {
	lines := []string{entryLine(p), windowLine(p.R, p.E)}
	if p.E.Openness(p.R.Now) == events.Open && (!p.E.Entry.ByDate || !p.Dates.many()) {
		lines = append(lines, placesLine(p.R, p.E, "")...)
		if full(p.E, "", p.R.Now) {
			lines = append(lines, p.R.L.T("events.places.wait|You can join the waiting list."))
		}
	}
	return strings.Join(slices.DeleteFunc(lines, func(s string) bool { return s == "" }), " ")
}

// brief says what it is, where, and in which languages, in one line.
func brief(p showPage) string {
	l := p.R.L
	parts := []string{l.Text(p.E.Kind.Label()), l.Text(p.E.Mode().Label())}
	switch spoken, all := languages(p.R, p.E.Languages), len(p.E.Languages)+len(p.E.Interpreted); {
	case all > 4:
		parts = append(parts, l.T("front.offer.languages|{n} language|{n} languages", "n", all))
	case len(p.E.Interpreted) > 0:
		parts = append(parts, l.T("events.interpreted|{languages}, interpreted into {others}", "languages", spoken, "others", languages(p.R, p.E.Interpreted)))
	case all > 0:
		parts = append(parts, spoken)
	}
	return strings.Join(parts, " · ")
}

// hourLines are what stands below the reader's hours: those of others, how it
// repeats, when the doors open, and where.
func hourLines(p showPage) []string {
	lines := []string{strings.Join(elsewhere(p.R, p.E, *p.Focus), " · "), ruleLine(p.R, p.E), doorsLine(p)}
	if venue := p.E.VenueOn(p.Focus.Date); venue != nil {
		lines = append(lines, venue.Line())
	}
	return slices.DeleteFunc(lines, func(s string) bool { return s == "" })
}

func languages(r *web.Request, codes []string) string {
	names := make([]string, len(codes))
	for i, lang := range codes {
		names[i] = r.L.LangTitle(lang)
	}
	return r.L.List(names)
}

// ruleLine says how the dates repeat; "" where they were chosen one by one.
func ruleLine(r *web.Request, e *events.Event) string {
	if e.Rule == nil {
		return ""
	}
	return e.Rule.In(r.L)
}

// facts are what one looks up later.
func facts(p showPage) ui.SummaryList {
	l, e := p.R.L, p.E
	list := ui.SummaryList{}
	add := func(key, value string) {
		if value != "" {
			list = append(list, ui.Fact{Key: key, Value: value})
		}
	}
	add(l.T("series.facts.languages|Languages"), languages(p.R, e.Languages))
	add(l.T("events.facts.interpreted|Interpreted into"), languages(p.R, e.Interpreted))
	add(l.T("events.facts.length|Length"), lengthLine(p))
	add(l.T("series.facts.zone|Organisers’ time"), l.City(e.Zone))
	return list
}

func lengthLine(p showPage) string {
	if p.E.Length == 0 {
		return ""
	}
	return p.R.L.Length(p.E.Length)
}

// doorsLine says when the doors open, in the hours of the hall.
func doorsLine(p showPage) string {
	if p.Focus == nil || p.Focus.Doors.IsZero() || p.E.VenueOn(p.Focus.Date) == nil {
		return ""
	}
	if loc := p.E.Location(); when.DateOf(p.Focus.Doors, loc) != when.DateOf(p.Focus.Start, loc) {
		return p.R.L.T("events.doors-evening|Doors open on {when}, {city} time.", "when", p.R.L.DateTime(p.Focus.Doors.In(loc), i18n.Day), "city", p.R.L.City(p.E.Zone))
	}
	return p.R.L.T("events.doors|Doors open at {time}, {city} time.", "time", p.R.L.Time(p.Focus.Doors.In(p.E.Location())), "city", p.R.L.City(p.E.Zone))
}

// onlineLine says how one gets into the call; "" where there is none.
func onlineLine(p showPage) string {
	if p.Focus == nil || !slices.Contains(p.E.Ways(p.Focus.Date), events.Remote) {
		return ""
	}
	l := p.R.L
	switch p.E.Entry.Registration {
	case events.Elsewhere:
		return l.T("events.online.elsewhere|Whoever registers gets the way into the call from there.")
	case events.NoNeed:
		if p.E.CallOn(p.Focus.Date) == "" {
			return l.T("events.online.later|The address of the call will stand here.")
		}
		return l.T("events.online.ask|Ask the organisers for the way into the call.")
	}
	return l.T("events.online.place|Whoever registers gets a page of their own. It leads into the call from a quarter of an hour before the start.")
}

// openCall is the address of the call where it is open to everybody.
func openCall(p showPage) string {
	if !p.E.OnlineOpen || p.Focus == nil || p.over() || p.E.State == events.Cancelled {
		return ""
	}
	return p.E.CallOn(p.Focus.Date)
}

// whoLists are all who appear beside the organiser, under what they are.
func whoLists(p showPage) []whoList {
	l, who := p.R.L, p.E.Parties
	lists := []whoList{
		{l.T("series.parties.speakers|Speakers"), who.Speakers},
		{l.T("events.parties.moderators|Moderation"), who.Moderators},
		{l.T("series.parties.hosts|Hosts"), who.Hosts},
		{l.T("series.parties.partners|Partners"), who.Partners},
		{l.T("events.parties.sponsors|Supported by"), who.Sponsors},
	}
	return slices.DeleteFunc(lists, func(w whoList) bool { return len(w.List) == 0 })
}

type whoList struct {
	Title string
	List  []people.Party
}

// heldTitle names a date that is over.
func heldTitle(r *web.Request, h heldDate) string {
	day := r.L.Date(h.O.Start.In(r.Zone), dateStyle)
	if theme, _ := h.O.Date.Theme.Pick(r.L); theme != "" {
		return r.L.T("events.held|{date}: {theme}", "date", day, "theme", theme)
	}
	return day
}

// linkTitle names a recording or a piece of material.
func linkTitle(r *web.Request, link events.Link) string {
	switch {
	case link.Title != "":
		return link.Title
	case link.Kind == events.Recording:
		return r.L.T("series.held.recording|Recording")
	}
	return r.L.T("series.held.material|Material")
}

// chapterOf is the name of the chapter that holds the event, if one does.
func chapterOf(p showPage) []string {
	if p.Chapter == nil {
		return nil
	}
	return []string{p.R.Pick(p.Chapter.Name).Text}
}

// agendaLabel names an agenda to who cannot see the heading above it.
func agendaLabel(r *web.Request, day agendaDay) string {
	if day.Title != "" {
		return day.Title
	}
	return r.L.T("events.agenda|Agenda")
}

// addressLines is the address of a place, and its city unless it stands there
// already.
func addressLines(venue events.Place) (list []string) {
	for _, line := range strings.Split(venue.Address, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			list = append(list, line)
		}
	}
	if venue.City != "" && !strings.Contains(venue.Address, venue.City) {
		list = append(list, venue.City)
	}
	return list
}
