package seal

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

var testRoot = bytes.Repeat([]byte{7}, keySize)

// open returns an owner's key and its wrapping, without a store.
func (k *Keys) open(owner string) (Box, []byte) {
	w := k.wrapKey(owner, derive([]byte(owner), "test", keySize))
	b, err := k.Unwrap(owner, w)
	if err != nil {
		panic(err)
	}
	return b, w
}

func TestCellsOpenWhereTheyWereSealed(t *testing.T) {
	k := New(testRoot)
	rapid.Check(t, func(t *rapid.T) {
		owner, plain := rapid.String().Draw(t, "owner"), rapid.String().Draw(t, "plain")
		table, column, row := rapid.StringN(0, 20, 60).Draw(t, "table"), rapid.StringN(0, 20, 60).Draw(t, "column"), rapid.String().Draw(t, "row")
		b, _ := k.open(owner)
		cell := b.Seal(table, column, row, plain)
		if (cell == nil) != (plain == "") {
			t.Fatalf("cell of %q is nil: %v", plain, cell == nil)
		}
		got, err := b.Open(table, column, row, cell)
		if err != nil || got != plain {
			t.Fatalf("got %q, %v; want %q", got, err, plain)
		}
	})
}

func TestMovedCellsFailClosed(t *testing.T) {
	k := New(testRoot)
	rapid.Check(t, func(t *rapid.T) {
		part := rapid.StringMatching(`[ab]{0,3}`)
		type place struct{ owner, table, column, row string }
		draw := func(name string) place {
			return place{part.Draw(t, name+" owner"), part.Draw(t, name+" table"), part.Draw(t, name+" column"), part.Draw(t, name+" row")}
		}
		from, to := draw("from"), draw("to")
		a, _ := k.open(from.owner)
		b, _ := k.open(to.owner)
		got, err := b.Open(to.table, to.column, to.row, a.Seal(from.table, from.column, from.row, "Asha"))
		if from == to {
			if err != nil || got != "Asha" {
				t.Fatalf("at its place: %q, %v", got, err)
			}
		} else if !errors.Is(err, ErrBroken) || got != "" {
			t.Fatalf("from %v to %v: %q, %v", from, to, got, err)
		}
	})
}

func TestCellsOfAnotherInstanceFailClosed(t *testing.T) {
	one, other := New(testRoot), New(bytes.Repeat([]byte{8}, keySize))
	_, wrapped := one.open("p1")
	if _, err := other.Unwrap("p1", wrapped); !errors.Is(err, ErrBroken) {
		t.Errorf("wrapped key under another root: %v", err)
	}
	if _, err := one.Unwrap("p2", wrapped); !errors.Is(err, ErrBroken) {
		t.Errorf("wrapped key of another owner: %v", err)
	}
	// The same key of the owner, as a copied installation would have it.
	a, _ := one.open("p1")
	b, _ := other.open("p1")
	if _, err := b.Open("person", "name", "p1", a.Seal("person", "name", "p1", "Asha")); !errors.Is(err, ErrBroken) {
		t.Errorf("cell in another instance: %v", err)
	}
}

func TestChangedCellsFailClosed(t *testing.T) {
	b, wrapped := New(testRoot).open("p1")
	cell := b.Seal("person", "name", "p1", "Asha")
	for i := range cell {
		for _, flip := range []byte{1, 0x80} {
			c := bytes.Clone(cell)
			c[i] ^= flip
			if got, err := b.Open("person", "name", "p1", c); !errors.Is(err, ErrBroken) || got != "" {
				t.Errorf("byte %d changed: %q, %v", i, got, err)
			}
		}
		if _, err := b.Open("person", "name", "p1", cell[:i]); !errors.Is(err, ErrBroken) {
			t.Errorf("cut to %d: %v", i, err)
		}
	}
	for i := range wrapped {
		w := bytes.Clone(wrapped)
		w[i] ^= 1
		if _, err := New(testRoot).Unwrap("p1", w); !errors.Is(err, ErrBroken) {
			t.Errorf("wrapped key, byte %d changed: %v", i, err)
		}
	}
}

func TestWhatHasNoKeyIsErased(t *testing.T) {
	k := New(testRoot)
	b, _ := k.open("p1")
	cell := b.Seal("person", "name", "p1", "Asha")
	gone, err := k.Unwrap("p1", nil)
	if !errors.Is(err, ErrErased) {
		t.Errorf("no wrapped key: %v", err)
	}
	if got, err := gone.Open("person", "name", "p1", cell); !errors.Is(err, ErrErased) || got != "" {
		t.Errorf("cell without a key: %q, %v", got, err)
	}
}

func TestTheSameValueTwiceGivesDifferentBytes(t *testing.T) {
	b, _ := New(testRoot).open("p1")
	seen := map[string]bool{}
	for range 1000 {
		cell := string(b.Seal("person", "name", "p1", "Asha"))
		if seen[cell] || seen[cell[:1+nonceSize]] {
			t.Fatal("a cell came twice")
		}
		seen[cell], seen[cell[:1+nonceSize]] = true, true
	}
}

func TestLengthsAreSteps(t *testing.T) {
	b, _ := New(testRoot).open("p1")
	for n := 1; n < 200; n++ {
		cell := b.Seal("person", "name", "p1", strings.Repeat("x", n))
		want := cellOverhead + (n/step+1)*step
		if len(cell) != want {
			t.Errorf("%d bytes give %d, want %d", n, len(cell), want)
		}
		if cap(cell) != len(cell) {
			t.Errorf("%d bytes: what lies behind the cell can be reached", n)
		}
	}
}

func TestErrorsHoldNoValue(t *testing.T) {
	b, _ := New(testRoot).open("canary-owner")
	_, err := b.Open("person", "canary-column", "canary-row", []byte("canary-cell canary-cell canary-cell canary-cell canary-cell--"))
	if err == nil || strings.Contains(fmt.Sprint(err), "canary") {
		t.Errorf("error: %v", err)
	}
}

func FuzzOpen(f *testing.F) {
	b, _ := New(testRoot).open("p1")
	f.Add(b.Seal("person", "name", "p1", "Asha"))
	f.Add([]byte{cellVersion})
	f.Fuzz(func(t *testing.T, cell []byte) {
		got, err := b.Open("person", "name", "p1", cell)
		if err == nil && got != "" && got != "Asha" || err != nil && got != "" {
			t.Fatalf("%q, %v", got, err)
		}
	})
}

func FuzzUnwrap(f *testing.F) {
	k := New(testRoot)
	own, wrapped := k.open("p1")
	cell := own.Seal("person", "name", "p1", "Asha")
	f.Add(wrapped)
	f.Fuzz(func(t *testing.T, w []byte) {
		b, err := k.Unwrap("p1", w)
		if err != nil {
			return
		}
		if got, err := b.Open("person", "name", "p1", cell); err != nil || got != "Asha" {
			t.Fatal("a key came out of bytes that nobody wrapped")
		}
	})
}
