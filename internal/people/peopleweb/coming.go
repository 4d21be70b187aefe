package peopleweb

import (
	"cmp"
	"slices"
	"time"

	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// coming is one session in one track that is not over yet.
type coming struct {
	S *series.Series
	O series.Occurrence
}

// comingOf lists what comes, in the order of time: cancelled sessions among
// it, so that who had noted one sees it.
func comingOf(list []*series.Series, now time.Time) []coming {
	var all []coming
	for _, s := range list {
		if s.State != series.Published && s.State != series.Cancelled {
			continue
		}
		for _, letter := range s.Letters() {
			for _, o := range s.Occurrences(letter) {
				if o.End.After(now) {
					all = append(all, coming{s, o})
				}
			}
		}
	}
	slices.SortStableFunc(all, func(a, b coming) int {
		return cmp.Or(a.O.Start.Compare(b.O.Start), cmp.Compare(a.S.Slug, b.S.Slug))
	})
	return all
}

func (c coming) item(r *web.Request) ui.AgendaItem {
	title := r.Pick(c.S.Title)
	item := ui.AgendaItem{Title: title.Text, Lang: title.Lang, Href: "/s/" + c.S.Slug, Start: c.O.Start, End: c.O.End, Home: c.O.Zone}
	if theme, _ := c.O.Session.Theme.Pick(r.L); theme != "" {
		item.Text = r.L.T("series.held.session|Session {n}: {theme}", "n", c.O.Session.N, "theme", theme)
	}
	if t := c.S.Track(c.O.Track); t != nil {
		item.Tags = append(item.Tags, ui.Tag{Word: t.Name(r.L)})
	}
	if p := c.O.Session.Place; p != nil {
		item.Place = p.Name
	}
	l := r.L
	switch {
	case c.S.StatusOf(c.O.Session) == series.CalledOff:
		item.Tags = append(item.Tags, ui.Tag{Tone: ui.Bad, Word: l.T("ui.sessions.cancelled|Cancelled")})
	case !c.O.Start.After(r.Now):
		item.Tags = append(item.Tags, ui.Tag{Tone: ui.OK, Word: l.T("ui.sessions.live|Now")})
	case c.O.Session.Status == series.Tentative:
		item.Tags = append(item.Tags, ui.Tag{Tone: ui.Info, Word: l.T("ui.sessions.tentative|Not yet certain")})
	}
	return item
}
