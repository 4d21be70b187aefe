package prose

import (
	"context"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

func TestMarkdownBecomesHTML(t *testing.T) {
	for _, x := range []struct{ in, want string }{
		{"Hello *there*", "<p>Hello <em>there</em></p>"},
		{"# Title", "<h3>Title</h3>"},
		{"### Low\n\n# High\n\n### Low again", "<h4>Low</h4>\n<h3>High</h3>\n<h4>Low again</h4>"},
		{"A claim[^1]\n\n[^1]: its source", `<p>A claim<sup id="fnref:1"><a href="#fn:1" rel="noreferrer">1</a></sup></p>` + "\n\n<hr>\n<ol>\n" + `<li id="fn:1">` + "\n<p>its source" + "\u00a0" + `<a href="#fnref:1" rel="noreferrer">↩︎</a></p>` + "\n</li>\n</ol>"},
		{"- one\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>"},
		{"[here](https://example.org)", `<p><a href="https://example.org" rel="noreferrer">here</a></p>`},
		{"<b>raw</b> *and* <script>alert(1)</script>", "<p>&lt;b&gt;raw&lt;/b&gt; <em>and</em> &lt;script&gt;alert(1)&lt;/script&gt;</p>"},
		{"<div>\n*one*\n</div>\n\n<!-- two -->", "<p>&lt;div&gt;\n<em>one</em>\n&lt;/div&gt;</p>\n<p>&lt;!-- two --&gt;</p>"},
		{"1 < 2 && <3", "<p>1 &lt; 2 &amp;&amp; &lt;3</p>"},
		{"[x](javascript:alert(1))", "<p>x</p>"},
		{"![A *red* door](https://tracker.example/p.gif) here", "<p>A <em>red</em> door here</p>"},
		{"![](https://tracker.example/p.gif?a&b)", "<p>https://tracker.example/p.gif?a&amp;b</p>"},
		{"[![Door](d.png)](https://example.org)", `<p><a href="https://example.org" rel="noreferrer">Door</a></p>`},
		{"[x](//evil.example/p)", "<p>x</p>"},
		{"[x](</\\evil.example>) [y](\\\\evil.example)", `<p><a href="/%5Cevil.example" rel="noreferrer">x</a> <a href="%5Cevil.example" rel="noreferrer">y</a></p>`},
		{"[x](/) [y](/s/lease) [z](#below) <https://a.example>", `<p><a href="/" rel="noreferrer">x</a> <a href="/s/lease" rel="noreferrer">y</a> <a href="#below" rel="noreferrer">z</a> <a href="https://a.example" rel="noreferrer">https://a.example</a></p>`},
	} {
		if got := strings.TrimSpace(HTML(x.in, 3)); got != x.want {
			t.Errorf("HTML(%q)\n got %s\nwant %s", x.in, got, x.want)
		}
	}
}

func TestFootnotesLeadBothWaysHoweverManyTextsAPageHas(t *testing.T) {
	const in = "One[^a], two[^b], one again[^a].\n\n[^a]: First\n[^b]: Second"
	for _, name := range []string{"", "ar"} {
		doc, err := html.Parse(strings.NewReader(htmlOf(in, name)))
		if err != nil {
			t.Fatal(err)
		}
		ids, links := map[string]int{}, []string{}
		var walk func(*html.Node)
		walk = func(n *html.Node) {
			for _, a := range n.Attr {
				if a.Key == "id" {
					ids[a.Val]++
				}
				if a.Key == "href" {
					links = append(links, strings.TrimPrefix(a.Val, "#"))
				}
			}
			for c := n.FirstChild; c != nil; c = c.NextSibling {
				walk(c)
			}
		}
		walk(doc)
		if len(ids) != 5 || len(links) != 6 {
			t.Errorf("%q: places %v, links %v", name, ids, links)
		}
		for _, to := range links {
			if ids[to] != 1 || name != "" && !strings.HasPrefix(to, name+"-") {
				t.Errorf("%q: a link to %q of %v", name, to, ids)
			}
		}
	}
}

func htmlOf(markdown, name string) string {
	var b strings.Builder
	if err := Part(name, markdown, "", 2).Render(context.Background(), &b); err != nil {
		panic(err)
	}
	return b.String()
}

func TestPlainIsOneShortLine(t *testing.T) {
	for _, x := range []struct {
		in   string
		most int
		want string
	}{
		{"# One\n\nTwo **three** & four", 15, "One Two three…"},
		{"From four to nine", 12, "From four…"}, // no half words
		{"From four to nine", 13, "From four to…"},
		{"Donaudampfschifffahrt", 12, "Donaudampfs…"},
		{"An Donaudampfschifffahrt", 12, "An Donaudam…"}, // nor next to nothing
		{"From four to nine", 17, "From four to nine"},
	} {
		if got := Plain(x.in, x.most); got != x.want {
			t.Errorf("got %q, want %q", got, x.want)
		}
	}
}

func TestTheFirstParagraphLeads(t *testing.T) {
	for _, x := range []struct{ in, lead, rest string }{
		{"One **bold**\nline.\n\nTwo.\n\nThree.", "One **bold**\nline.", "Two.\n\nThree."},
		{"  \n\nOne.", "One.", ""},
		{"# Title\n\nOne.", "", "# Title\n\nOne."},
		{"- a\n- b", "", "- a\n- b"},
		{"> said", "", "> said"},
		{"", "", ""},
		{"Eins: «ä» 😀", "Eins: «ä» 😀", ""},
	} {
		lead, rest := SplitLead(x.in)
		if lead != x.lead || rest != x.rest {
			t.Errorf("SplitLead(%q) = %q, %q", x.in, lead, rest)
		}
	}
}

// FuzzHTMLHoldsOnlyWhatIsAllowed parses what comes out and refuses any element
// or attribute beyond the list.
func FuzzHTMLHoldsOnlyWhatIsAllowed(f *testing.F) {
	for _, s := range []string{"a", "<img src=x onerror=alert(1)>", "[a](data:text/html,x)", "[^1]\n\n[^1]: note", "| a |\n|---|\n| b |", "<svg><style>"} {
		f.Add(s)
	}
	allowed := " html head body p br em strong del ul ol li blockquote code pre h2 h3 h4 h5 h6 hr table thead tbody tr th td sup a "
	f.Fuzz(func(t *testing.T, s string) {
		doc, err := html.Parse(strings.NewReader(HTML(s, 2)))
		if err != nil {
			t.Fatal(err)
		}
		var walk func(*html.Node)
		walk = func(n *html.Node) {
			if n.Type == html.ElementNode {
				if !strings.Contains(allowed, " "+n.Data+" ") {
					t.Fatalf("element %s out of %q", n.Data, s)
				}
				for _, a := range n.Attr {
					href := strings.ToLower(a.Val)
					if a.Key != "href" && a.Key != "rel" && a.Key != "id" || strings.HasPrefix(href, "javascript:") || strings.HasPrefix(href, "data:") {
						t.Fatalf("attribute %s=%q out of %q", a.Key, a.Val, s)
					}
				}
			}
			for c := n.FirstChild; c != nil; c = c.NextSibling {
				walk(c)
			}
		}
		walk(doc)
	})
}
