package store_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest"
)

// TestPlacesAreNotSoldTwice has sixty people want one of five places, through
// two processes at once.
func TestPlacesAreNotSoldTwice(t *testing.T) {
	twice(t, func(t *testing.T, a, b *store.DB) {
		for _, table := range []string{"CREATE TABLE hall (id TEXT PRIMARY KEY, places INTEGER)", "CREATE TABLE seat (id TEXT PRIMARY KEY)", "INSERT INTO hall VALUES ('e', 5)"} {
			must(t, a.Write(bg, func(tx *store.Tx) error { _, err := tx.Exec(table); return err }))
		}
		full := errs.New(errs.Conflict, "test.full|There is no place left.")
		results := make(chan error)
		for i := range 60 {
			db := []*store.DB{a, b}[i%2]
			go func() {
				results <- db.Write(bg, func(tx *store.Tx) error {
					if err := tx.Lock("hall", "e"); err != nil {
						return err
					}
					var left int
					if err := tx.Row("SELECT places - (SELECT COUNT(*) FROM seat) FROM hall WHERE id = 'e'").Scan(&left); err != nil {
						return err
					}
					if left <= 0 {
						return full
					}
					_, err := tx.Exec("INSERT INTO seat (id) VALUES ($1)", store.NewID())
					return err
				})
			}()
		}
		got := 0
		for range 60 {
			if err := <-results; err == nil {
				got++
			} else if !errs.Is(err, errs.Conflict) {
				t.Error(err)
			}
		}
		if n := count(t, a, "SELECT COUNT(*) FROM seat"); got != 5 || n != 5 {
			t.Errorf("%d were told yes, %d seats are taken, of 5", got, n)
		}
		err := a.Write(bg, func(tx *store.Tx) error { return tx.Lock("hall", "x") })
		if !errors.Is(err, store.ErrNoRow) {
			t.Errorf("the lock of a row that is not there: %v", err)
		}
	})
}

func TestASaturatedWriterLetsAnotherProcessWrite(t *testing.T) {
	twice(t, func(t *testing.T, a, b *store.DB) {
		ctx, cancel := context.WithCancel(bg)
		var busy sync.WaitGroup
		for range 32 {
			busy.Go(func() {
				for ctx.Err() == nil {
					if err := a.Write(bg, put(store.NewID())); err != nil {
						t.Error(err)
					}
				}
			})
		}
		for range 10 {
			if err := b.Write(bg, put(store.NewID())); err != nil {
				t.Error("the other process:", err)
			}
		}
		cancel()
		busy.Wait()
	})
}

// TestAcknowledgedWritesSurviveAKill starts this test again as a process that
// writes and says so, and kills it.
func TestAcknowledgedWritesSurviveAKill(t *testing.T) {
	if url := os.Getenv("STORE_TEST_VICTIM"); url != "" {
		victim(url)
		return
	}
	for _, e := range []store.Engine{store.SQLite, store.Postgres} {
		t.Run(string(e), func(t *testing.T) {
			url := storetest.URL(t, e)
			told := make(map[string]bool)
			for round := range 5 {
				cmd := exec.Command(os.Args[0], "-test.run=^TestAcknowledgedWritesSurviveAKill$")
				cmd.Env = append(os.Environ(), "STORE_TEST_VICTIM="+url)
				out, err := cmd.StdoutPipe()
				must(t, err)
				must(t, cmd.Start())
				lines := bufio.NewScanner(out)
				for n := 0; lines.Scan(); n++ {
					if id, ok := strings.CutPrefix(lines.Text(), "ack "); ok {
						told[id] = true
					}
					if n == 20+50*round {
						cmd.Process.Kill()
					}
				}
				cmd.Wait()
			}
			db := storetest.Reopen(t, store.Options{URL: url})
			for id := range told {
				if !has(t, db, id) {
					t.Errorf("%s was acknowledged and is gone", id)
				}
			}
			if len(told) < 100 {
				t.Errorf("only %d writes in all", len(told))
			}
		})
	}
}

func victim(url string) {
	db, err := store.Open(bg, store.Options{URL: url})
	if err != nil {
		fmt.Println(err)
		return
	}
	for range 8 {
		go func() {
			for {
				id := store.NewID()
				if err := db.Write(bg, put(id)); err != nil {
					fmt.Println(err)
					return
				}
				fmt.Println("ack " + id)
			}
		}()
	}
	select {}
}

func TestACallerMayLeaveWhileAnotherProcessHoldsTheDatabase(t *testing.T) {
	o := store.Options{URL: storetest.URL(t, store.SQLite), Careless: true}
	a, b := storetest.Reopen(t, o), storetest.Reopen(t, o)
	g := hold(a)
	ctx, cancel := context.WithCancel(bg)
	ended := make(chan error)
	go func() {
		ended <- b.Write(ctx, func(*store.Tx) error { t.Error("it ran"); return nil })
	}()
	awaitWaiting(b, 1)
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) || errs.Of(err) != nil {
		t.Error(err)
	}
	// Reads are not held up.
	if has(t, b, "x") {
		t.Error("a row that nobody wrote")
	}
	g.open()
	must(t, <-g.done)
	must(t, b.Write(bg, put("x")))
}
