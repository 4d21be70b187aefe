package places

import (
	"cmp"
	"math"
	"strings"
)

// Place is a city.
type Place struct {
	Name      string // as the list writes it: "Springfield"
	Region    string // where several cities of a country have the name: "Illinois"
	Country   string // "US"
	Latitude  float64
	Longitude float64
	Thousands int // how many live there, in thousands

	names []string          // folded, all of them
	own   map[string]string // names of its own in languages
}

// In is the place's name in a language.
func (p Place) In(lang string) string { return cmp.Or(p.own[lang], p.Name) }

// Full is the name that Find answers with this place alone: "Springfield,
// Illinois, US". It is for addresses, not for reading.
func (p Place) Full() string {
	parts := []string{p.Name}
	if p.Region != "" {
		parts = append(parts, p.Region)
	}
	return strings.Join(append(parts, p.Country), ", ")
}

// earth is the radius of a ball that is as large as the earth, in kilometres.
const earth = 6371.0088

// Km is the distance to another place as the crow flies.
func (p Place) Km(q Place) float64 {
	lat1, lat2 := radians(p.Latitude), radians(q.Latitude)
	a := haversine(lat2-lat1) + math.Cos(lat1)*math.Cos(lat2)*haversine(radians(q.Longitude-p.Longitude))
	return 2 * earth * math.Asin(math.Min(1, math.Sqrt(a)))
}

func haversine(x float64) float64 { return (1 - math.Cos(x)) / 2 }

func radians(degrees float64) float64 { return degrees * math.Pi / 180 }
