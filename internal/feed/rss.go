package feed

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"fmt"
	"html"
	"time"
)

// RSS returns the feed as RSS 2.0 (https://www.rssboard.org/rss-specification),
// with the elements of four modules that readers know: its own address (Atom),
// who wrote an item and in what language (Dublin Core), its whole text (content)
// and when it takes place (event).
func (f *Feed) RSS() ([]byte, error) {
	if err := f.check(); err != nil {
		return nil, err
	}
	root := rss{
		Version: "2.0", Atom: "http://www.w3.org/2005/Atom", Core: "http://purl.org/dc/elements/1.1/",
		Content: "http://purl.org/rss/1.0/modules/content/", Event: "http://purl.org/rss/1.0/modules/event/",
		Channel: channel{
			Title: oneLine(f.Title), Link: f.Home, Description: cmp.Or(oneLine(f.Description), oneLine(f.Title)), Language: f.Lang,
			Self: atomLink{Href: f.Self, Rel: "self", Type: "application/rss+xml"}, Minutes: 60,
		},
	}
	if t := f.latest(); !t.IsZero() {
		root.Channel.Built = mailDate(t)
	}
	if f.Icon != "" {
		root.Channel.Image = &image{URL: f.Icon, Title: oneLine(f.Title), Link: f.Home}
	}
	root.Channel.Items = make([]rssItem, len(f.Items))
	for i := range f.Items {
		root.Channel.Items[i] = f.Items[i].rss(f.Lang)
	}
	var out bytes.Buffer
	out.WriteString(xml.Header)
	if err := xml.NewEncoder(&out).Encode(root); err != nil {
		return nil, fmt.Errorf("feed: %w", err)
	}
	out.WriteByte('\n')
	return out.Bytes(), nil
}

type rss struct {
	XMLName xml.Name `xml:"rss"`
	Version string   `xml:"version,attr"`
	Atom    string   `xml:"xmlns:atom,attr"`
	Core    string   `xml:"xmlns:dc,attr"`
	Content string   `xml:"xmlns:content,attr"`
	Event   string   `xml:"xmlns:ev,attr"`
	Channel channel  `xml:"channel"`
}

type channel struct {
	Title       string    `xml:"title"`
	Link        string    `xml:"link"`
	Description string    `xml:"description"`
	Language    string    `xml:"language,omitempty"`
	Built       string    `xml:"lastBuildDate,omitempty"`
	Minutes     int       `xml:"ttl"` // that a reader may wait before it asks again
	Self        atomLink  `xml:"atom:link"`
	Image       *image    `xml:"image"`
	Items       []rssItem `xml:"item"`
}

type atomLink struct {
	Href string `xml:"href,attr"`
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr"`
}

type image struct {
	URL   string `xml:"url"`
	Title string `xml:"title"`
	Link  string `xml:"link"`
}

type rssItem struct {
	Title       string   `xml:"title,omitempty"`
	Link        string   `xml:"link"`
	GUID        guid     `xml:"guid"`
	Published   string   `xml:"pubDate"`
	Description string   `xml:"description,omitempty"` // HTML, escaped
	Content     string   `xml:"content:encoded,omitempty"`
	Authors     []string `xml:"dc:creator"`
	Lang        string   `xml:"dc:language,omitempty"`
	Tags        []string `xml:"category"`
	Start       string   `xml:"ev:startdate,omitempty"`
	End         string   `xml:"ev:enddate,omitempty"`
	Location    string   `xml:"ev:location,omitempty"`
}

type guid struct {
	Permanent string `xml:"isPermaLink,attr"`
	ID        string `xml:",chardata"`
}

// rss is the item; a language that is the feed's own is not said again. What
// stands in a description is HTML to all readers, so plain text is escaped once
// more.
func (item *Item) rss(lang string) rssItem {
	out := rssItem{Title: oneLine(item.Title), Link: item.URL, GUID: guid{"false", plain(item.ID)}, Published: mailDate(item.Published),
		Description: html.EscapeString(plain(item.Summary)), Content: plain(item.HTML)}
	if out.Description == "" {
		out.Description, out.Content = out.Content, ""
	}
	if item.Lang != lang {
		out.Lang = item.Lang
	}
	for _, a := range item.authors() {
		out.Authors = append(out.Authors, oneLine(a.Name))
	}
	for _, tag := range item.Tags {
		if tag = oneLine(tag); tag != "" {
			out.Tags = append(out.Tags, tag)
		}
	}
	if len(item.Happens) > 0 { // the module knows one
		h := item.Happens[0]
		out.Start, out.End, out.Location = stamp(h.Start), stamp(h.End), oneLine(h.Location)
	}
	return out
}

// mailDate is a date as mail writes it, always in UTC and in English.
func mailDate(t time.Time) string { return t.UTC().Format(time.RFC1123Z) }

// stamp is an instant with its distance to UTC; "" for none.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}
