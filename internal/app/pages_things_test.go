package app_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/e2e"
	"codeberg.org/plenary/plenary/internal/app/apptest"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/series"
)

// thingOn is what a page tells search engines, as it stands there.
func thingOn(t *testing.T, v *e2e.Client, address string) []byte {
	t.Helper()
	_, rest, found := strings.Cut(v.Get(address).OK().Body, `<script type="application/ld+json">`)
	if !found {
		t.Fatalf("%s tells search engines nothing", address)
	}
	text, _, _ := strings.Cut(rest, "</script>")
	return []byte(text)
}

// TestWhatPagesTellSearchEnginesFitsItsTypes checks pages of every sort against
// the types of schema.org, and that the check finds what is wrong.
func TestWhatPagesTellSearchEnginesFitsItsTypes(t *testing.T) {
	h := subscribed(t)
	party := []people.Party{{Name: "Harbour & friends", URL: "https://friends.example"}}
	online := apptest.Event("online")
	online.Kind, online.Venue, online.Doors, online.Parties = events.TeachIn, nil, nil, events.Parties{Speakers: party, Hosts: party, Sponsors: party}
	online.Dates, online.PartOf, online.Entry.Places = online.Dates[:1], &party[0], events.Places{}
	h.Publish(online)
	third := apptest.Event("third")
	third.Kind, third.Dates, third.Online = events.Social, nil, ""
	third.Rule = &events.Rule{From: day("2027-02-17"), Every: 1, Unit: events.Months, Weekdays: []time.Weekday{time.Wednesday}, Nth: 3}
	third.Entry = events.Entry{Registration: events.Elsewhere, Elsewhere: "https://friends.example/register"}
	h.Publish(third)
	course := apptest.Series("course")
	course.Circles, course.Sessions[0].Assignment = nil, &series.Assignment{Title: i18n.Text{"en": "Talk to a neighbour"}}
	h.Announce(course)
	h.Change("hall", func(e *events.Event) { e.Dates[0].Day = e.Dates[0].Day.AddDays(1) })
	v := h.Visitor()
	var all [][]byte
	for _, path := range []string{"/e/hall", "/e/wednesdays", "/e/off", "/e/online", "/e/third", "/s/lease", "/s/course"} {
		all = append(all, thingOn(t, v, path))
	}
	right := len(all)
	for _, wrong := range []string{
		`{"@context":"https://schema.org","@type":"Event","name":"A","startsAt":"2027-02-03T19:00:00+01:00"}`,
		`{"@context":"https://schema.org","@type":"Event","name":"A","eventStatus":"https://schema.org/EventOff"}`,
		`{"@context":"https://schema.org","@type":"Event","name":"A","location":{"@type":"Place","url":{"@type":"Offer"}}}`,
		`{"@context":"https://schema.org","@graph":[{"@type":"Course","name":5}]}`,
	} {
		all = append(all, []byte(wrong))
	}
	faults := e2e.CheckThings(t, all...)
	for n, text := range all {
		if (n < right) != (len(faults[n]) == 0) {
			t.Errorf("%s: %v", text, faults[n])
		}
	}
	for path, says := range map[string][]string{
		"/e/hall": {`"@type":"EventSeries"`, `"eventStatus":"https://schema.org/EventRescheduled"`, `"previousStartDate":"2027-02-03T19:00:00+01:00"`, `"startDate":"2027-02-04T19:00:00+01:00"`,
			`MixedEventAttendanceMode`, `"@type":"Place"`, `"@type":"VirtualLocation"`, `"name":"North"`, `/e/hall/register"`, `"availability":"https://schema.org/InStock"`, `"inLanguage":["en","de","ar"]`},
		"/e/wednesdays": {`"eventSchedule":{"@type":"Schedule"`, `"repeatFrequency":"P1W"`, `"byDay":["https://schema.org/Wednesday"]`, `"exceptDate":["2027-03-10"]`, `"scheduleTimezone":"Europe/Berlin"`, `"repeatCount":8`, `EventCancelled`},
		"/e/off":        {`EventCancelled`},
		"/e/online":     {`"@type":"EducationEvent"`, `OnlineEventAttendanceMode`, `"performer":[{"@type":"Person"`, `"organizer":[{"@type":"Organization"`, `"superEvent":[{"@type":"EventSeries"`},
		"/e/third":      {`"byDay":["3WE"]`, `"repeatFrequency":"P1M"`, `"@type":"SocialEvent"`, `OfflineEventAttendanceMode`, `"url":"https://friends.example/register"`},
		"/s/lease":      {`"@type":"EventSeries"`, `"subEvent":[{"@id"`},
		"/s/course":     {`"@type":"Course"`, `"hasCourseInstance":[{"@type":"CourseInstance"`, `"courseMode":["Online"]`, `/s/course/register"`},
	} {
		text := string(thingOn(t, v, path))
		for _, want := range says {
			if !strings.Contains(text, want) {
				t.Errorf("%s does not say %s: %s", path, want, text)
			}
		}
		if !json.Valid([]byte(text)) || strings.Contains(text, "canary") || strings.Contains(text, "meet.harbour.example") {
			t.Errorf("%s: %s", path, text)
		}
	}
	// What not everybody may see tells nobody anything.
	member := h.Member("Ada", "ada@example.org")
	for _, path := range []string{"/e/hidden-members", "/s/hidden-series"} {
		if body := member.Get(path).OK().Body; strings.Contains(body, "ld+json") || strings.Contains(body, "og:url") {
			t.Errorf("%s is told to search engines", path)
		}
	}
}

func TestPagesSayHowTheyAreShownElsewhere(t *testing.T) {
	h := subscribed(t)
	v := h.Visitor()
	for _, path := range []string{"/events", "/c/north", "/e/hall", "/s/lease", "/"} {
		body := v.Get(path).OK().Body
		for _, want := range []string{`property="og:title"`, `property="og:description"`, `property="og:site_name"`, `property="og:url" content="` + h.URL + path + `"`, `property="og:type"`, `property="og:locale" content="en_US"`,
			`type="text/calendar"`, `type="application/rss+xml"`, `type="application/feed+json"`, `type="application/json+oembed"`, `rel="canonical"`} {
			if !strings.Contains(body, want) {
				t.Errorf("%s has no %s", path, want)
			}
		}
		for _, line := range strings.Split(body, "<link ")[1:] {
			if line, _, _ = strings.Cut(line, "/>"); strings.Contains(line, `rel="alternate"`) {
				_, href, _ := strings.Cut(line, `href="`)
				href, _, _ = strings.Cut(href, `"`)
				v.Get(strings.ReplaceAll(strings.TrimPrefix(href, h.URL), "&amp;", "&")).OK()
			}
		}
	}
}
