package when

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// zone returns a zone that must exist.
func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	loc, err := Load(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

// The version cannot be read out of the data, so both change together.
func TestZoneVersionBelongsToTheEmbeddedData(t *testing.T) {
	const version, checksum = "2025c", "8f55634d05f8bca1f7bc7c69c5933428c69357e0bdf565e5ba224e3f88ff12e8"
	if got := fmt.Sprintf("%x", sha256.Sum256([]byte(zoneinfo))); got != checksum {
		t.Errorf("zoneinfo.zip has the checksum %s: set it here, and set zoneVersion", got)
	}
	if ZoneVersion() != version {
		t.Errorf("ZoneVersion() = %q, want %q", ZoneVersion(), version)
	}
}

func TestLoadAcceptsZonesAndAliases(t *testing.T) {
	for _, name := range []string{
		"Europe/Berlin", "America/Argentina/Buenos_Aires", "Asia/Calcutta", "US/Eastern", "EST5EDT",
		"Etc/UTC", "Etc/GMT+5", "GMT", "UTC", "Europe/Kyiv", "Europe/Kiev",
	} {
		loc, err := Load(name)
		if err != nil {
			t.Errorf("Load(%q): %v", name, err)
			continue
		}
		if loc.String() != name {
			t.Errorf("Load(%q) is called %q", name, loc)
		}
		if again, _ := Load(name); again != loc {
			t.Errorf("Load(%q) gives another pointer the second time", name)
		}
	}
	if zone(t, "UTC") != time.UTC {
		t.Error("UTC is not time.UTC")
	}
}

func TestLoadRefusesWhatIsNoZone(t *testing.T) {
	for name, says := range map[string]string{
		"":                    `got "", expected a time zone such as Europe/Berlin`,
		"Local":               `got "Local", expected a time zone such as Europe/Berlin`,
		"local":               `got "local", expected a time zone such as Europe/Berlin`,
		"Factory":             `got "Factory", expected a time zone such as Europe/Berlin`,
		"Europe/":             `got "Europe/", expected a time zone such as Europe/Berlin`,
		"../../etc/passwd":    `got "../../etc/passwd", expected a time zone such as Europe/Berlin`,
		"/Europe/Berlin":      `got "/Europe/Berlin", expected a time zone such as Europe/Berlin`,
		"posix/Europe/Berlin": `got "posix/Europe/Berlin", expected a time zone such as Europe/Berlin`,
		"Europe/Berlin\n":     `got "Europe/Berlin\n", expected Europe/Berlin`,
		"europe/berlin":       `got "europe/berlin", expected Europe/Berlin`,
		"America/New York":    `got "America/New York", expected America/New_York`,
	} {
		loc, err := Load(name)
		if loc != nil || !errors.Is(err, ErrNoZone) {
			t.Fatalf("Load(%q) = %v, %v; want ErrNoZone", name, loc, err)
		}
		if err.Error() != says {
			t.Errorf("Load(%q) says %s, want %s", name, err, says)
		}
	}
}

func TestLoadServesManyAtOnce(t *testing.T) {
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for _, name := range Names() {
				if _, err := Load(name); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
}

func TestNamesAreTheSelectableZones(t *testing.T) {
	names := Names()
	if len(names) < 400 || len(names) > 450 || !slices.IsSorted(names) {
		t.Errorf("%d names, sorted: %t; want about 418, sorted", len(names), slices.IsSorted(names))
	}
	for _, want := range []string{
		"Europe/Berlin", "Europe/Bratislava", "Asia/Kolkata", "America/St_Johns", "Pacific/Apia",
		"America/Indiana/Knox", "Arctic/Longyearbyen", "Antarctica/Troll", "America/Coyhaique",
	} {
		if !slices.Contains(names, want) {
			t.Errorf("%s is missing", want)
		}
	}
	for _, name := range names {
		if Canonical(name) != name {
			t.Errorf("%s is an alias of %s", name, Canonical(name))
		}
		zone(t, name)
	}
	for _, not := range []string{"UTC", "Etc/UTC", "US/Eastern", "Asia/Calcutta", "CET", "Brazil/East", "Factory"} {
		if slices.Contains(names, not) {
			t.Errorf("%s is among the names", not)
		}
	}
	names[0] = "changed"
	if Names()[0] == "changed" {
		t.Error("the caller does not own the names")
	}
}

func TestAliasesKeepTheSameTimeAsTheirZone(t *testing.T) {
	from, to := time.Date(2010, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2045, 1, 1, 0, 0, 0, 0, time.UTC)
	for alias, name := range zones().canonical {
		a, b := Spans(zone(t, alias), from, to), Spans(zone(t, name), from, to)
		same := func(x, y Span) bool { return x.Offset == y.Offset && x.End.Equal(y.End) }
		if !slices.EqualFunc(a, b, same) {
			t.Errorf("%s and %s have different clocks", alias, name)
		}
		if name != "UTC" && !slices.Contains(Names(), name) {
			t.Errorf("%s leads to %s, which cannot be selected", alias, name)
		}
	}
	for alias, name := range map[string]string{
		"Asia/Calcutta": "Asia/Kolkata", "US/Eastern": "America/New_York", "Etc/UTC": "UTC", "UTC": "UTC",
		"Europe/Kiev": "Europe/Kyiv", "Europe/Berlin": "Europe/Berlin", "no zone": "no zone",
	} {
		if got := Canonical(alias); got != name {
			t.Errorf("Canonical(%q) = %q, want %q", alias, got, name)
		}
	}
}

func TestNothingIsReadFromTheSystem(t *testing.T) {
	t.Setenv("TZ", "Asia/Tokyo")
	t.Setenv("ZONEINFO", "/nowhere")
	if got := UTCOffset(time.Unix(0, 0), zone(t, "Asia/Gaza")); got != "UTC+2" {
		t.Errorf("Asia/Gaza stands at %s", got)
	}
	if strings.Contains(zone(t, "Europe/Oslo").String(), "Tokyo") {
		t.Error("the system's zone shows")
	}
}
