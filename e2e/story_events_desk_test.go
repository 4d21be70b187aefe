package e2e

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// choose puts a value into a field that is not typed into: a date, an hour, a
// list.
func (b *Tab) choose(name, value string) *Tab {
	b.t.Helper()
	var there bool
	b.Eval(fmt.Sprintf(`(f => { if (f) { f.value = %q; for (const e of ['input', 'change']) f.dispatchEvent(new Event(e, {bubbles: true})) } return Boolean(f) && f.value === %[1]q })(document.getElementsByName(%[2]q)[0])`, value, name), &there)
	if !there {
		b.t.Fatalf("%s: %q takes no %q", b.URL(), name, value)
	}
	return b
}

// shows waits until a part of the page shows a text, as the script renews it.
func (b *Tab) shows(selector, text string) *Tab {
	b.t.Helper()
	var have string
	b.Eval(fmt.Sprintf(`new Promise(done => {
		const until = Date.now() + 20000
		const look = () => {
			const have = document.querySelector(%q)?.innerText ?? ''
			have.includes(%q) || Date.now() > until ? done(have) : setTimeout(look, 50)
		}
		look()
	})`, selector, text), &have)
	if !strings.Contains(have, text) {
		b.t.Errorf("%s: %s does not come to show %q, but %q", b.URL(), selector, text, have)
	}
	return b
}

// lets lets somebody in by the link in their mail, in a browser.
func (s *Server) lets(b *Tab, address string) {
	s.t.Helper()
	before := len(s.ofKind(address, "auth.sign-in"))
	b.Open("/signin?to=/o").Fill("email", address).Enter("main form button.go")
	b.Open(s.awaitKinds(address, "auth.sign-in", before+1).Link(s.t, "/signin/")).Enter("main form button.go")
}

// TestAnOrganiserHoldsAMonthlyEvent is the life of an event from the desk: made
// in the editor, registered for on a phone, moved, told by mail, signed in for on
// paper and on the screen.
func TestAnOrganiserHoldsAMonthlyEvent(t *testing.T) {
	s := Start(t, Options{Now: at("2027-01-04T09:00Z")})
	s.founder(reader{"en", "Europe/Berlin"}, "Harbour")
	desk := s.Tab(Look{Lang: "en", Zone: "Europe/Berlin", Width: 1280, Height: 900})
	s.lets(desk, "organiser@harbour.example")

	// The rule is said back in words while the form is filled in, before anything is saved.
	desk.Open("/o/e/new").Fill("title.en", "Members’ meeting").choose("first", "2027-01-20").choose("start", "19:00").choose("end", "21:00").
		choose("rule.unit", "month-nth").shows("#preview", "Every month: the third Wednesday, without an end").shows("#preview", "Wed, 17 Mar")
	desk.Fill("venue.name", "Old mill").Press("Save as a draft").Says("Saved as a draft", "Draft", "Old mill")
	desk.Press("Publish").Says("It is published")

	// Somebody registers on a phone without script.
	phone := s.browser(reader{"de", "Europe/Berlin"})
	phone.Open("/e/members-meeting").Enter(`main a.btn.go`).Fill("name", "Ada Lovelace").Fill("email", "ada@mail.example").Enter("main form button.go")
	confirmed := s.awaitKind("ada@mail.example", "event.registered")
	phone.Open(confirmed.Link(t, "/er/"))

	// The organiser moves one date. The page says how many are told before they are.
	desk.Open("/o/e/members-meeting").Enter("main table th a")
	desk.choose("date", "2027-01-21").shows("#save", "Saving tells 1 person by mail").Fill("word.en", "The hall is taken.").shows("#save", "Save and tell 1 person")
	desk.shows("#after-part", "Thu, 21 Jan").Press("Save and tell 1 person").Says("Saved.", "Moved")
	s.Add(3 * time.Minute)
	moved := s.awaitKind("ada@mail.example", "event.changed")
	for _, says := range []string{"Do., 21. Jan.", "19:00", "The hall is taken."} {
		if !strings.Contains(asRead(moved.Text), says) {
			t.Errorf("the letter does not say %q: %s", says, moved.Text)
		}
	}

	// The sheet: on paper there is what people sign, and nothing to press.
	desk.Enter(`main table a[href$="/sheet"]`)
	sheet := desk.URL()
	desk.Dress(Look{Lang: "en", Zone: "Europe/Berlin", Width: 800, Height: 1100, Print: true})
	desk.Open(sheet).Says("Members’ meeting", "Thu, 21 Jan 2027", "Ada L.", "Signature")
	var pressed int
	desk.Eval(`[...document.querySelectorAll('main .btn, nav a')].filter(e => e.offsetParent).length`, &pressed)
	if text := desk.Text("body"); pressed > 0 || strings.Contains(text, "Lovelace") || strings.Contains(text, "Print this page") {
		t.Errorf("on paper stand %d buttons, and %s", pressed, text)
	}

	// On the evening the organiser taps on a phone; each tap is kept without leaving the page.
	s.Set(at("2027-01-21T18:05Z"))
	desk.Dress(Look{Lang: "en", Zone: "Europe/Berlin", Width: 320, Height: 640})
	s.lets(desk, "organiser@harbour.example")
	desk.Open(strings.TrimSuffix(sheet, "/sheet")+"/attendance").Says("Ada Lovelace", "0 here · 0 not · 1 open")
	desk.Click(`.seg button[name=here]`).shows("#tally", "1 here · 0 not · 0 open")
	desk.Open(desk.URL()).Says("1 here · 0 not · 0 open")
	if n := desk.Sideways(); n > 0 {
		t.Errorf("the list is %d pixels too wide for a phone", n)
	}
	desk.Open("/o/e/members-meeting").Says("1 was there")
	if said := desk.Said(); len(said) > 0 {
		t.Errorf("the console says %q", said)
	}
}
