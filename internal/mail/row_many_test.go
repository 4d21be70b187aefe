package mail

import (
	"context"
	"fmt"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest"
)

func TestManyRowsAreWrittenAndWithdrawnTogether(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		var rows []Row
		var people, about []string
		for i := range 450 {
			p := fmt.Sprintf("p%d", i)
			rows = append(rows, Row{Kind: "k", Person: p, About: "r" + p, Lang: "en"})
			people, about = append(people, p), append(about, "r"+p)
		}
		rows[0].SendAt = db.Now().Add(time.Hour)
		count := func(where string) (n int) {
			t.Helper()
			if err := db.Read(context.Background(), func(tx *store.Tx) error {
				return tx.Row(`SELECT COUNT(*) FROM outbox WHERE ` + where).Scan(&n)
			}); err != nil {
				t.Fatal(err)
			}
			return n
		}
		do := func(fn func(tx *store.Tx) error) {
			t.Helper()
			if err := db.Write(context.Background(), fn); err != nil {
				t.Fatal(err)
			}
		}
		do(func(tx *store.Tx) error { return EnqueueMany(tx, rows) })
		if n := count(`next_at = send_at AND lease IS NULL`); n != 450 {
			t.Errorf("%d rows", n)
		}
		do(func(tx *store.Tx) error {
			_, err := tx.Exec(`UPDATE outbox SET lease = 'x', next_at = $1 WHERE person = 'p7'`, tx.Now().Add(time.Minute))
			return err
		})
		do(func(tx *store.Tx) error { return WithdrawMany(tx, "another", people, about) })
		do(func(tx *store.Tx) error { return WithdrawMany(tx, "k", people, []string{"else"}) })
		do(func(tx *store.Tx) error { return WithdrawMany(tx, "k", nil, about) })
		if n := count(`1 = 1`); n != 450 {
			t.Errorf("%d rows are left of others' mail", n)
		}
		do(func(tx *store.Tx) error { return WithdrawMany(tx, "k", people, about) })
		if n := count(`1 = 1`); n != 1 { // the one that is on its way
			t.Errorf("%d rows are left", n)
		}
		err := db.Write(context.Background(), func(tx *store.Tx) error {
			return EnqueueMany(tx, []Row{{Kind: "k", Person: "p", Payload: []byte("{}")}})
		})
		if err == nil {
			t.Error("a payload was lost")
		}
	})
}
