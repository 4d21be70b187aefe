package circlesweb

import (
	"context"
	"net/url"
	"slices"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
	"codeberg.org/plenary/plenary/internal/when"
)

// The hours that the table shows. What lies beside them is written in the line
// below it.
const (
	gridFrom = 6
	gridTo   = 24
)

// The form's steps aside: its buttons lead back to it.
const (
	askCity  = "change-zone" // choose another city
	readLine = "read"        // show the hours that were written in the table
)

// answering is what the form brings.
type answering struct {
	circles.YesForm
	values url.Values
	step   string // "" to send it, or one of the steps aside
}

// readAnswering reads the form. The hours are those that were ticked and those
// that were written, together.
func readAnswering(ctx context.Context, r *web.Request) (in answering, err error) {
	for _, step := range []string{askCity, readLine} {
		if r.Form.Has(step) {
			in.step = step
		}
	}
	in.Name, in.Address, in.Zone, in.Agree = r.Value("name"), r.Value("email"), r.Value("zone"), r.Value("agree")
	if in.Zone == "" {
		in.Zone = r.Zone.String()
	}
	if in.Language = r.Value("language"); !i18n.Known(in.Language) {
		in.Language = r.L.Lang
	}
	in.Track, in.Leads = r.Value("track"), r.Value("leads") != ""
	in.Best, in.Next = r.Value("best"), r.Value("next")
	in.Languages = inOrder(r.Form["languages"], in.Best, in.Next)
	ticked := ui.Slots(r.Form["slot"], gridFrom, gridTo)
	var written circles.Hours
	written, in.Unread = circles.ParseHours(r.Value("hours"), r.L)
	in.Hours = circles.Unite(circles.OfBoxes(ticked), written)
	in.YesForm = in.Clean()
	in.values = cloned(r.Form)
	in.values["slot"] = ticked
	if in.step == readLine && len(in.Unread) == 0 {
		hourValues(in.values, r.L, in.Hours)
	}
	return in, nil
}

func cloned(v url.Values) url.Values {
	out := url.Values{}
	for name, values := range v {
		out[name] = slices.Clone(values)
	}
	return out
}

// inOrder puts the languages that somebody likes best before the others. Where
// none is ticked it is the best one that they speak.
func inOrder(spoken []string, liked ...string) []string {
	if len(spoken) == 0 && liked[0] != "" {
		spoken = liked[:1]
	}
	var list []string
	for _, lang := range slices.Concat(liked, spoken) {
		if slices.Contains(spoken, lang) && !slices.Contains(list, lang) {
			list = append(list, lang)
		}
	}
	return list
}

// show lets the page show the hours of the city that stands in the form.
func (in answering) show(r *web.Request) {
	if loc, err := when.Load(in.Zone); err == nil && in.values.Has("zone") {
		r.Zone, r.ZoneBy = loc, web.ByPerson
		r.L = r.L.ForZone(loc.String())
	}
}

// aside tells whether the form asks for a step aside; a line that was to be
// shown in the table and was not understood is an error.
func (in answering) aside() (bool, error) {
	if in.step == readLine && len(in.Unread) > 0 {
		return true, circles.UnreadHours(in.Unread)
	}
	return in.step != "", nil
}

// hourValues puts hours into the form: whole ones as boxes, the rest as a line.
func hourValues(values url.Values, l *i18n.Locale, h circles.Hours) {
	values["slot"] = nil
	for slot := range h.Boxes() {
		values["slot"] = append(values["slot"], slot)
	}
	values.Set("hours", h.Beside(gridFrom, gridTo).In(l))
}

// answerValues puts what somebody said before into the form.
func answerValues(values url.Values, in circles.Interest) {
	values["languages"], values["best"], values["next"] = in.Languages, nil, nil
	if len(in.Languages) > 1 {
		values.Set("best", in.Languages[0])
	}
	if len(in.Languages) > 2 {
		values.Set("next", in.Languages[1])
	}
	values.Set("track", in.Track)
	values.Del("leads")
	if in.Leads {
		values.Set("leads", "yes")
	}
}

// hoursBefore puts the hours that somebody entered before into the form.
func (p *Pages) hoursBefore(tx *store.Tx, v auth.Viewer, person string, l *i18n.Locale, values url.Values) error {
	a, err := p.Circles.HoursOf(tx, v, person)
	if err != nil || a.Zone == "" {
		return err
	}
	values.Set("zone", a.Zone)
	hourValues(values, l.ForZone(a.Zone), a.Hours)
	return nil
}

// answerFields are the part of the form that is the same at the first yes and
// at every change.
type answerFields struct {
	R       *web.Request
	S       *series.Series
	Form    ui.Form
	AskZone bool
}

func fieldsOf(r *web.Request, s *series.Series, values url.Values, wrong *errs.Error) answerFields {
	if loc, err := when.Load(values.Get("zone")); err == nil {
		r.Zone, r.ZoneBy = loc, web.ByPerson
		r.L = r.L.ForZone(loc.String())
	}
	return answerFields{R: r, S: s, Form: ui.Form{L: r.L, Values: values, Err: wrong}, AskZone: values.Has(askCity)}
}

// grid is the table of the week.
func (f answerFields) grid() ui.WeekGrid {
	g := ui.WeekGrid{L: f.R.L, Name: "slot", Label: f.R.L.T("circles.hours.title|When can you usually meet?"), From: gridFrom, To: gridTo, Chosen: map[string]bool{}}
	for _, slot := range f.Form.Values["slot"] {
		g.Chosen[slot] = true
	}
	return g
}

// dayLine says on which day circles meet, where that is fixed.
func (f answerFields) dayLine() string {
	day, fixed := circles.MeetsOn(f.S)
	if !fixed {
		return ""
	}
	return f.R.L.T("circles.hours.fixed|These circles meet on one day of the week: {weekday} in {city}. Your other hours are kept for later circles.",
		"weekday", f.R.L.Weekday(day, false), "city", f.R.L.City(f.S.Zone))
}

// languages are those in which circles of the series can meet.
func (f answerFields) languages() (list []ui.Option) {
	for _, lang := range circles.Spoken(f.S) {
		list = append(list, ui.Option{Value: lang, Label: f.R.L.LangTitle(lang)})
	}
	return list
}

// best are the choices of the language that somebody likes best.
func (f answerFields) best() []ui.Option {
	return append([]ui.Option{{Label: f.R.L.T("circles.languages.any|It does not matter")}}, f.languages()...)
}

// tracks are the choices of hours of the series.
func (f answerFields) tracks() []ui.Option {
	list := []ui.Option{{Label: f.R.L.T("circles.track.any|It does not matter")}}
	for _, t := range f.S.Tracks {
		label := f.R.Pick(t.Title)
		if label.Text == "" {
			label.Text = f.R.L.T("ui.track|Track {id}", "id", t.Letter)
		}
		list = append(list, ui.Option{Value: t.Letter, Label: label.Text, Lang: label.Lang})
	}
	return list
}

// readButton shows in the table what was written in the line.
func readButton(f answerFields) ui.Button {
	return ui.Button{Label: f.R.L.T("circles.hours.read|Show what I wrote in the table"), Name: readLine, Value: "1", Loose: true}
}

// circlesExample shows how hours are written, for each reader.
func circlesExample() circles.Hours { return circles.ExampleHours() }
