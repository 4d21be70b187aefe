package main

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestTheListIsMadeOfItsSources(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, lines ...string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	geo := func(id, name, ascii, alternates, lat, long, country, admin, people string) string {
		return strings.Join([]string{id, name, ascii, alternates, lat, long, "P", "PPL", country, "", admin, "", "", "", people, "", "", "Zone", "2026-01-01"}, "\t")
	}
	tz := write("zone.tab", "DE\t+5230+01322\tEurope/Berlin\tmost of Germany", "US\t+340308-1181434\tAmerica/Los_Angeles")
	write("zones.tsv", "Europe/Berlin\tDE\t\tBerlin\t\tBerlín\t\t\t\tБерлин\tبرلين", "America/Los_Angeles\tUS\t\tLos Angeles\t\t\t\t\t\t\t")
	write("places.tsv", "Europe/Berlin\tMunich|de:München|Мюнхен", "America/Los_Angeles\tPacific Time|PT")
	own := write("cities.txt", "# a comment", "=DE", "48.14 11.58 1500 Munich", "52.34 14.55 57 Frankfurt (Oder)", "@Europe/Berlin 3700")
	write("admin1CodesASCII.txt", "US.IL\tIllinois\tIllinois\t1", "US.MA\tMassachusetts\tMassachusetts\t2", "US.AZ\tArizona\tArizona\t3")
	write("cities15000.txt", geo("1", "Springfield", "Springfield", "", "39.80172", "-89.64371", "US", "IL", "113000"), geo("2", "Springfield", "Springfield", "", "42.10148", "-72.58981", "US", "MA", "155000"),
		geo("3", "Yuma", "Yuma", "Юма", "32.7", "-114.6", "US", "AZ", "95000"), geo("4", "Munich", "Munich", "", "48.137", "11.575", "DE", "02", "1488202"))
	out := filepath.Join(dir, "out.gz")
	if err := run(tz, dir, own, dir, out); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	r, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"DE\t\t52.50\t13.37\t3700\tBerlin|es:Berlín|ru:Берлин|ar:برلين", "DE\t\t48.14\t11.58\t1500\tMunich|de:München|Мюнхен", "US\tMassachusetts\t42.10\t-72.59\t155\tSpringfield",
		"US\tIllinois\t39.80\t-89.64\t113\tSpringfield", "US\t\t34.05\t-118.24\t100\tLos Angeles", "US\t\t32.70\t-114.60\t95\tYuma|Юма", "DE\tOder\t52.34\t14.55\t57\tFrankfurt|Frankfurt (Oder)",
	}
	if got := strings.TrimSpace(string(text)); got != strings.Join(want, "\n") {
		t.Errorf("the list is\n%s\nand not\n%s", got, strings.Join(want, "\n"))
	}
}
