package circles_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest"
)

// crowd lets so many people of many zones say yes, a few hundred in one write.
func (d *desk) crowd(n int) {
	d.t.Helper()
	random := rand.New(rand.NewPCG(1, 2))
	zones := []string{"Europe/Berlin", "Europe/London", "Africa/Lagos", "Africa/Cairo", "Asia/Kolkata", "America/New_York", "America/Sao_Paulo", "Asia/Manila"}
	for from := 0; from < n; from += 250 {
		d.write(func(tx *store.Tx) error {
			for i := from; i < min(n, from+250); i++ {
				start := 6 + random.IntN(12)
				h, err := circles.ReadHours(fmt.Sprintf("THU %02d:00-%02d:00", start, start+5))
				if err != nil {
					return err
				}
				_, err = d.room.SayYes(tx.Context(), tx, auth.Viewer{}, d.slug, circles.YesForm{Name: fmt.Sprintf("Person %d", i), Address: fmt.Sprintf("p%d@mail.example", i),
					Answer: circles.Answer{Zone: zones[random.IntN(len(zones))], Language: "en", Hours: h, Languages: []string{"en", "de"}[random.IntN(2):], Leads: i%5 == 0}})
				if err != nil {
					return err
				}
			}
			return nil
		})
	}
}

// BenchmarkForm forms circles of 600 people, from the press of the button to the
// proposal; the limit is five seconds.
func BenchmarkForm(b *testing.B) {
	clock := storetest.NewClock()
	d := newDesk(b, storetest.OpenWith(b, store.SQLite, store.Options{Now: clock.Now}), clock)
	d.crowd(600)
	s := d.load()
	for b.Loop() {
		d.write(func(tx *store.Tx) error {
			_, err := d.room.Form(tx, d.boss, s, "", circles.Effort{Seed: 1})
			return err
		})
		d.work()
	}
	b.ReportMetric(5000, "limit-ms")
}

// BenchmarkBoard opens a proposal of 5,000 people and changes it by hand. The
// limit of a page is 300 ms, that of a change half a second.
func BenchmarkBoard(b *testing.B) {
	clock := storetest.NewClock()
	d := newDesk(b, storetest.OpenWith(b, store.SQLite, store.Options{Now: clock.Now}), clock)
	d.crowd(5000)
	board := d.form("")
	s := d.load()
	b.Run("open", func(b *testing.B) {
		for b.Loop() {
			d.read(func(tx *store.Tx) error {
				x, err := d.room.Board(b.Context(), tx, d.boss, s, board.Proposal.ID)
				if err != nil {
					return err
				}
				var who []string
				for _, c := range x.A.Circles[:24] {
					who = append(who, c.Members...)
				}
				_, err = d.room.Faces(tx, d.boss, s, who)
				return err
			})
		}
		b.ReportMetric(300, "limit-ms")
	})
	b.Run("change", func(b *testing.B) {
		for b.Loop() {
			c := board.A.Circles[0]
			if _, err := d.room.Draft(b.Context(), d.db, d.boss, s, board.Proposal.ID, board.Proposal.Step, circles.Change{What: circles.TakeOut, Who: c.Members[:1]}); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(500, "limit-ms")
	})
	b.Run("fits", func(b *testing.B) {
		who := slices.Clone(board.A.Circles[0].Members[:1])
		for b.Loop() {
			d.read(func(tx *store.Tx) error {
				_, err := d.room.FitsOf(b.Context(), tx, d.boss, s, board, who)
				return err
			})
		}
		b.ReportMetric(300, "limit-ms")
	})
}

// BenchmarkPublish publishes a proposal of 5,000 people; ms/longest is what
// the writes of others waited at most; 20 ms is what one write may take.
func BenchmarkPublish(b *testing.B) {
	var all []time.Duration
	for b.Loop() {
		b.StopTimer()
		clock := storetest.NewClock()
		d := newDesk(b, storetest.OpenWith(b, store.SQLite, store.Options{Now: clock.Now}), clock)
		d.crowd(5000)
		board := d.form("")
		over := make(chan struct{})
		var others sync.WaitGroup
		others.Go(func() { all = append(all, d.waits(over)...) })
		b.StartTimer()
		if !d.publish(board) {
			b.Fatalf("it was not published: %v", d.board(board.Proposal.ID).A.Breaches)
		}
		close(over)
		others.Wait()
	}
	b.ReportMetric(float64(slices.Max(all).Microseconds())/1000, "ms/longest")
	b.ReportMetric(20, "limit-ms")
}

// waits tells how long small writes of others take until that is over.
func (d *desk) waits(over <-chan struct{}) (all []time.Duration) {
	for {
		select {
		case <-over:
			return all
		default:
		}
		began := store.SystemClock()
		if err := d.db.Write(d.t.Context(), func(tx *store.Tx) error {
			_, err := tx.Exec(`UPDATE cohort SET safety = '' WHERE 1 = 0`)
			return err
		}); err != nil {
			return all
		}
		all = append(all, store.SystemClock().Sub(began))
	}
}
