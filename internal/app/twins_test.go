package app

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/when"
)

// twin is a form that may not tell who is known. Known names somebody who is
// registered, unknown somebody nobody has heard of.
type twin struct {
	name           string
	path           string
	known, unknown func(n int) url.Values

	// open says where the form is sent to, and by whose browser, where that is not
	// known before there is a house; it forgets what earlier forms have used up.
	open func(tb testing.TB, a *App, handler http.Handler) (path string, cookie func(n int) string)
}

// twins are all forms that anybody may send and that look an address up.
func twins() []twin {
	known := func(n int) string { return fmt.Sprintf("known%d@example.org", n%twinPeople) }
	unknown := func(n int) string { return fmt.Sprintf("nobody%d@example.org", n) }
	form := func(address func(int) string, more ...string) func(int) url.Values {
		return func(n int) url.Values {
			v := url.Values{"name": {fmt.Sprintf("Person %04d", n%10000)}, "email": {address(n)}, "zone": {"Asia/Kolkata"}, "language": {"en"}, "once": {store.NewID()}}
			for i := 0; i+1 < len(more); i += 2 {
				v.Set(more[i], more[i+1])
			}
			return v
		}
	}
	pair := func(name, path string, more ...string) twin {
		return twin{name, path, form(known, more...), form(unknown, more...), nil}
	}
	return []twin{
		pair("register", "/s/bench/register"),
		pair("sign-in", "/signin"),
		pair("circle", "/s/twins/circle", "languages", "en", "hours", "Thu 10-23"),
		{"invitation", "", form(known), form(unknown), openInvitation},
		{"address", "", form(known), form(unknown), openAddresses},
		pair("group", "/s/bench/group", "organisation", "Local 7", "people", "Ada\nBea\nCleo\nDora\nEve\nFay\nGil\nHal\nIda\nJo", "confirm", "all", "takes-part", ""),
	}
}

// openInvitation makes a large group, and answers with its invitation link.
func openInvitation(tb testing.TB, a *App, _ http.Handler) (path string, cookie func(int) string) {
	tb.Helper()
	in := people.Input{Name: "Contact", Address: "contact@example.org", Zone: "UTC", Language: "en"}
	var names strings.Builder
	for n := range 10 {
		fmt.Fprintf(&names, "Member %c\n", 'A'+n)
	}
	list, err := series.ReadPeople([]byte(names.String()))
	if err != nil {
		tb.Fatal(err)
	}
	for range 2 { // the second time there is one
		err := a.DB.Write(tb.Context(), func(tx *store.Tx) error {
			person, _, err := a.People.Meet(tb.Context(), tx, auth.Itself(), in)
			if err != nil {
				return err
			}
			groups, err := a.Series.GroupsOf(tb.Context(), tx, auth.Viewer{Kind: auth.Person, Person: person.ID, Tier: auth.Mail}, person.ID)
			if err != nil {
				return err
			}
			if len(groups) > 0 {
				path = "/in/" + a.Series.InviteKey(groups[0])
				return nil
			}
			_, err = a.Series.RegisterGroup(tb.Context(), tx, auth.Viewer{}, "twins", series.GroupForm{Input: in, People: list.People}.Clean())
			return err
		})
		if err == nil && path == "" {
			_, err = a.Jobs.RunDue(tb.Context()) // writes the members down
		}
		if err != nil {
			tb.Fatal(err)
		}
	}
	return path, func(int) string { return "" }
}

// twinAskers is how many people ask for a change of their address: enough that
// none asks more often than one may in a day.
const twinAskers = 1000

// openAddresses signs people in who ask for a change of address, and forgets
// what they asked before.
func openAddresses(tb testing.TB, a *App, handler http.Handler) (string, func(int) string) {
	tb.Helper()
	cookies := make([]string, twinAskers)
	for n := range cookies {
		var token string
		if err := a.DB.Write(tb.Context(), func(tx *store.Tx) error {
			if n == 0 {
				if _, err := tx.Exec(`DELETE FROM address_change`); err != nil {
					return err
				}
			}
			in := people.Input{Name: "Asker", Address: fmt.Sprintf("asker%d@example.org", n), Zone: "UTC", Language: "en"}
			p, _, err := a.People.Meet(tb.Context(), tx, auth.AtConsole(), in)
			if err == nil {
				token, err = a.Auth.Invite(tx, auth.AtConsole(), p.ID, "/me", auth.Fresh, time.Hour)
			}
			return err
		}); err != nil {
			tb.Fatal(err)
		}
		r := httptest.NewRequest("POST", "/signin/"+token, nil)
		r.Host, r.RemoteAddr = "localhost", "127.0.0.1:4711"
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		for _, c := range w.Result().Cookies() {
			cookies[n] += c.Name + "=" + c.Value + "; "
		}
	}
	return "/me/security/address", func(n int) string { return cookies[n%twinAskers] }
}

// twinPeople is how many are known.
const twinPeople = 200

// meetTwins registers the people who are known, with the groups of some.
func meetTwins(tb testing.TB, a *App, handler http.Handler, twins []twin) {
	tb.Helper()
	hour := when.Clock(19 * 60)
	day := when.Date{Year: 2026, Month: 5, Day: 6}
	circles := &series.Series{Slug: "twins", State: series.Published, Visibility: series.Public, Zone: "Europe/Berlin", Start: &hour,
		Title: map[string]string{"en": "Twins"}, Length: time.Hour, Languages: []string{"en"}, Contact: series.Contact{Name: "Team", Email: "team@example.org"},
		Window:   series.Window{For: series.ForAnyone, GroupMin: 10, GroupMax: 10_000},
		Sessions: []series.Session{{N: 1, Date: day, Kind: series.KindSession, Status: series.Scheduled}},
		Circles: &series.Circles{Size: series.CircleSize{Min: 3, Target: 4, Max: 5}, Days: series.DaysFixed, Length: time.Hour, Facilitators: 1,
			Meetings: []series.Session{{Date: day.AddDays(1)}}}}
	if err := a.DB.Write(tb.Context(), func(tx *store.Tx) error {
		_, err := a.Series.Import(tb.Context(), tx, auth.AtConsole(), circles)
		return err
	}); err != nil {
		tb.Fatal(err)
	}
	for _, w := range twins {
		if w.name == "sign-in" || w.name == "address" {
			continue
		}
		race(tb, a, handler, twin{w.name, w.path, w.known, w.known, w.open}, 0, twinPeople)
	}
	if err := a.DB.Write(tb.Context(), func(tx *store.Tx) error {
		for n := range twinPeople {
			in := people.Input{Name: "Known", Address: fmt.Sprintf("known%d@example.org", n), Zone: "UTC", Language: "en"}
			if _, _, err := a.People.Meet(tb.Context(), tx, auth.Itself(), in); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		tb.Fatal(err)
	}
}

// ask sends a form and returns its answer without what is random in it.
func ask(handler http.Handler, path, cookie string, form url.Values) (status int, all string) {
	r := httptest.NewRequest("POST", path, strings.NewReader(form.Encode()))
	if cookie != "" {
		r.Header.Set("Cookie", cookie)
	}
	r.Host, r.RemoteAddr = "localhost", "127.0.0.1:4711"
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, r)
	var b bytes.Buffer
	_ = w.Result().Header.Write(&b)
	_, _ = io.Copy(&b, w.Body)
	return w.Code, b.String()
}

// race sends both forms of a twin in turn, each first every other time, by
// several visitors at once, and returns how long each takes in the middle.
func race(tb testing.TB, a *App, handler http.Handler, w twin, from, pairs int) (known, unknown time.Duration) {
	tb.Helper()
	path, cookie := w.path, func(int) string { return "" }
	if w.open != nil {
		path, cookie = w.open(tb, a, handler)
	}
	const visitors = 8
	var times [2][]time.Duration
	var lock sync.Mutex
	var next atomic.Int64
	var group sync.WaitGroup
	for range visitors {
		group.Go(func() {
			for n := from + int(next.Add(1)) - 1; n < from+pairs; n = from + int(next.Add(1)) - 1 {
				for i := range 2 {
					which := (n + i) % 2
					form := []func(int) url.Values{w.known, w.unknown}[which](n)
					began := time.Now()
					status, _ := ask(handler, path, cookie(n), form)
					took := time.Since(began)
					lock.Lock()
					times[which] = append(times[which], took)
					lock.Unlock()
					if status != http.StatusSeeOther {
						tb.Errorf("%s: answered %d", w.name, status)
						return
					}
				}
			}
		})
	}
	group.Wait()
	if tb.Failed() {
		return 1, 1
	}
	for i := range times {
		slices.Sort(times[i])
	}
	return times[0][pairs/2], times[1][pairs/2]
}

// BenchmarkTwins sends 2,000 pairs of forms that differ in whether their
// address is known. The limit is how much longer one may take than the other.
func BenchmarkTwins(b *testing.B) {
	for _, engine := range []store.Engine{store.SQLite, store.Postgres} {
		for _, w := range twins() {
			b.Run(string(engine)+"/"+w.name, func(b *testing.B) {
				a := benchHouse(b, engine, nil)
				meetTwins(b, a, a.Handler, []twin{w})
				race(b, a, a.Handler, w, 1_000_000, 200)
				var apart float64
				at := 0
				for b.Loop() {
					known, unknown := race(b, a, a.Handler, w, at, 2000)
					at += 2000
					b.Logf("known %v, unknown %v", known, unknown)
					apart += max(float64(known)/float64(unknown), float64(unknown)/float64(known)) - 1
				}
				apart /= float64(b.N)
				b.ReportMetric(0, "ns/op")
				b.ReportMetric(apart*100, "%-apart")
				b.ReportMetric(5, "limit")
				if apart > 0.05 {
					b.Errorf("known and unknown are %.1f %% apart", apart*100)
				}
			})
		}
	}
}

// TestTwinsTakeAboutAsLong is the short form of BenchmarkTwins, with room for a
// machine that does other things as well: without the time that every form
// takes, the two of a group are more than 100 % apart.
func TestTwinsTakeAboutAsLong(t *testing.T) {
	for _, w := range twins() {
		t.Run(w.name, func(t *testing.T) {
			a := benchHouse(t, store.SQLite, nil)
			meetTwins(t, a, a.Handler, []twin{w})
			known, unknown := race(t, a, a.Handler, w, 0, 80)
			t.Logf("known %v, unknown %v", known, unknown)
			if apart := max(float64(known)/float64(unknown), float64(unknown)/float64(known)) - 1; apart > 0.4 {
				t.Errorf("known and unknown are %.0f %% apart", apart*100)
			}
		})
	}
}
