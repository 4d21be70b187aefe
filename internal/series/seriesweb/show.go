package seriesweb

import (
	"context"

	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// showPage is what the page of a series needs.
type showPage struct {
	R        *web.Request
	S        *series.Series
	Title    string
	Lang     string // of the title, where it is another than the page's
	Openness series.Openness
	Table    ui.SessionTable
	Swings   []ui.SwingNote
}

func (p *Pages) show(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	s, err := p.Series.BySlug(ctx, tx, r.Viewer, r.Param("slug"))
	if err != nil {
		return nil, err
	}
	title, lang := s.Title.Pick(r.L)
	page := showPage{R: r, S: s, Title: title, Lang: foreign(r, lang), Openness: s.Openness(r.Now),
		Table: sessionTable(r, s, s.Letters()...), Swings: swings(r, s, s.Letters()...)}
	return web.Page{Title: title, Body: showBody(page), Zoned: true}, nil
}

// foreign returns the language where it is another than the page's, else "".
func foreign(r *web.Request, lang string) string {
	if lang == r.L.Lang {
		return ""
	}
	return lang
}
