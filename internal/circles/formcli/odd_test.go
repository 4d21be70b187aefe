package formcli_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/circles/form/wire"
	"codeberg.org/plenary/plenary/internal/circles/formtest"
)

// fields is an object of a file.
type fields map[string]any

// draw makes up programmes such as nobody would plan: everything that the format
// knows, in a handful of people.
type draw struct{ *rand.Rand }

func pick[T any](r draw, list ...T) T { return list[r.IntN(len(list))] }

func (r draw) chance(p float64) bool { return r.Float64() < p }

// some returns so many of the list, in an order by lot.
func some[T any](r draw, n int, list []T) (out []T) {
	for _, i := range r.Perm(len(list))[:min(n, len(list))] {
		out = append(out, list[i])
	}
	return out
}

// Zones of odd distances from UTC, and of odd days on which clocks are set.
var oddZones = []string{"UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Asia/Kathmandu", "Pacific/Chatham", "Australia/Lord_Howe", "Africa/Casablanca",
	"America/St_Johns", "Africa/Cairo", "Pacific/Kiritimati", "Pacific/Niue", "Asia/Gaza", "America/Santiago", "Antarctica/Troll", "Europe/Dublin", "America/Havana"}

var weekdays = []string{"MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"}

// weeks are Mondays, often around a day on which clocks are set.
func (r draw) weeks() (list []string) {
	at, _ := time.Parse(time.DateOnly, pick(r, "2027-01-11", "2027-02-08", "2027-03-08", "2027-03-22", "2027-09-20", "2027-10-18"))
	step := 7 * pick(r, 1, 1, 2, 4)
	for range pick(r, 1, 1, 2, 3, 6, 52) {
		list = append(list, at.AddDate(0, 0, step*len(list)).Format(time.DateOnly))
	}
	return list
}

func (r draw) programme() fields {
	low := pick(r, 2, 2, 3, 4, 5)
	high := low + pick(r, 0, 0, 1, 2, 4)
	g := fields{"weeks": r.weeks(), "length_min": pick(r, 15, 60, 90, 90, 120, 600), "grid_min": pick(r, 15, 30, 60, 90, 180), "anchors": some(r, 1+r.IntN(3), oddZones),
		"size": fields{"min": low, "target": low + r.IntN(high-low+1), "max": high}, "min_facilitators": min(high, pick(r, 0, 1, 1, 1, 2, 2, 3)), "want_facilitators": r.IntN(4),
		"off_hours": pick(r, []string{"23:00", "07:00"}, []string{"00:00", "00:00"}, []string{"01:30", "05:00"}), "org_policy": pick(r, "mix", "keep", "keep", "none"),
		"languages": some(r, 1+r.IntN(3), []string{"en", "de", "es", "ar"}), "tracks": some(r, r.IntN(3), []string{"A", "B"}), "offers": some(r, r.IntN(2), []string{"captions", "sign"})}
	if r.chance(0.3) {
		g["days"] = some(r, 1+r.IntN(3), weekdays)
	}
	return g
}

func (r draw) window(day string) string {
	from := r.IntN(80)
	to := min(96, from+4+r.IntN(60))
	clock := func(q int) string { return fmt.Sprintf("%02d:%02d", q/4, q%4*15) }
	return day + " " + clock(from) + "-" + clock(to)
}

// person has the hours of one of a few groups, so that people can meet.
func (r draw) person(id string, g fields, days, zones []string, lead float64) fields {
	x := fields{"id": id, "tz": pick(r, zones...), "langs": some(r, 1+r.IntN(3), append([]string{"sw"}, g["languages"].([]string)...)), "facilitator": r.chance(lead), "experience": r.IntN(4)}
	var windows []string
	for range r.IntN(6) {
		windows = append(windows, r.window(pick(r, days...)))
	}
	if r.chance(0.2) {
		windows = []string{pick(r, days...) + " 00:00-24:00"}
	}
	x["windows"] = windows
	if tracks := g["tracks"].([]string); len(tracks) > 0 && r.chance(0.4) {
		x["track"] = pick(r, tracks...)
	}
	if r.chance(0.4) {
		x["org"] = pick(r, "o1", "o2", "o3")
	}
	return x
}

// ties adds what people say of each other, and what they need and offer.
func (r draw) ties(people []fields) {
	apart, together, needs := pick(r, 0, 0.05, 0.3), pick(r, 0, 0.1, 0.5), pick(r, 0, 0.1, 0.3)
	for n, x := range people {
		other := people[r.IntN(len(people))]
		switch tags := []string{"captions", "sign", "ramp"}; {
		case r.chance(needs):
			x["needs"] = some(r, 1+r.IntN(2), tags)
			fallthrough
		case r.chance(2 * needs):
			x["offers"] = some(r, 1+r.IntN(2), tags)
		}
		switch free := other["apart"] == nil && other["together"] == nil && x["together"] == nil; {
		case other["id"] == x["id"] || !free:
		case r.chance(apart):
			x["apart"] = []any{other["id"]}
		case r.chance(together):
			x["together"], other["together"] = []any{other["id"]}, []any{x["id"]}
		}
		people[n] = x
	}
}

// instance makes up a programme with its people.
func (r draw) instance() fields {
	g := r.programme()
	days, zones := some(r, 1+r.IntN(4), weekdays), some(r, 1+r.IntN(3), oddZones)
	lead := pick(r, 0.1, 0.2, 0.4, 1)
	var people []fields
	for n := range pick(r, 5, 12, 30, 50) {
		people = append(people, r.person("p"+strconv.Itoa(n), g, days, zones, lead))
	}
	r.ties(people)
	return fields{"format": "circles-instance/1", "program": g, "people": people}
}

// later changes the instance after circles have been formed: some leave, some
// come, some are pinned, some circles are locked.
func (r draw) later(in fields, placed []byte, t testing.TB) {
	a := read(t, placed)
	gone := map[any]bool{}
	people := slices.DeleteFunc(in["people"].([]fields), func(x fields) bool {
		gone[x["id"]] = r.chance(0.05)
		return gone[x["id"]]
	})
	for _, x := range people {
		for _, tie := range []string{"apart", "together"} {
			if list, ok := x[tie].([]any); ok && gone[list[0]] {
				delete(x, tie)
			}
		}
	}
	in["people"] = append(people, r.person("late", in["program"].(fields), weekdays, oddZones, 0.3))
	var locked []string
	pins := pick(r, 0, 0, 0.1)
	for _, c := range a.Circles {
		if r.chance(0.2) {
			locked = append(locked, c.ID)
			continue
		}
		for _, x := range people {
			if slices.Contains(c.Members, x["id"].(string)) && r.chance(pins) {
				x["pin"] = c.ID
			}
		}
	}
	if len(people) > 0 && r.chance(0.2) {
		people[r.IntN(len(people))]["pin"] = "NEW"
	}
	in["locked"] = locked
}

// TestOddProgrammesAreFormedByTheRules forms circles of made-up programmes, then
// forms them anew after changes, and lets both checkers judge. What is refused as
// contradictory is formed without pins and locks.
func TestOddProgrammesAreFormedByTheRules(t *testing.T) {
	judge := formtest.NewJudge(t)
	refused, members := 0, 0
	for seed := range uint64(60) {
		r := draw{rand.New(rand.NewPCG(seed, 8))}
		in := r.instance()
		flags := []string{"--threads", "1", "--steps", strconv.Itoa(pick(r, 1, 50, 500, 2000)), "--seed", strconv.FormatUint(seed, 10)}
		var old []string
		for range 2 {
			data, answer, again := formOdd(t, in, append(flags, old...))
			if again {
				refused++
			}
			placed := save(t, "placed.json", answer)
			if got := circles("", slices.Concat([]string{"check", "--in", save(t, "in.json", data), placed}, old)...); got.code != 0 {
				t.Errorf("seed %d: ours: %s%s", seed, got.stdout, got.stderr)
			}
			theirs := []string{"-bound-iters", "20"}
			for _, x := range old {
				theirs = append(theirs, strings.TrimPrefix(x, "-"))
			}
			if v := judge.Check(t, data, answer, theirs...); v.Code != 0 {
				t.Errorf("seed %d: theirs: %s", seed, v.Said)
			}
			three := slices.Concat([]string{"form", "--in", save(t, "in.json", data), "--out", "-"}, flags, []string{"--threads", "3"}, old)
			if got := circles("", three...); got.stdout != string(answer) {
				t.Errorf("seed %d: another placement with three threads: %s", seed, got.stderr)
			}
			for _, c := range read(t, answer).Circles {
				members += len(c.Members)
			}
			r.later(in, answer, t)
			old = []string{"--previous", filepath.Clean(placed)}
		}
	}
	if refused > 40 || members < 400 {
		t.Errorf("%d of 120 are contradictory, %d people in circles", refused, members)
	}
}

// formOdd forms circles of the instance, without pins and locks if it is refused.
func formOdd(t *testing.T, in fields, flags []string) (data, answer []byte, refused bool) {
	t.Helper()
	for {
		data, err := json.Marshal(in)
		if err != nil {
			t.Fatal(err)
		}
		got := circles("", append([]string{"form", "--in", save(t, "in.json", data), "--out", "-"}, flags...)...)
		if got.code == 0 {
			if a := read(t, []byte(got.stdout)); a.InstanceSHA256 != wire.SHA256(data) {
				t.Errorf("made for another file")
			}
			return data, []byte(got.stdout), refused
		}
		if refused {
			t.Fatalf("exit %d: %s", got.code, got.stderr)
		}
		refused = true
		delete(in, "locked")
		for _, x := range in["people"].([]fields) {
			delete(x, "pin")
		}
	}
}
