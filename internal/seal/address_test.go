package seal

import (
	"strings"
	"testing"
	"unicode"
)

func TestCanonicalAddress(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{" Anna.Berg@Mail.Example\n", "anna.berg@mail.example"},
		{"anna+series@mail.example", "anna+series@mail.example"},
		{"a.n.n.a@mail.example", "a.n.n.a@mail.example"},
		{"anna@BÜCHER.example", "anna@xn--bcher-kva.example"},
		{"anna@xn--bcher-kva.example", "anna@xn--bcher-kva.example"},
		{"ju\u0308rgen@mail.example", "j\u00fcrgen@mail.example"},
		{"ANNA@mail。example", "anna@mail.example"},
		{"Пётр@почта.example", "пётр@xn--80a1acny.example"},
		{"o'neil@mail.example", "o'neil@mail.example"},
		{"anna@localhost", "anna@localhost"},
	} {
		if got, ok := CanonicalAddress(c.in); !ok || got != c.want {
			t.Errorf("%q: got %q, %v; want %q", c.in, got, ok, c.want)
		}
	}
}

func TestWhatIsNoAddressIsRefused(t *testing.T) {
	for _, in := range []string{"", "@", "anna", "anna@", "@mail.example", "anna@@mail.example", "an na@mail.example",
		"anna@mail..example", "anna@.example", "anna@mail.example.", ".anna@mail.example", "anna.@mail.example", "an..na@mail.example",
		`"an na"@mail.example`, "Anna <anna@mail.example>", "anna@[127.0.0.1]", "anna@mail_x.example", "anna@-mail.example",
		"anna@mail.example\r\nBcc: x@y.example", "anna\x00@mail.example", "an\u202ena@mail.example", "an\u200bna@mail.example",
		"anna@mail.example,bert@mail.example", "anna@mail.example; x", "(c)anna@mail.example", "anna\xff@mail.example",
		strings.Repeat("a", 65) + "@mail.example", "anna@" + strings.Repeat("a.", 130) + "example", "anna@" + strings.Repeat("a", 64) + ".example",
	} {
		if got, ok := CanonicalAddress(in); ok {
			t.Errorf("%q is taken as %q", in, got)
		}
	}
}

func FuzzCanonicalAddress(f *testing.F) {
	f.Add("Anna@Mail.example")
	f.Add("пётр@почта.example")
	f.Add("a@b\r\n.example")
	f.Fuzz(func(t *testing.T, s string) {
		got, ok := CanonicalAddress(s)
		if !ok {
			return
		}
		if again, ok := CanonicalAddress(got); !ok || again != got {
			t.Fatalf("%q gives %q, which gives %q, %v", s, got, again, ok)
		}
		if strings.Count(got, "@") != 1 || len(got) > maxAddress {
			t.Fatalf("%q gives %q", s, got)
		}
		for _, r := range got {
			if unicode.IsSpace(r) || unicode.IsControl(r) || unicode.In(r, unicode.Cf) || strings.ContainsRune(`<>,;:"()[]\`, r) {
				t.Fatalf("%q gives %q", s, got)
			}
		}
	})
}
