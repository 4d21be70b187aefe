// Package ical writes iCalendar files: feeds, and the invitations and
// cancellations that travel by mail (RFC 5545, 5546, 6047 and 7986).
//
// A Calendar is a plain value; Encode turns it into bytes and reads neither a
// clock nor anything else, so equal calendars give equal bytes. It promises:
//
//   - Lines end in CRLF and are folded at 75 octets, never within a character.
//   - Nothing that people wrote can begin a line, a property or a parameter of
//     its own: line breaks, control characters, quotes and over-long values are
//     made harmless, not refused.
//   - Every zone that is named is also described: a VTIMEZONE with the clock
//     changes that the calendar's events need, from the zone data of package
//     when. A time that cannot be said in its zone is written in UTC.
//   - Each event is one VEVENT. The sessions of a series have no recurrence rule:
//     they move, change and are cancelled one by one. An event that repeats is
//     one VEVENT with its rule and exceptions, and one more for each date that
//     differs from it.
//
// What callers must get right (a UID, a stamp, an end after the start) is
// checked and answered with an error.
package ical
