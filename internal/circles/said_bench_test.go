package circles_test

import (
	"fmt"
	"testing"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/store/storetest"
)

// BenchmarkSaid reads what the engine is given. At 25,000 people it may take
// two seconds: 80 µs a person.
func BenchmarkSaid(b *testing.B) {
	const people = 2000
	clock := storetest.NewClock()
	d := newDesk(b, storetest.OpenWith(b, store.SQLite, store.Options{Now: clock.Now}), clock)
	d.write(func(tx *store.Tx) error {
		for n := range people {
			if _, err := d.room.SayYes(tx.Context(), tx, auth.Viewer{}, d.slug, circles.YesForm{Name: fmt.Sprintf("Person %d", n), Address: fmt.Sprintf("p%d@mail.example", n), Answer: answer(b)}); err != nil {
				return err
			}
		}
		return nil
	})
	for n := range people / 50 {
		in := d.interest(fmt.Sprintf("p%d", n))
		d.wishes(in, circles.Wishes{Together: circles.NameThem("Person 7"), Apart: circles.NameThem(fmt.Sprintf("Person %d\np%d@mail.example", n+9, n+8))})
	}
	for b.Loop() {
		if len(d.said()) != people {
			b.Fatal("somebody is missing")
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/people, "µs/person")
}
