package series

import (
	"strings"
	"testing"
)

// FuzzOnlyThePlacesOfAnAddressAreFilled holds that no text of people or
// organisers is a program: in the address of a call three words are replaced,
// and everything else stays as it was typed. One in which braces are left leads
// nowhere.
func FuzzOnlyThePlacesOfAnAddressAreFilled(f *testing.F) {
	for _, s := range []string{"https://meet.example/{series}-{track}-{n}", "{{series}}", "{series", "{env.SECRET}", "${n}", "{{ .Keys }}", "{n}{n}", "%s%d", "<%= 1 %>", "{Series}", "{series.__class__}", "{secret}"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s := &Series{Slug: "SLUG", JoinURL: text}
		got := s.CallURL(Occurrence{Session: &Session{N: 7}, Track: "T"})
		want := ""
		for rest := text; rest != ""; {
			switch {
			case strings.HasPrefix(rest, "{series}"):
				want, rest = want+"SLUG", rest[len("{series}"):]
			case strings.HasPrefix(rest, "{track}"):
				want, rest = want+"T", rest[len("{track}"):]
			case strings.HasPrefix(rest, "{n}"):
				want, rest = want+"7", rest[len("{n}"):]
			default:
				want, rest = want+rest[:1], rest[1:]
			}
		}
		if strings.ContainsAny(want, "{}") { // nothing fills that in, as for circles
			want = ""
		}
		if got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	})
}
