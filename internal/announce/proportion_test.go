//go:build unix

package announce

import (
	"maps"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// rowsOf are texts that were hard on readers like this one: one thing, again and
// again.
func rowsOf() map[string]string {
	return map[string]string{
		"announcements": "Reading circle\nWednesday, 5 March 2025, 7:30 – 9 pm, London\nSt Mark's Hall, Register by 1 March\n\n",
		"numbers":       "5 6 7 8 9 10, 11, 12 and 13/14/15. ",
		"dates":         "5 March, 6 March, ",
		"words":         "and the of in at to from until every first second third ",
		"tags":          "<b <p <a href=\"",
		"comments":      "<!-- ",
		"colons":        "a:b:c:1:2:",
		"lines":         "a\n",
		"weekdays":      "Monday and Tuesday and ",
		"zones":         "19:00 CET / 18:00 GMT / ",
		"letters":       "a",
		"dots":          "a.b.",
		"arabic":        "والأربعاء ",
		"signs":         "››",
		"zone names":    "CET ",
		"hours":         "10:00–12:00 and 14:00–16:00 and ",
		"a day's hours": "5 March 2025, 10:00–12:00 and 14:00–16:00 and ",
		"labels":        "Where: ",
		"invitations":   "join us for ",
		"cities":        "Paris, ",
		"brackets":      "(",
		"is":            "is on the ",
		"addresses":     "12 Mill Lane, ",
		"values":        "When: 5 March 2025, 19:00 | Where: Hall | ",
		"days":          "5 March 2025 and ",
	}
}

// row is a text of n bytes or a little more.
func row(part string, n int) string { return strings.Repeat(part, n/len(part)+1) }

// work is how long processors were busy with a text, however long it had to wait
// for one: a machine that has much else to do changes nothing about it.
func work(t *testing.T, text string) time.Duration {
	t.Helper()
	busy := func() time.Duration {
		var u syscall.Rusage
		if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
			t.Fatal(err)
		}
		return time.Duration(u.Utime.Nano() + u.Stime.Nano())
	}
	began := busy()
	Parse(text, on("2025-01-10", "Europe/Berlin"))
	return busy() - began
}

// TestTimeIsInProportionToLength: sixteen times the text takes sixteen times the
// work, and never three times that, where work by the square would be 256 times
// as much; and a megabyte of everything does not blow up.
func TestTimeIsInProportionToLength(t *testing.T) {
	Load()
	// What is left over is cleared away between the texts, not while one is read:
	// how often that would be hangs on what was read before.
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	const piece, times, megabyte = 8 << 10, 16, 1 << 20
	// atMost takes the least of a few tries, as what disturbs one only adds to it.
	atMost := func(text string, limit time.Duration) (least time.Duration) {
		least = work(t, text)
		for n := 0; n < 4 && least > limit; n++ {
			least = min(least, work(t, text))
		}
		return least
	}
	var all strings.Builder
	var sum time.Duration
	rows := rowsOf()
	for _, name := range slices.Sorted(maps.Keys(rows)) {
		runtime.GC()
		part := rows[name]
		all.WriteString(row(part, megabyte/len(rows)) + "\n\"> -->\n\n") // closes what swallows the next
		small := atMost(row(part, piece), 0)
		sum += small
		large := atMost(row(part, times*piece), 3*times*small)
		if large > 3*times*small {
			t.Errorf("%s: 8 KiB take %v, 128 KiB %v", name, small, large)
		}
		t.Logf("%s: 8 KiB %v, 128 KiB %v", name, small, large)
	}
	each := sum / time.Duration(len(rows))
	limit := 3 * megabyte / piece * each
	whole := atMost(all.String(), limit)
	if whole > limit {
		t.Errorf("a megabyte of everything takes %v, 8 KiB of it %v", whole, each)
	}
	t.Logf("everything: 8 KiB %v, 1 MiB %v", each, whole)
}
