package feed

import (
	"encoding/json"
	"encoding/xml"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/when"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	loc, err := when.Load(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

// sample is a feed with one item of news and one that takes place.
func sample(t testing.TB) *Feed {
	berlin := zone(t, "Europe/Berlin")
	return &Feed{
		Title: "Riverside & friends", Description: "What comes", Lang: "en", Home: "https://harbour.example/events", Self: "https://harbour.example/events.rss",
		Items: []Item{
			{ID: "post-1@harbour.example", URL: "https://harbour.example/posts/rent", Title: "Rent < wages", Summary: "We won & they know it.",
				HTML: "<p>We won <em>&amp;</em> they know it.</p>", Published: time.Date(2027, 2, 17, 9, 0, 0, 0, time.UTC),
				Updated: time.Date(2027, 2, 18, 9, 0, 0, 0, time.UTC), Tags: []string{"news", " "}, Authors: []Author{{"Riverside", "https://harbour.example/c/riverside"}, {"", ""}}},
			{ID: "date-2@harbour.example", URL: "https://harbour.example/e/fest", Title: "Straßenfest", Lang: "de", Published: time.Date(2027, 2, 1, 8, 30, 0, 0, berlin),
				Happens: []Happens{{Start: time.Date(2027, 3, 28, 19, 0, 0, 0, berlin), End: time.Date(2027, 3, 28, 21, 0, 0, 0, berlin), Status: "moved",
					Location: "Hof 3,\nBerlin", Was: time.Date(2027, 3, 27, 19, 0, 0, 0, berlin)}}},
		},
	}
}

func TestRSSIsWhatReadersExpect(t *testing.T) {
	got, err := sample(t).RSS()
	if err != nil {
		t.Fatal(err)
	}
	want := `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:ev="http://purl.org/rss/1.0/modules/event/"><channel>` +
		`<title>Riverside &amp; friends</title><link>https://harbour.example/events</link><description>What comes</description><language>en</language>` +
		`<lastBuildDate>Thu, 18 Feb 2027 09:00:00 +0000</lastBuildDate><ttl>60</ttl>` +
		`<atom:link href="https://harbour.example/events.rss" rel="self" type="application/rss+xml"></atom:link>` +
		`<item><title>Rent &lt; wages</title><link>https://harbour.example/posts/rent</link><guid isPermaLink="false">post-1@harbour.example</guid>` +
		`<pubDate>Wed, 17 Feb 2027 09:00:00 +0000</pubDate><description>We won &amp;amp; they know it.</description>` +
		`<content:encoded>&lt;p&gt;We won &lt;em&gt;&amp;amp;&lt;/em&gt; they know it.&lt;/p&gt;</content:encoded><dc:creator>Riverside</dc:creator><category>news</category></item>` +
		`<item><title>Straßenfest</title><link>https://harbour.example/e/fest</link><guid isPermaLink="false">date-2@harbour.example</guid>` +
		`<pubDate>Mon, 01 Feb 2027 07:30:00 +0000</pubDate><dc:language>de</dc:language><ev:startdate>2027-03-28T19:00:00+02:00</ev:startdate>` +
		`<ev:enddate>2027-03-28T21:00:00+02:00</ev:enddate><ev:location>Hof 3, Berlin</ev:location></item></channel></rss>
`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestJSONFeedIsWhatReadersExpect(t *testing.T) {
	got, err := sample(t).JSON()
	if err != nil {
		t.Fatal(err)
	}
	want := `{"version":"https://jsonfeed.org/version/1.1","title":"Riverside & friends","home_page_url":"https://harbour.example/events",` +
		`"feed_url":"https://harbour.example/events.rss","description":"What comes","language":"en","items":[` +
		`{"id":"post-1@harbour.example","url":"https://harbour.example/posts/rent","title":"Rent < wages","content_html":"<p>We won <em>&amp;</em> they know it.</p>",` +
		`"summary":"We won & they know it.","date_published":"2027-02-17T09:00:00Z","date_modified":"2027-02-18T09:00:00Z",` +
		`"authors":[{"name":"Riverside","url":"https://harbour.example/c/riverside"}],"tags":["news"]},` +
		`{"id":"date-2@harbour.example","url":"https://harbour.example/e/fest","title":"Straßenfest","content_text":"Straßenfest",` +
		`"date_published":"2027-02-01T08:30:00+01:00","language":"de","_events":[{"start":"2027-03-28T19:00:00+02:00","end":"2027-03-28T21:00:00+02:00",` +
		`"zone":"Europe/Berlin","status":"moved","location":"Hof 3, Berlin","previous_start":"2027-03-27T19:00:00+01:00"}]}]}
`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAnEmptyFeedIsStillOne(t *testing.T) {
	f := sample(t)
	f.Items = nil
	asRSS, err := f.RSS()
	if err != nil || strings.Contains(string(asRSS), "lastBuildDate") {
		t.Errorf("%s, %v", asRSS, err)
	}
	if asJSON, err := f.JSON(); err != nil || !strings.Contains(string(asJSON), `"items":[]`) {
		t.Errorf("%s, %v", asJSON, err)
	}
}

func TestWhateverPeopleWriteStaysText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.SampledFrom([]*rapid.Generator[string]{rapid.String(), rapid.StringMatching(`[<>&"'\x00-\x1f\]]*</item><item>.*`),
			rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) })}).Draw(t, "kind").Draw(t, "text")
		f := &Feed{Title: "x" + text, Description: text, Home: "https://a.example/", Self: "https://a.example/x.rss", Items: []Item{
			{ID: "1" + text, URL: "https://a.example/1", Title: text, Summary: text, HTML: text + "x", Tags: []string{text}, Authors: []Author{{Name: text}},
				Published: time.Unix(1_800_000_000, 0), Happens: []Happens{{Start: time.Unix(1_800_000_000, 0).UTC(), Location: text}}}}}
		out, err := f.RSS()
		if err != nil {
			t.Fatal(err)
		}
		var back struct {
			Items []struct {
				Title   string `xml:"title"`
				Content string `xml:"encoded"`
			} `xml:"channel>item"`
		}
		if err := xml.Unmarshal(out, &back); err != nil {
			t.Fatalf("%v in %q", err, out)
		}
		if len(back.Items) != 1 || back.Items[0].Title != oneLine(text) {
			t.Fatalf("%d items, %q", len(back.Items), out)
		}
		if out, err = f.JSON(); err != nil {
			t.Fatal(err)
		}
		var read jsonFeed
		if err := json.Unmarshal(out, &read); err != nil || len(read.Items) != 1 || read.Items[0].Title != oneLine(text) {
			t.Fatalf("%v, %q", err, out)
		}
	})
}

func TestWhatACallerGotWrongIsRefused(t *testing.T) {
	for name, spoil := range map[string]func(*Feed){
		"no title":                func(f *Feed) { f.Title = " " },
		"an address of its own":   func(f *Feed) { f.Self = "/events.rss" },
		"two items of one id":     func(f *Feed) { f.Items[1].ID = f.Items[0].ID },
		"an item without id":      func(f *Feed) { f.Items[0].ID = "" },
		"a script for an address": func(f *Feed) { f.Items[0].URL = "javascript:alert(1)" },
		"an item without a date":  func(f *Feed) { f.Items[0].Published = time.Time{} },
		"an item without words":   func(f *Feed) { f.Items[1].Title = "" },
	} {
		f := sample(t)
		spoil(f)
		if _, err := f.RSS(); err == nil {
			t.Errorf("RSS takes %s", name)
		}
		if _, err := f.JSON(); err == nil {
			t.Errorf("JSON takes %s", name)
		}
	}
}
