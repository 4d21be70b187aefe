package when

import (
	"strings"
	"testing"
)

func TestWindowsNamesAreZones(t *testing.T) {
	n := 0
	for name, zone := range windows() {
		n++
		if _, err := Load(zone); err != nil && !strings.HasPrefix(zone, "Etc/") {
			t.Errorf("%s is %s, which is no zone: %v", name, zone, err)
		}
	}
	if n < 130 {
		t.Errorf("only %d names", n)
	}
	if zone, ok := FromWindows("W. Europe Standard Time"); zone != "Europe/Berlin" || !ok {
		t.Errorf("W. Europe Standard Time is %q", zone)
	}
	if _, ok := FromWindows("Europe/Berlin"); ok {
		t.Error("a name of the IANA database is not one of Windows")
	}
}
