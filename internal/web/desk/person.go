package desk

import (
	"net/url"

	"github.com/a-h/templ"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/forms"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// Person is one registration, with what can be done about it.
type Person struct {
	R     *web.Request
	Of    Thing
	ID    string
	Name  string // "" for who has been forgotten
	Facts ui.SummaryList
	Form  ui.Form
	Undo  *ui.Undo
	Does  templ.Component // what can be done; nil for nothing
}

// At is the address of the registration on the desk.
func (p Person) At() string { return p.Of.Home + "/people/" + p.ID }

// Page shows it, with what was just done, by the words of what can be done.
func (p Person) Page(done map[string]string) web.Page {
	l := p.R.L
	news := map[string]string{
		"entered": l.T("org.enter.done|Registered. If there is an address, the confirmation goes there."),
		"undo":    l.T("org.person.undone|It is as it was."),
		"resend":  l.T("org.person.resent|The link is on its way to them."),
	}
	for word, text := range done {
		news[word] = text
	}
	return page(Name(l, p.Name), web.Page{Body: personBody(p), Zoned: true, Notices: p.R.News(news)})
}

// OfferUndo lets a cancellation be taken back. What that brings depends on
// whether a place is free, and else on whether people wait for one.
func (p *Person) OfferUndo(free, waitlist bool) {
	l := p.R.L
	text := l.T("org.person.cancelled.full|The place has gone to somebody else, and none is free now.")
	switch {
	case free:
		text = l.T("org.person.cancelled.text|For a day this can be undone, as long as a place is free.")
	case waitlist:
		text = l.T("org.person.cancelled.waits|The place has gone to somebody else. Undone, they wait at the end of the waiting list.")
	}
	p.Undo = &ui.Undo{Word: l.T("org.person.cancelled|Cancelled."), Text: text, Label: l.T("org.undo|Undo"), Action: p.At() + "/undo"}
}

// Ends are the buttons at the end of what can be done about somebody.
type Ends struct {
	L      *i18n.Locale
	At     string // the address of the registration
	Resend bool   // there is an address to which their link can be sent again
	Silent bool   // that address has not answered yet
	First  []ui.Button
}

// Enter is the form to register somebody by hand.
type Enter struct {
	R    *web.Request
	Of   Thing
	Own  []ui.Field // of this series or event
	Form ui.Form
	Once string
	Ask  bool // for the city
}

// NewEnter is that form with what was typed, and what is wrong with it.
func NewEnter(r *web.Request, of Thing, values url.Values, wrong *errs.Error, own ...ui.Field) Enter {
	if forms.Looked(wrong) {
		wrong = nil
	}
	return Enter{R: r, Of: of, Own: own, Form: ui.Form{L: r.L, Values: values, Err: wrong}, Once: web.NewOnce(), Ask: values.Has("change-zone")}
}

// Page shows the form.
func (p Enter) Page() web.Page {
	shown := page(p.R.L.T("org.enter.title|Register somebody"), web.Page{Body: enterBody(p)})
	if p.Ask && p.Form.Err == nil {
		return forms.Shown(shown)
	}
	return shown
}

func (p Enter) city(open bool) ui.CityPicker {
	return ui.CityPicker{L: p.R.L, Zone: p.Form.Values.Get("zone"), Now: p.R.Now, Open: open, Error: p.Form.Field(ui.Field{Name: "zone"}).Error}
}
