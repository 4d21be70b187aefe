package eventdeskweb

import (
	"codeberg.org/plenary/plenary/internal/events/askform"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/forms"
)

// entry is the form of an event as it was sent, with rows in order.
type entry struct{ forms.Entry }

// entryFor is a form for an event with that title, without anything in it.
func entryFor(r *web.Request, primary string, title i18n.Text) entry {
	return entry{forms.Entry{L: r.L, Langs: forms.Languages(r, primary, title)}}
}

// partyLists are the lists of those who appear beside the organiser, as the
// room and the form name them.
var partyLists = [...]string{"hosts", "partners", "sponsors", "speakers", "moderators"}

// readEntry reads the form.
func readEntry(r *web.Request) entry {
	in := entry{forms.Sent(r)}
	in.keepRows()
	return in
}

// keepRows drops blank rows, so that the rows of the form are those of the event.
func (in entry) keepRows() {
	for n := 1; n <= forms.RowCount(in.Values, "dates"); n++ { // by which number parts of the agenda name it
		in.Values.Set(forms.Cell("dates", n, "row"), rowDay(n))
	}
	forms.KeepRows(in.Values, "dates", func(n int) bool {
		return !in.Values.Has(forms.Cell("dates", n, "drop")) && !forms.Blank(in.Values, "dates", n, "date", "start", "end", "theme.")
	})
	forms.KeepRows(in.Values, "agenda", func(n int) bool {
		return !in.Values.Has(forms.Cell("agenda", n, "drop")) && !forms.Blank(in.Values, "agenda", n, "start", "end", "title.", "text.", "place", "speakers")
	})
	in.followRows()
	for _, list := range partyLists {
		forms.KeepParties(in.Values, list)
	}
	askform.Keep(in.Entry)
}
