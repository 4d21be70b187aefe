package circles

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/circles/form"
)

// Hours are when somebody can in every week, as wall time of their zone:
// stretches on quarters of an hour, from Monday on, none touching another of
// the same day and none reaching over midnight.
type Hours []form.Window

const (
	quartersPerDay  = 24 * 4
	quartersPerWeek = 7 * quartersPerDay
)

// week marks the quarters of an hour of a week, from Monday 00:00 on.
type week [quartersPerWeek]bool

func (h Hours) week() (w week) {
	for _, x := range h {
		for q := x.From; q < min(x.To, quartersPerWeek); q++ {
			w[q] = true
		}
	}
	return w
}

// hours are the marked quarters as stretches.
func (w *week) hours() (h Hours) {
	for q := 0; q < quartersPerWeek; q++ {
		if !w[q] {
			continue
		}
		from, end := q, (q/quartersPerDay+1)*quartersPerDay
		for q+1 < end && w[q+1] {
			q++
		}
		h = append(h, form.Window{From: uint16(from), To: uint16(q + 1)})
	}
	return h
}

// Unite returns the hours that are in any of the lists.
func Unite(lists ...Hours) Hours {
	var all week
	for _, h := range lists {
		for q, free := range h.week() {
			all[q] = all[q] || free
		}
	}
	return all.hours()
}

// Without returns the hours that are not among the others.
func (h Hours) Without(others Hours) Hours {
	all := h.week()
	for q, taken := range others.week() {
		all[q] = all[q] && !taken
	}
	return all.hours()
}

// Length is how long all of them take in a week.
func (h Hours) Length() time.Duration {
	n := 0
	for _, x := range h {
		n += int(x.To) - int(x.From)
	}
	return time.Duration(n) * 15 * time.Minute
}

// Longest is how long somebody can at a stretch, over midnight too.
func (h Hours) Longest() time.Duration {
	w := h.week()
	longest, run := 0, 0
	for q := range 2 * quartersPerWeek { // twice, since Sunday leads on to Monday
		if run++; !w[q%quartersPerWeek] {
			run = 0
		}
		longest = max(longest, min(run, quartersPerWeek))
	}
	return time.Duration(longest) * 15 * time.Minute
}

// around are the hours on a weekday and on those beside it: where clocks show
// another day than the organiser's.
func (h Hours) around(day time.Weekday) Hours {
	w := h.week()
	for q := range w {
		d := (q/quartersPerDay + 1) % 7
		w[q] = w[q] && (7+d-int(day)+1)%7 <= 2
	}
	return w.hours()
}

// String writes the hours as they are kept: "MON 18:00-21:30;WED 09:00-12:00".
func (h Hours) String() string { return strings.Join(h.Windows(), ";") }

// Windows writes each stretch by itself: "MON 18:00-21:30".
func (h Hours) Windows() []string {
	parts := make([]string, len(h))
	for i, x := range h {
		parts[i] = x.String()
	}
	return parts
}

// ReadHours reads what String wrote. Stretches may come in any order and may
// overlap.
func ReadHours(s string) (Hours, error) {
	var h Hours
	if s == "" {
		return nil, nil
	}
	for part := range strings.SplitSeq(s, ";") {
		x, err := form.ParseWindow(part)
		if err != nil {
			return nil, fmt.Errorf("read hours: %w", err)
		}
		h = append(h, x)
	}
	if h.inOrder() {
		return h, nil
	}
	return Unite(h), nil
}

// inOrder tells whether hours are as they are kept, which spares thousands of
// people's being put in order.
func (h Hours) inOrder() bool {
	for i := 1; i < len(h); i++ {
		before, x := h[i-1], h[i]
		if x.From < before.To || x.From == before.To && x.From%quartersPerDay != 0 {
			return false
		}
	}
	return true
}

// Boxes are the whole hours among them, as the boxes of a week's table send
// them: "MON-18".
func (h Hours) Boxes() map[string]bool {
	chosen := map[string]bool{}
	w := h.week()
	for q := 0; q < quartersPerWeek; q += 4 {
		if w[q] && w[q+1] && w[q+2] && w[q+3] {
			chosen[boxAt(q)] = true
		}
	}
	return chosen
}

// Beside is what boxes of whole hours between two hours of the day cannot show.
func (h Hours) Beside(from, to int) Hours {
	var shown []string
	for box := range h.Boxes() {
		if hour, _ := strconv.Atoi(box[4:]); hour >= from && hour < to {
			shown = append(shown, box)
		}
	}
	return h.Without(OfBoxes(shown))
}

// boxAt is the box of the hour that begins with a quarter of the week.
func boxAt(q int) string {
	return fmt.Sprintf("%s-%02d", dayCodes[q/quartersPerDay], q%quartersPerDay/4)
}

// OfBoxes returns the hours of ticked boxes. What is no box is left out.
func OfBoxes(ticked []string) Hours {
	var w week
	for _, box := range ticked {
		day, hour, _ := strings.Cut(box, "-")
		d := slices.Index(dayCodes[:], day)
		n, err := strconv.Atoi(hour)
		if d < 0 || err != nil || n < 0 || n > 23 {
			continue
		}
		for q := range 4 {
			w[d*quartersPerDay+n*4+q] = true
		}
	}
	return w.hours()
}

var dayCodes = [7]string{"MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"}
