package people_test

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"

	"codeberg.org/plenary/plenary/internal/people"
)

// FuzzSheet writes what people typed into an organiser's file and reads it
// again: it is one row, no cell is computed, and nothing runs into another.
func FuzzSheet(f *testing.F) {
	for _, s := range []string{"Ada", "=1+1", "+49 30", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", `a","=1`, "a\r\n=1,2", "a\rb", "a\u2028=1", `"`, "=cmd|' /C calc'!A0", " =1", "'=1", "a;=1"} {
		f.Add(s, s)
		f.Add("Ada", s)
	}
	f.Fuzz(func(t *testing.T, name, answer string) {
		data, err := people.Sheet([][]string{{"name", "q.needs", "status"}, {name, answer, "yes"}})
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
		if err != nil || len(rows) != 2 || len(rows[1]) != 3 || rows[1][2] != "yes" {
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
