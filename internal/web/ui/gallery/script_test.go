package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"codeberg.org/plenary/plenary/e2e"
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

// visit opens the page in a browser in Kolkata. Where there is a reply, it
// answers whatever the page asks for.
func visit(t *testing.T, html string, look *ui.Look, reply func(method, form string) (int, string)) *e2e.Tab {
	t.Helper()
	files := handler()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasPrefix(r.URL.Path, "/assets/"):
			files.ServeHTTP(w, r)
		case reply == nil:
			show(w, html, look)
		default:
			form, _ := io.ReadAll(r.Body)
			status, answer := reply(r.Method, string(form))
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.WriteHeader(status)
			_, _ = io.WriteString(w, answer)
		}
	}))
	t.Cleanup(server.Close)
	tab := e2e.NewTab(t, server.URL, e2e.Look{Zone: "Asia/Calcutta"})
	t.Cleanup(func() {
		for _, said := range tab.Said() {
			if !strings.Contains(said, "with a status of ") { // the browser's own note of an answer that the test asked for
				t.Error(said)
			}
		}
	})
	return tab.Open("/")
}

// text returns what the script finds in the page, as soon as it finds something.
func text(tab *e2e.Tab, script string) (found string) {
	tab.Eval(`new Promise(done => { const look = () => { const found = (() => { try { return `+script+` } catch { return "" } })(); found ? done(String(found)) : setTimeout(look, 20) }; look() })`, &found)
	return found
}

// number counts something in the page.
func number(tab *e2e.Tab, script string) (n int) {
	tab.Eval(script, &n)
	return n
}

// write types into the element.
func write(tab *e2e.Tab, selector, what string) {
	tab.Eval(fmt.Sprintf(`(f => { f.focus(); f.value = %q; f.dispatchEvent(new InputEvent("input", {bubbles: true})) })(document.querySelector(%q))`, what, selector), nil)
}

func raw(html string) templ.Component { return templ.Raw(html) }

func TestTheDevicesZoneIsOfferedWhereNobodyHasChosen(t *testing.T) {
	l := i18n.For("en")
	html, look := page(t, &ui.TimeLine{L: l, Zone: lisbon, Now: now, Change: "/zone", Guess: true, To: "/zone"},
		raw("<h1>x</h1><form>"), ui.CityPicker{L: l, ID: "city", Now: now}, raw("</form>"))
	tab := visit(t, html, look, nil)
	offer := text(tab, `!document.querySelector("form[data-guess]").hidden && document.querySelector("[data-city]").innerText`)
	zone, city := text(tab, `document.querySelector("form[data-guess] [name=zone]").value`), text(tab, `document.getElementById("city").value`)
	if !strings.Contains(offer, "Kolkata") || zone != "Asia/Kolkata" || city != "Asia/Kolkata" {
		t.Errorf("offer %q, zone %q, city %q", offer, zone, city)
	}
	html, look = page(t, &ui.TimeLine{L: l, Zone: reader, Now: now, Change: "/zone", Guess: true, To: "/zone"}, raw("<h1>x</h1>"))
	if text(visit(t, html, look, nil), `String(document.querySelector("form[data-guess]").hidden)`) != "true" {
		t.Error("the zone that is shown anyway is offered")
	}
}

func TestLongListsNarrowDown(t *testing.T) {
	l := i18n.For("en")
	html, look := page(t, nil, raw("<h1>x</h1><form>"), ui.CityPicker{L: l, ID: "city", Zone: "Europe/Lisbon", Open: true, Now: now}, raw("</form>"),
		ui.People{L: l, Label: "People", Filter: true, Rows: []ui.PersonRow{{Name: "María José"}, {Name: "Ravi"}, {Name: "Björk"}}})
	tab := visit(t, html, look, nil)
	text(tab, `document.querySelector("[data-narrow] .narrow input") && document.querySelector("main > .narrow input") && "ready"`)
	write(tab, "[data-narrow] .narrow input", "sao pau")
	city := text(tab, `document.getElementById("city").value`)
	write(tab, "main > .narrow input", "bjork")
	people := number(tab, `document.querySelectorAll(".people li:not([hidden])").length`)
	write(tab, "[data-narrow] .narrow input", "")
	all := text(tab, `document.querySelectorAll("#city option").length > 300 ? "all" : "some"`)
	if city != "America/Sao_Paulo" || people != 1 || all != "all" {
		t.Errorf("city %q, %d people, then %s cities", city, people, all)
	}
}

func TestADaysNameTicksTheDay(t *testing.T) {
	l := i18n.For("en")
	html, look := page(t, nil, raw("<h1>x</h1>"), ui.WeekGrid{L: l, Name: "slot", Label: "When?", From: 8, To: 12})
	const count = `document.querySelectorAll(".week td input:checked").length`
	tab := visit(t, html, look, nil)
	monday := number(tab.Click(".week thead th input"), count)
	eight := number(tab.Click(".week tbody th input"), count)
	head := number(tab.Click(`[value="MON-09"]`), `document.querySelectorAll(".week th input:checked").length`)
	copied := number(tab.Click(`[value="MON-COPY"]`), count)
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
	reply := func(method, form string) (int, string) {
		if method == "POST" {
			sent = form
			return 422, `<!DOCTYPE html><div id="preview">12 sessions</div>`
		}
		return 200, html
	}
	tab := visit(t, html, look, reply)
	tab.Fill("weeks", "6")
	shown := text(tab, `document.getElementById("preview").textContent`)
	if shown != "12 sessions" || sent != "weeks=6&look=1" {
		t.Errorf("shown %q after %q", shown, sent)
	}
}

func TestAFormIsSentInPlaceAndAsAlwaysWhereThatFails(t *testing.T) {
	html, look := page(t, nil, raw(`<h1>x</h1><form method="post" data-swap="here"><button name="mark" value="7" data-busy="Saving…">Here</button></form>`), ui.Part{ID: "here"})
	var posts []string
	reply := func(method, form string) (int, string) {
		if method != "POST" {
			return 200, html
		}
		posts = append(posts, form)
		if len(posts) > 1 {
			return 503, `<!DOCTYPE html><title>Sent</title><p id="sent">as always</p><footer></footer>`
		}
		return 200, `<!DOCTYPE html><div id="here"><p tabindex="-1" data-focus>Saved.</p></div>`
	}
	tab := visit(t, html, look, reply)
	tab.Click("[name=mark]")
	said := text(tab, `document.querySelector("#here p").innerText`)
	focus, label := text(tab, `document.activeElement.textContent`), tab.Text("[name=mark]")
	tab.Enter("[name=mark]").Says("as always")
	if said != "Saved." || focus != "Saved." || label != "Here" || len(posts) != 3 || posts[2] != "mark=7" {
		t.Errorf("said %q, focus on %q, button %q, posts %q", said, focus, label, posts)
	}
}
