package mail

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/url"
	"sync"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// SMTP hands messages to one mail server, usually the provider's. It keeps a
// few connections open for a moment, so that many messages need few of them.
type SMTP struct {
	host, addr string
	implicit   bool // TLS from the first byte
	plain      bool // no TLS
	user, pass string
	greeting   string
	tls        *tls.Config
	limits     limits

	mu   sync.Mutex
	idle []*conversation
}

// limits are how long a server may take for each step.
type limits struct {
	connect time.Duration // connection, TLS, greeting, each answer before MAIL
	command time.Duration // an answer to MAIL, RCPT, DATA
	body    time.Duration // to take the message
	end     time.Duration // the answer after the message
	idle    time.Duration // how long we keep a connection for the next message
}

var defaultLimits = limits{
	connect: 20 * time.Second, command: 60 * time.Second, body: 60 * time.Second, end: 90 * time.Second, idle: 10 * time.Second,
}

const (
	maxIdle    = 4
	maxPerConn = 50 // many servers close after a hundred
)

// NewSMTP reads the server's address: smtp://user:pass@host:587 (TLS by
// STARTTLS, which must be there), smtps://user:pass@host:465 (TLS at once).
// Without TLS it speaks only to the machine itself, or with "?insecure" at the
// end. greeting is the name by which we introduce ourselves. Its errors do not
// quote the address, which holds a password.
func NewSMTP(address, greeting string) (*SMTP, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Hostname() == "" || (u.Path != "" && u.Path != "/") {
		return nil, errors.New("the mail server's address is not of the form smtp://user:password@host:587")
	}
	s := &SMTP{host: u.Hostname(), greeting: greeting, limits: defaultLimits}
	s.user = u.User.Username()
	s.pass, _ = u.User.Password()
	port := u.Port()
	switch u.Scheme {
	case "smtps":
		s.implicit = true
		port = cmp.Or(port, "465")
	case "smtp":
		s.plain = u.Query().Has("insecure") || isLoopback(s.host)
		port = cmp.Or(port, "587")
	default:
		return nil, fmt.Errorf("the mail server's address begins with %q, it should be smtp:// or smtps://", u.Scheme)
	}
	s.addr = net.JoinHostPort(s.host, port)
	s.tls = &tls.Config{ServerName: s.host, MinVersion: tls.VersionTLS12}
	return s, nil
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// Send implements Transport.
func (s *SMTP) Send(ctx context.Context, e *Envelope) error {
	c := s.take()
	fresh := c == nil
	for {
		if c == nil {
			var err error
			if c, err = s.open(ctx); err != nil {
				return err
			}
			fresh = true
		}
		err := c.transact(ctx, e)
		if c.broken {
			c.close()
		} else {
			s.keep(c)
		}
		// A kept connection may have been closed at the other end. Nothing
		// of the message has gone out then.
		if err == nil || fresh || !c.broken || c.handed {
			return err
		}
		c = nil
	}
}

// Close ends the connections that are kept.
func (s *SMTP) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.idle {
		c.expiry.Stop()
		c.close()
	}
	s.idle = nil
	return nil
}

func (s *SMTP) take() *conversation {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := len(s.idle)
	if n == 0 {
		return nil
	}
	c := s.idle[n-1]
	s.idle = s.idle[:n-1]
	c.expiry.Stop()
	return c
}

func (s *SMTP) keep(c *conversation) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.idle) >= maxIdle || c.sent >= maxPerConn {
		go c.quit()
		return
	}
	s.idle = append(s.idle, c)
	c.expiry = time.AfterFunc(s.limits.idle, func() { s.expire(c) })
}

func (s *SMTP) expire(c *conversation) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, other := range s.idle {
		if other == c {
			s.idle = append(s.idle[:i], s.idle[i+1:]...)
			go c.quit()
			return
		}
	}
}

// open connects, encrypts and signs in.
func (s *SMTP) open(ctx context.Context) (*conversation, error) {
	dialing, cancel := context.WithTimeout(ctx, s.limits.connect)
	defer cancel()
	raw, err := new(net.Dialer).DialContext(dialing, "tcp", s.addr)
	if err != nil {
		return nil, &Unreachable{"connection", err}
	}
	c := &conversation{conn: raw, limits: s.limits}
	if err := c.begin(ctx, s); err != nil {
		c.close()
		return nil, err
	}
	return c, nil
}

// begin runs everything before the first message.
func (c *conversation) begin(ctx context.Context, s *SMTP) error {
	var steps []func() error
	add := func(name string, f func() error) {
		steps = append(steps, func() error {
			if err := c.step(ctx, name, c.limits.connect, f); err != nil {
				return &Unreachable{name, withoutWords(err)}
			}
			return nil
		})
	}
	switch {
	case s.implicit:
		add("TLS", func() error {
			t := tls.Client(c.conn, s.tls)
			c.client = smtp.NewClient(t)
			return t.HandshakeContext(ctx)
		})
	case s.plain:
		c.client = smtp.NewClient(c.conn)
	default:
		add("STARTTLS", func() (err error) {
			c.client, err = smtp.NewClientStartTLS(c.conn, s.tls)
			return err
		})
	}
	add("EHLO", func() error { return c.client.Hello(cmp.Or(s.greeting, "localhost")) })
	if s.user != "" {
		add("AUTH", func() error {
			if !c.client.SupportsAuth(sasl.Plain) && c.client.SupportsAuth(sasl.Login) {
				return c.client.Auth(sasl.NewLoginClient(s.user, s.pass))
			}
			return c.client.Auth(sasl.NewPlainClient("", s.user, s.pass))
		})
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}
