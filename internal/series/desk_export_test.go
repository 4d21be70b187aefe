package series

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/people"
)

// FuzzExport writes what people typed into the organiser's file and reads it
// again: it is one row, no cell is computed, and nothing runs into another.
func FuzzExport(f *testing.F) {
	for _, s := range []string{"Ada", "=1+1", "+49 30", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", `a","=1`, "a\r\n=1,2", "a\rb", "a\u2028=1", `"`, "=cmd|' /C calc'!A0", " =1", "'=1", "a;=1"} {
		f.Add(s, s)
		f.Add("Ada", s)
	}
	s := &Series{Questions: []Question{{ID: "needs"}}}
	f.Fuzz(func(t *testing.T, name, answer string) {
		e := Entrant{P: people.Person{Name: name, Address: name}, R: Registration{Language: "en", Zone: "UTC", MadeAt: time.Unix(0, 0)}, Answers: map[string]string{"needs": answer}}
		var out bytes.Buffer
		w := csv.NewWriter(&out)
		w.UseCRLF = true
		columns := s.exportColumns(teamLabels())
		_ = w.Write(exportHead(columns))
		_ = w.Write(exportRow(columns, e, answer, nil))
		w.Flush()
		rows, err := csv.NewReader(&out).ReadAll()
		if err != nil || len(rows) != 2 || len(rows[1]) != len(rows[0]) {
			t.Fatalf("%d rows, %v: %q", len(rows), err, rows)
		}
		for i, cell := range rows[1] {
			if cell != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠", []rune(cell)[0]) {
				t.Errorf("cell %d begins like a formula: %q", i, cell)
			}
		}
		if got, want := lines(rows[1][0]), lines(name); got != want && got != "'"+want {
			t.Errorf("the name %q became %q", name, rows[1][0])
		}
	})
}

// lines is a text as a file of lines keeps it.
func lines(s string) string { return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "") }

// FuzzOnlyThePlacesOfAnAddressAreFilled holds that no text of people or
// organisers is a program: in the address of a call three words are replaced,
// and everything else stays as it was typed.
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
		if got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	})
}
