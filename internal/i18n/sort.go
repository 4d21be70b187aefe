package i18n

import (
	"bytes"
	"sort"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// Sort orders items as the reader's language does: by the name that the
// function gives them, accents and case after letters, numbers by value.
func Sort[T any](l *Locale, items []T, name func(T) string) {
	c := collate.New(language.Make(l.Lang), collate.Numeric)
	var buf collate.Buffer
	s := &sorter[T]{items, make([][]byte, len(items))}
	for i, item := range items {
		s.keys[i] = c.KeyFromString(&buf, name(item))
	}
	sort.Stable(s)
}

type sorter[T any] struct {
	items []T
	keys  [][]byte
}

func (s *sorter[T]) Len() int           { return len(s.items) }
func (s *sorter[T]) Less(i, j int) bool { return bytes.Compare(s.keys[i], s.keys[j]) < 0 }
func (s *sorter[T]) Swap(i, j int) {
	s.items[i], s.items[j] = s.items[j], s.items[i]
	s.keys[i], s.keys[j] = s.keys[j], s.keys[i]
}
