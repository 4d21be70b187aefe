package deskweb

import (
	"time"

	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// todoCircles is what of a series' circles waits for who forms them.
func todoCircles(r *web.Request, s *series.Series, w circles.Waits) (list []todo) {
	l, at := r.L, home(s)+"/circles"
	add := func(text, label, href string) {
		list = append(list, todo{urgent: isPeople, at: s.Begins(), s: s, text: text, button: ui.Button{Label: label, Href: href}})
	}
	switch form := l.T("org.todo.circles.button|Form circles"); {
	case w.Yes > 0 && w.Closes.IsZero():
		add(l.T("org.todo.circles|{n} person said yes to a circle: time to form them|{n} people said yes to a circle: time to form them", "n", w.Yes), form, at)
	case w.Yes > 0:
		add(l.T("org.todo.circles.until|{n} person said yes to a circle; others can until {when}|{n} people said yes to a circle; others can until {when}", "n", w.Yes,
			"when", l.DateTime(w.Closes.Add(-time.Minute).In(r.Zone), i18n.Medium)), form, at)
	}
	if w.Proposal != "" {
		add(l.T("org.todo.circles.proposal|A proposal of circles waits to be published"), l.T("org.todo.session.button|Look at it"), at+"/"+w.Proposal)
	}
	if w.Failed {
		add(l.T("org.circles.failed|Circles could not be formed."), l.T("org.todo.session.button|Look at it"), at)
	}
	if w.Halfway {
		add(l.T("org.todo.circles.halfway|Not all circles could be published."), l.T("org.todo.session.button|Look at it"), at)
	}
	if w.AskMove > 0 {
		add(l.T("org.todo.circles.move|{n} person asks for another circle|{n} people ask for another circle", "n", w.AskMove), l.T("org.todo.unanswered.button|Who it is"), at)
	}
	return list
}
