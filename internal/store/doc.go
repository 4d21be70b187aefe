// Package store keeps the data: one SQLite file, or a PostgreSQL database,
// behind one way of reading and one way of writing.
//
// # Reading and writing
//
// [DB.Read] runs a function in a read-only snapshot. [DB.Write] runs one in a
// transaction that is durable when Write returns nil. The function gets a [Tx]
// and does everything through it. It may run twice, so it does no input or
// output of its own and leaves what must happen afterwards to [Tx.AfterCommit].
// It must not call Read or Write again with the context of the transaction;
// that is refused, since it could only wait for itself.
//
// Writes of one process go through one queue on either engine. The writer
// takes what waits, at most 64 functions or 20 milliseconds, runs each inside
// a savepoint of one transaction and answers them after the commit, so that
// many writers share one flush of the disk. What fails alone is rolled back
// alone. When the whole transaction is lost (a full disk, a broken connection,
// a failed commit) nobody has been told anything yet, and each function runs
// again in a transaction of its own. A caller that gives up while it waits is
// skipped; once its turn has come the function runs to its end and Write
// reports what really happened.
//
// A statement that fails makes its transaction fail: later statements are
// refused with the same error, and a nil from the function does not hide it.
// Use ON CONFLICT where a collision is expected.
//
// # One SQL text for both engines
//
// Placeholders are $1, $2 …. Within reach are RETURNING, ON CONFLICT … DO
// UPDATE, common table expressions, window functions, COALESCE, CASE and
// explicit column lists. Out of reach are ILIKE, arrays, DISTINCT ON, interval
// arithmetic, the engines' JSON operators, LIKE on anything but a pattern that
// [Prefix] made (SQLite folds ASCII case, PostgreSQL does not) and SELECT *.
// A bare column in SELECT with GROUP BY must be grouped. Flags are compared as
// "flag" and "NOT flag", never with 0 or 1. Text that holds a NUL byte or is
// not UTF-8 is refused on both engines. While the rows of one query are being
// read no other statement may run; read them all first ([All] does).
//
// PostgreSQL runs writes at READ COMMITTED: who checks something over several
// rows first locks the row that owns them with [Tx.Lock].
//
// # Migrations
//
// Files in migrations/ are named NNNN_room_what.sql and run in order, forward
// only, each in a transaction. They are written once for both engines:
//
//	TEXT, INTEGER  as they are; text compares bytewise on both engines
//	BIGINT         64 bits; instants are microseconds since 1970, UTC
//	BOOLEAN        FALSE and TRUE
//	{{blob}}       bytes: BLOB or BYTEA
//	{{real}}       64-bit floating point
//	{{json}}       TEXT that holds JSON; see [JSON]
//	{{sqlite}} … {{end}}, {{postgres}} … {{end}}   text for one engine only
//
// Tables are STRICT on SQLite without saying so. A file that has landed never
// changes: its checksum is recorded, and a changed file, a file older than the
// newest applied one, or a database that knows more files than the binary
// refuses to open.
//
// # The change counter
//
// Each group of writes that changed something raises one number in the
// database as its last statement. [DB.Version] is its newest known value and
// [DB.OnChange] calls a function when it moves, also when another process
// wrote; what is cached by Version is at most half a second stale. A write
// that changes nothing anybody is shown (a lease, a counter of attempts) says
// so with [Tx.Quiet].
//
// This package owns the tables store_change and store_migration, and is the
// only one that imports database/sql or asks the system for the time
// ([SystemClock]).
package store
