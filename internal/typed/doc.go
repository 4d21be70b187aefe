// Package typed puts what people type into the form in which it is kept, and
// says what it is: a line, a text of several lines, the name in an address, an
// address of the web, a language. It makes text of files in any of the
// character sets that programs save lists in.
//
// It knows no domain and decides nothing: the rooms say what they need and
// answer in their own words. It promises that cleaning twice changes nothing
// more, and that what is kept has no control characters, one kind of line end
// and one form of each letter (NFC).
package typed
