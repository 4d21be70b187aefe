package main

import (
	"bytes"
	"fmt"
	"html"
)

// verdict says in a word what was found on the page of the picture.
func (s shot) verdict() string {
	switch {
	case len(s.found) > 0:
		return fmt.Sprintf("%d findings", len(s.found))
	case s.sideways > 0:
		return fmt.Sprintf("scrolls sideways by %d px", s.sideways)
	}
	return "ok"
}

// sheet makes the page that shows all pictures, a row for each page.
func sheet(shots []shot) []byte {
	var names []string
	rows := map[string][]shot{}
	for _, s := range shots {
		if rows[s.Name] == nil {
			names = append(names, s.Name)
		}
		rows[s.Name] = append(rows[s.Name], s)
	}
	var b bytes.Buffer
	b.WriteString(`<!doctype html><html lang="en" dir="ltr"><meta charset="utf-8"><title>Pictures of all pages</title>
<style>
body { font: 14px system-ui, sans-serif; margin: 1rem; background: #888; }
div { display: flex; gap: 1rem; overflow-x: auto; align-items: start; padding-block-end: 1rem; }
figure { margin: 0; flex: none; }
img { inline-size: 240px; background: #fff; display: block; }
.bad { background: #f99; }
</style>
<h1>Pictures of all pages</h1>
`)
	for _, name := range names {
		fmt.Fprintf(&b, "<h2 id=%[1]q>%[1]s</h2>\n<div tabindex=0 role=region aria-label=%[1]q>\n", html.EscapeString(name))
		for _, s := range rows[name] {
			class := ""
			if s.verdict() != "ok" {
				class = ` class="bad"`
			}
			title := html.EscapeString(fmt.Sprintf("%s %s %d px", s.lang, s.theme, s.width))
			fmt.Fprintf(&b, "<figure%s><a href=%q><img src=%q alt=%q loading=lazy></a><figcaption>%s<br>%s: %s", class, s.file, s.file, name+" "+title, title, html.EscapeString(s.Address), s.verdict())
			for _, v := range s.found {
				fmt.Fprintf(&b, "<br>%s", html.EscapeString(v.Rule))
			}
			b.WriteString("</figcaption></figure>\n")
		}
		b.WriteString("</div>\n")
	}
	return b.Bytes()
}
