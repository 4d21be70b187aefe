package series

import (
	"time"

	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/when"
)

// NextHours prints when the next session is in each track, on the reader's
// clock: "Tue 15 Dec, 10:00–12:00 or 19:00–21:00". A day that two tracks share
// is named once. It is "" after the last session.
func (s *Series) NextHours(l *i18n.Locale, zone *time.Location, now time.Time) string {
	var list []string
	var day when.Date
	for _, letter := range s.Letters() {
		next, ok := s.Next(letter, now)
		if !ok {
			continue
		}
		start, end := next.Start.In(zone), next.End.In(zone)
		if d := when.DateOf(start, zone); d != day {
			day = d
			list = append(list, l.Range(start, end))
			continue
		}
		list = append(list, l.TimeRange(start, end))
	}
	return l.ListOr(list)
}

// Full tells whether places are limited in every track and none is left.
func (s *Series) Full() bool {
	for _, letter := range s.Letters() {
		if s.Free(letter) != 0 {
			return false
		}
	}
	return true
}
