package app_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/store"
)

// code opens the names of a circle in somebody's browser.
func (x *round) code(name string) {
	x.t.Helper()
	x.mail(name)
	p := x.page(name).Silent("Nour").Form("/code").Submit().OK().Says("Code from the mail")
	m := x.one(name, circles.MailCode)
	code := strings.Fields(m.Header.Get("Subject"))[0]
	wrong := "000000"
	if code == wrong {
		wrong = "000001"
	}
	p.Form("/open").Set("code", wrong).Submit().Answers(http.StatusUnprocessableEntity).Says("This is not the code of the newest mail")
	p.Form("/open").Set("code", code).Submit().OK().Says("This browser shows names and notes", "Nour", "Amina")
}

func TestAMemberSeesTheirCircleAfterTheCode(t *testing.T) {
	eachRound(t, func(t *testing.T, x *round) {
		x.weeks()
		p := x.page("Jo").Says("My circle", "Your next meeting", "Meeting 1: Heart", "Led by: ", "You and 3 other people.").Silent("Amina", "Kim", "meet.harbour.example")
		if got := p.Attr("meta[name=robots]", "content"); got != "noindex" {
			t.Errorf("robots %q", got)
		}
		x.code("Jo")
		other := x.Visitor()
		other.Open(p.URL.Path).Silent("Amina", "Kim") // the code opened one browser only
		x.page("Jo").Form("/notes").Set("notes", "Bring <b>cake</b>.").Submit().OK().Says("Saved.", "Bring <b>cake</b>.")
		x.page("Jo").Form("/name").Set("name", "Die Runde").Submit().OK().Says("Die Runde")
		other.Open(p.URL.Path).Silent("Die Runde", "cake")
		other.Post(p.URL.Path+"/notes", url.Values{"notes": {"x"}, "version": {"1"}}).Answers(http.StatusUnprocessableEntity).Silent("Die Runde", "cake")
	})
}

func TestAMeetingIsPassedOnInTheBrowser(t *testing.T) {
	eachRound(t, func(t *testing.T, x *round) {
		x.weeks()
		giver, taker := "Jo", "Nour"
		if x.circle("Jo").Meetings[0].Lead != x.interest("Jo").ID {
			giver, taker = taker, giver
		}
		x.page(giver).Form("/swap").Submit().OK().Says("Asked. Until somebody says yes")
		x.page(taker).Says("asks all who are ready").Form("/swap/take").Submit().OK().Says("You lead this meeting. All are told.")
		if x.circle(giver).Meetings[0].Lead != x.interest(taker).ID {
			t.Error("the same one leads it still")
		}
		x.page("Kim").Form("/lead").Submit().OK().Says("You are in the plan of who leads.")
		x.page("Kim").Form("/lead").Submit().OK().Says("You lead no meetings any more.")
	})
}

func TestTheButtonThatPlacesIsOnThePage(t *testing.T) {
	eachRound(t, func(t *testing.T, x *round) {
		x.weeks()
		x.yes("Late", "Europe/Berlin", "en", "THU 05:00-07:00", false)
		p := x.page("Late").Says("There is no circle yet to which you can really come.", "This would help:", "there is a place for you in a circle: Thu", "Berlin time")
		p = p.Form("/take").Submit().OK().Says("We are looking for a place that fits you.")
		if n := len(p.All("main[data-poll]")); n != 1 {
			t.Error("the page does not look for itself whether there is a place")
		}
		x.Pass(0)
		x.page("Late").Says("Your next meeting")
		if x.circle("Late").ID == "" {
			t.Error("they have no circle")
		}
		x.Visitor().Post(p.URL.Path+"/take", nil).Answers(http.StatusUnprocessableEntity).Says("This is no longer open.")
	})
}

func TestTheWayIntoAMeeting(t *testing.T) {
	eachRound(t, func(t *testing.T, x *round) {
		x.weeks()
		start := x.at("Kim", 1)
		x.Clock.Set(start.Add(-31 * time.Minute))
		x.page("Kim").Silent("Go to the meeting")
		x.Clock.Set(start.Add(-30 * time.Minute))
		p := x.page("Kim").Follow("Go to the meeting").Says("Meeting 1 of your circle: Heart", "Join now", "What brought you here?").Silent("meet.harbour.example", "/circle/")
		way := p.URL.Path
		answered := p.Form(way).Submit()
		if !strings.HasPrefix(answered.Leads, "https://meet.harbour.example/lease-1-c0000") {
			t.Errorf("led to %q with %d", answered.Leads, answered.Status)
		}
		other := x.page("Jo").Follow("Go to the meeting")
		if other = other.Form(other.URL.Path).Submit(); other.Leads != answered.Leads {
			t.Errorf("two of one circle are led to %q and %q", other.Leads, answered.Leads)
		}
		elsewhere := x.page("Lee").Form("/answer").Submit().OK()
		elsewhere.Silent("Go to the meeting") // their circle met in the morning
		v := x.Visitor()
		for _, path := range []string{"/circle/" + strings.TrimPrefix(way, "/meet/"), way[:len(way)-1], "/meet/x"} {
			v.Get(path).Answers(http.StatusNotFound)
		}
		x.Clock.Set(start.Add(3 * time.Hour))
		v.Open(way).Says("This meeting is over.").Silent("Join now")
		x.page("Kim").Says("You were there.")
	})
}

func TestThoseWhoLeadNoteAMeetingInTheBrowser(t *testing.T) {
	eachRound(t, func(t *testing.T, x *round) {
		x.weeks()
		x.Clock.Set(x.at("Jo", 1).Add(2 * time.Hour))
		x.page("Jo").Silent("Who was there?")
		x.code("Jo")
		p := x.page("Jo").Follow("Who was there? Heart").Says("Tick who was there", "Kim", "How did it go?")
		p.Form("/meeting/1").Set("there", x.interest("Kim").ID).Set("pulse", "4").Set("note", "Good.").Submit().OK().Says("Saved.")
		x.page("Kim").Says("You were there.")
		x.page("Nour").Says("You could not come.")
		x.Member("Boss", "boss@mail.example", auth.FormCircles).Open("/o/s/lease/circles").Follow("How meetings went").Says("1 of 4", "Well", "Good.").Silent("Kim")
		x.Member("Ann", "ann@mail.example", auth.SeeRegistrations).Get("/o/s/lease/circles/meetings").Answers(http.StatusNotFound)
		x.Visitor().Get(p.URL.Path).OK().Says("as soon as the names show here").Silent("Tick who was there", "Nour")
	})
}

func TestMovingLeavingAndReminders(t *testing.T) {
	eachRound(t, func(t *testing.T, x *round) {
		x.weeks()
		x.page("Kim").Form("/move").Set("why", "Thursdays are hard").Submit().OK().Says("Noted.", "You asked for another circle on")
		x.page("Kim").Form("/stay").Submit().OK().Says("You stay.")
		x.page("Kim").Form("/reminders").Submit().OK().Says("No more reminders of this circle.")
		x.page("Kim").Says("You get no reminders of this circle.").Form("/reminders").Submit().OK().Says("Reminders will come again.")
		x.page("Kim").Follow("Leave the circle").Form("/withdraw").Submit().OK().Says("You took your yes back.")
		m := x.mail("Kim")
		if last := m[len(m)-1]; last.Kind != circles.MailWithdrawn {
			t.Errorf("they are told %s", last.Kind)
		} else if e := x.invitation(last, "CANCEL"); e.Sequence < 2 {
			t.Errorf("the entry is withdrawn with sequence %d", e.Sequence)
		}
		x.page("Kim").Form("/again").Submit().OK()
		x.Pass(0)
		x.page("Kim").Says("Your next meeting")
	})
}

func TestInvitationsAreReadByOthers(t *testing.T) {
	x := newRound(t, store.SQLite)
	x.weeks()
	placed := x.mail("Amina")
	m := placed[len(placed)-1]
	e := x.invitation(m, "REQUEST")
	if e.Zone != "Europe/Berlin" || !e.Start.Equal(x.at("Amina", 1)) || e.Organizer != "mailto:team@harbour.example" || e.Repeats {
		t.Errorf("the invitation reads %+v", e)
	}
	first := e.UID
	x.Clock.Set(x.at("Amina", 1).Add(-20 * time.Hour))
	e = x.invitation(x.one("Amina", circles.MailDayBefore), "REQUEST")
	if e.UID != first {
		t.Errorf("the reminder carries %s, the letter carried %s", e.UID, first)
	}
	p := x.page("Amina")
	feed := p.Attr("#feed", "value")
	answer := x.Visitor().Get(strings.TrimPrefix(feed, x.URL))
	if n := strings.Count(answer.Body, "BEGIN:VEVENT"); answer.Status != 200 || n != 4 || strings.Contains(answer.Body, "/circle/") || !strings.Contains(answer.Body, first) {
		t.Errorf("the feed answers %d with %d entries", answer.Status, n)
	}
}

func TestStoppingRemindersByTheLinkInTheMail(t *testing.T) {
	x := newRound(t, store.SQLite)
	x.weeks()
	x.Clock.Set(x.at("Kim", 1).Add(-20 * time.Hour))
	x.Pass(0)
	stop := x.Link(address("Kim"), "/u/circle/")
	v := x.Visitor()
	before := x.DB.Version()
	p := v.Open(stop).Says("Do you want no more reminders of your circle")
	if x.DB.Version() != before {
		t.Error("opening the link changed something")
	}
	p.Form(stop).Submit().OK().Says("You get no more reminders of your circle")
	v.Post(stop, url.Values{"List-Unsubscribe": {"One-Click"}}).OK().Says("You get no more reminders")
	x.mail("Kim")
	x.Clock.Set(x.at("Kim", 1).Add(-30 * time.Minute))
	if list := x.mail("Kim"); len(list) > 0 {
		t.Errorf("they are reminded by %s", list[0].Kind)
	}
}

func TestOpeningCircleLinksChangesNothing(t *testing.T) {
	x := newRound(t, store.SQLite)
	x.weeks()
	x.Clock.Set(x.at("Nour", 1).Add(-20 * time.Hour))
	var links []string
	for _, m := range x.Mail(address("Nour")) {
		for _, link := range m.Links() {
			path, _, _ := strings.Cut(strings.TrimPrefix(link, x.URL), "#")
			if !slices.Contains(links, path) && strings.HasPrefix(path, "/") {
				links = append(links, path)
			}
		}
	}
	before, v := x.DB.Version(), x.Visitor()
	for _, link := range links {
		if p := v.Get(link); p.Status != 200 {
			t.Errorf("%s answered %d", link, p.Status)
		}
	}
	if after := x.DB.Version(); after != before || len(links) < 4 {
		t.Errorf("after %v the data went from version %d to %d", links, before, after)
	}
}

func TestWhoIsRemovedFromACircleIsForgotten(t *testing.T) {
	x := newRound(t, store.SQLite)
	x.weeks()
	p := x.page("Kim")
	p.Form("/remove").Submit().OK().Says("Your name and address are forgotten.")
	x.Visitor().Get(p.URL.Path).Answers(http.StatusNotFound)
	if n := len(x.circle("Jo").Meetings); n != 4 {
		t.Errorf("the others have %d meetings", n)
	}
}
