package series

import (
	"context"
	"fmt"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
	"pgregory.net/rapid"
)

// TestPlacesAreNeverOversold has people and groups do anything in any order.
func TestPlacesAreNeverOversold(t *testing.T) {
	eachGroupHouse(t, openToAll, func(h *groupHouse) {
		n, most := 0, map[store.Engine]int{store.SQLite: 50, store.Postgres: 20} // of the hundred that rapid draws
		rapid.Check(h.t.(*testing.T), func(t *rapid.T) {
			if n++; n > most[h.engine] {
				return
			}
			h.open(fmt.Sprintf("series-%d", n), openToAll)
			w := &wildHouse{groupHouse: h, prefix: fmt.Sprintf("x%d", n), ranks: map[string]int64{}}
			t.Repeat(map[string]func(*rapid.T){
				"person registers":  w.person,
				"group registers":   w.group,
				"group is changed":  w.changeGroup,
				"person changes":    w.changePerson,
				"somebody joins":    w.join,
				"the jobs run":      func(t *rapid.T) { w.settle() },
				"the clock goes on": func(t *rapid.T) { h.lapse(time.Duration(rapid.IntRange(1, 60).Draw(t, "hours")) * time.Hour) },
				"":                  func(t *rapid.T) { h.check(t); w.checkRanks(t) },
			})
			h.clock.Set(time.Date(2027, 1, 4, 9, 0, 0, 0, time.UTC))
		})
	})
}

// wildHouse is a house with a pool of people.
type wildHouse struct {
	*groupHouse
	prefix string
	ranks  map[string]int64 // of entries that wait
}

func (w *wildHouse) somebody(t *rapid.T) string {
	return fmt.Sprintf("%s-p%d", w.prefix, rapid.IntRange(0, 25).Draw(t, "who"))
}

func (w *wildHouse) contact(t *rapid.T) string {
	return fmt.Sprintf("%s-c%d", w.prefix, rapid.IntRange(0, 5).Draw(t, "contact"))
}

// try lets an action be refused with a reason, but not fail.
func (w *wildHouse) try(t *rapid.T, fn func(tx *store.Tx) error) {
	err := w.db.Write(context.Background(), fn)
	if err != nil && errs.KindOf(err) == errs.Internal {
		t.Fatalf("%v", err)
	}
}

func (w *wildHouse) person(t *rapid.T) {
	f := Form{Track: rapid.SampledFrom([]string{"A", "B"}).Draw(t, "track")}
	who := w.somebody(t)
	f.Input = people.Input{Name: who, Address: who + "@mail.example", Zone: "UTC", Language: "en"}
	w.try(t, func(tx *store.Tx) error {
		_, err := w.room.Register(tx.Context(), tx, auth.Viewer{}, w.slug, f)
		return err
	})
}

func (w *wildHouse) people(t *rapid.T) (list []Listed) {
	for range rapid.IntRange(0, 12).Draw(t, "known") {
		who := w.somebody(t)
		list = append(list, Listed{Name: who, Address: who + "@mail.example", Status: ListReady})
	}
	unknown := rapid.OneOf(rapid.IntRange(0, 20), rapid.IntRange(inOneWrite, inOneWrite+2*partSize)).Draw(t, "unknown")
	for i := range unknown {
		list = append(list, Listed{Name: fmt.Sprintf("Nobody %d", i), Status: ListReady})
	}
	return list
}

func (w *wildHouse) group(t *rapid.T) {
	f := groupForm(w.contact(t), 0)
	f.People, f.TakesPart = w.people(t), rapid.Bool().Draw(t, "takes part")
	f.Track = rapid.SampledFrom([]string{"A", "B"}).Draw(t, "track")
	w.try(t, func(tx *store.Tx) error {
		_, err := w.room.RegisterGroup(tx.Context(), tx, auth.Viewer{}, w.slug, f)
		return err
	})
}

func (w *wildHouse) join(t *rapid.T) {
	contact, who := w.contact(t), w.somebody(t)
	w.try(t, func(tx *store.Tx) error {
		d, _, _, ok := w.find(tx, contact)
		if !ok {
			return nil
		}
		in := people.Input{Name: who, Address: who + "@mail.example", Zone: "UTC", Language: "en"}
		_, err := w.room.JoinGroup(tx.Context(), tx, w.room.InviteKey(d), JoinForm{Input: in})
		return err
	})
}

// find is group, or false if there is none.
func (w *wildHouse) find(tx *store.Tx, contact string) (d Delegation, s *Series, v auth.Viewer, ok bool) {
	id, err := w.room.People.Find(tx, contact+"@mail.example")
	if err != nil || id == "" {
		return d, s, v, false
	}
	if s, err = w.room.BySlug(tx.Context(), tx, auth.Itself(), w.slug); err != nil {
		return d, s, v, false
	}
	if d, err = w.room.delegationOf(tx, s.ID, id); err != nil {
		return d, s, v, false
	}
	v = auth.Holder(LinkGroup, d.ID, d.Contact)
	v.Tier = auth.Mail
	return d, s, v, true
}

func (w *wildHouse) changeGroup(t *rapid.T) {
	contact := w.contact(t)
	what := rapid.SampledFrom([]string{"cancel", "undo", "accept", "track", "add", "remove", "restore", "answer", "effect"}).Draw(t, "what")
	letter := rapid.SampledFrom([]string{"A", "B"}).Draw(t, "track")
	list, pick := w.people(t), rapid.IntRange(0, 1000).Draw(t, "pick")
	w.try(t, func(tx *store.Tx) error {
		d, s, v, ok := w.find(tx, contact)
		if !ok {
			return nil
		}
		ctx := tx.Context()
		switch what {
		case "cancel":
			return w.room.CancelGroup(ctx, tx, v, s, &d)
		case "undo":
			return w.room.UndoGroup(ctx, tx, v, s, &d)
		case "accept":
			return w.room.AcceptGroup(ctx, tx, v, s, &d)
		case "track":
			return w.room.ChangeGroupTrack(ctx, tx, v, s, &d, letter)
		case "answer":
			return w.room.AnswerGroup(ctx, tx, v, s, &d)
		case "effect":
			return w.room.TakeEffect(ctx, tx, v, s, &d)
		case "add":
			_, err := w.room.AddPeople(ctx, tx, v, s, &d, list)
			return err
		}
		ids, err := store.All(tx, store.Column[string], `SELECT id FROM registration WHERE delegation = $1 ORDER BY id`, d.ID)
		if err != nil || len(ids) == 0 {
			return err
		}
		if what == "restore" {
			return w.room.RestoreMember(ctx, tx, v, s, &d, ids[pick%len(ids)])
		}
		return w.room.RemoveMember(ctx, tx, v, s, &d, ids[pick%len(ids)])
	})
}

func (w *wildHouse) changePerson(t *rapid.T) {
	what := rapid.SampledFrom([]string{"cancel", "undo", "accept", "track", "answer", "remove"}).Draw(t, "what")
	letter := rapid.SampledFrom([]string{"A", "B"}).Draw(t, "track")
	pick := rapid.IntRange(0, 1000).Draw(t, "pick")
	w.try(t, func(tx *store.Tx) error {
		s, err := w.room.BySlug(tx.Context(), tx, auth.Itself(), w.slug)
		if err != nil {
			return err
		}
		ids, err := store.All(tx, store.Column[string], `SELECT id FROM registration WHERE series = $1 ORDER BY id`, s.ID)
		if err != nil || len(ids) == 0 {
			return err
		}
		r, err := w.room.registration(tx, ids[pick%len(ids)])
		if err != nil {
			return err
		}
		ctx, v := tx.Context(), auth.Holder(LinkRegistration, r.ID, r.Person)
		switch what {
		case "cancel":
			return w.room.Cancel(ctx, tx, v, s, &r)
		case "undo":
			return w.room.Undo(ctx, tx, v, s, &r)
		case "accept":
			return w.room.Accept(ctx, tx, v, s, &r)
		case "track":
			return w.room.ChangeTrack(ctx, tx, v, s, &r, letter)
		case "remove":
			return w.room.Remove(ctx, tx, v, s, &r)
		}
		return w.room.Answer(ctx, tx, v, &r)
	})
}

// checkRanks holds that whoever waits keeps their rank, and nobody else has it.
func (w *wildHouse) checkRanks(t *rapid.T) {
	now := map[string]int64{}
	seen := map[int64]bool{}
	if err := w.db.Read(context.Background(), func(tx *store.Tx) error {
		s, err := w.room.BySlug(tx.Context(), tx, auth.Itself(), w.slug)
		if err != nil {
			return err
		}
		return tx.Each(func(r *store.Rows) error {
			var id string
			var rank int64
			err := r.Scan(&id, &rank)
			now[id] = rank
			if seen[rank] {
				t.Fatalf("two have rank %d", rank)
			}
			seen[rank] = true
			return err
		}, `SELECT id, rank FROM registration WHERE series = $1 AND state = 'waitlisted' AND rank IS NOT NULL UNION ALL
			SELECT id, rank FROM delegation WHERE series = $1 AND state = 'waitlisted'`, s.ID)
	}); err != nil {
		t.Fatalf("%v", err)
	}
	for id, rank := range w.ranks {
		if n, waits := now[id]; waits && n != rank && n < rank {
			t.Fatalf("an entry moved from rank %d to %d", rank, n)
		}
	}
	w.ranks = now
}
