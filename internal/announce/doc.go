// Package announce reads announcements as organisers write them (a mail, a
// flyer's text, a pasted page) and makes drafts of events out of them.
//
// It is given a text and answers with a Reading: the events that it found, from
// which words, what is inferred, and what contradicts. It guesses nothing in
// silence: what the words leave open is left open and said, a weekday that does
// not fit is shown beside the date as it is written. It is a function of its
// arguments: no store, no clock, no files, no network, no chance.
//
// From top to bottom:
//
//   - source.go, letter.go: the text of a mail's bytes and of other character sets.
//   - clean.go, markup.go, wrap.go: the text without tags, quotes, invisible
//     characters and broken bytes, with the way back to the bytes of the input.
//   - tokens.go, opaque.go: words, numbers, signs and line ends; addresses,
//     telephone numbers and the like are one token that nobody looks into.
//   - lexicon.go, words.go: what words mean, in eight languages. The tables are
//     text in data/; the names of cities are those of package i18n and more.
//   - quote.go: what is of an older mail, or of a messenger, and not of the event.
//   - language.go: which language a paragraph is in, which decides the rest.
//   - read_*.go: readings. Each is some tokens that say a date, an hour, a zone,
//     a rhythm, a length; bind.go gives zones to hours, roles*.go says which date
//     and hour is no event's.
//   - group*.go, slots.go, event*.go: readings that stand together become events;
//     past.go leaves out what is over.
//   - years.go, zone_choice.go, moment.go: years that are not written, zones
//     with one name for several, walls that become instants.
//   - trust.go: what contradicts, and how sure that makes us.
//   - title*.go, place*.go, registering.go, detail.go, links.go: what else an event has.
//
// All of it takes time in proportion to the length of the text.
package announce
