package when

import (
	"archive/zip"
	_ "embed"
	"errors"
	"io"
	"slices"
	"strings"
	"sync"
	"time"
)

// ErrNoZone is in the chain of the error that Load returns for a name that no
// zone has.
var ErrNoZone = errors.New("no such time zone")

// zoneVersion is the release of the IANA database in zoneinfo.zip.
const zoneVersion = "2025c"

//go:embed zoneinfo.zip
var zoneinfo string

// ZoneVersion returns the release of the IANA database in this program, such
// as "2025c".
func ZoneVersion() string { return zoneVersion }

// registry holds all zones of the database. It never changes once it is read;
// each zone is decoded when it is first asked for.
type registry struct {
	load      map[string]func() (*time.Location, error)
	canonical map[string]string // alias → zone
	names     []string          // selectable zones, sorted
}

var zones = sync.OnceValue(func() *registry {
	archive, err := zip.NewReader(strings.NewReader(zoneinfo), int64(len(zoneinfo)))
	if err != nil {
		panic("when: the embedded zone data is damaged: " + err.Error())
	}
	r := &registry{
		load:      make(map[string]func() (*time.Location, error), len(archive.File)),
		canonical: make(map[string]string),
	}
	for line := range strings.Lines(aliases) {
		for i, name := range strings.Fields(line) {
			if i > 0 {
				r.canonical[name] = strings.Fields(line)[0]
			}
		}
	}
	for _, file := range archive.File {
		if file.Name == "Factory" { // "local time zone must be set"
			continue
		}
		r.load[file.Name] = sync.OnceValues(func() (*time.Location, error) { return decode(file) })
		if _, alias := r.canonical[file.Name]; !alias && hasArea(file.Name) {
			r.names = append(r.names, file.Name)
		}
	}
	r.load["UTC"] = func() (*time.Location, error) { return time.UTC, nil }
	slices.Sort(r.names)
	return r
})

// decode reads one zone out of the archive.
func decode(file *zip.File) (*time.Location, error) {
	f, err := file.Open()
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(f)
	if err != nil {
		return nil, err
	}
	return time.LoadLocationFromTZData(file.Name, data)
}

// hasArea tells whether the zone is named after a place: Area/City.
func hasArea(name string) bool {
	area, _, ok := strings.Cut(name, "/")
	if !ok {
		return false
	}
	switch area {
	case "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic",
		"Australia", "Europe", "Indian", "Pacific":
		return true
	}
	return false
}

// Load returns the zone of that IANA name. Aliases ("Asia/Calcutta") and "UTC"
// are accepted, and the location keeps the name that was asked for, except
// that "UTC" is time.UTC; see Canonical. Anything else, "Local" and "" among
// it, is an error with ErrNoZone in its chain. Equal names give the same
// pointer.
func Load(name string) (*time.Location, error) {
	load, ok := zones().load[name]
	if !ok {
		return nil, unknownZone(name)
	}
	return load()
}

// LoadAll returns the locations of those names that are zones, in their order.
func LoadAll(names []string) (zones []*time.Location) {
	for _, name := range names {
		if loc, err := Load(name); err == nil {
			zones = append(zones, loc)
		}
	}
	return zones
}

// unknownZone says that there is no such zone, and which one may be meant.
func unknownZone(name string) error {
	expected := "a time zone such as Europe/Berlin"
	for known := range zones().load {
		if strings.EqualFold(known, strings.ReplaceAll(strings.TrimSpace(name), " ", "_")) {
			expected = known
		}
	}
	return &Error{Got: name, Expected: expected, cause: ErrNoZone}
}

// Names returns the zones that people choose from, sorted: one for each country
// and distinct history of clocks, all named Area/City. Old names, fixed offsets
// and abbreviations are left out, though Load knows them. The caller owns the
// slice.
func Names() []string { return slices.Clone(zones().names) }

// Canonical returns the present name of a zone for one of its aliases: "Asia/Kolkata" for
// "Asia/Calcutta", "UTC" for "Etc/UTC". Every other name is returned as it is.
func Canonical(name string) string {
	if now, ok := zones().canonical[name]; ok {
		return now
	}
	return name
}

// IsOffset tells whether a zone is only a distance from UTC, which is no clock that
// people have: "Etc/GMT-1".
func IsOffset(zone string) bool { return strings.HasPrefix(zone, "Etc/GMT") }
