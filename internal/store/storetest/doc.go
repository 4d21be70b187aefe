// Package storetest opens empty databases for tests: SQLite in the test's
// folder, and a real PostgreSQL.
//
// PostgreSQL is the server that PLENARY_TEST_POSTGRES names, as the program
// pgrun in this folder sets it for a whole test run. Without that variable the
// test binary starts a server of its own, about a second's work, which is gone
// when the binary ends. Each test gets a database of its own, copied from one
// that was migrated once.
//
// A machine without PostgreSQL fails these tests; it does not skip them.
package storetest
