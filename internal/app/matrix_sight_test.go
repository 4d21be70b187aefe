package app_test

import (
	"slices"
	"strings"

	"codeberg.org/plenary/plenary/internal/app"
	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/store"
)

// mayBeside tells whether somebody holds one of the verbs on where the event
// beside a series lies: in its chapter, but not in the series.
func (p *someone) mayBeside(w *world, slug string, verbs ...auth.Verb) bool {
	return p.can(verbs, auth.TheNetwork(), auth.ChapterScope(w.chapter[chapterOf(slug)]))
}

func chapterOf(slug string) string {
	return map[string]string{"tenancy": "river", "backroom": "hill"}[slug]
}

func (p *someone) can(verbs []auth.Verb, scopes ...auth.Scope) bool {
	v := auth.Viewer{Kind: auth.Person, Person: p.id, Tier: auth.Fresh, Grants: p.grants}
	return slices.ContainsFunc(verbs, func(verb auth.Verb) bool { return v.Can(verb, scopes...) })
}

// may tells whether somebody holds one of the verbs on where a series lies.
func (p *someone) may(w *world, slug string, verbs ...auth.Verb) bool {
	scopes := []auth.Scope{auth.TheNetwork(), auth.ChapterScope(w.chapter[chapterOf(slug)])}
	if slug == "tenancy" {
		scopes = append(scopes, w.who["series team"].scope)
	}
	return p.can(verbs, scopes...)
}

// sights are the verbs that let somebody see a column of people, where its label
// lets a team see it at all.
func sights() map[string][]auth.Verb {
	works := []auth.Verb{auth.EditEvents, auth.SeeRegistrations, auth.EditRegistrations, auth.TakeAttendance} // does anything about an event
	return map[string][]auth.Verb{
		"person.name":                {auth.SeeRegistrations, auth.TakeAttendance, auth.FormCircles},
		"person.address":             {auth.SeeRegistrations},
		"registration.answers":       {auth.SeeRegistrations},
		"delegation.organisation":    {auth.SeeRegistrations},
		"placement.ask":              {auth.FormCircles},
		"circle.name":                {auth.FormCircles},
		"series.join_url":            {auth.EditSeries},
		"event.online":               works,
		"event_date.online":          works,
		"event_registration.answers": {auth.SeeRegistrations},
		"post_version.title":         {auth.WritePosts},
	}
}

// allowed tells whether a viewer may find a canary, by the label of its column.
func (w *world) allowed(p *someone, c planted) bool {
	label := store.Find(app.Labels(), c.column)
	switch {
	case label.Sees == 0:
		w.t.Fatalf("%s has no label", c.column)
	case c.column == "sealed_row.cell": // who is in the group, or waits for it
		return c.owner == p.name || slices.Contains(c.shared, p.name)
	case c.column == "series.title", c.column == "post.body", c.column == "event.title": // public, as far as the series is
		return c.series == "tenancy" || p.series == c.series || p.may(w, c.series, auth.Verbs()...)
	case p.gone:
		return false
	case c.owner != "" && c.owner == p.name, c.owner == "ada" && p.name == "link holder" && !slices.Contains([]string{"interest.wishes", "circle.notes"}, c.column),
		slices.Contains(c.shared, p.name):
		return true
	case c.series == "" && w.who[c.owner].scope != (auth.Scope{}): // somebody who organises, to whoever works there
		return len(p.grants) > 0 && p.worksWith(w, w.who[c.owner])
	}
	if strings.HasPrefix(c.column, "event") || c.column == "post_version.title" {
		return label.ForTeam() && p.mayBeside(w, c.series, sights()[c.column]...)
	}
	return label.ForTeam() && p.may(w, c.series, sights()[c.column]...)
}

// worksWith tells whether two work on the same, or one gives roles below the
// other.
func (p *someone) worksWith(w *world, other *someone) bool {
	v := auth.Viewer{Kind: auth.Person, Person: p.id, Tier: auth.Fresh, Grants: p.grants}
	if other.name == "operator" || other.name == "ex-organiser" {
		return false
	}
	var scopes []auth.Scope
	w.Read(func(tx *store.Tx) (err error) {
		scopes, err = w.Auth.Scopes(tx, other.scope)
		return err
	})
	if v.WorksOn(scopes...) {
		return true
	}
	lease := []auth.Scope{w.who["series team"].scope, auth.ChapterScope(w.chapter["river"]), auth.TheNetwork()}
	hill := []auth.Scope{auth.ChapterScope(w.chapter["hill"]), auth.TheNetwork()}
	return slices.Contains(lease, other.scope) && v.Can(auth.GiveRoles, lease...) || slices.Contains(hill, other.scope) && v.Can(auth.GiveRoles, hill...)
}
