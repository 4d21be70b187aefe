// Package auth knows who is asking and what they may do.
//
// It owns sign-ins (an authenticated browser), the one-time tokens and codes
// that open them, what people show besides (passkeys, an app's codes, codes on
// paper, a sign-in at another house), changes of address, the codes that open
// what carried links keep shut, grants, and the audit log. It promises that the
// answer to a sign-in request is the same for known and unknown addresses, that
// a link in a mail changes nothing until a person presses a button, and that a
// change of rights holds at the next request.
//
// What a sign-in is worth follows from what was shown in it, and when: see Tier.
// A mailbox alone never brings back what somebody has closed with a key.
//
// A Viewer is named in every store call of every room. "Not yours" and "not
// there" are one error.
package auth
