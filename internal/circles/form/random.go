package form

import "math/bits"

// random is a small fast generator (splitmix64). Equal seeds give equal runs.
type random struct{ s uint64 }

// stream returns the generator of one stream of one round.
func stream(seed uint64, round, block int) random {
	r := random{seed ^ uint64(round)<<20 ^ uint64(block)<<52}
	r.next()
	return random{r.next()}
}

func (r *random) next() uint64 {
	r.s += 0x9e3779b97f4a7c15
	z := r.s
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// below returns a number from 0 to n-1.
func (r *random) below(n int) int {
	hi, _ := bits.Mul64(r.next(), uint64(n))
	return int(hi)
}

// unit returns a number from 0 up to, not including, 1.
func (r *random) unit() float64 { return float64(r.next()>>11) / (1 << 53) }

// shuffle puts the numbers into a random order.
func (r *random) shuffle(x []int32) {
	for i := len(x) - 1; i > 0; i-- {
		j := r.below(i + 1)
		x[i], x[j] = x[j], x[i]
	}
}
