package inbound

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"strings"
	"time"

	"github.com/emersion/go-smtp"
	"golang.org/x/net/netutil"
)

// Server listens for mail.
type Server struct {
	Host string // whose mail it takes
	LMTP bool
	Log  *slog.Logger

	// Here tells whether the local part of an address belongs to anybody.
	Here func(ctx context.Context, local string) bool
	// Take deals with a message. An error has the sender try again later.
	Take func(ctx context.Context, m Message) error
}

// Limits of what one connection may do.
const (
	mostConnections = 50
	mostRecipients  = 20
	mostMessage     = 5 << 20
	patience        = 60 * time.Second
)

var (
	errNobody = &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "Nobody here has this address"}
	errLater  = &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 3, 0}, Message: "Please try again later"}
	errUnread = &smtp.SMTPError{Code: 554, EnhancedCode: smtp.EnhancedCode{5, 6, 0}, Message: "This message cannot be read"}
)

// Listen opens the address: host:port for SMTP, lmtp://host:port or
// unix:/path/of/socket for LMTP.
func Listen(address string) (l net.Listener, lmtp bool, err error) {
	if path, ok := strings.CutPrefix(address, "unix:"); ok {
		l, err = net.Listen("unix", path)
		return l, true, err
	}
	address, lmtp = strings.CutPrefix(address, "lmtp://")
	l, err = net.Listen("tcp", address)
	return l, lmtp, err
}

// Serve takes mail from the listener until ctx ends.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &session{ctx: ctx, s: s}, nil }))
	server.Domain, server.LMTP, server.EnableSMTPUTF8 = s.Host, s.LMTP, true
	server.MaxMessageBytes, server.MaxRecipients, server.MaxLineLength = mostMessage, mostRecipients, 2000
	server.ReadTimeout, server.WriteTimeout = patience, patience
	server.ErrorLog = silent{}
	stop := context.AfterFunc(ctx, func() { server.Close() })
	defer stop()
	err := server.Serve(netutil.LimitListener(l, mostConnections))
	if errors.Is(err, smtp.ErrServerClosed) || ctx.Err() != nil {
		return nil
	}
	return err
}

// silent drops the library's complaints about senders: they hold what senders
// say.
type silent struct{}

func (silent) Printf(string, ...any) {}
func (silent) Println(...any)        {}

// session is one sender's conversation.
type session struct {
	ctx context.Context
	s   *Server
	to  []string
}

// Mail implements smtp.Session. Who sends is not asked: anybody can say anything
// here, and nothing depends on it.
func (c *session) Mail(string, *smtp.MailOptions) error { c.to = nil; return nil }

// Rcpt implements smtp.Session.
func (c *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	local, host, ok := strings.Cut(strings.ToLower(to), "@")
	if !ok || !strings.EqualFold(host, c.s.Host) || !c.s.Here(c.ctx, local) {
		return errNobody
	}
	c.to = append(c.to, strings.ToLower(to))
	return nil
}

// Data implements smtp.Session.
func (c *session) Data(r io.Reader) error {
	m, err := c.message(r)
	if err != nil {
		return err
	}
	for _, to := range c.to {
		if err := c.take(m, to); err != nil {
			return err
		}
	}
	return nil
}

// LMTPData implements smtp.LMTPSession: each receiver is answered for.
func (c *session) LMTPData(r io.Reader, status smtp.StatusCollector) error {
	m, err := c.message(r)
	for _, to := range c.to {
		one := err
		if one == nil {
			one = c.take(m, to)
		}
		status.SetStatus(to, one)
	}
	return nil
}

func (c *session) message(r io.Reader) (Message, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return Message{}, err
	}
	m, err := read(data)
	if err != nil {
		return m, errUnread
	}
	return m, nil
}

func (c *session) take(m Message, to string) error {
	m.To = to
	if err := c.s.Take(c.ctx, m); err != nil {
		c.s.Log.Error("mail could not be taken", "err", err)
		return errLater
	}
	return nil
}

// Reset implements smtp.Session.
func (c *session) Reset() { c.to = nil }

// Logout implements smtp.Session.
func (c *session) Logout() error { return nil }
