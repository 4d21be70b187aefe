// Package backup writes the whole of an instance into two files, and makes an
// instance out of them again.
//
// data-TIME holds every row of every table but the wrapped keys and what the
// caller leaves out, and what was uploaded, each file sealed under its own key.
// Without keys nothing personal in it can be read. Each
// backup adds one, and they may be kept for long. keys-latest holds the wrapped
// keys alone. Each backup replaces it, so that nothing brings back a key that
// was erased: an old data-TIME with the newest keys-latest is everybody except
// those who were erased since. The root key is in neither.
//
// Both are read in one transaction while servers run, and are the same for
// either engine: what SQLite wrote, PostgreSQL reads. A file is gzip over lines
// of JSON: a header, for each table its columns and its rows, and a last line
// with the number of rows and a code that only the instance itself can make of
// all the lines before (seal.Keys.Sign). A file gets its name when it is whole.
//
// Restore reads both files to their end, and opens every key, before it touches
// anything. It fills an empty database in one transaction.
//
// It owns no table. It writes one fact into the table house: that a restore is
// still to be finished by those who know what the rows mean; see [Unfinished].
package backup
