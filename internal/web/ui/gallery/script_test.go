package main

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// page is a page around a body, as a browser would get it.
func page(t *testing.T, zone *ui.TimeLine, body ...templ.Component) (string, *ui.Look) {
	t.Helper()
	look := ui.NewLook("")
	var b strings.Builder
	d := ui.LayoutData{L: i18n.For("en"), Look: look, Title: "Test", Wide: true, Zone: zone}
	if err := ui.Layout(d).Render(templ.WithChildren(context.Background(), templ.Join(body...)), &b); err != nil {
		t.Fatal(err)
	}
	return b.String(), look
}

// visit opens a browser on the page, in a zone, and does things there. What
// the policy refuses or a script throws is an error.
func visit(t *testing.T, html string, look *ui.Look, reply func(method, form string) (int64, string), do ...chromedp.Action) {
	t.Helper()
	b, stop, err := open()
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	b.html, b.dress, b.reply = html, look, reply
	ctx, cancel := context.WithTimeout(b.ctx, 30*time.Second)
	defer cancel()
	steps := append([]chromedp.Action{
		emulation.SetTimezoneOverride("Asia/Calcutta"),
		chromedp.Navigate("https://gallery.example/"), chromedp.WaitReady("footer"),
	}, do...)
	if err := chromedp.Run(ctx, steps...); err != nil {
		t.Fatal(err)
	}
	stop() // no answer is under way any more
	for _, f := range b.found {
		if !strings.Contains(f, "with a status of ") { // the browser's own note of an answer that the test asked for
			t.Error(f)
		}
	}
}

func raw(html string) templ.Component { return templ.Raw(html) }

func TestTheDevicesZoneIsOfferedWhereNobodyHasChosen(t *testing.T) {
	l := i18n.For("en")
	html, look := page(t, &ui.TimeLine{L: l, Zone: lisbon, Now: now, Change: "/zone", Guess: true, To: "/zone"},
		raw("<h1>x</h1><form>"), ui.CityPicker{L: l, ID: "city", Now: now}, raw("</form>"))
	var offer, zone, city string
	visit(t, html, look, nil,
		chromedp.WaitVisible("form[data-guess]"),
		chromedp.Text("[data-city]", &offer), chromedp.Value("form[data-guess] [name=zone]", &zone), chromedp.Value("#city", &city))
	if !strings.Contains(offer, "Kolkata") || zone != "Asia/Kolkata" || city != "Asia/Kolkata" {
		t.Errorf("offer %q, zone %q, city %q", offer, zone, city)
	}
	html, look = page(t, &ui.TimeLine{L: l, Zone: reader, Now: now, Change: "/zone", Guess: true, To: "/zone"}, raw("<h1>x</h1>"))
	var hidden bool
	visit(t, html, look, nil, chromedp.Evaluate("document.querySelector('form[data-guess]').hidden", &hidden))
	if !hidden {
		t.Error("the zone that is shown anyway is offered")
	}
}

func TestLongListsNarrowDown(t *testing.T) {
	l := i18n.For("en")
	html, look := page(t, nil, raw("<h1>x</h1><form>"), ui.CityPicker{L: l, ID: "city", Zone: "Europe/Lisbon", Open: true, Now: now}, raw("</form>"),
		ui.People{L: l, Label: "People", Filter: true, Rows: []ui.PersonRow{{Name: "María José"}, {Name: "Ravi"}, {Name: "Björk"}}})
	var city, all string
	var people int
	visit(t, html, look, nil,
		chromedp.SendKeys("[data-narrow] .narrow input", "sao pau"), chromedp.Value("#city", &city),
		chromedp.SendKeys("main > .narrow input", "bjork"), chromedp.Evaluate("document.querySelectorAll('.people li:not([hidden])').length", &people),
		chromedp.Evaluate(`(() => { const i = document.querySelector('[data-narrow] .narrow input'); i.value = ''; i.dispatchEvent(new Event('input')); return document.querySelectorAll('#city option').length > 300 ? 'all' : 'some' })()`, &all))
	if city != "America/Sao_Paulo" || people != 1 || all != "all" {
		t.Errorf("city %q, %d people, then %s cities", city, people, all)
	}
}

func TestADaysNameTicksTheDay(t *testing.T) {
	l := i18n.For("en")
	html, look := page(t, nil, raw("<h1>x</h1>"), ui.WeekGrid{L: l, Name: "slot", Label: "When?", From: 8, To: 12})
	var monday, eight, head, copied int
	const count = "document.querySelectorAll('.week td input:checked').length"
	visit(t, html, look, nil,
		chromedp.Click(".week thead th input"), chromedp.Evaluate(count, &monday),
		chromedp.Click(".week tbody th input"), chromedp.Evaluate(count, &eight),
		chromedp.Click(`[value="MON-09"]`), chromedp.Evaluate("document.querySelectorAll('.week th input:checked').length", &head),
		chromedp.Click(`[value="MON-COPY"]`), chromedp.Evaluate(count, &copied))
	if monday != 4 || eight != 4+6 {
		t.Errorf("%d after Monday, %d after eight o'clock; want 4, 10", monday, eight)
	}
	if head != 1 {
		t.Errorf("%d heads are ticked after nine on Monday was unticked, want that of eight", head)
	}
	if copied != 9+4*2 {
		t.Errorf("%d hours after Monday was copied, want 17", copied)
	}
}

func TestAPreviewFollowsWhatIsTyped(t *testing.T) {
	html, look := page(t, nil, raw(`<h1>x</h1><form method="post" data-live="preview">`), ui.Field{Name: "weeks", Label: "Weeks"},
		raw(`<button name="look" value="1" data-preview>Preview</button></form>`), ui.Part{ID: "preview"})
	sent := ""
	reply := func(method, form string) (int64, string) {
		if method == "POST" {
			sent = form
			return 422, `<!DOCTYPE html><div id="preview">12 sessions</div>`
		}
		return 200, html
	}
	var shown string
	visit(t, html, look, reply, chromedp.SendKeys("#weeks", "6"), chromedp.Poll("document.getElementById('preview').textContent !== ''", nil), chromedp.Text("#preview", &shown))
	if shown != "12 sessions" || sent != "weeks=6&look=1" {
		t.Errorf("shown %q after %q", shown, sent)
	}
}

func TestAFormIsSentInPlaceAndAsAlwaysWhereThatFails(t *testing.T) {
	html, look := page(t, nil, raw(`<h1>x</h1><form method="post" data-swap="here"><button name="mark" value="7" data-busy="Saving…">Here</button></form>`), ui.Part{ID: "here"})
	var posts []string
	reply := func(method, form string) (int64, string) {
		if method != "POST" {
			return 200, html
		}
		posts = append(posts, form)
		if len(posts) > 1 {
			return 503, `<!DOCTYPE html><title>Sent</title><p id="sent">as always</p><footer></footer>`
		}
		return 200, `<!DOCTYPE html><div id="here"><p tabindex="-1" data-focus>Saved.</p></div>`
	}
	var said, focus, label string
	visit(t, html, look, reply,
		chromedp.Click("[name=mark]"), chromedp.WaitVisible("#here p"), chromedp.Text("#here", &said),
		chromedp.Evaluate("document.activeElement.textContent", &focus), chromedp.Text("[name=mark]", &label),
		chromedp.Click("[name=mark]"), chromedp.WaitVisible("#sent"))
	if said != "Saved." || focus != "Saved." || label != "Here" || len(posts) != 3 || posts[2] != "mark=7" {
		t.Errorf("said %q, focus on %q, button %q, posts %q", said, focus, label, posts)
	}
}
