package app

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/when"
)

// feedOf is how many events the feeds here are of, and feedRuns how often each is
// made.
const (
	feedOf   = 5000
	feedRuns = 30
)

// benchCalendar opens a house with so many published events, most on one date,
// some repeated.
func benchCalendar(b testing.TB, engine store.Engine) *App {
	b.Helper()
	a := benchHouse(b, engine, nil)
	ctx := context.Background()
	first := when.Date{Year: 2026, Month: 3, Day: 2}
	for n := 0; n < feedOf; {
		if err := a.DB.Write(ctx, func(tx *store.Tx) error {
			for range 250 {
				e := &events.Event{Slug: fmt.Sprintf("event-%d", n), Visibility: events.Public, Kind: events.Meeting, Zone: []string{"Europe/Berlin", "America/New_York", "Asia/Kolkata"}[n%3],
					Start: when.Clock(17*60 + 15*(n%16)), Length: 90 * time.Minute, Languages: []string{"en", "es"},
					Title:       map[string]string{"en": fmt.Sprintf("Tenants’ meeting %d", n), "es": fmt.Sprintf("Reunión de inquilinas %d", n)},
					Description: map[string]string{"en": "We talk about the new leases, and decide what to do together.\n\nBring your **lease**, and a neighbour."},
					Venue:       &events.Place{Name: "Old mill", Address: "River Street 1", City: "Berlin"}, Online: "https://meet.example.org/room",
					Entry: events.Entry{Registration: events.Required, ByDate: true}}
				if n%25 == 0 {
					e.Rule = &events.Rule{From: first.AddDays(n % 300), Every: 1, Unit: events.Weeks, Weekdays: []time.Weekday{first.AddDays(n % 300).Weekday()}, Count: 10}
				} else {
					e.Dates = []events.Date{{Day: first.AddDays(n % 300)}}
				}
				if _, err := a.Events.Save(ctx, tx, auth.AtConsole(), e); err != nil {
					return err
				}
				if err := a.Events.SetState(ctx, tx, auth.AtConsole(), e.Slug, events.Published); err != nil {
					return err
				}
				n++
			}
			return nil
		}); err != nil {
			b.Fatal(err)
		}
	}
	return a
}

// BenchmarkFeed measures a calendar of 5,000 events as subscribers get it, made
// new from what is stored: read, written out and packed. The limit is 150 ms for
// the mean of all; the fastest is what the machine does when nothing else happens.
func BenchmarkFeed(b *testing.B) {
	for _, engine := range []store.Engine{store.SQLite, store.Postgres} {
		b.Run(string(engine), func(b *testing.B) {
			a := benchCalendar(b, engine)
			request := httptest.NewRequest("GET", "/events.ics", nil)
			request.Host = "localhost"
			request.Header.Set("Accept-Encoding", "gzip")
			fastest, all := time.Hour, time.Duration(0)
			ask := func(n int) {
				request.Header.Set("Accept-Language", fmt.Sprintf("en;q=0.%d", n)) // another reader each time
				request.RequestURI = fmt.Sprintf("/events.ics?%d", time.Now().UnixNano())
				answer := httptest.NewRecorder()
				began := time.Now()
				a.Handler.ServeHTTP(answer, request)
				took := time.Since(began)
				fastest, all = min(fastest, took), all+took
				if answer.Code != 200 || answer.Body.Len() < 20_000 {
					b.Fatalf("answered %d with %d bytes", answer.Code, answer.Body.Len())
				}
			}
			for n := range feedRuns {
				ask(n + 1)
			}
			mean := all.Seconds() * 1000 / feedRuns
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(fastest.Seconds()*1000, "ms/fastest")
			b.ReportMetric(mean, "ms/mean")
			b.ReportMetric(150, "limit")
			if mean > 150 {
				b.Errorf("a feed of %d events takes %.0f ms in the mean, at best %s, and the limit is 150", feedOf, mean, fastest.Round(time.Millisecond))
			}
		})
	}
}

// BenchmarkCachedFeed compares the same calendar from the cache with an empty
// handler that sends the same bytes, and who has it already with one that sends
// nothing.
func BenchmarkCachedFeed(b *testing.B) {
	a := benchCalendar(b, store.SQLite)
	ours := httptest.NewServer(a.Handler)
	defer ours.Close()
	request, err := http.NewRequest("GET", ours.URL+"/events.ics", nil)
	if err != nil {
		b.Fatal(err)
	}
	request.Host = "localhost"
	request.Header.Set("Accept-Encoding", "gzip")
	request.Header.Set("Accept-Language", "en")
	first, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		b.Fatal(err)
	}
	same, err := io.ReadAll(first.Body)
	if err != nil {
		b.Fatal(err)
	}
	tag := first.Header.Get("Etag")
	has := func(n int) string {
		return strings.Replace(getRequest("/events.ics")(n), "\r\n\r\n", "\r\nIf-None-Match: "+tag+"\r\n\r\n", 1)
	}
	b.Run("whole", func(b *testing.B) {
		empty := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { w.Write(same) }))
		defer empty.Close()
		var mine, theirs float64
		for b.Loop() {
			const each = 1000
			mine += load(b, ours.Listener.Addr().String(), 16, each, getRequest("/events.ics"), "200")
			theirs += load(b, empty.Listener.Addr().String(), 16, each, getRequest("/events.ics"), "200")
		}
		beside(b, mine/theirs, "of-an-empty-handler", 0.40)
		b.ReportMetric(float64(len(same))/1024, "KiB")
	})
	b.Run("unchanged", func(b *testing.B) {
		empty := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusNotModified) }))
		defer empty.Close()
		var mine, theirs float64
		for b.Loop() {
			const each = 4000
			mine += load(b, ours.Listener.Addr().String(), 16, each, has, "304")
			theirs += load(b, empty.Listener.Addr().String(), 16, each, has, "304")
		}
		beside(b, mine/theirs, "of-an-empty-handler", 0.40)
		b.ReportMetric(mine/float64(b.N), "answers/s")
	})
}
