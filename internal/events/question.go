package events

import (
	"slices"
	"strings"

	"codeberg.org/plenary/plenary/internal/i18n"
)

// Question is one of the organiser's own on a form. Answers are sealed.
type Question struct {
	ID       string       `json:"id"`
	Label    i18n.Text    `json:"label"`
	Kind     QuestionKind `json:"kind"`
	Required bool         `json:"required,omitempty"`
	Choices  []Choice     `json:"choices,omitempty"` // of choice and choices
}

// Choice is one answer that may be picked.
type Choice struct {
	ID    string    `json:"id"`
	Label i18n.Text `json:"label"`
}

// QuestionKind is how a question is answered.
type QuestionKind string

const (
	AskText    QuestionKind = "text"
	AskChoice  QuestionKind = "choice"
	AskChoices QuestionKind = "choices"
	AskYesNo   QuestionKind = "yes-no"
)

// longestAnswer bounds a free answer, in characters.
const longestAnswer = 2000

// takes tells whether the answer is one of those offered. Several choices are
// joined by "\n".
func (q Question) takes(answer string) bool {
	switch q.Kind {
	case AskYesNo:
		return answer == "yes" || answer == "no"
	case AskChoice:
		return q.offers(answer)
	case AskChoices:
		return !slices.ContainsFunc(strings.Split(answer, "\n"), func(a string) bool { return !q.offers(a) })
	}
	return true
}

func (q Question) offers(id string) bool {
	return slices.ContainsFunc(q.Choices, func(c Choice) bool { return c.ID == id })
}
