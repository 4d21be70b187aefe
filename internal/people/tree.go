package people

import (
	"slices"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/store"
)

// Tree says which chapter lies in which: the id of each one's parent, "" for
// the network's own.
type Tree map[string]string

// ReadTree reads the tree of all chapters.
func ReadTree(tx *store.Tx) (Tree, error) {
	tree := Tree{}
	err := tx.Each(func(r *store.Rows) error {
		var id, parent string
		err := r.Scan(&id, &parent)
		tree[id] = parent
		return err
	}, `SELECT id, COALESCE(parent, '') FROM chapter`)
	return tree, err
}

// TreeOf makes the tree of chapters that were read already.
func TreeOf(list []Chapter) Tree {
	tree := Tree{}
	for _, c := range list {
		tree[c.ID] = c.Parent
	}
	return tree
}

// Scopes are all scopes that a chapter lies in, the narrowest first: itself,
// those above it, the network. "" is the network itself. Every check of what
// lies in a chapter names these.
func (t Tree) Scopes(chapter string) []auth.Scope {
	var scopes []auth.Scope
	for range len(t) { // a tree that ran in a circle would end here
		if chapter == "" {
			break
		}
		scopes = append(scopes, auth.ChapterScope(chapter))
		chapter = t[chapter]
	}
	return append(scopes, auth.TheNetwork())
}

// Within tells whether a chapter is another one or lies in it, both by id.
func (t Tree) Within(chapter, other string) bool {
	for range len(t) { // a tree that ran in a circle would end here
		if chapter == other {
			return true
		}
		if chapter = t[chapter]; chapter == "" {
			break
		}
	}
	return false
}

// Below are a chapter and all that lie in it, however deep, in the order of
// their ids; none for one that does not exist.
func (t Tree) Below(chapter string) []string {
	if _, is := t[chapter]; !is {
		return nil
	}
	var ids []string
	for id := range t {
		if slices.Contains(t.Scopes(id), auth.ChapterScope(chapter)) {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}
