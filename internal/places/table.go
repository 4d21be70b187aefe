package places

import (
	"bytes"
	"cmp"
	"compress/gzip"
	_ "embed"
	"io"
	"slices"
	"strconv"
	"strings"
	"sync"

	"codeberg.org/plenary/plenary/internal/i18n"
)

// cities is data/cities.tsv, compressed.
//
//go:embed data/cities.tsv.gz
var cities []byte

// index is the list as it is searched. Places stand in it by size.
type index struct {
	all    []Place
	byName map[string][]int32
	sorted []entry
}

type entry struct {
	name  string
	place int32
}

var table = sync.OnceValue(func() *index {
	text, err := unzip(cities)
	if err == nil {
		var x *index
		if x, err = read(text); err == nil {
			return x
		}
	}
	panic("places: data/cities.tsv.gz: " + err.Error()) // it is part of the program, and its test reads it
})

func unzip(data []byte) (string, error) {
	r, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return "", err
	}
	text, err := io.ReadAll(r)
	return string(text), err
}

// read reads lines of country, region, latitude, longitude, thousands of
// inhabitants and names. The first is shown but to readers of a language that
// has its own, marked "de:".
func read(text string) (*index, error) {
	x := &index{byName: map[string][]int32{}}
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if line == "" || line[0] == '#' {
			continue
		}
		p, err := readPlace(line)
		if err != nil {
			return nil, err
		}
		x.all = append(x.all, p)
	}
	slices.SortStableFunc(x.all, func(a, b Place) int { return cmp.Compare(b.Thousands, a.Thousands) })
	for i, p := range x.all {
		for _, name := range p.names {
			x.byName[name] = append(x.byName[name], int32(i))
			x.sorted = append(x.sorted, entry{name, int32(i)})
		}
	}
	slices.SortFunc(x.sorted, func(a, b entry) int { return cmp.Or(cmp.Compare(a.name, b.name), cmp.Compare(a.place, b.place)) })
	return x, nil
}

func readPlace(line string) (p Place, err error) {
	cells := strings.Split(line, "\t")
	if len(cells) != 6 {
		return p, strconv.ErrSyntax
	}
	p.Country, p.Region = cells[0], cells[1]
	if p.Latitude, err = strconv.ParseFloat(cells[2], 64); err != nil {
		return p, err
	}
	if p.Longitude, err = strconv.ParseFloat(cells[3], 64); err != nil {
		return p, err
	}
	if p.Thousands, err = strconv.Atoi(cells[4]); err != nil {
		return p, err
	}
	for name := range strings.SplitSeq(cells[5], "|") {
		if lang, own, ok := strings.Cut(name, ":"); ok {
			if p.own == nil {
				p.own = map[string]string{}
			}
			p.own[lang], name = own, own
		}
		if p.Name == "" {
			p.Name = name
		}
		if f := i18n.Fold(name); f != "" && !slices.Contains(p.names, f) {
			p.names = append(p.names, f)
		}
	}
	return p, nil
}
