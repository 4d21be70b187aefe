package seriesweb

import (
	"context"
	"time"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/prose"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// showPage is what the page of a series needs.
type showPage struct {
	R           *web.Request
	S           *series.Series
	Title       words
	Description words
	Audience    words
	Openness    series.Openness
	Window      string // when registration opens or closes, in a sentence
	Places      string // how many places are left, in a sentence; "" without a limit
	MayAlone    bool   // people may register on their own
	MayGroup    bool
	Table       ui.SessionTable
	Swings      []ui.SwingNote
	Links       []heldSession
	MayEdit     bool
}

// words are a text with its language, where that is another than the page's.
type words struct{ Text, Lang string }

func pick(r *web.Request, t i18n.Text) words {
	text, lang := t.Pick(r.L)
	return words{text, foreign(r, lang)}
}

// heldSession is a past session with what came of it.
type heldSession struct {
	Title   words
	N       int
	WriteUp string // its address, "" = none
	Links   []series.Link
}

func (p *Pages) show(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	s, err := p.Series.BySlug(ctx, tx, r.Viewer, r.Param("slug"))
	if err != nil {
		return nil, err
	}
	r.SupposeOrganisers(s.Location())
	page := showPage{R: r, S: s, Title: pick(r, s.Title), Description: pick(r, s.Description), Audience: pick(r, s.Audience),
		Openness: s.Openness(r.Now), Window: windowLine(r, s), Places: placesLine(r, s),
		MayAlone: s.Window.For != series.ForGroups, MayGroup: s.Window.For == series.ForGroups || s.Window.For == series.ForAnyone,
		Table: sessionTable(r, s, s.Letters()...), Swings: swings(r, s, s.Letters()...), MayEdit: p.Series.MayEdit(r.Viewer, s)}
	if page.Links, err = p.held(ctx, tx, r, s); err != nil {
		return nil, err
	}
	return web.Page{Title: page.Title.Text, Body: showBody(page), Zoned: true,
		Describe: prose.Plain(page.Description.Text, 160),
		Feeds:    []ui.Feed{{Type: "text/calendar", Title: page.Title.Text, Href: "/s/" + s.Slug + ".ics"}}}, nil
}

// held lists the sessions that have a write-up, a recording or materials.
func (p *Pages) held(ctx context.Context, tx *store.Tx, r *web.Request, s *series.Series) ([]heldSession, error) {
	var list []heldSession
	for i := range s.Sessions {
		x := &s.Sessions[i]
		h := heldSession{Title: pick(r, x.Theme), N: x.N, Links: x.Links}
		post, err := p.Posts.About(ctx, tx, r.Viewer, x.ID)
		if err != nil && !errs.Is(err, errs.NotFound) {
			return nil, err
		}
		if err == nil && post.State == posts.Published {
			h.WriteUp = "/posts/" + post.Slug
		}
		if h.WriteUp != "" || len(h.Links) > 0 {
			list = append(list, h)
		}
	}
	return list, nil
}

// windowLine says in the reader's time when registration opens or closes. The
// organiser's own time stands with it where it reads differently.
func windowLine(r *web.Request, s *series.Series) string {
	switch s.Openness(r.Now) {
	case series.NotYet:
		return r.L.T("series.window.opens|Registration opens {when}.", "when", bothTimes(r, s, s.OpensAt()))
	case series.Open:
		return r.L.T("series.window.closes|Registration is open until {when}.", "when", bothTimes(r, s, s.ClosesAt().Add(-time.Minute)))
	}
	switch s.State {
	case series.Cancelled:
		return ""
	case series.Draft:
		return r.L.T("series.window.draft|This is a draft. Only its team sees it.")
	}
	return r.L.T("series.window.over|Registration is closed.")
}

// bothTimes prints an instant in the reader's zone, and beside it in the
// organiser's where that shows another hour.
func bothTimes(r *web.Request, s *series.Series, t time.Time) string {
	mine, theirs := t.In(r.Zone), t.In(s.Location())
	here := r.L.DateTime(mine, i18n.Medium)
	_, a := mine.Zone()
	_, b := theirs.Zone()
	if a == b {
		return here
	}
	return r.L.T("series.window.both|{here} ({there} in {city})", "here", here, "there", r.L.DateTime(theirs, i18n.Day), "city", r.L.City(s.Zone))
}

// placesLine says how many places are left.
func placesLine(r *web.Request, s *series.Series) string {
	if s.Openness(r.Now) != series.Open {
		return ""
	}
	free, limited := 0, false
	for _, letter := range s.Letters() {
		switch n := s.Free(letter); {
		case n < 0:
			return ""
		default:
			limited, free = true, max(free, n)
		}
	}
	switch {
	case !limited:
		return ""
	case free == 0 && s.Window.Waitlist:
		return r.L.T("series.places.waitlist|All places are taken. You can join the waiting list.")
	case free == 0:
		return r.L.T("series.places.none|All places are taken.")
	}
	return r.L.T("series.places.left|{n} place left.|{n} places left.", "n", free)
}

// foreign returns the language where it is another than the page's, else "".
func foreign(r *web.Request, lang string) string {
	if lang == r.L.Lang {
		return ""
	}
	return lang
}

// workedIn lists the languages a series works in.
func workedIn(r *web.Request, s *series.Series) string {
	var names []string
	for _, lang := range s.Languages {
		names = append(names, r.L.LangName(lang))
	}
	return r.L.List(names)
}

// facts are the short facts of a series, as a list.
func facts(p showPage) ui.SummaryList {
	l := p.R.L
	list := ui.SummaryList{}
	add := func(key, value string) {
		if value != "" {
			list = append(list, ui.Fact{Key: key, Value: value})
		}
	}
	add(l.T("series.facts.dates|Dates"), dateSpan(p))
	add(l.T("series.facts.length|Length"), l.T("series.facts.sessions|{n} session of {length}|{n} sessions of {length}",
		"n", len(p.S.Sessions), "length", l.Length(p.S.LengthOf(&p.S.Sessions[0]))))
	add(l.T("series.facts.languages|Languages"), workedIn(p.R, p.S))
	add(l.T("series.facts.registration|Registration"), p.Window)
	add(l.T("series.facts.places|Places"), p.Places)
	if p.S.Window.GroupMin > 0 && p.MayGroup {
		add(l.T("series.facts.groups|Groups"), l.T("series.facts.groups.from|Groups of {n} people or more register together.|Groups of {n} people or more register together.", "n", p.S.Window.GroupMin))
	}
	return list
}

func dateSpan(p showPage) string {
	begins, ends := p.S.Begins(), p.S.Ends()
	if begins.IsZero() {
		return ""
	}
	return p.R.L.DateRange(begins.In(p.R.Zone), ends.In(p.R.Zone))
}
