package seriesweb

import (
	"context"
	"net/url"
	"strings"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
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
func questions(r *web.Request, s *series.Series, form ui.Form) (must, may []ui.Field) {
	for _, q := range s.Questions {
		f := form.Field(questionField(r, q))
		if q.Required {
			must = append(must, f)
			continue
		}
		may = append(may, f)
	}
	return must, may
}

// touched tells whether one of the fields was filled in or is wrong.
func touched(fields []ui.Field) bool {
	for _, f := range fields {
		if f.Error != "" || f.Value != "" {
			return true
		}
	}
	return false
}

// questionField is one of the organiser's own questions as a field.
func questionField(r *web.Request, q series.Question) ui.Field {
	f := ui.Field{Name: "q." + q.ID, Label: r.Pick(q.Label).Text, Required: q.Required}
	switch q.Kind {
	case series.AskYesNo:
		f.Type = ui.Radios
		f.Options = []ui.Option{{Value: "yes", Label: r.L.T("form.yes|Yes")}, {Value: "no", Label: r.L.T("form.no|No")}}
	case series.AskChoice, series.AskChoices:
		f.Type = ui.Radios
		if q.Kind == series.AskChoices {
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

// wrongAnswer tells whether one of the questions was answered wrongly.
func wrongAnswer(wrong *errs.Error) bool {
	if wrong == nil {
		return false
	}
	for _, f := range wrong.Fields {
		if strings.HasPrefix(f.Name, "q.") {
			return true
		}
	}
	return false
}

// giveAnswers keeps what a person answers on their own page.
func (p *Pages) giveAnswers(ctx context.Context, tx *store.Tx, r *web.Request, m *mine) (string, error) {
	return "told", p.Series.GiveAnswers(ctx, tx, m.V, m.S, m.R, readAnswers(r))
}

// answersPage asks a contact person for what a member of the group was not
// asked.
type answersPage struct {
	R    *web.Request
	G    *roster
	Who  string // the registration
	Name string
	Form ui.Form
}

// memberAnswers shows the questions to a contact person who may see names.
func (p *Pages) memberAnswers(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	g, err := p.openGroup(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	if !g.Named() {
		return web.SeeOther(g.href() + "#names"), nil
	}
	return p.answersPage(tx, r, g, r.Query.Get("who"), nil, nil)
}

func (p *Pages) answersPage(tx *store.Tx, r *web.Request, g *roster, who string, values url.Values, wrong *errs.Error) (web.Page, error) {
	reg, err := p.Series.OwingMember(tx, g.V, g.S, &g.D, who)
	if err != nil {
		return web.Page{}, err
	}
	person, err := p.People.Get(tx, reg.Person)
	if err != nil {
		return web.Page{}, err
	}
	r.Saw(g.V, auth.ReadRoster, g.D.ID, 1)
	page := answersPage{R: r, G: g, Who: who, Name: person.Name, Form: ui.Form{L: r.L, Values: values, Err: wrong}}
	return web.Page{Title: page.Heading(), Body: answersBody(page), Hidden: true}, nil
}

// Heading says for whom the questions are answered.
func (p answersPage) Heading() string {
	return p.R.L.T("series.answers.for|Answer for {name}", "name", p.Name)
}

// memberAnswersDo keeps what a contact person answers for a member.
func (p *Pages) memberAnswersDo(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	g, err := p.openGroup(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	if err := p.Series.GiveMembersAnswers(ctx, tx, g.V, g.S, &g.D, r.Value("who"), readAnswers(r)); err != nil {
		return nil, err
	}
	return web.SeeOther(g.href() + "?done=told#names"), nil
}

func (p *Pages) memberAnswersAgain(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}, wrong *errs.Error) (web.Page, error) {
	g, err := p.openGroup(ctx, tx, r)
	if err != nil {
		return web.Page{}, err
	}
	return p.answersPage(tx, r, g, r.Value("who"), r.Form, wrong)
}
