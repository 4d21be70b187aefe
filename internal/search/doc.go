// Package search finds published texts by their words, in each of the house's
// languages.
//
// A room that publishes something puts its texts here in the transaction in
// which it writes them ([Put]), and takes them back the same way ([Drop]).
// [Find] answers with the names of things, the best first. It asks their rooms
// which of them somebody may see before it counts or compares anything, and
// whoever asked reads them from their room with their own [auth.Viewer]. So
// search knows no right, and opens no second way to data. What only some may know
// of is not even put here; what all members may know of is put as theirs.
//
// # Words
//
// A text is cut into words of letters, marks and digits; Han characters, which
// have no spaces between words, into pairs. Each word is kept twice: folded
// (small letters without accents, Arabic without vowel signs and with one form
// of alif, ya and ha, Devanagari without nukta, digits of all scripts as 0–9)
// and as its stem, so that "meetings" finds "meeting" and "собрания" finds
// "собрание". Stems are those of the Snowball project, and for Hindi the light
// ones of Ramanathan and Rao (2003). A question matches a word that begins with
// what was typed, or has its stem, by the rules of the text's own language. So
// nobody need say in which language they ask.
//
// # Promises
//
// Both engines give the same answers in the same order: an index of our own in
// two plain tables, not one index of each engine. This package owns
// search_text, search_word and search_rules, which hold nothing that cannot be
// made anew from the rooms.
package search
