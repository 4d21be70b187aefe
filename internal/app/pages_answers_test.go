package app_test

import (
	"regexp"
	"testing"

	"codeberg.org/plenary/plenary/internal/app/apptest"
	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/series"
)

func TestNobodyInAGroupIsPassedOverByAQuestionThatMustBeAnswered(t *testing.T) {
	s := apptest.Series("lease")
	s.Window.GroupMin, s.Window.GroupMax = 2, 50
	s.Questions = []series.Question{{ID: "bring", Label: i18n.Text{"en": "What do you bring?"}, Kind: series.AskText, Required: true}}
	h := apptest.Open(t)
	h.SetUp()
	h.Announce(s)
	contact := h.Visitor()
	contact.Open("/s/lease/group").Form("people").Set("name", "Cai").Set("email", "cai@example.org").Set("people", "Ben <ben@example.org>\nDee").Submit().OK().
		Form("confirm").Submit().OK().Says("The organisers have questions to everybody")
	roster := h.Link("cai@example.org", "/g/")
	contact.Open(roster).Form("/answer").Submit().OK().Says("2 people have not answered the organisers’ questions.")

	// Ben is asked on his own page.
	ben := h.Visitor()
	mine := h.Link("ben@example.org", "/r/")
	ben.Open(mine).Says("The organisers ask", "What do you bring?").Form("/answers").Submit().Answers(422).Says("Please answer this question.")
	ben.Open(mine).Form("/answers").Set("q.bring", "Bread").Submit().OK().Says("The organisers can read your answers.").Silent("The organisers ask", "Bread")
	contact.Open(roster).Says("1 person has not answered the organisers’ questions.")

	// Dee has no address: the contact person answers, once names are open.
	contact.Open(roster + "/answers?who=x").Says("Mail a code and show the names")
	asked := contact.Open(roster).Form("/code").Submit().OK()
	var code string
	for _, m := range h.Mail("cai@example.org") {
		if m.Kind == "group.code" {
			code = regexp.MustCompile(`\b\d{6}\b`).FindString(m.Text)
		}
	}
	named := asked.Form("/open").Set("code", code).Submit().OK().Says("questions not answered")
	form := named.Follow("Answer for them Dee").Says("Answer for Dee")
	form.Form("/answers").Submit().Answers(422).Says("Answer for Dee", "Please answer this question.")
	form.Form("/answers").Set("q.bring", "Salt").Submit().OK().Silent("questions not answered", "have not answered the organisers", "has not answered the organisers")

	// Whoever comes by the link is asked there.
	link := named.Attr("#invitation", "value")
	joins := h.Visitor()
	joins.Open(link).Says("What do you bring?").Form("email").Set("name", "Eve").Submit().Answers(422).Says("Please answer this question.").
		Form("email").Set("q.bring", "Tea").Submit().OK().Says("You are in the group")

	// The team reads the answers, and sees who still owes theirs.
	boss := h.Member("Ida", "ida@example.org", auth.Verbs()...)
	boss.Open("/o/s/lease/people?owes=1").Silent("Dee", "Ben", "Eve")
	contact.Open(roster).Form("/people").Set("people", "Fay").Submit().OK().Form("confirm").Submit().OK()
	boss.Open("/o/s/lease/people?owes=1").Says("Fay", "Questions not answered")
	boss.Open("/o/s/lease").Says("1 person has not answered your questions")
}
