package prose

import (
	"strings"
	"testing"
	"time"
)

// heavy are texts made to take long, each a piece that is repeated.
func heavy() []string {
	return []string{">", "> ", "*a_", "[a](", "1. ", "1) ", "* a ", "- > ", "[^1]:", "[^1]: ", "[^1]: a\n\n", "a[^1]\n\n[^1]: b\n\n", "[a]: b\n[a]\n", "[a]: b\n\n[a]\n\n",
		"[", "![", "`", "``a", "<a@b.c>", "\\*", "a|", "a|b\n-|-\n", "www.a.b ", "~~a", "\t- a\n", "# a\n", "***a", "[a][", "(", "<", "&#"}
}

func TestNoTextTakesLong(t *testing.T) {
	for _, piece := range heavy() {
		text := strings.Repeat(piece, 200_000/len(piece))
		began := time.Now()
		HTML(text, 2)
		SplitLead(text)
		if took := time.Since(began); took > 5*time.Second { // without the bounds a minute and more
			t.Errorf("%q takes %v", piece, took)
		} else {
			t.Logf("%q takes %v", piece, took)
		}
	}
}

func TestWhatIsLongerThanAnyTextIsShownAsItIs(t *testing.T) {
	long := strings.Repeat("> *a*\n", 1+longestText/6)
	if got := HTML(long, 2); !strings.HasPrefix(got, "<p>&gt; *a*") {
		t.Errorf("got %.80q", got)
	}
	if got := Plain(long, 20); len([]rune(got)) > 20 || !strings.HasPrefix(got, "a a a") {
		t.Errorf("its words are %q", got)
	}
}

func TestWhatIsNestedTooDeepIsStillRead(t *testing.T) {
	got := HTML(strings.Repeat(">", 40)+" deep", 2)
	if n := strings.Count(got, "<blockquote>"); n != deepest || !strings.Contains(got, "deep") || strings.Contains(got, `\`) {
		t.Errorf("%d quotes: %s", n, got)
	}
	if got := HTML(strings.Repeat("1. ", 40)+"deep", 2); strings.Count(got, "<ol>") != deepest || strings.Contains(got, `\`) {
		t.Errorf("got %s", got)
	}
}

func TestWhatPeopleWriteStaysAsItIs(t *testing.T) {
	for _, text := range []string{"* * * * * * * * * * * * * * * * * * * * *\n", "- a\n  - b\n    1. c\n\n> q\n> > r\n", "a *b* \\*c\\* [d](https://e.example) 7. May\n\n2027\n1",
		"```\n\tfoo\n```\n", "", "\n", "-", "12", "1.", ">", "x[^1]\n\n[^1]: y", strings.Repeat("*a* [b](https://c.example)\n\n", 2000)} {
		if got := tame(text); got != text {
			t.Errorf("%.60q became %.60q", text, got)
		}
	}
}
