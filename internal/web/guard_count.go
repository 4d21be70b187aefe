package web

import (
	"context"
	"crypto/rand"
	"errors"
	"maps"
	"sync"
	"time"

	"codeberg.org/plenary/plenary/internal/store"
)

// counts are the numbers of forms by bucket and hour. They lie in the database,
// where they outlive a restart and all processes see them, and are written
// together with the form they count. Of PostgreSQL's processes each writes rows
// of its own, so that none waits for another.
type counts struct {
	mu   sync.Mutex
	node string
	day  string
	salt []byte
	owed map[string]int   // forms that failed, and took their count back with them
	shut map[string]int64 // the hour in which nothing more is taken
}

// bucket names who is counted by nothing that could be turned back: a keyed
// hash under the salt of the day.
func (s *Server) bucket(salt []byte, kind, who string) string {
	return string(s.Keys.Index("guard."+kind, string(salt)+who))
}

func hourOf(t time.Time) int64 { return t.Unix() / 3600 }

// dayOf is the first hour of the day, under which a day is counted.
func dayOf(t time.Time) int64 { return hourOf(t.UTC().Truncate(24 * time.Hour)) }

// ready makes the salt of the day, or learns the one that another process made.
// It is a write of its own, since that of a form that fails is taken back.
func (c *counts) ready(ctx context.Context, db *store.DB) error {
	if c.saltNow(db.Now()) != nil {
		return nil
	}
	fresh := make([]byte, 16)
	if _, err := rand.Read(fresh); err != nil {
		return err
	}
	return db.Write(ctx, func(tx *store.Tx) error {
		tx.Quiet()
		today := dateOf(tx.Now())
		if _, err := tx.Exec(`INSERT INTO quota_day (day, salt) VALUES ($1, $2) ON CONFLICT (day) DO NOTHING`, today, fresh); err != nil {
			return err
		}
		var salt []byte
		if err := tx.Row(`SELECT salt FROM quota_day WHERE day = $1`, today).Scan(&salt); err != nil {
			return err
		}
		tx.AfterCommit(func() {
			c.mu.Lock()
			defer c.mu.Unlock()
			c.day, c.salt = today, salt
		})
		return nil
	})
}

// saltNow is the salt of the day, if it is known already.
func (c *counts) saltNow(now time.Time) []byte {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.day != dateOf(now) {
		return nil
	}
	return c.salt
}

func dateOf(t time.Time) string { return t.UTC().Format(time.DateOnly) }

// close notes that nothing more is taken from a bucket in this hour.
func (c *counts) close(bucket string, hour int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	maps.DeleteFunc(c.shut, func(_ string, h int64) bool { return h != hour })
	if c.shut == nil {
		c.shut = map[string]int64{}
	}
	c.shut[bucket] = hour
}

func (c *counts) closed(bucket string, hour int64) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.shut[bucket] == hour
}

// add counts one in each bucket, and those that are owed, and returns how many
// that makes.
func (c *counts) add(tx *store.Tx, hour int64, buckets ...string) ([]int, error) {
	return c.addMany(tx, hour, 1, buckets...)
}

func (c *counts) addMany(tx *store.Tx, hour int64, by int, buckets ...string) ([]int, error) {
	totals := make([]int, len(buckets))
	for i, b := range buckets {
		c.mu.Lock()
		owed := c.owed[b]
		c.mu.Unlock()
		if err := tx.Row(c.adding(tx), []byte(b), hour, c.nodeOf(tx), owed+by).Scan(&totals[i]); err != nil {
			return nil, err
		}
		if owed > 0 {
			tx.AfterCommit(func() { c.owe(-owed, b) })
		}
	}
	return totals, nil
}

// adding is the statement that counts. Of what other processes counted it sees
// what is committed.
func (c *counts) adding(tx *store.Tx) string {
	const one = `INSERT INTO quota (bucket, hour, node, n) VALUES ($1, $2, $3, $4)
		ON CONFLICT (bucket, hour, node) DO UPDATE SET n = quota.n + excluded.n RETURNING n`
	if tx.Engine() == store.SQLite {
		return one
	}
	return `WITH mine AS (` + one + `) SELECT CAST((SELECT n FROM mine) + COALESCE((SELECT SUM(n) FROM quota
		WHERE bucket = $1 AND hour = $2 AND node <> $3), 0) AS BIGINT)`
}

// read returns how many a bucket holds.
func (c *counts) read(tx *store.Tx, hour int64, bucket string) (n int, err error) {
	err = tx.Row(`SELECT CAST(COALESCE(SUM(n), 0) AS BIGINT) FROM quota WHERE bucket = $1 AND hour = $2`, []byte(bucket), hour).Scan(&n)
	if errors.Is(err, store.ErrNoRow) {
		err = nil
	}
	return n, err
}

// nodeOf names the rows of this process. SQLite has one that serves.
func (c *counts) nodeOf(tx *store.Tx) string {
	if tx.Engine() == store.SQLite {
		return ""
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.node == "" {
		c.node = store.NewID()
	}
	return c.node
}

// owe notes forms that failed, to be counted with the next one.
func (c *counts) owe(n int, buckets ...string) (most int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.owed == nil {
		c.owed = map[string]int{}
	}
	for _, b := range buckets {
		if c.owed[b] += n; c.owed[b] <= 0 {
			delete(c.owed, b)
		}
		most = max(most, c.owed[b])
	}
	return most
}

// mostOwed is how many forms may fail in a row before they are counted in a
// write of their own.
const mostOwed = 8

// failed counts a form that came to nothing, such as one with a wrong code:
// its write took back what it counted.
func (g *guarded) failed(ctx context.Context) {
	if len(g.buckets) == 0 || g.srv.counts.owe(1, g.buckets...) < mostOwed {
		return
	}
	_ = g.srv.DB.Write(context.WithoutCancel(ctx), func(tx *store.Tx) error { // if it fails, the next form counts them
		tx.Quiet()
		g.srv.counts.owe(-1, g.buckets...)
		_, err := g.srv.counts.add(tx, hourOf(tx.Now()), g.buckets...)
		return err
	})
}

// ForgetQuotas drops what was counted before yesterday, and with it the salts
// without which nobody can tell what was.
func ForgetQuotas(tx *store.Tx) error {
	now := tx.Now()
	if _, err := tx.Exec(`DELETE FROM quota WHERE hour < $1`, hourOf(now)-24); err != nil {
		return err
	}
	if _, err := tx.Exec(`DELETE FROM quota_day WHERE day < $1`, dateOf(now.AddDate(0, 0, -1))); err != nil {
		return err
	}
	_, err := tx.Exec(`DELETE FROM quota_step WHERE until < $1`, store.At(now))
	return err
}
