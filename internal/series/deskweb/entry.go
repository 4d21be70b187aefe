package deskweb

import (
	"codeberg.org/plenary/plenary/internal/events/askform"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/forms"
	"maps"
)

// entry is the form of a series as it was sent, with rows in order.
type entry struct {
	forms.Entry
	preview bool // show the same page again with what would come of it
	ask     bool // for the city
}

// readEntry reads the form. Blank rows are dropped, so that the rows of the
// form are those of the series.
func readEntry(r *web.Request) entry {
	in := entry{Entry: forms.Entry{Values: maps.Clone(r.Form), L: r.L}, ask: r.Form.Has("change-zone")}
	in.preview = in.ask || r.Form.Has("preview")
	for _, button := range []string{"preview", "change-zone"} {
		in.Values.Del(button)
	}
	in.Langs = languagesOf(r, in.Values.Get("primary"), nil)
	forms.KeepRows(in.Values, "tracks", func(n int) bool {
		return !in.Values.Has(forms.Cell("tracks", n, "drop")) &&
			(in.Values.Get(forms.Cell("tracks", n, "key")) != "" || !forms.Blank(in.Values, "tracks", n, "start", "title.", "places", "languages"))
	})
	askform.Keep(in.Entry)
	keepParties(in.Values)
	keepMeetings(in.Values)
	return in
}

// languagesOf are the languages in which texts are asked for: the network's,
// and those that the series has texts in. The first stands open on the page.
func languagesOf(r *web.Request, primary string, s *series.Series) []string {
	if s == nil {
		return forms.Languages(r, primary, nil)
	}
	return forms.Languages(r, primary, s.Title)
}
