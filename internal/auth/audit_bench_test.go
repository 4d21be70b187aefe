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

// BenchmarkAuditedWrites measures 16 writers at once, with and without a line
// in the audit log, while the log is linked beside. The limit: an audited write
// takes at most a quarter longer.
func BenchmarkAuditedWrites(b *testing.B) {
	for _, engine := range []store.Engine{store.SQLite, store.Postgres} {
		for _, audited := range []bool{false, true} {
			name := string(engine) + "/plain"
			if audited {
				name = string(engine) + "/audited"
			}
			b.Run(name, func(b *testing.B) { benchWrites(b, engine, audited) })
		}
	}
}

func benchWrites(b *testing.B, engine store.Engine, audited bool) {
	db := storetest.OpenWith(b, engine, store.Options{})
	room := &auth.Room{Keys: seal.New(make([]byte, 32))}
	ctx, stop := context.WithCancel(context.Background())
	linking := make(chan struct{})
	go func() {
		defer close(linking)
		for ctx.Err() == nil {
			_ = db.Write(ctx, func(tx *store.Tx) error {
				_, err := room.LinkAudit(ctx, tx)
				return err
			})
			pause(ctx)
		}
	}()
	b.SetParallelism(8)
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if err := db.Write(context.Background(), func(tx *store.Tx) error {
				if _, err := tx.Exec(`INSERT INTO house (name, value) VALUES ($1, 'x')`, store.NewID()); err != nil || !audited {
					return err
				}
				return room.Note(tx, auth.AtConsole(), "test", store.NewID(), 1)
			}); err != nil {
				b.Error(err)
			}
		}
	})
	b.StopTimer()
	stop()
	<-linking
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
