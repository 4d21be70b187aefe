package app_test

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/e2e"
	"codeberg.org/plenary/plenary/internal/app/apptest"
	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/when"
)

// yesForm is the form on which somebody new says yes.
func yesForm(v *e2e.Client) *e2e.Form {
	return v.Open("/s/lease").Follow("Say yes to a circle").OK().Form("email")
}

// ticked are the hours that are ticked in a form, in order.
func ticked(p *e2e.Page) (slots []string) {
	for _, box := range p.All("td input[name=slot][checked]") {
		for _, a := range box.Attr {
			if a.Key == "value" {
				slots = append(slots, a.Val)
			}
		}
	}
	slices.Sort(slots)
	return slots
}

func (h heldHouse) hours(address string) string {
	h.t.Helper()
	var text string
	h.Read(func(tx *store.Tx) error {
		person, err := h.People.Find(tx, address)
		if err != nil {
			return err
		}
		a, err := h.Circles.HoursOf(tx, auth.Itself(), person)
		text = a.Zone + " " + a.Hours.String()
		return err
	})
	return text
}

// heldHouse is a house with the test that asks.
type heldHouse struct {
	*apptest.House
	t *testing.T
}

// withThursdays is a series whose circles meet on four Thursdays.
func withThursdays(slug string) *series.Series {
	s := apptest.Series(slug)
	s.Circles = &series.Circles{Size: series.CircleSize{Min: 3, Target: 4, Max: 5}, Days: series.DaysFixed, Length: 90 * time.Minute, Facilitators: 1, Rota: true}
	for n := range 4 {
		s.Circles.Meetings = append(s.Circles.Meetings, series.Session{Date: when.Date{Year: 2027, Month: time.February, Day: 11}.AddDays(7 * n), Theme: map[string]string{"en": "Heart"}})
	}
	return s
}

func yesHouse(t *testing.T) heldHouse { return heldHouse{withCircles(t), t} }

func TestSayingYesTakesTwoFieldsAndHours(t *testing.T) {
	h := yesHouse(t)
	v := h.Visitor()
	f := yesForm(v)
	if got := f.Fields(); !slices.Equal(got, []string{"name", "email", "slot", "hours", "languages", "best", "leads"}) {
		t.Errorf("asks %q", got)
	}
	p := f.Set("name", "Ada").Set("email", "ada@example.org").Set("slot", "THU-18").Set("slot", "THU-19").Set("hours", "Sat 10–11:30").Submit().OK()
	p.Says("You said yes", "A mail is on its way").Silent("Ada", "ada@example.org")
	if p.URL.Path != "/s/lease/circle/said" {
		t.Errorf("led to %s", p.URL.Path)
	}
	if got := h.hours("ada@example.org"); got != "Europe/Berlin THU 18:00-20:00;SAT 10:00-11:30" {
		t.Errorf("kept %s", got)
	}
	v.Open(h.Link("ada@example.org", "/circle/")).OK()
}

func TestAWholeDayAndACopyCountWithoutTheScript(t *testing.T) {
	h := yesHouse(t)
	yesForm(h.Visitor()).Set("name", "Ada").Set("email", "ada@example.org").Set("slot", "MON-18").Set("slot", "MON-19").Set("slot", "MON-COPY").Set("slot", "SUN-ALL").Submit().OK()
	want := "Europe/Berlin MON 18:00-20:00;TUE 18:00-20:00;WED 18:00-20:00;THU 18:00-20:00;FRI 18:00-20:00;SUN 06:00-24:00"
	if got := h.hours("ada@example.org"); got != want {
		t.Errorf("kept %s, expected %s", got, want)
	}
}

func TestWhatWasTypedIsKeptAndWhatWasNotUnderstoodIsSaid(t *testing.T) {
	h := yesHouse(t)
	v := h.Visitor()
	p := yesForm(v).Set("name", "Ada").Set("email", "ada@").Set("slot", "ALL-18").Set("hours", "Thu sometimes").Set("languages", "de").Set("best", "de").Set("leads", "yes").Submit()
	p.Answers(http.StatusUnprocessableEntity).Says("This was not understood: “sometimes” and “Thu”", "Mon–Fri 18:00–21:00; Sat 10:00–12:00", "for example name@example.org")
	f := p.Form("email")
	if f.Value("name") != "Ada" || f.Value("email") != "ada@" || f.Value("hours") != "Thu sometimes" || f.Value("best") != "de" || f.Value("leads") != "yes" || len(ticked(p)) != 7 {
		t.Errorf("kept %q %q %q, %v", f.Value("name"), f.Value("email"), f.Value("hours"), ticked(p))
	}
	p = f.Set("email", "ada@example.org").Set("hours", "Thu 18–20, Sat 10-11:30").Submit("read").OK()
	f = p.Form("email")
	if got := ticked(p); !slices.Contains(got, "THU-19") || !slices.Contains(got, "SAT-10") || f.Value("hours") != "Sat 11:00–11:30" {
		t.Errorf("shown as %v and %q", got, f.Value("hours"))
	}
	f.Submit().OK().Says("You said yes")
	p = yesForm(v).Set("name", "Bea").Set("email", "bea@example.org").Set("slot", "THU-18").Submit("change-zone").OK()
	p = p.Form("email").Set("zone", "Asia/Kolkata").Set("slot", "THU-19").Submit().OK()
	if got := h.hours("bea@example.org"); got != "Asia/Kolkata THU 18:00-20:00" {
		t.Errorf("kept %s", got)
	}
	p.Says("You said yes")
}

func TestWhoIsRegisteredTypesNothingAgain(t *testing.T) {
	h := yesHouse(t)
	v := h.Visitor()
	register(v, "lease", "Ada", "ada@example.org").OK()
	mine := h.Link("ada@example.org", "/r/")
	f := v.Open(mine).Follow("Say yes to a circle").OK().Says("You say yes as Ada.").Form("slot")
	if got := f.Fields(); !slices.Equal(got, []string{"slot", "hours", "languages", "best", "leads"}) {
		t.Errorf("asks %q", got)
	}
	p := f.Set("slot", "THU-18").Set("slot", "THU-19").Submit().OK()
	if !strings.HasPrefix(p.URL.Path, "/circle/") {
		t.Errorf("led to %s", p.URL.Path)
	}
	own := p.URL.Path
	if p = v.Open(mine).Follow("My circle"); p.URL.Path != own {
		t.Errorf("led to %s", p.URL.Path)
	}
	if p = v.Open(mine + "/circle"); p.URL.Path != own {
		t.Errorf("asked again at %s", p.URL.Path)
	}
	// The hours are there when they are changed.
	p = v.Open(own + "/hours").OK()
	if got := ticked(p); !slices.Equal(got, []string{"THU-18", "THU-19"}) {
		t.Errorf("shown %v", got)
	}
	p.Form("slot").Clear("slot").Set("hours", "thu 17-20:30").Submit().OK()
	if got := h.hours("ada@example.org"); got != "Europe/Berlin THU 17:00-20:30" {
		t.Errorf("kept %s", got)
	}
	p = v.Open(own + "/hours").OK()
	if got := p.Form("slot").Value("hours"); got != "Thu 20:00–20:30" || len(ticked(p)) != 3 {
		t.Errorf("shown %v and %q", ticked(p), got)
	}
	v.Open(own + "/withdraw").OK().Form("/withdraw").Submit().OK()
	v.Open(own + "/withdraw").OK()
	if p = v.Open(mine).OK(); p.Link("Say yes to a circle") == "" {
		t.Error("who withdrew cannot say yes again")
	}
	v.Post(own+"/again", nil).OK()
	v.Open(mine).Follow("My circle").OK()
	for _, wrong := range []string{"/r/" + strings.Repeat("a", 52) + "/circle", "/circle/nothing/hours", own[:len(own)-2] + "aa/wishes"} {
		v.Get(wrong).Answers(http.StatusNotFound)
	}
}

func TestAMembersPageListsTheirCircles(t *testing.T) {
	h := yesHouse(t)
	c := h.Member("Ada", "ada@example.org")
	c.Open("/me").Silent("My circles")
	p := c.Open("/s/lease/circle").OK().Says("You say yes as Ada.")
	p.Form("slot").Set("hours", "Thursday 18-21").Submit().OK()
	c.Open("/me").OK().Says("My circles", "No circle yet").Follow("Know your lease").OK()
	if file := c.Get("/me/data.json").Body; !strings.Contains(file, "THU 18:00-21:00") || !strings.Contains(file, `"leads": "no"`) {
		t.Errorf("their file: %s", file)
	}
	// Another series finds the hours entered.
	h.Announce(withThursdays("second"))
	if got := ticked(c.Open("/s/second/circle").OK()); !slices.Equal(got, []string{"THU-18", "THU-19", "THU-20"}) {
		t.Errorf("shown %v", got)
	}
}

// wishes opens somebody's wishes in a browser, with the mailed code.
func (h heldHouse) wishes(v *e2e.Client, address string) *e2e.Page {
	h.t.Helper()
	own := h.Link(address, "/circle/")
	p := v.Open(own + "/wishes").OK().Says("Links get passed on.")
	p = p.Form("/wishes/code").Submit().OK().Says("Code from the mail")
	mails := h.Mail(address)
	code := strings.Fields(mails[len(mails)-1].Header.Get("Subject"))[0]
	p.Form("/wishes/open").Set("code", "x").Submit().Answers(http.StatusUnprocessableEntity).Says("This is not the code of the newest mail")
	return p.Form("/wishes/open").Set("code", code).Submit().OK()
}

func TestWishesAreReadByTheirPersonAlone(t *testing.T) {
	h := yesHouse(t)
	v := h.Visitor()
	sayYes(t, h.House, "Ada", "THU 18:00-21:00", false)
	sayYes(t, h.House, "Bea", "THU 18:00-21:00", false)
	own := h.Link("ada@mail.example", "/circle/")
	p := h.wishes(v, "ada@mail.example").Says("The people you name never learn of it.")
	p.Form("apart").Set("together", "Zoe").Set("apart", "zoë").Set("needs", "captions").Submit().Answers(http.StatusUnprocessableEntity).Says("You name zoë in both lists.")
	p.Form("apart").Set("together", "Zoe").Set("apart", "Bea\nbea@mail.example\nnobody@mail.example").Set("needs", "captions").Submit().OK()
	f := v.Open(own + "/wishes").OK().Form("apart")
	if f.Value("apart") != "Bea\nbea@mail.example\nnobody@mail.example" || f.Value("together") != "Zoe" || f.Value("needs") != "captions" {
		t.Errorf("kept %q, %q, %q", f.Value("apart"), f.Value("together"), f.Value("needs"))
	}
	// The same address in another browser shows and changes nothing of it.
	fresh := h.Visitor()
	p = fresh.Open(own+"/wishes").OK().Says("Links get passed on.").Silent("Bea", "nobody@", "Zoe")
	if len(p.All("textarea, input[type=checkbox]")) != 0 {
		t.Error("the link alone shows the form")
	}
	fresh.Post(own+"/wishes", url.Values{"apart": {""}}).Answers(http.StatusUnprocessableEntity).Silent("Bea", "Zoe")
	fresh.Post(own+"/wishes/open", url.Values{"code": {"000000"}}).Answers(http.StatusUnprocessableEntity).Silent("Bea", "Zoe")
	v.Post(own+"/wishes/open", url.Values{"code": {"x"}}).OK()
	if f = v.Open(own + "/wishes").OK().Form("apart"); f.Value("apart") != "Bea\nbea@mail.example\nnobody@mail.example" || f.Value("needs") != "captions" {
		t.Errorf("afterwards %q, %q are kept", f.Value("apart"), f.Value("needs"))
	}
	other := h.Link("bea@mail.example", "/circle/")
	for _, page := range []string{other, other + "/wishes", other + "/hours"} {
		v.Open(page).OK().Silent("Ada", "nobody@")
	}
}

func TestOneNamedPersonSeesWhoIsToBeKeptApart(t *testing.T) {
	h := yesHouse(t)
	sayYes(t, h.House, "Ada", "THU 18:00-21:00", false)
	sayYes(t, h.House, "Bea", "THU 18:00-21:00", false)
	v := h.Visitor()
	h.wishes(v, "ada@mail.example").Form("apart").Set("apart", "Bea").Submit().OK()
	const at = "/o/s/lease/circles/safety"
	boss, member, grace := h.Member("Boss", "boss@example.org", auth.FormCircles), h.Member("Member", "member@example.org"), h.Member("Grace", "grace@example.org")
	member.Get(at).Answers(http.StatusNotFound)
	grace.Get(at).Answers(http.StatusNotFound)
	p := boss.Open(at).OK().Says("At the moment there is nobody.").Silent("Ada", "Bea")
	p.Form("email").Set("name", "Boss").Set("email", "boss@example.org").Submit().Answers(http.StatusUnprocessableEntity).Says("This is you. Please name somebody else")
	p.Form("email").Set("name", "Grace").Set("email", "grace@").Submit().Answers(http.StatusUnprocessableEntity)
	p.Form("email").Set("name", "Grace").Set("email", "grace@example.org").Submit().OK().Says("At the moment it is Grace.").Silent("Ada", "Bea")
	boss.Post(at+"/open", nil).Answers(http.StatusNotFound).Silent("Ada")
	member.Post(at+"/open", nil).Answers(http.StatusNotFound)

	p = grace.Open(at).OK().Silent("Ada", "Bea")
	p = p.Form("/open").Submit().OK().Says("Ada", "Asks to be apart from: Bea", "Who is meant?")
	p.Form("person").Submit().OK().Says("Settled")
	var notes int
	h.Read(func(tx *store.Tx) error {
		return tx.Row(`SELECT COUNT(*) FROM audit WHERE verb IN ('circles.safety-named', 'circles.safety-opened', 'circles.safety-settled')`).Scan(&notes)
	})
	if notes != 4 { // named, opened, settled and so opened again
		t.Errorf("%d lines in the audit log, want 4", notes)
	}
	v.Open(h.Link("ada@mail.example", "/circle/") + "/wishes").Says("at the moment Grace").Silent("Settled")
}

func TestTheFormIsLightAndWhole(t *testing.T) {
	h := yesHouse(t)
	v := h.Visitor()
	for _, lang := range i18n.Languages() {
		v.Get("/lang?to=" + lang)
		p := v.Open("/s/lease/circle").OK()
		var packed bytes.Buffer
		w := gzip.NewWriter(&packed)
		w.Write([]byte(p.Body))
		w.Close()
		if packed.Len() > 14<<10 {
			t.Errorf("%s: %d bytes", lang, packed.Len())
		}
		for _, flaw := range p.Flaws() {
			t.Errorf("%s: %s", lang, flaw)
		}
	}
}

func TestWhatCanBeDoneAboutCirclesFollowsTheirTime(t *testing.T) {
	h := yesHouse(t)
	s := withThursdays("lease")
	s.Circles.Closes = wall(t, "2027-01-20T23:59")
	h.Announce(s)
	v := h.Visitor()
	v.Open("/s/lease").Says("Say yes until Wed, 20 Jan 2027, 23:59.")
	h.Pass(17 * 24 * time.Hour)
	p := v.Open("/s/lease").Says("The circles are being formed now.")
	if len(p.All(`a[href="/s/lease/circle"]`)) != 0 {
		t.Error("a closed form is offered")
	}
	v.Open("/s/lease/circle").Says("Just now closed.").Silent("Your name")
	late := v.Post("/s/lease/circle", map[string][]string{"name": {"Ada"}, "email": {"ada@example.org"}, "slot": {"THU-18", "THU-19"}, "languages": {"en"}, "zone": {"Europe/Berlin"}})
	late.Answers(http.StatusUnprocessableEntity).Says("The circles are being formed now.")
	if late.Form("email").Value("name") != "Ada" {
		t.Error("what was typed is gone")
	}
	h.Pass(60 * 24 * time.Hour)
	v.Open("/s/lease").Silent("Say yes to a circle")
	v.Open("/s/lease/circle").Says("This series has no circles to come to.")
	v.Get("/s/nothing/circle").Answers(http.StatusNotFound)
}
