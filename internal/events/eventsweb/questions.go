package eventsweb

import (
	"strings"

	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// readAnswers reads what a form says to the organiser's own questions.
func readAnswers(r *web.Request) map[string]string {
	answers := map[string]string{}
	for name, values := range r.Form {
		if id, ok := strings.CutPrefix(name, "q."); ok {
			answers[id] = strings.Join(values, "\n")
		}
	}
	return answers
}

// questions parts the organiser's own questions: those that must be answered
// stand in the form, the others are folded away.
func questions(r *web.Request, e *events.Event, form ui.Form) (must, may []ui.Field, touched bool) {
	for _, q := range e.Entry.Questions {
		f := form.Field(questionField(r, q))
		if q.Required {
			must = append(must, f)
			continue
		}
		may, touched = append(may, f), touched || f.Error != "" || f.Value != ""
	}
	return must, may, touched
}

// questionField is one of the organiser's own questions as a field.
func questionField(r *web.Request, q events.Question) ui.Field {
	f := ui.Field{Name: "q." + q.ID, Label: r.Pick(q.Label).Text, Required: q.Required}
	switch q.Kind {
	case events.AskYesNo:
		f.Type = ui.Radios
		f.Options = []ui.Option{{Value: "yes", Label: r.L.T("form.yes|Yes")}, {Value: "no", Label: r.L.T("form.no|No")}}
	case events.AskChoice, events.AskChoices:
		f.Type = ui.Radios
		if q.Kind == events.AskChoices {
			f.Type = ui.Checks
		}
		for _, c := range q.Choices {
			label := r.Pick(c.Label)
			f.Options = append(f.Options, ui.Option{Value: c.ID, Label: label.Text, Lang: label.Lang})
		}
	default:
		f.Type, f.Rows = ui.Area, 2
	}
	return f
}
