package deskweb

import (
	"context"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

func (p *Pages) groupRoutes() []web.Route {
	return []web.Route{
		web.Get("/o/s/{slug}/groups", web.Desk(), p.groups).Audited(auth.ReadGroups),
		web.Post("/o/s/{slug}/groups/{id}/go-on", web.Desk(), web.Steps[struct{}]{Do: p.goOn}),
	}
}

// groupsPage is the list of the groups of a series.
type groupsPage struct {
	R       *web.Request
	S       *series.Series
	Rows    []ui.PersonRow
	Gone    []ui.PersonRow // cancelled
	Lead    string
	Stopped []stoppedGroup
}

func (p *Pages) groups(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	s, err := p.worked(ctx, tx, r, auth.SeeRegistrations)
	if err != nil {
		return nil, err
	}
	list, err := p.Series.GroupLines(ctx, tx, r.Viewer, s)
	if err != nil {
		return nil, err
	}
	r.Saw(r.Viewer, auth.ReadGroups, s.ID, len(list))
	page := groupsPage{R: r, S: s}
	n := 0
	for _, g := range list {
		if g.D.Standing == series.Withdrawn {
			page.Gone = append(page.Gone, groupRow(r, s, g))
			continue
		}
		if g.Pace.Stopped() {
			page.Stopped = append(page.Stopped, stoppedGroup{g.D.ID, r.L.T("org.groups.stopped|{name}: {n} of {told} who were invited say that they know nothing of it. Nobody more is written to.|{name}: {n} of {told} who were invited say that they know nothing of it. Nobody more is written to.",
				"name", groupName(r.L, g), "n", g.Pace.Refused, "told", g.Pace.Told)})
		}
		page.Rows, n = append(page.Rows, groupRow(r, s, g)), n+g.Count()
	}
	page.Lead = r.L.T("org.groups.lead|{n} person in {groups}|{n} people in {groups}", "n", n, "groups",
		r.L.T("org.groups.count|{n} group|{n} groups", "n", len(page.Rows)))
	return web.Page{Title: r.L.T("org.groups.title|Groups of {series}", "series", titleOf(r, s)), Body: groupsBody(page), Wide: true, Here: "desk"}, nil
}

// groupName is what a group is called, or a word for one whose contact person
// has been forgotten.
func groupName(l *i18n.Locale, g series.GroupLine) string {
	if name := g.Name(); name != "" {
		return name
	}
	return l.T("org.groups.nameless|A group without a name")
}

// groupRow leads to the people of the group.
func groupRow(r *web.Request, s *series.Series, g series.GroupLine) ui.PersonRow {
	l := r.L
	row := ui.PersonRow{Name: groupName(l, g), Href: home(s) + "/people?group=" + g.D.ID, Tags: groupTags(l, g)}
	if g.D.Standing == series.Withdrawn {
		row.Href += "&state=cancelled"
	}
	row.Details = append(row.Details, l.T("org.groups.size|{n} person|{n} people", "n", g.Count()))
	if t := s.TrackByID(g.D.Track); t != nil && len(s.Tracks) > 1 {
		row.Details = append(row.Details, t.Name(r.L))
	}
	if g.Contact.Name != "" {
		row.Details = append(row.Details, l.T("org.groups.contact|Contact person: {name}", "name", g.Contact.Name), g.Contact.Address)
	}
	row.Details = append(row.Details, l.Date(g.D.MadeAt.In(r.Zone), i18n.Short))
	return row
}

// groupTags say what is out of the ordinary; a group that has its places and
// whose contact person has answered needs no word.
func groupTags(l *i18n.Locale, g series.GroupLine) (tags []ui.Tag) {
	switch g.D.Standing {
	case series.Withdrawn:
		return []ui.Tag{{Tone: ui.Bad, Word: l.Text(g.D.Standing.Label())}}
	case series.Offered:
		tags = append(tags, ui.Tag{Tone: ui.Info, Word: l.T("org.groups.offered|Places are offered")})
	case series.Waitlisted:
		tags = append(tags, ui.Tag{Tone: ui.Info, Word: l.T("org.groups.waits|Waits, number {place} in line", "place", g.Place)})
	case series.InDraft:
		if g.Missing > 0 {
			tags = append(tags, ui.Tag{Tone: ui.Warn, Word: l.T("org.groups.missing|Too small: {n} is missing|Too small: {n} are missing", "n", g.Missing)})
		} else {
			tags = append(tags, ui.Tag{Tone: ui.Warn, Word: l.T("org.groups.no-room|Complete, and no room for all of it")})
		}
	}
	if g.Pace.Refused > 0 {
		tags = append(tags, ui.Tag{Tone: ui.Bad, Word: l.T("org.groups.refused|{n} of {told} invited: “This was not me”|{n} of {told} invited: “This was not me”", "n", g.Pace.Refused, "told", g.Pace.Told)})
	}
	if g.D.AnsweredAt.IsZero() {
		tags = append(tags, ui.Tag{Tone: ui.Warn, Word: l.T("org.groups.silent|Contact person has not answered yet")})
	}
	if g.D.Adding > 0 {
		tags = append(tags, ui.Tag{Word: l.T("org.groups.adding|{n} still being written down|{n} still being written down", "n", g.D.Adding)})
	}
	if g.Owing > 0 {
		tags = append(tags, ui.Tag{Tone: ui.Warn, Word: l.T("org.groups.owing|{n} has not answered your questions|{n} have not answered your questions", "n", g.Owing)})
	}
	return tags
}
