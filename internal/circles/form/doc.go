// Package form forms circles: small groups in which everybody can really meet.
//
// It is given an Instance (the programme and the people who said yes) and
// answers with a Proposal (who is in which circle, why somebody is in none, and
// how good that is). It is pure: no store, no files, no clock but the one it is
// handed, no chance but from a seed.
package form
