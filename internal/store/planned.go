package store

import "fmt"

// planned is a value that prints itself and can be read back: a clock, a day, a
// wall time. It is kept as that text.
type planned[T any] interface {
	*T
	UnmarshalText([]byte) error
}

type maybe[T any, P planned[T]] struct{ to **T }

// Maybe is where a planned time is read into that may be missing: "" is nil.
func Maybe[T any, P planned[T]](to **T) any { return maybe[T, P]{to} }

// Scan implements sql.Scanner.
func (m maybe[T, P]) Scan(v any) error {
	*m.to = nil
	var s string
	switch v := v.(type) {
	case string:
		s = v
	case []byte:
		s = string(v)
	default:
		return fmt.Errorf("a planned time is TEXT, got %T", v)
	}
	if s == "" {
		return nil
	}
	*m.to = new(T)
	return P(*m.to).UnmarshalText([]byte(s))
}

// TextOf is a planned time as it is kept: "" where there is none.
func TextOf[T fmt.Stringer](v *T) string {
	if v == nil {
		return ""
	}
	return (*v).String()
}
