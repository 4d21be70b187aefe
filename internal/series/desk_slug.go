package series

import (
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/typed"
)

// FreeSlug returns the wanted name, or the first of it with a number behind
// that no series has.
func (room *Room) FreeSlug(tx *store.Tx, want string) (string, error) {
	if want == "" {
		want = "series"
	}
	from, before := store.Prefix(want)
	used, err := store.All(tx, store.Column[string], `SELECT slug FROM series WHERE slug >= $1 AND slug < $2`, from, before)
	return typed.Free(want, used), err
}
