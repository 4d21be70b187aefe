package app_test

import (
	"bytes"
	"encoding/json"
	"image"
	"image/color"
	"image/png"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/app/apptest"
	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/store"
)

// offer makes the set-up address as the start of a server does.
func offer(t *testing.T, h *apptest.House) string {
	t.Helper()
	var secret string
	h.Write(func(tx *store.Tx) (err error) {
		secret, err = h.People.OfferSetUp(tx)
		return err
	})
	return "/setup?secret=" + secret
}

func TestSettingUpTakesFourAnswers(t *testing.T) {
	h := apptest.Open(t)
	address := offer(t, h)
	v := h.Visitor()
	v.Get("/setup").Answers(http.StatusNotFound)
	v.Get("/setup?secret=guessed").Answers(http.StatusNotFound)
	v.Post("/setup", url.Values{"secret": {"guessed"}, "name.en": {"Mine"}}).Answers(http.StatusNotFound)

	p := v.Open(address).Says("Set up your network")
	p = p.Form("your_email").Set("your_email", "ada at home").Submit().Answers(422)
	for _, field := range []string{"name", "your_name", "your_email", "zone"} {
		if n := len(p.All("[id=" + field + "][aria-invalid=true]")); n != 1 {
			t.Errorf("%s: %d fields are marked", field, n)
		}
	}
	f := p.Form("your_email")
	if f.Value("your_email") != "ada at home" {
		t.Errorf("kept %q", f.Value("your_email"))
	}
	p = f.Set("name.en", "Harbour").Set("your_name", "Ada").Set("your_email", "ada@harbour.example").Set("zone", "Europe/Berlin").Submit().OK()
	p = p.Form(p.URL.Path).Submit()
	if p.URL.Path != "/o" {
		t.Errorf("led to %s", p.URL)
	}
	h.Visitor().Open("/").Says("Harbour").Silent("Not set up yet")
	h.Visitor().Get(address).Answers(http.StatusNotFound)
	v.Open("/o/network").Says("The network")
}

func TestTheNetworksSettings(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	v := h.Member("Ada", "ada@example.org", auth.Verbs()...)
	visitor := h.Visitor()
	visitor.Open("/").Says("Harbour")
	f := v.Open("/o/network").Form("colour").Set("name.en", "Harbour & Quay").Set("promise.de", "Eine Schule").Set("colour", "#123456")
	f.Submit().OK().Says("All pages show it now.")
	visitor.Open("/").Says("Harbour & Quay") // at once
	german := h.Visitor()
	german.Lang = "de"
	german.Open("/").Says("Eine Schule")
	p := v.Open("/o/network").Form("colour").Set("name.en", "").Set("colour", "red").Set("contact_email", "nobody").Clear("languages").Submit().Answers(422)
	for _, field := range []string{"name", "colour", "contact_email"} {
		if n := len(p.All("[id=" + field + "][aria-invalid=true]")); n != 1 {
			t.Errorf("%s: %d fields are marked", field, n)
		}
	}
	p.Says("Choose at least one language.")
}

func TestTheLogoIsDrawnAnew(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	v := h.Member("Ada", "ada@example.org", auth.Verbs()...)
	picture := image.NewRGBA(image.Rect(0, 0, 900, 300))
	for x := range 900 {
		picture.Set(x, x/3, color.RGBA{200, 30, 30, 255})
	}
	var file bytes.Buffer
	if err := png.Encode(&file, picture); err != nil {
		t.Fatal(err)
	}
	send := func(name string, data []byte) int {
		p := v.Open("/o/network").Form("/o/network/logo").Attach("logo", name, data).Submit()
		return p.Status
	}
	h.Visitor().Get("/logo").Answers(http.StatusNotFound)
	if got := send("logo.png", file.Bytes()); got != 200 {
		t.Fatalf("answered %d", got)
	}
	visitor := h.Visitor()
	p := visitor.Open("/")
	logo := visitor.Get(p.Attr(".name img", "src"))
	drawn, kind, err := image.Decode(strings.NewReader(logo.Body))
	if err != nil || kind != "png" || drawn.Bounds().Dx() != 288 || drawn.Bounds().Dy() != 96 {
		t.Errorf("the logo is %s %v: %v", kind, drawn, err)
	}
	for name, data := range map[string][]byte{"script.svg": []byte("<svg onload=alert(1)>"), "none.png": {}, "cut.png": file.Bytes()[:200], "page.html": []byte("<html>")} {
		if got := send(name, data); got != 422 {
			t.Errorf("%s: answered %d", name, got)
		}
	}
	if visitor.Get("/logo").Status != 200 {
		t.Error("a refused picture took the logo away")
	}
	v.Open("/o/network").Form("/o/network/logo").Submit("remove").OK()
	h.Visitor().Get("/logo").Answers(http.StatusNotFound)
}

func TestChaptersAreMadeAndMoved(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	v := h.Member("Ada", "ada@example.org", auth.Verbs()...)
	add := func(name, slug string) {
		v.Open("/o/chapters").Says("Add a chapter").Form("slug").Set("name.en", name).Set("slug", slug).Submit().OK().Says("The chapter is saved.", name)
	}
	v.Open("/o/chapters").Says("There are no chapters yet.")
	add("North", "north")
	add("Docks", "docks")
	v.Open("/o/chapters").Form("slug").Set("name.en", "Other").Set("slug", "docks").Submit().Answers(422).Says("There is a chapter with this address already.")
	v.Open("/o/chapters").Form("slug").Set("name.en", "Other").Set("slug", "No Good").Submit().Answers(422).Says("small letters")
	id := func(slug string) (id string) {
		h.Read(func(tx *store.Tx) error {
			c, err := h.People.ChapterBySlug(tx, slug)
			id = c.ID
			return err
		})
		return id
	}
	p := v.Open("/o/chapters").Follow("Docks").Says("Change a chapter")
	p.Form("known").Set("parent", id("north")).Set("name.en", "Old docks").Set("description.en", "By the water").Submit().OK()
	h.Visitor().Open("/c/docks").Says("Old docks", "By the water", "Part of North")
	// A chapter cannot lie in what lies in it, whatever the form is made to say.
	v.Post("/o/chapters", url.Values{"known": {"north"}, "name.en": {"North"}, "zone": {"UTC"}, "parent": {id("docks")}}).Answers(422).Says("A chapter cannot lie in itself.")
	v.Post("/o/chapters", url.Values{"known": {"north"}, "name.en": {"North"}, "zone": {"UTC"}, "parent": {"none"}}).Answers(422).Says("does not exist")
	v.Post("/o/chapters", url.Values{"slug": {"x"}, "name.en": {""}, "zone": {"Mars/Base"}, "contact_email": {"x"}}).Answers(422)
	h.Visitor().Open("/c/north").Says("Old docks")
}

func TestSigningInByLinkAndByCode(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	h.Member("Ada", "ada@example.org")
	nobody := h.Visitor()
	nobody.Open("/signin").Form("email").Set("email", "nobody@example.org").Submit().OK().Says("Look into your mail") // reads alike
	if n := len(h.Mail("nobody@example.org")); n != 0 {
		t.Errorf("%d mails to nobody", n)
	}
	h.Visitor().Open("/signin").Form("email").Set("email", "no address").Submit().Answers(422)

	v := h.Visitor()
	v.Open("/signin?to=%2Fme%2Fdata").Form("email").Set("email", "ada@example.org").Submit().OK()
	link := h.Link("ada@example.org", "/signin/")
	p := v.Open(link).Says("One more press and you are in.")
	p = p.Form(link).Submit()
	if p.URL.Path != "/me/data" {
		t.Errorf("led to %s", p.URL)
	}
	used := h.Visitor()
	used.Open(link).Form(link).Submit().Answers(422).Says("This link or code is no longer valid", "Send me the link")
	if got := v.Get("/signin?to=%2Fme%2Fdata").URL.Path; got != "/me/data" {
		t.Errorf("who is signed in was led to %s", got)
	}
	p = v.Open("/me").Form("/signout").Submit()
	if v.Get("/me").URL.Path != "/signin" {
		t.Error("still signed in")
	}

	v.Open("/signin").Form("email").Set("email", "ada@example.org").Submit().OK()
	mails := h.Mail("ada@example.org")
	code := regexp.MustCompile(`\b[0-9]{6}\b`).FindString(mails[len(mails)-1].Text)
	wrong := "000000"
	if code == wrong {
		wrong = "000001"
	}
	v.Open("/signin/sent").Form("code").Set("code", "12").Submit().Answers(422).Says("Enter the six digits")
	v.Open("/signin/sent").Form("code").Set("code", wrong).Submit().Answers(422).Says("no longer valid")
	h.Visitor().Open("/signin/sent").Form("code").Set("code", code).Submit().Answers(422) // another browser
	arabic := strings.NewReplacer("0", "٠", "1", "١", "2", "٢", "3", "٣", "4", "٤", "5", "٥", "6", "٦", "7", "٧", "8", "٨", "9", "٩").Replace(code)
	if p = v.Open("/signin/sent").Form("code").Set("code", " "+arabic).Submit(); p.URL.Path != "/me" {
		t.Errorf("led to %s: %s", p.URL, p.Text())
	}

	late := h.Visitor()
	late.Open("/signin").Form("email").Set("email", "ada@example.org").Submit().OK()
	link = h.Link("ada@example.org", "/signin/")
	h.Clock.Add(11 * time.Minute)
	late.Open(link).Form(link).Submit().Answers(422).Says("no longer valid")
	for _, to := range []string{"//evil.example", "https://evil.example", "/\\evil.example"} {
		e := h.Visitor()
		e.Open("/signin?to="+url.QueryEscape(to)).Form("email").Set("email", "ada@example.org").Submit().OK()
		link := h.Link("ada@example.org", "/signin/")
		if p := e.Open(link).Form(link).Submit(); p.Leads != "" || p.URL.Path != "/me" {
			t.Errorf("%q led to %s %s", to, p.URL, p.Leads)
		}
	}
}

func TestCaughtMailIsListed(t *testing.T) {
	h := apptest.Open(t)
	h.SetUp()
	v := h.Visitor()
	v.Open("/dev/mail").Says("No mail has been sent yet.")
	if got := v.Get("/dev/mail.json").Body; got != "[]" {
		t.Errorf("empty list: %s", got)
	}
	h.Announce(apptest.Series("lease"))
	register(v, "lease", "Ada", "ada@example.org").OK()
	h.Pass(0)
	list := v.Get("/dev/mail.json")
	var lines []map[string]any
	if err := json.Unmarshal([]byte(list.Body), &lines); err != nil || len(lines) != 1 || list.Header.Get("Content-Type") != "application/json" {
		t.Fatalf("%v: %s", err, list.Body)
	}
	if len(lines[0]) != 6 || lines[0]["n"] != 1.0 || !strings.Contains(lines[0]["to"].(string), "ada@example.org") || lines[0]["lang"] != "en" ||
		lines[0]["kind"] == "" || lines[0]["subject"] == "" || lines[0]["at"] != "2027-01-04T09:00:00Z" {
		t.Errorf("got %v", lines[0])
	}
	raw := v.Get("/dev/mail/1.eml")
	if raw.Header.Get("Content-Type") != "message/rfc822" || !strings.Contains(raw.Body, "\r\nSubject:") {
		t.Errorf("got %s: %.200s", raw.Header.Get("Content-Type"), raw.Body)
	}
	v.Open("/dev/mail").Follow("/dev/mail/1").Says("Ada", "BEGIN:VCALENDAR")
	for _, path := range []string{"/dev/mail/2.eml", "/dev/mail/0.eml", "/dev/mail/x", "/dev/mail/-1"} {
		v.Get(path).Answers(http.StatusNotFound)
	}
}

// No page shows a text that is not whole, or lacks what every page has, in any
// language; the visitor looks for that at each page it opens.
func TestAllPagesInAllLanguages(t *testing.T) {
	h, v, mine := enrolled(t, twoTracks("tracks"))
	h.Announce(apptest.Series("lease"))
	paths := []string{"/", "/events", "/s/tracks", "/s/tracks/register", "/s/tracks/group", "/privacy", "/accessibility", "/signin", "/signin/sent", "/zone?q=paris", "/dev/mail", mine}
	for _, lang := range []string{"en", "de", "es", "fr", "hi", "pt", "ru", "ar"} {
		for _, path := range paths {
			v.Open("/lang?to=" + lang + "&back=" + url.QueryEscape(path))
		}
		v.Get("/nowhere").Answers(http.StatusNotFound)
		v.Post("/s/tracks/register", nil).Answers(422)
	}
}
