package auth_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/store"
)

// noted writes entries, a second apart, and links them.
func (d *desk) noted(n int) {
	d.Helper()
	for i := range n {
		d.clock.Add(time.Second)
		d.write(func(tx *store.Tx) error {
			return d.room.Note(tx, auth.AtConsole(), "test", fmt.Sprintf("object%d", i), i)
		})
	}
	d.link()
}

func (d *desk) link() {
	d.Helper()
	d.slices(d.room.LinkAudit)
}

func (d *desk) slices(part func(context.Context, *store.Tx) (bool, error)) {
	d.Helper()
	for more := true; more; {
		d.write(func(tx *store.Tx) (err error) {
			more, err = part(context.Background(), tx)
			return err
		})
	}
}

func (d *desk) verify(holds auth.Tip) (c auth.Chain) {
	d.Helper()
	err := d.db.Read(context.Background(), func(tx *store.Tx) (err error) {
		c, err = d.room.VerifyAudit(context.Background(), tx, auth.AtConsole(), holds)
		return err
	})
	if err != nil {
		d.Fatal(err)
	}
	return c
}

func (d *desk) exec(text string, args ...any) {
	d.Helper()
	d.write(func(tx *store.Tx) error { _, err := tx.Exec(text, args...); return err })
}

func TestTheAuditLogIsAChain(t *testing.T) {
	each(t, func(d *desk) {
		if c := d.verify(auth.Tip{}); c.Why != auth.NotBroken || c.Entries != 0 || c.Tip.Seq != 0 {
			d.Errorf("an empty log: %+v", c)
		}
		d.noted(450) // more than one write links
		first := d.verify(auth.Tip{})
		if first.Why != auth.NotBroken || first.Entries != 450 || first.Loose != 0 || first.Tip.Seq != 450 || len(first.Tip.Hash) != 32 {
			d.Errorf("got %+v", first)
		}
		d.write(func(tx *store.Tx) error { return d.room.Note(tx, auth.Itself(), "late", "x", 1) })
		if c := d.verify(auth.Tip{}); c.Loose != 1 || c.Entries != 450 || c.Why != auth.NotBroken {
			d.Errorf("with a loose entry: %+v", c)
		}
		d.noted(3)
		if c := d.verify(first.Tip); !c.Mentions || c.Entries != 454 || slices.Equal(c.Tip.Hash, first.Tip.Hash) {
			d.Errorf("the earlier tip is not in the chain: %+v", c)
		}
		if c := d.verify(auth.Tip{Seq: 450, Hash: make([]byte, 32)}); c.Mentions {
			d.Error("another log is taken for this one")
		}
	})
}

func TestTamperingWithTheAuditLogIsFound(t *testing.T) {
	tampering := map[string]struct {
		do  func(d *desk)
		why auth.Breach
		at  int64
	}{
		"another actor":  {func(d *desk) { d.exec(`UPDATE audit SET actor = 'somebody' WHERE seq = 4`) }, auth.Altered, 4},
		"another verb":   {func(d *desk) { d.exec(`UPDATE audit SET verb = 'test2' WHERE seq = 1`) }, auth.Altered, 1},
		"another object": {func(d *desk) { d.exec(`UPDATE audit SET object = 'object9' WHERE seq = 4`) }, auth.Altered, 4},
		"another time":   {func(d *desk) { d.exec(`UPDATE audit SET at = at - 1 WHERE seq = 9`) }, auth.Altered, 9},
		"another count":  {func(d *desk) { d.exec(`UPDATE audit SET count = 77 WHERE seq = 4`) }, auth.Altered, 4},
		"another id":     {func(d *desk) { d.exec(`UPDATE audit SET id = 'x' WHERE seq = 4`) }, auth.Altered, 4},
		"a shifted part": {func(d *desk) { d.exec(`UPDATE audit SET verb = 'tes', object = 'tobject3' WHERE seq = 4`) }, auth.Altered, 4},
		"deleted":        {func(d *desk) { d.exec(`DELETE FROM audit WHERE seq = 4`) }, auth.Missing, 4},
		"first deleted":  {func(d *desk) { d.exec(`DELETE FROM audit WHERE seq = 1`) }, auth.Missing, 1},
		"last deleted":   {func(d *desk) { d.exec(`DELETE FROM audit WHERE seq > 7`) }, auth.CutOff, 8},
		"all deleted":    {func(d *desk) { d.exec(`DELETE FROM audit`) }, auth.CutOff, 1},
		"taken back":     {func(d *desk) { d.exec(`UPDATE audit SET seq = NULL, hash = NULL WHERE seq = 9`) }, auth.CutOff, 9},
		"deleted, the rest closed up": {func(d *desk) {
			d.exec(`DELETE FROM audit WHERE seq = 4`)
			for n := 5; n <= 9; n++ {
				d.exec(`UPDATE audit SET seq = $1 WHERE seq = $2`, n-1, n)
			}
		}, auth.Altered, 4},
		"reordered": {func(d *desk) {
			d.exec(`UPDATE audit SET seq = 99 WHERE seq = 4`)
			d.exec(`UPDATE audit SET seq = 4 WHERE seq = 5`)
			d.exec(`UPDATE audit SET seq = 5 WHERE seq = 99`)
		}, auth.Altered, 4},
		"inserted behind": {func(d *desk) {
			d.exec(`INSERT INTO audit (id, at, actor, verb, object, count, seq, hash) SELECT 'x', at, actor, verb, object, count, 10, hash FROM audit WHERE seq = 9`)
		}, auth.Added, 10},
		"inserted between": {func(d *desk) {
			for n := 9; n >= 5; n-- {
				d.exec(`UPDATE audit SET seq = $1 WHERE seq = $2`, n+1, n)
			}
			d.exec(`INSERT INTO audit (id, at, actor, verb, object, count, seq, hash) SELECT 'x', at, actor, verb, object, count, 5, hash FROM audit WHERE seq = 4`)
		}, auth.Altered, 5},
		"the ends moved": {func(d *desk) {
			d.exec(`DELETE FROM audit WHERE seq > 7`)
			d.exec(`UPDATE audit_chain SET to_seq = 7, to_hash = (SELECT hash FROM audit WHERE seq = 7)`)
		}, auth.EndsForged, 1},
		"the beginning moved": {func(d *desk) {
			d.exec(`UPDATE audit_chain SET from_seq = 4, from_hash = (SELECT hash FROM audit WHERE seq = 3)`)
			d.exec(`DELETE FROM audit WHERE seq < 4`)
		}, auth.EndsForged, 4},
	}
	each(t, func(d *desk) {
		for name, x := range tampering {
			d.exec(`DELETE FROM audit`)
			d.exec(`UPDATE audit_chain SET from_seq = 1, from_hash = NULL, to_seq = 0, to_hash = NULL, sign = NULL`)
			d.noted(9)
			if c := d.verify(auth.Tip{}); c.Why != auth.NotBroken || c.Entries != 9 {
				d.Fatalf("%s: broken before: %+v", name, c)
			}
			x.do(d)
			if c := d.verify(auth.Tip{}); c.Why != x.why || c.Broken != x.at {
				d.Errorf("%s: found %q at %d, want %q at %d", name, c.Why, c.Broken, x.why, x.at)
			}
		}
	})
}

// TestWhoComputesAllHashesAnewIsFound has somebody with all of the database and
// no key change an entry and link all that follow as the house does.
func TestWhoComputesAllHashesAnewIsFound(t *testing.T) {
	each(t, func(d *desk) {
		d.noted(9)
		tip := d.verify(auth.Tip{}).Tip
		d.exec(`UPDATE audit SET seq = NULL, hash = NULL`)
		d.exec(`UPDATE audit_chain SET from_seq = 1, from_hash = NULL, to_seq = 0, to_hash = NULL, sign = NULL`)
		d.exec(`UPDATE audit SET actor = 'somebody' WHERE object = 'object3'`)
		real := d.room.Keys
		d.room.Keys = otherKeys()
		d.link()
		d.room.Keys = real
		if c := d.verify(auth.Tip{}); c.Why != auth.EndsForged {
			d.Errorf("found %+v", c)
		}
		// With the key, only what was written down elsewhere shows it.
		d.exec(`UPDATE audit SET seq = NULL, hash = NULL`)
		d.exec(`UPDATE audit_chain SET from_seq = 1, from_hash = NULL, to_seq = 0, to_hash = NULL, sign = NULL`)
		d.link()
		if c := d.verify(tip); c.Why != auth.NotBroken || c.Mentions {
			d.Errorf("found %+v", c)
		}
	})
}

func TestTheAuditLogIsKeptForHalfAYearAndStaysAChain(t *testing.T) {
	each(t, func(d *desk) {
		d.noted(250)
		old := d.verify(auth.Tip{}).Tip
		d.clock.Add(auth.AuditFor - time.Hour)
		d.slices(d.room.SweepAudit)
		if c := d.verify(auth.Tip{}); c.Entries != 250 {
			d.Errorf("%d entries before their time", c.Entries)
		}
		d.noted(5)
		d.clock.Add(2 * time.Hour)
		d.slices(d.room.SweepAudit)
		c := d.verify(old)
		if c.Entries != 5 || c.Why != auth.NotBroken || c.Tip.Seq != 255 || !c.Mentions {
			d.Errorf("after half a year: %+v", c)
		}
		d.exec(`DELETE FROM audit WHERE seq = 251`)
		if c := d.verify(auth.Tip{}); c.Why != auth.Missing {
			d.Errorf("found %+v", c)
		}
		d.clock.Add(auth.AuditFor + time.Hour)
		d.slices(d.room.SweepAudit)
		d.noted(1)
		if c := d.verify(auth.Tip{}); c.Entries != 1 || c.Why != auth.NotBroken || c.Tip.Seq != 256 {
			d.Errorf("after all of it: %+v", c)
		}
	})
}

func TestEntriesOfManyAtOnceAreLinkedOnceEach(t *testing.T) {
	each(t, func(d *desk) {
		var writers sync.WaitGroup
		for range 8 {
			writers.Go(func() {
				for range 20 {
					if err := d.db.Write(context.Background(), func(tx *store.Tx) error {
						return d.room.Note(tx, auth.AtConsole(), "test", store.NewID(), 1)
					}); err != nil {
						d.Error(err)
					}
				}
			})
		}
		for range 2 {
			writers.Go(func() {
				for range 30 {
					if err := d.db.Write(context.Background(), func(tx *store.Tx) error {
						_, err := d.room.LinkAudit(context.Background(), tx)
						return err
					}); err != nil {
						d.Error(err)
					}
				}
			})
		}
		writers.Wait()
		d.link()
		if c := d.verify(auth.Tip{}); c.Why != auth.NotBroken || c.Entries != 160 || c.Loose != 0 {
			d.Errorf("got %+v", c)
		}
	})
}

func TestTheAuditLogIsVerifiedForWhoRunsTheHouse(t *testing.T) {
	each(t, func(d *desk) {
		for _, v := range []auth.Viewer{{}, {Kind: auth.Person, Person: amina, Tier: auth.Fresh}, auth.Holder("r", "x", amina)} {
			err := d.db.Read(context.Background(), func(tx *store.Tx) error {
				_, err := d.room.VerifyAudit(context.Background(), tx, v, auth.Tip{})
				return err
			})
			if err == nil {
				d.Errorf("%+v may", v)
			}
		}
	})
}
