package main

import (
	"fmt"
	"math"
	"path/filepath"
	"strconv"
	"strings"
	"unicode"
)

// Columns of cities15000.txt, as GeoNames describes them.
const (
	columnName       = 1
	columnASCII      = 2
	columnAlternates = 3
	columnLatitude   = 4
	columnLongitude  = 5
	columnCountry    = 8
	columnAdmin      = 10
	columnPopulation = 14
	columns          = 19
)

// addGeoNames adds all cities of GeoNames that are not in the list. Where a
// country has a name more than once, the region tells them apart.
func (l *list) addGeoNames(dir string) error {
	regions := map[string]string{}
	err := each(filepath.Join(dir, "admin1CodesASCII.txt"), func(line string) error {
		cells := strings.Split(line, "\t")
		if len(cells) > 1 {
			regions[cells[0]] = cells[1]
		}
		return nil
	})
	if err != nil {
		return err
	}
	known := map[string][]*city{}
	for _, c := range l.cities {
		known[c.country+c.names[0]] = append(known[c.country+c.names[0]], c)
	}
	err = each(filepath.Join(dir, "cities15000.txt"), func(line string) error {
		c, err := fromGeoNames(strings.Split(line, "\t"), regions)
		if err != nil {
			return err
		}
		key := c.country + c.names[0]
		for _, same := range known[key] {
			if math.Hypot(same.lat-c.lat, same.long-c.long) < 0.5 {
				return nil // ours, with its names
			}
		}
		known[key] = append(known[key], c)
		l.cities = append(l.cities, c)
		return nil
	})
	for _, same := range known {
		if len(same) == 1 && same[0].theirs {
			same[0].region = ""
		}
	}
	return err
}

func fromGeoNames(cells []string, regions map[string]string) (*city, error) {
	if len(cells) != columns {
		return nil, fmt.Errorf("%d columns", len(cells))
	}
	lat, err1 := strconv.ParseFloat(cells[columnLatitude], 64)
	long, err2 := strconv.ParseFloat(cells[columnLongitude], 64)
	people, err3 := strconv.Atoi(cells[columnPopulation])
	for _, err := range []error{err1, err2, err3} {
		if err != nil {
			return nil, err
		}
	}
	c := &city{country: cells[columnCountry], lat: lat, long: long, thousands: people / 1000, theirs: true, names: []string{cells[columnName]},
		region: regions[cells[columnCountry]+"."+cells[columnAdmin]]}
	if cells[columnASCII] != cells[columnName] {
		c.names = append(c.names, cells[columnASCII])
	}
	for name := range strings.SplitSeq(cells[columnAlternates], ",") {
		if foreign(name) {
			c.names = append(c.names, name)
		}
	}
	return c, nil
}

// foreign tells whether a name is in one of the other scripts that readers here
// use. Further ones in Latin letters are left out, so that the list stays small.
func foreign(name string) bool {
	for _, r := range name {
		if unicode.In(r, unicode.Cyrillic, unicode.Arabic, unicode.Devanagari) {
			return true
		}
	}
	return false
}
