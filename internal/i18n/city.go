package i18n

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"
)

//go:embed data/zones.tsv
var zonesTSV string

// zone is a row of the table of zones.
type zone struct {
	name    string // "Asia/Kolkata"
	country string // "IN"
	aliases string // "Asia/Calcutta"
	cities  naming
}

type zoneTable struct {
	all    []*zone
	byName map[string]*zone // aliases too
}

var zones = sync.OnceValue(func() *zoneTable {
	t := &zoneTable{byName: map[string]*zone{}}
	readTSV(zonesTSV, 3, func(c []string, n naming) {
		z := &zone{name: c[0], country: c[1], aliases: c[2], cities: n}
		t.all = append(t.all, z)
		t.byName[z.name] = z
		for a := range strings.FieldsSeq(z.aliases) {
			t.byName[a] = z
		}
	})
	return t
})

// CountryOf returns the country of a zone: "IN" for Asia/Kolkata. Zones that
// belong to no country, such as UTC, have "".
func CountryOf(zone string) string {
	if z := zones().byName[zone]; z != nil {
		return z.country
	}
	return ""
}

// City names the city of a zone: "Kolkata" for Asia/Kolkata and for
// Asia/Calcutta. Zones without a city read as "UTC" or "UTC+5".
func (l *Locale) City(zone string) string {
	if z := zones().byName[zone]; z != nil {
		return z.cities[l.column]
	}
	if name, ok := utcName(zone); ok {
		return name
	}
	return strings.ReplaceAll(zone[strings.LastIndexByte(zone, '/')+1:], "_", " ")
}

// CityAndCountry names both, for places that few know: "Kolkata, India". A
// country that is called as its city is named once.
func (l *Locale) CityAndCountry(zone string) string {
	city, country := l.City(zone), l.RegionName(CountryOf(zone))
	if country == "" || country == city {
		return city
	}
	return city + l.comma() + country
}

// comma is the comma of the language with its space.
func (l *Locale) comma() string {
	if l.Lang == "ar" {
		return "، "
	}
	return ", "
}

// utcName reads Etc/GMT+5 as "UTC−5": in those names the sign is the other way.
func utcName(zone string) (string, bool) {
	name := strings.TrimPrefix(zone, "Etc/")
	switch name {
	case "UTC", "UCT", "Zulu", "Universal", "GMT", "Greenwich", "GMT0", "GMT+0", "GMT-0":
		return "UTC", true
	}
	offset, ok := strings.CutPrefix(name, "GMT")
	if !ok || name == zone {
		return "", false
	}
	n, err := strconv.Atoi(offset)
	if err != nil {
		return "", false
	}
	if n > 0 {
		return "UTC−" + strconv.Itoa(n), true
	}
	return "UTC+" + strconv.Itoa(-n), true
}
