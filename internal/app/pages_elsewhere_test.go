package app_test

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"maps"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/e2e"
	"codeberg.org/plenary/plenary/internal/app/apptest"
	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/config"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest"
)

// provider is an OpenID Connect provider: discovery, keys, RS256, PKCE. Whoever
// comes is signed in as what it is told.
type provider struct {
	*httptest.Server
	t   *testing.T
	key *rsa.PrivateKey
	now func() time.Time

	mu      sync.Mutex
	subject string
	claims  map[string]any        // in place of what it would say
	asked   map[string]url.Values // by code: what it was asked with
	redeems int
}

func newProvider(t *testing.T) *provider {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	p := &provider{t: t, key: key, now: apptest.Start, asked: map[string]url.Values{}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", func(w http.ResponseWriter, r *http.Request) {
		p.say(w, map[string]any{"issuer": p.URL, "authorization_endpoint": p.URL + "/authorize", "token_endpoint": p.URL + "/token",
			"jwks_uri": p.URL + "/keys", "id_token_signing_alg_values_supported": []string{"RS256"}, "response_types_supported": []string{"code"}, "subject_types_supported": []string{"public"}})
	})
	mux.HandleFunc("GET /keys", func(w http.ResponseWriter, r *http.Request) {
		p.say(w, map[string]any{"keys": []any{map[string]any{"kty": "RSA", "alg": "RS256", "use": "sig", "kid": "1",
			"n": b64(key.N.Bytes()), "e": b64(big.NewInt(int64(key.E)).Bytes())}}})
	})
	mux.HandleFunc("GET /authorize", p.authorize)
	mux.HandleFunc("POST /token", p.token)
	p.Server = httptest.NewServer(mux)
	t.Cleanup(p.Close)
	return p
}

func b64(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func (p *provider) say(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(w).Encode(v); err != nil {
		p.t.Error(err)
	}
}

// authorize sends whoever comes straight back with a code.
func (p *provider) authorize(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	if q.Get("client_id") != "plenary" || q.Get("response_type") != "code" || q.Get("code_challenge_method") != "S256" || q.Get("nonce") == "" || q.Get("state") == "" {
		p.t.Errorf("asked with %v", q)
	}
	code := rand.Text()
	p.mu.Lock()
	p.asked[code] = q
	p.mu.Unlock()
	http.Redirect(w, r, q.Get("redirect_uri")+"?"+url.Values{"code": {code}, "state": {q.Get("state")}, "iss": {p.URL}}.Encode(), http.StatusFound)
}

// token redeems a code once, for who holds its verifier and the secret.
func (p *provider) token(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	q, ok := p.asked[r.FormValue("code")]
	delete(p.asked, r.FormValue("code"))
	sum := sha256.Sum256([]byte(r.FormValue("code_verifier")))
	client, secret, _ := r.BasicAuth()
	if !ok || b64(sum[:]) != q.Get("code_challenge") || client != "plenary" || secret != "s3cret" || r.FormValue("redirect_uri") != q.Get("redirect_uri") {
		w.WriteHeader(http.StatusBadRequest)
		p.say(w, map[string]string{"error": "invalid_grant"})
		return
	}
	p.redeems++
	claims := map[string]any{"iss": p.URL, "aud": "plenary", "sub": p.subject, "nonce": q.Get("nonce"), "email": "amina@example.org", "email_verified": true,
		"iat": p.now().Unix(), "exp": p.now().Add(time.Minute).Unix(), "amr": []string{"pwd", "mfa"}}
	maps.Copy(claims, p.claims)
	p.say(w, map[string]any{"access_token": "x", "token_type": "Bearer", "id_token": p.sign(claims)})
}

func (p *provider) sign(claims map[string]any) string {
	body, err := json.Marshal(claims)
	if err != nil {
		p.t.Error(err)
	}
	text := b64([]byte(`{"alg":"RS256","kid":"1"}`)) + "." + b64(body)
	sum := sha256.Sum256([]byte(text))
	sig, err := rsa.SignPKCS1v15(rand.Reader, p.key, crypto.SHA256, sum[:])
	if err != nil {
		p.t.Error(err)
	}
	return text + "." + b64(sig)
}

// away is what a browser does that is led to the provider: it goes there, and
// comes back to the page with the button.
func away(t *testing.T, c *e2e.Client, left *e2e.Page) *e2e.Page {
	t.Helper()
	stay := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := stay.Get(left.Leads)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	to, err := resp.Location()
	if err != nil {
		t.Fatal(err)
	}
	return c.Open(to.RequestURI())
}

// linkedHouse is a strict house that knows the provider, with Amina who has
// linked it.
func linkedHouse(t *testing.T, engine store.Engine) (*apptest.House, *provider) {
	p := newProvider(t)
	h := apptest.OpenWith(t, func(c *config.Config) {
		if engine == store.Postgres {
			c.DatabaseURL = storetest.URL(t, engine)
		}
		c.OIDCIssuer, c.OIDCClient, c.OIDCSecret, c.OIDCName, c.OIDCRequire = p.URL, "plenary", "s3cret", "House of Unions", "mfa"
	})
	h.SetUp()
	h.Auth.Trial = false
	p.now = h.Clock.Now
	p.subject = "amina-there"
	known(h, t, "Amina", "amina@example.org", auth.EditSeries, auth.EditNetwork)
	c, _ := byMail(h, t, "amina@example.org", "/me/security")
	page := away(t, c, c.Open("/me/security").Form("link").Submit())
	if page = page.Form("state").Submit().OK(); page.URL.Path != "/me/security" {
		t.Fatalf("linking led to %s", page.URL.Path)
	}
	page.Says("Linked since")
	return h, p
}

// through goes to the other house and comes back.
func through(t *testing.T, c *e2e.Client, to string) *e2e.Page {
	t.Helper()
	return away(t, c, c.Open("/signin?to="+url.QueryEscape(to)).Form("/signin/elsewhere").Submit()).Form("state").Submit()
}

func TestASignInElsewhereOpensRolesAndNothingFresh(t *testing.T) {
	for _, engine := range []store.Engine{store.SQLite, store.Postgres} {
		t.Run(string(engine), func(t *testing.T) { signInElsewhere(t, engine) })
	}
}

func signInElsewhere(t *testing.T, engine store.Engine) {
	h, p := linkedHouse(t, engine)
	c := h.Visitor()
	if page := through(t, c, "/o/network").OK(); page.URL.Path != "/o/network" {
		t.Fatalf("came to %s", page.URL.Path)
	}
	page := c.Open("/me/security/address").Form("email").Set("email", "new@example.org").Submit().OK()
	if page.URL.Path != "/signin/again" {
		t.Fatalf("a change of address led to %s", page.URL.Path)
	}
	page.Says("not enough", "Set up a passkey")
	mailed, page := byMail(h, t, "amina@example.org", "/o")
	if page.URL.Path != "/signin/again" {
		t.Fatalf("a mailed link opens a role: %s", page.URL.Path)
	}
	if got := mailed.Get("/me/security/app").URL.Path; got != "/signin/again" {
		t.Errorf("a mailed link sets up an app beside the sign-in elsewhere: %s", got)
	}
	if page = away(t, mailed, page.Form("/signin/elsewhere").Submit()).Form("state").Submit().OK(); page.URL.Path != "/o" {
		t.Errorf("the sign-in elsewhere led to %s", page.URL.Path)
	}
	if p.redeems != 3 {
		t.Errorf("%d codes were redeemed", p.redeems)
	}
}

func TestNobodyComesInFromElsewhereWithoutTheLink(t *testing.T) {
	h, p := linkedHouse(t, store.SQLite)
	for name, change := range map[string]func(){
		"somebody else with the same address": func() { p.subject = "mallory-there" },
		"another nonce":                       func() { p.claims = map[string]any{"nonce": "another"} },
		"another audience":                    func() { p.claims = map[string]any{"aud": "another"} },
		"another issuer":                      func() { p.claims = map[string]any{"iss": "https://another.example"} },
		"over":                                func() { p.claims = map[string]any{"exp": h.Clock.Now().Add(-time.Hour).Unix()} },
		"one factor alone":                    func() { p.claims = map[string]any{"amr": []string{"pwd"}} },
		"nobody":                              func() { p.claims = map[string]any{"sub": ""} },
	} {
		t.Run(name, func(t *testing.T) {
			p.subject, p.claims = "amina-there", nil
			change()
			c := h.Visitor()
			through(t, c, "/me").Answers(422).Says("The other sign-in did not work")
			if got := c.Get("/me").URL.Path; got != "/signin" {
				t.Errorf("came to %s", got)
			}
		})
	}
}

func TestTheWayBackFromElsewhereIsForTheBrowserThatLeftAndOnce(t *testing.T) {
	h, p := linkedHouse(t, store.SQLite)
	c := h.Visitor()
	back := away(t, c, c.Open("/signin").Form("/signin/elsewhere").Submit())
	stranger := h.Visitor()
	stranger.Open(back.URL.RequestURI()).Form("state").Submit().Answers(422).Says("no longer valid")
	p.mu.Lock()
	redeemed := p.redeems
	p.mu.Unlock()
	if redeemed != 1 { // when it was linked
		t.Errorf("a stranger's code was redeemed")
	}
	c.Get(back.URL.RequestURI()).OK() // looking changes nothing
	back.Form("state").Submit().OK()
	back.Form("state").Submit().Answers(422).Says("no longer valid")
	c.Open("/signin/elsewhere/back?error=access_denied&state=x").OK().Says("The other sign-in did not work")
	if strings.Contains(back.Attr("title", "lang")+strings.Join(back.Texts("title"), ""), back.URL.Query().Get("code")) {
		t.Error("the code stands in the title")
	}
}
