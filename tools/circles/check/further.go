package main

import "slices"

// furtherSteps is how many choices are tried in one cell. Where needs and blocks
// make it harder than that, nothing is claimed.
const furtherSteps = 200_000

// further finds people without a circle who could form one: in one cell, enough
// of them, enough of whom facilitate, nobody apart from another, and with every
// need answered by the programme or by one of them. It returns nil if there are
// none, and the cell otherwise.
func further(idle []*Person, pg *Program, apart map[[2]string]bool, each func(p *Person, f func(k int)), cells int) (who []*Person, cell int) {
	all, facs := make([]int32, cells), make([]int32, cells)
	for _, p := range idle {
		each(p, func(k int) {
			all[k]++
			if p.Facilitator {
				facs[k]++
			}
		})
	}
	there := map[int][]*Person{}
	for _, p := range idle {
		each(p, func(k int) {
			if int(all[k]) >= pg.Size["min"] && int(facs[k]) >= pg.MinFacilitators {
				there[k] = append(there[k], p)
			}
		})
	}
	for k := range cells {
		if people := there[k]; len(people) > 0 {
			t := table{pg: pg, apart: apart, people: answered(people, pg), left: furtherSteps}
			if t.sit(0, 0) {
				return t.in, k
			}
		}
	}
	return nil, 0
}

// answered leaves out, again and again, people with a need that nobody answers.
func answered(people []*Person, pg *Program) []*Person {
	for {
		rest := slices.DeleteFunc(slices.Clone(people), func(p *Person) bool {
			return slices.ContainsFunc(p.Needs, func(x string) bool { return !offered(pg, people, nil, x) })
		})
		if len(rest) == len(people) {
			slices.SortStableFunc(rest, func(p, q *Person) int { return weight(p) - weight(q) })
			return rest
		}
		people = rest
	}
}

// weight puts those who facilitate first, and of them those without needs.
func weight(p *Person) (n int) {
	if !p.Facilitator {
		n = 2
	}
	return n + min(1, len(p.Needs))
}

// table is a circle to which people are asked one after another.
type table struct {
	pg     *Program
	apart  map[[2]string]bool
	people []*Person
	in     []*Person
	left   int
}

// sit asks the people from the n-th on, with so many who facilitate there, and
// tells whether they could be a circle.
func (t *table) sit(n, facs int) bool {
	if t.left--; t.left < 0 {
		return false
	}
	if len(t.in) >= t.pg.Size["min"] && facs >= t.pg.MinFacilitators && !slices.ContainsFunc(t.in, t.wants) {
		return true
	}
	if n == len(t.people) || len(t.in) == t.pg.Size["max"] || len(t.in)+len(t.people)-n < t.pg.Size["min"] {
		return false
	}
	p := t.people[n]
	if !p.Facilitator && facs < t.pg.MinFacilitators {
		return false // those who facilitate were asked first
	}
	if !slices.ContainsFunc(t.in, func(q *Person) bool { return t.apart[[2]string{p.ID, q.ID}] }) {
		t.in = append(t.in, p)
		more := 0
		if p.Facilitator {
			more = 1
		}
		if t.sit(n+1, facs+more) {
			return true
		}
		t.in = t.in[:len(t.in)-1]
	}
	return t.sit(n+1, facs)
}

// wants tells whether the person needs what nobody there offers.
func (t *table) wants(p *Person) bool {
	return slices.ContainsFunc(p.Needs, func(x string) bool { return !offered(t.pg, t.in, nil, x) })
}
