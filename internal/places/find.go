package places

import (
	"cmp"
	"slices"
	"strings"

	"codeberg.org/plenary/plenary/internal/i18n"
)

// longest is how many bytes of what people type are looked at.
const longest = 100

// Find returns the cities that bear the name, the biggest first. Behind a comma
// the name may say which is meant: "Springfield, Illinois", "Paris, France",
// "Halifax, CA". None is found for a name that is not known.
func Find(text string) []Place { return table().find(text) }

func (x *index) find(text string) []Place {
	if len(text) > longest {
		return nil
	}
	parts := strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == '،' })
	if len(parts) == 0 {
		return nil
	}
	name := i18n.Fold(parts[0])
	var found []Place
	for _, i := range x.byName[name] {
		p := x.all[i]
		if !slices.ContainsFunc(parts[1:], func(part string) bool { return !p.lies(i18n.Fold(part)) }) {
			found = append(found, p)
		}
	}
	return found
}

// lies tells whether the place lies in what folded words name: its region, or
// its country in any language.
func (p Place) lies(where string) bool {
	return where == "" || where == i18n.Fold(p.Region) || slices.Contains(countryNames(p.Country), where)
}

// countryNames are the folded names of a country: its code, and what each
// language calls it.
func countryNames(country string) []string {
	names := []string{strings.ToLower(country)}
	for _, lang := range i18n.Languages() {
		names = append(names, i18n.Fold(i18n.For(lang).RegionName(country)))
	}
	switch country {
	case "US":
		names = append(names, "usa", "united states of america")
	case "GB":
		names = append(names, "uk", "england", "scotland", "wales")
	}
	return names
}

// Plain returns the place that is meant by a name of which nobody says more:
// the only one or, where one is many times as big as all others, that one.
// Others are those that were not meant.
func Plain(found []Place) (p Place, others []Place, ok bool) {
	const times = 8
	switch {
	case len(found) == 0:
		return p, nil, false
	case len(found) == 1 || found[0].Thousands >= times*max(1, found[1].Thousands):
		return found[0], found[1:], true
	}
	return p, found, false
}

// In returns the place that is meant in a country: the only one there or, if the
// country has none, the one that is meant anywhere.
func In(found []Place, country string) (Place, bool) {
	var there []Place
	for _, p := range found {
		if p.Country == country {
			there = append(there, p)
		}
	}
	if len(there) > 0 {
		found = there
	}
	p, _, ok := Plain(found)
	return p, ok
}

// Starting returns at most most places whose name begins with the text, the
// biggest first.
func Starting(text string, most int) []Place { return table().starting(text, most) }

func (x *index) starting(text string, most int) []Place {
	q := i18n.Fold(text)
	if q == "" || len(text) > longest {
		return nil
	}
	from, _ := slices.BinarySearchFunc(x.sorted, q, func(e entry, q string) int { return cmp.Compare(e.name, q) })
	var hits []int32
	for _, e := range x.sorted[from:] {
		if !strings.HasPrefix(e.name, q) {
			break
		}
		hits = append(hits, e.place)
	}
	slices.Sort(hits) // which is by size
	hits = slices.Compact(hits)
	var found []Place
	for _, i := range hits[:min(most, len(hits))] {
		found = append(found, x.all[i])
	}
	return found
}
