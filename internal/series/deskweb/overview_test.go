package deskweb_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/series"
)

func TestTodayLeadsSomebodyNewToTheirFirstSeries(t *testing.T) {
	h := newHouse(t)
	a := h.sees(boss, "/o")
	a.says(t, "You have no series yet", "Make your first series")
	if !strings.Contains(a.body, `href="/o/series/new"`) {
		t.Error("no way to make one")
	}
	h.signIn("helper", auth.SeriesScope("elsewhere"), auth.TakeAttendance)
	h.sees("helper", "/o").says(t, "Nobody has given you a series to work on yet.")
}

func TestTodaySaysWhatNeedsSomebodyNext(t *testing.T) {
	h := newHouse(t)
	h.imports(plain)
	for _, name := range []string{"Ada", "Ben", "Cleo", "Dan"} {
		h.registers("plain", name, "")
	}
	h.sees(boss, "/o").says(t, "All places are taken, and 1 person waits", "Give more places", "3 people have not answered yet", "Open for registration", "3 registered")
	h.clock.Set(at(t, "2027-01-12T08:00:00Z"))
	today := h.sees(boss, "/o")
	today.says(t, "Session 1: One", "Today", "10:00–12:00", "Session 1 has no address of a call and no place")
	if !strings.Contains(today.body, `href="/o/s/plain/session/1/attendance"`) {
		t.Error("no way to the attendance of today's session")
	}
	h.clock.Set(at(t, "2027-01-11T20:00:00Z"))
	h.sees(boss, "/o").says(t, "Tomorrow")
	h.clock.Set(at(t, "2027-01-12T10:00:00Z"))
	h.sees(boss, "/o").says(t, "Now")
	h.clock.Set(at(t, "2027-01-13T08:00:00Z"))
	h.sees(boss, "/o").says(t, "Nobody is noted at session 1", "Session 1 has no write-up yet", "Write it up")
	h.clock.Set(at(t, "2027-06-13T08:00:00Z"))
	h.sees(boss, "/o").says(t, "Nothing needs you right now.", "1 series that is over")
}

func TestTodayShowsHelpersOnlyWhatTheyMayDo(t *testing.T) {
	h := newHouse(t)
	s := h.imports(plain)
	h.imports(strings.ReplaceAll(plain, "plain", "other"))
	h.registers("plain", "Ada", "")
	h.signIn("helper", auth.SeriesScope(s.ID), auth.TakeAttendance)
	h.clock.Set(at(t, "2027-01-12T08:00:00Z"))
	a := h.sees("helper", "/o")
	a.says(t, "Session 1: One", "Attendance")
	for _, never := range []string{"other", "have not answered", "has no address of a call", "New series", "Name, languages"} {
		if strings.Contains(text(a.page), never) {
			t.Errorf("the helper's desk says %q", never)
		}
	}
	overview := h.sees("helper", "/o/s/plain")
	for _, never := range []string{"/edit", "/people", "/cancel", "write-up", "/state"} {
		if strings.Contains(overview.body, `"/o/s/plain`+never) {
			t.Errorf("the helper's overview leads to %s", never)
		}
	}
}

func TestASeriesGoesThroughItsStates(t *testing.T) {
	h := newHouse(t)
	h.imports(plain + "state: draft\n")
	state := func(to string) answer { return h.post(boss, "/o/s/plain/state", url.Values{"to": {to}}) }
	h.leads(boss, state("published"), "/o/s/plain").says(t, "It is published")
	h.registers("plain", "Ada", "")
	if a := state("draft"); a.status != 422 && a.status != 409 || !strings.Contains(text(a.page), "People have registered") {
		t.Errorf("back to a draft: %d", a.status)
	}
	if a := state("archived"); !strings.Contains(text(a.page), "Sessions are still to come") {
		t.Errorf("archived early: %d", a.status)
	}
	if a := state("gone"); a.status < 400 {
		t.Errorf("a state that is none: %d", a.status)
	}
	h.sees(boss, "/o/s/plain/cancel").says(t, "1 person is told by mail", "Cancel the series and tell 1 person")
	cancelled := h.leads(boss, state("cancelled"), "/o/s/plain")
	cancelled.says(t, "Everybody is told in two minutes", "Undo", "Cancelled")
	h.leads(boss, h.post(boss, "/o/s/plain/state", cancelled.form(t, "/o/s/plain/state")), "/o/s/plain")
	if s := h.load("plain"); s.State != series.Published {
		t.Errorf("after undoing it is %s", s.State)
	}
	h.clock.Add(60 * 24 * time.Hour)
	h.leads(boss, state("archived"), "/o/s/plain").says(t, "It is archived")
}

func TestOnlyADraftIsDeleted(t *testing.T) {
	h := newHouse(t)
	h.imports(plain + "state: draft\n")
	h.leads(boss, h.post(boss, "/o/s/plain/delete", nil), "/o?done=deleted").says(t, "The draft is gone.")
	h.imports(plain)
	if a := h.post(boss, "/o/s/plain/delete", nil); a.status != 409 {
		t.Errorf("a published one: %d", a.status)
	}
}

func TestTheOverviewCountsAndPictures(t *testing.T) {
	h := newHouse(t)
	h.imports(odd + "state: published\n")
	h.imports(plain)
	h.sees(boss, "/o/s/plain").says(t, "Nobody has registered yet", "3 places left")
	h.registers("plain", "Ada", "")
	h.registers("plain", "Ben", "")
	a := h.sees(boss, "/o/s/plain")
	a.says(t, "2 registered", "2 not answered yet", "1 place left", "All are on the clock of Kolkata", "1 language is spoken", "2 registered, most on Mon, 4 Jan 2027", "German")
	h.sees(boss, "/o/s/odd").says(t, "40 places left in track Early", "80 places left in track Z", "Cancelled", "Not yet certain")
}

func TestASeriesIsCopiedToNewDates(t *testing.T) {
	h := newHouse(t)
	h.imports(odd)
	form := h.sees(boss, "/o/series/new").form(t, "/o/series/copy")
	fillIn(form, "from", "odd", "date", "2028-02-08")
	h.leads(boss, h.post(boss, "/o/series/copy", form), "/o/s/odd-2028-02/edit?done=copied").says(t, "This is the copy")
	s := h.load("odd-2028-02")
	if s.State != series.Draft || s.Sessions[1].Date.String() != "2028-03-07" || s.Sessions[2].Status != series.Scheduled {
		t.Errorf("the copy is %s, %+v", s.State, s.Sessions)
	}
	form.Set("once", "x")
	form.Set("from", "odd-2028-02")
	form.Set("date", "2029-02-06")
	h.leads(boss, h.post(boss, "/o/series/copy", form), "/o/s/odd-2029-02/edit")
	form.Set("once", "y")
	form.Set("date", "")
	if a := h.post(boss, "/o/series/copy", form); a.status != 422 || a.wrong("date") == "" {
		t.Errorf("without a date: %d %q", a.status, a.wrong("date"))
	}
	form.Set("from", "nowhere")
	if a := h.post(boss, "/o/series/copy", form); a.status != 404 {
		t.Errorf("of nothing: %d", a.status)
	}
}

func TestAFileIsImportedAndWhatIsWrongStandsWithItsLine(t *testing.T) {
	h := newHouse(t)
	h.leads(boss, h.upload(boss, "/o/series/import", "plain.yaml", plain, nil), "/o/s/plain?done=imported")
	a := h.upload(boss, "/o/series/import", "bad.yaml", strings.NewReplacer("2027-01-19", "2027-13-19", "Europe/Berlin", "Europe/Atlantis").Replace(plain), nil)
	if a.status != 422 {
		t.Fatalf("status %d", a.status)
	}
	a.says(t, "2 lines of the file cannot be read", "Europe/Atlantis", "sessions.2.date", "2027-13-19")
	if !strings.Contains(a.form(t, "/o/series/import").Get("text"), "Europe/Atlantis") {
		t.Error("the file has to be uploaded again")
	}
	again := h.upload(boss, "/o/series/import", "plain.yaml", strings.ReplaceAll(plain, "Plain", "Plainer"), nil)
	if again.status != 422 || again.wrong("replace") == "" {
		t.Fatalf("over another: %d %s", again.status, text(again.page))
	}
	form := again.form(t, "/o/series/import")
	form.Set("replace", "yes")
	h.leads(boss, h.upload(boss, "/o/series/import", "", "", form), "/o/s/plain?done=changed")
	h.leads(boss, h.upload(boss, "/o/series/import", "", "", form), "/o/s/plain?done=unchanged")
	if got := h.load("plain").Title["en"]; got != "Plainer" {
		t.Errorf("the title is %q", got)
	}
	for _, c := range []struct{ data, says string }{{"", "Choose a series file first."}, {"a: [", "cannot be read"}, {"\xff\xfe\x00", "cannot be read"}, {strings.Repeat("x", 600<<10), "too large"}} {
		if a := h.upload(boss, "/o/series/import", "x.yaml", c.data, nil); a.status != 422 || !strings.Contains(text(a.page), c.says) {
			t.Errorf("%.10q: %d %.300s", c.data, a.status, text(a.page))
		}
	}
}

func TestTheFileOfASeriesIsTheSeries(t *testing.T) {
	h := newHouse(t)
	s := h.imports(odd)
	a := h.sees(boss, "/o/s/odd/odd.yaml")
	if a.body != string(s.Write()) || !strings.Contains(a.head.Get("Content-Disposition"), "odd.yaml") {
		t.Errorf("%s\n%s", a.head.Get("Content-Disposition"), a.body)
	}
}

func TestALetterIsTriedOut(t *testing.T) {
	h := newHouse(t)
	h.imports(plain)
	form := h.sees(boss, "/o/s/plain").form(t, "/o/s/plain/test")
	h.leads(boss, h.post(boss, "/o/s/plain/test", form), "/o/s/plain?done=tested").says(t, "on its way to you")
}
