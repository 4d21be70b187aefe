package series

import "codeberg.org/plenary/plenary/internal/store"

// Entries are those among names of calendar entries that are of a session, as
// entryID names them: its id, with the letter of a track behind it or none.
func (room *Room) Entries(tx *store.Tx, names []string) (found []string, err error) {
	id := len(store.NewID())
	named := map[string][]string{}
	var ids []string
	for _, name := range names {
		if len(name) < id || !isLetter(name[id:]) {
			continue
		}
		if named[name[:id]] == nil {
			ids = append(ids, name[:id])
		}
		named[name[:id]] = append(named[name[:id]], name)
	}
	if len(ids) == 0 {
		return nil, nil
	}
	in, args := store.In(tx, "id", 1, ids)
	kept, err := store.All(tx, store.Column[string], `SELECT id FROM session WHERE `+in, args...)
	for _, s := range kept {
		found = append(found, named[s]...)
	}
	return found, err
}
