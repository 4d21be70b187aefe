package store

import (
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// Time is an instant as the database holds it: a BIGINT of microseconds since
// 1970 in UTC. The zero Time is NULL.
type Time struct{ time.Time }

// At makes a Time.
func At(t time.Time) Time { return Time{t} }

// Value implements driver.Valuer.
func (t Time) Value() (driver.Value, error) {
	if t.IsZero() {
		return nil, nil
	}
	return t.UnixMicro(), nil
}

// Scan implements sql.Scanner.
func (t *Time) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		t.Time = time.Time{}
	case int64:
		t.Time = time.UnixMicro(v).UTC()
	default:
		return fmt.Errorf("store: an instant is a BIGINT, got %T", v)
	}
	return nil
}

// JSON keeps a value as JSON in a TEXT column: store.JSON(v) as an argument,
// store.JSON(&v) as a destination. NULL and the empty text leave v as it is.
func JSON(v any) *JSONValue { return &JSONValue{v} }

// JSONValue is what [JSON] makes.
type JSONValue struct{ v any }

// Value implements driver.Valuer.
func (j *JSONValue) Value() (driver.Value, error) {
	b, err := json.Marshal(j.v)
	return string(b), err
}

// Scan implements sql.Scanner. Its error does not quote what was read.
func (j *JSONValue) Scan(v any) error {
	var cell string
	switch v := v.(type) {
	case nil:
		return nil
	case string:
		cell = v
	case []byte:
		cell = string(v)
	default:
		return fmt.Errorf("store: JSON is TEXT, got %T", v)
	}
	if cell == "" || cell == "null" || plainTexts(cell, j.v) { // most cells of most columns
		return nil
	}
	if json.Unmarshal([]byte(cell), j.v) != nil {
		return fmt.Errorf("store: a cell does not hold the JSON of a %T", j.v)
	}
	return nil
}

// OrZero makes a destination that reads NULL as the zero value of T.
func OrZero[T any](to *T) any { return &orZero[T]{to} }

type orZero[T any] struct{ to *T }

func (z *orZero[T]) Scan(v any) error {
	var n sql.Null[T]
	if err := n.Scan(v); err != nil {
		return err
	}
	*z.to = n.V
	return nil
}

// arguments turns what a caller gave into what both drivers take alike: int64,
// float64, bool, string, []byte or nil. A time.Time becomes microseconds.
func arguments(given []any) ([]any, error) {
	if len(given) == 0 {
		return nil, nil
	}
	args := make([]any, len(given))
	for i, g := range given {
		v, err := driver.DefaultParameterConverter.ConvertValue(g)
		if err != nil {
			return nil, fmt.Errorf("store: argument %d is a %T, which no column holds", i+1, g)
		}
		switch x := v.(type) {
		case time.Time:
			v, _ = Time{x}.Value()
		case string:
			if strings.IndexByte(x, 0) >= 0 || !utf8.ValidString(x) {
				return nil, fmt.Errorf("argument %d: %w", i+1, ErrNotText)
			}
		case []byte:
			if x == nil {
				v = nil
			}
		}
		args[i] = v
	}
	return args, nil
}

// ErrNotText says that a text holds a NUL byte or is not UTF-8. What people
// send is checked for that long before it gets here.
var ErrNotText = errors.New("store: not a text")

// destinations lets instants be read into a plain time.Time, and has panics of
// Scanners wait until database/sql has let go of the lock that it holds while
// it scans: whoever closed the rows would wait for that lock for ever.
func (r *Rows) destinations(to []any) []any {
	if len(r.calm) < len(to) {
		r.calm = make([]calmly, len(to))
	}
	for i, d := range to {
		switch d := d.(type) {
		case *time.Time:
			to[i] = timeInto{d}
		case *Time:
		case sql.Scanner:
			r.calm[i] = calmly{d, r}
			to[i] = &r.calm[i]
		}
	}
	return to
}

type calmly struct {
	to sql.Scanner
	r  *Rows
}

var errPanicked = errors.New("store: a panic while a column was read")

func (c *calmly) Scan(v any) (err error) {
	defer func() {
		if p := recover(); p != nil {
			c.r.panicked, err = p, errPanicked
		}
	}()
	return c.to.Scan(v)
}

type timeInto struct{ to *time.Time }

func (t timeInto) Scan(v any) error {
	var x Time
	if err := x.Scan(v); err != nil {
		return err
	}
	*t.to = x.Time
	return nil
}

// scanError keeps what database/sql says about a column without the value it
// quotes.
func scanError(err error) error {
	for e := err; e != nil; e = errors.Unwrap(e) {
		if strings.HasPrefix(e.Error(), "store: ") {
			return e
		}
	}
	text, _, _ := strings.Cut(err.Error(), ": converting ")
	text, _, _ = strings.Cut(text, ": unsupported ")
	if i := strings.Index(text, "name \""); i >= 0 {
		if j := strings.IndexByte(text[i+6:], '"'); j >= 0 {
			return errors.New(text[:i+6+j+1] + " does not fit")
		}
	}
	if strings.HasPrefix(text, "sql: expected ") {
		return errors.New(text)
	}
	return errors.New("a column does not fit")
}

// OrNull is an argument that keeps the empty text, and the number 0, as NULL.
func OrNull[T string | int64](v T) any {
	var none T
	if v == none {
		return nil
	}
	return v
}
