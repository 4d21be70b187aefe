package seriesweb

import (
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
	"codeberg.org/plenary/plenary/internal/when"
)

// circlesLine says what the circles of a series are.
func circlesLine(r *web.Request, c *series.Circles) string {
	return r.L.T("series.circles.text|Beside the sessions, small groups of {min} to {max} people meet {n} time.|Beside the sessions, small groups of {min} to {max} people meet {n} times.",
		"n", len(c.Meetings), "min", c.Size.Min, "max", c.Size.Max)
}

// meetings lists when circles meet: the day, since the hour is found for each
// circle when it is formed.
func meetings(r *web.Request, s *series.Series) []ui.ListingItem {
	var items []ui.ListingItem
	for _, x := range s.Circles.Meetings {
		theme, question := r.Pick(x.Theme), r.Pick(x.Question)
		item := ui.ListingItem{Title: theme.Text, Lang: theme.Lang, Text: question.Text, TextLang: question.Lang}
		at, _ := x.Date.At(when.Clock(12 * 60)).In(s.Location())
		item.Sub = r.L.Date(at, i18n.Medium)
		if item.Title == "" {
			item.Title, item.Sub = item.Sub, ""
		}
		switch {
		case x.Status == series.CalledOff:
			item.Tags = append(item.Tags, ui.Tag{Tone: ui.Bad, Word: r.L.T("ui.sessions.cancelled|Cancelled")})
		case x.Status == series.Tentative && at.After(r.Now):
			item.Tags = append(item.Tags, ui.Tag{Tone: ui.Info, Word: r.L.T("ui.sessions.tentative|Not yet certain")})
		}
		items = append(items, item)
	}
	return items
}
