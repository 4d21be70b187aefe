package app_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/e2e"
	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
)

const pleaseConfirm = "Please confirm once that this address is yours."

// Whoever presses a button of their page came from their mail.
func TestAnyButtonOfOnesPageShowsThatTheAddressIsOnes(t *testing.T) {
	eachRound(t, func(t *testing.T, x *round) {
		x.weeks()
		x.page("Max").Says(pleaseConfirm).Form("/lead").Submit().OK().Says("You are in the plan of who leads.").Silent(pleaseConfirm)
		x.page("Ola").Says(pleaseConfirm).Form("/move").Set("why", "").Submit().OK().Says("You asked for another circle on").Silent(pleaseConfirm)
	})
}

// After the end a page promises nothing more and asks for nothing.
func TestWhoNeverGotACircleIsToldSoAtTheEnd(t *testing.T) {
	eachRound(t, func(t *testing.T, x *round) {
		x.weeks()
		x.yes("Late", "Europe/Berlin", "en", "THU 05:00-07:00", false)
		p := x.page("Late").Says("This would help:", "You stay on our list.")
		x.Clock.Set(x.at("Kim", 4).Add(8 * time.Hour))
		x.page("Late").Says("There was no circle to which you could really come.", "The circles of this series are over.").
			Silent("This would help:", "You stay on our list.", "Yes, I can", pleaseConfirm, "I do not want a circle after all")
		x.Visitor().Post(p.URL.Path+"/take", nil).Answers(http.StatusUnprocessableEntity).Says("The circles of this series are over.")
		x.page("Kim").Says("All meetings of your circle are over.").Silent("I would rather be in another circle")
	})
}

func TestWhoIsInACircleReadsWhatWishesChange(t *testing.T) {
	x := newRound(t, store.SQLite)
	x.english = true
	x.weeks()
	x.code("Jo")
	for _, link := range []string{"With whom, without whom, and what you need to take part", "Change hours, languages or leading"} {
		x.page("Jo").Follow(link).Says("You are in a circle, and it stays as it is.")
	}
	x.yes("Late", "Europe/Berlin", "en", "THU 05:00-07:00", false)
	p := x.page("Late")
	x.Visitor().Open(p.URL.Path + "/hours").Silent("You are in a circle")
}

// Who leads is told on their page how to note who was there, before the code.
func TestWhoLeadsLearnsHowToNoteWhoWasThere(t *testing.T) {
	x := newRound(t, store.SQLite)
	x.english = true
	x.weeks()
	const hint = "You can note who was at a meeting as soon as the names show here."
	x.page("Jo").Silent(hint)
	x.Clock.Set(x.at("Jo", 1).Add(2 * time.Hour))
	x.page("Jo").Says(hint)
	x.page("Kim").Silent(hint)
	x.code("Jo")
	x.page("Jo").Silent(hint)
}

// Whom all others have left is not told of nobody as of some people.
func TestWhoIsLeftAloneReadsSo(t *testing.T) {
	x := newRound(t, store.SQLite)
	x.english = true
	x.weeks()
	for _, name := range []string{"Jo", "Nour", "Amina"} {
		x.as(name, func(tx *store.Tx, v auth.Viewer, in *circles.Interest) error {
			return x.Circles.Withdraw(tx.Context(), tx, v, in)
		})
	}
	x.page("Kim").Says("Nobody else is in it at the moment.").Silent("0 other people")
}

// text is what a mail says, its lines as one.
func text(s string) string { return strings.Join(strings.Fields(s), " ") }

// Two changes before the first is told are one letter, from what the reader
// knew.
func TestALetterOfAMovedMeetingNamesTheHourThatItsReaderKnew(t *testing.T) {
	x := newRound(t, store.SQLite)
	x.english = true
	x.weeks()
	x.mail("Jo")
	for range 2 {
		x.Write(func(tx *store.Tx) error {
			s, err := x.App.Series.BySlug(tx.Context(), tx, auth.Itself(), "lease")
			if err != nil {
				return err
			}
			s.Circles.Meetings[3].Date = s.Circles.Meetings[3].Date.AddDays(7)
			_, err = x.App.Series.Save(tx.Context(), tx, auth.Itself(), s)
			return err
		})
		if _, err := x.App.Jobs.RunDue(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	x.Pass(0)
	m := x.one("Jo", circles.MailChanged)
	if got := text(m.Text); !strings.Contains(got, "that was to be on Thu, 1 Apr") || !strings.Contains(got, "is on Thu, 15 Apr") {
		t.Errorf("it says %s", got)
	}
}

// A series that is cancelled takes all meetings with it, and says so; one that
// takes place after all says that, and the calendar follows.
func TestACancelledSeriesIsToldAsAWhole(t *testing.T) {
	x := newRound(t, store.SQLite)
	x.english = true
	x.weeks()
	x.mail("Kim")
	state := func(to series.State) {
		x.Write(func(tx *store.Tx) error {
			return x.App.Series.SetState(tx.Context(), tx, auth.AtConsole(), "lease", to)
		})
		x.Pass(0)
	}
	state(series.Cancelled)
	m := x.one("Kim", circles.MailChanged)
	if got := text(m.Text); !strings.Contains(got, "so none of the meetings of your circle does") {
		t.Errorf("it says %s", got)
	}
	off := x.invitation(m, "CANCEL")
	state(series.Published)
	m = x.one("Kim", circles.MailChanged)
	if got := text(m.Text); !strings.Contains(got, "takes place after all") {
		t.Errorf("it says %s", got)
	}
	if on := x.invitation(m, "REQUEST"); on.UID != off.UID || on.Sequence <= off.Sequence {
		t.Errorf("the calendar gets %s with %d after %s with %d", on.UID, on.Sequence, off.UID, off.Sequence)
	}
}

// Who leads nothing any more, because others do, is told that; and nobody is
// told so who chose it.
func TestWhoseTurnsGoToOthersIsToldInWords(t *testing.T) {
	x := newRound(t, store.SQLite)
	x.english = true
	x.weeks()
	for _, name := range []string{"Jo", "Nour", "Kim", "Amina"} {
		x.mail(name)
	}
	x.page("Kim").Form("/lead").Submit().OK()
	x.page("Amina").Form("/lead").Submit().OK()
	x.Pass(0)
	told := 0
	for _, name := range []string{"Jo", "Nour", "Kim", "Amina"} {
		for _, m := range x.mail(name) {
			if m.Kind == circles.MailTurns {
				told++
				if got := text(m.Text); strings.Contains(got, "because somebody came or left") {
					t.Errorf("%s reads %s", name, got)
				}
			}
		}
	}
	if told < 3 {
		t.Errorf("%d are told which meetings they lead", told)
	}
	x.page("Kim").Form("/lead").Submit().OK().Says("You lead no meetings any more.")
	x.Pass(0)
	for _, m := range x.mail("Kim") {
		if m.Kind == circles.MailTurns {
			t.Errorf("who does not lead any more is told %s", m.Text)
		}
	}
}

// Who takes a language out of what they speak is not left with it by the choice
// of the one they like best.
func TestTheBestLanguageIsOneOfThoseSpoken(t *testing.T) {
	x := newRound(t, store.SQLite)
	x.yes("Ada", "Europe/Berlin", "en", "THU 18:00-21:00", false, "de", "en")
	x.page("Ada").Follow("Change Your hours").Form("/hours").Clear("languages").Set("languages", "en").Submit().Answers(http.StatusUnprocessableEntity).
		Says("You like German best, and did not tick it above.").
		Form("/hours").Set("best", "").Submit().OK().Says("What you said is kept.")
	if got := x.interest("Ada").Languages; len(got) != 1 || got[0] != "en" {
		t.Errorf("they speak %v", got)
	}
}

// Languages are kept in the order somebody likes, which the form shows again.
func TestLanguagesAreKeptInTheOrderSomebodyLikes(t *testing.T) {
	x := newRound(t, store.SQLite)
	x.yes("Ada", "Europe/Berlin", "en", "THU 18:00-21:00", false, "en")
	form := func() *e2e.Form { return x.page("Ada").Follow("Change Your hours").Form("/hours") }
	f := form()
	for _, lang := range []string{"en", "de", "ar"} {
		f.Set("languages", lang)
	}
	f.Set("best", "de").Set("next", "ar").Submit().OK()
	if got := x.interest("Ada").Languages; !slices.Equal(got, []string{"de", "ar", "en"}) {
		t.Errorf("they speak %v", got)
	}
	if f := form(); f.Value("best") != "de" || f.Value("next") != "ar" {
		t.Errorf("the form says %s, then %s", f.Value("best"), f.Value("next"))
	}
	form().Clear("languages").Set("languages", "de").Submit().Answers(http.StatusUnprocessableEntity).Says("You would like Arabic after that, and did not tick it above.")
}

// A meeting that nobody led is led by somebody now, not by somebody else.
func TestAMeetingThatFindsItsLeadIsToldAsSuch(t *testing.T) {
	x := newRound(t, store.SQLite)
	x.english = true
	x.weeks()
	for _, name := range []string{"Jo", "Nour"} {
		x.page(name).Form("/lead").Submit().OK().Says("You lead no meetings any more.")
	}
	x.Pass(0)
	x.mail("Amina")
	x.page("Kim").Says("Somebody is missing.").Form("/swap/take").Submit().OK().Says("You lead this meeting. All are told.")
	x.Pass(0)
	m := x.one("Amina", circles.MailSwapped)
	if got := text(m.Text); strings.Contains(got, "somebody else") || !strings.Contains(got, "There is somebody now who leads your circle") {
		t.Errorf("it says %s", got)
	}
}

// A page of a series that does not take place says so, and neither that all is
// over nor who leads what.
func TestThePageOfACancelledSeriesSaysSo(t *testing.T) {
	x := newRound(t, store.SQLite)
	x.english = true
	x.weeks()
	x.yes("Late", "Europe/Berlin", "en", "THU 05:00-07:00", false)
	x.Clock.Set(x.at("Kim", 1).Add(3 * time.Hour))
	x.page("Kim")
	x.Write(func(tx *store.Tx) error {
		return x.App.Series.SetState(tx.Context(), tx, auth.AtConsole(), "lease", series.Cancelled)
	})
	x.Pass(0)
	const off = "The series does not take place, and so neither do its circles."
	x.page("Kim").Says(off, "Over").Silent("All meetings of your circle are over.", "Led by", "I am ready to lead", "Your next meeting", "I would rather be in another circle")
	x.page("Jo").Says(off).Silent("You cannot?", "I do not want to lead any more")
	x.page("Late").Says(off, "You said yes, Late.").Silent("The circles of this series are over.", "This would help:", "You stay on our list.", "There was no circle")
}

// Circles that are meant to lead themselves miss nobody.
func TestCirclesWithoutFacilitatorsMissNobody(t *testing.T) {
	x := newRound(t, store.SQLite)
	x.english = true
	x.change(func(s *series.Series) { s.Circles.Facilitators = 0 })
	for _, name := range []string{"Amina", "Jo", "Kim", "Nour"} {
		x.yes(name, "Europe/Berlin", "en", "THU 18:00-21:00", false)
	}
	x.answers("Amina", "Jo", "Kim", "Nour")
	x.publish()
	x.page("Jo").Says("Your next meeting", "I am ready to lead").Silent("Nobody leads it yet.", "Somebody is missing.")
	x.mail("Jo")
	x.Clock.Set(x.at("Jo", 1).Add(-20 * time.Hour))
	x.Pass(0)
	if m := x.mail("Jo"); len(m) != 1 || strings.Contains(text(m[0].Text), "Nobody leads") {
		t.Errorf("they are told %v", m)
	}
	x.page("Jo").Form("/lead").Submit().OK().Says("Led by: you")
}

// The page names the meeting from which on the hour is another by its own
// number, also where one before it was cancelled or put off.
func TestThePageNamesTheMeetingAtWhichTheHourMoves(t *testing.T) {
	x := newRound(t, store.SQLite)
	x.english = true
	x.weeks()
	x.page("Amina").Says("from session 4 on it begins 1 hour earlier for you")
	x.change(func(s *series.Series) { s.Circles.Meetings[1].Status = series.CalledOff })
	x.page("Amina").Says("from session 4 on it begins 1 hour earlier for you")
	x.change(func(s *series.Series) {
		s.Circles.Meetings[1].Status, s.Circles.Meetings[1].Date = series.Scheduled, s.Circles.Meetings[3].Date.AddDays(7)
	})
	x.page("Amina").Says("from session 4 on it begins 1 hour earlier for you")
	x.Clock.Set(x.at("Amina", 1).Add(3 * time.Hour))
	x.page("Amina").Says("Your next meeting Fri, 26 Mar, 12:00 – 1:30 am Meeting 3")
}
