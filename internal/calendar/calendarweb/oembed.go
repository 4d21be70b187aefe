package calendarweb

import (
	"context"
	"encoding/json"
	"encoding/xml"
	"net/url"
	"strconv"
	"strings"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
)

// oembedded is what a site that is given one of our addresses learns of it, to
// show it in its own page (https://oembed.com, version 1.0).
type oembedded struct {
	XMLName      xml.Name `json:"-" xml:"oembed"`
	Version      string   `json:"version" xml:"version"`
	Type         string   `json:"type" xml:"type"`
	Title        string   `json:"title" xml:"title"`
	ProviderName string   `json:"provider_name,omitempty" xml:"provider_name,omitempty"`
	ProviderURL  string   `json:"provider_url" xml:"provider_url"`
	CacheAge     int      `json:"cache_age" xml:"cache_age"` // seconds
	HTML         string   `json:"html" xml:"html"`
	Width        int      `json:"width" xml:"width"`
	Height       int      `json:"height" xml:"height"`
}

// oembed says how to show one of our pages: the calendar, a chapter's, an event
// or a series. What not everybody may see is not there.
func (p *Pages) oembed(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	q, err := p.shown(r, r.Query.Get("url"))
	if err != nil {
		return nil, err
	}
	e, err := p.embedding(ctx, tx, r, q)
	if err != nil {
		return nil, err
	}
	answer := oembedded{Version: "1.0", Type: "rich", Title: e.plainName(r), ProviderName: r.Pick(r.Face.Name).Text, ProviderURL: r.Base + "/", CacheAge: 3600,
		Width: most(r.Query.Get("maxwidth"), usualWidth), Height: most(r.Query.Get("maxheight"), e.height(r.Now))}
	answer.HTML = e.frame(r, answer.Width, answer.Height)
	switch r.Query.Get("format") {
	case "", "json":
		data, err := json.Marshal(answer)
		return web.Bytes{Type: "application/json; charset=utf-8", Data: data}, err
	case "xml":
		data, err := xml.Marshal(answer)
		return web.Bytes{Type: "text/xml; charset=utf-8", Data: append([]byte(xml.Header), data...)}, err
	}
	return nil, errs.NotThere()
}

// shown is what the list is to show for an address of ours.
func (p *Pages) shown(r *web.Request, address string) (url.Values, error) {
	u, err := url.Parse(address)
	ours, fault := url.Parse(r.Base)
	if err != nil || fault != nil || !strings.EqualFold(u.Host, ours.Host) || u.Scheme != "http" && u.Scheme != "https" {
		return nil, errs.NotThere()
	}
	q, kind, slug := u.Query(), "", ""
	if parts := strings.Split(strings.Trim(u.Path, "/"), "/"); len(parts) == 2 {
		kind, slug = parts[0], parts[1]
	}
	switch {
	case u.Path == "/events", u.Path == "/", u.Path == "":
		q.Del("event")
		q.Del("series")
	case kind == "c":
		q = url.Values{"chapter": {slug}}
	case kind == "e":
		q = url.Values{"event": {slug}}
	case kind == "s":
		q = url.Values{"series": {slug}}
	default:
		return nil, errs.NotThere()
	}
	if lang := r.Query.Get("lang"); lang != "" {
		q.Set("lang", lang)
	}
	return q, nil
}

// most is a measure, held to what the asker has room for.
func most(room string, usual int) int {
	if n, err := strconv.Atoi(room); err == nil && n > 0 && n < usual {
		return n
	}
	return usual
}
