package main

import "sort"

// bound: dual of the fractional circle packing (set packing) problem. Every circle holds a facilitator f and
// at most max-1 others from one cell, so for ANY prices 0 <= u_q <= 1 on the non-facilitators
//
//	sum_q u_q + sum_f max over cells k of f ( 1 + sum of the max-1 largest (1-u_q) in k )
//
// is an upper bound of the number of people placed. Prices are improved by subgradient (Polyak) steps;
// cells with fewer than min people or no facilitator are left out; the value is rounded down per connected
// component to a total that circles of the allowed sizes can add up to.
//
// With counts, it bounds how many of those people are placed, whatever becomes of the others: these count nothing
// in the sum, so a facilitator of theirs brings 0 in place of 1, and the rest of them can be left out. Nothing is
// rounded to sizes of circles then, since the others may fill them up.
//
// It returns the bound and the number of people, of those who count, whom any circle could hold.
func bound(ps []Person, pg *Program, S, T, L int, tno map[string]int, elig []bool, iters, lb int, counts func(p *Person) bool) (int, int) {
	mn, mx := pg.Size["min"], pg.Size["max"]
	par := make([]int32, len(elig))
	for i := range par {
		par[i] = int32(i)
	}
	find := func(x int32) int32 {
		for par[x] != x {
			par[x] = par[par[x]]
			x = par[x]
		}
		return x
	}
	type pe struct {
		cells []int32
		com   int
	}
	var q, f []pe
	var own []float64 // what each of f brings
	var fq, ff []int32
	for i := range ps {
		p := &ps[i]
		var e pe
		f0 := int32(-1)
		for x := 0; x < L; x++ {
			if p.lm>>x&1 == 0 {
				continue
			}
			for t := 0; t < T; t++ {
				if p.Track != "" && tno[p.Track] != t {
					continue
				}
				for _, s := range p.slots {
					k := int32((x*T+t)*S + int(s))
					if elig[k] {
						e.cells = append(e.cells, k)
						if r := find(k); f0 < 0 {
							f0 = r
						} else if r != f0 {
							par[r] = f0
						}
					}
				}
			}
		}
		if f0 < 0 {
			continue
		}
		one := 1.0
		if counts != nil && !counts(p) {
			one = 0
		}
		if p.Facilitator {
			f, ff, own = append(f, e), append(ff, f0), append(own, one)
		} else if one > 0 {
			q, fq = append(q, e), append(fq, f0)
		}
	}
	comOf := map[int32]int{}
	com := func(x int32) int {
		r := find(x)
		if _, ok := comOf[r]; !ok {
			comOf[r] = len(comOf)
		}
		return comOf[r]
	}
	for i := range q {
		q[i].com = com(fq[i])
	}
	for i := range f {
		f[i].com = com(ff[i])
	}
	NC := len(comOf)
	np, nf := make([]int, NC), make([]int, NC)
	for i := range q {
		np[q[i].com]++
	}
	for i := range f {
		np[f[i].com] += int(own[i])
		nf[f[i].com]++
	}
	best := make([]float64, NC)
	for c := range best {
		best[c] = float64(np[c])
		if pg.MinFacilitators > 0 {
			best[c] = float64(min(np[c], nf[c]/pg.MinFacilitators*mx))
		}
	}
	if pg.MinFacilitators != 1 {
		iters = 0
	}
	m := mx - 1
	u := make([]float64, len(q))
	for i := range u {
		u[i] = 0.9
	}
	cnt := make([]int8, len(elig))
	sum := make([]float64, len(elig))
	top := make([]int32, len(elig)*m)
	ord := make([]int, len(q))
	g := make([]int32, len(q))
	dir := make([]float64, len(q)) // of the last step …
	keep := 0.95                   // … of which so much is kept in the next, towards a goal that is near
	if counts != nil {
		keep = 0
	}
	val := make([]float64, NC)
	avg := append([]float64{}, u...)
	eval := func(u []float64) float64 {
		for i := range ord {
			ord[i] = i
			g[i] = 1
		}
		sort.Slice(ord, func(a, b int) bool {
			if u[ord[a]] != u[ord[b]] {
				return u[ord[a]] < u[ord[b]]
			}
			return ord[a] < ord[b]
		})
		clear(cnt)
		clear(sum)
		clear(val)
		for _, i := range ord {
			r := 1 - u[i]
			val[q[i].com] += u[i]
			for _, k := range q[i].cells {
				if n := cnt[k]; int(n) < m {
					top[int(k)*m+int(n)] = int32(i)
					cnt[k] = n + 1
					sum[k] += r
				}
			}
		}
		for i := range f {
			b, bk := -1.0, int32(0)
			for j := range f[i].cells {
				k := f[i].cells[(j+i*31)%len(f[i].cells)]
				if sum[k] > b {
					b, bk = sum[k], k
				}
			}
			val[f[i].com] += own[i] + b
			for j := 0; j < int(cnt[bk]); j++ {
				g[top[int(bk)*m+j]]--
			}
		}
		d := 0.0
		for c := range val {
			d += val[c]
			if val[c] < best[c] {
				best[c] = val[c]
			}
		}
		return d
	}
	theta, bestD, stall := 1.0, 1e18, 0
	for it := 0; it < iters; it++ {
		d := eval(u)
		if d < bestD-1e-9 {
			bestD, stall = d, 0
		} else if stall++; stall >= 20 {
			theta, stall = theta*0.7, 0
		}
		n := 0.0
		for i, x := range g {
			dir[i] = float64(x) + keep*dir[i]
			n += dir[i] * dir[i]
		}
		if n == 0 || d <= float64(lb)+1e-9 {
			break
		}
		st := theta * (d - float64(lb)) / n
		for i, x := range dir {
			u[i] = min(1, max(0, u[i]-st*x))
			avg[i] += (u[i] - avg[i]) / float64(min(it+1, 50))
		}
		if it%25 == 24 {
			eval(avg)
		}
	}
	total, reach := 0, 0
	for c := 0; c < NC; c++ {
		b := int(best[c] + 1e-6)
		reach += np[c]
		if counts != nil {
			total += b
			continue
		}
		r := 0 // largest n <= b with k*min <= n <= k*max for some k <= facilitators
		circles := b
		if pg.MinFacilitators > 0 {
			circles = nf[c] / pg.MinFacilitators
		}
		for k := 1; k <= circles && k*mn <= b; k++ {
			r = max(r, min(b, k*mx))
		}
		total += r
	}
	return total, reach
}
