// Package i18n gives every reader their own language, direction, calendar
// words, numbers and clock.
//
// It owns the catalogue of messages (locales/*.json), the plural rules, the
// table of dates and numbers, the names of cities, countries and languages,
// and the choice of a language for a browser. Everything is embedded and does
// not change after it is loaded; a *Locale may be used by any number of
// goroutines.
//
// # Messages
//
// A message is a literal at the place where it is said: a key, a bar, and the
// English sentence.
//
//	l.T("series.closed|Registration for {title} has closed.", "title", s.Title)
//	l.T("series.people|{n} person|{n} people", "n", 12)
//
// A second bar parts the singular from the plural; the argument named n
// decides. English is printed from the literal itself, so it can never differ
// from the source; the other languages look the key up. What is not translated
// yet is said in English.
//
// Values of placeholders: a string; an integer (printed with the reader's
// digits and separators); errs.Text and Localized values, which print
// themselves in the reader's language. The result is plain text: whoever puts
// it into HTML escapes it.
//
// # Mixed directions
//
// A name in Hebrew inside an English sentence, or "Berlin (A)" inside an Arabic
// one, moves brackets and digits to the wrong side unless it is isolated. T
// therefore wraps a string value in U+2068 … U+2069 when, and only when, its
// direction can differ from that of the sentence; see bidi.go for the rule and
// for Plain, which takes the marks out again for file names and tables.
package i18n
