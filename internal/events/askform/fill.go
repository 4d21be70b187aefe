package askform

import (
	"net/url"
	"strings"

	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/web/forms"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// Fill puts questions into the rows of a form.
func Fill(v url.Values, questions []events.Question) {
	for i, q := range questions {
		at := func(field string) string { return forms.Cell("questions", i+1, field) }
		v.Set(at("id"), q.ID)
		v.Set(at("kind"), string(q.Kind))
		forms.FillText(v, at("label"), q.Label)
		if q.Required {
			v.Set(at("required"), "yes")
		}
		lines := map[string][]string{}
		for n, c := range q.Choices {
			for lang, s := range c.Label {
				for len(lines[lang]) <= n {
					lines[lang] = append(lines[lang], "")
				}
				lines[lang][n] = s
			}
		}
		for lang, list := range lines {
			v.Set(at("choices."+lang), strings.Join(list, "\n"))
		}
	}
}

// Fields are the rows in which an organiser writes questions: those that are
// filled in, and one more.
func Fields(in forms.Entry, form ui.Form) forms.Questions {
	return forms.Questions{In: in, Form: form, Kinds: kinds(in.L), Most: Most}
}

func kinds(l *i18n.Locale) []ui.Option {
	return []ui.Option{
		{Value: string(events.AskText), Label: l.T("org.question.text|Answer in words")},
		{Value: string(events.AskYesNo), Label: l.T("org.question.yes-no|Yes or no")},
		{Value: string(events.AskChoice), Label: l.T("org.question.choice|One of several answers")},
		{Value: string(events.AskChoices), Label: l.T("org.question.choices|Any of several answers")},
	}
}

// Line sums up the part of a form that is folded away.
func Line(in forms.Entry) string {
	n := forms.RowCount(in.Values, "questions")
	if n == 0 {
		return in.L.T("org.questions.none|No questions of your own")
	}
	return in.L.T("org.questions.line|{n} question of your own|{n} questions of your own", "n", n)
}

// Field is the field of the form beside which something that is wrong with the
// n-th question stands, by the part of the question that the room names.
func Field(in forms.Entry, n int, part string) string {
	switch {
	case part == "label", part == "id":
		part = "label." + in.Langs[0]
	case strings.HasPrefix(part, "choices"):
		part = "choices." + in.Langs[0]
	}
	return forms.Cell("questions", n, part)
}
