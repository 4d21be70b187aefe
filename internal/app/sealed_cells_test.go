package app_test

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"codeberg.org/plenary/plenary/internal/app"
	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/community"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/store"
)

// notCells are the columns of bytes that hold no sealed cell, and what they hold
// instead. All others do.
func notCells() map[string]string {
	const random, hash, index, public = "random", "a hash of something random", "a keyed hash", "public"
	return map[string]string{
		"keys.wrapped": "a wrapped key", "network.logo": public, "network.setup_hash": hash, "person.address_ix": index, "suppressed.hash": index,
		"sign_in.hash": hash, "sign_in_token.hash": hash, "sign_in_token.browser": hash, "sign_in_token.code_hash": index,
		"link_code.browser": index, "link_code.code": index, "once.hash": index, "sealed_row.slot": index,
		"passkey_owner.handle": random, "passkey.credential": hash, "audit.hash": hash,
		"audit_chain.sign": "a keyed hash", "quota.bucket": index, "quota_day.salt": random,
	}
}

// cell is one sealed value with where it lies.
type cell struct {
	table, column string
	rows          []string // what its row could be called
	bytes         []byte
}

// place is where a cell opens.
type cellPlace struct{ owner, table, column, row string }

// TestEverySealedCellOpensAtItsPlaceOnly (C3, C4) takes every column of bytes of
// the schema in a house that is full of people. Each sealed cell has a length
// that is a step, no two are alike, and each opens at exactly one place of all
// there are: with one owner's key, under one table, column and row. Whatever is
// swapped with whatever, no read finds anything.
func TestEverySealedCellOpensAtItsPlaceOnly(t *testing.T) {
	if !seal.Sealing {
		return // a program that does not seal has no cells
	}
	w := newWorld(t, store.SQLite)
	w.privately()
	var cells []cell
	boxes := map[string]seal.Box{}
	w.Read(func(tx *store.Tx) (err error) {
		if cells, err = cellsOf(t, tx); err != nil {
			return err
		}
		owners, err := store.All(tx, store.Column[string], `SELECT owner FROM keys`)
		for _, o := range owners {
			if boxes[o], err = w.Keys.Box(tx, o); err != nil {
				return err
			}
		}
		return err
	})
	boxes["whoever has the open code"] = w.Keys.BoxOf("set", w.waiting.code) // behind which nobody's key lies yet
	seen, filled := map[string]string{}, map[string]int{}
	var places []cellPlace
	for _, c := range cells {
		name := c.table + "." + c.column
		if n := len(c.bytes); n < 61 || (n-29)%32 != 0 || c.bytes[0] != 1 {
			t.Errorf("%s holds %d bytes, which is no sealed cell: seal it, or say in notCells what it is", name, n)
			continue
		}
		if other, twice := seen[string(c.bytes)]; twice {
			t.Errorf("the same bytes in %s and %s", name, other)
		}
		seen[string(c.bytes)] = name
		at := c.opens(boxes)
		if len(at) != 1 {
			t.Errorf("a cell of %s opens at %d places", name, len(at))
			continue
		}
		filled[name]++
		places = append(places, at[0])
	}
	// Everything with everything: another cell's place opens none.
	kept := slices.DeleteFunc(slices.Clone(cells), func(c cell) bool { return len(c.opens(boxes)) != 1 })
	if len(kept) > 300 {
		kept = kept[:300]
	}
	tried := 0
	for i, c := range kept {
		for j, p := range places {
			if i == j || places[i] == p {
				continue
			}
			tried++
			if got, err := boxes[p.owner].Open(p.table, p.column, p.row, c.bytes); !errors.Is(err, seal.ErrBroken) || got != "" {
				t.Fatalf("a cell of %s.%s is read as %s.%s: %v", c.table, c.column, p.table, p.column, err)
			}
		}
	}
	t.Logf("%d cells in %d columns, %d swaps", len(cells), len(filled), tried)
	for _, name := range []string{"person.name", "person.address", "registration.answers", "sealed_row.cell"} {
		if filled[name] == 0 {
			t.Errorf("the house is not full: %s holds nothing", name)
		}
	}
}

// opens lists the places of the cell's own table and column at which it opens.
func (c cell) opens(boxes map[string]seal.Box) (at []cellPlace) {
	for owner, box := range boxes {
		for _, row := range c.rows {
			if _, err := box.Open(c.table, c.column, row, c.bytes); err == nil {
				at = append(at, cellPlace{owner, c.table, c.column, row})
			}
		}
	}
	return at
}

// cellsOf reads all columns of bytes that are not known to be something else. A
// column that has no label is none that this test knows.
func cellsOf(t *testing.T, tx *store.Tx) (list []cell, err error) {
	labelled := map[string]bool{}
	for _, l := range app.Labels() {
		for _, c := range strings.Fields(l.Columns) {
			labelled[l.Table+"."+c] = true
		}
	}
	tables, err := store.Tables(tx)
	if err != nil {
		return nil, err
	}
	for _, table := range tables {
		for _, c := range table.Columns {
			name := table.Name + "." + c.Name
			if !labelled[name] {
				t.Errorf("%s has no label", name)
			}
			if c.Kind != store.BytesColumn || notCells()[name] != "" || strings.HasSuffix(c.Name, "hash") {
				continue
			}
			more, err := cellsIn(tx, table, c.Name)
			if err != nil {
				return nil, err
			}
			list = append(list, more...)
		}
	}
	return list, nil
}

// cellsIn reads one column, with everything that its row could be called: any of
// its texts and numbers, and two of them together.
func cellsIn(tx *store.Tx, table *store.Table, column string) (list []cell, err error) {
	var names []string
	for _, c := range table.Columns {
		if c.Kind != store.BytesColumn && c.Kind != store.RealColumn && c.Kind != store.BooleanColumn {
			names = append(names, c.Name)
		}
		if c.Kind == store.BytesColumn && c.Name == "slot" {
			names = append(names, c.Name)
		}
	}
	return store.All(tx, func(r *store.Rows) (cell, error) {
		x := cell{table: table.Name, column: column}
		values := make([]any, len(names))
		to := []any{&x.bytes}
		for i := range values {
			to = append(to, &values[i])
		}
		err := r.Scan(to...)
		var words []string
		for _, v := range values {
			switch v := v.(type) {
			case string:
				words = append(words, v)
			case []byte:
				words = append(words, string(v))
			case int64:
				words = append(words, strconv.FormatInt(v, 10))
			}
		}
		x.rows = slices.Clone(words)
		for _, a := range words {
			for _, b := range words {
				x.rows = append(x.rows, a+"-"+b, a+"."+b, a+" "+b, a+b)
			}
		}
		slices.Sort(x.rows)
		x.rows, x.bytes = slices.Compact(x.rows), bytes.Clone(x.bytes)
		return x, err
	}, fmt.Sprintf(`SELECT %s FROM %s WHERE %s IS NOT NULL`, strings.Join(append([]string{column}, names...), ", "), table.Name, column))
}

// privately has two people of the world share a private group.
func (w *world) privately() {
	w.t.Helper()
	v := func(name string) auth.Viewer {
		return auth.Viewer{Kind: auth.Person, Person: w.who[name].id, Tier: auth.Fresh}
	}
	ctx, room := w.t.Context(), w.Community
	var at string
	w.Write(func(tx *store.Tx) (err error) {
		at, err = room.Start(ctx, tx, v("ada"), community.Founding{About: community.About{Name: "Quiet"}, Name: "A."})
		return err
	})
	w.Write(func(tx *store.Tx) error { return room.MakeCode(ctx, tx, v("ada"), at) })
	w.Write(func(tx *store.Tx) error {
		g, err := room.Open(tx, v("ada"), at)
		if err != nil {
			return err
		}
		return room.Ask(ctx, tx, v("bea"), g.Invites[0].Secret, "B.")
	})
}

// TestBlindIndexesDiffer (C4): the same value has another index in each field
// and in each instance.
func TestBlindIndexesDiffer(t *testing.T) {
	one, other := seal.New(bytes.Repeat([]byte{1}, 32)), seal.New(bytes.Repeat([]byte{2}, 32))
	seen := map[string]bool{}
	for _, k := range []*seal.Keys{one, other} {
		for _, field := range []string{"person.address", "auth.code", "web.once", "guard.step"} {
			ix := string(k.Index(field, "ada@mail.example"))
			if seen[ix] || ix != string(k.Index(field, "ada@mail.example")) || len(ix) != 32 {
				t.Errorf("the index of %s is not its own", field)
			}
			seen[ix] = true
		}
	}
}
