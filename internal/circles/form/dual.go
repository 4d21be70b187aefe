package form

import "math/bits"

// Prices are whole parts of 1, so that people can be put in the order of their
// prices by counting.
const priceLevels = 1 << 14

// Prices are not looked at before so many steps, and not improved after so many.
const (
	firstPrices = 100
	mostPrices  = 1200
)

// dual is the search for prices of people who do not facilitate that prove a
// low ceiling.
type dual struct {
	*ceiling
	u, mean []float64 // prices now, and their mean of late
	pull    []float64 // direction of the last step
	grad    []int32   // people less places for them, by the prices evaluated last
	level   []uint16
	order   []int32
	starts  []int32
	value   []float64 // per part
	room    []uint64  // per layer: slots whose cells have less than max-1 people yet
	count   []uint8   // per cell: how many are in top …
	sum     []float64 // … and what they bring
	top     []int32
	theta   float64
	flat    float64
	least   float64
	stall   int
	steps   int
}

// newDual returns nil where prices cannot prove anything.
func newDual(b *ceiling) *dual {
	p := b.p
	if p.prog.MinFacilitators != 1 || len(b.others) == 0 {
		return nil
	}
	n, cells := len(b.others), len(p.pop)
	d := &dual{ceiling: b, theta: 1, least: 1e18, flat: 1e18,
		u: make([]float64, n), mean: make([]float64, n), pull: make([]float64, n), grad: make([]int32, n),
		level: make([]uint16, n), order: make([]int32, n), starts: make([]int32, priceLevels+2),
		value: make([]float64, len(b.nobody)), room: make([]uint64, len(p.open)),
		count: make([]uint8, cells), sum: make([]float64, cells), top: make([]int32, cells*(p.maxSize-1))}
	d.start()
	return d
}

// start tries prices that are the same for all.
func (d *dual) start() {
	for _, v := range [...]float64{0, 1, 0.9} {
		for i := range d.u {
			d.u[i], d.mean[i] = v, v
		}
		d.flat = min(d.flat, d.evaluate(d.u))
	}
}

// improve lowers the ceiling by up to n steps from new prices.
func (b *ceiling) improve(n, placed int, stop func() bool) {
	if d := newDual(b); d != nil {
		d.improve(n, placed, stop)
	}
}

// improve takes up to n subgradient steps, given how many are placed. It stops
// when the bound is met, or when stop says so.
func (d *dual) improve(n, placed int, stop func() bool) {
	for range n {
		if d.total() <= placed || stop() {
			return
		}
		d.step(float64(placed))
	}
}

// step evaluates the prices and moves them against the subgradient (Polyak).
func (d *dual) step(target float64) {
	v := d.evaluate(d.u)
	if v < d.least-1e-9 {
		d.least, d.stall = v, 0
	} else if d.stall++; d.stall >= 20 {
		d.theta, d.stall = d.theta*0.7, 0
	}
	norm := 0.0
	for i, g := range d.grad {
		d.pull[i] = float64(g) + 0.95*d.pull[i]
		norm += d.pull[i] * d.pull[i]
	}
	if norm == 0 || v <= target {
		return
	}
	length := d.theta * (v - target) / norm
	d.steps++
	for i, g := range d.pull {
		d.u[i] = min(1, max(0, d.u[i]-length*g))
		d.mean[i] += (d.u[i] - d.mean[i]) / float64(min(d.steps, 50))
	}
	if d.steps%25 == 0 {
		d.evaluate(d.mean)
	}
}

// done tells whether the prices stay about as they are.
func (d *dual) done() bool { return d.theta < 0.02 || d.steps > mostPrices || !d.tells() }

// tells tells whether the prices prove more than prices that are the same for
// all. If they do not, either people or facilitators are so scarce that it does
// not matter who is where.
func (d *dual) tells() bool { return d.least < d.flat }

// worth returns for every cell what a circle in it would bring by the prices.
func (d *dual) worth(into []float32) []float32 {
	d.evaluate(d.mean)
	if into == nil {
		into = make([]float32, len(d.sum))
	}
	for k, v := range d.sum {
		into[k] = float32(v)
	}
	return into
}

// evaluate returns the bound that the prices give, notes it per part if it is
// the least so far, and sets grad.
func (d *dual) evaluate(u []float64) (total float64) {
	d.sort(u)
	copy(d.room, d.p.open)
	clear(d.count)
	clear(d.sum)
	clear(d.value)
	for _, at := range d.order {
		d.value[d.part[d.others[at]]] += float64(d.level[at]) / priceLevels
		d.grad[at] = 1
		if d.level[at] < priceLevels {
			d.offer(at)
		}
	}
	d.serve()
	for part, v := range d.value {
		total += v
		d.best[part] = min(d.best[part], v)
	}
	return total
}

// sort puts people into the order of their prices.
func (d *dual) sort(u []float64) {
	clear(d.starts)
	for i, v := range u {
		d.level[i] = uint16(v*priceLevels + 0.5)
		d.starts[d.level[i]+1]++
	}
	for k := range priceLevels {
		d.starts[k+1] += d.starts[k]
	}
	for i, l := range d.level {
		d.order[d.starts[l]] = int32(i)
		d.starts[l]++
	}
}

// offer adds the person to the top of their cells that are not full.
func (d *dual) offer(at int32) {
	p, i := d.p, d.others[at]
	m := p.maxSize - 1
	gain := 1 - float64(d.level[at])/priceLevels
	free := p.slotsOf(i)
	p.eachLayer(&p.people[i], func(l, t int16) bool {
		layer := p.layer(l, t)
		room := d.room[layer*p.words:][:len(free)]
		for w, f := range free {
			for bit := f & room[w]; bit != 0; bit &= bit - 1 {
				s := bits.TrailingZeros64(bit)
				k := layer*len(p.slots) + w<<6 + s
				n := int(d.count[k])
				d.top[k*m+n] = at
				d.sum[k] += gain
				d.count[k]++
				if n+1 == m {
					room[w] &^= 1 << s
				}
			}
		}
		return true
	})
}

// serve lets every facilitator take the best of their cells.
func (d *dual) serve() {
	p := d.p
	m := p.maxSize - 1
	for n, f := range d.facs {
		best, at := -1.0, -1
		skip := n * 31
		p.eachLayer(&p.people[f], func(l, t int16) bool {
			layer := p.layer(l, t)
			open := p.open[layer*p.words:]
			sum := d.sum[layer*len(p.slots):]
			for w, b := range p.slotsOf(f) {
				for b &= open[w]; b != 0; b &= b - 1 {
					s := w<<6 + bits.TrailingZeros64(b)
					if v := sum[s]; v >= best {
						if skip++; v > best || skip&3 == 0 {
							best, at = v, layer*len(p.slots)+s
						}
					}
				}
			}
			return true
		})
		d.value[d.part[f]] += d.worthOf(f) + best
		for j := range int(d.count[at]) {
			d.grad[d.top[at*m+j]]--
		}
	}
}
