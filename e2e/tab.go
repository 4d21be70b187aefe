package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/cdproto/audits"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"
)

// Look says how a visitor with a browser looks at pages. The zero value is a
// laptop in English, light, with script, in UTC.
type Look struct {
	Width, Height int
	Dark          bool
	Lang          string // "ar": Accept-Language and the browser's own
	Zone          string // IANA
	NoScript      bool
	Print         bool // as paper
	ForcedColors  bool
	LittleMotion  bool
}

// Tab is a visitor with Chromium, with cookies of their own.
type Tab struct {
	t    T
	base string
	ctx  context.Context

	device webauthn.AuthenticatorID // holds its passkeys, where a test gave it one

	mu       sync.Mutex
	talk     []string  // what the console said: errors, refused by the page's policy
	refused  []string  // what a page's policy refused
	requests []Request // since the last Open
}

// Request is one thing that the browser asked for to show a page.
type Request struct {
	URL    string
	Type   string // Document, Stylesheet, Script, Image, …
	Status int64
	Bytes  int64 // over the wire, headers included; 0 from the cache
	id     network.RequestID
}

// Tab returns a new visitor of the server with Chromium.
func (s *Server) Tab(look Look) *Tab { return NewTab(s.t, s.URL, look) }

// NewTab returns a new visitor of the site at base with Chromium. It is closed
// when the test ends.
func NewTab(t T, base string, look Look) *Tab {
	t.Helper()
	b, err := chromium()
	if err != nil {
		t.Fatal(err)
	}
	ctx, err := newWindow(t, b.ctx)
	if err != nil {
		t.Fatalf("open a window: %v", err)
	}
	tab := &Tab{t: t, base: strings.TrimSuffix(base, "/"), ctx: ctx}
	chromedp.ListenTarget(ctx, tab.listen)
	t.Cleanup(tab.nothingRefused)
	tab.Dress(look)
	return tab
}

// Dress has the visitor look at pages in another way from the next one on.
func (b *Tab) Dress(look Look) {
	b.t.Helper()
	b.Do(look.actions()...)
}

// newWindow opens a window that shares nothing with others. It asks for one in
// so many words, since a browser context of its own has none at first, and
// today's Chromium refuses a tab without a window.
func newWindow(t T, all context.Context) (context.Context, error) {
	browser := cdp.WithExecutor(all, chromedp.FromContext(all).Browser)
	id, err := target.CreateBrowserContext().WithDisposeOnDetach(true).Do(browser)
	if err != nil {
		return nil, err
	}
	window, err := target.CreateTarget("about:blank").WithBrowserContextID(id).WithNewWindow(true).Do(browser)
	if err != nil {
		return nil, err
	}
	ctx, cancel := chromedp.NewContext(all, chromedp.WithTargetID(window))
	t.Cleanup(func() {
		cancel()
		if err := target.DisposeBrowserContext(id).Do(browser); err != nil {
			t.Logf("close a window: %v", err)
		}
	})
	// The first run attaches to the window and must not carry a deadline, which
	// would close it.
	return ctx, chromedp.Run(ctx)
}

func (l Look) actions() []chromedp.Action {
	width, height := l.Width, l.Height
	if width == 0 {
		width = 1280
	}
	if height == 0 {
		height = 900
	}
	media := emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: pick(l.Dark, "dark", "light")},
		{Name: "prefers-reduced-motion", Value: pick(l.LittleMotion, "reduce", "no-preference")},
		{Name: "forced-colors", Value: pick(l.ForcedColors, "active", "none")},
	})
	if l.Print {
		media = media.WithMedia("print")
	}
	zone, lang := l.Zone, l.Lang
	if zone == "" {
		zone = "UTC"
	}
	if lang == "" {
		lang = "en"
	}
	return []chromedp.Action{
		network.Enable(), runtime.Enable(), log.Enable(), audits.Enable(),
		emulation.SetDeviceMetricsOverride(int64(width), int64(height), 1, false),
		media,
		emulation.SetTimezoneOverride(zone),
		emulation.SetLocaleOverride().WithLocale(lang),
		network.SetExtraHTTPHeaders(network.Headers{"Accept-Language": lang}),
		emulation.SetScriptExecutionDisabled(l.NoScript),
	}
}

func pick(yes bool, a, b string) string {
	if yes {
		return a
	}
	return b
}

func (b *Tab) listen(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *log.EventEntryAdded:
		if (e.Entry.Level == log.LevelError || e.Entry.Level == log.LevelWarning) && !b.onlyStatus(e.Entry) {
			b.talk = append(b.talk, strings.TrimSpace(e.Entry.Text+" "+e.Entry.URL))
		}
	case *runtime.EventExceptionThrown:
		b.talk = append(b.talk, e.ExceptionDetails.Error())
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.APITypeError || e.Type == runtime.APITypeWarning {
			b.talk = append(b.talk, fmt.Sprint("console.", e.Type, ": ", consoleText(e.Args)))
		}
	case *audits.EventIssueAdded:
		if e.Issue.Code == audits.InspectorIssueCodeContentSecurityPolicyIssue {
			b.refused = append(b.refused, refusal(e.Issue.Details))
		}
	case *network.EventResponseReceived:
		b.requests = append(b.requests, Request{URL: e.Response.URL, Type: e.Type.String(), Status: e.Response.Status, id: e.RequestID})
	case *network.EventLoadingFinished:
		for i := range b.requests {
			if b.requests[i].id == e.RequestID {
				b.requests[i].Bytes = int64(e.EncodedDataLength)
			}
		}
	}
}

// refusal says what a page's policy refused.
func refusal(d *audits.InspectorIssueDetails) string {
	if d == nil || d.ContentSecurityPolicyIssueDetails == nil {
		return "something"
	}
	x := d.ContentSecurityPolicyIssueDetails
	return x.ViolatedDirective + " " + x.BlockedURL
}

// nothingRefused fails a test in which any page held what its own policy
// forbids: a fault of the page, or somebody's text that acts.
func (b *Tab) nothingRefused() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, what := range b.refused {
		b.t.Errorf("a page's policy refused: %s", what)
	}
}

// onlyStatus tells whether the console merely says that the page itself was
// answered with an error, as a form with something wrong is.
func (b *Tab) onlyStatus(e *log.Entry) bool {
	return e.Source == log.SourceNetwork && slices.ContainsFunc(b.requests, func(r Request) bool {
		return r.Type == "Document" && r.URL == e.URL && r.Status >= 400 && r.Status < 500
	})
}

func consoleText(args []*runtime.RemoteObject) string {
	var parts []string
	for _, a := range args {
		parts = append(parts, strings.Trim(string(a.Value), `"`)+a.Description)
	}
	return strings.Join(parts, " ")
}

// Do runs actions of chromedp in the tab; each call may take 30 seconds.
func (b *Tab) Do(actions ...chromedp.Action) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, 30*time.Second)
	defer cancel()
	if err := onceMore(func() error { return chromedp.Run(ctx, actions...) }); err != nil {
		b.t.Fatalf("in the browser: %v", err)
	}
}

// onceMore does again what failed because the browser had just put a new page
// in place of the one that was looked at.
func onceMore(do func() error) (err error) {
	for range 5 {
		if err = do(); err == nil || !strings.Contains(err.Error(), "node with given id") {
			return err
		}
	}
	return err
}

// Open goes to an address, relative to the site or in full, and waits until it
// is shown.
func (b *Tab) Open(address string) *Tab {
	b.t.Helper()
	if strings.HasPrefix(address, "/") {
		address = b.base + address
	}
	b.mu.Lock()
	b.requests = nil
	b.mu.Unlock()
	b.Do(chromedp.Navigate(address))
	return b
}

// URL returns the address that is shown.
func (b *Tab) URL() (at string) {
	b.t.Helper()
	b.Do(chromedp.Location(&at))
	return at
}

// Status returns the status with which the page that is shown was answered.
func (b *Tab) Status() (status int64) {
	for _, r := range b.Requests() {
		if r.Type == "Document" {
			status = r.Status
		}
	}
	return status
}

// Text returns what is seen of the element, or of the page for "body".
func (b *Tab) Text(selector string) (text string) {
	b.t.Helper()
	b.Do(chromedp.Text(selector, &text, chromedp.ByQuery))
	return asRead(text)
}

// Says fails the test unless the page shows each of the texts.
func (b *Tab) Says(texts ...string) *Tab {
	b.t.Helper()
	have := b.Text("body")
	for _, text := range texts {
		if !strings.Contains(have, asRead(text)) {
			b.t.Errorf("%s does not show %q, but: %s", b.URL(), text, have)
		}
	}
	return b
}

// Fill puts a text into the field of the name, in place of what is there, as
// somebody does who types or pastes it.
func (b *Tab) Fill(name, text string) *Tab {
	b.t.Helper()
	var there bool
	b.Eval(fmt.Sprintf(`(f => { if (f) { f.scrollIntoView({block: "center"}); f.focus(); f.value = "" } return Boolean(f) })(document.getElementsByName(%q)[0])`, name), &there)
	if !there {
		b.t.Fatalf("%s has no field %q", b.URL(), name)
	}
	if text != "" {
		b.Do(input.InsertText(text))
	}
	return b
}

// Click clicks the element. Where that leads to another page, use Enter.
func (b *Tab) Click(selector string) *Tab {
	b.t.Helper()
	b.Do(chromedp.Click(selector, chromedp.ByQuery, chromedp.NodeVisible))
	return b
}

// Press clicks the button, or the link, with the text and waits for the page
// to which it leads.
func (b *Tab) Press(text string) *Tab {
	b.t.Helper()
	quoted := xpathText(text)
	path := fmt.Sprintf(`//button[normalize-space()=%[1]s]|//a[normalize-space()=%[1]s]|//summary[normalize-space()=%[1]s]`, quoted)
	return b.Leads(chromedp.Click(path, chromedp.BySearch, chromedp.NodeVisible))
}

// Enter clicks the element and waits for the page to which it leads.
func (b *Tab) Enter(selector string) *Tab {
	b.t.Helper()
	return b.Leads(chromedp.Click(selector, chromedp.ByQuery, chromedp.NodeVisible))
}

// Leads runs actions that lead to another page and waits until it is shown.
func (b *Tab) Leads(actions ...chromedp.Action) *Tab {
	b.t.Helper()
	b.mu.Lock()
	b.requests = nil
	b.mu.Unlock()
	ctx, cancel := context.WithTimeout(b.ctx, 30*time.Second)
	defer cancel()
	err := onceMore(func() error {
		_, err := chromedp.RunResponse(ctx, actions...)
		return err
	})
	if err != nil {
		b.t.Fatalf("in the browser: %v", err)
	}
	return b
}

// xpathText quotes a text for XPath, which has no escapes.
func xpathText(s string) string {
	if !strings.Contains(s, `"`) {
		return `"` + s + `"`
	}
	return `concat("` + strings.ReplaceAll(s, `"`, `",'"',"`) + `")`
}

// Eval runs script in the page and stores its answer, which may be a promise,
// in out; nil where it is of no interest.
func (b *Tab) Eval(script string, out any) {
	b.t.Helper()
	var raw json.RawMessage
	b.Do(chromedp.Evaluate(script, &raw, func(p *runtime.EvaluateParams) *runtime.EvaluateParams {
		return p.WithAwaitPromise(true).WithReturnByValue(true)
	}))
	if out == nil {
		return
	}
	if err := json.Unmarshal(raw, out); err != nil {
		b.t.Fatalf("in the browser: %v in %s", err, raw)
	}
}

// Sideways returns by how many pixels the page is wider than the window.
func (b *Tab) Sideways() (pixels int) {
	b.t.Helper()
	b.Eval(`Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)`, &pixels)
	return pixels
}

// Shot returns a picture (PNG) of the whole page. One that fits into the window
// is taken as it is shown: of a narrow page that is read from the right Chromium
// would draw the whole one beside its place.
func (b *Tab) Shot() (png []byte) {
	b.t.Helper()
	var fits bool
	if b.Eval(`document.documentElement.scrollHeight <= innerHeight`, &fits); fits {
		return b.Window()
	}
	b.Do(chromedp.FullScreenshot(&png, 100))
	return png
}

// Window returns a picture (PNG) of what the window shows.
func (b *Tab) Window() (png []byte) {
	b.t.Helper()
	b.Do(chromedp.CaptureScreenshot(&png))
	return png
}

// Said returns what the console complained of since it was last asked: errors,
// exceptions, and what the page's security policy refused.
func (b *Tab) Said() (talk []string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	talk, b.talk = b.talk, nil
	return talk
}

// Requests returns what the browser asked for since the last page was opened.
func (b *Tab) Requests() []Request {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]Request(nil), b.requests...)
}

// Nodes counts the elements of the page.
func (b *Tab) Nodes() (n int) {
	b.t.Helper()
	b.Eval(`document.querySelectorAll('*').length`, &n)
	return n
}

// Context returns the tab's context for what has no method here.
func (b *Tab) Context() context.Context { return b.ctx }
