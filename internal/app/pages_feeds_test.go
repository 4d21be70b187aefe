package app_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/e2e"
	"codeberg.org/plenary/plenary/internal/app/apptest"
	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/events/intake"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/when"
)

// subscribed is a network with something of every sort in its calendar: public
// things, and beside each of them what must never leave the house.
func subscribed(t testing.TB) *apptest.House {
	h := apptest.Open(t)
	h.SetUp()
	h.Write(func(tx *store.Tx) error {
		_, err := h.People.SaveChapter(t.Context(), tx, auth.AtConsole(), people.Chapter{Slug: "north", Name: i18n.Text{"en": "North", "de": "Nord"}, Description: i18n.Text{"en": "Tenants of the north."}, Zone: "Europe/Berlin"})
		return err
	})
	call := func(name string) string { return "https://meet.harbour.example/canary-call-" + name }
	lease := apptest.Series("lease")
	lease.JoinURL = call("series") + "-{n}"
	h.Announce(lease)
	hidden := apptest.Series("hidden-series")
	hidden.Title, hidden.Visibility = i18n.Text{"en": "Canary-members-series"}, series.Members
	h.Announce(hidden)

	hall := apptest.Event("hall")
	hall.Online, hall.Chapter, hall.Dates[1].Online = call("event"), "north", call("date")
	h.Publish(hall)
	wednesdays := apptest.Event("wednesdays")
	wednesdays.Title, wednesdays.Online, wednesdays.Dates = i18n.Text{"en": "Open house", "es": "Casa abierta"}, call("rule"), nil
	wednesdays.Rule = &events.Rule{From: day("2027-03-03"), Every: 1, Unit: events.Weeks, Weekdays: []time.Weekday{time.Wednesday}, Count: 8}
	h.Publish(wednesdays)
	h.Change("wednesdays", func(e *events.Event) {
		e.Dates[1].Status = events.Skipped
		e.Dates[2].Day = e.Dates[2].Day.AddDays(1) // a Thursday, for once
		e.Dates[4].Status = events.CalledOff
	})
	off := apptest.Event("off")
	off.Title, off.Online = i18n.Text{"en": "Called off"}, call("off")
	h.Publish(off)
	h.Write(func(tx *store.Tx) error {
		return h.Events.SetState(t.Context(), tx, auth.AtConsole(), "off", events.Cancelled)
	})
	for slug, v := range map[string]events.Visibility{"hidden-members": events.Members, "hidden-invited": events.Invited} {
		e := apptest.Event(slug)
		e.Title, e.Visibility, e.Online, e.Chapter = i18n.Text{"en": "Canary-" + slug}, v, call(slug), "north"
		h.Publish(e)
	}
	draft := apptest.Event("hidden-draft")
	draft.Title, draft.Online, draft.Chapter = i18n.Text{"en": "Canary-draft"}, call("draft"), "north"
	h.Write(func(tx *store.Tx) error {
		_, err := h.Events.Save(t.Context(), tx, auth.AtConsole(), draft)
		return err
	})
	return h
}

func day(s string) when.Date {
	d, err := when.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// forms are the endings of feeds.
func forms() []string { return []string{".ics", ".rss", ".json"} }

func TestFeedsShowWhatEverybodyMaySeeAndNothingElse(t *testing.T) {
	h := subscribed(t)
	everybody := []string{"/embed/events", "/embed/events?chapter=north", "/embed/events?event=hall", "/embed/events?series=lease", "/subscribe", "/subscribe?chapter=north",
		"/oembed?url=" + h.URL + "/events", "/oembed?url=" + h.URL + "/e/hall", "/oembed?url=" + h.URL + "/s/lease"}
	for _, path := range []string{"/events%s", "/c/north%s", "/e/hall%s", "/e/wednesdays%s", "/e/off%s", "/s/lease%s", "/events%s?kind=assembly", "/events%s?language=de", "/events%s?mode=online", "/events%s?near=Berlin", "/c/north%s?language=ar"} {
		for _, form := range forms() {
			everybody = append(everybody, strings.Replace(path, "%s", form, 1))
		}
	}
	for name, v := range map[string]*e2e.Client{"a visitor": h.Visitor(), "a member": h.Member("Ada", "ada@example.org"), "an organiser": h.Member("Bea", "bea@example.org", auth.EditEvents, auth.EditSeries)} {
		for _, address := range everybody {
			if body := v.Get(address).OK().Body; strings.Contains(strings.ToLower(body), "canary") {
				t.Errorf("%s shows %s: %s", address, name, body)
			}
		}
	}
	visitor := h.Visitor()
	for _, path := range []string{"/e/hidden-members", "/e/hidden-invited", "/e/hidden-draft", "/s/hidden-series"} {
		for _, form := range forms() {
			visitor.Get(path + form).Answers(http.StatusNotFound)
		}
		visitor.Get("/oembed?url=" + h.URL + path).Answers(http.StatusNotFound)
	}
	for _, address := range []string{"/embed/events?event=hidden-members", "/embed/events?series=hidden-series", "/subscribe?event=hidden-draft",
		"/oembed?url=https://elsewhere.example/e/hall", "/oembed", "/oembed?format=yaml&url=" + h.URL + "/events", "/events.rss?kind=nonsense", "/events.json?near=Nowhereville", "/c/nowhere.rss", "/embed/events?zone=Mars/Olympus"} {
		visitor.Get(address).Answers(http.StatusNotFound)
	}
	// A member has the calendar of what members may see.
	h.Member("Cem", "cem@example.org").Get("/e/hidden-members.ics").OK()
}

// TestTwoReadersExpandTheCalendarAlike has independent programs expand what
// others subscribe to, and compares every hour with what is planned.
func TestTwoReadersExpandTheCalendarAlike(t *testing.T) {
	h := subscribed(t)
	planned := map[string]int{}
	for _, slug := range []string{"hall", "wednesdays", "off"} {
		e := h.Event(slug)
		for _, o := range e.Occurrences() {
			planned[o.Start.UTC().Format(time.RFC3339)+" "+e.Title["en"]+" "+string(e.StatusOf(o.Date))]++
		}
	}
	s := h.Find("lease")
	for _, letter := range s.Letters() {
		for _, o := range s.Occurrences(letter) {
			planned[o.Start.UTC().Format(time.RFC3339)+" "+s.Title["en"]+" "+string(s.StatusOf(o.Session))]++
		}
	}
	data := []byte(h.Visitor().Get("/events.ics?lang=en").OK().Body)
	statuses := map[string]string{"CONFIRMED": "scheduled", "CANCELLED": "cancelled", "TENTATIVE": "tentative"}
	for _, x := range e2e.Expand(t, data, time.Date(2028, 1, 1, 0, 0, 0, 0, time.UTC)) {
		title, _, _ := strings.Cut(x.Summary, ": ")
		planned[x.Start.Format(time.RFC3339)+" "+title+" "+statuses[x.Status]]--
	}
	for line, n := range planned {
		if n != 0 {
			t.Errorf("%+d: %s", n, line)
		}
	}
	for _, want := range []string{"RRULE:FREQ=WEEKLY", "EXDATE;TZID=Europe/Berlin:20270310T190000", "RECURRENCE-ID;TZID=Europe/Berlin:20270317T190000", "STATUS:CANCELLED",
		"SUMMARY;LANGUAGE=en:Open house", "BEGIN:VTIMEZONE", "LAST-MODIFIED:", "METHOD:PUBLISH"} {
		if !strings.Contains(string(data), want) {
			t.Errorf("the calendar has no %s", want)
		}
	}
	for _, path := range []string{"/c/north.ics", "/e/wednesdays.ics", "/s/lease.ics", "/events.ics?near=Berlin&lang=ar"} {
		e2e.ReadCalendar(t, []byte(h.Visitor().Get(path).OK().Body))
	}
	if es := h.Visitor().Get("/events.ics?lang=es").OK().Body; !strings.Contains(es, "SUMMARY;LANGUAGE=es:Casa abierta") || !strings.Contains(es, "SUMMARY;LANGUAGE=en:Called off") {
		t.Error("the texts do not say their languages")
	}
}

func TestNewsFeedsReadAsOthersReadThem(t *testing.T) {
	h := subscribed(t)
	v := h.Visitor()
	for _, form := range []string{"rss", "json"} {
		f := e2e.ReadFeed(t, []byte(v.Get("/events."+form+"?lang=de").OK().Body))
		if f.Format != form || f.Language != "de" || f.Home != h.URL+"/events" || f.Self != h.URL+"/events."+form+"?lang=de" {
			t.Errorf("%s: %+v", form, f)
		}
		var titles []string
		ids := map[string]bool{}
		for _, item := range f.Items {
			titles = append(titles, item.Title)
			ids[item.ID] = true
			if item.Permanent || !strings.HasPrefix(item.URL, h.URL) || !strings.HasPrefix(item.Published, "2027-01-04T09:00:00") || len(item.Authors) != 1 {
				t.Errorf("%s: %+v", form, item)
			}
			if want := map[string]string{"Mieterversammlung": "de", "Open house": "en"}[item.Title]; want != "" && item.Language != want {
				t.Errorf("%s: %q is in %q", form, item.Title, item.Language)
			}
		}
		slices.Sort(titles)
		if got := strings.Join(titles, ", "); !strings.Contains(got, "Mieterversammlung") || !strings.Contains(got, "Open house") || !strings.Contains(got, "Called off") || len(ids) != 4 {
			t.Errorf("%s: %s, ids %v", form, got, ids)
		}
		// A change keeps the id, and what is over is no news any more.
		one := e2e.ReadFeed(t, []byte(v.Get("/e/hall."+form).OK().Body))
		if len(one.Items) != 3 {
			t.Errorf("%s: %d dates", form, len(one.Items))
		}
	}
	// A feed names itself as it was asked for, and carries no marks that only pages need.
	for _, address := range []string{"/c/north.rss", "/c/north.json?lang=ar&language=ar", "/events.rss?lang=ar"} {
		f := e2e.ReadFeed(t, []byte(v.Get(address).OK().Body))
		if f.Self != h.URL+address || strings.ContainsAny(f.Title, "\u2066\u2067\u2068\u2069") {
			t.Errorf("%s calls itself %s, %q", address, f.Self, f.Title)
		}
	}
	before := e2e.ReadFeed(t, []byte(v.Get("/e/hall.json").OK().Body))
	h.Pass(24 * time.Hour)
	h.Change("hall", func(e *events.Event) {
		e.Title = i18n.Text{"en": "Tenants <decide> & act"}
		e.Dates[0].Day = e.Dates[0].Day.AddDays(1)
	})
	after := e2e.ReadFeed(t, []byte(v.Get("/e/hall.json").OK().Body))
	if len(after.Items) != 3 || after.Items[0].ID != before.Items[0].ID || after.Items[0].Title != "Tenants <decide> & act" || after.Items[0].Published != before.Items[0].Published {
		t.Errorf("after a change %+v, before %+v", after.Items, before.Items)
	}
	if body := v.Get("/e/hall.json").OK().Body; !strings.Contains(body, `"status":"moved"`) || !strings.Contains(body, `"previous_start":"2027-02-03T19:00:00+01:00"`) {
		t.Errorf("nothing says that a date was moved: %s", body)
	}
	h.Pass(60 * 24 * time.Hour)
	if f := e2e.ReadFeed(t, []byte(v.Get("/e/hall.rss").OK().Body)); len(f.Items) != 0 {
		t.Errorf("what is over is news: %+v", f.Items)
	}
}

func TestFeedsAnswerWhoHasThem(t *testing.T) {
	h := subscribed(t)
	for _, address := range []string{"/events.ics", "/events.rss", "/events.json", "/c/north.ics", "/e/hall.ics", "/e/wednesdays.rss", "/s/lease.ics", "/s/lease.json", "/embed/events", "/oembed?url=" + h.URL + "/events", "/events", "/e/hall", "/s/lease"} {
		first := ask(t, h, "GET", address, nil)
		tag, date := first.Header.Get("Etag"), first.Header.Get("Last-Modified")
		if first.StatusCode != 200 || tag == "" || date == "" {
			t.Fatalf("%s: %d %v", address, first.StatusCode, first.Header)
		}
		for _, has := range []map[string]string{{"If-None-Match": tag}, {"If-Modified-Since": date}} {
			for _, method := range []string{"GET", "HEAD"} {
				if again := ask(t, h, method, address, has); again.StatusCode != 304 {
					t.Errorf("%s %s with %v: %d", method, address, has, again.StatusCode)
				}
			}
		}
		if head := ask(t, h, "HEAD", address, nil); head.StatusCode != 200 || head.Header.Get("Content-Length") != first.Header.Get("Content-Length") || head.Header.Get("Content-Type") != first.Header.Get("Content-Type") {
			t.Errorf("HEAD %s: %d %v", address, head.StatusCode, head.Header)
		}
		if packed := ask(t, h, "GET", address, map[string]string{"Accept-Encoding": "gzip"}); packed.Header.Get("Content-Encoding") != "gzip" {
			t.Errorf("%s does not come packed", address)
		}
		h.Change("hall", func(e *events.Event) { e.Title["en"] += "!" })
		if strings.Contains(address, "hall") || strings.HasPrefix(address, "/events") {
			if again := ask(t, h, "GET", address, map[string]string{"If-None-Match": tag}); again.StatusCode != 200 {
				t.Errorf("%s after a change: %d", address, again.StatusCode)
			}
		} else if again := ask(t, h, "GET", address, map[string]string{"If-None-Match": tag}); again.StatusCode != 304 && address != "/c/north.ics" && !strings.Contains(address, "embed") {
			t.Errorf("%s after a change of something else: %d", address, again.StatusCode)
		}
	}
	// A calendar depends on no clock: it is the same a week later.
	tag := ask(t, h, "GET", "/events.ics", nil).Header.Get("Etag")
	h.Pass(7 * 24 * time.Hour)
	if again := ask(t, h, "GET", "/events.ics", map[string]string{"If-None-Match": tag}); again.StatusCode != 304 {
		t.Errorf("a week later the calendar is another: %d", again.StatusCode)
	}
}

// TestOurOwnImporterReadsTheSameEvents brings the network's own calendar in as a
// file: what is planned comes out, rules and moved dates among it.
func TestOurOwnImporterReadsTheSameEvents(t *testing.T) {
	h := subscribed(t)
	data := []byte(h.Visitor().Get("/events.ics?lang=en").OK().Body)
	batch, err := intake.Calendar(data, intake.Settings{Zone: "Asia/Kolkata"}, day("2027-01-04"))
	if err != nil || len(batch.Problems) > 0 {
		t.Fatal(err, batch.Problems)
	}
	planned := map[string]int{}
	note := func(n int, title string, start, end time.Time, zone string, off bool) {
		planned[fmt.Sprintf("%s %s–%s %s off=%t", title, start.UTC().Format(time.RFC3339), end.UTC().Format(time.RFC3339), zone, off)] += n
	}
	for _, slug := range []string{"hall", "wednesdays", "off"} {
		e := h.Event(slug)
		for _, o := range e.Occurrences() {
			note(1, e.Title["en"], o.Start, o.End, e.Zone, e.StatusOf(o.Date) == events.CalledOff)
		}
	}
	s := h.Find("lease")
	for _, o := range s.Occurrences(s.Letters()[0]) {
		note(1, s.Title["en"], o.Start, o.End, o.Zone.String(), false)
	}
	other := apptest.Open(t)
	other.SetUp()
	for n, d := range batch.Drafts {
		d.Event.Slug = fmt.Sprintf("draft-%d", n)
		other.Write(func(tx *store.Tx) error {
			_, err := other.Events.Save(t.Context(), tx, auth.AtConsole(), d.Event)
			return err
		})
		e := other.Event(d.Event.Slug)
		title, _, _ := strings.Cut(e.Title.In(i18n.For("en")), ": ")
		for _, o := range e.Occurrences() {
			note(-1, title, o.Start, o.End, e.Zone, e.StatusOf(o.Date) == events.CalledOff)
		}
		if title == "Open house" && (e.Rule == nil || e.Rule.Count != 8 || e.Rule.Unit != events.Weeks) {
			t.Errorf("the rule came as %+v", e.Rule)
		}
	}
	for line, n := range planned {
		if n != 0 {
			t.Errorf("%+d: %s", n, line)
		}
	}
}

// TestAListForOtherSitesDoesNothingButLeadToUs: it is the one page that others
// may frame.
func TestAListForOtherSitesDoesNothingButLeadToUs(t *testing.T) {
	h := subscribed(t)
	v := h.Visitor()
	framed := func(address string) bool {
		return strings.Contains(ask(t, h, "GET", address, nil).Header.Get("Content-Security-Policy"), "frame-ancestors *")
	}
	for _, route := range h.Routes() {
		if strings.ContainsAny(route.Pattern, "{") || route.Method != http.MethodGet {
			continue
		}
		if is := framed(route.Pattern); is != (route.Pattern == "/embed/events") {
			t.Errorf("%s may be framed: %t", route.Pattern, is)
		}
	}
	if framed("/embed/events?event=nothing") {
		t.Error("a page that says that nothing is there may be framed")
	}
	body := v.Get("/embed/events?event=hall&zone=Asia/Kolkata&lang=de&theme=dark&count=2").OK().Body
	for _, want := range []string{`lang="de"`, `data-theme="dark"`, `<base target="_blank"`, "23:30–01:30", "Mieterversammlung", h.URL + "/e/hall"} {
		if !strings.Contains(body, want) {
			t.Errorf("no %s: %s", want, body)
		}
	}
	if n := strings.Count(body, "<time"); n != 2 {
		t.Errorf("%d dates, want 2", n)
	}
	for _, never := range []string{"<script", "<form", "<input", "Mieterversammlung</h1><h1"} {
		if strings.Contains(body, never) {
			t.Errorf("the list holds %s", never)
		}
	}
	page := v.Get("/subscribe?event=hall").OK().Body
	for _, want := range []string{`href="webcal://` + strings.TrimPrefix(h.URL, "http://") + `/e/hall.ics?lang=en"`, h.URL + "/e/hall.rss?lang=en", h.URL + "/e/hall.json?lang=en", "/embed/events?event=hall&amp;amp;lang=en"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page of ways to follow has no %s", want)
		}
	}
	var shown struct{ Version, Type, Title, HTML string }
	if err := json.Unmarshal([]byte(v.Get("/oembed?maxwidth=300&url="+h.URL+"/e/hall").OK().Body), &shown); err != nil || shown.Version != "1.0" || shown.Type != "rich" || shown.Title != "Tenants’ assembly" || !strings.Contains(shown.HTML, `width="300"`) {
		t.Errorf("%v %+v", err, shown)
	}
	if body := v.Get("/oembed?format=xml&url=" + h.URL + "/c/north").OK().Body; !strings.HasPrefix(body, "<?xml") || !strings.Contains(body, "<type>rich</type>") {
		t.Errorf("as XML: %s", body)
	}
}

// ask sends one request as a program does, with no cookies.
func ask(t *testing.T, h *apptest.House, method, address string, headers map[string]string) *http.Response {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, h.URL+address, nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range headers {
		request.Header.Set(name, value)
	}
	answer, err := (&http.Transport{DisableCompression: true}).RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	return answer
}
