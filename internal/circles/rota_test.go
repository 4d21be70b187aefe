package circles

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// anyRota draws a circle's willing, what they led so far, and turns to come, some of
// which were led or agreed on before.
func anyRota(t *rapid.T) (x rota, turns []turn) {
	x = rota{circle: "c", led: map[string]int{}, passes: true, seconds: rapid.Bool().Draw(t, "seconds")}
	for i := range rapid.IntRange(0, 6).Draw(t, "willing") {
		id := fmt.Sprintf("p%d", i)
		x.willing = append(x.willing, id)
		x.led[id] = rapid.IntRange(0, 4).Draw(t, "led")
	}
	who := rapid.SampledFrom([]string{"", "p0", "p1", "p2", "p3", "gone"})
	for range rapid.IntRange(0, 12).Draw(t, "turns") {
		turns = append(turns, turn{lead: who.Draw(t, "lead"), second: who.Draw(t, "second"), agreed: rapid.Bool().Draw(t, "agreed")})
	}
	return x, turns
}

func totals(x rota, turns []turn) map[string]int {
	count := map[string]int{}
	for _, id := range x.willing {
		count[id] = x.led[id]
	}
	for _, t := range turns {
		count[t.lead]++
	}
	return count
}

func TestEveryMeetingIsLedByOneOfTheWilling(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, turns := anyRota(t)
		x.plan(turns)
		for i, at := range turns {
			switch {
			case len(x.willing) == 0:
				if at.lead != "" || at.second != "" {
					t.Fatalf("turn %d is led by %q and %q, though nobody is willing", i, at.lead, at.second)
				}
			case !slices.Contains(x.willing, at.lead):
				t.Fatalf("turn %d is led by %q", i, at.lead)
			case x.seconds && len(x.willing) > 1 && (at.second == at.lead || !slices.Contains(x.willing, at.second)):
				t.Fatalf("turn %d has %q beside %q", i, at.second, at.lead)
			case !x.seconds && at.second != "":
				t.Fatalf("turn %d has %q beside it, though one is enough", i, at.second)
			}
		}
	})
}

func TestLeadingIsSharedFairly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, turns := anyRota(t)
		given := slices.Clone(turns)
		x.plan(turns)
		count := totals(x, turns)
		for i, at := range turns {
			agreed := given[i].agreed && given[i].lead == at.lead
			for _, other := range x.willing {
				if !agreed && count[at.lead] > count[other]+1 {
					t.Fatalf("%s leads turn %d and %d in all, %s only %d", at.lead, i, count[at.lead], other, count[other])
				}
			}
			if given[i].agreed && slices.Contains(x.willing, given[i].lead) && at.lead != given[i].lead {
				t.Fatalf("turn %d was agreed to be led by %s and is led by %s", i, given[i].lead, at.lead)
			}
		}
	})
}

func TestTheSamePeopleGetTheSameRota(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, turns := anyRota(t)
		other, y := slices.Clone(turns), x
		y.willing = rapid.Permutation(x.willing).Draw(t, "order")
		x.plan(turns)
		y.plan(other)
		if !slices.Equal(turns, other) {
			t.Fatalf("%v in one order, %v in another", turns, other)
		}
		again := slices.Clone(turns)
		x.plan(again)
		if !slices.Equal(turns, again) {
			t.Fatalf("planned %v, and once more %v", turns, again)
		}
	})
}

func TestWhoLeavesLeavesTheOthersTheirTurns(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, turns := anyRota(t)
		for i := range turns {
			turns[i].agreed = false
		}
		x.plan(turns)
		if len(x.willing) < 2 {
			return
		}
		gone := rapid.SampledFrom(x.willing).Draw(t, "gone")
		y := x
		y.willing = slices.DeleteFunc(slices.Clone(x.willing), func(id string) bool { return id == gone })
		after := slices.Clone(turns)
		y.plan(after)
		for i := range turns {
			if turns[i].lead != gone && after[i].lead != turns[i].lead {
				t.Fatalf("%s left, and turn %d went from %s to %s: %v, now %v", gone, i, turns[i].lead, after[i].lead, turns, after)
			}
		}
	})
}

func TestWithoutARotaOneLeadsAllTheTime(t *testing.T) {
	x := rota{circle: "c", willing: []string{"a", "b", "c"}, led: map[string]int{}}
	turns := make([]turn, 5)
	x.plan(turns)
	for _, at := range turns {
		if at.lead == "" || at.lead != turns[0].lead {
			t.Errorf("the turns are %v", turns)
		}
	}
	y := rota{circle: "c", willing: []string{"a", "b", "c", "d"}, led: map[string]int{turns[0].lead: 2}}
	first := turns[0].lead
	rest := append(turns[:3:3], turn{})
	y.plan(rest)
	if rest[3].lead != first {
		t.Errorf("%s led, and a further turn goes to %s", first, rest[3].lead)
	}
}

// A meeting that is passed on moves no other turn, now or later, as long as the
// same people are willing; nor does it once it was held.
func TestASwapMovesNoOtherTurn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, turns := anyRota(t)
		x.seconds = false
		for i := range turns {
			turns[i].agreed = false
		}
		x.plan(turns)
		if len(x.willing) < 2 || len(turns) == 0 {
			return
		}
		for range rapid.IntRange(1, 4).Draw(t, "swaps") {
			at := rapid.IntRange(0, len(turns)-1).Draw(t, "turn")
			if !turns[at].agreed {
				turns[at].giver = turns[at].lead
			}
			turns[at].lead, turns[at].agreed = rapid.SampledFrom(x.willing).Draw(t, "taker"), true
			after := slices.Clone(turns)
			x.plan(after)
			if !slices.Equal(turns, after) {
				t.Fatalf("passed on: %v, planned: %v", turns, after)
			}
		}
		held, rest := turns[0], slices.Clone(turns[1:])
		y := x
		y.led = map[string]int{}
		for id, n := range x.led {
			y.led[id] = n
		}
		y.led[held.counts(x.willing)]++
		y.plan(rest)
		if !slices.Equal(turns[1:], rest) {
			t.Fatalf("the first was held: %v, planned: %v", turns[1:], rest)
		}
	})
}
