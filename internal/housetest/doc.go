// Package housetest holds the rules of the house as tests: which room may
// import which, where the clock and the database may be touched, what every
// package, migration, style sheet and document must look like.
//
// A rule is a function from the tree of files to what is wrong in it, each
// problem with a sentence on how to mend it. TestHouse applies all rules to
// this repository; TestRules shows each of them small trees that break it
// (testdata), so that a rule that has stopped seeing is noticed.
//
// Three rules live where their subject is: that every message is translated, in
// internal/i18n/messages; that every column has a label, in internal/app; and
// that every route has a policy, in internal/web, which refuses to start
// without.
//
// The package knows the repository as text only. It is imported by nothing.
package housetest
