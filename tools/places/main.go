// Command places makes the list of cities that package places searches, from
// three files: the cities of time zones with their coordinates, as tz writes them
// down in zone.tab; what they and others are called in eight languages, from the
// tables of package i18n; and cities.txt, our own list of cities without a zone of
// their own. A folder with files of GeoNames adds all cities that those have.
//
//	go run ./places [-tz /usr/share/zoneinfo/zone.tab] [-geonames DIR]
package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"flag"
	"fmt"
	"log"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

func main() {
	log.SetFlags(0)
	tz := flag.String("tz", "/usr/share/zoneinfo/zone.tab", "the cities of time zones")
	words := flag.String("i18n", "../internal/i18n/data", "the folder of zones.tsv and places.tsv")
	own := flag.String("cities", "places/cities.txt", "our own list")
	geonames := flag.String("geonames", "", "a folder with cities15000.txt and admin1CodesASCII.txt")
	out := flag.String("out", "../internal/places/data/cities.tsv.gz", "what is made")
	flag.Parse()
	if err := run(*tz, *words, *own, *geonames, *out); err != nil {
		log.Fatal(err)
	}
}

func run(tz, words, own, geonames, out string) error {
	l := list{zones: map[string]zone{}}
	steps := []func() error{
		func() error { return each(filepath.Join(words, "zones.tsv"), l.addNames) },
		func() error { return each(tz, l.addZone) },
		func() error { return each(own, l.addOwn) },
		func() error { return each(filepath.Join(words, "places.tsv"), l.addWords) },
	}
	if geonames != "" {
		steps = append(steps, func() error { return l.addGeoNames(geonames) })
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	data, err := l.encode()
	if err != nil {
		return err
	}
	fmt.Printf("%d cities, %d bytes\n", len(l.cities), len(data))
	return os.WriteFile(out, data, 0o644)
}

// city is a row of the list.
type city struct {
	country, region string
	lat, long       float64
	thousands       int
	names           []string
	zone            string
	theirs          bool // of GeoNames
}

type zone struct {
	country string
	names   [8]string
}

// languages are the columns of zones.tsv.
var languages = [8]string{"en", "de", "es", "fr", "hi", "pt", "ru", "ar"}

type list struct {
	zones   map[string]zone
	cities  []*city
	country string // of the lines that follow, in our own list
}

// each hands every line that is no comment to fn.
func each(path string, fn func(line string) error) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	s := bufio.NewScanner(f)
	s.Buffer(nil, 1<<20)
	for n := 1; s.Scan(); n++ {
		if line := s.Text(); line != "" && line[0] != '#' {
			if err := fn(line); err != nil {
				return fmt.Errorf("%s:%d: %w", path, n, err)
			}
		}
	}
	return s.Err()
}

func (l *list) addNames(line string) error {
	cells := strings.Split(line, "\t")
	if len(cells) != 11 {
		return fmt.Errorf("%d columns", len(cells))
	}
	z := zone{country: cells[1]}
	copy(z.names[:], cells[3:])
	l.zones[cells[0]] = z
	return nil
}

// addZone adds the city of a zone. Zones that i18n does not know as one of a
// city have none.
func (l *list) addZone(line string) error {
	cells := strings.Split(line, "\t")
	z, known := l.zones[cells[2]]
	if !known || strings.HasPrefix(cells[2], "Antarctica/") {
		return nil
	}
	lat, long, err := coordinates(cells[1])
	if err != nil {
		return err
	}
	c := &city{country: z.country, lat: lat, long: long, thousands: 100, zone: cells[2]}
	for i, name := range z.names {
		switch {
		case name == "":
		case i == 0: // "Monticello, Kentucky"
			name, c.region, _ = strings.Cut(name, ", ")
			c.names = append(c.names, name)
		default:
			c.names = append(c.names, languages[i]+":"+name)
		}
	}
	l.cities = append(l.cities, c)
	return nil
}

// coordinates reads ISO 6709: "+5230+01322", "+404251-0740023".
func coordinates(s string) (lat, long float64, err error) {
	cut := strings.LastIndexAny(s, "+-")
	if cut < 1 {
		return 0, 0, fmt.Errorf("no coordinates: %s", s)
	}
	if lat, err = degrees(s[:cut], 2); err == nil {
		long, err = degrees(s[cut:], 3)
	}
	return lat, long, err
}

func degrees(s string, digits int) (float64, error) {
	var sum float64
	for i, part := range []string{s[1 : 1+digits], s[1+digits : 3+digits], s[3+digits:]} {
		if part == "" {
			continue
		}
		n, err := strconv.Atoi(part)
		if err != nil {
			return 0, err
		}
		sum += float64(n) / math.Pow(60, float64(i))
	}
	if s[0] == '-' {
		sum = -sum
	}
	return sum, nil
}

// addOwn adds a line of our own list. A city that has a zone gives that one its
// size.
func (l *list) addOwn(line string) error {
	if country, ok := strings.CutPrefix(line, "="); ok {
		l.country = country
		return nil
	}
	if size, ok := strings.CutPrefix(line, "@"); ok {
		name, n, _ := strings.Cut(size, " ")
		thousands, err := strconv.Atoi(n)
		for _, c := range l.cities {
			if c.zone == name {
				c.thousands = thousands
			}
		}
		return err
	}
	cells := strings.SplitN(line, " ", 4)
	if len(cells) != 4 {
		return fmt.Errorf("four parts are needed")
	}
	c := &city{country: l.country}
	var err1, err2, err3 error
	c.lat, err1 = strconv.ParseFloat(cells[0], 64)
	c.long, err2 = strconv.ParseFloat(cells[1], 64)
	c.thousands, err3 = strconv.Atoi(cells[2])
	for _, err := range []error{err1, err2, err3} {
		if err != nil {
			return err
		}
	}
	for name := range strings.SplitSeq(cells[3], "|") {
		plain, region := bare(name)
		if c.names = append(c.names, plain); region != "" { // "Frankfurt (Oder)" is a name of its own, too
			c.names = append(c.names, name)
		}
		if len(c.region) == 0 && c.names[0] == plain {
			c.region = region
		}
	}
	if same := l.find(c.country, c.names[0]); same != nil && same.zone != "" {
		same.thousands = c.thousands
		return nil
	}
	l.cities = append(l.cities, c)
	return nil
}

// bare parts the name from the region behind it.
func bare(name string) (plain, region string) {
	plain, region, ok := strings.Cut(name, " (")
	if !ok {
		return name, ""
	}
	return plain, strings.TrimSuffix(region, ")")
}

func (l *list) find(country, name string) *city {
	for _, c := range l.cities {
		if c.country == country && c.names[0] == name {
			return c
		}
	}
	return nil
}

// addWords gives a city the names that i18n knows.
func (l *list) addWords(line string) error {
	at, words, _ := strings.Cut(line, "\t")
	names := strings.Split(words, "|")
	plain, _ := bare(names[0])
	c := l.find(l.zones[at].country, plain)
	if c == nil {
		return nil // "Pacific Time" is no place
	}
	for _, name := range names[1:] {
		if name, _ = bare(name); !slices.Contains(c.names, name) {
			c.names = append(c.names, name)
		}
	}
	return nil
}

// encode writes the list, the biggest first.
func (l *list) encode() ([]byte, error) {
	slices.SortStableFunc(l.cities, func(a, b *city) int { return b.thousands - a.thousands })
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	for _, c := range l.cities {
		if _, err := fmt.Fprintf(w, "%s\t%s\t%.2f\t%.2f\t%d\t%s\n", c.country, c.region, c.lat, c.long, c.thousands, strings.Join(c.names, "|")); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
