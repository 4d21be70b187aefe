package places

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"codeberg.org/plenary/plenary/internal/i18n"
	"pgregory.net/rapid"
)

func TestCitiesAreFoundAsPeopleWriteThem(t *testing.T) {
	for text, want := range map[string]string{
		"Berlin": "Berlin, DE", " berlin ": "Berlin, DE", "Берлин": "Berlin, DE", "برلين": "Berlin, DE", "München": "Munich, DE", "munchen": "Munich, DE", "Łódź": "Łódź, PL", "lodz": "Łódź, PL",
		"Saint Étienne": "Saint-Étienne, FR", "saint-etienne": "Saint-Étienne, FR", "القاهرة": "Cairo, EG", "मुंबई": "Mumbai, IN", "Sao Paulo": "São Paulo, BR", "Paris": "Paris, FR", "Paris, Texas": "Paris, Texas, US",
		"Paris, USA": "Paris, Texas, US", "Paris, France": "Paris, FR", "Paris, Frankreich": "Paris, FR", "London": "London, GB", "London, Ontario": "London, Ontario, CA", "Frankfurt": "Frankfurt, DE",
		"Frankfurt (Oder)": "Frankfurt, Oder, DE", "Springfield, Illinois": "Springfield, Illinois, US", "Tripoli, Lebanon": "Tripoli, LB", "San José, Costa Rica": "San José, CR", "Atlantis": "", "": "", ",,": "", "Berlin, France": "",
	} {
		at, _, ok := Plain(Find(text))
		if got := at.Full(); ok && got != want || !ok && want != "" {
			t.Errorf("%q is %q, want %q of %d", text, got, want, len(Find(text)))
		}
	}
}

func TestWhatMayBeSeveralIsAsked(t *testing.T) {
	for _, name := range []string{"Springfield", "Valencia", "Newcastle", "Hyderabad, "} {
		if _, among, ok := Plain(Find(name)); ok != (name == "Hyderabad, ") && len(among) < 2 {
			t.Errorf("%s is one of %d", name, len(among))
		}
	}
	if at, ok := In(Find("Valencia"), "VE"); !ok || at.Country != "VE" {
		t.Error("in Venezuela Valencia is that of the country")
	}
	if _, ok := In(Find("Springfield"), "US"); ok {
		t.Error("Springfield in the United States is one of many")
	}
}

// TestFullNamesLeadBack lets every place be found by its own address, alone.
func TestFullNamesLeadBack(t *testing.T) {
	for _, p := range table().all {
		found := Find(p.Full())
		if i := len(found); i == 0 || found[0].Full() != p.Full() || i > 1 && p.Region != "" {
			t.Errorf("%s finds %d others", p.Full(), i)
		}
		if p.Latitude < -90 || p.Latitude > 90 || p.Longitude < -180 || p.Longitude > 180 || len(p.Country) != 2 || i18n.For("en").RegionName(p.Country) == p.Country {
			t.Errorf("%s lies at %v, %v", p.Full(), p.Latitude, p.Longitude)
		}
	}
}

// TestCitiesLieWhereTheirCountriesDo catches signs and columns that were mixed
// up: no city is far from all others of its country.
func TestCitiesLieWhereTheirCountriesDo(t *testing.T) {
	for _, p := range table().all {
		alone, nearest := true, math.Inf(1)
		for _, q := range table().all {
			if q.Country == p.Country && q.Full() != p.Full() {
				alone, nearest = false, min(nearest, p.Km(q))
			}
		}
		if most := 1300.0; !alone && nearest > most && !strings.Contains("AU BR CA CL EC FM GL KI MN NZ PF PT RU UM US ZA CN ID", p.Country) {
			t.Errorf("%s is %.0f km from all others", p.Full(), nearest)
		}
	}
}

func TestDistancesAreThoseOfTheGlobe(t *testing.T) {
	for _, c := range []struct {
		from, to string
		km       float64
	}{{"Berlin", "Hamburg", 255}, {"London", "Paris", 344}, {"New York", "Los Angeles", 3936}, {"Auckland", "Suva", 2140}, {"Mumbai", "Delhi", 1150}} {
		from, _, _ := Plain(Find(c.from))
		to, _, _ := Plain(Find(c.to))
		if got := from.Km(to); math.Abs(got-c.km) > c.km/50 {
			t.Errorf("from %s to %s: %.0f km, want %.0f", c.from, c.to, got, c.km)
		}
	}
	rapid.Check(t, func(r *rapid.T) {
		any := func(label string) Place {
			return Place{Latitude: rapid.Float64Range(-90, 90).Draw(r, label+" latitude"), Longitude: rapid.Float64Range(-180, 180).Draw(r, label+" longitude")}
		}
		a, b, c := any("a"), any("b"), any("c")
		if ab, ba := a.Km(b), b.Km(a); math.Abs(ab-ba) > 1e-6 || ab < 0 || ab > math.Pi*earth+1e-6 || a.Km(a) > 1e-6 {
			r.Fatalf("%v and %v: %f, %f", a, b, ab, ba)
		}
		if a.Km(c) > a.Km(b)+b.Km(c)+1e-6 {
			r.Fatal("a way round is shorter")
		}
		if chord := 2 * earth * math.Asin(math.Min(1, a.chord(b)/2)); math.Abs(chord-a.Km(b)) > 1e-3 { // another way of counting
			r.Fatalf("%v and %v: %f through the globe, %f on it", a, b, chord, a.Km(b))
		}
	})
}

// chord is the straight line between two places of a ball whose radius is 1.
func (p Place) chord(q Place) float64 {
	at := func(p Place) (x, y, z float64) {
		lat, long := radians(p.Latitude), radians(p.Longitude)
		return math.Cos(lat) * math.Cos(long), math.Cos(lat) * math.Sin(long), math.Sin(lat)
	}
	x, y, z := at(p)
	u, v, w := at(q)
	return math.Sqrt((x-u)*(x-u) + (y-v)*(y-v) + (z-w)*(z-w))
}

func TestNamesAreFoundByHowTheyBegin(t *testing.T) {
	if got := Starting("berl", 5); len(got) != 1 || got[0].Name != "Berlin" {
		t.Errorf("berl begins %v", got)
	}
	if got := Starting("san", 7); len(got) != 7 || got[0].Thousands < got[6].Thousands {
		t.Errorf("the biggest come first: %v", got)
	}
	if Starting("", 5) != nil || Starting("xqz", 5) != nil {
		t.Error("nothing begins like that")
	}
}

// many is a list as long as that of all cities of more than 15,000 inhabitants.
func many(b testing.TB) *index {
	var text strings.Builder
	for n := range 30000 {
		fmt.Fprintf(&text, "DE\t\t%.2f\t%.2f\t%d\tStadt %d|Город %d\n", float64(n%180-90), float64(n%360-180), n%900+15, n, n)
	}
	x, err := read(text.String())
	if err != nil {
		b.Fatal(err)
	}
	return x
}

// BenchmarkFind is to take less than 50 µs, however long the list.
func BenchmarkFind(b *testing.B) {
	x := many(b)
	b.ResetTimer()
	for b.Loop() {
		if len(x.find("Stadt 4711, Germany")) != 1 {
			b.Fatal("not found")
		}
	}
}

// BenchmarkStarting is to take less than 0.2 ms.
func BenchmarkStarting(b *testing.B) {
	x := many(b)
	b.ResetTimer()
	for b.Loop() {
		if len(x.starting("stadt 47", 10)) != 10 {
			b.Fatal("not found")
		}
	}
}
