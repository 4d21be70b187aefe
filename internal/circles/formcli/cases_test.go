package formcli_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"codeberg.org/plenary/plenary/internal/circles/form"
	"codeberg.org/plenary/plenary/internal/circles/form/wire"
	"codeberg.org/plenary/plenary/internal/circles/formcli"
	"codeberg.org/plenary/plenary/internal/circles/formtest"
)

// outcome is what a command has done.
type outcome struct {
	code           int
	stdout, stderr string
}

// circles runs "plenary circles ARGS" with the text on its standard input.
func circles(stdin string, args ...string) outcome {
	var stdout, stderr bytes.Buffer
	code := formcli.Run(context.Background(), args, strings.NewReader(stdin), &stdout, &stderr)
	return outcome{code, stdout.String(), stderr.String()}
}

// save writes a file into a folder of the test and returns its path.
func save(t testing.TB, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func load(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// formed has the command form circles of an instance file in so many steps.
func formed(t testing.TB, instance string, steps int, flags ...string) []byte {
	t.Helper()
	args := append([]string{"form", "--in", instance, "--out", "-", "--steps", strconv.Itoa(steps)}, flags...)
	got := circles("", args...)
	if got.code != 0 {
		t.Fatalf("%q: exit %d: %s", args, got.code, got.stderr)
	}
	return []byte(got.stdout)
}

// scene is an answer with everything in it that can be broken: a previous
// placement, a locked circle, pins, a need that a member answers.
type scene struct {
	t                          testing.TB
	instance, previous, answer []byte
	problem                    *form.Problem
	people                     map[string]form.Person
	locked, pinned, needy      string // a circle, a person, a person
}

func newScene(t testing.TB) *scene {
	data := formtest.NewGenerator(t).File(t, "-n", "160", "-count", "3", "-countries", "14", "-apart", "0.2", "-wide", "-fac", "0.2")
	s := &scene{t: t, previous: formed(t, save(t, "in.json", data), 3000)}
	before := read(t, s.previous)
	var raw map[string]any
	if err := json.Unmarshal(data, &raw); err != nil {
		t.Fatal(err)
	}
	records := map[string]map[string]any{}
	for _, x := range raw["people"].([]any) {
		records[x.(map[string]any)["id"].(string)] = x.(map[string]any)
	}
	if len(before.Circles) < 6 {
		t.Fatalf("%d circles are too few", len(before.Circles))
	}
	s.locked = before.Circles[0].ID
	s.pinned = before.Circles[1].Members[0]
	records[s.pinned]["pin"] = before.Circles[1].ID
	for _, id := range before.Circles[2].Members {
		if s.needy == "" {
			s.needy = id
			records[id]["needs"] = []string{"sign"}
		} else {
			records[id]["offers"] = []string{"sign"}
			break
		}
	}
	raw["locked"] = []string{s.locked}
	var err error
	if s.instance, err = json.Marshal(raw); err != nil {
		t.Fatal(err)
	}
	s.people = map[string]form.Person{}
	for _, x := range formtest.Instance(t, s.instance).People {
		s.people[x.ID] = x
	}
	s.problem = formtest.Problem(t, formtest.Instance(t, s.instance), before)
	s.answer = formed(t, save(t, "in.json", s.instance), 3000, "--previous", save(t, "old.json", s.previous))
	return s
}

func read(t testing.TB, data []byte) *form.Placement {
	t.Helper()
	a, err := wire.ReadAssignment(data)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// find returns the circle of a person, or with an id.
func find(a *form.Placement, what string) *form.Circle {
	for k := range a.Circles {
		if c := &a.Circles[k]; c.ID == what || slices.Contains(c.Members, what) {
			return c
		}
	}
	panic(fmt.Sprintf("%s is in no circle", what))
}

// leave takes a person out of their circle, for want of room.
func leave(a *form.Placement, id string) {
	c := find(a, id)
	c.Members = slices.DeleteFunc(slices.Clone(c.Members), func(m string) bool { return m == id })
	a.Unplaced = append(a.Unplaced, form.Unplaced{ID: id, Reason: form.ReasonCapacity, Detail: "All circles are full."})
}

// move takes a person from one circle to another.
func move(a *form.Placement, id string, to *form.Circle) {
	leave(a, id)
	a.Unplaced = a.Unplaced[:len(a.Unplaced)-1]
	to.Members = append(slices.Clone(to.Members), id)
}
