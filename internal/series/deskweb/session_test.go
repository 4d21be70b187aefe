package deskweb_test

import (
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/series"
)

// looks asks what a change leads to, and returns the form that saves it.
func (h *house) looks(at string, form url.Values) (answer, url.Values) {
	h.t.Helper()
	form.Set("preview", "1")
	a := h.post(boss, at, form)
	if a.status != 200 {
		h.t.Fatalf("a look at a change: %d %.500s", a.status, text(a.page))
	}
	again := a.form(h.t, at)
	again.Set("save", "1")
	return a, again
}

func TestAChangeIsLookedAtBeforeItIsSaved(t *testing.T) {
	h := newHouse(t)
	h.imports(strings.Replace(tracked, "[{date: 2027-01-12}, {date: 2027-01-19}]", "[{date: 2027-03-09}, {date: 2027-03-16}, {date: 2027-03-30}]", 1))
	h.registers("tracked", "Ada", "A")
	h.registers("tracked", "Dan", "B")
	at := "/o/s/tracked/session/2"
	form := h.sees(boss, at).form(t, at)
	fillIn(form, "date", "2027-03-17", "start.A", "11:00", "reach", "following", "save", "1")
	if a := h.post(boss, at, form); a.status != 200 { // nothing is saved that was not looked at
		t.Fatalf("saved unseen: %d %s", a.status, a.to)
	}
	if d := h.load("tracked").Session(2).Date.String(); d != "2027-03-16" {
		t.Fatalf("it is on %s", d)
	}
	form.Del("save")
	looked, save := h.looks(at, form)
	looked.says(t, "Wed, 17 Mar", "Wed, 31 Mar", "11:00–13:00", "Was Tue, 16 Mar", "2 people are told by mail", "Save and tell 2 people", "New York")
	if strings.Contains(text(looked.page), "Was Tue, 9 Mar") {
		t.Error("the first session is said to move")
	}
	save.Set("date", "2027-03-18") // changed after the look
	if a := h.post(boss, at, save); a.status != 200 {
		t.Errorf("saved unseen: %d", a.status)
	}
	save.Set("date", "2027-03-17")
	h.leads(boss, h.post(boss, at, save), at+"?done=saved").says(t, "Saved.")
	s := h.load("tracked")
	for n, want := range map[int]string{1: "2027-03-09T10:00", 2: "2027-03-17T11:00", 3: "2027-03-31T11:00"} {
		if got := s.Occurrence(s.Session(n), "A").Wall.String(); got != want {
			t.Errorf("session %d of track A is at %s, want %s", n, got, want)
		}
	}
	if got := s.Occurrence(s.Session(3), "B").Wall.String(); got != "2027-03-31T19:00" {
		t.Errorf("session 3 of track B is at %s", got)
	}
}

func TestHoursOfBothTracksChangeInOneForm(t *testing.T) {
	h := newHouse(t)
	h.imports(tracked)
	at := "/o/s/tracked/session/1"
	form := h.sees(boss, at).form(t, at)
	fillIn(form, "start.A", "09:00", "start.B", "20:30", "length", "90", "reach", "all")
	_, save := h.looks(at, form)
	h.leads(boss, h.post(boss, at, save), at)
	s := h.load("tracked")
	if a, b := s.Tracks[0].Start.String(), s.Tracks[1].Start.String(); a != "09:00" || b != "20:30" || s.Length != 90*time.Minute {
		t.Errorf("the tracks start at %s and %s, for %s", a, b, s.Length)
	}
}

func TestASessionIsCancelledAndReinstated(t *testing.T) {
	h := newHouse(t)
	h.imports(plain)
	h.registers("plain", "Ada", "")
	at := "/o/s/plain/session/2"
	for _, status := range []series.Status{series.CalledOff, series.Scheduled, series.Tentative} {
		form := h.sees(boss, at).form(t, at)
		fillIn(form, "status", string(status))
		looked, save := h.looks(at, form)
		looked.says(t, "Save and tell 1 person")
		h.leads(boss, h.post(boss, at, save), at)
		if got := h.load("plain").Session(2).Status; got != status {
			t.Errorf("it is %s, want %s", got, status)
		}
	}
}

func TestWhatASessionIsAboutTellsNobody(t *testing.T) {
	h := newHouse(t)
	h.imports(plain)
	h.registers("plain", "Ada", "")
	at := "/o/s/plain/session/2"
	form := h.sees(boss, at).form(t, at)
	fillIn(form, "theme.en", "Charting", "theme.de", "Karten", "question.en", "Who?", "assignment.en", "Chart", "due", "2027-01-22T18:00", "online", "https://meet.example.org/x")
	looked, save := h.looks(at, form)
	if strings.Contains(text(looked.page), "and tell") {
		t.Error("somebody is said to be told")
	}
	h.leads(boss, h.post(boss, at, save), at)
	x := h.load("plain").Session(2)
	if x.Theme["de"] != "Karten" || x.Question["en"] != "Who?" || x.Assignment.Title["en"] != "Chart" || x.Assignment.Due.String() != "2027-01-22T18:00" || x.Online == "" {
		t.Errorf("it is %+v", x)
	}
	form = h.sees(boss, at).form(t, at)
	fillIn(form, "assignment.en", "", "due", "", "online", "")
	_, save = h.looks(at, form)
	h.leads(boss, h.post(boss, at, save), at)
	if x := h.load("plain").Session(2); x.Assignment != nil || x.Online != "" {
		t.Errorf("it is %+v", x)
	}
}

func TestWhatIsWrongWithASessionStandsBesideItsField(t *testing.T) {
	h := newHouse(t)
	h.imports(plain)
	h.imports(tracked)
	for _, c := range []struct{ at, field, value, says string }{
		{"/o/s/plain/session/2", "date", "", "Enter a date."},
		{"/o/s/plain/session/2", "date", "soon", "Enter a date such as"},
		{"/o/s/plain/session/2", "start", "9", "Enter a time such as"},
		{"/o/s/plain/session/2", "length", "forever", "Enter how long"},
		{"/o/s/plain/session/2", "online", "meet.example.org", "begins with https://"},
		{"/o/s/plain/session/2", "place.address", "1 Quay", ""},
		{"/o/s/plain/session/2", "due", "2027-01-30T10:00", ""},
		{"/o/s/tracked/session/1", "start.B", "24:00", "Enter a time such as"},
		{"/o/s/plain/session/new", "date", "", "Enter a date."},
		{"/o/s/plain/session/new", "online", "x", "begins with https://"},
	} {
		form := h.sees(boss, c.at).form(t, c.at)
		fillIn(form, c.field, c.value, "preview", "1")
		a := h.post(boss, c.at, form)
		said := a.wrong(c.field)
		if c.says == "" {
			said = text(a.page)
			c.says = "Something needs another look"
		}
		if a.status != 200 || !strings.Contains(said, c.says) {
			t.Errorf("%s %s %q: %d, beside it stands %q", c.at, c.field, c.value, a.status, said)
		}
		if got := a.form(t, c.at).Get(c.field); got != c.value {
			t.Errorf("%s was typed as %q and comes back as %q", c.field, c.value, got)
		}
	}
	form := h.sees(boss, "/o/s/plain/session/2").form(t, "/o/s/plain/session/2")
	fillIn(form, "date", "2027-03-28", "start", "02:30", "preview", "1")
	if said := h.post(boss, "/o/s/plain/session/2", form).wrong("start"); !strings.Contains(said, "The next is 03:") {
		t.Errorf("an hour that is skipped: %q", said)
	}
}

func TestAnOldFormOfASessionIsLookedAtAgain(t *testing.T) {
	h := newHouse(t)
	h.imports(plain)
	at := "/o/s/plain/session/2"
	form := h.sees(boss, at).form(t, at)
	fillIn(form, "start", "11:00")
	_, save := h.looks(at, form)
	other := h.sees(boss, "/o/s/plain/session/3").form(t, "/o/s/plain/session/3")
	fillIn(other, "start", "12:00")
	_, otherSave := h.looks("/o/s/plain/session/3", other)
	h.leads(boss, h.post(boss, "/o/s/plain/session/3", otherSave), "/o/s/plain/session/3")
	a := h.post(boss, at, save)
	if a.status < 400 {
		t.Fatalf("an old form was saved: %d", a.status)
	}
	a.says(t, "Somebody else has changed this series")
	again := a.form(t, at)
	again.Set("save", "1")
	h.leads(boss, h.post(boss, at, again), at)
}

func TestASessionIsAddedAndTakenOut(t *testing.T) {
	h := newHouse(t)
	h.imports(plain)
	at := "/o/s/plain/session/new"
	form := h.sees(boss, at).form(t, at)
	if form.Get("date") != "2027-02-02" || form.Get("start") != "10:00" {
		t.Errorf("it is offered on %s at %s", form.Get("date"), form.Get("start"))
	}
	fillIn(form, "theme.en", "Extra")
	_, save := h.looks(at, form)
	h.leads(boss, h.post(boss, at, save), "/o/s/plain/session/4?done=added").says(t, "Session 4: Extra")
	h.leads(boss, h.post(boss, "/o/s/plain/session/4/remove", nil), "/o/s/plain?done=saved")
	h.registers("plain", "Ada", "")
	if a := h.post(boss, "/o/s/plain/session/3/remove", nil); a.status < 400 || len(h.load("plain").Sessions) != 3 {
		t.Errorf("with somebody registered: %d", a.status)
	}
	form = h.sees(boss, at).form(t, at)
	looked, _ := h.looks(at, form)
	looked.says(t, "Add it and tell 1 person")
}

func TestLinksAreKept(t *testing.T) {
	h := newHouse(t)
	s := h.imports(plain)
	at := "/o/s/plain/session/1"
	form := h.sees(boss, at).form(t, at+"/links")
	fillIn(form, "links.1.url", "https://video.example/1", "links.1.title", "Recording of Monday", "links.1.kind", "recording")
	h.leads(boss, h.post(boss, at+"/links", form), at+"?done=linked")
	form = h.sees(boss, at).form(t, at+"/links")
	if form.Get("links.1.title") != "Recording of Monday" {
		t.Errorf("the form says %v", form)
	}
	fillIn(form, "links.2.url", "javascript:alert(1)", "links.2.title", "Bad")
	if a := h.post(boss, at+"/links", form); a.status != 422 || !strings.Contains(a.wrong("links.2.url"), "https://") || a.form(t, at+"/links").Get("links.2.title") != "Bad" {
		t.Errorf("a bad address: %d %q", a.status, a.wrong("links.2.url"))
	}
	h.signIn("writer", auth.SeriesScope(s.ID), auth.WritePosts)
	fillIn(form, "links.2.url", "https://files.example/2")
	h.leads("writer", h.post("writer", at+"/links", form), at)
	if links := h.load("plain").Session(1).Links; len(links) != 2 || links[0].Kind != series.Recording {
		t.Errorf("kept as %+v", links)
	}
}

func TestAttendanceByOneTap(t *testing.T) {
	h := newHouse(t)
	h.imports(tracked)
	h.registers("tracked", "Ada", "A")
	h.registers("tracked", "Ben", "A")
	h.registers("tracked", "Dan", "B")
	at := "/o/s/tracked/session/1/attendance"
	page := h.sees(boss, at)
	page.says(t, "0 here · 0 not · 3 open")
	ada := h.person("tracked", "Ada")
	h.leads(boss, h.post(boss, at, url.Values{"here": {ada}}), at).says(t, "1 here · 0 not · 2 open")
	h.leads(boss, h.post(boss, at, url.Values{"not": {ada}}), at).says(t, "0 here · 1 not · 2 open")
	h.leads(boss, h.post(boss, at, url.Values{"clear": {ada}}), at).says(t, "0 here · 0 not · 3 open")
	h.post(boss, at, url.Values{"here": {ada}})
	a := h.post(boss, at+"/rest", url.Values{"track": {"A"}})
	h.leads(boss, a, at+"?done=rest").says(t, "1 here · 1 not · 1 open")
	back := h.post(boss, at, url.Values{"here": {ada}, "back": {"track=A&q=sealed"}})
	if !strings.Contains(back.to, "q=sealed&track=A#p-"+ada) {
		t.Errorf("after a tap it leads to %s", back.to)
	}
	if found := h.finds(at, url.Values{"q": {"ad"}}); !strings.Contains(text(found.page), "Ada") || strings.Contains(text(found.page), "Ben") {
		t.Errorf("searching finds %.300s", text(found.page))
	}
	if a := h.post(boss, at, url.Values{"here": {"nobody"}}); a.status != 404 {
		t.Errorf("nobody: %d", a.status)
	}
	if a := h.post(boss, at, nil); a.status != 404 {
		t.Errorf("nothing: %d", a.status)
	}
	// The script asks for the row and the counts only.
	r := httptest.NewRequest("POST", "http://localhost"+at, strings.NewReader("not="+ada))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Dest", "empty")
	to := h.ask(boss, r).to
	if !strings.Contains(to, "only="+ada) {
		t.Fatalf("the script is led to %s", to)
	}
	r = httptest.NewRequest("GET", "http://localhost"+strings.Split(to, "#")[0], nil)
	r.Header.Set("Sec-Fetch-Dest", "empty")
	part := h.ask(boss, r)
	part.says(t, "0 here · 2 not · 1 open", "Ada")
	if strings.Contains(text(part.page), "Ben") {
		t.Error("the script gets everybody")
	}
}

func TestSomebodyWalksIn(t *testing.T) {
	h := newHouse(t)
	h.imports(plain)
	at := "/o/s/plain/session/1/attendance"
	form := h.sees(boss, at).form(t, at+"/walk-in")
	fillIn(form, "name", "Zoe")
	h.leads(boss, h.post(boss, at+"/walk-in", form), at+"?done=walkin").says(t, "Added, and noted as here.", "1 here · 0 not · 0 open", "Zoe")
	form.Set("once", "2")
	form.Set("name", "")
	if a := h.post(boss, at+"/walk-in", form); a.status != 422 || a.wrong("name") == "" {
		t.Errorf("without a name: %d", a.status)
	}
	h.registers("plain", "Ada", "")
	h.registers("plain", "Ben", "")
	form.Set("name", "Late")
	if a := h.post(boss, at+"/walk-in", form); a.status != 422 || !strings.Contains(a.wrong("name"), "All places are taken") {
		t.Errorf("into a full series: %d %q", a.status, a.wrong("name"))
	}
}

func TestTheListOfACallIsLookedAtThenNoted(t *testing.T) {
	h := newHouse(t)
	h.imports(plain)
	h.registers("plain", "Ada", "")
	h.registers("plain", "Ben", "")
	at := "/o/s/plain/session/1/attendance"
	a := h.upload(boss, at+"/file", "call.csv", "Name (Original Name),User Email\nAda,\niPad,ben@mail.example\nStranger,\n", nil)
	if a.status != 200 {
		t.Fatalf("%d %.300s", a.status, text(a.page))
	}
	a.says(t, "2 people of the list were recognised", "in the call as iPad", "Not on the list: 1", "Stranger")
	h.sees(boss, at).says(t, "0 here")
	h.leads(boss, h.post(boss, at+"/call", a.form(t, at+"/call")), at+"?done=file").says(t, "2 here · 0 not · 0 open")
	for name, data := range map[string]string{"nothing": "", "no list": "hello"} {
		if a := h.upload(boss, at+"/file", "x.csv", data, nil); a.status != 422 || a.wrong("file") == "" {
			t.Errorf("%s: %d %q", name, a.status, a.wrong("file"))
		}
	}
}
