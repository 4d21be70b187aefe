package app_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/e2e"
	"codeberg.org/plenary/plenary/internal/app/apptest"
	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/store"
)

// writers is a house with a chapter, and Wanda and Bela, who write for the
// network.
type writers struct {
	*apptest.House
	wanda, bela *e2e.Client
	chapter     string
}

func openWriters(t *testing.T) *writers {
	h := &writers{House: apptest.Open(t)}
	h.SetUp()
	h.Write(func(tx *store.Tx) error {
		c, err := h.People.SaveChapter(t.Context(), tx, auth.AtConsole(), people.Chapter{Slug: "north", Name: map[string]string{"en": "North Harbour"},
			Zone: "Europe/Berlin", ContactName: "North team", ContactEmail: "north@harbour.example"})
		h.chapter = c.ID
		return err
	})
	h.wanda, h.bela = h.Member("Wanda", "wanda@mail.example", auth.WritePosts), h.Member("Bela", "bela@mail.example", auth.WritePosts, auth.EditNetwork)
	return h
}

// draft writes a text in English and returns the address of its form.
func (h *writers) draft(c *e2e.Client, title, body string) string {
	p := c.Open("/o/posts/new").Form("title.en").Set("kind", "statement").Set("chapter", h.chapter).Set("title.en", title).Set("body.en", body).
		Submit("Save the draft").OK().Says("Nobody else sees it until you publish")
	return p.URL.Path
}

// out publishes it.
func out(c *e2e.Client, at string) *e2e.Page {
	return c.Open(at + "/out").Form("do").Submit("Publish now").OK().Says("Everybody can read it")
}

// pressOn presses a button, wherever it stands.
func pressOn(t *testing.T, p *e2e.Page, button string) *e2e.Page {
	t.Helper()
	for _, f := range p.Forms() {
		for _, text := range f.Buttons() {
			if strings.HasPrefix(text, button) {
				return f.Submit(text)
			}
		}
	}
	t.Fatalf("%s has no button %q", p.URL, button)
	return nil
}

const statement = "We support the tenants of the old mill.[^1]\n\n## What we ask\n\n- repairs\n- an answer[^1]\n\n[^1]: Letter of 3 January, <script>alert(1)</script>"

func TestATextIsWrittenPublishedAndRead(t *testing.T) {
	h := openWriters(t)
	at := h.draft(h.wanda, "On the old mill", statement)
	v := h.Visitor()
	v.Get("/posts/on-the-old-mill").Answers(http.StatusNotFound)
	v.Open("/posts").Says("Nothing has been published yet.")
	look := h.wanda.Open(at).Form("body.en").Set("body.en", "We *insist*.").Submit("Preview").OK()
	if len(look.All("em")) == 0 {
		t.Error("the preview is not rendered")
	}
	out(h.wanda, at)
	page := v.Open("/posts/on-the-old-mill").Says("On the old mill", "Statement", "North Harbour", "Published Mon, 4 Jan 2027", "North team answers",
		"Address of this page:", h.URL+"/posts/on-the-old-mill", "Letter of 3 January")
	for _, want := range []string{`id="fn:1"`, `id="fnref:1"`, `id="fnref1:1"`, `href="#fnref:1"`, `href="#fnref1:1"`} {
		if n := strings.Count(page.Body, want); n != 1 {
			t.Errorf("%d of %s: a note leads to and from all its marks", n, want)
		}
	}
	if strings.Contains(page.Body, "<script>alert") || page.Attr(`meta[property="og:type"]`, "content") != "article" || !strings.Contains(page.Body, `"@type":"Article"`) {
		t.Error("the text acts, or says nothing to previews")
	}
	v.Open("/posts").Says("On the old mill", "Statement · North Harbour")
	v.Open("/posts?chapter=north&kind=statement&language=en").Says("On the old mill")
	v.Open("/posts?kind=news").Says("There is nothing like that yet.")
	for _, wrong := range []string{"?kind=poem", "?chapter=nowhere", "?language=tlh", "?after=zzz"} {
		v.Get("/posts" + wrong).Answers(http.StatusNotFound)
	}
}

func TestACorrectionStandsOnTopUnderItsDay(t *testing.T) {
	h := openWriters(t)
	at := h.draft(h.wanda, "On the old mill", statement)
	out(h.wanda, at)
	h.Clock.Set(time.Date(2027, 2, 17, 9, 0, 0, 0, time.UTC))
	h.wanda = h.Member("Wanda", "wanda@mail.example", auth.WritePosts) // a sign-in has its end
	correct := func(day, text, by string) {
		f := h.wanda.Open(at).Form("body.en")
		n := "1"
		for slices.Contains(f.Fields(), "corrections."+n+".drop") {
			n = "2"
		}
		f.Set("corrections."+n+".day", day).Set("corrections."+n+".text.en", text).Set("corrections."+n+".by", by).Set("body.en", statement+"\n\nMore.").Submit("Save the change").OK()
	}
	correct("2027-02-17", "The letter came on 5 January.", "")
	h.Clock.Set(time.Date(2027, 2, 20, 9, 0, 0, 0, time.UTC))
	h.wanda = h.Member("Wanda", "wanda@mail.example", auth.WritePosts)
	correct("2027-02-20", "There were two letters.", "The office")
	page := h.Visitor().Open("/posts/on-the-old-mill").Says("Update, Wednesday, 17 February 2027:", "The letter came on 5 January.", "North Harbour stands for this correction.",
		"Update, Saturday, 20 February 2027:", "The office stands for this correction.", "Earlier versions of it are kept", "changed Sat, 20 Feb 2027")
	text := page.Text()
	if a, b, c := strings.Index(text, "two letters"), strings.Index(text, "5 January"), strings.Index(text, "What we ask"); a < 0 || a > b || b > c {
		t.Errorf("the order is wrong: %d %d %d", a, b, c)
	}
	h.wanda.Open(at).Form("body.en").Set("corrections.1.day", "").Submit("Save the change").Answers(422).Says("Say on which day")
	h.Visitor().Open("/posts").Says("Corrected")
}

func TestATranslationStandsBesideItsOriginal(t *testing.T) {
	h := openWriters(t)
	at := h.draft(h.wanda, "On the old mill", statement)
	h.wanda.Open(at).Form("body.en").Set("title.ar", "عن الطاحونة القديمة").Set("body.ar", "نحن مع المستأجرين.[^1]\n\n[^1]: رسالة").Submit("Save the draft").OK()
	out(h.wanda, at)
	v := h.Visitor()
	v.Open("/posts/on-the-old-mill").Says("English (original)", "English and Arabic side by side")
	beside := v.Open("/posts/on-the-old-mill?beside=ar").Says("We support the tenants", "نحن مع المستأجرين", "This is a translation from English.")
	if got := beside.Attr(`article[lang="ar"]`, "dir"); got != "rtl" {
		t.Errorf("the translation runs %q", got)
	}
	ids := map[string]bool{}
	for _, n := range beside.All("[id]") {
		for _, a := range n.Attr {
			if a.Key == "id" && ids[a.Val] {
				t.Errorf("the place %s is there twice", a.Val)
			} else if a.Key == "id" {
				ids[a.Val] = true
			}
		}
	}
	v.Open("/posts/on-the-old-mill?lang=ar").Says("نحن مع المستأجرين").Silent("We support")
	v.Get("/posts/on-the-old-mill?lang=de").Answers(http.StatusNotFound)
	v.Get("/posts/on-the-old-mill?beside=en").Answers(http.StatusNotFound)
	f := h.wanda.Open(at).Form("body.en").Set("body.en", "We support the tenants, all of them.")
	f.Submit("Save the change").OK().Says("Arabic: the original has changed since")
	arabic := i18n.For("ar")
	changed := arabic.T("posts.translation.lags|This is a translation from {language}. The original has changed since.", "language", arabic.LangName("en"))
	v.Open("/posts/on-the-old-mill?lang=ar").Says(changed)
	h.wanda.Open(at).Form("body.en").Set("fits.ar", "yes").Submit("Save the change").OK().Silent("has changed since")
	v.Open("/posts/on-the-old-mill?lang=ar").Silent(changed)
	h.wanda.Open(at).Form("body.en").Set("body.ar", "Harbour: نحن مع المستأجرين.").Submit("Save the change").OK()
	for _, query := range []string{"?lang=ar", "?beside=ar"} { // whatever it begins with, it runs the way of its language
		if got := v.Open("/posts/on-the-old-mill"+query).Attr(`.prose[lang="ar"]`, "dir"); got != "rtl" {
			t.Errorf("with %s the translation runs %q", query, got)
		}
	}
	ar := h.Visitor()
	ar.Lang = "ar"
	ar.Open("/posts/on-the-old-mill").Says("نحن مع المستأجرين").Silent("We support")
}

func TestASecondReaderSeesWhatChangedAndAnswers(t *testing.T) {
	h := openWriters(t)
	h.bela.Open("/o/posts").Form("second_yes").Set("second_yes", "yes").Submit().OK().Says("The rule holds from now on.")
	at := h.draft(h.wanda, "On the old mill", statement)
	p := h.wanda.Open(at + "/out").Says("a second person reads a text before it goes out").Silent("Publish now")
	p.Form("reviewer").Set("reviewer", h.id(t, "bela@mail.example")).Submit("Ask for a yes").OK().Says("They are mailed", "Bela was asked")
	mail := h.Mail("bela@mail.example")
	if len(mail) == 0 || mail[len(mail)-1].Kind != posts.MailAsked || !strings.Contains(mail[len(mail)-1].Subject, "On the old mill") {
		t.Fatalf("bela is mailed %v", mail)
	}
	h.wanda.Open(at + "/review").Says("the yes has to come from somebody else")
	h.bela.Open("/o/posts").Says("For you to read before they go out").Follow("On the old mill").Form("answer").Set("answer", "mend").Set("note", "Say who wrote the letter.").
		Submit().OK().Says("Who wrote it is mailed")
	if mail := h.Mail("wanda@mail.example"); len(mail) == 0 || !strings.Contains(mail[len(mail)-1].Text, "Say who wrote the letter.") {
		t.Errorf("wanda is mailed %v", mail)
	}
	h.wanda.Open(at).Form("body.en").Set("body.en", strings.Replace(statement, "Letter of", "Letter of the owner of", 1)).Submit("Save the draft").OK()
	h.bela.Open(at+"/review").Form("answer").Set("answer", "yes").Submit().OK()
	out(h.wanda, at)
	h.wanda.Open(at).Form("body.en").Set("body.en", strings.Replace(statement, "support", "stand with", 1)).Submit("Save the change").OK().
		Says("Readers see the text as it was")
	h.Visitor().Open("/posts/on-the-old-mill").Says("We support")
	review := h.bela.Open(at + "/review").Says("What changed since version 2")
	if got := review.Texts("del"); !slices.Contains(got, "support") {
		t.Errorf("went: %v", got)
	}
	if got := review.Texts("ins"); !slices.Contains(got, "stand with") {
		t.Errorf("came: %v", got)
	}
	stale := review.Form("answer").Set("answer", "yes")
	h.wanda.Open(at).Form("body.en").Set("title.en", "On the mill").Submit("Save the change").OK()
	stale.Submit().Answers(422).Says("The text has been changed since you opened it")
}

func (h *writers) id(t *testing.T, address string) (id string) {
	h.Read(func(tx *store.Tx) (err error) {
		id, err = h.People.Find(tx, address)
		return err
	})
	return id
}

func TestTwoWhoWriteAtOnceLoseNothing(t *testing.T) {
	h := openWriters(t)
	at := h.draft(h.wanda, "On the old mill", "We meet at nine.")
	mine := h.wanda.Open(at).Form("body.en").Set("body.en", "We meet at ten.")
	h.bela.Open(at).Form("body.en").Set("body.en", "We meet at nine in the hall.").Submit("Save the draft").OK()
	refused := mine.Submit("Save the draft").Answers(422).Says("Bela saved another text", "Nothing of yours is lost")
	if got := refused.Form("body.en").Value("body.en"); got != "We meet at ten." {
		t.Errorf("the form holds %q", got)
	}
	if got := strings.Join(refused.Texts("del"), "|"); !strings.Contains(got, "in the hall") {
		t.Errorf("what bela wrote is not shown: %q", got)
	}
	refused.Form("body.en").Submit("Save the draft").OK()
	versions := h.wanda.Open(at+"/versions").Says("Version 3", "Wanda", "Bela")
	pressOn(t, versions, "Make this the text again").OK().Says("The old text is the latest again")
	if got := h.wanda.Open(at).Form("body.en").Value("body.en"); got != "We meet at nine in the hall." {
		t.Errorf("restored %q", got)
	}
	h.wanda.Open(at + "/versions?from=1&to=3").Says("From version 1 to version 3")
	h.wanda.Get(at + "/versions?from=1&to=9").Answers(http.StatusNotFound)
}

func TestWhatAFormLeavesAsItWasUndoesNothing(t *testing.T) {
	h := openWriters(t)
	at := h.draft(h.wanda, "On the old mill", "We meet at nine.")
	h.wanda.Open(at).Form("body.en").Set("body.de", "Um neun.").Submit("Save the draft").OK()

	// Bela moves the text, which makes no version, while Wanda writes.
	mine := h.wanda.Open(at).Form("body.en").Set("body.en", "We meet at ten.")
	h.bela.Open(at).Form("body.en").Set("chapter", "").Set("kind", "update").Set("slug", "the-mill").Submit("Save the draft").OK()
	mine.Submit("Save the draft").OK()
	now := h.wanda.Open(at).Form("body.en")
	for name, want := range map[string]string{"chapter": "", "kind": "update", "slug": "the-mill", "body.en": "We meet at ten."} {
		if got := now.Value(name); got != want {
			t.Errorf("%s is %q", name, got)
		}
	}

	// Both move it: the second is asked once more.
	mine = h.wanda.Open(at).Form("body.en").Set("kind", "news")
	h.bela.Open(at).Form("body.en").Set("kind", "statement").Submit("Save the draft").OK()
	refused := mine.Submit("Save the draft").Answers(422).Says("Somebody has changed in the meantime what this text is", "Statement", "News")
	refused.Form("body.en").Submit("Save the draft").OK()
	if got := h.wanda.Open(at).Form("body.en").Value("kind"); got != "news" {
		t.Errorf("it is %s", got)
	}

	// Bela changes the German, a correction, the address and the chapter; Wanda
	// the English. Pressing twice keeps all of it.
	mine = h.wanda.Open(at).Form("body.en").Set("body.en", "We meet at eleven.")
	h.bela.Open(at).Form("body.en").Set("body.de", "Um neun im Saal.").Set("chapter", h.chapter).Set("slug", "mill").
		Set("corrections.1.day", "2027-01-04").Set("corrections.1.text.en", "Not at eight.").Submit("Save the draft").OK()
	refused = mine.Submit("Save the draft").Answers(422).Says("Bela saved another text")
	if got := strings.Join(refused.Texts("del"), "|"); strings.Contains(got, "Saal") || strings.Contains(got, "eight") {
		t.Errorf("what wanda left as it was would be undone: %q", got)
	}
	refused.Form("body.en").Submit("Save the draft").OK()
	now = h.wanda.Open(at).Form("body.en")
	for name, want := range map[string]string{"chapter": h.chapter, "slug": "mill", "body.en": "We meet at eleven.", "body.de": "Um neun im Saal.", "corrections.1.text.en": "Not at eight."} {
		if got := now.Value(name); got != want {
			t.Errorf("%s is %q", name, got)
		}
	}
}

func TestAPlanThatFailedIsToldInTheReadersWords(t *testing.T) {
	h := openWriters(t)
	h.bela.Open("/o/posts").Form("second_yes").Clear("second_yes").Submit().OK()
	at := h.draft(h.wanda, "On the old mill", statement)
	h.wanda.Open(at+"/out").Form("goes_out").Set("goes_out", "2027-01-05T08:00").Submit("Plan it").OK()
	h.bela.Open("/o/posts").Form("second_yes").Set("second_yes", "yes").Submit().OK()
	h.Pass(24 * time.Hour)
	bela, german := h.Member("Bela", "bela@mail.example"), i18n.For("de")
	id := h.id(t, "bela@mail.example")
	h.Write(func(tx *store.Tx) error {
		_, err := tx.Exec(`UPDATE person SET language = 'de' WHERE id = $1`, id)
		return err
	})
	bela.Open(at + "/out").Says(german.T("org.post.missed|x", "day", "Di., 5. Jan. 2027", "time", "08:00"))
	h.Write(func(tx *store.Tx) error { // the house itself has written, too
		p, err := h.Posts.Working(t.Context(), tx, auth.Itself(), strings.TrimPrefix(at, "/o/posts/"))
		p.Title = i18n.Text{"en": "On the mill"}
		if err == nil {
			_, err = h.Posts.Save(t.Context(), tx, auth.Itself(), p)
		}
		return err
	})
	bela.Open(at + "/versions").Says(german.T("org.post.by-house|x")).Silent("The house itself")
}

func TestATextGoesOutByItselfAlsoAfterARestart(t *testing.T) {
	h := openWriters(t)
	at := h.draft(h.wanda, "On the old mill", statement)
	form := func() *e2e.Form { return h.wanda.Open(at + "/out").Form("goes_out") }
	form().Set("goes_out", "2027-03-28T02:30").Submit("Plan it").Answers(422).Says("does not exist", "03:30")
	form().Set("goes_out", "2027-10-31T02:30").Submit("Plan it").OK().Says("show the hour that you chose twice that day: the first is meant")
	form().Set("goes_out", "2027-01-05T08:00").Submit("Plan it").OK().Says("It goes out by itself on Tue, 5 Jan 2027, 08:00")
	h.Pass(21 * time.Hour)
	h.Visitor().Get("/posts/on-the-old-mill").Answers(http.StatusNotFound)
	h.Pass(2 * time.Hour) // the job lies in the database, whoever runs it
	h.Visitor().Open("/posts/on-the-old-mill").Says("Published Tue, 5 Jan 2027")
}

func TestATextTakenBackSaysSoKindly(t *testing.T) {
	h := openWriters(t)
	at := h.draft(h.wanda, "On the old mill", statement)
	out(h.wanda, at)
	h.wanda.Open(at).Form("slug").Set("slug", "the-mill").Submit("Save the change").OK()
	v := h.Visitor()
	if p := v.Open("/posts/on-the-old-mill"); !strings.HasSuffix(p.URL.Path, "/posts/the-mill") {
		t.Errorf("the old address leads to %s", p.URL)
	}
	h.wanda.Open(at + "/out").Form("why").Submit("Take it back").Answers(422).Says("Say why")
	h.wanda.Open(at+"/out").Form("why").Set("why", "The letter was not ours.").Submit("Take it back").OK()
	v.Get("/posts/the-mill").Answers(http.StatusGone).Says("This text was taken back", "The letter was not ours.", "4 January 2027")
	v.Open("/posts").Silent("On the old mill")
	out(h.wanda, at)
	v.Open("/posts/the-mill")
	gone := h.draft(h.wanda, "A slip", "Nothing.")
	pressOn(t, h.wanda.Open(gone+"/out"), "Delete it for good").OK().Says("The draft is gone.")
	h.wanda.Get(gone).Answers(http.StatusNotFound)
}

func TestFeedsHoldWhatEverybodyMayRead(t *testing.T) {
	h := openWriters(t)
	out(h.wanda, h.draft(h.wanda, "On the old mill", statement+"\n\nSee [the hall](/e/hall)."))
	var f struct {
		Version, Title string
		Items          []struct{ ID, URL, Title, ContentHTML string }
	}
	read := func(at string) {
		p := h.Visitor().Get(at).Answers(200)
		f.Items = nil
		if err := json.Unmarshal([]byte(p.Body), &f); err != nil {
			t.Fatal(err)
		}
	}
	read("/posts.json?chapter=north&language=en")
	if len(f.Items) != 1 || !strings.HasPrefix(f.Items[0].URL, h.URL+"/posts/on-the-old-mill") || !strings.Contains(f.Title, "North Harbour") {
		t.Errorf("the feed is %+v", f)
	}
	if rss := h.Visitor().Get("/posts.rss").Answers(200).Body; !strings.Contains(rss, "<title>On the old mill</title>") || !strings.Contains(rss, h.URL+"/e/hall") ||
		strings.Contains(rss, `href="#`) {
		t.Errorf("the feed is %s", rss)
	}
	h.Visitor().Get("/posts.rss?chapter=nowhere").Answers(http.StatusNotFound)
	moderator := h.Member("Mona", "mona@mail.example", auth.ModerateReports)
	_ = moderator
	h.Write(func(tx *store.Tx) error {
		_, err := h.Posts.Hide(t.Context(), tx, auth.Itself(), "on-the-old-mill", "Why.")
		return err
	})
	if read("/posts.json"); len(f.Items) != 0 {
		t.Error("what is hidden stands in the feed")
	}
	h.wanda.Open("/posts").Silent("On the old mill")
}

// In a feed stands the text with its corrections, and each may have footnotes of
// its own: no two places of an item have one name, and every note is led to where
// the page has it, in the language of the item.
func TestFootnotesOfAnItemLeadToTheirOwn(t *testing.T) {
	h := openWriters(t)
	at := h.draft(h.wanda, "On the old mill", statement)
	out(h.wanda, at)
	for n, day := range []string{"2027-02-17", "2027-02-20"} {
		at := "corrections." + strconv.Itoa(n+1) + "."
		h.Clock.Set(time.Date(2027, 2, 17+3*n, 9, 0, 0, 0, time.UTC))
		h.wanda = h.Member("Wanda", "wanda@mail.example", auth.WritePosts)
		f := h.wanda.Open("/posts/on-the-old-mill").Follow("Change this text").Form("body.en")
		f.Set(at+"day", day).Set(at+"text.en", "It was wrong.[^1]\n\n[^1]: Note of "+day).Submit("Save the change").OK()
	}
	var f struct {
		Items []struct {
			URL         string
			ContentHTML string `json:"content_html"`
		}
	}
	for _, feed := range []string{"/posts.json", "/posts.json?language=en"} {
		f.Items = nil
		if err := json.Unmarshal([]byte(h.Visitor().Get(feed).Answers(http.StatusOK).Body), &f); err != nil || len(f.Items) != 1 {
			t.Fatalf("%v: %+v", err, f)
		}
		item := f.Items[0]
		page := h.Visitor().Get(strings.TrimPrefix(item.URL, h.URL)).OK()
		ids, names := map[string]bool{}, regexp.MustCompile(`id="([^"]*)"`)
		for _, id := range names.FindAllStringSubmatch(item.ContentHTML, -1) {
			if ids[id[1]] {
				t.Errorf("%s has two places %s", feed, id[1])
			}
			ids[id[1]] = true
		}
		links := regexp.MustCompile(`href="([^"]*)#([^"]*)"`).FindAllStringSubmatch(item.ContentHTML, -1)
		for _, to := range links {
			if to[1] != item.URL || !ids[to[2]] || !strings.Contains(page.Body, `id="`+to[2]+`"`) {
				t.Errorf("%s leads to %s#%s, where nothing is", feed, to[1], to[2])
			}
		}
		if len(ids) != 7 || len(links) != 8 { // a note in each correction with its reference, and one with two references
			t.Errorf("%s has %d places and %d links to them: %s", feed, len(ids), len(links), item.ContentHTML)
		}
	}
}

func TestOnlyWhoWritesReachesTheDeskOfTexts(t *testing.T) {
	h := openWriters(t)
	at := h.draft(h.wanda, "On the old mill", statement)
	other := h.Member("Olga", "olga@mail.example", auth.EditSeries)
	for _, path := range []string{"/o/posts", "/o/posts/new", at, at + "/out", at + "/review", at + "/versions"} {
		other.Get(path).Answers(http.StatusNotFound)
		if p := h.Visitor().Get(path); !strings.Contains(p.URL.Path, "/signin") {
			t.Errorf("a visitor gets %s as %s", path, p.URL)
		}
	}
	other.Post(at+"/out", url.Values{"do": {"publish"}}).Answers(http.StatusNotFound)
	h.wanda.Post("/o/posts/rules", url.Values{}).Answers(http.StatusNotFound)
}

func TestAWriteUpIsDraftedThenPublished(t *testing.T) {
	h := openWriters(t)
	h.Announce(apptest.Series("lease"))
	h.Visitor().Open("/s/lease/register").Form("email").Set("name", "Ada").Set("email", "ada@mail.example").Submit().OK()
	h.Write(func(tx *store.Tx) error { return h.People.Prove(tx, h.id(t, "ada@mail.example")) })
	const at = "/o/s/lease/session/1/write-up"
	h.wanda.Open(at).Says("Publish, and mail it to those who miss it once it is over")
	h.Clock.Set(time.Date(2027, 2, 12, 9, 0, 0, 0, time.UTC))
	h.wanda = h.Member("Wanda", "wanda@mail.example", auth.WritePosts) // a sign-in has its end
	form := h.wanda.Open(at).Form("body.en")
	if form.Value("title.en") != "Know your lease: Theme 1" {
		t.Errorf("the title is %q", form.Value("title.en"))
	}
	form.Submit("Save the draft").Answers(422).Says("Write something first.")
	h.wanda.Open(at).Form("body.en").Set("body.en", "We *agreed*.").Submit("Save the draft").OK().Says("Nobody else sees it")
	h.Visitor().Get("/posts/lease-1").Answers(http.StatusNotFound)
	old := h.wanda.Open(at).Form("body.en").Set("body.en", "Something else.")
	h.wanda.Open(at).Form("body.en").Set("body.de", "Wir sind uns einig.").Submit("Publish and mail it to 1 person who missed it").OK().Says("Published.", "Its page")
	h.Visitor().Open("/posts/lease-1").Says("We agreed.")
	old.Submit("Save the draft").Answers(422).Says("Nothing of yours is lost")
	pressOn(t, h.wanda.Open(at).Follow("Versions 2").Says("Version 2"), "Make this the text again").OK().Says("The old text is the latest again")
	var told int
	for _, m := range h.Mail("ada@mail.example") {
		if m.Kind == "series.write-up" {
			told++
		}
	}
	if told != 1 {
		t.Errorf("ada was told %d times", told)
	}
	h.Visitor().Open("/posts").Says("Write-up", "Know your lease: Theme 1")
}

func TestTheTextsOfWhoIsErasedStayWithoutTheirName(t *testing.T) {
	h := openWriters(t)
	at := h.draft(h.bela, "On the old mill", statement)
	out(h.bela, at)
	h.wanda.Open(at + "/versions").Says("Bela")
	h.Write(func(tx *store.Tx) error {
		return h.People.Erase(t.Context(), tx, auth.Itself(), h.id(t, "bela@mail.example"))
	})
	h.wanda.Open(at + "/versions").Says("Somebody who has left").Silent("Bela")
	h.Visitor().Open("/posts/on-the-old-mill").Says("We support the tenants")
}
