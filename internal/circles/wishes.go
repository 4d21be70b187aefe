package circles

import (
	"slices"
	"strings"
	"unicode/utf8"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
)

// Wishes are what somebody asks for in private. Only they, the engine and, as
// to Apart, the cohort's safety contact ever see them.
type Wishes struct {
	OwnGroup OwnGroup `json:"group,omitempty"`
	Together []Other  `json:"together,omitempty"`
	Apart    []Other  `json:"apart,omitempty"`
	Needs    []string `json:"needs,omitempty"`  // access: captions, sign …
	Offers   []string `json:"offers,omitempty"` // access they can give others
}

// Other is somebody whom a wish is about, as they were named: a name, or an
// e-mail address. Whoever names them is never told whether anybody was found.
type Other struct {
	Said    string   `json:"said"`
	Settled bool     `json:"settled,omitempty"` // the safety contact has said who is meant
	Persons []string `json:"persons,omitempty"` // whom they ticked
	Seen    []string `json:"seen,omitempty"`    // of whom they chose; who comes later is not among them
}

// OwnGroup is whether somebody likes to be with people of the group they came
// with.
type OwnGroup string

// The wishes as to one's own group.
const (
	AnyGroup     OwnGroup = ""
	WithGroup    OwnGroup = "with"
	WithoutGroup OwnGroup = "without"
)

// mostNamed bounds how many people one list of wishes names.
const mostNamed = 20

// NameThem reads a list of people, one to a line.
func NameThem(text string) (list []Other) {
	for line := range strings.Lines(text) {
		if said := people.CleanName(line); said != "" {
			list = append(list, Other{Said: said})
		}
	}
	return list
}

// saidOf is what was written of people, one to a line.
func saidOf(list []Other) string {
	lines := make([]string, len(list))
	for i, x := range list {
		lines[i] = x.Said
	}
	return strings.Join(lines, "\n")
}

// TogetherText is who was named as liked in one's circle.
func (w Wishes) TogetherText() string { return saidOf(w.Together) }

// ApartText is who was named as to be kept apart from.
func (w Wishes) ApartText() string { return saidOf(w.Apart) }

// address is the e-mail address by which somebody is named, "" if it is a name.
func (x Other) address() string {
	for word := range strings.FieldsSeq(x.Said) {
		if address := people.CleanAddress(word); people.IsAddress(address) {
			return address
		}
	}
	return ""
}

// name is the name by which somebody is named, ready to be compared.
func (x Other) name() string { return i18n.Fold(x.Said) }

// check notes in the form what cannot be. It looks nobody up: what it says
// depends on nothing but what was written.
func (w Wishes) check(form *errs.Form) {
	named := map[string][]Other{"together": w.Together, "apart": w.Apart}
	for _, field := range []string{"together", "apart"} {
		list := named[field]
		switch {
		case len(list) > mostNamed:
			form.Add(field, "circles.wishes.many|Name at most {most} people.", "most", mostNamed)
		case slices.ContainsFunc(list, func(x Other) bool { return utf8.RuneCountInString(x.Said) > people.LongestName }):
			form.Add(field, "people.name.long|The name is longer than {most} characters. Please shorten it.", "most", people.LongestName)
		}
	}
	for _, x := range w.Apart {
		if slices.ContainsFunc(w.Together, func(y Other) bool { return y.name() == x.name() }) {
			form.Add("apart", "circles.wishes.both|You name {name} in both lists.", "name", x.Said)
		}
	}
	access := map[string][]string{"needs": w.Needs, "offers": w.Offers}
	for _, field := range []string{"needs", "offers"} {
		if slices.ContainsFunc(access[field], func(tag string) bool { return !slices.Contains(AccessTags(), tag) }) {
			form.Add(field, "circles.wishes.access|Choose from the list.")
		}
	}
}

// keep takes over what the safety contact said of people who are named as
// before.
func (w *Wishes) keep(before Wishes) {
	for i, x := range w.Apart {
		for _, y := range before.Apart {
			if x.name() == y.name() {
				w.Apart[i].Settled, w.Apart[i].Persons, w.Apart[i].Seen = y.Settled, y.Persons, y.Seen
			}
		}
	}
}

// own are the wishes as their person may see them.
func (w Wishes) own() Wishes {
	w.Together, w.Apart = slices.Clone(w.Together), slices.Clone(w.Apart)
	for _, list := range [][]Other{w.Together, w.Apart} {
		for i := range list {
			list[i] = Other{Said: list[i].Said}
		}
	}
	return w
}
