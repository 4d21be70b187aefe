package circles

import (
	"context"
	"encoding/json"
	"errors"
	"slices"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/store"
)

// WishesOf returns what somebody asked for, as they wrote it, to that person:
// signed in, or with the mailed code, since the link alone may be passed on.
func (room *Room) WishesOf(tx *store.Tx, v auth.Viewer, in Interest) (w Wishes, err error) {
	defer errs.Wrap(&err, "read wishes")
	if !v.Is(in.Person) || v.Tier < auth.Mail {
		return w, errs.NotThere()
	}
	w, err = room.wishes(tx, in)
	return w.own(), err
}

// SetWishes keeps what somebody asks for, in place of what they asked for
// before. So only who may read that may write it.
func (room *Room) SetWishes(ctx context.Context, tx *store.Tx, v auth.Viewer, in *Interest, w Wishes) (err error) {
	defer errs.Wrap(&err, "keep wishes")
	if v.Tier < auth.Mail {
		return errs.NotThere()
	}
	if err = room.own(tx, v, in); err != nil {
		return err
	}
	var form errs.Form
	w.check(&form)
	if err = form.Err(); err != nil {
		return err
	}
	before, err := room.wishes(tx, *in)
	if err != nil {
		return err
	}
	w = w.own()
	w.keep(before)
	if in.Delegation == "" {
		w.OwnGroup = AnyGroup
	}
	if err = room.saveInterest(tx, in); err != nil {
		return err
	}
	if err = room.saveWishes(tx, *in, w); err != nil || in.State != Yes {
		return err
	}
	return room.later(ctx, tx, *in)
}

// wishes opens what somebody asked for, with what the safety contact said of
// it.
func (room *Room) wishes(tx *store.Tx, in Interest) (w Wishes, err error) {
	var cell []byte
	if err = tx.Row(`SELECT wishes FROM interest WHERE id = $1`, in.ID).Scan(&cell); err != nil || cell == nil {
		return w, err
	}
	box, err := room.Keys.Box(tx, in.Person)
	if errors.Is(err, seal.ErrErased) {
		return w, nil
	}
	if err != nil {
		return w, err
	}
	return openWishes(box, in.ID, cell)
}

// openWishes opens the sealed wishes of an interest.
func openWishes(box seal.Box, interest string, cell []byte) (w Wishes, err error) {
	plain, err := box.Open("interest", "wishes", interest, cell)
	if err != nil || plain == "" {
		return w, err
	}
	return w, json.Unmarshal([]byte(plain), &w)
}

func (room *Room) saveWishes(tx *store.Tx, in Interest, w Wishes) error {
	box, err := room.Keys.Box(tx, in.Person)
	if err != nil {
		return err
	}
	plain, err := json.Marshal(w)
	if err != nil {
		return err
	}
	if string(plain) == "{}" {
		plain = nil
	}
	_, err = tx.Exec(`UPDATE interest SET wishes = $1 WHERE id = $2`, box.Seal("interest", "wishes", in.ID, string(plain)), in.ID)
	return err
}

// directory finds who of a cohort is meant.
type directory struct {
	room     *Room
	tx       *store.Tx
	byPerson map[string]string   // id of the interest
	byName   map[string][]string // ids of interests; nil until a name is asked for
	ids      []string            // of all persons
}

func (room *Room) directoryOf(tx *store.Tx, list []Said) *directory {
	d := &directory{room: room, tx: tx, byPerson: make(map[string]string, len(list)), ids: make([]string, len(list))}
	for i, s := range list {
		d.byPerson[s.Person], d.ids[i] = s.Interest, s.Person
	}
	return d
}

// named returns the interests of all who are called so.
func (d *directory) named(name string) ([]string, error) {
	if d.byName == nil {
		known, err := d.room.People.Several(d.tx, d.ids)
		if err != nil {
			return nil, err
		}
		d.byName = map[string][]string{}
		for _, id := range d.ids {
			if p, ok := known[id]; ok && p.Name != "" {
				folded := i18n.Fold(p.Name)
				d.byName[folded] = append(d.byName[folded], d.byPerson[id])
			}
		}
	}
	return d.byName[name], nil
}

// meant returns the interests of those whom a wish can mean: by an address one,
// by a name all who have it.
func (d *directory) meant(x Other) ([]string, error) {
	if address := x.address(); address != "" {
		person, err := d.room.People.Find(d.tx, address)
		if in, ok := d.byPerson[person]; ok && err == nil {
			return []string{in}, nil
		}
		return nil, err
	}
	return d.named(x.name())
}

// resolve puts the ids of those who are meant into what people said. Together
// holds only where one name means one person, and not against the wish of
// either to be apart. Until the safety contact has said who is meant, apart
// holds for everybody of that name.
func (room *Room) resolve(tx *store.Tx, list []Said, wishes map[string]Wishes) error {
	d := room.directoryOf(tx, list)
	apart := map[[2]string]bool{}
	for i := range list {
		s := &list[i]
		for _, x := range wishes[s.Interest].Apart {
			ids, err := d.apartFrom(x)
			if err != nil {
				return err
			}
			for _, id := range ids {
				if id != s.Interest && !slices.Contains(s.Apart, id) {
					s.Apart = append(s.Apart, id)
					apart[[2]string{s.Interest, id}], apart[[2]string{id, s.Interest}] = true, true
				}
			}
		}
	}
	for i := range list {
		s := &list[i]
		for _, x := range wishes[s.Interest].Together {
			ids, err := d.meant(x)
			if err != nil {
				return err
			}
			if len(ids) == 1 && ids[0] != s.Interest && !apart[[2]string{s.Interest, ids[0]}] && !slices.Contains(s.Together, ids[0]) {
				s.Together = append(s.Together, ids[0])
			}
		}
	}
	return nil
}

// apartFrom returns the interests from which a wish keeps somebody apart: those
// whom the safety contact ticked, and everybody of that name of whom they did
// not decide.
func (d *directory) apartFrom(x Other) ([]string, error) {
	ids, err := d.meant(x)
	if err != nil || !x.Settled || x.address() != "" {
		return ids, err
	}
	ids = slices.Clone(ids)
	for _, person := range x.Seen {
		ids = slices.DeleteFunc(ids, func(id string) bool { return id == d.byPerson[person] })
	}
	for _, person := range x.Persons {
		if in, ok := d.byPerson[person]; ok && !slices.Contains(ids, in) {
			ids = append(ids, in)
		}
	}
	return ids, nil
}
