package app

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
)

// signedInPages are pages that open what is sealed: the member's own, and the
// list of a hundred people whom an organiser sees.
func signedInPages() []string { return []string{"/me", "/o/s/bench/people"} }

// BenchmarkPageOfAMember measures these pages. It is asked of a program with
// sealing and of one without by BenchmarkSealingOfAPage.
func BenchmarkPageOfAMember(b *testing.B) {
	a := benchHouse(b, store.SQLite, nil)
	var token string
	if err := a.DB.Write(b.Context(), func(tx *store.Tx) error {
		for n := range 100 {
			form := series.Form{Input: people.Input{Name: fmt.Sprintf("Person %d", n), Address: fmt.Sprintf("p%d@example.org", n), Zone: "Asia/Kolkata", Language: "en"}}
			if _, err := a.Series.Register(tx.Context(), tx, auth.Viewer{}, "bench", form); err != nil {
				return err
			}
		}
		id, err := a.People.Find(tx, "p1@example.org")
		if err != nil {
			return err
		}
		if err := a.Auth.Give(tx.Context(), tx, auth.AtConsole(), id, auth.TheNetwork(), auth.Verbs()...); err != nil {
			return err
		}
		token, err = a.Auth.Invite(tx, auth.AtConsole(), id, "/me", auth.Fresh, time.Hour)
		return err
	}); err != nil {
		b.Fatal(err)
	}
	ask := func(method, path string, c *http.Cookie) *httptest.ResponseRecorder {
		r, w := httptest.NewRequest(method, "http://localhost"+path, nil), httptest.NewRecorder()
		if c != nil {
			r.AddCookie(c)
		}
		a.Handler.ServeHTTP(w, r)
		return w
	}
	in := ask("POST", "/signin/"+token, nil).Result().Cookies()
	if len(in) == 0 {
		b.Fatal("nobody is signed in")
	}
	var took []time.Duration
	for b.Loop() {
		began := time.Now()
		for _, path := range signedInPages() {
			if w := ask("GET", path, in[0]); w.Code != http.StatusOK {
				b.Fatalf("%s answered %d", path, w.Code)
			}
		}
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds()), "median-us")
}

var medianOf = regexp.MustCompile(`([0-9.]+) median-us`)

// BenchmarkSealingOfAPage compares these pages with those of the same program
// without sealing, each built for it, turn by turn. The limit is how many times
// as long they may take.
func BenchmarkSealingOfAPage(b *testing.B) {
	const limit = 1.5
	measure := func(tags string) float64 {
		out, err := exec.CommandContext(b.Context(), "go", "test", "-vet=off", "-tags="+tags, "-run=^$", "-bench=^BenchmarkPageOfAMember$", "-benchtime=300x", ".").CombinedOutput()
		m := medianOf.FindSubmatch(out)
		if err != nil || m == nil {
			b.Fatalf("%v\n%s", err, out)
		}
		us, err := strconv.ParseFloat(string(m[1]), 64)
		if err != nil {
			b.Fatal(err)
		}
		return us
	}
	var sealed, plain []float64
	for b.Loop() {
		for range 3 {
			sealed, plain = append(sealed, measure("")), append(plain, measure("unsealed"))
		}
	}
	times := slices.Min(sealed) / slices.Min(plain)
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(times, "times-without-sealing")
	b.ReportMetric(limit, "limit")
	if times > limit {
		b.Errorf("a page with sealing takes %.2f times as long as without, and the limit is %.1f", times, limit)
	}
}
