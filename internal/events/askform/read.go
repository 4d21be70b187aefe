package askform

import (
	"slices"
	"strconv"
	"strings"

	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/typed"
	"codeberg.org/plenary/plenary/internal/web/forms"
)

// Read reads the questions of a form over those that were there. Their short
// names, under which answers are kept, stay as they are; new ones are made from
// the words and written into the form.
func Read(in forms.Entry, old []events.Question) (list []events.Question) {
	var ids []string
	for i := 1; i <= min(forms.RowCount(in.Values, "questions"), Most); i++ {
		q := events.Question{ID: in.Get(forms.Cell("questions", i, "id"))}
		if at := slices.IndexFunc(old, func(was events.Question) bool { return was.ID == q.ID }); at >= 0 {
			q = old[at]
		}
		q.Label = in.Text(forms.Cell("questions", i, "label"), q.Label)
		q.Kind = events.QuestionKind(in.Get(forms.Cell("questions", i, "kind")))
		q.Required = in.Values.Has(forms.Cell("questions", i, "required"))
		if q.ID == "" {
			q.ID = freeID(typed.Slug(q.Label), ids)
			in.Values.Set(forms.Cell("questions", i, "id"), q.ID)
		}
		ids = append(ids, q.ID)
		q.Choices = choices(in, i, q)
		list = append(list, q)
	}
	return list
}

// Keep drops the rows that say nothing, and those that are to go.
func Keep(in forms.Entry) {
	forms.KeepRows(in.Values, "questions", func(n int) bool {
		return !in.Values.Has(forms.Cell("questions", n, "drop")) && !forms.Blank(in.Values, "questions", n, "label.", "choices.")
	})
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
func choices(in forms.Entry, i int, q events.Question) []events.Choice {
	if q.Kind != events.AskChoice && q.Kind != events.AskChoices {
		return nil
	}
	lines := func(lang string) []string {
		return strings.FieldsFunc(in.Values.Get(forms.Cell("questions", i, "choices."+lang)), func(r rune) bool { return r == '\n' || r == '\r' })
	}
	primary := in.Langs[0]
	var list []events.Choice
	var ids []string
	for n, label := range lines(primary) {
		if n == mostChoices {
			break
		}
		label = strings.TrimSpace(label)
		c := events.Choice{Label: i18n.Text{}}
		at := slices.IndexFunc(q.Choices, func(c events.Choice) bool { return c.Label[primary] == label })
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
