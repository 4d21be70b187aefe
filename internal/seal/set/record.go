package set

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/store"
)

// Item is a record with what it says.
type Item[T any] struct {
	ID    string
	Value T
}

// List reads the records of a kind.
func List[T any](x *Set, kind string) ([]Item[T], error) {
	var list []Item[T]
	for _, r := range x.order(kind) {
		item := Item[T]{ID: letters.EncodeToString(r.id[:])}
		if json.Unmarshal([]byte(r.data), &item.Value) != nil {
			return nil, seal.ErrBroken
		}
		list = append(list, item)
	}
	return list, nil
}

// read takes the kind and the data out of a record's parts.
func (r *record) read(parts []string) {
	r.kind, r.data, _ = strings.Cut(strings.Join(parts, ""), "\n")
}

func (r *record) text() string { return r.kind + "\n" + r.data }

func (r *record) part(n int) part {
	list := cut(r.text())
	return part{record: r.id, n: n, of: len(list), data: list[n]}
}

// Add adds a record of a kind and returns its id.
func (x *Set) Add(tx *store.Tx, kind string, value any) (id string, err error) {
	r := &record{id: newRecordID(), kind: kind}
	if r.data, err = encode(value); err != nil {
		return "", err
	}
	x.records[r.id] = r
	return letters.EncodeToString(r.id[:]), x.place(tx, r)
}

// Put changes what a record says.
func (x *Set) Put(tx *store.Tx, id string, value any) error {
	r := x.find(id)
	if r == nil {
		return store.ErrNoRow
	}
	data, err := encode(value)
	if err != nil || data == r.data {
		return err
	}
	r.data = data
	return x.place(tx, r)
}

// Drop deletes a record. One that is not there is no error.
func (x *Set) Drop(tx *store.Tx, id string) error {
	r := x.find(id)
	if r == nil {
		return nil
	}
	delete(x.records, r.id)
	return x.vacate(tx, r, 0)
}

func (x *Set) find(id string) *record {
	b, err := letters.DecodeString(id)
	if err != nil || len(b) != idSize {
		return nil
	}
	return x.records[[idSize]byte(b)]
}

func encode(value any) (string, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(value)
	return strings.TrimSuffix(b.String(), "\n"), err
}

var errTooLarge = errors.New("set: more than a set can hold")

// place writes a record into the rows that it has, and into more or fewer if
// need be.
func (x *Set) place(tx *store.Tx, r *record) error {
	parts := len(cut(r.text()))
	if x.head.rows+parts-len(r.rows) > mostRows {
		return errTooLarge
	}
	if parts < len(r.rows) {
		if err := x.vacate(tx, r, parts); err != nil {
			return err
		}
	}
	numbers := slices.Clone(r.rows)
	for n := len(r.rows); n < parts; n++ {
		x.head.rows++
		x.lies = append(x.lies, place{r, n})
		r.rows = append(r.rows, x.head.rows)
	}
	if len(r.rows) > len(numbers) {
		numbers = append(slices.Clone(r.rows), 0)
		x.made = true
	}
	return x.put(tx, numbers)
}

// vacate gives up the rows of a record from a part on. What lies in the last
// rows moves into them, so that the rows of a set are always the first ones.
func (x *Set) vacate(tx *store.Tx, r *record, from int) error {
	free := slices.Sorted(slices.Values(r.rows[from:]))
	r.rows = r.rows[:from]
	before := x.head.rows
	var moved []int
	for i := len(free) - 1; i >= 0; i-- {
		last := x.at(x.head.rows)
		if hole := free[i]; hole != x.head.rows {
			x.lies[hole-1] = last
			last.record.rows[last.part] = hole
			moved = append(moved, hole)
		}
		x.lies = x.lies[:x.head.rows-1]
		x.head.rows--
	}
	// A hole that was filled may have been given up again by a later move.
	moved = slices.DeleteFunc(moved, func(n int) bool { return n > x.head.rows })
	if err := x.put(tx, append(moved, 0)); err != nil {
		return err
	}
	return x.drop(tx, x.head.rows+1, before+1)
}
