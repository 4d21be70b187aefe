package when

import (
	_ "embed"
	"strings"
	"sync"
)

// windowsNames maps the names that Windows, and with it many office calendars,
// gives zones. From Unicode CLDR; see gen/windows.mjs.
//
//go:embed windows.tsv
var windowsNames string

var windows = sync.OnceValue(func() map[string]string {
	zones := map[string]string{}
	for line := range strings.Lines(windowsNames) {
		if name, zone, ok := strings.Cut(strings.TrimSpace(line), "\t"); ok {
			zones[strings.ToLower(name)] = zone
		}
	}
	return zones
})

// FromWindows returns the zone that Windows calls by this name ("W. Europe
// Standard Time"), and false for a name that it does not use.
func FromWindows(name string) (zone string, ok bool) {
	zone, ok = windows()[strings.ToLower(strings.TrimSpace(name))]
	return zone, ok
}
