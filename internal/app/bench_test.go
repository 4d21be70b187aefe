package app

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/config"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest"
	"codeberg.org/plenary/plenary/internal/when"
)

// benchHouse opens a house with one open series, on a clock that stands still.
func benchHouse(b testing.TB, engine store.Engine, places *int, change ...func(*store.Options)) *App {
	b.Helper()
	cfg := config.Default()
	cfg.Data, cfg.KeyFile = b.TempDir(), filepath.Join(b.TempDir(), "root.key")
	cfg.Dev, cfg.Now, cfg.BaseURL = true, "2026-03-01T10:00:00Z", "http://localhost"
	if engine == store.Postgres {
		cfg.DatabaseURL = storetest.URL(b, engine)
	}
	ctx := context.Background()
	a, err := Open(ctx, cfg, slog.New(slog.DiscardHandler), change...)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { a.Close() })
	start := when.Clock(19 * 60)
	s := &series.Series{Slug: "bench", State: series.Published, Visibility: series.Public, Zone: "Europe/Berlin", Start: &start,
		Title: map[string]string{"en": "Bench"}, Length: time.Hour, Languages: []string{"en"},
		Contact: series.Contact{Name: "Team", Email: "team@example.org"},
		Window:  series.Window{For: series.ForAnyone, GroupMin: 10, GroupMax: 500, Places: places, Waitlist: places != nil}}
	for n := range 6 {
		s.Sessions = append(s.Sessions, series.Session{N: n + 1, Date: when.Date{Year: 2026, Month: 4, Day: 1 + 7*n%28}, Kind: series.KindSession,
			Status: series.Scheduled, Theme: map[string]string{"en": "Theme"}})
	}
	if err := a.DB.Write(ctx, func(tx *store.Tx) error {
		_, err := a.Series.Import(ctx, tx, auth.AtConsole(), s)
		return err
	}); err != nil {
		b.Fatal(err)
	}
	return a
}

// load sends count requests over so many connections and returns how many a
// second were answered with the wanted status.
func load(b *testing.B, address string, clients, count int, request func(n int) string, status string) float64 {
	b.Helper()
	var next atomic.Int64
	var group sync.WaitGroup
	began := time.Now()
	for range clients {
		group.Go(func() {
			conn, err := net.Dial("tcp", address)
			if err != nil {
				b.Error(err)
				return
			}
			defer conn.Close()
			in := bufio.NewReaderSize(conn, 64<<10)
			for {
				n := int(next.Add(1))
				if n > count {
					return
				}
				if _, err := io.WriteString(conn, request(n)); err != nil {
					b.Error(err)
					return
				}
				answer, err := http.ReadResponse(in, nil)
				if err != nil {
					b.Error(err)
					return
				}
				io.Copy(io.Discard, answer.Body)
				answer.Body.Close()
				if !strings.HasPrefix(answer.Status, status) {
					b.Errorf("request %d was answered %s", n, answer.Status)
					return
				}
			}
		})
	}
	group.Wait()
	return float64(count) / time.Since(began).Seconds()
}

func getRequest(path string) func(int) string {
	text := "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\nAccept-Language: en\r\n\r\n"
	return func(int) string { return text }
}

// registerRequest is the form of one new person.
func registerRequest(n int) string {
	body := url.Values{"name": {fmt.Sprintf("Person %d", n)}, "email": {fmt.Sprintf("p%d@example.org", n)},
		"zone": {"Asia/Kolkata"}, "language": {"en"}, "once": {store.NewID()}}.Encode()
	return fmt.Sprintf("POST /s/bench/register HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
}

// BenchmarkCachedPage compares a public page from the cache with an empty
// handler that sends the same bytes. The limit is the share of its rate that
// the page must reach.
func BenchmarkCachedPage(b *testing.B) {
	a := benchHouse(b, store.SQLite, nil)
	ours := httptest.NewServer(a.Handler)
	defer ours.Close()
	request, err := http.NewRequest("GET", ours.URL+"/s/bench", nil)
	if err != nil {
		b.Fatal(err)
	}
	request.Header.Set("Accept-Encoding", "gzip")
	first, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		b.Fatal(err)
	}
	same, err := io.ReadAll(first.Body)
	if err != nil {
		b.Fatal(err)
	}
	empty := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { w.Write(same) }))
	defer empty.Close()
	var mine, theirs float64
	for b.Loop() {
		const each = 4000
		mine += load(b, ours.Listener.Addr().String(), 16, each, getRequest("/s/bench"), "200")
		theirs += load(b, empty.Listener.Addr().String(), 16, each, getRequest("/s/bench"), "200")
	}
	beside(b, mine/theirs, "of-an-empty-handler", 0.40)
	b.ReportMetric(mine/float64(b.N), "pages/s")
}

// beside reports a share next to the limit it must reach.
func beside(b *testing.B, share float64, unit string, limit float64) {
	b.Helper()
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(share, unit)
	b.ReportMetric(limit, "limit")
	if share < limit {
		b.Errorf("%.2f %s, and the limit is %.2f", share, unit, limit)
	}
}

// registerDirectly runs the statements of registrations by so many callers,
// without HTTP, and returns the rate.
func registerDirectly(b *testing.B, a *App, callers, from, count int) float64 {
	b.Helper()
	ctx := context.Background()
	var next atomic.Int64
	next.Store(int64(from))
	var group sync.WaitGroup
	began := time.Now()
	for range callers {
		group.Go(func() {
			for {
				n := next.Add(1)
				if n > int64(from+count) {
					return
				}
				form := series.Form{Input: people.Input{Name: fmt.Sprintf("Person %d", n), Address: fmt.Sprintf("d%d@example.org", n), Zone: "Asia/Kolkata", Language: "en"}}
				if err := a.DB.Write(ctx, func(tx *store.Tx) error {
					_, err := a.Series.Register(ctx, tx, auth.Viewer{}, "bench", form)
					return err
				}); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	group.Wait()
	return float64(count) / time.Since(began).Seconds()
}

// BenchmarkRegistrations compares registrations over HTTP with the same
// statements in groups of 64 without it.
func BenchmarkRegistrations(b *testing.B) {
	a := benchHouse(b, store.SQLite, nil)
	server := httptest.NewServer(a.Handler)
	defer server.Close()
	var over, direct float64
	const each = 3000
	at := 0
	for b.Loop() {
		from := at
		over += load(b, server.Listener.Addr().String(), 256, each, func(n int) string { return registerRequest(from + n) }, "303")
		direct += registerDirectly(b, a, 64, at, each)
		at += each
	}
	beside(b, over/direct, "of-the-statements-alone", 0.60)
	b.ReportMetric(over/float64(b.N), "registrations/s")
}

// BenchmarkRegistrationsOnASlowDisk compares registrations over HTTP with
// commits one by one, where each commit takes 5 ms longer.
func BenchmarkRegistrationsOnASlowDisk(b *testing.B) {
	faults := &store.Faults{}
	faults.Set(func(f *store.Faults) { f.CommitDelay = 5 * time.Millisecond })
	a := benchHouse(b, store.SQLite, nil, func(o *store.Options) { o.Faults = faults })
	server := httptest.NewServer(a.Handler)
	defer server.Close()
	var over, single float64
	at := 0
	for b.Loop() {
		from := at
		over += load(b, server.Listener.Addr().String(), 256, 3000, func(n int) string { return registerRequest(from + n) }, "303")
		single += registerDirectly(b, a, 1, at, 200)
		at += 3000
	}
	beside(b, over/single, "times-one-by-one", 10)
	b.ReportMetric(over/float64(b.N), "registrations/s")
}

// BenchmarkRegistrationsOnPostgreSQL lets 60 clients register in one series
// with a limit of places: nobody is given up, and no place is given twice.
func BenchmarkRegistrationsOnPostgreSQL(b *testing.B) {
	places := 500
	a := benchHouse(b, store.Postgres, &places)
	server := httptest.NewServer(a.Handler)
	defer server.Close()
	var over float64
	at := 0
	for b.Loop() {
		from := at
		over += load(b, server.Listener.Addr().String(), 60, 1500, func(n int) string { return registerRequest(from + n) }, "303")
		at += 1500
	}
	var registered, all int
	if err := a.DB.Read(context.Background(), func(tx *store.Tx) error {
		return tx.Row(`SELECT COUNT(CASE WHEN state = 'registered' THEN 1 END), COUNT(*) FROM registration`).Scan(&registered, &all)
	}); err != nil {
		b.Fatal(err)
	}
	if registered != min(places, at) || all != at {
		b.Errorf("%d of %d places are taken by %d registrations, of %d that were answered", registered, places, all, at)
	}
	beside(b, over/float64(b.N), "registrations/s", 500)
}
