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
// themselves in the reader's language. A text may mark a link with brackets; see
// Split. The result is plain text: whoever puts it into HTML escapes it.
//
// Package messages finds all messages in the source and guards their
// translations: the test there fails when a key lacks a language, a plural form
// or a placeholder. The command in extract hands translators what is missing
// and takes back what they wrote.
//
// # Mixed directions
//
// A name in Hebrew inside an English sentence, or "Berlin (A)" inside an Arabic
// one, moves brackets and digits to the wrong side unless it is isolated. T
// therefore wraps a string value in U+2068 … U+2069 when, and only when, its
// direction can differ from that of the sentence; see isolate for the rule and
// for what it means in HTML, mail and subjects, and Unmarked, which takes the
// marks out again for file names and tables.
//
// # Dates, numbers and names
//
// The tables in data/ are generated once from node's Intl and from CLDR by the
// programs in gen/, which say source and version; data/LICENSE.unicode is
// CLDR's licence. A language alone does not say how dates and hours are written:
// For("en").ForZone("Asia/Kolkata") writes them as in India. Where CLDR has no
// such pair the language's own way is taken, and for English the international
// one. Numbers follow the language and not the zone: English writes 4,963 in
// Berlin too, and Arabic one kind of digits and one set of months everywhere.
// Some things are ours: British dates without a comma, hours of the 24-hour
// clock with two digits, plain spaces in dates where CLDR has thin ones, one
// English of lists ("a, b and c"), no am and pm in German, French, Portuguese
// and Russian even where the country counts to 12.
package i18n
