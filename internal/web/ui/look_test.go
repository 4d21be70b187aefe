package ui

import (
	"bytes"
	"compress/gzip"
	"testing"
)

func gz(t *testing.T, s string) int {
	t.Helper()
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte(s)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Len()
}

func TestSheetsAndScriptStayWithinTheirBudgets(t *testing.T) {
	for _, c := range []struct {
		name   string
		body   string
		budget int
	}{
		{"inlined sheet with a colour", NewLook("#336699").CSS, 4096},
		{"second sheet", string(DeskSheet().Body), 4096},
		{"script, uncompressed", string(Script().Body), 0},
	} {
		size := gz(t, c.body)
		t.Logf("%s: %d bytes, %d gzipped of %d", c.name, len(c.body), size, c.budget)
		if c.budget > 0 && size > c.budget {
			t.Errorf("%s: %d bytes gzipped, budget %d", c.name, size, c.budget)
		}
	}
	if n := len(Script().Body); n > 10<<10 {
		t.Errorf("script: %d bytes, budget 10 KB", n)
	}
}
