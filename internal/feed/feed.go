package feed

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"
)

// The MIME types of both forms.
const (
	RSSType  = "application/rss+xml; charset=utf-8"
	JSONType = "application/feed+json; charset=utf-8"
)

// Feed is one list of news, the latest first.
type Feed struct {
	Title       string
	Description string // what it is a list of, in a sentence
	Lang        string // the language of both, and of items that name none
	Home        string // the page that shows the same
	Self        string // the address of this very form of it
	Icon        string // a square picture; left out if empty
	Items       []Item
}

// Item is one piece of news. Its ID, its URL, a date and either a title or a
// text are required.
type Item struct {
	ID        string // the same for the item's whole life, unique in the world
	URL       string // of our page
	Title     string // one line, plain
	Summary   string // a few sentences, plain
	HTML      string // all of it, cleaned by whoever made it; "" = the summary is all
	Lang      string // the language of the texts above
	Published time.Time
	Updated   time.Time // left out if zero
	Image     string
	Tags      []string
	Authors   []Author
	Happens   []Happens // the times and places that it is about, in their order; none for news without
}

// Author is who speaks: a chapter, a person, the network.
type Author struct {
	Name string
	URL  string // left out if empty
}

// Happens is when and where something takes place.
type Happens struct {
	Start, End time.Time // as clocks in their zone show them
	Status     string    // "scheduled", "tentative", "moved", "cancelled"
	Location   string    // one line; "" where there is none
	Was        time.Time // when it was to start before it was moved; left out if zero
}

// latest is when anything in the feed changed last; zero for an empty one.
func (f *Feed) latest() (t time.Time) {
	for _, item := range f.Items {
		for _, at := range []time.Time{item.Published, item.Updated} {
			if at.After(t) {
				t = at
			}
		}
	}
	return t
}

// check says what a caller got wrong. Its errors name no texts: these may be
// personal.
func (f *Feed) check() error {
	switch {
	case strings.TrimSpace(f.Title) == "":
		return errors.New("feed: no title")
	case !whole(f.Home), !whole(f.Self):
		return errors.New("feed: the address of its page or its own is not whole")
	}
	seen := make(map[string]bool, len(f.Items))
	for i, item := range f.Items {
		switch {
		case item.ID == "" || seen[item.ID]:
			return fmt.Errorf("feed: item %d has no id, or another's", i)
		case !whole(item.URL):
			return fmt.Errorf("feed: the address of item %d is not whole", i)
		case item.Published.IsZero():
			return fmt.Errorf("feed: item %d has no date", i)
		case item.Title == "" && item.Summary == "" && item.HTML == "":
			return fmt.Errorf("feed: item %d says nothing", i)
		}
		seen[item.ID] = true
	}
	return nil
}

// whole tells whether an address can be used from anywhere.
func whole(address string) bool {
	u, err := url.Parse(address)
	return err == nil && u.Host != "" && (u.Scheme == "https" || u.Scheme == "http")
}

// authors are the named ones.
func (item *Item) authors() []Author {
	return slices.DeleteFunc(slices.Clone(item.Authors), func(a Author) bool { return strings.TrimSpace(a.Name) == "" })
}

// oneLine is a text without line breaks and without what no text holds.
func oneLine(s string) string { return strings.Join(strings.Fields(plain(s)), " ") }

// plain is a text without the characters that neither form may hold.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t', r == '\n', r >= 0x20 && r <= 0xD7FF && r != 0x7f, r >= 0xE000 && r <= 0xFFFD, r >= 0x10000 && r <= 0x10FFFF:
			return r
		}
		return -1
	}, strings.ToValidUTF8(s, "\uFFFD"))
}
