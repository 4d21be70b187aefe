package auth_test

import (
	"context"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest"
)

func otherKeys() *seal.Keys {
	root := make([]byte, 32)
	root[0] = 1
	return seal.New(root)
}

// How a write is noted.
const (
	unnoted  = "not noted"
	unlinked = "noted, never linked"
	linked   = "noted, linked each second"
)

// BenchmarkAuditedWrites measures sixteen who write at once, each what a
// registration writes. The limit: the chain makes a noted write a tenth slower
// at the most, and the note itself is one more row.
func BenchmarkAuditedWrites(b *testing.B) {
	for _, engine := range []store.Engine{store.SQLite, store.Postgres} {
		for _, how := range []string{unnoted, unlinked, linked} {
			b.Run(string(engine)+"/"+how, func(b *testing.B) { benchWrites(b, engine, how) })
		}
	}
}

func benchWrites(b *testing.B, engine store.Engine, how string) {
	db := storetest.OpenWith(b, engine, store.Options{})
	room := &auth.Room{Keys: seal.New(make([]byte, 32))}
	ctx, stop := context.WithCancel(context.Background())
	linking := make(chan struct{})
	go func() {
		defer close(linking)
		for more := false; how == linked && ctx.Err() == nil; {
			_ = db.Write(ctx, func(tx *store.Tx) (err error) {
				more, err = room.LinkAudit(ctx, tx)
				return err
			})
			if !more {
				pause(ctx)
			}
		}
	}()
	b.SetParallelism(8)
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if err := db.Write(context.Background(), func(tx *store.Tx) error { return benchWrite(tx, room, how) }); err != nil {
				b.Error(err)
			}
		}
	})
	b.StopTimer()
	stop()
	<-linking
}

// benchWrite writes as many rows as a registration does.
func benchWrite(tx *store.Tx, room *auth.Room, how string) error {
	if err := tx.Lock("network", "network"); err != nil && err != store.ErrNoRow {
		return err
	}
	for range 5 {
		if _, err := tx.Exec(`INSERT INTO house (name, value) VALUES ($1, 'x')`, store.NewID()); err != nil {
			return err
		}
	}
	if how == unnoted {
		return nil
	}
	return room.Note(tx, auth.AtConsole(), "test", store.NewID(), 1)
}

// pause waits for the second after which entries are linked again.
func pause(ctx context.Context) {
	second := time.NewTimer(time.Second)
	defer second.Stop()
	select {
	case <-ctx.Done():
	case <-second.C:
	}
}
