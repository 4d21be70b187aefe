package set

import (
	"errors"
	"fmt"

	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/store"
)

// load reads all rows of the set.
func (x *Set) load(tx *store.Tx) error {
	if err := x.loadHead(tx); err != nil || !x.made {
		return err
	}
	parts := make([]part, 0, x.head.rows)
	err := inBatches(all(1, x.head.rows+1), func(numbers []int) error {
		cells, err := x.cells(tx, numbers)
		if err != nil {
			return err
		}
		for _, n := range numbers {
			p, err := x.openPart(n, cells[n])
			if err != nil {
				return err
			}
			parts = append(parts, p)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return x.join(parts)
}

func (x *Set) loadHead(tx *store.Tx) error {
	slot := x.slot(0)
	var cell []byte
	err := tx.Row(`SELECT cell FROM sealed_row WHERE slot = $1`, slot).Scan(&cell)
	if errors.Is(err, store.ErrNoRow) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read a sealed set: %w", err)
	}
	text, err := x.box.Open(table, column, string(slot), cell)
	if err != nil {
		return err
	}
	x.head, err = readHead(text)
	x.made = err == nil
	if x.head.rows < 0 || x.head.rows > mostRows {
		return seal.ErrBroken
	}
	return err
}

// cells reads the rows of these numbers.
func (x *Set) cells(tx *store.Tx, numbers []int) (map[int][]byte, error) {
	slots, by := make([][]byte, len(numbers)), make(map[string]int, len(numbers))
	for i, n := range numbers {
		slots[i] = x.slot(n)
		by[string(slots[i])] = n
	}
	in, args := store.In(tx, "slot", 1, slots)
	cells := make(map[int][]byte, len(numbers))
	err := tx.Each(func(r *store.Rows) error {
		var slot, cell []byte
		err := r.Scan(&slot, &cell)
		cells[by[string(slot)]] = cell
		return err
	}, `SELECT slot, cell FROM sealed_row WHERE `+in, args...)
	if err != nil {
		return nil, fmt.Errorf("read a sealed set: %w", err)
	}
	return cells, nil
}

func (x *Set) openPart(n int, cell []byte) (part, error) {
	if cell == nil { // a row is missing: somebody took it out
		return part{}, seal.ErrBroken
	}
	text, err := x.box.Open(table, column, string(x.slot(n)), cell)
	if err != nil {
		return part{}, err
	}
	p, err := readPart(text)
	p.slotIndex = n
	return p, err
}

// join puts the records together out of their parts.
func (x *Set) join(parts []part) error {
	x.lies = make([]place, len(parts)+1)
	texts := map[[idSize]byte][]string{}
	for _, p := range parts {
		r := x.records[p.record]
		if r == nil {
			r = &record{id: p.record, rows: make([]int, p.of)}
			x.records[p.record], texts[p.record] = r, make([]string, p.of)
		}
		if p.of != len(r.rows) || r.rows[p.n] != 0 {
			return seal.ErrBroken
		}
		r.rows[p.n], texts[p.record][p.n] = p.slotIndex, p.data
		x.lies[p.slotIndex] = place{r, p.n}
	}
	for id, r := range x.records {
		for _, n := range r.rows {
			if n == 0 {
				return seal.ErrBroken
			}
		}
		r.read(texts[id])
	}
	x.lies = x.lies[1:]
	return nil
}

// at is what lies in a row.
func (x *Set) at(n int) place { return x.lies[n-1] }

var errReadOnly = errors.New("set: opened to read only")

// put writes rows; 0 is the head.
func (x *Set) put(tx *store.Tx, numbers []int) error {
	if !x.write {
		return errReadOnly
	}
	return inBatches(numbers, func(few []int) error {
		values := make([]any, 0, 2*len(few))
		for _, n := range few {
			slot := x.slot(n)
			var text []byte
			if n == 0 {
				text = x.head.bytes()
			} else {
				at := x.at(n)
				text = at.record.part(at.part).bytes()
			}
			values = append(values, slot, x.box.Seal(table, column, string(slot), string(text)))
		}
		return tx.InsertMany("sealed_row (slot, cell)", 2, values, "ON CONFLICT (slot) DO UPDATE SET cell = excluded.cell")
	})
}

func (x *Set) putHead(tx *store.Tx) error {
	x.made = true
	return x.put(tx, []int{0})
}

// drop deletes the rows from one number up to before another.
func (x *Set) drop(tx *store.Tx, from, to int) error {
	if !x.write {
		return errReadOnly
	}
	return inBatches(all(from, to), func(few []int) error {
		slots := make([][]byte, len(few))
		for i, n := range few {
			slots[i] = x.slot(n)
		}
		in, args := store.In(tx, "slot", 1, slots)
		_, err := tx.Exec(`DELETE FROM sealed_row WHERE `+in, args...)
		return err
	})
}
