package people

import (
	"context"
	"errors"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/store"
)

// Room is this capability with what it stands on.
type Room struct {
	Keys *seal.Keys
	// Note writes the audit log, as auth.Room.Note does; nil writes none.
	Note func(tx *store.Tx, v auth.Viewer, verb, object string, count int) error

	// Subjects find what reports are about, and Hiders hide it, or
	// show it again where no reason is given; each says nothing where it is not
	// theirs. App builds the lists.
	Subjects []func(ctx context.Context, tx *store.Tx, kind, about string) (Subject, error)
	Hiders   []func(ctx context.Context, tx *store.Tx, v auth.Viewer, kind, about, why string) (done bool, err error)

	// OnProven is what happens, in the same transaction, when a person's
	// address answers for the first time. App builds the list.
	OnProven []func(tx *store.Tx, person string) error

	// KeepsPerson tells of every room whether a person has something there: who
	// has nothing left anywhere is erased. App builds the list.
	KeepsPerson []func(tx *store.Tx, person string) (bool, error)

	// OnErased is what happens before a person is erased, in the same
	// transaction, while what was sealed for them can still be read.
	OnErased []func(ctx context.Context, tx *store.Tx, person string) error

	// OnMoved is what happens, in the same transaction, when a person has
	// another address: what they carried in mails to the old one ends.
	OnMoved []func(tx *store.Tx, person string) error
}

// Person is somebody known to the network, opened for a viewer who may see
// them.
type Person struct {
	ID         string
	Name       string // "" if erased
	Address    string // "" if none was given, or erased
	Zone       string
	Language   string
	EnteredBy  string    // the id of who entered them; "" if they did it themselves
	ToldAt     time.Time // when they were told of that
	ProvenAt   time.Time // when a button reached from their mail was first pressed
	Generation int       // of their carried links
}

// Proven tells whether their address has answered.
func (p Person) Proven() bool { return !p.ProvenAt.IsZero() }

// Input is what somebody gives of a person.
type Input struct {
	Name     string
	Address  string // may be "" for people entered by a contact person
	Zone     string
	Language string
}

// Clean puts the input into the form in which it is kept.
func (in Input) Clean() Input {
	in.Name, in.Address = CleanName(in.Name), CleanAddress(in.Address)
	return in
}

// Meet returns the person with that address, or makes one. A known person is
// left as they are, whatever else the input says: somebody who types a
// stranger's address must not change the stranger. The input must be clean and
// checked.
func (room *Room) Meet(ctx context.Context, tx *store.Tx, v auth.Viewer, in Input) (p Person, known bool, err error) {
	defer errs.Wrap(&err, "meet a person")
	if in.Address != "" {
		p, known, err = room.byAddress(tx, in.Address)
		if known || err != nil {
			return p, known, err
		}
	}
	p = newPerson(v, in)
	return p, false, room.insert(tx, []Person{p})
}

func newPerson(v auth.Viewer, in Input) Person {
	return Person{ID: store.NewID(), Name: in.Name, Address: in.Address, Zone: in.Zone, Language: in.Language, EnteredBy: v.Person}
}

// insert writes new people with their keys, in two statements.
func (room *Room) insert(tx *store.Tx, list []Person) error {
	ids := make([]string, len(list))
	for i, p := range list {
		ids[i] = p.ID
	}
	boxes, err := room.Keys.CreateMany(tx, ids)
	if err != nil {
		return err
	}
	const columns = 8
	values := make([]any, 0, columns*len(list))
	for i, p := range list {
		var index []byte
		if p.Address != "" {
			index = room.index(p.Address)
		}
		values = append(values, p.ID, boxes[i].Seal("person", "name", p.ID, p.Name), boxes[i].Seal("person", "address", p.ID, p.Address), index,
			p.Zone, p.Language, store.OrNull(p.EnteredBy), store.Time{Time: tx.Now()})
	}
	return tx.InsertMany("person (id, name, address, address_ix, zone, language, entered_by, made_at)", columns, values, "")
}

// index is the blind index by which an address is found.
func (room *Room) index(address string) []byte {
	return room.Keys.Index(addressField, canonical(address))
}

const personColumns = `p.id, p.name, p.address, p.zone, p.language, COALESCE(p.entered_by, ''),
	p.told_at, p.proven_at, p.generation, k.wrapped`

// scanner is what a row and rows have in common.
type scanner interface{ Scan(...any) error }

func (room *Room) scan(row scanner) (Person, error) {
	var p Person
	var name, address, wrapped []byte
	var told, proven store.Time
	err := row.Scan(&p.ID, &name, &address, &p.Zone, &p.Language, &p.EnteredBy, &told, &proven, &p.Generation, &wrapped)
	if err != nil {
		return p, err
	}
	p.ToldAt, p.ProvenAt = told.Time, proven.Time
	box, err := room.Keys.Unwrap(p.ID, wrapped)
	if errors.Is(err, seal.ErrErased) {
		return p, nil
	}
	if err != nil {
		return p, err
	}
	if p.Name, err = box.Open("person", "name", p.ID, name); err != nil {
		return p, err
	}
	p.Address, err = box.Open("person", "address", p.ID, address)
	return p, err
}

func (room *Room) byAddress(tx *store.Tx, address string) (Person, bool, error) {
	p, err := room.scan(tx.Row(`SELECT `+personColumns+` FROM person p LEFT JOIN keys k ON k.owner = p.id
		WHERE p.address_ix = $1`, room.index(address)))
	if errors.Is(err, store.ErrNoRow) {
		return Person{}, false, nil
	}
	return p, err == nil, err
}

// Find returns the id of the person with that address, or "". Only sign-in and
// the mail rules ask; their answers must not tell the asker which it was.
func (room *Room) Find(tx *store.Tx, address string) (string, error) {
	p, _, err := room.byAddress(tx, CleanAddress(address))
	return p.ID, err
}

// Load returns a person to the viewer who is that person, or to the house
// itself. Organisers read people through what these registered for.
func (room *Room) Load(ctx context.Context, tx *store.Tx, v auth.Viewer, id string) (Person, error) {
	if !v.Is(id) && v.Kind != auth.System && v.Kind != auth.Console {
		return Person{}, errs.NotThere()
	}
	return room.Get(tx, id)
}

// Get returns a person to the rooms above, which ask it only for viewers whose
// right they have checked.
func (room *Room) Get(tx *store.Tx, id string) (Person, error) {
	p, err := room.scan(tx.Row(`SELECT `+personColumns+` FROM person p LEFT JOIN keys k ON k.owner = p.id
		WHERE p.id = $1`, id))
	if errors.Is(err, store.ErrNoRow) {
		return Person{}, errs.NotThere()
	}
	return p, err
}

// Change is what a person may change about themselves. An empty part stays.
type Change struct{ Name, Zone, Language string }

// Change changes what the viewer gave of themselves.
func (room *Room) Change(ctx context.Context, tx *store.Tx, v auth.Viewer, id string, c Change) (err error) {
	defer errs.Wrap(&err, "change a person")
	p, err := room.Load(ctx, tx, v, id)
	if err != nil {
		return err
	}
	if c.Name != "" && c.Name != p.Name {
		box, err := room.Keys.Box(tx, id)
		if err != nil {
			return err
		}
		if _, err = tx.Exec(`UPDATE person SET name = $1 WHERE id = $2`, box.Seal("person", "name", id, c.Name), id); err != nil {
			return err
		}
	}
	if c.Zone == "" {
		c.Zone = p.Zone
	}
	if c.Language == "" {
		c.Language = p.Language
	}
	_, err = tx.Exec(`UPDATE person SET zone = $1, language = $2 WHERE id = $3`, c.Zone, c.Language, id)
	return err
}

// Prove notes that the person pressed a button which they reached from their
// mail. From then on their address may be written to as often as needed.
func (room *Room) Prove(tx *store.Tx, id string) error {
	n, err := tx.Exec(`UPDATE person SET proven_at = $1 WHERE id = $2 AND proven_at IS NULL`, store.Time{Time: tx.Now()}, id)
	if err != nil || n == 0 {
		return err
	}
	for _, f := range room.OnProven {
		if err := f(tx, id); err != nil {
			return err
		}
	}
	return nil
}

// Told notes that somebody entered by another has been told so.
func (room *Room) Told(tx *store.Tx, ids ...string) error {
	in, args := store.In(tx, "id", 2, ids)
	_, err := tx.Exec(`UPDATE person SET told_at = $1 WHERE told_at IS NULL AND `+in, append([]any{store.Time{Time: tx.Now()}}, args...)...)
	return err
}
