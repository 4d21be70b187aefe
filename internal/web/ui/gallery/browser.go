package main

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/fetch"
	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"codeberg.org/plenary/plenary/internal/web/ui"
)

// browser is a Chromium whose every request is answered from here: nothing is
// served and nothing is fetched.
type browser struct {
	ctx context.Context

	answers sync.WaitGroup

	mu    sync.Mutex
	html  string
	reply func(method, form string) (status int64, html string) // answers instead of html, where there is one
	dress *ui.Look
	found []string
}

func open() (*browser, func(), error) {
	dir, err := os.MkdirTemp("", "gallery")
	if err != nil {
		return nil, nil, err
	}
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.DisableGPU, chromedp.UserDataDir(dir),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("hide-scrollbars", true))
	alloc, cancelAlloc := chromedp.NewExecAllocator(context.Background(), opts...)
	ctx, cancel := chromedp.NewContext(alloc)
	b := &browser{ctx: ctx}
	chromedp.ListenTarget(ctx, b.listen)
	err = chromedp.Run(ctx, fetch.Enable(), cdplog.Enable(), runtime.Enable())
	return b, sync.OnceFunc(func() { cancel(); cancelAlloc(); b.answers.Wait(); _ = os.RemoveAll(dir) }), err
}

func (b *browser) listen(event any) {
	switch e := event.(type) {
	case *fetch.EventRequestPaused:
		b.answers.Go(func() { b.answer(e) })
	case *cdplog.EventEntryAdded:
		b.note("console: " + e.Entry.Text)
	case *runtime.EventExceptionThrown:
		b.note("script: " + e.ExceptionDetails.Error())
	}
}

func (b *browser) note(s string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.found = append(b.found, s)
}

func (b *browser) answer(e *fetch.EventRequestPaused) {
	b.mu.Lock()
	html, look, reply := b.html, b.dress, b.reply
	b.mu.Unlock()
	status := int64(200)
	if reply != nil {
		status, html = reply(e.Request.Method, posted(e.Request))
	}
	typ, body := "text/html; charset=utf-8", []byte(html)
	for _, a := range ui.Assets() {
		if strings.HasSuffix(e.Request.URL, a.Path) {
			status, typ, body = 200, a.Type, a.Body
		}
	}
	policy := "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; img-src 'self' data:; connect-src 'self'; " +
		"script-src 'self'; style-src 'self' '" + look.Hash + "'"
	err := fetch.FulfillRequest(e.RequestID, status).WithBody(base64.StdEncoding.EncodeToString(body)).WithResponseHeaders([]*fetch.HeaderEntry{
		{Name: "Content-Type", Value: typ}, {Name: "Content-Security-Policy", Value: policy}}).Do(cdp.WithExecutor(b.ctx, chromedp.FromContext(b.ctx).Target))
	if err != nil && b.ctx.Err() == nil {
		b.note("answering: " + err.Error())
	}
}

// posted is the body of a request.
func posted(r *network.Request) string {
	var b strings.Builder
	for _, e := range r.PostDataEntries {
		part, err := base64.StdEncoding.DecodeString(e.Bytes)
		if err != nil {
			continue
		}
		b.Write(part)
	}
	return b.String()
}

// look shows a page and says what is wrong with it.
func (b *browser) look(v view, axe string) (found []string, shot []byte, err error) {
	html, look, err := v.render(b.ctx)
	if err != nil {
		return nil, nil, err
	}
	b.mu.Lock()
	b.html, b.dress, b.found = html, look, nil
	b.mu.Unlock()
	media := emulation.SetEmulatedMedia().WithMedia("screen")
	if v.media == "print" {
		media = emulation.SetEmulatedMedia().WithMedia("print")
	}
	features := []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: v.theme}}
	if v.media == "forced" {
		features = append(features, &emulation.MediaFeature{Name: "forced-colors", Value: "active"})
	}
	ctx, cancel := context.WithTimeout(b.ctx, time.Minute)
	defer cancel()
	var sideways []string
	err = chromedp.Run(ctx,
		emulation.SetDeviceMetricsOverride(v.width, 900, 1, false),
		media.WithFeatures(features),
		chromedp.Navigate("https://gallery.example/"+v.name()),
		chromedp.WaitReady("footer"),
		chromedp.Sleep(80*time.Millisecond),
		chromedp.Evaluate(overflow, &sideways),
		chromedp.FullScreenshot(&shot, 100),
	)
	if err != nil {
		return nil, nil, err
	}
	if axe != "" && v.media == "" {
		if err := b.audit(ctx, axe); err != nil {
			return nil, nil, err
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, s := range sideways {
		b.found = append(b.found, "wider than the page: "+s)
	}
	return b.found, shot, nil
}

// overflow lists what makes the page scroll sideways.
const overflow = `(() => {
  const w = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= w) return [];
  return [...document.body.querySelectorAll('*')].filter(e => { const r = e.getBoundingClientRect(); return (r.right > w + 1 || r.left < -1) && !e.closest('.scroll,.vh,.skip') }).slice(0, 5).map(e => e.outerHTML.slice(0, 120));
})()`

func (b *browser) audit(ctx context.Context, axe string) error {
	var answer string
	err := chromedp.Run(ctx,
		chromedp.Evaluate(axe+";0", nil),
		chromedp.Evaluate(`axe.run(document, {runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice']}).then(r => JSON.stringify({violations: r.violations}))`,
			&answer, func(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }))
	if err != nil {
		return err
	}
	var r axeResult
	if err := json.Unmarshal([]byte(answer), &r); err != nil {
		return err
	}
	for _, v := range r.Violations {
		for _, n := range v.Nodes {
			b.note(fmt.Sprintf("axe %s: %s\n    %s\n    %s", v.ID, v.Help, n.HTML, strings.ReplaceAll(n.FailureSummary, "\n", " ")))
		}
	}
	return nil
}
