package seriesweb

import (
	"context"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/calendar"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/prose"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// showPage is what the page of a series needs.
type showPage struct {
	R        *web.Request
	S        *series.Series
	Title    ui.Words
	Lead     ui.Words // the first paragraph of the description
	More     ui.Words // the rest of it
	Audience ui.Words
	Chapter  *people.Chapter
	Openness series.Openness
	Window   string // when registration opens or closes, in a sentence
	Places   string // how many places are left, in a sentence; "" without a limit
	Table    ui.SessionTable
	Swings   []ui.SwingNote
	Held     []heldSession
	MayEdit  bool
	Circles  *circleDoor
	Mine     string // address of the viewer's own registration, "" = none
}

// words are a text with its language, where that is another than the page's.
type words = ui.Words

func pick(r *web.Request, t i18n.Text) words { return r.Pick(t) }

// over tells whether all sessions are over.
func (p showPage) over() bool { return !p.S.Ends().After(p.R.Now) }

// mayAlone and mayGroup tell who may register at all.
func (p showPage) mayAlone() bool { return p.S.Window.For != series.ForGroups }
func (p showPage) mayGroup() bool {
	return p.S.Window.For == series.ForGroups || p.S.Window.For == series.ForAnyone
}

// heldSession is a past session with what came of it.
type heldSession struct {
	Title   ui.Words
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
	page := showPage{R: r, S: s, Title: r.Pick(s.Title), More: r.Pick(s.Description), Audience: r.Pick(s.Audience),
		Openness: s.Openness(r.Now), Window: windowLine(r, s), Places: placesLine(r, s),
		Table: sessionTable(r, s, s.Letters()...), Swings: swings(r, s, s.Letters()...), MayEdit: p.Series.MayEdit(r.Viewer, s)}
	page.Lead.Lang = page.More.Lang
	page.Lead.Text, page.More.Text = leadOf(page.More.Text)
	if page.Held, err = p.held(ctx, tx, r, s); err != nil {
		return nil, err
	}
	if page.Mine, err = p.ownPage(ctx, tx, r, s); err != nil {
		return nil, err
	}
	if page.Circles, err = p.circleDoor(tx, r, s, r.Viewer, "/s/"+s.Slug+"/circle"); err != nil {
		return nil, err
	}
	if s.Chapter != "" {
		chapter, err := p.People.ChapterBySlug(tx, s.Chapter)
		if err != nil {
			return nil, err
		}
		page.Chapter = &chapter
	}
	return web.Page{Title: page.Title.Text, Body: showBody(page), Zoned: true,
		Describe: prose.Plain(page.Lead.Text+"\n\n"+page.More.Text, 160),
		Feeds:    calendar.Feeds(r.Base, "/s/"+s.Slug, nil, r.L.Lang, page.Title.Text), Thing: thingOf(page)}, nil
}

// leadOf parts the sentence that stands above the buttons from the rest; a long
// first paragraph stays below them.
func leadOf(description string) (lead, rest string) {
	const longest = 280
	lead, rest = prose.SplitLead(description)
	if len([]rune(lead)) > longest {
		return "", description
	}
	return lead, rest
}

// ownPage is where the viewer changes their own registration in the series.
func (p *Pages) ownPage(ctx context.Context, tx *store.Tx, r *web.Request, s *series.Series) (string, error) {
	if r.Viewer.Kind != auth.Person {
		return "", nil
	}
	own, err := p.Series.Of(ctx, tx, r.Viewer, r.Viewer.Person)
	for _, o := range own {
		if o.S.ID == s.ID && o.R.Standing != series.Withdrawn {
			return "/r/" + p.Series.Key(o.R), nil
		}
	}
	return "", err
}

// held lists the sessions that have a write-up, a recording or materials.
func (p *Pages) held(ctx context.Context, tx *store.Tx, r *web.Request, s *series.Series) ([]heldSession, error) {
	ids := make([]string, len(s.Sessions))
	for i, x := range s.Sessions {
		ids[i] = x.ID
	}
	heads, err := p.Posts.Heads(ctx, tx, r.Viewer, ids)
	if err != nil {
		return nil, err
	}
	var list []heldSession
	for _, x := range s.Sessions {
		h := heldSession{Title: r.Pick(x.Theme), N: x.N, Links: x.Links}
		if head, ok := heads[x.ID]; ok && head.State == posts.Published {
			h.WriteUp = "/posts/" + head.Slug
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

// workedIn lists languages.
func workedIn(r *web.Request, languages []string) string {
	names := make([]string, len(languages))
	for i, lang := range languages {
		names[i] = r.L.LangTitle(lang)
	}
	return r.L.List(names)
}
