package peopleweb

import (
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// standingTag is the state of a registration, or of a group, in one word.
func standingTag(l *i18n.Locale, s series.Standing) ui.Tag {
	switch s {
	case series.Registered:
		return ui.Tag{Tone: ui.OK, Word: l.T("series.standing.registered|registered")}
	case series.Waitlisted:
		return ui.Tag{Tone: ui.Info, Word: l.T("series.standing.waitlisted|on the waiting list")}
	case series.Offered:
		return ui.Tag{Tone: ui.Warn, Word: l.T("series.standing.offered|a place is free")}
	case series.InDraft:
		return ui.Tag{Tone: ui.Warn, Word: l.T("series.standing.draft|being gathered")}
	}
	return ui.Tag{Word: l.T("series.standing.cancelled|cancelled")}
}
