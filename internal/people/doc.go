// Package people knows the network, its chapters and the persons it has met.
//
// It owns the tables network, chapter, person, suppressed and letterbox. A person has one
// name as they give it, which may be a pseudonym, and at most one address.
// Both are sealed with the person's own key; an address is found by its keyed
// index alone. A person has an account only after signing in.
//
// It promises that meeting the same address twice gives the same person and
// changes nothing about them, and that a name or address never leaves this
// room unsealed except to a viewer who may see it.
package people
