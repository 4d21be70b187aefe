package form_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/circles/form"
	"codeberg.org/plenary/plenary/internal/when"
)

// evenings is an instance of twelve people in Berlin who can on Tuesday
// evenings; the first four facilitate.
func evenings() *form.Instance {
	in := &form.Instance{Program: form.Program{Weeks: []string{"2027-01-11", "2027-01-18"}, LengthMin: 90, GridMin: 30, Anchors: []string{"Europe/Berlin"},
		Size: form.Size{Min: 3, Target: 4, Max: 5}, MinFacilitators: 1, WantFacilitators: 1, OffHours: [2]string{"23:00", "07:00"}, OrgPolicy: form.PolicyNone, Languages: []string{"en", "de"}}}
	w, _ := form.ParseWindow("TUE 18:00-21:00")
	for n := range 12 {
		in.People = append(in.People, form.Person{ID: fmt.Sprintf("p%02d", n), Zone: "Europe/Berlin", Windows: []form.Window{w}, Langs: []string{"en"}, Facilitator: n < 4})
	}
	return in
}

func problem(t *testing.T, in *form.Instance) *form.Problem {
	t.Helper()
	p, err := form.New(in, nil, when.Load)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// tuesdays is a circle on Tuesdays at 18:00 in Berlin.
func tuesdays(id string, members ...string) form.Circle {
	at := time.Date(2027, 1, 12, 17, 0, 0, 0, time.UTC)
	return form.Circle{ID: id, Lang: "en", Anchor: "Europe/Berlin", Day: "TUE", Start: "18:00", Meetings: []time.Time{at, at.AddDate(0, 0, 7)}, Members: members}
}

// hard returns the rules that are broken, but for those about people left over.
func hard(broken []form.Broken) (list []string) {
	for _, b := range broken {
		if !slices.Contains(list, b.Rule) && b.Rule != "lazy" && b.Rule != "lazy-open" {
			list = append(list, b.Rule)
		}
	}
	return list
}

func TestDescribeTellsWhatAChangeByHandBreaks(t *testing.T) {
	in := evenings()
	in.People[4].Apart = []string{"p05"}
	late, _ := form.ParseWindow("FRI 18:00-21:00")
	in.People[11].Windows = []form.Window{late}
	p := problem(t, in)
	for name, test := range map[string]struct {
		circles []form.Circle
		want    []string
	}{
		"in order":         {[]form.Circle{tuesdays("C1", "p00", "p04", "p06", "p07", "p08"), tuesdays("C2", "p01", "p05", "p02", "p09", "p10")}, nil},
		"too small":        {[]form.Circle{tuesdays("C1", "p00", "p04")}, []string{"size"}},
		"nobody leads":     {[]form.Circle{tuesdays("C1", "p04", "p06", "p07", "p08", "p09")}, []string{"facilitator"}},
		"apart":            {[]form.Circle{tuesdays("C1", "p00", "p04", "p05", "p06", "p07")}, []string{"apart"}},
		"cannot come":      {[]form.Circle{tuesdays("C1", "p00", "p04", "p11", "p06", "p07")}, []string{"availability"}},
		"somebody strange": {[]form.Circle{tuesdays("C1", "p00", "p04", "nobody", "p06", "p07", "p08")}, []string{"size", "unknown-id"}},
	} {
		t.Run(name, func(t *testing.T) {
			prop, broken := form.Describe(p, nil, &form.Placement{Circles: test.circles}, 0)
			if got := hard(broken); !slices.Equal(got, test.want) {
				t.Errorf("got %q, want %q: %v", got, test.want, broken)
			}
			if prop.Card.Placed+len(prop.Unplaced) != prop.Card.People {
				t.Errorf("%d with and %d without a circle of %d", prop.Card.Placed, len(prop.Unplaced), prop.Card.People)
			}
		})
	}
}

func TestFitsTellsWhatStandsInTheWay(t *testing.T) {
	in := evenings()
	in.People[4].Apart = []string{"p05"}
	in.People[6].Langs = []string{"de"}
	w, _ := form.ParseWindow("TUE 07:00-09:00")
	in.People[7].Windows = []form.Window{w}
	p := problem(t, in)
	a := &form.Placement{Circles: []form.Circle{tuesdays("C1", "p00", "p05", "p08"), tuesdays("C2", "p01", "p02", "p09", "p10", "p11")}}
	for who, want := range map[string][2]form.Fit{
		"p03": {{Circle: "C1"}, {Circle: "C2", Full: true}},
		"p04": {{Circle: "C1", Full: true}, {Circle: "C2", Full: true}},
		"p06": {{Circle: "C1", Language: true}, {Circle: "C2", Language: true, Full: true}},
		"p07": {{Circle: "C1", Hours: true}, {Circle: "C2", Hours: true, Full: true}},
	} {
		if got := form.Fits(p, a, []string{who}); !slices.Equal(got, want[:]) {
			t.Errorf("%s: got %+v, want %+v", who, got, want)
		}
	}
	if got := form.Fits(p, a, []string{"p08"}); len(got) != 1 || got[0].Circle != "C2" {
		t.Errorf("the circle they are in is offered: %+v", got)
	}
}

func TestMeetFindsAnHourForThosePicked(t *testing.T) {
	in := evenings()
	w, _ := form.ParseWindow("TUE 19:30-23:30")
	in.People[5].Windows = []form.Window{w}
	friday, _ := form.ParseWindow("FRI 19:30-23:30")
	in.People[6].Windows = []form.Window{friday}
	p := problem(t, in)
	c, ok := form.Meet(p, []string{"p00", "p05"})
	if !ok || c.Day != "TUE" || c.Start != "19:30" || c.Lang != "en" || len(c.Meetings) != 2 {
		t.Errorf("got %+v, %v", c, ok)
	}
	if c, ok := form.Meet(p, []string{"p00", "p06"}); ok {
		t.Errorf("found %+v for people without a common hour", c)
	}
}

func TestPinnedCirclesStayWhileTheRestIsFormedAnew(t *testing.T) {
	in := evenings()
	kept := tuesdays("C00007", "p00", "p04", "p05", "p06")
	for n := range in.People {
		if slices.Contains(kept.Members, in.People[n].ID) {
			in.People[n].Pin = kept.ID
		}
	}
	previous := &form.Placement{Circles: []form.Circle{kept}}
	p, err := form.New(in, previous, when.Load)
	if err != nil {
		t.Fatal(err)
	}
	prop := form.Form(p, previous, form.Options{Seed: 1, Steps: 400})
	if prop.Card.Placed != 12 {
		t.Errorf("%d of 12 have a circle", prop.Card.Placed)
	}
	for _, c := range prop.Circles {
		if c.ID == kept.ID && (c.Day != kept.Day || c.Start != kept.Start || !slices.Contains(c.Members, "p06")) {
			t.Errorf("the kept circle became %+v", c)
		}
	}
	if broken, _ := form.Check(p, previous, &prop.Placement); len(broken) > 0 {
		t.Errorf("broken: %v", broken)
	}
}
