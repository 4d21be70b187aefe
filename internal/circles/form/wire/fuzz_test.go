package wire_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"codeberg.org/plenary/plenary/internal/circles/form"
	"codeberg.org/plenary/plenary/internal/circles/form/wire"
)

// fileInstance is the file as encoding/json reads it.
type fileInstance struct {
	Format  string `json:"format"`
	Program struct {
		Weeks            []string       `json:"weeks"`
		LengthMin        int            `json:"length_min"`
		GridMin          int            `json:"grid_min"`
		Anchors          []string       `json:"anchors"`
		Days             []string       `json:"days"`
		Size             map[string]int `json:"size"`
		MinFacilitators  int            `json:"min_facilitators"`
		WantFacilitators int            `json:"want_facilitators"`
		OffHours         []string       `json:"off_hours"`
		OrgPolicy        string         `json:"org_policy"`
		Languages        []string       `json:"languages"`
		Tracks           []string       `json:"tracks"`
		Offers           []string       `json:"offers"`
	} `json:"program"`
	Locked []string `json:"locked"`
	People []struct {
		ID          string   `json:"id"`
		Zone        string   `json:"tz"`
		Country     string   `json:"country"`
		Windows     []string `json:"windows"`
		Langs       []string `json:"langs"`
		Track       string   `json:"track"`
		Role        string   `json:"role"`
		Org         string   `json:"org"`
		Experience  int      `json:"experience"`
		Facilitator bool     `json:"facilitator"`
		Together    []string `json:"together"`
		Apart       []string `json:"apart"`
		Needs       []string `json:"needs"`
		Offers      []string `json:"offers"`
		Pin         string   `json:"pin"`
	} `json:"people"`
}

// errorsNameALine makes sure that what is refused is refused well.
func errorsNameALine(t *testing.T, data []byte, err error) {
	var e *wire.Error
	if !errors.As(err, &e) || e.Line < 1 || e.Line > 1+bytes.Count(data, []byte("\n"))+bytes.Count(data, []byte("\r")) || e.Text == "" || !utf8.ValidString(e.Text) {
		t.Errorf("a bad error: %v", err)
	}
}

// FuzzReadInstance compares with encoding/json: what is accepted, it accepts
// too, and reads the same.
func FuzzReadInstance(f *testing.F) {
	f.Add([]byte(instance))
	f.Add([]byte("\ufeff" + instance))
	f.Add([]byte(`{"format":"circles-instance/1","people":[{"id":"\ud83d\ude00\u00e9"}]}`))
	f.Add([]byte(`{"format":"circles-instance/1","program":{"off_hours":["23:00"]}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		in, lines, err := wire.ReadInstance(data)
		if err != nil {
			errorsNameALine(t, data, err)
			return
		}
		var want fileInstance
		d := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
		d.DisallowUnknownFields()
		if err := d.Decode(&want); err != nil {
			t.Fatalf("read what is no JSON: %v", err)
		}
		g := in.Program
		same := []bool{
			equal(in.Locked, want.Locked), equal(g.Weeks, want.Program.Weeks), equal(g.Anchors, want.Program.Anchors), equal(g.Languages, want.Program.Languages),
			equal(g.Days, want.Program.Days), equal(g.Tracks, want.Program.Tracks), equal(g.Offers, want.Program.Offers),
			g.LengthMin == want.Program.LengthMin, g.GridMin == want.Program.GridMin, g.OrgPolicy == want.Program.OrgPolicy,
			g.Size == form.Size{Min: want.Program.Size["min"], Target: want.Program.Size["target"], Max: want.Program.Size["max"]},
			g.MinFacilitators == want.Program.MinFacilitators, g.WantFacilitators == want.Program.WantFacilitators,
			len(in.People) == len(want.People), len(lines.People) == len(in.People),
		}
		for i, ok := range same {
			if !ok {
				t.Fatalf("difference %d in %+v and %+v", i, in, want)
			}
		}
		for i, x := range in.People {
			y := want.People[i]
			if x.ID != y.ID || x.Zone != y.Zone || x.Country != y.Country || x.Track != y.Track || x.Role != y.Role || x.Org != y.Org || x.Experience != y.Experience ||
				x.Facilitator != y.Facilitator || x.Pin != y.Pin || !equal(x.Langs, y.Langs) || !equal(x.Together, y.Together) || !equal(x.Apart, y.Apart) ||
				!equal(x.Needs, y.Needs) || !equal(x.Offers, y.Offers) || !equal(texts(x.Windows), y.Windows) {
				t.Errorf("%+v is %+v", x, y)
			}
		}
	})
}

func equal(a, b []string) bool { return len(a) == 0 && len(b) == 0 || reflect.DeepEqual(a, b) }

func texts(list []form.Window) (out []string) {
	for _, w := range list {
		out = append(out, w.String())
	}
	return out
}

// FuzzReadPeople writes what was read and reads it again.
func FuzzReadPeople(f *testing.F) {
	f.Add([]byte(people))
	f.Add([]byte("\ufeffid,tz,windows,langs\r\na,UTC,SUN 22:00-02:00,en\r\n"))
	f.Add([]byte("id,tz,windows,langs\n\"a\nb\",UTC,MON 00:00-24:00,en\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		list, lines, err := wire.ReadPeople(data)
		if err != nil {
			errorsNameALine(t, data, err)
			return
		}
		if len(lines.People) != len(list) {
			t.Fatalf("%d lines of %d people", len(lines.People), len(list))
		}
		var out bytes.Buffer
		w := csv.NewWriter(&out)
		_ = w.Write(strings.Split("id,tz,country,windows,langs,track,role,org,experience,facilitator,together,apart,needs,offers,pin", ","))
		for _, x := range list {
			lead := map[bool]string{true: "yes", false: "no"}[x.Facilitator]
			_ = w.Write([]string{x.ID, x.Zone, x.Country, strings.Join(texts(x.Windows), ";"), strings.Join(x.Langs, ";"), x.Track, x.Role, x.Org, strconv.Itoa(x.Experience),
				lead, strings.Join(x.Together, ";"), strings.Join(x.Apart, ";"), strings.Join(x.Needs, ";"), strings.Join(x.Offers, ";"), x.Pin})
		}
		w.Flush()
		back, _, err := wire.ReadPeople(out.Bytes())
		if err != nil || !reflect.DeepEqual(back, list) {
			t.Errorf("read %+v, then %+v, %v", list, back, err)
		}
	})
}

// FuzzReadAssignment writes what was read and reads it again.
func FuzzReadAssignment(f *testing.F) {
	f.Add(wire.WriteAssignment(placement()))
	f.Add([]byte(`{"format":"circles-assignment/1","circles":[{"meetings":["2027-01-12T17:30:00Z"]}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		a, err := wire.ReadAssignment(data)
		if err != nil {
			errorsNameALine(t, data, err)
			return
		}
		if once, err := wire.ReadPrevious(data); err != nil {
			errorsNameALine(t, data, err)
		} else if !reflect.DeepEqual(once, a) {
			t.Errorf("read %+v as a placement, %+v as a previous one", a, once)
		}
		again, err := wire.ReadAssignment(wire.WriteAssignment(a))
		if err != nil || string(wire.WriteAssignment(again)) != string(wire.WriteAssignment(a)) {
			t.Errorf("read %+v, then %+v, %v", a, again, err)
		}
	})
}
