package events

import (
	"testing"

	"codeberg.org/plenary/plenary/internal/store"
)

// Whoever waited for one date and now asks for another stands behind those who
// asked for that one before, and so does who asks for another way to come.
func TestWhoChangesWhatTheyWaitForStandsLast(t *testing.T) {
	onBench(t, func(t *testing.T, b *bench) {
		both := assembly()
		both.Entry.Places = Places{Here: ptr(1), Online: ptr(1)}
		e := b.publishes(both)
		first, second := e.Dates[0].ID, e.Dates[1].ID
		b.registers(e, "ada", first, Here)
		b.registers(e, "bea", second, Here)
		b.registers(e, "cem", first, Remote)
		dua := b.registers(e, "dua", first, Here)
		eva := b.registers(e, "eva", second, Here)
		far := b.registers(e, "far", first, Remote)
		change := func(r Registration, date string, way Way) Registration {
			b.do(func(tx *store.Tx) error { return b.room.Change(tx.Context(), tx, holder(r), e, &r, date, way) })
			return b.stands(r)
		}
		if dua = change(dua, second, Here); dua.Standing != Waitlisted || dua.Rank <= eva.Rank {
			t.Errorf("%s with rank %d, though somebody asked for that date before: rank %d", dua.Standing, dua.Rank, eva.Rank)
		}
		if eva = change(eva, first, Remote); eva.Rank <= far.Rank {
			t.Errorf("asks for the call with rank %d, before who asked first: rank %d", eva.Rank, far.Rank)
		}
		if same := change(far, first, Remote); same.Rank != far.Rank {
			t.Errorf("rank %d became %d by a change to what it was", far.Rank, same.Rank)
		}
	})
}
