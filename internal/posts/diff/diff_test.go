package diff_test

import (
	"fmt"
	"strings"
	"testing"

	"codeberg.org/plenary/plenary/internal/posts/diff"
	"pgregory.net/rapid"
)

// sides puts the two texts together again.
func sides(list []diff.Part) (old, new string) {
	for _, p := range list {
		if p.Op != diff.Insert {
			old += p.Text
		}
		if p.Op != diff.Delete {
			new += p.Text
		}
	}
	return old, new
}

// written writes a comparison in one line.
func written(list []diff.Part) string {
	var b strings.Builder
	for _, p := range list {
		fmt.Fprintf(&b, []string{"%s", "[-%s-]", "[+%s+]"}[p.Op], p.Text)
	}
	return b.String()
}

func TestWhatChangedIsReadable(t *testing.T) {
	for _, x := range []struct{ old, new, want string }{
		{"", "", ""},
		{"", "All new", "[+All new+]"},
		{"All gone", "", "[-All gone-]"},
		{"We meet at nine.", "We meet at ten.", "We meet at [-nine-][+ten+]."},
		{"We rent the red car today.", "We rent the blue bus today.", "We rent the [-red car-][+blue bus+] today."},
		{"One.\n\nTwo.\n\nThree.", "One.\n\nThree.", "One.\n\n[-Two.\n\n-]Three."},
		{"One.\n\nThree.", "One.\n\nTwo.\n\nThree.", "One.\n\n[+Two.\n\n+]Three."},
		{"Nothing in common here", "Всё по-другому", "[-Nothing in common here-][+Всё по-другому+]"},
		{"نلتقي يوم الأربعاء مساء", "نلتقي يوم الخميس مساء", "نلتقي يوم [-الأربعاء-][+الخميس+] مساء"},
		{"हम बुधवार को मिलते हैं", "हम गुरुवार को मिलते हैं", "हम [-बुधवार-][+गुरुवार+] को मिलते हैं"},
		{"It’s the tenants’ hall", "It’s the tenants’ house", "It’s the tenants’ [-hall-][+house+]"},
	} {
		list := diff.Texts(x.old, x.new)
		if got := written(list); got != x.want {
			t.Errorf("%q to %q\n got %s\nwant %s", x.old, x.new, got, x.want)
		}
	}
}

func TestAComparisonHoldsBothTexts(t *testing.T) {
	word := rapid.SampledFrom([]string{"a", "rent", "hall ", " ", "\n", "\n\n", "سلام", "हम", "’", "1.", "—", "\u200f", "é"})
	rapid.Check(t, func(t *rapid.T) {
		old := rapid.SliceOfN(word, 0, 60).Draw(t, "old")
		var new []string
		for _, w := range old { // mostly alike, as versions are
			switch rapid.IntRange(0, 9).Draw(t, "what") {
			case 0:
			case 1:
				new = append(new, word.Draw(t, "instead"))
			case 2:
				new = append(new, w, word.Draw(t, "more"))
			default:
				new = append(new, w)
			}
		}
		a, b := strings.Join(old, ""), strings.Join(new, "")
		list := diff.Texts(a, b)
		if x, y := sides(list); x != a || y != b {
			t.Fatalf("%q to %q gave %s", a, b, written(list))
		}
		for i, p := range list {
			if p.Text == "" || i > 0 && list[i-1].Op == p.Op {
				t.Fatalf("%q to %q is not tidy: %s", a, b, written(list))
			}
		}
		if diff.Equal(list) != (a == b) {
			t.Fatalf("%q and %q: equal %v", a, b, diff.Equal(list))
		}
	})
}

func TestAnyTwoTextsAreCompared(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.String().Draw(t, "old"), rapid.String().Draw(t, "new")
		if x, y := sides(diff.Texts(a, b)); x != a || y != b {
			t.Fatalf("%q to %q became %q to %q", a, b, x, y)
		}
	})
}

func TestLongTextsThatHaveLittleInCommonTakeNoTime(t *testing.T) {
	var a, b strings.Builder
	for n := range 40_000 {
		fmt.Fprintf(&a, "a%d\n", n)
		fmt.Fprintf(&b, "b%d ", n)
	}
	if x, y := sides(diff.Texts(a.String(), b.String())); x != a.String() || y != b.String() {
		t.Error("the texts are not those compared")
	}
}

func TestParagraphsThatStayedTheSameAreLeftOut(t *testing.T) {
	old := "One.\n\nTwo.\n\nThree.\n\nFour.\n\nFive."
	lines := diff.Lines(diff.Texts(old, strings.Replace(old, "Five", "Six", 1)))
	if len(lines) != 3 || lines[0].Same != 3 || lines[1].Parts[0].Text != "Four." || len(lines[2].Parts) < 2 {
		t.Errorf("got %+v", lines)
	}
	if joined := diff.Lines(diff.Texts("One.\nTwo.", "One. Two.")); !strings.Contains(fmt.Sprint(joined), "¶") {
		t.Errorf("a line end that went is not shown: %+v", joined)
	}
}

func BenchmarkTexts(b *testing.B) {
	old := strings.Repeat("We meet on Wednesday in the old mill, and everybody brings a lease.\n\n", 200)
	new := strings.ReplaceAll(old, "Wednesday in the old", "Thursday in the new")
	for b.Loop() {
		diff.Texts(old, new)
	}
}
