//go:build unix

package seal

import (
	"syscall"
	"testing"
	"time"
)

// BenchmarkTenThousandPeople opens the keys of 10,000 people, seals four fields
// of each and opens them again. Its limit stands beside it: 30 ms of one core.
// The processor's time is the figure to compare with it, since the clock's also
// counts what other programs took.
func BenchmarkTenThousandPeople(b *testing.B) {
	const people, limit = 10_000, 30 * time.Millisecond
	k := New(testRoot)
	fields := [4][2]string{{"name", "Asha Venkataraman"}, {"address", "asha.venkataraman@mail.example"}, {"phone", "+49 30 1234567"}, {"needs", "A ramp, and subtitles in Hindi"}}
	ids := make([]string, people)
	wrapped := make([][]byte, people)
	for i := range ids {
		ids[i] = encoding.EncodeToString(derive([]byte{byte(i), byte(i >> 8)}, "test", 16))
		_, wrapped[i] = k.open(ids[i])
	}
	b.ReportAllocs()
	before := used(b)
	for b.Loop() {
		for i, id := range ids {
			box, err := k.Unwrap(id, wrapped[i])
			if err != nil {
				b.Fatal(err)
			}
			for _, f := range fields {
				cell := box.Seal("person", f[0], id, f[1])
				if v, err := box.Open("person", f[0], id, cell); err != nil || v != f[1] {
					b.Fatal(v, err)
				}
			}
		}
	}
	b.ReportMetric(float64((used(b)-before).Microseconds())/float64(b.N)/1000, "cpu-ms")
	b.ReportMetric(float64(limit.Milliseconds()), "limit-ms")
}

// used is the processor's time that this process has taken.
func used(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkIndex makes one blind index.
func BenchmarkIndex(b *testing.B) {
	k := New(testRoot)
	b.ReportAllocs()
	for b.Loop() {
		k.Index("person.address", "asha.venkataraman@mail.example")
	}
}
