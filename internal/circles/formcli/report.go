package formcli

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/circles/form"
)

// bar shows how far the search is, in one line that is written over.
type bar struct {
	out  io.Writer
	on   bool
	last time.Time
	wide int
}

func newBar(out io.Writer, on bool) *bar { return &bar{out: out, on: on} }

// isTerminal tells whether somebody looks at what is written.
func isTerminal(out io.Writer) bool {
	f, ok := out.(*os.File)
	if !ok {
		return false
	}
	at, err := f.Stat()
	return err == nil && at.Mode()&os.ModeCharDevice != 0
}

// show is called with the progress; it draws at most five times a second.
func (b *bar) show(p form.Progress) {
	now := time.Now()
	if !b.on || now.Sub(b.last) < 200*time.Millisecond {
		return
	}
	b.last = now
	const width = 20 // so that the line fits 80 columns
	full := int(p.Share * width)
	line := fmt.Sprintf("[%s%s] %3.0f %%  placed %d of at most %d in %d circles",
		strings.Repeat("#", full), strings.Repeat(".", width-full), 100*p.Share, p.Placed, p.AtMost, p.Circles)
	fmt.Fprintf(b.out, "\r%-*s", b.wide, line)
	b.wide = len(line)
}

func (b *bar) end() {
	if b.wide > 0 {
		fmt.Fprintf(b.out, "\r%-*s\r", b.wide, "")
	}
}

func round(d time.Duration) time.Duration {
	if d < time.Second {
		return d.Round(100 * time.Microsecond)
	}
	return d.Round(10 * time.Millisecond)
}

// summarise says in a few lines what came out.
func summarise(out io.Writer, prop *form.Proposal, late bool, all, solving time.Duration) {
	k := &prop.Card
	fmt.Fprintf(out, "placed %d of at most %d (%d people) in %d circles, in %s (%s of them reading)\n",
		k.Placed, k.AtMost, k.People, k.Circles, round(all), round(all-solving))
	if late && k.Moved+k.Lost+k.Gained+k.Rescheduled > 0 {
		fmt.Fprintf(out, "%d moved, %d rescheduled, %d lost their place, %d found one\n", k.Moved, k.Rescheduled, k.Lost, k.Gained)
	}
	if len(prop.Unplaced) > 0 {
		fmt.Fprintf(out, "%d without a circle: %s\n", len(prop.Unplaced), reasonsText(k.Reasons))
	}
}

func reasonsText(reasons map[form.Reason]int) string {
	var parts []string
	for _, r := range []struct {
		reason form.Reason
		text   string
	}{
		{form.ReasonNoLanguage, "%d speak no language of the programme"},
		{form.ReasonNoSlot, "%d have no hour that fits on every date"},
		{form.ReasonNoFacilitator, "%d share no hour and language with a facilitator"},
		{form.ReasonTooFew, "%d share an hour and language with too few"},
		{form.ReasonBlocked, "%d are kept apart from somebody in the only circles with room"},
		{form.ReasonCapacity, "%d find their circles full"},
	} {
		if n := reasons[r.reason]; n > 0 {
			parts = append(parts, fmt.Sprintf(r.text, n))
		}
	}
	return strings.Join(parts, "; ")
}

// reportJSON writes the quality of a proposal and who could stand in.
func reportJSON(prop *form.Proposal) []byte {
	type standBy struct {
		Circle  string   `json:"circle"`
		Members []string `json:"members"`
		Others  []string `json:"others"`
	}
	k := &prop.Card
	list := make([]standBy, 0, len(prop.StandBy))
	for _, s := range prop.StandBy {
		list = append(list, standBy{s.Circle, notNil(s.Members), notNil(s.Others)})
	}
	out, _ := json.MarshalIndent(map[string]any{
		"people": k.People, "placed": k.Placed, "at_most": k.AtMost, "reachable": k.Reachable, "circles": k.Circles,
		"off_hours_person_meetings": k.OffHours, "size_deviation": k.SizeDeviation, "circles_with_wanted_facilitators": k.WellLed,
		"together_possible": k.Together, "together_kept": k.TogetherKept, "same_org_pairs": k.SameOrg, "pairs": k.Pairs,
		"distinct_slots": k.DistinctSlots, "moved": k.Moved, "rescheduled": k.Rescheduled, "lost": k.Lost, "gained": k.Gained,
		"reasons": k.Reasons, "suggestions": k.Suggestions, "worst_group": k.WorstGroup, "worst_group_rate": k.WorstGroupRate,
		"off_hours_least": k.OffHoursLeast,
		"behind_group":    k.BehindGroup, "behind_by": k.BehindBy, "behind_rate": k.BehindRate, "behind_at_most": k.BehindAtMost,
		"stand_by": list,
	}, "", " ")
	return append(out, '\n')
}

func notNil(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}
