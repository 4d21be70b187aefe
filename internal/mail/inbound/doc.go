// Package inbound takes mail in: it listens for SMTP or LMTP, says no at once to
// whoever is not here, and hands each message, taken apart, to who it is for.
//
// It promises that a message is answered with yes only after its receiver has
// dealt with it, that a connection, a message and the parts within it have their
// limits, that nothing is sent on and nothing is answered by mail (so that no
// sender can have us write to somebody), and that log lines hold no address.
package inbound
