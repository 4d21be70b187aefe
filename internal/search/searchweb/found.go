package searchweb

import (
	"strconv"
	"strings"

	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/search"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/prose"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// found is one thing of an answer.
type found struct {
	Href  string
	Title ui.Words
	Facts []string // what it is, when and where
	Tags  []ui.Tag
	Piece []search.Piece // of its text, with the words that were looked for
	Lang  string         // of the piece, where it is another than the page's

	title, text i18n.Text // text is Markdown
}

// longestPiece is how much of a text an answer shows, in characters.
const longestPiece = 220

// in shows the thing to who found it: in their own language where it has
// their words in it, else in the language in which it has.
func (f found) in(r *web.Request, q search.Question, lang string) found {
	if t := f.title[lang]; t != "" && f.title[r.L.Lang] == "" {
		f.Title = ui.Words{Text: t, Lang: r.Foreign(lang)}
	}
	if f.text[lang] == "" {
		_, lang = f.text.Pick(r.L)
	}
	if text := f.text[lang]; text != "" {
		f.Piece, f.Lang = q.Excerpt(lang, prose.Plain(text, len(text)), longestPiece), r.Foreign(lang)
	}
	return f
}

func eventFound(r *web.Request, e *events.Event) found {
	f := found{Href: "/e/" + e.Slug, Title: r.Pick(e.Title), Facts: []string{r.L.Text(e.Kind.Label())}, title: e.Title, text: e.Description}
	list := e.Occurrences()
	next, coming := e.Next(r.Now)
	if !coming && len(list) > 0 {
		next = list[len(list)-1]
	}
	if !next.Start.IsZero() {
		f.Facts = append(f.Facts, r.L.RangeStyle(next.Start.In(r.Zone), next.End.In(r.Zone), i18n.Medium))
	}
	switch v := e.Venue; {
	case v != nil:
		f.Facts = append(f.Facts, events.Place{Name: v.Name, City: v.City}.Line())
	case e.Mode() == events.Online:
		f.Facts = append(f.Facts, r.L.Text(e.Mode().Label()))
	}
	f.Tags = state(r, e.State == events.Cancelled, !coming)
	return f
}

func seriesFound(r *web.Request, s *series.Series) found {
	f := found{Href: "/s/" + s.Slug, Title: r.Pick(s.Title), Facts: []string{r.L.T("search.series|Series")}, title: s.Title, text: s.Description}
	if begins, ends := s.Begins(), s.Ends(); !begins.IsZero() {
		f.Facts = append(f.Facts, r.L.T("search.span|{from} to {to}",
			"from", r.L.Date(begins.In(r.Zone), i18n.Medium), "to", r.L.Date(ends.In(r.Zone), i18n.Medium)))
	}
	f.Tags = state(r, s.State == series.Cancelled, !s.Ends().After(r.Now))
	return f
}

func postFound(r *web.Request, p posts.Post) found {
	return found{Href: "/posts/" + p.Slug, Title: r.Pick(p.Title), Facts: []string{r.L.Text(p.Kind.Label()), r.L.Date(p.PublishedAt.In(r.Zone), i18n.Medium)},
		title: p.Title, text: p.Body}
}

// state says what one must know before one follows a link.
func state(r *web.Request, off, over bool) []ui.Tag {
	switch {
	case off:
		return []ui.Tag{{Tone: ui.Bad, Word: r.L.T("ui.sessions.cancelled|Cancelled")}}
	case over:
		return []ui.Tag{{Word: r.L.T("search.over|Over")}}
	}
	return nil
}

func (f found) facts() string { return strings.Join(f.Facts, " · ") }

func itoa(n int) string { return strconv.Itoa(n) }

// pageNumber reads which page is asked for of so many hits; whatever is none is
// the first.
func pageNumber(s string, hits int) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 || n > (hits+onePage-1)/onePage {
		return 1
	}
	return n
}
