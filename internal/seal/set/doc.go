// Package set keeps sealed sets: groups of records of which nothing can be
// told without the key of the set, not even which rows they lie in.
//
// It owns the tables sealed_set and sealed_row. A set is a list of records, each
// of a kind, as JSON. A record takes one or more rows. All rows of all sets lie
// in one table and look alike: cells of one length, at slots that are keyed
// hashes of 0, 1, 2 … under a key that follows from the set's own. Whoever has
// the set's key reads the first row, which says how many follow, and the rest;
// whoever has not sees neither where a set begins nor how many rows it has.
//
// A person has a shelf, which is a set of the same making under the person's
// own key. It holds which sets they are in. The person stands inside the
// ciphertext on both sides, so that no table joins people with sets.
//
// It promises:
//   - A cell opens only in its slot; what was moved, changed or left out gives
//     seal.ErrBroken and nothing of the content.
//   - Whatever is written is written whole: a set is changed under a lock that
//     leaves no trace in the rows of people.
//   - A set that was dissolved cannot be read again, also not from older
//     backups of the data.
//   - Rotations of the root key and of the index key change nothing here.
//
// What it cannot hide is listed in docs/adr: how many sets and how many rows
// there are, and, from two copies of the database or the engine's own marks,
// which rows were written together.
package set
