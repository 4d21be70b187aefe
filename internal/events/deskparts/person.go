package deskparts

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/desk"
	"codeberg.org/plenary/plenary/internal/web/forms"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// Entrant is what a desk shows of a registration, for an event or a series.
type Entrant struct {
	P        people.Person
	Standing events.Standing
	Zone     string
	Language string
	MadeAt   time.Time
	Answers  map[string]string
	Owes     bool // has not answered what must be answered
}

// Silent tells whether there is an address that has not answered yet.
func (e Entrant) Silent() bool { return e.P.Address != "" && !e.P.Proven() }

// Standings are those in which registrations can be, to choose from.
func Standings(l *i18n.Locale, list ...events.Standing) (options []ui.Option) {
	for _, s := range list {
		options = append(options, ui.Option{Value: string(s), Label: l.Text(s.Label())})
	}
	return options
}

// Row is an entrant in a list, who stands at that address; details say what the
// list is about.
func (e Entrant) Row(r *web.Request, of desk.Thing, registration string, details ...string) ui.PersonRow {
	return ui.PersonRow{Name: desk.Name(r.L, e.P.Name), Href: of.Home + "/people/" + registration, Tags: e.tags(r.L),
		Details: append(details, r.L.Date(e.MadeAt.In(r.Zone), i18n.Short))}
}

// tags say what is out of the ordinary; who has a place and has answered needs
// no word.
func (e Entrant) tags(l *i18n.Locale) (tags []ui.Tag) {
	standing := ui.Tag{Tone: ui.Info, Word: l.Text(e.Standing.Label())}
	switch e.Standing {
	case events.Withdrawn:
		standing.Tone = ui.Bad
		return []ui.Tag{standing}
	case events.Offered, events.Waitlisted, events.InDraft:
		tags = append(tags, standing)
	}
	if e.Owes {
		tags = append(tags, ui.Tag{Tone: ui.Warn, Word: l.T("org.people.owes|Questions not answered")})
	}
	switch {
	case e.Silent():
		tags = append(tags, SilentTag(l))
	case e.P.Address == "":
		tags = append(tags, ui.Tag{Word: l.T("org.people.no-address|No address")})
	}
	return tags
}

// SilentTag says that an address has not answered yet.
func SilentTag(l *i18n.Locale) ui.Tag {
	return ui.Tag{Tone: ui.Warn, Word: l.T("org.people.silent|Not answered yet")}
}

// Facts are what is known of a registration: where it stands, what is its own of
// an event or a series, who it is, and what they answered.
func (e Entrant) Facts(r *web.Request, stands ui.Fact, own []ui.Fact, questions []events.Question) ui.SummaryList {
	l := r.L
	stands.Key = l.T("org.person.place|Place")
	list := ui.SummaryList{stands, {Key: l.T("org.person.address|Address"), Value: e.P.Address, LTR: true}}
	list = append(list, own...)
	list = append(list, ui.Fact{Key: l.T("org.filter.zone|City"), Value: l.City(e.Zone)}, ui.Fact{Key: l.T("org.filter.language|Language"), Value: l.LangTitle(e.Language)},
		ui.Fact{Key: l.T("org.person.since|Registered on"), Value: l.DateTime(e.MadeAt.In(r.Zone), i18n.Medium)})
	for _, q := range questions {
		list = append(list, ui.Fact{Key: q.Label.In(l), Value: answer(l, q, e.Answers[q.ID])})
	}
	known := list[:0]
	for _, f := range list {
		if f.Value != "" || f.Body != nil {
			known = append(known, f)
		}
	}
	return known
}

// answer is what somebody answered, in the words of the form.
func answer(l *i18n.Locale, q events.Question, a string) string {
	switch q.Kind {
	case events.AskYesNo:
		return map[string]string{"yes": l.T("form.yes|Yes"), "no": l.T("form.no|No")}[a]
	case events.AskChoice, events.AskChoices:
		var names []string
		for id := range strings.SplitSeq(a, "\n") {
			for _, c := range q.Choices {
				if c.ID == id {
					names = append(names, c.Label.In(l))
				}
			}
		}
		return l.List(names)
	}
	return a
}

// EnterValues are what stands in the form for somebody before anything is typed:
// the zone of what they come to, and its language, if pages are offered in it.
func EnterValues(r *web.Request, zone string, languages []string) url.Values {
	lang := r.L.Lang
	if i := slices.IndexFunc(languages, func(code string) bool { return slices.Contains(r.Face.Languages, code) }); i >= 0 {
		lang = languages[i]
	}
	return url.Values{"zone": {zone}, "language": {lang}}
}

// Entered reads who is entered by hand.
func Entered(ctx context.Context, r *web.Request) (people.Input, error) {
	in := people.Input{Name: r.Value("name"), Address: r.Value("email"), Zone: r.Value("zone"), Language: r.Value("language")}
	if r.Form.Has("change-zone") {
		return in, forms.Look()
	}
	return in, nil
}
