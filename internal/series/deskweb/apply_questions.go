package deskweb

import (
	"codeberg.org/plenary/plenary/internal/web/forms"
	"slices"
	"strconv"
	"strings"

	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/typed"
)

// questions reads the organiser's own questions. Their short names, under which
// answers are kept, stay as they are; new ones are made from the words.
func (in entry) questions(s *series.Series) {
	old := slices.Clone(s.Questions)
	var ids []string
	s.Questions = nil
	for i := 1; i <= min(forms.RowCount(in.Values, "questions"), series.MostQuestions); i++ {
		q := series.Question{ID: in.Get(forms.Cell("questions", i, "id"))}
		if at := slices.IndexFunc(old, func(q series.Question) bool { return q.ID == in.Get(forms.Cell("questions", i, "id")) }); at >= 0 {
			q = old[at]
		}
		q.Label = in.Text(forms.Cell("questions", i, "label"), q.Label)
		q.Kind = series.QuestionKind(in.Get(forms.Cell("questions", i, "kind")))
		q.Required = in.Values.Has(forms.Cell("questions", i, "required"))
		if q.ID == "" {
			q.ID = freeID(typed.Slug(q.Label), ids)
			in.Values.Set(forms.Cell("questions", i, "id"), q.ID)
		}
		ids = append(ids, q.ID)
		q.Choices = in.choices(i, q)
		s.Questions = append(s.Questions, q)
	}
}

func freeID(want string, used []string) string {
	if want == "" {
		want = "q" + strconv.Itoa(len(used)+1)
	}
	id := want
	for n := 2; slices.Contains(used, id); n++ {
		id = want + "-" + strconv.Itoa(n)
	}
	return id
}

// choices reads the answers of a question, one to a line and in the same order
// in every language. An answer is the same by its words in the open language,
// or, where there are as many as before, by its place.
func (in entry) choices(i int, q series.Question) []series.Choice {
	if q.Kind != series.AskChoice && q.Kind != series.AskChoices {
		return nil
	}
	lines := func(lang string) []string {
		return strings.FieldsFunc(in.Values.Get(forms.Cell("questions", i, "choices."+lang)), func(r rune) bool { return r == '\n' || r == '\r' })
	}
	primary := in.Langs[0]
	var list []series.Choice
	var ids []string
	for n, label := range lines(primary) {
		if n == series.MostChoices {
			break
		}
		label = strings.TrimSpace(label)
		c := series.Choice{Label: i18n.Text{}}
		at := slices.IndexFunc(q.Choices, func(c series.Choice) bool { return c.Label[primary] == label })
		if at < 0 && len(lines(primary)) == len(q.Choices) {
			at = n
		}
		if at >= 0 && !slices.Contains(ids, q.Choices[at].ID) {
			c.ID = q.Choices[at].ID
			for lang, s := range q.Choices[at].Label {
				c.Label[lang] = s
			}
		}
		c.Label[primary] = label
		if c.ID == "" {
			c.ID = freeID(typed.Slug(c.Label), ids)
		}
		ids = append(ids, c.ID)
		list = append(list, c)
	}
	for _, lang := range in.Langs[1:] {
		if !in.Values.Has(forms.Cell("questions", i, "choices."+lang)) {
			continue
		}
		for n, label := range lines(lang) {
			if n < len(list) {
				list[n].Label[lang] = strings.TrimSpace(label)
			}
		}
	}
	return list
}
