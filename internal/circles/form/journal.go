package form

// journal changes a state step by step, knows what each step costs, and can
// take the last one back.
type journal struct {
	s       *state
	log     []change
	touched []int32 // circles changed in this step
	stamp   []uint32
	step    uint32
	delta   float64 // cost of people who lost or found a circle in this step
}

// change is an entry of the log, enough to take it back.
type change struct {
	what   uint8
	person int32
	circle int32
	cell   cell // before
	kind   kind // before
}

const (
	didPut uint8 = iota
	didTake
	didCell
)

// reset forgets all steps.
func (j *journal) reset() {
	if len(j.stamp) < len(j.s.circles) {
		j.stamp = make([]uint32, len(j.s.circles))
		j.step = 0
	}
	j.begin()
}

// begin starts a step.
func (j *journal) begin() {
	j.step++
	j.touched = j.touched[:0]
	j.log = j.log[:0]
	j.delta = 0
}

// touch notes that the circle changes in this step.
func (j *journal) touch(c int32) {
	if j.stamp[c] != j.step {
		j.stamp[c] = j.step
		j.touched = append(j.touched, c)
	}
}

func (j *journal) put(i, c int32) {
	j.touch(c)
	j.s.put(i, c)
	j.delta -= j.s.personCost(i)
	j.log = append(j.log, change{what: didPut, person: i, circle: c})
}

func (j *journal) take(i int32) {
	c := j.s.where[i]
	j.touch(c)
	j.s.take(i)
	j.delta += j.s.personCost(i)
	j.log = append(j.log, change{what: didTake, person: i, circle: c})
}

// settle returns false if there is nothing to change.
func (j *journal) settle(c int32, to cell, k kind) bool {
	x := &j.s.circles[c]
	if x.cell == to && x.kind == k {
		return false
	}
	j.touch(c)
	j.log = append(j.log, change{what: didCell, circle: c, cell: x.cell, kind: x.kind})
	x.cell, x.kind = to, k
	return true
}

// gain is how much cheaper the step has made everything.
func (j *journal) gain() float64 {
	d := j.delta
	for _, c := range j.touched {
		d += j.s.circleCost(c) - j.s.circles[c].cost
	}
	return -d
}

// keep makes the step permanent.
func (j *journal) keep() {
	for _, c := range j.touched {
		j.s.circles[c].cost = j.s.circleCost(c)
	}
}

// valid tells whether all circles of the step keep the hard rules.
func (j *journal) valid() bool {
	for _, c := range j.touched {
		if j.s.circles[c].kind != dead && !j.s.sound(c) {
			return false
		}
	}
	return true
}
