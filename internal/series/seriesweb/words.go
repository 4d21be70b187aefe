package seriesweb

import (
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// waitingLine says where somebody stands in the waiting list.
func waitingLine(p minePage) string {
	l := p.R.L
	if p.M.R.Rank == 0 {
		return l.T("series.mine.waiting-group|Your group is on the waiting list, {name}.", "name", p.M.P.Name)
	}
	if p.Ahead == 0 {
		return l.T("series.mine.waiting-first|You are next on the waiting list, {name}. We write as soon as a place is free.", "name", p.M.P.Name)
	}
	return l.T("series.mine.waiting|You are on the waiting list, {name}. {n} person waits before you.|You are on the waiting list, {name}. {n} people wait before you.", "n", p.Ahead, "name", p.M.P.Name)
}

// showActions are the buttons of a series that is open: the one thing first.
func showActions(p showPage) []ui.Button {
	l := p.R.L
	alone := ui.Button{Label: l.T("series.register.button|Register"), Href: "/s/" + p.S.Slug + "/register"}
	group := ui.Button{Label: l.T("series.group.button|Register a group"), Href: "/s/" + p.S.Slug + "/group"}
	switch {
	case p.MayAlone && p.MayGroup:
		alone.Kind = ui.Primary
		return []ui.Button{alone, group}
	case p.MayAlone:
		alone.Kind = ui.Primary
		return []ui.Button{alone}
	}
	group.Kind = ui.Primary
	return []ui.Button{group}
}

// linkTitle names a recording or a piece of material.
func linkTitle(p showPage, link series.Link) string {
	switch {
	case link.Title != "":
		return link.Title
	case link.Kind == series.Recording:
		return p.R.L.T("series.held.recording|Recording")
	}
	return p.R.L.T("series.held.material|Material")
}
