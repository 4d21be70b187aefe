package prose

import (
	"context"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// hostile is what somebody may write who wants more than to be read.
func hostile() []string {
	return []string{
		"<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>", "<iframe src=https://evil.example></iframe>",
		"<style>@import url(https://evil.example)</style>", "<base href=https://evil.example>", "<meta http-equiv=refresh content=0>",
		"<form action=https://evil.example><input name=password></form>", "<object data=x></object>", "<math><mi xlink:href=javascript:alert(1)>",
		"<a href=javascript:alert(1)>x</a>", "[x](javascript:alert(1))", "[x](JaVaScRiPt:alert(1))", "[x](java\nscript:alert(1))", "[x](\x01javascript:alert(1))",
		"[x](data:text/html;base64,PHNjcmlwdD4=)", "[x](vbscript:msgbox)", "[x](file:///etc/passwd)", "[x](blob:https://a)", "[x]: javascript:alert(1)\n\n[x]",
		"[x](//evil.example)", "[x](/\\evil.example)", "[x](\\\\evil.example)", "[x](https:evil.example)", "<javascript:alert(1)>", "<https://a.example/\"onmouseover=alert(1)>",
		"![x](https://tracker.example/p.gif)", "![x][t]\n\n[t]: https://tracker.example/p.gif", "[![x](https://tracker.example/p.gif)](https://a.example)",
		"[x](https://a.example \"title\" onclick=alert(1))", "[x](https://a.example){onclick=alert(1)}", "# x {onclick=alert(1)}", "``` js onload=alert(1)\nx\n```",
		"x[^\"><script>alert(1)</script>]\n\n[^\"><script>alert(1)</script>]: y", "x[^1]\n\n[^1]: <img src=https://tracker.example>", "&lt;script&gt;alert(1)&lt;/script&gt;",
		"&#60;script&#62;alert(1)", "| a |\n|:-|\n| <td onclick=x> |", "<!--><script>alert(1)</script>-->", "<![CDATA[<script>]]>", "<?php ?>", "\u202e<script>",
		strings.Repeat("> ", 500) + "x", strings.Repeat("[", 3000), strings.Repeat("*a", 3000), strings.Repeat("![", 1000), "www.evil.example/<script>",
	}
}

func TestHostileTextsDoNothing(t *testing.T) {
	for _, in := range hostile() {
		for _, name := range []string{"", "ar"} {
			var b strings.Builder
			if err := Part(name, in, "en", 2).Render(context.Background(), &b); err != nil {
				t.Fatal(err)
			}
			doc, err := html.Parse(strings.NewReader(b.String()))
			if err != nil {
				t.Fatal(err)
			}
			harmless(t, in, doc)
		}
	}
}

// harmless refuses whatever acts, loads something from elsewhere, or tells
// elsewhere where a reader comes from.
func harmless(t *testing.T, in string, n *html.Node) {
	t.Helper()
	if n.Type == html.ElementNode {
		switch n.Data {
		case "script", "img", "style", "svg", "iframe", "object", "form", "input", "base", "meta", "link", "math", "video", "audio":
			t.Errorf("%.60q makes an element %s", in, n.Data)
		}
		rel, leads := "", ""
		for _, a := range n.Attr {
			value := strings.ToLower(strings.TrimSpace(a.Val))
			switch {
			case strings.HasPrefix(a.Key, "on"), a.Key == "style", a.Key == "src", a.Key == "srcset", a.Key == "target":
				t.Errorf("%.60q makes an attribute %s", in, a.Key)
			case a.Key == "rel":
				rel = value
			case a.Key == "href":
				leads = value
				scheme, _, has := strings.Cut(value, ":")
				if has && !strings.ContainsAny(scheme, "/?#") && scheme != "http" && scheme != "https" && scheme != "mailto" && scheme != "tel" ||
					strings.HasPrefix(value, "//") || strings.HasPrefix(value, `/\`) {
					t.Errorf("%.60q leads to %q", in, value)
				}
			}
		}
		if strings.HasPrefix(leads, "http") && !strings.Contains(rel, "noreferrer") {
			t.Errorf("%.60q leads away and tells from where: rel %q", in, rel)
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		harmless(t, in, c)
	}
}
