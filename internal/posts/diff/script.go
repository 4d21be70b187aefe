package diff

// block is a run of pieces that both texts have, or that one has in place of
// what the other has.
type block struct {
	old, new []string
	same     bool
}

// script finds the shortest way from one list to the other (E. W. Myers, "An
// O(ND) difference algorithm", 1986). Where more than most pieces differ it
// says that all between the common beginning and the common end does.
func script(a, b []string, most int) (blocks []block) {
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	if head > 0 {
		blocks = append(blocks, block{a[:head], b[:head], true})
	}
	blocks = append(blocks, middle(a[head:len(a)-tail], b[head:len(b)-tail], most)...)
	if tail > 0 {
		blocks = append(blocks, block{a[len(a)-tail:], b[len(b)-tail:], true})
	}
	return blocks
}

func middle(a, b []string, most int) []block {
	if len(a) == 0 && len(b) == 0 {
		return nil
	}
	trail, found := search(a, b, most)
	if !found || len(a) == 0 || len(b) == 0 {
		return []block{{a, b, false}}
	}
	return walk(a, b, trail)
}

// search goes forward until the ends meet and keeps how far each step came:
// trail[d][k+d] is how much of a is done on diagonal k after d changes.
func search(a, b []string, most int) (trail [][]int32, found bool) {
	reach := func(prev []int32, d, k int) int {
		at := func(k int) int { return int(prev[k+d-1]) }
		switch {
		case d == 0:
			return 0
		case k == -d || k != d && at(k-1) < at(k+1):
			return at(k + 1)
		default:
			return at(k-1) + 1
		}
	}
	var prev []int32
	for d := 0; d <= min(most, len(a)+len(b)); d++ {
		row := make([]int32, 2*d+1)
		for k := -d; k <= d; k += 2 {
			x := reach(prev, d, k)
			y := x - k
			for x >= 0 && y >= 0 && x < len(a) && y < len(b) && a[x] == b[y] {
				x, y = x+1, y+1
			}
			row[k+d] = int32(x)
			if x >= len(a) && y >= len(b) {
				return append(trail, row), true
			}
		}
		trail, prev = append(trail, row), row
	}
	return nil, false
}

// walk goes back over the trail and puts the blocks in order.
func walk(a, b []string, trail [][]int32) []block {
	var back []block // from the end
	put := func(x0, x1, y0, y1 int, same bool) {
		if x0 == x1 && y0 == y1 {
			return
		}
		if n := len(back); n > 0 && back[n-1].same == same {
			last := &back[n-1]
			last.old, last.new = a[x0:x1+len(last.old)], b[y0:y1+len(last.new)]
			return
		}
		back = append(back, block{a[x0:x1], b[y0:y1], same})
	}
	x, y := len(a), len(b)
	for d := len(trail) - 1; d > 0; d-- {
		prev, k := trail[d-1], x-y
		at := func(k int) int { return int(prev[k+d-1]) }
		from := k - 1
		if k == -d || k != d && at(k-1) < at(k+1) {
			from = k + 1
		}
		px := at(from)
		py := px - from
		sx, sy := px, py+1 // after the change, before what is alike
		if from < k {
			sx, sy = px+1, py
		}
		put(sx, x, sy, y, true)
		put(px, sx, py, sy, false)
		x, y = px, py
	}
	put(0, x, 0, y, true)
	for i, j := 0, len(back)-1; i < j; i, j = i+1, j-1 {
		back[i], back[j] = back[j], back[i]
	}
	return back
}
