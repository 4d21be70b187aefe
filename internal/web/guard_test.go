package web

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
)

// guardHouse is a house that takes few forms an hour.
func guardHouse(t *testing.T, engine store.Engine, q Quotas) *house {
	h := newHouseOn(t, engine)
	h.Quotas = q
	return h
}

func eachGuardHouse(t *testing.T, q Quotas, fn func(t *testing.T, h *house)) {
	for _, e := range []store.Engine{store.SQLite, store.Postgres} {
		t.Run(string(e), func(t *testing.T) { fn(t, guardHouse(t, e, q)) })
	}
}

// post sends the form from an address.
func (h *house) post(from string, form url.Values, headers ...string) answer {
	h.t.Helper()
	return h.sendTo(h.Handler, from, form, headers...)
}

func (h *house) sendTo(handler http.Handler, from string, form url.Values, headers ...string) answer {
	h.t.Helper()
	r := httptest.NewRequest("POST", "/send", strings.NewReader(form.Encode()))
	r.Host, r.RemoteAddr = "harbour.example", netip.AddrPortFrom(netip.MustParseAddr(from), 4711).String()
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, r)
	return answer{w.Result(), w.Body.String()}
}

func ada() url.Values { return url.Values{"name": {"Ada"}} }

var (
	seedIn  = regexp.MustCompile(`data-work="([0-9a-f]+)"`)
	fieldIn = regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)"`)
)

// step reads the page with one more step: what its form sends, and the seed.
func step(t *testing.T, a answer) (form url.Values, begin string) {
	t.Helper()
	m := seedIn.FindStringSubmatch(a.Body)
	if a.StatusCode != statusStep || m == nil {
		t.Fatalf("answered %d, not with one more step", a.StatusCode)
	}
	form = url.Values{}
	for _, f := range fieldIn.FindAllStringSubmatch(a.Body, -1) {
		form.Add(f[1], f[2])
	}
	return form, m[1]
}

// taken is how many forms had an effect.
func (h *house) taken() (n int) {
	h.t.Helper()
	if err := h.DB.Read(h.t.Context(), func(tx *store.Tx) error {
		return tx.Row(`SELECT COUNT(*) FROM once WHERE answer IS NOT NULL`).Scan(&n)
	}); err != nil {
		h.t.Fatal(err)
	}
	return n
}

func (h *house) wants(a answer, status int, what string) {
	h.t.Helper()
	if a.StatusCode != status {
		h.t.Errorf("%s: answered %d, want %d", what, a.StatusCode, status)
	}
}

func TestBelowTheQuotaFormsAreTakenAndAboveItWorkIsAsked(t *testing.T) {
	eachGuardHouse(t, Quotas{Forms: 3, Local: 3}, func(t *testing.T, h *house) {
		for n := range 3 {
			h.wants(h.post("192.0.2.7", ada()), 303, fmt.Sprint("form ", n))
		}
		form, begin := step(t, h.post("192.0.2.99", ada())) // the same network
		if h.taken() != 3 || form.Get("name") != "Ada" {
			t.Errorf("%d were taken, and the page carries %v", h.taken(), form)
		}
		h.wants(h.post("198.51.100.1", ada()), 303, "another network")
		form.Set(fieldSolved, Solve(begin))
		h.wants(h.post("192.0.2.8", form), 303, "solved")
		if a := h.post("192.0.2.8", form); a.StatusCode != statusStep {
			t.Errorf("the same work a second time: %d", a.StatusCode)
		}
		h.clock.Add(time.Hour)
		h.wants(h.post("192.0.2.7", ada()), 303, "an hour later")
	})
}

func TestTheWorkOfOneFormOrNetworkIsWorthNothingElsewhere(t *testing.T) {
	h := guardHouse(t, store.SQLite, Quotas{Forms: 1, Local: 1})
	h.post("192.0.2.7", ada())
	h.post("198.51.100.7", ada())
	form, begin := step(t, h.post("192.0.2.7", ada()))
	form.Set(fieldSolved, Solve(begin))
	step(t, h.post("198.51.100.7", form))
	c := challenge{Form: "/other", From: "x"}
	if h.issued(challenge{Form: "/send", From: "x"}, h.issue(c, h.DB.Now()), h.DB.Now()) || h.issued(c, h.issue(challenge{Form: "/other", From: "y"}, h.DB.Now()), h.DB.Now()) {
		t.Error("a ticket of another form or network is good here")
	}
	if h.issued(c, h.issue(c, h.DB.Now()), h.DB.Now().Add(stepFor)) || !h.issued(c, h.issue(c, h.DB.Now()), h.DB.Now().Add(stepFor-time.Second)) {
		t.Error("a ticket holds for half an hour")
	}
	ticket := h.issue(c, h.DB.Now())
	right := Solve(seed(ticket))
	for what, wrong := range map[string]string{"nothing": "", "one less": right[strings.Index(right, ",")+1:], "one more": right + ",1",
		"another's": Solve(seed("x")), "signs": strings.Replace(right, ",", ",+", 1), "long": strings.Replace(right, ",", ",00000000000", 1)} {
		if solves(ticket, wrong) {
			t.Errorf("%s solves it", what)
		}
	}
	if !solves(ticket, right) {
		t.Error("the work does not solve it")
	}
}

func TestWithoutScriptAClickDoesAsLongAsThereAreFew(t *testing.T) {
	eachGuardHouse(t, Quotas{Forms: 5, Local: 5}, func(t *testing.T, h *house) {
		for range 5 {
			h.post("2001:db8:1::1", ada())
		}
		clicked := 0
		for range 5 {
			a := h.post("2001:db8:1:ffff::2", ada())
			form, _ := step(t, a)
			offered := strings.Contains(a.Body, "Send it now")
			took := h.post("2001:db8:1::3", form).StatusCode == 303
			if took {
				clicked++
			}
			if offered != took {
				t.Errorf("a click is offered: %v, and does: %v", offered, took)
			}
		}
		if clicked != clicksOf(5) {
			t.Errorf("%d clicks were enough, want %d", clicked, clicksOf(5))
		}
	})
}

func TestFarAboveTheQuotaNothingIsTakenUntilTheHourIsOver(t *testing.T) {
	eachGuardHouse(t, Quotas{Forms: 2, Local: 2}, func(t *testing.T, h *house) {
		h.clock.Add(20 * time.Minute)
		for range 2 * farAbove {
			h.post("192.0.2.7", ada())
		}
		for range 2 { // asked of the database, and of memory
			a := h.post("192.0.2.7", ada())
			h.wants(a, 429, "far above")
			if a.Header.Get("Retry-After") == "" || !strings.Contains(a.Body, "try again in") {
				t.Errorf("says to come back after %q", a.Header.Get("Retry-After"))
			}
		}
		if h.taken() != 2 {
			t.Errorf("%d were taken", h.taken())
		}
		h.clock.Add(time.Hour)
		h.wants(h.post("192.0.2.7", ada()), 303, "an hour later")
	})
}

func TestAnAddressThatManyFormsNameAsksForWorkFromEverywhere(t *testing.T) {
	h := guardHouse(t, store.SQLite, Quotas{Forms: 100, Local: 100, Named: 2})
	form := ada()
	for n := range 2 {
		form.Set("email", []string{"Ada@Example.org", " ada@example.org "}[n])
		h.wants(h.post(fmt.Sprintf("192.0.%d.7", n), form), 303, "below")
	}
	form.Set("email", "ada@example.ORG")
	step(t, h.post("203.0.113.1", form))
	form.Set("email", "bea@example.org")
	h.wants(h.post("203.0.113.1", form), 303, "another address")
}

func TestAFieldThatOnlyProgramsFillInHasTheFormAnsweredAndForgotten(t *testing.T) {
	h := guardHouse(t, store.SQLite, Quotas{Forms: 100, Local: 100})
	form := ada()
	form.Set(FieldTrap, "https://cheap.example")
	a := h.post("192.0.2.7", form)
	h.wants(a, 303, "trapped")
	if !strings.HasPrefix(a.Header.Get("Location"), "/sent/") || h.taken() != 0 {
		t.Errorf("led to %q, and %d were taken", a.Header.Get("Location"), h.taken())
	}
}

func TestQuotasHoldOverProcessesAndStarts(t *testing.T) {
	for _, e := range []store.Engine{store.SQLite, store.Postgres} {
		t.Run(string(e), func(t *testing.T) {
			h := guardHouse(t, e, Quotas{Forms: 4, Local: 4})
			other := &Server{DB: h.DB, Keys: h.Keys, Log: h.Log, Network: h.Network, WhoIs: h.WhoIs, Routes: h.Routes, Quotas: h.Quotas}
			handler, err := other.Handler()
			if err != nil {
				t.Fatal(err)
			}
			for n := range 4 {
				h.wants(h.sendTo([]http.Handler{h.Handler, handler}[n%2], "192.0.2.7", ada()), 303, "below")
			}
			step(t, h.post("192.0.2.7", ada()))
			step(t, h.sendTo(handler, "192.0.2.7", ada()))
		})
	}
}

func TestFormsThatFailCountAsWell(t *testing.T) {
	h := newHouse(t, Post("/code", Public(), Steps[struct{}]{Do: func(context.Context, *store.Tx, *Request, struct{}) (Answer, error) {
		return nil, errs.New(errs.Invalid, "test.wrong|Wrong.")
	}}))
	h.Quotas = Quotas{Forms: 10, Local: 10}
	asked := 0
	for range 40 {
		r := httptest.NewRequest("POST", "/code", nil)
		r.RemoteAddr = "192.0.2.7:1"
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if seedIn.MatchString(w.Body.String()) {
			asked++
		}
	}
	if asked < 40-10-mostOwed {
		t.Errorf("of 40 wrong codes %d asked for more", asked)
	}
}

func TestMembersAreNotCounted(t *testing.T) {
	h := guardHouse(t, store.SQLite, Quotas{Forms: 1, Local: 1})
	for range 30 {
		h.wants(h.post("192.0.2.7", ada(), "Cookie", "signin=amina"), 303, "signed in")
	}
}

func TestChoicesAreNotCounted(t *testing.T) {
	h := guardHouse(t, store.SQLite, Quotas{Forms: 1, Local: 1})
	for range 30 {
		h.wants(h.ask("POST", "/theme", url.Values{"theme": {"dark"}}), 303, "a choice")
	}
}

func TestNothingIsKeptThatTellsANetworkAndAllIsForgottenInADay(t *testing.T) {
	eachGuardHouse(t, Quotas{Forms: 1, Local: 1, Named: 1}, func(t *testing.T, h *house) {
		form := ada()
		form.Set("email", "ada@example.org")
		for range 3 {
			h.post("192.0.2.7", form)
		}
		rows := func() (n int) {
			if err := h.DB.Read(t.Context(), func(tx *store.Tx) error {
				return tx.Each(func(r *store.Rows) error {
					var bucket []byte
					err := r.Scan(&bucket)
					if n++; bytes.Contains(bucket, []byte("192")) || bytes.Contains(bucket, []byte("ada")) || len(bucket) != 32 {
						t.Errorf("kept %q", bucket)
					}
					return err
				}, `SELECT bucket FROM quota`)
			}); err != nil {
				t.Fatal(err)
			}
			return n
		}
		if rows() < 2 {
			t.Error("nothing was counted")
		}
		h.clock.Add(49 * time.Hour)
		if err := h.DB.Write(t.Context(), ForgetQuotas); err != nil {
			t.Fatal(err)
		}
		var salts int
		if err := h.DB.Read(t.Context(), func(tx *store.Tx) error {
			return tx.Row(`SELECT COUNT(*) FROM quota_day`).Scan(&salts)
		}); err != nil || rows() != 0 || salts != 0 {
			t.Errorf("%d counts and %d salts are left, %v", rows(), salts, err)
		}
	})
}

func TestWhereARequestComesFrom(t *testing.T) {
	const proxy, here = "10.0.0.0/8", "127.0.0.0/8"
	for _, c := range []struct {
		name, proxy, remote, plain, named, want string
	}{
		{"directly", "", "192.0.2.7", "", "", "192.0.2.0/24"},
		{"a liar without a proxy", "", "192.0.2.7", "203.0.113.9", "for=203.0.113.9", "192.0.2.0/24"},
		{"a liar beside the proxy", proxy, "192.0.2.7", "203.0.113.9", "", "192.0.2.0/24"},
		{"through the proxy", proxy, "10.1.1.1", "203.0.113.9", "", "203.0.113.0/24"},
		{"a liar through the proxy", proxy, "10.1.1.1", "198.51.100.1, 203.0.113.9", "", "203.0.113.0/24"},
		{"through two proxies", proxy, "10.1.1.1", "198.51.100.1, 203.0.113.9, 10.2.2.2", "", "203.0.113.0/24"},
		{"in several lines", proxy, "10.1.1.1", "198.51.100.1\n203.0.113.9", "", "203.0.113.0/24"},
		{"with a port", proxy, "10.1.1.1", "203.0.113.9:4711", "", "203.0.113.0/24"},
		{"nonsense at the end", proxy, "10.1.1.1", "203.0.113.9, unknown", "", "10.1.1.0/24"},
		{"nonsense behind it", proxy, "10.1.1.1", "'; DROP, 203.0.113.9", "", "203.0.113.0/24"},
		{"nothing said", proxy, "10.1.1.1", "", "", "10.1.1.0/24"},
		{"all inside", proxy, "10.1.1.1", "10.9.9.9", "", "10.9.9.0/24"},
		{"forwarded", proxy, "10.1.1.1", "", `for="[2001:db8:7:1::9]:4711";proto=https`, "2001:db8:7::/48"},
		{"forwarded twice", proxy, "10.1.1.1", "", `for=198.51.100.1, For=203.0.113.9;by=10.1.1.1`, "203.0.113.0/24"},
		{"hidden", proxy, "10.1.1.1", "", `for=_secret`, "10.1.1.0/24"},
		{"both agree", proxy, "10.1.1.1", "203.0.113.9", "for=203.0.113.9", "203.0.113.0/24"},
		{"one of both is the visitor's", proxy, "10.1.1.1", "203.0.113.9", "for=198.51.100.1", "10.1.1.0/24"},
		{"an old address in a new one", "", "::ffff:192.0.2.7", "", "", "192.0.2.0/24"},
		{"with a zone", "", "fe80::1%eth0", "", "", "fe80::/48"},
		{"through a proxy on the machine", here, "127.0.0.1", "203.0.113.9", "", "203.0.113.0/24"},
		{"a liar through a proxy on the machine", here, "127.0.0.1", "203.0.113.9", "for=198.51.100.1", "::1/128"},
		{"one who says nothing of himself there", here, "127.0.0.1", "", "for=", "::1/128"},
		{"this machine", "", "127.0.0.1", "", "", "::1/128"},
		{"this machine beside its proxy", here, "127.0.0.1", "", "", "::1/128"},
		{"this machine again", "", "::1", "203.0.113.9", "", "::1/128"},
	} {
		s := newHouse(t)
		if c.proxy != "" {
			s.Quotas.Proxy = netip.MustParsePrefix(c.proxy)
		}
		r := httptest.NewRequest("POST", "/send", nil)
		r.RemoteAddr = netip.AddrPortFrom(netip.MustParseAddr(c.remote), 4711).String()
		for line := range strings.SplitSeq(c.plain, "\n") {
			if line != "" {
				r.Header.Add("X-Forwarded-For", line)
			}
		}
		if c.named != "" {
			r.Header.Set("Forwarded", c.named)
		}
		got, local := s.network(r)
		if got.String() != c.want || local != strings.HasPrefix(c.name, "this machine") {
			t.Errorf("%s: counted as %s, here: %v; want %s", c.name, got, local, c.want)
		}
	}
}

func TestAProxyThatNobodyNamedIsSpokenOfOnce(t *testing.T) {
	h := guardHouse(t, store.SQLite, Quotas{Forms: 100, Local: 100})
	for range 3 {
		h.post("127.0.0.1", ada(), "X-Forwarded-For", "203.0.113.9")
	}
	if n := strings.Count(h.log.String(), "--trusted-proxy"); n != 1 {
		t.Errorf("said %d times", n)
	}
	if strings.Contains(h.log.String(), "203.0.113") {
		t.Error("the log names an address")
	}
}

func TestTooManyWritesAtOnceAreAskedToComeBack(t *testing.T) {
	h := guardHouse(t, store.SQLite, Quotas{Waiting: 3})
	inside, goOn, done := make(chan bool), make(chan bool), make(chan int, 3)
	go func() {
		_ = h.DB.Write(t.Context(), func(tx *store.Tx) error {
			tx.Quiet()
			inside <- true
			<-goOn
			return nil
		})
	}()
	<-inside
	for range 3 {
		go func() { done <- h.post("192.0.2.7", ada()).StatusCode }()
	}
	for h.DB.Waiting() < 3 {
		runtime.Gosched()
	}
	a := h.post("192.0.2.7", ada())
	h.wants(a, 503, "the fourth")
	if a.Header.Get("Retry-After") == "" || !strings.Contains(a.Body, "was not taken") {
		t.Errorf("says to come back after %q", a.Header.Get("Retry-After"))
	}
	member := make(chan int)
	go func() { member <- h.post("192.0.2.7", ada(), "Cookie", "signin=amina").StatusCode }()
	for h.DB.Waiting() < 4 {
		runtime.Gosched()
	}
	close(goOn)
	for range 3 {
		if s := <-done; s != 303 {
			t.Errorf("who waited was answered %d", s)
		}
	}
	if s := <-member; s != 303 {
		t.Errorf("a member was answered %d", s)
	}
	if h.taken() != 4 {
		t.Errorf("%d were taken", h.taken())
	}
}

func TestAFileIsCarriedThroughTheStep(t *testing.T) {
	r := &Request{Form: url.Values{fieldFile + "list": {packFile(Upload{"näh/e.csv", []byte("a;b\r\n\x00")})}}}
	if err := r.unpackFiles(); err != nil {
		t.Fatal(err)
	}
	if f := r.Files["list"]; f.Name != "näh/e.csv" || string(f.Data) != "a;b\r\n\x00" || len(r.Form) != 0 {
		t.Errorf("came out as %+v", f)
	}
}

// BenchmarkWork says how long a program takes that is made for it. The limit
// keeps the work from growing: an old phone takes about fifty times as long.
func BenchmarkWork(b *testing.B) {
	n := 0
	for b.Loop() {
		n++
		Solve(seed(fmt.Sprint(n)))
	}
	each := b.Elapsed().Seconds() / float64(b.N)
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(each*1000, "ms-a-solution")
	b.ReportMetric(500, "limit")
	if each > 0.5 {
		b.Errorf("one solution takes %.0f ms", each*1000)
	}
}
