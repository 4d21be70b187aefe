package circles_test

import (
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/when"
)

// TestTheHeatOfAnHourIsOfThoseWhoAreFreeForAllOfIt reads the table in zones
// whose hours begin at other quarters, and counts nobody who is free for a part.
func TestTheHeatOfAnHourIsOfThoseWhoAreFreeForAllOfIt(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		d.yes("first", "THU 17:00-18:30", false)
		d.yes("second", "THU 18:30-20:00", false)
		d.yes("whole", "THU 18:00-19:30;THU 20:15-21:45", true)
		b := d.form("")
		in := func(zone string) [7][24]int {
			loc, err := when.Load(zone)
			if err != nil {
				t.Fatal(err)
			}
			return b.Shown.Quality.HeatIn(loc, b.A.Weeks)
		}
		if berlin := in("Europe/Berlin")[time.Thursday]; berlin[18] != 1 || berlin[20] != 0 || berlin[21] != 0 {
			t.Errorf("in Berlin %v", berlin)
		}
		if nepal := in("Asia/Kathmandu"); nepal[time.Thursday][23] != 1 || nepal[time.Friday][0] != 0 || nepal[time.Friday][1] != 1 { // 18:15, 19:15 and 20:15 in Berlin
			t.Errorf("in Kathmandu %v", nepal)
		}
	})
}
