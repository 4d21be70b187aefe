package forms

import (
	"slices"
	"strings"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/when"
)

// CityNames writes zones as a list of cities that ReadCities reads back.
func CityNames(l *i18n.Locale, zones []string) string {
	names := make([]string, len(zones))
	for i, zone := range zones {
		names[i] = l.City(zone)
		if back, ok := cityZone(l, names[i]); !ok || back != when.Canonical(zone) || strings.ContainsAny(names[i], separators) {
			names[i] = zone
		}
	}
	return strings.Join(names, ", ")
}

// separators are what stands between cities in the scripts of our languages.
const separators = ",;،、\n"

// ReadCities reads a list of cities, or of zones by their IANA names.
func ReadCities(form *errs.Form, l *i18n.Locale, field, s string) []string {
	var zones []string
	for _, name := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(separators, r) }) {
		name = strings.TrimSpace(name)
		if name == "" {
			continue
		}
		zone, ok := cityZone(l, name)
		if !ok {
			form.Add(field, "org.series.city-unknown|{city} is not known. Try the largest city near it.", "city", name)
			continue
		}
		if !slices.Contains(zones, zone) {
			zones = append(zones, zone)
		}
	}
	return zones
}

// cityZone finds the zone of one city.
func cityZone(l *i18n.Locale, name string) (string, bool) {
	if strings.Contains(name, "/") || name == "UTC" {
		if _, err := when.Load(name); err == nil {
			return name, true
		}
	}
	found := i18n.SearchCities(name, l.Lang)
	if len(found) == 0 {
		return "", false
	}
	return found[0].Zone, true
}
