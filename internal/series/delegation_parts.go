package series

import (
	"context"
	"encoding/json"
	"errors"
	"slices"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/jobs"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/store"
)

// A list of more than inOneWrite people takes its places in one write and is
// written down in slices of partSize by a job, so that nobody else waits long
// for theirs.
const (
	inOneWrite = 40
	partSize   = 25
)

// storeParts keeps a long list for the job, sealed with the contact person's
// key, and counts its people into what the group is still adding.
func (room *Room) storeParts(tx *store.Tx, d *Delegation, list []member) error {
	box, err := room.Keys.Box(tx, d.Contact)
	if errors.Is(err, seal.ErrErased) {
		return errs.New(errs.Closed, "series.group.nobody|The contact person of this group is no longer here.")
	}
	if err != nil {
		return err
	}
	var n int
	if err = tx.Row(`SELECT COALESCE(MAX(n), 0) FROM delegation_part WHERE delegation = $1`, d.ID).Scan(&n); err != nil {
		return err
	}
	const columns = 5
	var values []any
	for part := range slices.Chunk(list, partSize) {
		n++
		plain, err := json.Marshal(part)
		if err != nil {
			return err
		}
		id := store.NewID()
		values = append(values, id, d.ID, n, len(part), box.Seal("delegation_part", "people", id, string(plain)))
	}
	if err = tx.InsertMany("delegation_part (id, delegation, n, size, people)", columns, values, ""); err != nil {
		return err
	}
	d.Adding += len(list)
	return nil
}

func (room *Room) dropParts(tx *store.Tx, delegation string) error {
	_, err := tx.Exec(`DELETE FROM delegation_part WHERE delegation = $1`, delegation)
	return err
}

// Jobs of groups. Both carry the group's id only.
const (
	// JobGather writes down the people of long lists, and tells those who were
	// entered by another.
	JobGather = "series.group-gather"
	// JobTellGroup tells the members what became of their group.
	JobTellGroup = "series.group-tell"
	// JobNudge reminds members who have not answered.
	JobNudge = "series.group-nudge"
)

// groupJob is what the jobs of groups carry.
type groupJob struct {
	Delegation string `json:"delegation"`
	Kind       string `json:"kind,omitempty"`   // of the mail
	After      string `json:"after,omitempty"`  // the last registration that was told
	Former     string `json:"former,omitempty"` // the track, by id, whose hours no longer hold
}

// gather has the job write down and tell whoever is waiting for it.
func (room *Room) gather(tx *store.Tx, d *Delegation) error {
	return jobs.Enqueue(tx, jobs.Job{Kind: JobGather, Unique: d.ID, Payload: groupJob{Delegation: d.ID}})
}

// Gather is the handler of JobGather.
func (room *Room) Gather(ctx context.Context, job *jobs.Running) error {
	var j groupJob
	if err := job.Decode(&j); err != nil {
		return err
	}
	for _, step := range []func(context.Context, *store.Tx, *Series, *Delegation) (bool, error){room.enterPart, room.inviteSome} {
		for more := true; more; {
			err := job.DB.Write(ctx, func(tx *store.Tx) error {
				d, s, err := room.GroupByID(ctx, tx, auth.Itself(), j.Delegation)
				if err != nil {
					return err
				}
				if err = room.freshGroup(tx, s, &d); err != nil {
					return err
				}
				more, err = step(tx.Context(), tx, s, &d)
				return err
			})
			if errs.Is(err, errs.NotFound) {
				return nil
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// enterPart writes down one slice of a long list. Whoever turns out to have a
// place already gives the one that was taken for them back.
func (room *Room) enterPart(ctx context.Context, tx *store.Tx, s *Series, d *Delegation) (more bool, err error) {
	if d.Standing == Withdrawn {
		return false, nil
	}
	var id string
	var size int
	var cell []byte
	err = tx.Row(`SELECT id, size, people FROM delegation_part WHERE delegation = $1 ORDER BY n LIMIT 1`, d.ID).Scan(&id, &size, &cell)
	if errors.Is(err, store.ErrNoRow) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	list, err := room.openPart(tx, d, id, cell)
	if err != nil {
		return false, err
	}
	if _, err = tx.Exec(`DELETE FROM delegation_part WHERE id = $1`, id); err != nil {
		return false, err
	}
	plan, err := room.meetMembers(ctx, tx, s, d, list)
	if err != nil {
		return false, err
	}
	spare := size - plan.size()
	d.Adding -= size
	d.Size -= spare
	if err = room.enter(tx, d, plan); err != nil {
		return false, err
	}
	if err = room.saveDelegation(tx, d); err != nil {
		return false, err
	}
	if spare == 0 {
		return true, nil
	}
	if d.Standing.HasPlace() {
		if err = room.giveBack(tx, s.ID, d.Track, spare); err != nil {
			return false, err
		}
	}
	return true, room.promote(ctx, tx, s)
}

// openPart opens a slice. Where the contact person was erased it is nobody.
func (room *Room) openPart(tx *store.Tx, d *Delegation, id string, cell []byte) (list []member, err error) {
	box, err := room.Keys.Box(tx, d.Contact)
	if errors.Is(err, seal.ErrErased) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	plain, err := box.Open("delegation_part", "people", id, cell)
	if err != nil {
		return nil, err
	}
	return list, json.Unmarshal([]byte(plain), &list)
}
