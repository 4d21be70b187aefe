package deskweb

import (
	"codeberg.org/plenary/plenary/internal/events/askform"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/forms"
)

// entry is the form of a series as it was sent, with rows in order.
type entry struct{ forms.Entry }

// readEntry reads the form. Blank rows are dropped, so that the rows of the
// form are those of the series.
func readEntry(r *web.Request) entry {
	in := entry{forms.Sent(r)}
	forms.KeepRows(in.Values, "tracks", func(n int) bool {
		return !in.Values.Has(forms.Cell("tracks", n, "drop")) &&
			(in.Values.Get(forms.Cell("tracks", n, "key")) != "" || !forms.Blank(in.Values, "tracks", n, "start", "title.", "places", "languages"))
	})
	askform.Keep(in.Entry)
	keepParties(in.Values)
	keepMeetings(in.Values)
	return in
}

// entryFor is a form for a series, without anything in it.
func entryFor(r *web.Request, s *series.Series) entry {
	return entry{forms.Entry{L: r.L, Langs: forms.Languages(r, "", s.Title)}}
}
