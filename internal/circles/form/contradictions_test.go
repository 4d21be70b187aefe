package form_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"codeberg.org/plenary/plenary/internal/circles/form"
	"codeberg.org/plenary/plenary/internal/when"
)

// windows reads windows that are in order.
func windows(t testing.TB, list ...string) (all []form.Window) {
	t.Helper()
	for _, s := range list {
		w, err := form.ParseWindow(s)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, w)
	}
	return all
}

func TestContradictionsAreNamedBeforeAnythingRuns(t *testing.T) {
	type change = func(in *form.Instance)
	pin := func(circle string, people ...int) change {
		return func(in *form.Instance) {
			for _, i := range people {
				in.People[i].Pin = circle
			}
		}
	}
	lock := func(circles ...string) change { return func(in *form.Instance) { in.Locked = circles } }
	before := &form.Placement{Circles: []form.Circle{tuesdays("C1", "p00", "p04", "p05", "p06"), tuesdays("C2", "p01", "p07", "p08", "p09")}}
	german := &form.Placement{Circles: slices.Clone(before.Circles)}
	german.Circles[0].Lang = "de"
	tests := map[string]struct {
		previous *form.Placement
		changes  []change
		code     form.Code
		person   int
		want     string
	}{
		"together and apart": {nil, []change{func(in *form.Instance) { in.People[3].Together, in.People[3].Apart = []string{"p05"}, []string{"p05"} }},
			form.FaultBothWays, 3, `together and apart: both name "p05"`},
		"two who are apart pinned to one circle": {before, []change{pin("C1", 4, 7), func(in *form.Instance) { in.People[7].Apart = []string{"p04"} }},
			form.FaultPinApart, 4, `pin: "p04" and "p07" are to be kept apart but both pinned to C1`},
		"more pinned than a circle holds": {before, []change{pin("C1", 4, 5, 6, 7, 8, 9)},
			form.FaultPinCrowd, 4, `pin: 6 people are pinned to C1, which holds 5 at most`},
		"pinned to a circle in another language": {german, []change{pin("C1", 10)},
			form.FaultPinLanguage, 10, `pin: C1 is in "de", which "p10" does not speak`},
		"pinned with somebody of another language": {nil, []change{pin("New", 4, 5), func(in *form.Instance) { in.People[5].Langs = []string{"de"} }},
			form.FaultPinLanguage, 5, `pin: the people pinned to New, "p05" the last of them, have no language in common`},
		"pinned with somebody of another track": {nil, []change{pin("New", 4, 5), func(in *form.Instance) {
			in.Program.Tracks = []string{"a", "b"}
			in.People[4].Track, in.People[5].Track = "a", "b"
		}}, form.FaultPinTrack, 5, `pin: "p05" is pinned to New with somebody of another track`},
		"pinned with somebody free at other hours": {nil, []change{pin("New", 4, 5), func(in *form.Instance) { in.People[5].Windows = windows(t, "MON 18:00-21:00") }},
			form.FaultPinHour, 5, `pin: the people pinned to New, "p05" the last of them, have no hour in common that fits on every date`},
		"pinned without any hour": {nil, []change{pin("New", 4), func(in *form.Instance) { in.People[4].Windows = nil }},
			form.FaultPinHour, 4, `pin: the people pinned to New, "p04" the last of them, have no hour in common that fits on every date`},
		"pinned where nobody facilitates": {nil, []change{pin("New", 4), func(in *form.Instance) {
			for i := range 4 {
				in.People[i].Facilitator = false
			}
		}}, form.FaultPinNobody, 4, `pin: New cannot come about: too few people, or nobody who facilitates or answers a need, can join those pinned to it`},
		"pinned into a locked circle": {before, []change{lock("C1"), pin("C1", 10)},
			form.FaultPinLocked, 10, `pin: C1 is locked and "p10" is not in it`},
		"pinned out of a locked circle": {before, []change{lock("C1"), pin("C2", 4)},
			form.FaultPinLocked, 4, `pin: got "C2", but "p04" is in C1, which is locked`},
		"a lock without a previous placement": {nil, []change{lock("C1")},
			form.FaultLocked, -1, `locked: there is no circle "C1" in the previous placement`},
		"a lock on an unknown circle": {before, []change{lock("C9")},
			form.FaultLocked, -1, `locked: there is no circle "C9" in the previous placement`},
		"a lock on a circle that has lost its facilitator": {before, []change{lock("C1"), func(in *form.Instance) { in.People[0].Facilitator = false }},
			form.FaultLocked, -1, `locked: C1 cannot stay as it is: 0 facilitators are left, expected 1`},
		"a lock on a circle that has lost its members": {before, []change{lock("C1"), func(in *form.Instance) { in.People = slices.Delete(in.People, 4, 6) }},
			form.FaultLocked, -1, `locked: C1 cannot stay as it is: 2 members are left, expected 3 to 5`},
		"a lock on a circle whose member has other hours now": {before, []change{lock("C1"), func(in *form.Instance) { in.People[4].Windows = windows(t, "TUE 19:00-21:00") }},
			form.FaultLocked, -1, `locked: C1 cannot stay as it is: "p04" cannot be there at that hour, in that language or track`},
		"a lock on a circle whose members are to be kept apart now": {before, []change{lock("C1"), func(in *form.Instance) { in.People[4].Apart = []string{"p05"} }},
			form.FaultLocked, -1, `locked: C1 cannot stay as it is: "p04" and "p05" are to be kept apart`},
		"a lock on a circle at an hour that is none now": {before, []change{lock("C1"), func(in *form.Instance) { in.Program.Days = []string{"MON"} }},
			form.FaultLocked, -1, `locked: the programme has no such hour, language or track as those of C1`},
		"a tie to nobody": {nil, []change{func(in *form.Instance) { in.People[3].Apart = []string{"p99"} }},
			form.FaultTie, 3, `together or apart: got "p99", expected the id of somebody else`},
		"a tie to oneself": {nil, []change{func(in *form.Instance) { in.People[3].Together = []string{"p03"} }},
			form.FaultTie, 3, `together or apart: got "p03", expected the id of somebody else`},
		"an id twice": {nil, []change{func(in *form.Instance) { in.People[3].ID = "p02" }},
			form.FaultID, 3, `the id "p02" stands twice`},
		"an empty id":     {nil, []change{func(in *form.Instance) { in.People[3].ID = "" }}, form.FaultID, 3, `the id is empty`},
		"a strange zone":  {nil, []change{func(in *form.Instance) { in.People[3].Zone = "Mars/Base" }}, form.FaultZone, 3, `tz: got "Mars/Base", expected an IANA time zone`},
		"a strange track": {nil, []change{func(in *form.Instance) { in.People[3].Track = "z" }}, form.FaultTrack, 3, `track: got "z", which the programme does not have`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			in := evenings()
			for _, change := range test.changes {
				change(in)
			}
			_, err := form.New(in, test.previous, when.Load)
			var faults form.Faults
			if !errors.As(err, &faults) {
				t.Fatalf("got %v, expected faults", err)
			}
			if f := faults[0]; len(faults) != 1 || f.Code != test.code || f.Person != test.person || f.Text != test.want {
				t.Errorf("got %d: %s of %d: %s\nwant %s of %d: %s", len(faults), f.Code, f.Person, f.Text, test.code, test.person, test.want)
			}
		})
	}
}

func TestWhatOnlyLooksLikeAContradictionIsServed(t *testing.T) {
	before := &form.Placement{Circles: []form.Circle{tuesdays("C1", "p00", "p04", "p05", "p06"), tuesdays("C2", "p01", "p07", "p08", "p09")}}
	for name, test := range map[string]struct {
		previous *form.Placement
		change   func(in *form.Instance)
	}{
		"a wish for somebody who asked for distance": {nil, func(in *form.Instance) { in.People[4].Together, in.People[5].Apart = []string{"p05"}, []string{"p04"} }},
		"a pin to a circle that is new":              {nil, func(in *form.Instance) { in.People[4].Pin = "Fresh" }},
		"a pin within a locked circle":               {before, func(in *form.Instance) { in.Locked, in.People[4].Pin = []string{"C1"}, "C1" }},
		"a pin to a full circle":                     {before, func(in *form.Instance) { in.People[9].Pin, in.People[10].Pin = "C1", "C1" }},
		"a drop-out of a locked circle":              {before, func(in *form.Instance) { in.Locked, in.People = []string{"C1"}, slices.Delete(in.People, 4, 5) }},
	} {
		t.Run(name, func(t *testing.T) {
			in := evenings()
			test.change(in)
			p, err := form.New(in, test.previous, when.Load)
			if err != nil {
				t.Fatal(err)
			}
			prop := form.Form(p, test.previous, form.Options{Seed: 1, Steps: 200, Threads: 1})
			if broken, _ := form.Check(p, test.previous, &prop.Placement); len(broken) > 0 {
				t.Error(broken)
			}
		})
	}
}

func TestAllFaultsAreListed(t *testing.T) {
	in := evenings()
	in.People[3].Zone, in.People[7].Track = "Mars/Base", "z"
	_, err := form.New(in, nil, when.Load)
	if err == nil || !strings.HasSuffix(err.Error(), "(and 1 more)") {
		t.Errorf("got %v", err)
	}
	in = evenings()
	in.Program.GridMin, in.Program.Size.Max, in.Program.Languages = 20, 99, nil
	var faults form.Faults
	if _, err := form.New(in, nil, when.Load); !errors.As(err, &faults) || len(faults) != 3 {
		t.Errorf("got %v", err)
	}
}

func TestValuesOfTheProgrammeAreLookedAt(t *testing.T) {
	for want, change := range map[string]func(g *form.Program){
		"weeks: expected at least one Monday":                                              func(g *form.Program) { g.Weeks = nil },
		`weeks: got "2027-01-12", expected a Monday`:                                       func(g *form.Program) { g.Weeks = []string{"2027-01-12"} },
		`weeks: got "2027-01-11", expected a Monday after 2027-01-18`:                      func(g *form.Program) { g.Weeks = []string{"2027-01-18", "2027-01-11"} },
		"length_min: got 50, expected a multiple of 15 up to 1440":                         func(g *form.Program) { g.LengthMin = 50 },
		"length_min: got 0, expected a multiple of 15 up to 1440":                          func(g *form.Program) { g.LengthMin = 0 },
		"grid_min: got 0, expected a multiple of 15 that parts a day evenly, such as 30":   func(g *form.Program) { g.GridMin = 0 },
		"grid_min: got 105, expected a multiple of 15 that parts a day evenly, such as 30": func(g *form.Program) { g.GridMin = 105 },
		"anchors: expected at least one zone":                                              func(g *form.Program) { g.Anchors = nil },
		`anchors: got "Mars/Base", expected an IANA time zone`:                             func(g *form.Program) { g.Anchors = []string{"Mars/Base"} },
		`anchors: "UTC" stands twice`:                                                      func(g *form.Program) { g.Anchors = []string{"UTC", "UTC"} },
		`days: got "TUESDAY", expected MON, TUE, WED, THU, FRI, SAT or SUN`:                func(g *form.Program) { g.Days = []string{"TUESDAY"} },
		"size: got min 6, target 4, max 5, expected 2 <= min <= target <= max <= 60":       func(g *form.Program) { g.Size.Min = 6 },
		"size: got min 1, target 4, max 5, expected 2 <= min <= target <= max <= 60":       func(g *form.Program) { g.Size.Min = 1 },
		"min_facilitators: got 6, expected 0 to the size of a circle":                      func(g *form.Program) { g.MinFacilitators = 6 },
		"want_facilitators: got -1, expected 0 or more":                                    func(g *form.Program) { g.WantFacilitators = -1 },
		`off_hours: got "11pm", expected two times such as "23:00"`:                        func(g *form.Program) { g.OffHours[0] = "11pm" },
		`org_policy: got "split", expected mix, keep or none`:                              func(g *form.Program) { g.OrgPolicy = "split" },
		"languages: got 0, expected 1 to 64":                                               func(g *form.Program) { g.Languages = nil },
		`tracks: "a" stands twice`:                                                         func(g *form.Program) { g.Tracks = []string{"a", "a"} },
		"tracks: an entry is empty":                                                        func(g *form.Program) { g.Tracks = []string{""} },
	} {
		in := evenings()
		change(&in.Program)
		if _, err := form.New(in, nil, when.Load); err == nil || err.Error() != want {
			t.Errorf("got  %v\nwant %s", err, want)
		}
	}
}
