package feed

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
)

// JSON returns the feed as JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/).
// When an item takes place stands in its "_events", an extension as the format
// allows them.
func (f *Feed) JSON() ([]byte, error) {
	if err := f.check(); err != nil {
		return nil, err
	}
	root := jsonFeed{Version: "https://jsonfeed.org/version/1.1", Title: oneLine(f.Title), Home: f.Home, Self: f.Self,
		Description: oneLine(f.Description), Icon: f.Icon, Lang: f.Lang, Items: make([]jsonItem, len(f.Items))}
	for i := range f.Items {
		root.Items[i] = f.Items[i].json(f.Lang)
	}
	var out bytes.Buffer
	to := json.NewEncoder(&out)
	to.SetEscapeHTML(false)
	if err := to.Encode(root); err != nil {
		return nil, fmt.Errorf("feed: %w", err)
	}
	return out.Bytes(), nil
}

type jsonFeed struct {
	Version     string     `json:"version"`
	Title       string     `json:"title"`
	Home        string     `json:"home_page_url"`
	Self        string     `json:"feed_url"`
	Description string     `json:"description,omitempty"`
	Icon        string     `json:"icon,omitempty"`
	Lang        string     `json:"language,omitempty"`
	Items       []jsonItem `json:"items"`
}

type jsonItem struct {
	ID        string       `json:"id"`
	URL       string       `json:"url"`
	Title     string       `json:"title,omitempty"`
	HTML      string       `json:"content_html,omitempty"`
	Text      string       `json:"content_text,omitempty"`
	Summary   string       `json:"summary,omitempty"`
	Image     string       `json:"image,omitempty"`
	Published string       `json:"date_published"`
	Updated   string       `json:"date_modified,omitempty"`
	Authors   []jsonAuthor `json:"authors,omitempty"`
	Tags      []string     `json:"tags,omitempty"`
	Lang      string       `json:"language,omitempty"`
	Events    []jsonEvent  `json:"_events,omitempty"`
}

type jsonAuthor struct {
	Name string `json:"name"`
	URL  string `json:"url,omitempty"`
}

type jsonEvent struct {
	Start    string `json:"start"`
	End      string `json:"end,omitempty"`
	Zone     string `json:"zone"`
	Status   string `json:"status,omitempty"`
	Location string `json:"location,omitempty"`
	Was      string `json:"previous_start,omitempty"`
}

// json is the item; a language that is the feed's own is not said again.
func (item *Item) json(lang string) jsonItem {
	out := jsonItem{ID: plain(item.ID), URL: item.URL, Title: oneLine(item.Title), HTML: plain(item.HTML), Summary: plain(item.Summary),
		Image: item.Image, Published: stamp(item.Published), Updated: stamp(item.Updated)}
	if out.HTML == "" { // one of both there must be
		out.Text, out.Summary = cmp.Or(out.Summary, out.Title), ""
	}
	if item.Lang != lang {
		out.Lang = item.Lang
	}
	for _, a := range item.authors() {
		out.Authors = append(out.Authors, jsonAuthor{oneLine(a.Name), a.URL})
	}
	for _, tag := range item.Tags {
		if tag = oneLine(tag); tag != "" {
			out.Tags = append(out.Tags, tag)
		}
	}
	for _, h := range item.Happens {
		out.Events = append(out.Events, jsonEvent{Start: stamp(h.Start), End: stamp(h.End), Zone: h.Start.Location().String(), Status: h.Status,
			Location: oneLine(h.Location), Was: stamp(h.Was)})
	}
	return out
}
