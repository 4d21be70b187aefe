package e2e

import (
	"fmt"
	"regexp"
	"slices"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/i18n"
)

// trainer is a contact person of the mass training with the hours that they
// must see. In America clocks are set between the fifth session and the sixth,
// in Berlin, where the sessions are planned, later.
type trainer struct {
	reader
	days      [6]string
	a, aMoved string // the hours of track A until the fifth session, and of the sixth
	b, bMoved string
	was, is   string // session 3 in track A, before and after it was moved
}

var trainers = []trainer{
	{reader: reader{"ar", "America/New_York"},
		days: [6]string{"الأربعاء، 8 فبراير", "الأربعاء، 15 فبراير", "الأربعاء، 22 فبراير", "الأربعاء، 1 مارس", "الأربعاء، 8 مارس", "الأربعاء، 15 مارس"},
		a:    "4:00–6:00 ص", aMoved: "5:00–7:00 ص", b: "1:00–3:00 م", bMoved: "2:00–4:00 م",
		was: "الأربعاء، 22 فبراير، 4:00–6:00 ص", is: "الخميس، 23 فبراير، 5:00–7:00 ص"},
	{reader: reader{"de", "America/Chicago"},
		days: [6]string{"Mi., 8. Feb.", "Mi., 15. Feb.", "Mi., 22. Feb.", "Mi., 1. März", "Mi., 8. März", "Mi., 15. März"},
		a:    "03:00–05:00", aMoved: "04:00–06:00", b: "12:00–14:00", bMoved: "13:00–15:00",
		was: "Mi., 22. Feb., 03:00–05:00", is: "Do., 23. Feb., 04:00–06:00"},
}

// inGaza is the third session, moved, for somebody in Gaza: in a sentence, and in
// a table.
const (
	inGaza        = "الخميس، 23 فبراير، 12:00–2:00 م"
	inGazaByTable = "الخميس، 23 فبراير 12:00–2:00 م"
)

// messyTwelve is a list as people paste it: with a heading, somebody twice, and
// an address in the last line that cannot be one.
const messyTwelve = `Our people:
1. Amina Yusuf <amina@mail.example>
2. Ravi; ravi@mail.example
3) María José Carreño
- Петров, Иван <ivan@mail.example>
فاطمة الزهراء, fatima@mail.example
bjork@mail.example
Sofía	sofia@mail.example
"Ọláṣọ, Tunde" <tunde@mail.example>
Nora (nora@mail.example)
Amina Yusuf <amina@mail.example>
Li Na
Kwame N.
Bo <bo@mail>`

// TestAMassTraining is the whole story of samples/mass-training.yaml, in Arabic
// and in German, without script: a group of twelve, its roster, a change that
// is told once, a group that is too small, and the waiting list.
func TestAMassTraining(t *testing.T) {
	for _, r := range trainers {
		t.Run(r.lang, func(t *testing.T) { trainingStory(t, r) })
	}
}

func trainingStory(t *testing.T, r trainer) {
	s := Start(t, Options{Now: at("2023-01-10T09:00Z")})
	desk := s.founder(r.reader, "Harbour")
	s.Do("series", "import", sample("mass-training"))
	c := s.visitor(r.reader)
	trainingHours(t, c.Open("/s/"+groupSlug), r)

	roster := groupOfTwelve(t, s, c, r)
	fatima := moveToGaza(t, s)
	changeIsToldOnce(t, s, desk, r)
	if got := s.kinds("fatima@mail.example"); !slices.Equal(got, []string{"group.invited", "series.changed"}) {
		t.Errorf("a member got %v", got)
	}
	s.awaitKind("fatima@mail.example", "series.changed").readBy(t, reader{"ar", "Asia/Gaza"}, inGaza)
	s.Client().Open(fatima).Says(inGazaByTable)

	waitingList(t, s, desk, c, r, roster)
}

// trainingHours reads the table of both tracks, and the sentence that says when
// the reader's hour moves.
func trainingHours(t *testing.T, page *Page, r trainer) {
	t.Helper()
	times := page.Texts("#sessions time")
	if len(times) != 12 {
		t.Fatalf("the table has %d hours: %q", len(times), times)
	}
	for i := range 6 {
		a, b := r.a, r.b
		if i == 5 {
			a, b = r.aMoved, r.bMoved
		}
		for track, hours := range []string{a, b} {
			if got, want := times[2*i+track], asRead(r.days[i]+" "+hours); got != want {
				t.Errorf("session %d of track %d is at %q, want %q", i+1, track+1, got, want)
			}
		}
	}
	l := r.l()
	page.Says(l.T("ui.swing.stays|Clocks change in {cities}: from session {n} on it begins {amount} for you.",
		"cities", l.City(r.zone), "n", 6, "amount", l.T("ui.swing.later-h|{n} hour later|{n} hours later", "n", 1)))
}

// groupOfTwelve pastes a messy list, mends the line that nobody could read, and
// opens the roster from the mail.
func groupOfTwelve(t *testing.T, s *Server, c *Client, r trainer) (roster string) {
	t.Helper()
	tab := s.browser(r.reader).Open("/s/" + groupSlug)
	tab.Enter(`a[href="/s/`+groupSlug+`/group"]`).Fill("name", "Carla").Fill("email", "carla@mail.example")
	tab.Fill("organisation", "Harbour tenants").Fill("people", messyTwelve).Click(`[name=track][value=A]`)
	tab.Enter(`main form button.go`)
	var wrong []string
	tab.Eval(`[...document.querySelectorAll('input[name^="line."]')].map(x => x.value)`, &wrong)
	if !slices.Equal(wrong, []string{"Our people:", "Bo <bo@mail>"}) {
		t.Fatalf("to be mended are %q: %s", wrong, tab.Text("body"))
	}
	if len(s.Mails()) != 0 {
		t.Error("somebody was written to before the list was confirmed")
	}
	tab.Fill("line.1", "").Fill("line.14", "Bo <bo@mail.example>").Enter(`button[value=all]`)
	tab.Enter(`button[value=all]`).Says(r.l().T("series.group.done|{n} person is registered|{n} people are registered", "n", 12))

	mail := s.awaitKind("carla@mail.example", "group.registered")
	mail.readBy(t, r.reader, r.days[0], "Harbour tenants")
	roster = mail.Link(t, "/g/")
	c.Open(roster).Silent("Amina", "Иван", "bo@mail.example").form("/answer").Submit().OK()
	names := unlock(s, c.Open(roster), "carla").Says("Amina Yusuf", "Иван Петров", "فاطمة الزهراء", "Tunde Ọláṣọ", "María José Carreño", "Bo")
	if n := len(names.All(".people li")); n != 12 {
		t.Errorf("the roster has %d people, want 12", n)
	}

	// Those who were entered by another are told so once, and how to get out.
	for _, who := range []string{"amina", "ravi", "ivan", "fatima", "bjork", "sofia", "tunde", "nora", "bo"} {
		s.awaitKind(who+"@mail.example", "group.invited")
	}
	invited := s.awaitKind("amina@mail.example", "group.invited")
	invited.readBy(t, r.reader, "Carla", r.days[0], r.was)
	event, method := invited.invitation(t)
	if method != "REQUEST" || !event.Start.Equal(at("2023-02-08T09:00Z")) || event.Zone != "Europe/Berlin" || len(event.Attendees) != 1 {
		t.Errorf("the invitation is %s %+v", method, event)
	}
	c.Open(s.awaitKind("nora@mail.example", "group.invited").Link(t, "/r/")).form("/remove").Submit().OK()
	c.Open(roster).Says(r.l().T("series.roster.registered|{n} person is registered.|{n} people are registered.", "n", 11)).Silent("Nora", "nora@")
	more := c.Open(roster).form("/people").Set("people", "Olu <olu@mail.example>").Submit().OK()
	more.Form("confirm").Submit().OK()
	s.awaitKind("olu@mail.example", "group.invited")
	return roster
}

// moveToGaza has a member choose a city and a language of her own, by the link
// in her mail.
func moveToGaza(t *testing.T, s *Server) (link string) {
	t.Helper()
	link = s.awaitKind("fatima@mail.example", "group.invited").Link(t, "/r/")
	form := s.Client().Open(link).form("/details").Set("zone", "Asia/Gaza").Set("language", "ar")
	page := form.Submit(i18n.For(s.awaitKind("fatima@mail.example", "group.invited").Lang).T("form.save|Save")).OK()
	if page.URL.Query().Get("done") != "details" {
		t.Errorf("the change led to %s", page.URL)
	}
	return link
}

// changeIsToldOnce moves session 3 and all after it by a day and an hour: the
// desk says how many are told, and each of them is, once, in their own hours.
func changeIsToldOnce(t *testing.T, s *Server, desk *Client, r trainer) {
	t.Helper()
	session := desk.Open(desk.Open("/o/s/"+groupSlug).theLink("/o/s/"+groupSlug+"/session/", "/3"))
	form := session.Form("reach").Set("reach", "following").Set("date", "2023-02-23").Set("start.A", "11:00").Set("start.B", "19:00")
	before := len(s.Mails())
	look := form.Submit("preview").OK()
	save := look.Form("seen")
	promised := regexp.MustCompile(`\d+`).FindString(textOf(save.button("save")))
	if promised == "" {
		t.Fatalf("the button does not say how many are told: %q", textOf(save.button("save")))
	}
	save.Submit("save").OK()
	if now := len(s.Mails()); now != before {
		t.Error("people are told before there was time to mend a slip")
	}
	s.Add(3 * time.Minute)
	told := map[string]int{}
	for _, line := range s.Mails()[before:] {
		if line.Kind != "series.changed" && line.Kind != "group.changed" {
			t.Errorf("%s was sent %s", line.To, line.Kind)
		}
		told[line.To]++
	}
	if fmt.Sprint(len(told)) != promised {
		t.Errorf("%d were told, the button said %s: %v", len(told), promised, told)
	}
	for who, n := range told {
		if n != 1 {
			t.Errorf("%s was told %d times", who, n)
		}
	}
	letter := s.awaitKind("amina@mail.example", "series.changed")
	letter.readBy(t, r.reader, r.was, r.is)
	event, method := letter.invitation(t)
	if method != "REQUEST" || !event.Start.Equal(at("2023-02-23T10:00Z")) || event.Sequence == 0 {
		t.Errorf("the change carries %s %+v", method, event)
	}
	s.awaitKind("carla@mail.example", "group.changed").readBy(t, r.reader, r.was, r.is)

	feed := ReadCalendar(t, []byte(s.Client().Get("/s/"+groupSlug+".ics?track=A").Body))
	var starts []string
	for _, e := range feed.Events {
		starts = append(starts, e.Start.UTC().Format("01-02T15:04"))
	}
	if want := []string{"02-08T09:00", "02-15T09:00", "02-23T10:00", "03-02T10:00", "03-09T10:00", "03-16T10:00"}; !slices.Equal(starts, want) {
		t.Errorf("track A begins at %v, want %v", starts, want)
	}
}

// waitingList lowers the places to those of two groups. The second group begins
// too small; the third waits until the first gives its places up.
func waitingList(t *testing.T, s *Server, desk *Client, c *Client, r trainer, first string) {
	t.Helper()
	l := r.l()
	deskSays(desk, r.reader, groupSlug, "registration.places", "22")

	draft := registerPeople(c, "dora", numbered("D", 7))
	draft.Says(l.T("series.group.done.draft|Your group is a draft: {n} more is needed|Your group is a draft: {n} more are needed", "n", 3))
	second := s.awaitKind("dora@mail.example", "group.registered").Link(t, "/g/")
	more := c.Open(second).form("/people").Set("people", "E 1\nE 2\nE 3").Submit().OK()
	more.Form("confirm").Submit().OK()
	unlock(s, c.Open(second), "dora").Says(l.T("series.roster.registered|{n} person is registered.|{n} people are registered.", "n", 10))

	registerPeople(c, "edda", numbered("F", 12)).Says(l.T("series.group.done.waiting|Your group is on the waiting list"))
	third := s.awaitKind("edda@mail.example", "group.registered").Link(t, "/g/")
	c.Open(third).form("/answer").Submit().OK()

	c.Open(first).form("/cancel").Submit().OK()
	offer := s.awaitKind("edda@mail.example", "group.offered")
	offer.readBy(t, r.reader, l.Number(12))
	accepted := c.Open(offer.Link(t, "/g/")).form("/accept").Submit().OK()
	accepted.Says(l.T("series.roster.registered|{n} person is registered.|{n} people are registered.", "n", 12))
	registerPeople(c, "gina", numbered("G", 10)).Says(l.T("series.group.done.waiting|Your group is on the waiting list"))

	// Nobody is told of the waiting list twice, and members of a group that left
	// are told that they have left.
	s.awaitKind("amina@mail.example", "series.cancelled")
	if got := s.kinds("edda@mail.example"); !slices.Equal(got, []string{"group.registered", "group.offered"}) && !slices.Equal(got, []string{"group.registered", "group.offered", "group.registered"}) {
		t.Errorf("the contact person of the third group got %v", got)
	}
}

// registerPeople registers a group without script, confirming what was read.
func registerPeople(c *Client, contact, people string) *Page {
	c.t.Helper()
	form := c.Open("/s/" + groupSlug + "/group").Form("people")
	check := form.Set("name", contact).Set("email", contact+"@mail.example").Set("people", people).Set("track", "A").Submit().OK()
	return check.Form("confirm").Submit().OK()
}
