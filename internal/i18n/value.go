package i18n

import "time"

// City is a zone that prints itself as its city, in the reader's language.
type City string

// In prints the city for a reader.
func (c City) In(l *Locale) string { return l.City(string(c)) }

// Weekday is a day of the week that prints itself in the reader's language.
type Weekday time.Weekday

// In prints the day for a reader.
func (d Weekday) In(l *Locale) string { return l.Weekday(time.Weekday(d), false) }

// Moment is an instant that prints itself in the zone in which it stands.
type Moment struct{ time.Time }

// In prints the moment for a reader: weekday, date and hour.
func (m Moment) In(l *Locale) string { return l.DateTime(m.Time, Medium) }
