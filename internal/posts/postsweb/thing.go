package postsweb

import (
	"time"

	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/web/prose"
)

// article is a text as schema.org describes one (https://schema.org/Article).
type article struct {
	Context     string    `json:"@context"`
	Type        string    `json:"@type"`
	Headline    string    `json:"headline"`
	Description string    `json:"description,omitempty"`
	URL         string    `json:"url"`
	Language    string    `json:"inLanguage"`
	Published   string    `json:"datePublished"`
	Modified    string    `json:"dateModified,omitempty"`
	Author      named     `json:"author"`
	Publisher   named     `json:"publisher"`
	Correction  []comment `json:"correction,omitempty"`
	Original    *named    `json:"translationOfWork,omitempty"`
	About       *named    `json:"about,omitempty"`
	Mentions    []named   `json:"mentions,omitempty"`
}

type named struct {
	Type     string `json:"@type"`
	Name     string `json:"name"`
	URL      string `json:"url,omitempty"`
	Language string `json:"inLanguage,omitempty"`
}

// comment is a correction.
type comment struct {
	Type string `json:"@type"`
	Text string `json:"text"`
	Date string `json:"datePublished"`
}

// articleOf describes the text as it stands on the page.
func articleOf(p postPage) article {
	r, post := p.R, p.Post
	at := r.Base + "/posts/" + post.Slug
	network := named{Type: "Organization", Name: r.Pick(r.Face.Name).Text, URL: r.Base}
	a := article{Context: "https://schema.org", Type: "Article", Headline: p.Title.Text, Description: prose.Plain(p.Body.Text, 300),
		URL: at, Language: p.Lang, Published: stamp(post.PublishedAt), Author: network, Publisher: network}
	if post.Kind == posts.News || post.Kind == posts.Update {
		a.Type = "NewsArticle"
	}
	if changed(post) {
		a.Modified = stamp(post.ChangedAt)
	}
	if p.Around.WhoHref != "" {
		a.Author = named{Type: "Organization", Name: p.Around.Who.Text, URL: r.Base + p.Around.WhoHref}
	}
	for _, c := range post.Corrections {
		a.Correction = append(a.Correction, comment{"CorrectionComment", prose.Plain(in(r, c.Text, p.Lang).Text, 500), c.Day.String()})
	}
	if original := post.Original(); p.Lang != original {
		a.Original = &named{Type: a.Type, Name: post.Title[original], URL: at + "?lang=" + original, Language: original}
	}
	if t := post.Thing; t != nil {
		a.About = &named{Type: "Event", Name: p.About.Text, URL: r.Base + t.Page}
	}
	for _, x := range p.Around.Related {
		a.Mentions = append(a.Mentions, named{Type: "Event", Name: x.Title, URL: r.Base + x.Href})
	}
	return a
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }
