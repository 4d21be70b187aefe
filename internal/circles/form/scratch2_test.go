package form

import (
	"fmt"
	"os"
	"testing"
	"time"
)

func TestConstruct(t *testing.T) {
	p := loadScratch(t, os.Getenv("INST"))
	s := newState(p)
	s.prices.unplaced = 1
	b := newBuilder(p)
	b.weigh()
	rnd := stream(1, 0, 0)
	for k := range 8 {
		t0 := time.Now()
		u := &state{}
		u.copyFrom(s)
		b.pass(u, &rnd)
		nf := 0
		for c := range u.circles {
			if u.circles[c].kind != dead {
				nf++
			}
		}
		fmt.Println(k, u.placed(), "circles", nf, time.Since(t0))
		b.learn(u)
	}
}
