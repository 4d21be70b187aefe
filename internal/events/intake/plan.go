package intake

import (
	"bytes"
	"slices"
	"strings"

	"codeberg.org/plenary/plenary/internal/store"
)

// Fate is what becomes of an event of a file.
type Fate string

const (
	New     Fate = "new"     // it becomes a draft
	Changed Fate = "changed" // the file says something else than before, and nobody has touched the draft: it is brought up to date
	Differs Fate = "differs" // the same, and somebody has: it is left, and the difference shown
	There   Fate = "there"   // it is there already
	Ours    Fate = "ours"    // it is an event of this very house
)

// Fates lists all, in the order in which they are shown.
func Fates() []Fate { return []Fate{New, Changed, Differs, There, Ours} }

// Planned is an event of a file with what becomes of it.
type Planned struct {
	Draft
	Fate  Fate
	Slug  string // of the event that came from it before, if it still lies where it was brought
	event string // its id
	was   []byte // the digest of what its origin said before
}

// Plan says what becomes of the events of a file.
func (room *Room) Plan(tx *store.Tx, in *Import, drafts []Draft) ([]Planned, error) {
	plan := make([]Planned, 0, len(drafts))
	for part := range slices.Chunk(drafts, 500) {
		var sources []string
		for _, d := range part {
			sources = append(sources, d.Source)
		}
		known, err := origins(tx, in.Home, sources)
		if err != nil {
			return nil, err
		}
		own, err := room.ours(tx, sources)
		if err != nil {
			return nil, err
		}
		for _, d := range part {
			p, err := planned(d, known, own, in.Home)
			if err != nil {
				return nil, err
			}
			plan = append(plan, p)
		}
	}
	return plan, nil
}

func planned(d Draft, known map[string]origin, own map[string]bool, home string) (Planned, error) {
	p := Planned{Draft: d, Fate: New}
	o, ok := known[d.Source]
	if !ok {
		if own[d.Source] {
			p.Fate = Ours
		}
		return p, nil
	}
	if p.event, p.was = o.event, o.digest; o.home == home {
		p.Slug = o.slug
	}
	sum, err := digest(d.Event)
	switch {
	case bytes.Equal(sum, o.digest):
		p.Fate = There
	case o.touched():
		p.Fate = Differs
	default:
		p.Fate = Changed
	}
	return p, err
}

// ownEntry is what stands for an entry in a name that a house like this gives in
// calendars: an id, and behind it what tells the entries of that id apart.
func ownEntry(uid string) (entry string, ok bool) {
	const longest = 64
	entry, host, ok := strings.Cut(uid, "@")
	return entry, ok && host != "" && len(entry) >= len(store.NewID()) && len(entry) <= longest && strings.Trim(entry, "abcdefghijklmnopqrstuvwxyz0123456789") == ""
}
