package mail

import (
	"bytes"
	"context"
	"testing"

	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest"
)

// BenchmarkEnqueue adds rows inside one transaction: what a registration pays.
func BenchmarkEnqueue(b *testing.B) {
	db := storetest.OpenWith(b, store.SQLite, store.Options{})
	keys := seal.New(bytes.Repeat([]byte{7}, 32))
	var box seal.Box
	if err := db.Write(context.Background(), func(tx *store.Tx) (err error) { box, err = keys.Create(tx, "p1"); return err }); err != nil {
		b.Fatal(err)
	}
	for name, r := range map[string]Row{"bare": {}, "payload": {Box: box, Payload: []byte(`{"Track":"A"}`)}, "payload-without-box": {Payload: []byte(`{"Track":"A"}`)}} {
		b.Run(name, func(b *testing.B) {
			r.Kind, r.Person, r.About, r.Lang = "registered", "p1", "aaaaaaaaaaaaaaaaaaaaaaaaae", "en"
			b.ReportAllocs()
			db.Write(context.Background(), func(tx *store.Tx) error {
				for b.Loop() {
					if err := Enqueue(tx, keys, r); err != nil {
						b.Fatal(err)
					}
				}
				return nil
			})
		})
	}
}

// BenchmarkSend renders and sends messages to a server on this machine.
func BenchmarkSend(b *testing.B) {
	db := storetest.OpenWith(b, store.SQLite, store.Options{})
	keys := seal.New(bytes.Repeat([]byte{7}, 32))
	srv := listen(b, nil)
	o := New(Options{DB: db, Keys: keys, Composer: testComposer(), Transport: client(b, "smtp://"+srv.addr)})
	o.Handle("note", func(context.Context, *store.Tx, Row) (*Message, error) { return testMessage(), nil })
	const n = 500
	for b.Loop() {
		if err := db.Write(context.Background(), func(tx *store.Tx) error {
			for range n {
				if err := Enqueue(tx, keys, Row{Kind: "note", Person: "p1"}); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			b.Fatal(err)
		}
		if sent, err := o.SendDue(context.Background()); sent != n || err != nil {
			b.Fatal(sent, err)
		}
	}
	b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "mails/s")
}

// BenchmarkClaim takes 50 letters of a mailing of 25,000 that waits. Its limit
// stands beside it: what any write may take.
func BenchmarkClaim(b *testing.B) {
	for _, e := range []store.Engine{store.SQLite, store.Postgres} {
		b.Run(string(e), func(b *testing.B) {
			db := storetest.OpenWith(b, e, store.Options{Careless: true})
			keys := seal.New(bytes.Repeat([]byte{7}, 32))
			o := New(Options{DB: db, Keys: keys, Composer: testComposer(), Ranks: [][]string{{"code", "answer"}, {"confirmation", "invited"}, {"notice", "moved"}, {"reminder"}, {"news", "group-news"}}})
			rows := make([]Row, 25_000)
			for i := range rows {
				rows[i] = Row{Kind: "news", Person: "p1"}
			}
			if err := db.Write(context.Background(), func(tx *store.Tx) error { return EnqueueMany(tx, rows) }); err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				if got, err := o.claim(context.Background(), o.lanes[1]); err != nil || len(got) == 0 {
					b.Fatal(len(got), err)
				}
			}
			b.ReportMetric(20, "limit-ms")
		})
	}
}
