package form

import (
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/when"
)

type rawInst struct {
	Program struct {
		Weeks                     []string
		LengthMin                 int `json:"length_min"`
		GridMin                   int `json:"grid_min"`
		Anchors, Days             []string
		Size                      map[string]int
		MinFacilitators           int      `json:"min_facilitators"`
		WantFacilitators          int      `json:"want_facilitators"`
		OffHours                  []string `json:"off_hours"`
		OrgPolicy                 string   `json:"org_policy"`
		Languages, Tracks, Offers []string
	}
	People []struct {
		ID, TZ, Country                string
		Windows, Langs                 []string
		Track, Role, Org               string
		Experience                     int
		Facilitator                    bool
		Together, Apart, Needs, Offers []string
		Pin                            string
	}
}

func TestScratch(t *testing.T) {
	f := os.Getenv("INST")
	if f == "" {
		t.Skip()
	}
	b, _ := os.ReadFile(f)
	var r rawInst
	if err := json.Unmarshal(b, &r); err != nil {
		t.Fatal(err)
	}
	g := r.Program
	in := &Instance{Program: Program{g.Weeks, g.LengthMin, g.GridMin, g.Anchors, g.Days, Size{g.Size["min"], g.Size["target"], g.Size["max"]}, g.MinFacilitators, g.WantFacilitators, [2]string{g.OffHours[0], g.OffHours[1]}, g.OrgPolicy, g.Languages, g.Tracks, g.Offers}}
	for _, p := range r.People {
		q := Person{ID: p.ID, Zone: p.TZ, Country: p.Country, Langs: p.Langs, Track: p.Track, Org: p.Org, Facilitator: p.Facilitator, Together: p.Together, Apart: p.Apart, Needs: p.Needs, Offers: p.Offers}
		for _, w := range p.Windows {
			x, err := ParseWindow(w)
			if err != nil {
				t.Fatal(err)
			}
			q.Windows = append(q.Windows, x)
		}
		in.People = append(in.People, q)
	}
	t0 := time.Now()
	p, err := New(in, nil, when.Load)
	if err != nil {
		t.Fatal(err)
	}
	if m := os.Getenv("MODEL"); m != "" {
		f, _ := os.Create(m)
		p.WriteModel(f)
		f.Close()
		return
	}
	reach := 0
	for i := range p.people {
		if p.reachable(int32(i)) {
			reach++
		}
	}
	fmt.Println("slots", len(p.slots), "new", time.Since(t0), "reach", reach)
	seed, _ := strconv.Atoi(os.Getenv("SEED"))
	steps, _ := strconv.Atoi(os.Getenv("STEPS"))
	sec := env("SEC", 5)
	last := time.Now()
	t0 = time.Now()
	x := prepare(p, nil, Options{Seed: uint64(seed), Steps: int64(steps), Until: t0.Add(time.Duration(sec * 1e9)), Now: time.Now, Threads: 2, Progress: func(p Progress) {
		if time.Since(last) > time.Second {
			last = time.Now()
			fmt.Printf("%.2f %d of %d\n", p.Share, p.Placed, p.AtMost)
		}
	}})
	fmt.Println("prepare", x.best.placed(), time.Since(t0))
	x.run(env("H0", .2), env("H1", .1), 1)
	fmt.Println("took", time.Since(t0))
	st := x.districts[0].stats
	fmt.Println("best", x.best.placed(), "steps", x.steps, "rounds", x.round, st)
	for c := range x.best.circles {
		if k := x.best.circles[c].kind; k != dead && !x.best.sound(int32(c)) {
			t.Error("unsound", c)
		}
	}
	dump(x.best)
	var ms runtime.MemStats
	runtime.ReadMemStats(&ms)
	fmt.Println("heap sys MB", ms.HeapSys>>20, "alloc", ms.HeapAlloc>>20)
}

func init() {
	dump = func(s *state) {
		sizes := map[int]int{}
		nf := map[int]int{}
		for c := range s.circles {
			if s.circles[c].kind != dead {
				sizes[int(s.circles[c].n)]++
				nf[int(s.circles[c].nf)]++
			}
		}
		idlef, uf := 0, 0
		for i := range s.p.people {
			if s.p.people[i].fac && s.p.reachable(int32(i)) {
				uf++
				if s.where[i] == nowhere {
					idlef++
				}
			}
		}
		fmt.Println("sizes", sizes, "facs", nf, "usable", uf, "idle", idlef)
	}
}

func env(k string, d float64) float64 {
	if v, err := strconv.ParseFloat(os.Getenv(k), 64); err == nil {
		return v
	}
	return d
}

var dump func(*state)
