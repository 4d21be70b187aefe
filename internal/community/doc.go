// Package community knows the groups of people that nobody else knows of:
// private groups, for now.
//
// A private group is a sealed set (seal/set). Everything about it lies in the
// set: what it is called, who is in it and by which name, who asks to come in,
// its gatherings and who was there, its notes, its own log, and who is still to
// be mailed. This package owns no table.
//
// Somebody comes in by asking with a code that a steward handed over, and being
// confirmed by a steward, or by saying yes to a steward's invitation, which
// lies on their own shelf. Nobody else can let them in. There is no verb, role
// or command that opens a group.
//
// It promises:
//   - Outside the group there is no name, number, search hit, log line, calendar
//     entry or mail header that tells of it. What is asked for by somebody who is
//     not in it is errs.NotThere, as if it did not exist.
//   - Each member has an address of the group of their own (a handle), so that
//     two of them in a proxy's log do not look like two of one group.
//   - Mail to members says that there is something new, and nothing else. It
//     goes out at another moment to each, once a day at most.
//   - Whoever is erased is gone from all groups in the same write. A group that
//     nobody is in any more is gone.
//
// Opening and changing a group takes a sign-in of the tier auth.Fresh.
package community
