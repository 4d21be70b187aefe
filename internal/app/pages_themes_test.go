package app_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/circles"
)

// TestWhatCirclesTalkAboutIsEnteredByTheirOrganisers types the question of a
// meeting on the desk and reads it wherever members do: on their page, on the
// way in, in the mail of the day before and in the calendar, each in their
// language.
func TestWhatCirclesTalkAboutIsEnteredByTheirOrganisers(t *testing.T) {
	x := newRound(t, "sqlite")
	x.weeks()
	boss := x.Member("Boss", "boss@mail.example", auth.FormCircles, auth.EditSeries)
	const question, theme, practice = "circles.meetings.1.question", "circles.meetings.3.theme", "circles.meetings.1.activity"
	p := boss.Open(boardAt).OK().Follow("What circles talk about").OK().Says("Meeting 1, ", "In other languages")
	if got := p.Form(question + ".en").Value(question + ".en"); got != "What brought you here?" {
		t.Errorf("the field holds %q", got)
	}
	stale := boss.Open(boardAt + "/themes").Form(question + ".en")
	p.Form(question+".en").Set(question+".en", "Who taught you <b>courage</b>?").Set(question+".de", "Wer hat dir Mut gemacht?").
		Set(practice+".en", "telling in pairs").Set(theme+".ar", "اليد").Submit().OK().Says("Saved. Members see it at once.")

	x.page("Kim").Says("Who taught you <b>courage</b>?", "telling in pairs")
	x.page("Jo").Says("Wer hat dir Mut gemacht?")
	x.page("Nour").Says("اليد")
	// What was typed stays when it cannot be kept, and nobody writes over another.
	p = boss.Open(boardAt+"/themes").Form(question+".en").Set(question+".en", strings.Repeat("why ", 3000)).Submit()
	p.Answers(http.StatusUnprocessableEntity).Says("Please shorten it.")
	if got := p.Form(question + ".en").Value(question + ".en"); !strings.HasPrefix(got, "why why") {
		t.Errorf("what was typed is %q", got)
	}
	stale.Set(question+".en", "Too late?").Submit().Answers(http.StatusUnprocessableEntity).Says("Somebody else has changed this series since you opened it.")
	x.page("Kim").Silent("Too late?")
	only := x.Member("Kofi", "kofi@mail.example", auth.FormCircles)
	only.Open(boardAt).OK().Silent("What circles talk about")
	only.Get(boardAt + "/themes").Answers(http.StatusNotFound)
	only.Post(boardAt+"/themes", nil).Answers(http.StatusNotFound)

	// Where members read it besides.
	x.mail("Kim")
	x.mail("Jo")
	x.Clock.Set(x.at("Kim", 1).Add(-24 * time.Hour))
	x.Pass(0)
	m := x.one("Kim", circles.MailDayBefore)
	for _, want := range []string{"Who taught you <b>courage</b>?", "telling in pairs"} {
		if !strings.Contains(m.Text, want) {
			t.Errorf("the letter does not say %q:\n%s", want, m.Text)
		}
	}
	if e := x.invitation(m, "REQUEST"); !strings.Contains(e.Description, "Who taught you <b>courage</b>?") {
		t.Errorf("the calendar says %q", e.Description)
	}
	if m := x.one("Jo", circles.MailDayBefore); !strings.Contains(m.Text, "Wer hat dir Mut gemacht?") {
		t.Errorf("the letter in German says:\n%s", m.Text)
	}
	x.Clock.Set(x.at("Kim", 1).Add(-10 * time.Minute))
	x.page("Kim").Follow("Go to the meeting").Says("Who taught you <b>courage</b>?")

}
