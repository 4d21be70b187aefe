package boardweb

import (
	"context"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// The views of a proposal.
const (
	viewCircles = ""
	viewLeft    = "left"
	viewHours   = "hours"
	viewSteps   = "steps"
)

// look is which part of a proposal is shown.
type look struct {
	View     string
	Language string
	Broken   bool   // only circles with a problem
	Ticket   string // of the words in the names that are looked for, sealed: addresses of pages are kept by browsers
	From     int
}

func readLook(q url.Values) look {
	k := look{View: q.Get("view"), Language: q.Get("language"), Broken: q.Get("broken") != "", Ticket: q.Get("q")}
	if !slices.Contains([]string{viewCircles, viewLeft, viewHours, viewSteps}, k.View) {
		k.View = viewCircles
	}
	if n, err := strconv.Atoi(q.Get("from")); err == nil && n > 0 {
		k.From = n
	}
	return k
}

// query is the look as the end of an address.
func (k look) query() url.Values {
	q := url.Values{}
	for name, value := range map[string]string{"view": k.View, "language": k.Language, "q": k.Ticket} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if k.Broken {
		q.Set("broken", "yes")
	}
	if k.From > 0 {
		q.Set("from", strconv.Itoa(k.From))
	}
	return q
}

func withQuery(path string, q url.Values) string {
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

// languages are those of the circles, where there are several.
func (p boardPage) languages() (options []ui.Option) {
	l := p.R.L
	counts := map[string]int{}
	for i := range p.B.A.Circles {
		counts[p.B.A.Circles[i].Lang]++
	}
	if len(counts) < 2 {
		return nil
	}
	options = []ui.Option{{Value: "", Label: l.T("org.circles.filter.all|All languages")}}
	for _, lang := range slices.Sorted(maps.Keys(counts)) {
		options = append(options, ui.Option{Value: lang, Label: l.T("org.circles.filter.language|{language}: {n} circle|{language}: {n} circles", "language", l.LangTitle(lang), "n", counts[lang])})
	}
	return options
}

// narrowed says what is left by what is looked for; "" if nothing is.
func (p boardPage) narrowed() string {
	if p.Look.Language == "" && !p.Look.Broken && p.Named == nil {
		return ""
	}
	if p.Look.View == viewLeft {
		return p.R.L.T("org.people.found|{n} person|{n} people", "n", p.Found)
	}
	return p.R.L.T("org.circles.filter.found|{n} circle|{n} circles", "n", p.Found)
}

// searchPurpose binds sealed words to their series.
func searchPurpose(slug string) string { return "circles.search/" + slug }

// words opens what is looked for; "" where nothing is.
func (p *Pages) words(s *series.Series, ticket string) string {
	words, ok := p.Keys.OpenTicket(searchPurpose(s.Slug), ticket)
	if !ok {
		return ""
	}
	return string(words)
}

// lookDo leads back to the proposal, with the words that are looked for sealed.
func (p *Pages) lookDo(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	tx.Quiet()
	k := readLook(url.Values{"view": r.Form["view"], "language": r.Form["language"], "broken": r.Form["broken"]})
	if words := strings.TrimSpace(r.Value("name")); words != "" {
		k.Ticket = p.Keys.Ticket(searchPurpose(r.Param("slug")), []byte(words))
	}
	return web.SeeOther(withQuery(strings.TrimSuffix(r.Path, "/look"), k.query())), nil
}
