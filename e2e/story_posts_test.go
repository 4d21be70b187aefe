package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const millStatement = "We stand with the tenants of the old mill.[^1]\n\n## What we ask\n\n- repairs before winter\n- an answer in writing[^2]\n\n" +
	"See [how we meet](/events).\n\n[^1]: Letter of 3 January.\n[^2]: As the lease says, §7."

// kept writes what a tab shows into the folder that PLENARY_SHOTS names.
func kept(t *testing.T, b *Tab, name string) {
	folder := os.Getenv("PLENARY_SHOTS")
	if folder == "" {
		return
	}
	if err := os.WriteFile(filepath.Join(folder, name+".png"), b.Shot(), 0o644); err != nil {
		t.Error(err)
	}
}

// TestAStatementGoesThroughTwoPairsOfEyes is the life of a statement: written in
// Markdown with footnotes, read by a second person, planned, corrected,
// translated, and printed.
func TestAStatementGoesThroughTwoPairsOfEyes(t *testing.T) {
	s := Start(t, Options{Now: at("2027-01-04T09:00Z")})
	s.founder(reader{"en", "Europe/Berlin"}, "Harbour")
	s.Do("admin", "create", "bela@harbour.example", "--organiser", "--name", "Bela")
	ada := s.Tab(Look{Lang: "en", Zone: "Europe/Berlin", Width: 1280, Height: 900})
	s.lets(ada, "organiser@harbour.example")
	bela := s.Tab(Look{Lang: "en", Zone: "Europe/Berlin", Width: 360, Height: 740, NoScript: true})
	s.lets(bela, "bela@harbour.example")
	ada.Open("/o/posts").Click("input[name=second_yes]").Press("Save").Says("The rule holds from now on.")

	// The text is shown as it will be read while it is written.
	ada.Open("/o/posts/new").choose("kind", "statement").Fill("title.en", "On the old mill").Fill("body.en", millStatement).shows("#text", "What we ask").shows("#text", "Letter of 3 January.")
	kept(t, ada, "posts-1-write")
	ada.Press("Save the draft").Says("Nobody else sees it until you publish", "Draft")
	form, _, _ := strings.Cut(ada.URL(), "?")
	ada.Open(form + "/out").Says("a second person reads a text before it goes out").Press("Ask for a yes").Says("They are mailed")

	// The second reader comes by the mail, on a phone without script.
	bela.Open(s.awaitKind("bela@harbour.example", "post.asked").Link(t, "/o/posts/")).Says("Can this go out?", "repairs before winter", "As the lease says")
	kept(t, bela, "posts-2-review")
	if n := bela.Sideways(); n > 0 {
		t.Errorf("the second reader's page is %d pixels too wide", n)
	}
	bela.Click("input[value=mend]").Fill("note", "Say since when.").Press("Send my answer").Says("Who wrote it is mailed")
	s.awaitKind("organiser@harbour.example", "post.answered")
	ada.Open(form).Fill("body.en", strings.Replace(millStatement, "We stand", "Since 2025 we stand", 1)).Press("Save the draft")
	bela.Open(form + "/review").Says("Since 2025").Click("input[value=yes]").Press("Send my answer")

	// It goes out by itself at an hour that the clocks of a city show.
	ada.Open(form+"/out").Says("A second person has said yes").Eval(`document.querySelector('details:has([name=goes_out])').open = true`, nil)
	ada.choose("goes_out", "2027-01-05T08:00").Press("Plan it").Says("It goes out by itself on Tue, 5 Jan 2027, 08:00")
	kept(t, ada, "posts-3-planned")
	reader := s.Tab(Look{Lang: "en", Zone: "Europe/Berlin", Width: 320, Height: 640})
	reader.Open("/posts").Says("Nothing has been published yet.")
	s.Set(at("2027-01-05T07:01Z"))
	s.appears(reader, "/posts/on-the-old-mill")
	reader.Says("Published Tue, 5 Jan 2027", "Since 2025 we stand").Accessible()
	if n := reader.Sideways(); n > 0 {
		t.Errorf("the statement is %d pixels too wide for a phone", n)
	}
	kept(t, reader, "posts-4-read")
	reader.Click(`a[href="#fn:2"]`)
	if at := reader.URL(); !strings.HasSuffix(at, "#fn:2") {
		t.Errorf("a mark leads to %s", at)
	}

	// A correction and a translation, each with its yes.
	s.Set(at("2027-02-17T09:00Z"))
	s.lets(ada, "organiser@harbour.example")
	s.lets(bela, "bela@harbour.example")
	ada.Open(form).Eval(`document.querySelectorAll('main details').forEach(d => d.open = true)`, nil)
	ada.choose("corrections.1.day", "2027-02-17").Fill("corrections.1.text.en", "The letter came on 5 January.").
		Fill("title.ar", "عن الطاحونة القديمة").Fill("body.ar", "نقف مع مستأجري الطاحونة.[^1]\n\n[^1]: رسالة بتاريخ 5 January 2027.").
		Press("Save the change").Says("Readers see the text as it was")
	bela.Open(form+"/review").Says("What changed since version 2", "The letter came on 5 January.").Click("input[value=yes]").Press("Send my answer")
	ada.Open(form + "/out").Press("Publish now").Says("Everybody can read it now.")
	kept(t, ada, "posts-5-out")
	reader.Open("/posts/on-the-old-mill").Says("Update, Wednesday, 17 February 2027:", "The letter came on 5 January.", "Harbour stands for this correction.")
	text := reader.Text("main")
	if a, b := strings.Index(text, "The letter came"), strings.Index(text, "What we ask"); a < 0 || a > b {
		t.Error("the correction does not stand on top")
	}
	kept(t, reader, "posts-6-corrected")

	// Both languages side by side: two columns on a desk, one below the other on a phone.
	columns := `(a => Math.abs(a[0].getBoundingClientRect().top - a[1].getBoundingClientRect().top) < 5)([...document.querySelectorAll('main .two > article')])`
	var beside bool
	reader.Open("/posts/on-the-old-mill?beside=ar").Says("English (original)", "نقف مع مستأجري الطاحونة").Eval(columns, &beside)
	if beside || reader.Sideways() > 0 {
		t.Errorf("on a phone: side by side %v, %d pixels too wide", beside, reader.Sideways())
	}
	kept(t, reader, "posts-7-beside-phone")
	reader.Dress(Look{Lang: "en", Zone: "Europe/Berlin", Width: 1280, Height: 800, Dark: true})
	reader.Open("/posts/on-the-old-mill?beside=ar").Accessible().Eval(columns, &beside)
	if !beside {
		t.Error("on a desk the languages do not stand side by side")
	}
	kept(t, reader, "posts-8-beside-desk")

	// On paper: the text with its notes, its contact and its address, and nothing to press.
	reader.Dress(Look{Lang: "en", Zone: "Europe/Berlin", Width: 800, Height: 1100, Print: true})
	var pressed int
	reader.Open("/posts/on-the-old-mill").Says("On the old mill", "As the lease says", "/posts/on-the-old-mill").
		Eval(`[...document.querySelectorAll('.btn, nav, form, .narrow')].filter(e => e.offsetParent).length`, &pressed)
	if pressed > 0 {
		t.Errorf("on paper stand %d things to press", pressed)
	}
	kept(t, reader, "posts-9-print")
	if said := append(ada.Said(), reader.Said()...); len(said) > 0 {
		t.Errorf("the console says %q", said)
	}
}

// appears waits until an address answers, since jobs run by themselves.
func (s *Server) appears(b *Tab, address string) {
	s.t.Helper()
	for until := time.Now().Add(30 * time.Second); ; {
		if b.Open(address); b.Status() == 200 {
			return
		}
		if time.Now().After(until) {
			s.t.Fatalf("%s does not appear", address)
		}
	}
}
