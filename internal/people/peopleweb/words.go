package peopleweb

import (
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/series"
)

// standingWord is the state of a registration in one word.
func standingWord(l *i18n.Locale, s series.Standing) string {
	switch s {
	case series.Registered:
		return l.T("series.standing.registered|registered")
	case series.Waitlisted:
		return l.T("series.standing.waitlisted|on the waiting list")
	case series.Offered:
		return l.T("series.standing.offered|a place is free")
	case series.InDraft:
		return l.T("series.standing.draft|being gathered")
	}
	return l.T("series.standing.cancelled|cancelled")
}
