// Package diff finds what changed between two texts, paragraph by paragraph and
// within them word by word, so that people can read it.
//
// It promises that what is kept and what was taken away together are the old
// text, and that what is kept and what was added are the new one. It is pure.
package diff
