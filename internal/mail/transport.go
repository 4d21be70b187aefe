package mail

import (
	"context"
	"fmt"
)

// Transport hands a message over: SMTP, or Caught where nothing may leave.
type Transport interface {
	// Send returns nil once the message is accepted for delivery. Its errors
	// are *Rejected where a server said no, *Unreachable where none could be
	// spoken to, and anything else where the conversation broke off; then the
	// message may or may not have been accepted. None of them holds an
	// address or what a server wrote.
	Send(ctx context.Context, e *Envelope) error
}

// Rejected is a server's no to one message.
type Rejected struct {
	Code     int    // 4xx: not now; 5xx: not at all
	Enhanced string // "5.1.1", where the server says so
	Step     string // the command it answered
}

func (e *Rejected) Error() string {
	return fmt.Sprintf("the mail server refused %s with %d %s", e.Step, e.Code, e.Enhanced)
}

// Final tells whether trying again is useless.
func (e *Rejected) Final() bool { return e.Code >= 500 && e.Code < 600 }

// Unreachable says that no mail can be sent at all just now: no connection, no
// encryption, or a sign-in that was refused.
type Unreachable struct {
	Step  string
	Cause error
}

func (e *Unreachable) Error() string {
	return fmt.Sprintf("the mail server cannot be used, at %s: %v", e.Step, e.Cause)
}

func (e *Unreachable) Unwrap() error { return e.Cause }
