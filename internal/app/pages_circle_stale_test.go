package app_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/when"
)

// Whoever takes their yes back reads when they can say it again.
func TestWhoTookTheirYesBackReadsWhenTheyCanSayItAgain(t *testing.T) {
	x := newRound(t, store.SQLite)
	x.english = true
	x.yes("Ada", "Europe/Berlin", "en", "THU 18:00-21:00", false)
	x.page("Ada").Follow("I do not want a circle after all").Form("/withdraw").Submit().OK().Says("You took your yes back.", "Undo: I want to be in a circle after all")
	x.change(func(s *series.Series) {
		closes := when.Wall{Date: when.DateOf(x.Clock.Now(), s.Location()).AddDays(-1)}
		s.Circles.Closes = &closes
	})
	x.page("Ada").Says("You took your yes back.", "The circles are being formed now.").Silent("Undo")
}

// Whoever comes back with hours that do not do any more is asked for others.
func TestWhoComesBackWithHoursThatDoNotDoIsAskedForOthers(t *testing.T) {
	x := newRound(t, store.SQLite)
	x.english = true
	x.yes("Ada", "Europe/Berlin", "en", "THU 18:00-20:00", false)
	x.page("Ada").Follow("I do not want a circle after all").Form("/withdraw").Submit().OK()
	x.change(func(s *series.Series) { s.Circles.Length = 150 * time.Minute })
	x.page("Ada").Form("/again").Submit().Answers(http.StatusUnprocessableEntity).
		Says("Choose hours in which you have that long at a stretch.").
		Form("hours").Set("hours", "Thu 18–21").Submit().OK().Says("You said yes again.")
}

// Whoever leaves after the last meeting is not told that they can come back.
func TestWhoLeavesAtTheEndIsNotAskedBack(t *testing.T) {
	x := newRound(t, store.SQLite)
	x.english = true
	x.weeks()
	x.Clock.Set(x.at("Kim", 4).Add(30 * time.Hour))
	x.mail("Kim")
	x.page("Kim").Follow("Leave the circle").Form("/withdraw").Submit().OK().Says("You took your yes back.", "The circles of this series are over.").Silent("Undo")
	if m := x.one("Kim", circles.MailWithdrawn); strings.Contains(text(m.Text), "say yes again here") {
		t.Errorf("they are told %s", m.Text)
	}
}

// What somebody wrote into the notes is not lost when the code has run out.
func TestNotesAreNotLostWhenTheCodeHasRunOut(t *testing.T) {
	x := newRound(t, store.SQLite)
	x.english = true
	x.weeks()
	x.code("Jo")
	f := x.page("Jo").Form("/notes").Set("notes", "What we said of cake.")
	x.Clock.Set(x.Clock.Now().Add(48 * time.Hour))
	f.Submit().Answers(http.StatusUnprocessableEntity).Says("Links get passed on.", "What we said of cake.").Silent("Amina")
}

// Whoever came through the link after the page was opened on which others note
// who was there is not noted as absent by it.
func TestWhoComesWhileOthersNoteThatIsNotNotedAsAbsent(t *testing.T) {
	eachRound(t, func(t *testing.T, x *round) {
		x.weeks()
		x.Clock.Set(x.at("Jo", 1))
		x.code("Jo")
		f := x.page("Jo").Follow("Who was there? Heart").Form("/meeting/1").Set("there", x.interest("Jo").ID)
		p := x.page("Kim").Follow("Go to the meeting")
		p.Form(p.URL.Path).Submit()
		f.Submit().OK()
		x.Clock.Set(x.at("Jo", 1).Add(3 * time.Hour))
		x.page("Kim").Says("You were there.")
		x.page("Nour").Says("You could not come.")
		f = x.page("Jo").Follow("Who was there? Heart").Form("/meeting/1")
		f.Clear("there").Set("there", x.interest("Jo").ID).Submit().OK()
		x.page("Kim").Says("You could not come.") // the box was shown ticked, and unticked
	})
}

// A page that was opened before somebody left does nothing any more, and says so.
func TestAPageFromBeforeSomebodyLeftSaysThatItIsStale(t *testing.T) {
	x := newRound(t, store.SQLite)
	x.english = true
	x.weeks()
	k := x.page("Kim")
	k.Follow("Leave the circle").Form("/withdraw").Submit().OK()
	k.Form("/move").Submit().Answers(http.StatusUnprocessableEntity).Says("This is no longer open.", "You took your yes back.")
	k.Form("/lead").Submit().OK().Silent("You are in the plan of who leads.")
	k.Form("/reminders").Submit().OK().Silent("No more reminders")
}
