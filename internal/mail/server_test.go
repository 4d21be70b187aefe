package mail

import (
	"bufio"

	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"

	"fmt"
	"io"
	"math/big"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// server is a real SMTP server that keeps what it accepts. Its answers to RCPT
// and to the message can be set by recipient.
type server struct {
	addr string

	mu       sync.Mutex
	got      []received
	answers  map[string]*smtp.SMTPError // to RCPT, by recipient; nil: accept
	after    map[string]*smtp.SMTPError // to the message
	connects int
	offline  bool // refuses every connection by its greeting
	user     string
	pass     string
	hold     chan struct{} // not nil: the answer to the message waits for it
}

type received struct {
	from, to string
	utf8     bool
	data     []byte
}

func (s *server) messages() []received {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]received(nil), s.got...)
}

// listen starts the server; change may set it up before.
func listen(t testing.TB, change func(*smtp.Server, *server)) *server {
	t.Helper()
	s := &server{answers: map[string]*smtp.SMTPError{}, after: map[string]*smtp.SMTPError{}}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.addr = l.Addr().String()
	srv := smtp.NewServer(smtp.BackendFunc(s.begin))
	srv.AllowInsecureAuth, srv.EnableSMTPUTF8, srv.Domain = true, true, "mx.example"
	srv.ErrorLog = quietLog{}
	if change != nil {
		change(srv, s)
	}
	if srv.TLSConfig != nil && srv.Domain == "tls" {
		l = tls.NewListener(l, srv.TLSConfig)
	}
	go srv.Serve(l)
	t.Cleanup(func() { srv.Close() })
	return s
}

type quietLog struct{}

func (quietLog) Printf(string, ...any) {}
func (quietLog) Println(...any)        {}

func (s *server) begin(*smtp.Conn) (smtp.Session, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.connects++
	if s.offline {
		return nil, &smtp.SMTPError{Code: 421, Message: "not now"}
	}
	return &session{s: s, signedIn: s.user == ""}, nil
}

type session struct {
	s        *server
	from, to string
	utf8     bool
	signedIn bool
}

func (x *session) AuthMechanisms() []string { return []string{sasl.Plain} }

func (x *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, pass string) error {
		if user != x.s.user || pass != x.s.pass {
			return smtp.ErrAuthFailed
		}
		x.signedIn = true
		return nil
	}), nil
}

func (x *session) Mail(from string, o *smtp.MailOptions) error {
	if !x.signedIn {
		return smtp.ErrAuthRequired
	}
	x.from, x.utf8 = from, o.UTF8
	return nil
}

func (x *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	x.s.mu.Lock()
	defer x.s.mu.Unlock()
	if a := x.s.answers[to]; a != nil {
		return a
	}
	x.to = to
	return nil
}

func (x *session) Data(r io.Reader) error {
	data, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	x.s.mu.Lock()
	hold := x.s.hold
	x.s.mu.Unlock()
	if hold != nil {
		<-hold
	}
	x.s.mu.Lock()
	defer x.s.mu.Unlock()
	if a := x.s.after[x.to]; a != nil {
		return a
	}
	x.s.got = append(x.s.got, received{x.from, x.to, x.utf8, data})
	return nil
}

func (x *session) Reset()        { x.from, x.to = "", "" }
func (x *session) Logout() error { return nil }

// certificate makes one for 127.0.0.1 and what trusts it.
func certificate(t *testing.T) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{SerialNumber: big.NewInt(1), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Unix(0, 0), NotAfter: time.Unix(1<<33, 0), IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, c, c, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	cert, _ := x509.ParseCertificate(der)
	pool.AddCert(cert)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, pool
}

func client(t testing.TB, url string) *SMTP {
	t.Helper()
	s, err := NewSMTP(url, "plenary.example")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func envelope(to string) *Envelope {
	return &Envelope{From: "plenary@school.example", To: to, Data: []byte("Subject: x\r\n\r\n.\r\n..two\r\nend\r\n")}
}

// scripted is a server that answers line by line as a script says: an answer,
// "" to be silent for ever, or "drop" to close the connection.
func scripted(t *testing.T, answers map[string]string) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	var open sync.WaitGroup
	t.Cleanup(func() { close(done); l.Close(); open.Wait() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			open.Go(func() { defer conn.Close(); follow(conn, answers, done) })
		}
	}()
	return l.Addr().String()
}

func follow(conn net.Conn, answers map[string]string, done <-chan struct{}) {
	answer := func(step, usual string) bool {
		text, special := answers[step]
		if !special {
			text = usual
		}
		switch text {
		case "":
			<-done
			return false
		case "drop":
			return false
		}
		fmt.Fprintf(conn, "%s\r\n", text)
		return true
	}
	lines := bufio.NewScanner(conn)
	if !answer("greeting", "220 mx.example") {
		return
	}
	usual := map[string]string{"EHLO": "250 mx.example", "MAIL": "250 ok", "RCPT": "250 ok", "DATA": "354 go on", "RSET": "250 ok", "QUIT": "221 bye"}
	for lines.Scan() {
		verb, _, _ := strings.Cut(lines.Text(), " ")
		if !answer(verb, usual[verb]) {
			return
		}
		if _, special := answers["DATA"]; verb != "DATA" || special {
			continue
		}
		if _, quiet := answers["body"]; quiet {
			<-done
			return
		}
		for lines.Scan() && lines.Text() != "." {
		}
		if !answer("end", "250 ok") {
			return
		}
	}
}
