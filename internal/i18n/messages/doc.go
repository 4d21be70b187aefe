// Package messages finds the messages that stand in the source, and keeps the
// files in locales/ complete and correct. It serves the command in ../extract
// and the test that guards the catalogue; the program itself does not use it.
//
// A message is a string literal of the form "room.key|English text" or
// "room.key|one|other", anywhere in Go code that is no test. The same key may
// stand at several places with the same English. A translation has all plural
// forms of its language and the same placeholders as the English.
package messages
