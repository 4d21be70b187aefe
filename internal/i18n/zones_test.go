package i18n_test

import (
	"os"
	"strings"
	"testing"

	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/when"
)

func TestTheTableOfZonesAgreesWithTheZoneData(t *testing.T) {
	b, err := os.ReadFile("data/zones.tsv")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(b)) {
		if line[0] == '#' {
			continue
		}
		if name, _, _ := strings.Cut(line, "\t"); !loads(name) {
			t.Errorf("%s has a name and no data", name)
		}
	}
	en := i18n.For("en")
	for _, name := range when.Names() {
		if strings.HasPrefix(name, "Etc/") || name == "UTC" || name == "GMT" {
			continue
		}
		if i18n.CountryOf(name) == "" {
			t.Errorf("%s can be chosen and has no country", name)
		}
		if len(i18n.SearchCities(en.City(name), "en")) == 0 {
			t.Errorf("%s can be chosen and not be found", name)
		}
	}
}

func loads(name string) bool {
	_, err := when.Load(name)
	return err == nil
}
