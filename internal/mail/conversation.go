package mail

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync/atomic"
	"time"

	"github.com/emersion/go-smtp"
)

// conversation is one connection to a mail server. One message at a time.
type conversation struct {
	conn   net.Conn
	client *smtp.Client
	limits limits
	expiry *time.Timer // while it is kept

	sent   int  // messages, on this connection
	broken bool // of no more use
	handed bool // the message, or a part of it, has gone out
}

var errLate = errors.New("the mail server took too long")

// step runs one step of the conversation and closes the connection when it
// takes too long or ctx ends. The library's own limits are for single reads
// and leave writing out.
func (c *conversation) step(ctx context.Context, name string, limit time.Duration, f func() error) error {
	var late atomic.Bool
	timer := time.AfterFunc(limit, func() { late.Store(true); c.conn.Close() })
	stop := context.AfterFunc(ctx, func() { late.Store(true); c.conn.Close() })
	err := f()
	timer.Stop()
	stop()
	if late.Load() {
		c.broken = true
		if err != nil {
			return fmt.Errorf("%w, at %s", errLate, name)
		}
	}
	return err
}

// transact sends one message.
func (c *conversation) transact(ctx context.Context, e *Envelope) error {
	c.handed = false
	utf8 := !isASCII(e.From) || !isASCII(e.To)
	if ok, _ := c.client.Extension("SMTPUTF8"); utf8 && !ok {
		return &Rejected{553, "5.6.7", "an address that is not ASCII"}
	}
	if err := c.command(ctx, "MAIL", func() error { return c.client.Mail(e.From, &smtp.MailOptions{UTF8: utf8}) }); err != nil {
		return err
	}
	if err := c.command(ctx, "RCPT", func() error { return c.client.Rcpt(e.To, nil) }); err != nil {
		return err
	}
	var w *smtp.DataCommand
	if err := c.command(ctx, "DATA", func() (err error) { w, err = c.client.Data(); return err }); err != nil {
		return err
	}
	c.handed = true
	c.sent++
	if err := c.step(ctx, "message", c.limits.body, func() error { _, err := w.Write(e.Data); return err }); err != nil {
		return c.judge(ctx, "message", err)
	}
	if err := c.step(ctx, "end of message", c.limits.end, w.Close); err != nil {
		return c.judge(ctx, "end of message", err)
	}
	return nil
}

func (c *conversation) command(ctx context.Context, name string, f func() error) error {
	if err := c.step(ctx, name, c.limits.command, f); err != nil {
		return c.judge(ctx, name, err)
	}
	return nil
}

// judge turns an error of a step into one of Transport's, and leaves the
// connection ready for the next message or marks it broken.
func (c *conversation) judge(ctx context.Context, name string, err error) error {
	var no *smtp.SMTPError
	if !errors.As(err, &no) || no.Code < 400 || no.Code > 599 {
		c.broken = true
		return fmt.Errorf("the conversation with the mail server broke off at %s: %w", name, withoutWords(err))
	}
	switch {
	case no.Code == 421:
		c.broken = true
	case no.Code == 530, no.Code == 535, no.Code == 538, name == "MAIL" && no.Code >= 500 && no.Code < 510:
		// It wants a sign-in or TLS, or does not take our commands: that is
		// between us and the server, and no receiver's fault.
		c.broken = true
		return &Unreachable{name, withoutWords(err)}
	default:
		if c.step(ctx, "RSET", c.limits.command, c.client.Reset) != nil {
			c.broken = true
		}
	}
	return &Rejected{no.Code, enhanced(no.EnhancedCode), name}
}

// withoutWords keeps of a server's answer only the numbers: its words may hold
// an address.
func withoutWords(err error) error {
	var no *smtp.SMTPError
	if errors.As(err, &no) {
		return fmt.Errorf("answer %d %s", no.Code, enhanced(no.EnhancedCode))
	}
	return err
}

func enhanced(c smtp.EnhancedCode) string {
	if c[0] < 2 || c[0] > 5 {
		return ""
	}
	return fmt.Sprintf("%d.%d.%d", c[0], c[1], c[2])
}

func (c *conversation) close() { c.conn.Close() }

// quit says goodbye, but does not wait long for the answer.
func (c *conversation) quit() {
	c.step(context.Background(), "QUIT", 5*time.Second, c.client.Quit)
	c.close()
}
