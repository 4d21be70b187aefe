package app_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/e2e"
	"codeberg.org/plenary/plenary/internal/app/apptest"
	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/when"
)

const boardAt = "/o/s/lease/circles"

// withCircles opens a house with a series whose circles meet on four Thursdays.
func withCircles(t *testing.T) *apptest.House {
	t.Helper()
	h := apptest.Open(t)
	h.SetUp()
	s := apptest.Series("lease")
	s.Circles = &series.Circles{Size: series.CircleSize{Min: 3, Target: 4, Max: 5}, Days: series.DaysFixed, Length: 90 * time.Minute, Facilitators: 1, Rota: true}
	for n := range 4 {
		s.Circles.Meetings = append(s.Circles.Meetings, series.Session{Date: when.Date{Year: 2027, Month: time.February, Day: 11}.AddDays(7 * n), Theme: map[string]string{"en": "Heart"}})
	}
	h.Announce(s)
	return h
}

// sayYes lets somebody say yes to a circle, with hours such as "THU 18:00-21:00".
func sayYes(t *testing.T, h *apptest.House, name, hours string, leads bool) {
	t.Helper()
	free, err := circles.ReadHours(hours)
	if err != nil {
		t.Fatal(err)
	}
	h.Write(func(tx *store.Tx) error {
		_, err := h.Circles.SayYes(t.Context(), tx, auth.Viewer{}, "lease", circles.YesForm{Name: name, Address: strings.ToLower(strings.ReplaceAll(name, " ", "")) + "@mail.example",
			Answer: circles.Answer{Zone: "Europe/Berlin", Language: "en", Hours: free, Languages: []string{"en"}, Leads: leads}})
		return err
	})
}

// aDozen says yes for one hour on Thursdays; the first three would lead.
func aDozen(t *testing.T, h *apptest.House) {
	t.Helper()
	for n := range 12 {
		sayYes(t, h, fmt.Sprintf("Member%02d", n), "THU 18:00-19:30", n < 3)
	}
}

// formed has circles formed and opens the proposal.
func formed(h *apptest.House, boss *e2e.Client) *e2e.Page {
	boss.Open(boardAt).Form("once").Submit().OK()
	h.Pass(0)
	p := boss.Open(boardAt)
	return p.Follow(p.Texts("main h3 a")[0]).OK()
}

// number is the value of the box beside somebody's name.
func number(t *testing.T, p *e2e.Page, name string) string {
	t.Helper()
	boxes := p.All("label.who input")
	for i, text := range p.Texts("label.who") {
		if !strings.Contains(text, name) {
			continue
		}
		for _, a := range boxes[i].Attr {
			if a.Key == "value" {
				return a.Val
			}
		}
	}
	t.Fatalf("%s shows no box for %s: %s", p.URL.Path, name, p.Text())
	return ""
}

func TestCirclesAreFormedChangedAndPublishedWithoutScript(t *testing.T) {
	h := withCircles(t)
	boss := h.Member("Amina", "amina@harbour.example", auth.FormCircles)
	boss.Open(boardAt).OK().Says("Nobody has said yes to a circle yet.", "3 to 5 people in a circle, best 4.", "on Thursday; the hour is found")
	aDozen(t, h)
	sayYes(t, h, "Friday", "FRI 18:00-21:00", false)
	boss.Open(boardAt).Says("13 people say yes to a circle; 3 of them would lead.")

	// One press forms circles, and the page says how far that is.
	p := boss.Open(boardAt).Form("once").Submit().OK()
	p.Says("Forming circles", "Stop without result")
	h.Pass(0)
	p = boss.Open(boardAt).OK()
	p = p.Follow(p.Texts("main h3 a")[0]).OK().Says("12 of 13 people have a circle. More is not possible.", "Member05", "Thu 18:00–19:30", "Leads")
	board := p.URL.Path
	p.Follow("Without a circle 1").OK().Says("Friday", "is free at no hour on every date")
	p.Follow("Hours").OK().Says("Most people can come on Thursday")

	// Looked for by name, which stays out of the address.
	q := boss.Open(board).Form("name").Set("name", "member05").Submit().OK().Says("1 circle", "Member05")
	if n := len(q.All(".card")); n != 1 || strings.Contains(strings.ToLower(q.URL.String()), "member05") {
		t.Errorf("%d circles at %s", n, q.URL)
	}
	boss.Open(board+"?view=left").Form("name").Set("name", "member05").Submit().OK().Says("Nobody is like that.")

	// Ticked, moved, told at once what that breaks, undone: three presses.
	q = boss.Open(board + "?view=left")
	q = q.Form("who").Set("who", number(t, q, "Friday")).Submit("do=move").OK().Says("Move Friday", "its hour is not free on every date")
	q = q.Form("who").Submit("do=move C00001").OK()
	q.Says("1 person moved to Circle 1.", "Friday cannot be at every meeting of Circle 1.").Silent("Publish, and tell")
	q = q.Form("look", "step").Submit("Undo").OK().Says("12 of 13 people have a circle")
	q.Form(board + "/publish")

	// Nobody ticked, and a step that somebody else has changed meanwhile.
	boss.Open(board).Form("who").Submit("do=move").Answers(http.StatusUnprocessableEntity).Says("Not done.", "Tick people first.")
	stale := boss.Open(board).Form("who")
	boss.Open(board).Form("who").Submit("do=keep C00001").OK().Says("Circle 1 stays as it is.", "Form the rest again")
	stale.Submit("do=dissolve C00002").Answers(http.StatusUnprocessableEntity).Says("Somebody changed this proposal meanwhile.")

	// The rest again, compared, and published.
	boss.Open(board).Form("base").Submit().OK()
	h.Pass(time.Minute)
	boss.Open(boardAt).Follow("Compare the two newest").OK().Says("Two proposals compared", "12 people have a circle in both")
	p = boss.Open(board).Form(board + "/publish").Submit().OK().Says("Publishing")
	h.Pass(0)
	boss.Open(boardAt).OK().Says("These meet", "Circles meet. Whoever says yes now gets a place at once")
	for name, kind := range map[string]string{"member05": circles.MailPlaced, "friday": circles.MailUnplaced} {
		mails := h.Mail(name + "@mail.example")
		if last := mails[len(mails)-1]; last.Kind != kind {
			t.Errorf("%s was told %s at last, want %s", name, last.Kind, kind)
		}
	}

	// Circles that meet are changed from how they are now.
	p = boss.Open(board).OK().Silent("Move to…").Form(boardAt + "/continue").Submit().OK()
	p.Says("This is how the circles meet now.").Silent("Publish, and tell")
}

func TestNobodyElseFormsCircles(t *testing.T) {
	h := withCircles(t)
	aDozen(t, h)
	boss := h.Member("Amina", "amina@harbour.example", auth.FormCircles)
	board := formed(h, boss).URL.Path
	other := h.Member("Kofi", "kofi@harbour.example", auth.EditSeries, auth.SeeRegistrations)
	member := h.Member("Nur", "nur@mail.example")
	for _, address := range []string{boardAt, boardAt + "/rules", boardAt + "/compare", board, board + "?view=left", board + "/move?step=1&who=0"} {
		other.Get(address).Answers(http.StatusNotFound).Silent("Member05")
		member.Get(address).Answers(http.StatusNotFound)
		h.Visitor().Get(address).Silent("Member05")
	}
	for _, address := range []string{"/form", "/stop", "/continue", "/rules"} {
		other.Post(boardAt+address, nil).Answers(http.StatusNotFound)
	}
	for _, address := range []string{"/change", "/step", "/publish", "/drop"} {
		other.Post(board+address, map[string][]string{"step": {"1"}, "do": {"dissolve C00001"}}).Answers(http.StatusNotFound)
	}
}

func TestTheRulesOfCirclesAreSetInWords(t *testing.T) {
	h := withCircles(t)
	boss := h.Member("Amina", "amina@harbour.example", auth.FormCircles, auth.EditSeries)
	f := boss.Open(boardAt + "/rules").OK().Form("circles.size")
	f.Set("circles.size", "8").Set("off.from", "25:00").Submit().Answers(http.StatusUnprocessableEntity).Says("Enter a time such as 23:00")
	f = boss.Open(boardAt + "/rules").Form("circles.size")
	f.Set("circles.size", "8").Submit().Answers(http.StatusUnprocessableEntity).Says("The best size cannot be smaller than the smallest")
	f = boss.Open(boardAt + "/rules").Form("circles.size")
	f.Set("circles.size", "4").Set("target", "5").Set("max", "6").Set("seconds", "yes").Set("off.from", "22:00").Set("off.to", "08:00").Set("org", "keep").
		Set("offers", "captions").Submit().OK().Says("4 to 6 people in a circle, best 5.", "better two", "between 22:00 and 08:00", "stay together", "Live captions")
	less := h.Member("Kofi", "kofi@harbour.example", auth.FormCircles)
	p := less.Open(boardAt + "/rules").OK()
	if n := len(p.All("[name=circles.size]")); n != 0 {
		t.Error("somebody who may not change the series is offered its sizes")
	}
	p.Form("grid").Set("grid", "60").Submit().OK().Says("4 to 6 people")
}

// TestRulesThatNoCircleCanKeepAreNotTaken names them beside their fields.
func TestRulesThatNoCircleCanKeepAreNotTaken(t *testing.T) {
	h := withCircles(t)
	boss := h.Member("Amina", "amina@harbour.example", auth.FormCircles, auth.EditSeries)
	for field, x := range map[string][2]string{"circles.length": {"1500", "Enter minutes in quarters of an hour"}, "circles.facilitators": {"9", ""},
		"circles.size": {"1", "A circle has at least 2 people and at most 50."}, "target": {"9", "The best size cannot be smaller than the smallest, nor larger than the largest."}} {
		boss.Open(boardAt+"/rules").Form("circles.size").Set(field, x[0]).Submit().Answers(http.StatusUnprocessableEntity).Says("Something needs another look", x[1])
	}
}

// TestWhoMayNotChangeASeriesIsNotLedToGiveItCircles: there is nothing to fill in
// for them.
func TestWhoMayNotChangeASeriesIsNotLedToGiveItCircles(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	h.Announce(apptest.Series("lease"))
	h.Member("Kofi", "kofi@harbour.example", auth.FormCircles).Open(boardAt).OK().Says("This series has no circles.").Silent("Add circles to it")
}

func TestASeriesIsGivenCircles(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	h.Announce(apptest.Series("lease"))
	boss := h.Member("Amina", "amina@harbour.example", auth.FormCircles, auth.EditSeries)
	boss.Open(boardAt).OK().Says("This series has no circles.").Follow("Add circles to it").OK().
		Form("circles.size").Submit().Answers(http.StatusUnprocessableEntity).Says("Enter the date of the first meeting.")
	f := boss.Open(boardAt + "/rules").Form("circles.size")
	f.Set("circles.meetings", "2027-02-11").Set("count", "3").Set("every", "2").Submit().OK().Says("6 to 10 people", "3 meetings are to come: 11 Feb, 25 Feb and 11 Mar.")
}

// cardOf returns the code of the circle in which somebody is.
func cardOf(t *testing.T, p *e2e.Page, name string) string {
	t.Helper()
	cards := p.All(".card")
	for i, text := range p.Texts(".card") {
		if !strings.Contains(text, name) {
			continue
		}
		for _, a := range cards[i].Attr {
			if a.Key == "id" {
				return a.Val
			}
		}
	}
	t.Fatalf("%s is in no circle: %s", name, p.Text())
	return ""
}

// TestWhoMustBeApartIsNotSaid has somebody ask for distance from somebody else:
// organisers who bring the two together read that the circle has no place, and
// nothing that tells why, or of whom.
func TestWhoMustBeApartIsNotSaid(t *testing.T) {
	h := withCircles(t)
	aDozen(t, h)
	s := h.Find("lease")
	h.Write(func(tx *store.Tx) error {
		person, err := h.People.Find(tx, "member05@mail.example")
		if err != nil {
			return err
		}
		in, err := h.Circles.InterestOf(tx, auth.Itself(), s.ID, person)
		if err != nil {
			return err
		}
		return h.Circles.SetWishes(t.Context(), tx, auth.Viewer{Kind: auth.Person, Person: person, Tier: auth.Mail}, &in, circles.Wishes{Apart: circles.NameThem("Member06")})
	})
	boss := h.Member("Amina", "amina@harbour.example", auth.FormCircles)
	p := formed(h, boss)
	board, to := p.URL.Path, cardOf(t, p, "Member06")
	if cardOf(t, p, "Member05") == to {
		t.Fatal("they were put together")
	}
	secret := []string{"apart", "blocked", "Member06 c", "distance"}
	p = p.Form("who").Set("who", number(t, p, "Member05")).Submit("do=move").OK().Says("it has no place for them").Silent(secret...)
	p = p.Form("who").Submit("do=move " + to).OK().Says("has no place for all who are in it.").Silent(secret...)
	for _, line := range p.Texts(".note li") {
		if strings.Contains(line, "Member") {
			t.Errorf("%q names somebody", line)
		}
	}
	// Nobody but they could take the last places: it reads as full.
	p = boss.Open(board).Form("who").Set("who", number(t, boss.Open(board), "Member05")).Submit("do=out").OK()
	p.Silent(secret...)
	boss.Open(board + "?view=left").OK().Silent(append(secret, "Member06")...)
	boss.Open(board + "?view=steps").OK().Silent(secret...)
}

// TestAPageOfCirclesIsLight holds the wall of 24 circles to 30 KB.
func TestAPageOfCirclesIsLight(t *testing.T) {
	h := withCircles(t)
	for n := range 120 {
		sayYes(t, h, fmt.Sprintf("Person%03d Of-The-Long-Name%d", n, n*7919), "THU 18:00-21:00", n < 30)
	}
	boss := h.Member("Amina", "amina@harbour.example", auth.FormCircles)
	p := formed(h, boss)
	if n := len(p.All(".card")); n != 24 {
		t.Errorf("%d circles on the page, want 24", n)
	}
	all, _ := strconv.Atoi(strings.Fields(p.Texts(".tabs a")[0])[1])
	to := p.Form("who").Set("who", "0").Submit("do=move").OK().Form("who").Buttons()
	if n := len(to); all < 26 || n != all-1 {
		t.Errorf("%d of %d other circles can be chosen", n, all-1)
	}
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	fmt.Fprint(z, p.Body)
	z.Close()
	if n := out.Len(); n > 30<<10 {
		t.Errorf("the page weighs %d bytes", n)
	} else {
		t.Logf("%d bytes, %d compressed", len(p.Body), n)
	}
}
