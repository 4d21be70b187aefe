package mail

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
)

func TestAMessageArrivesAsItWasSent(t *testing.T) {
	srv := listen(t, nil)
	c := client(t, "smtp://"+srv.addr)
	for _, to := range []string{"a@mail.example", "b@mail.example", "пётр@mail.example"} {
		if err := c.Send(context.Background(), envelope(to)); err != nil {
			t.Fatalf("%s: %v", to, err)
		}
	}
	got := srv.messages()
	if len(got) != 3 || srv.connects != 1 {
		t.Fatalf("%d messages over %d connections", len(got), srv.connects)
	}
	if got[0].from != "plenary@school.example" || got[0].to != "a@mail.example" || !bytes.Equal(got[0].data, envelope("").Data) {
		t.Errorf("got %+v", got[0])
	}
	if got[1].utf8 || !got[2].utf8 {
		t.Error("SMTPUTF8 is asked for where it is not needed, or the other way round")
	}
}

func TestManyMessagesShareAFewConnections(t *testing.T) {
	srv := listen(t, nil)
	c := client(t, "smtp://"+srv.addr)
	for range 120 {
		if err := c.Send(context.Background(), envelope("a@mail.example")); err != nil {
			t.Fatal(err)
		}
	}
	if len(srv.messages()) != 120 || srv.connects != 3 {
		t.Errorf("%d messages over %d connections", len(srv.messages()), srv.connects)
	}
}

func TestAKeptConnectionThatWasClosedIsReplaced(t *testing.T) {
	srv := listen(t, nil)
	c := client(t, "smtp://"+srv.addr)
	for range 3 {
		if err := c.Send(context.Background(), envelope("a@mail.example")); err != nil {
			t.Fatal(err)
		}
		c.mu.Lock()
		c.idle[0].conn.Close()
		c.mu.Unlock()
	}
	if len(srv.messages()) != 3 {
		t.Errorf("%d messages", len(srv.messages()))
	}
}

func TestKeptConnectionsEnd(t *testing.T) {
	srv := listen(t, nil)
	c := client(t, "smtp://"+srv.addr)
	c.limits.idle = time.Millisecond
	if err := c.Send(context.Background(), envelope("a@mail.example")); err != nil {
		t.Fatal(err)
	}
	for end := time.After(5 * time.Second); ; {
		c.mu.Lock()
		n := len(c.idle)
		c.mu.Unlock()
		if n == 0 {
			return
		}
		select {
		case <-end:
			t.Fatal("the connection is still kept")
		default:
		}
	}
}

func TestTheServerIsSpokenToOverTLS(t *testing.T) {
	cert, pool := certificate(t)
	for _, scheme := range []string{"smtp", "smtps"} {
		srv := listen(t, func(l *smtp.Server, s *server) {
			l.TLSConfig, l.AllowInsecureAuth = &tls.Config{Certificates: []tls.Certificate{cert}}, false
			if scheme == "smtps" {
				l.Domain = "tls"
			}
			s.user, s.pass = "plenary", "sec/ret"
		})
		c := client(t, scheme+"://plenary:sec%2Fret@"+srv.addr)
		c.plain = false // as if it were not the machine itself
		if err := c.Send(context.Background(), envelope("a@mail.example")); err == nil {
			t.Errorf("%s: a certificate that nobody vouches for is accepted", scheme)
		}
		c.tls.RootCAs = pool
		if err := c.Send(context.Background(), envelope("a@mail.example")); err != nil {
			t.Errorf("%s: %v", scheme, err)
		}
		if n := len(srv.messages()); n != 1 {
			t.Errorf("%s: %d messages", scheme, n)
		}
	}
}

func TestNothingIsSentInTheClearToAnotherMachine(t *testing.T) {
	srv := listen(t, nil) // has no STARTTLS
	c := client(t, "smtp://user:canary@"+srv.addr)
	c.plain = false
	err := c.Send(context.Background(), envelope("a@mail.example"))
	var u *Unreachable
	if !errors.As(err, &u) || u.Step != "STARTTLS" || strings.Contains(err.Error(), "canary") {
		t.Errorf("got %v", err)
	}
}

func TestARefusedSignInStopsEverything(t *testing.T) {
	srv := listen(t, func(_ *smtp.Server, s *server) { s.user, s.pass = "plenary", "right" })
	for _, login := range []string{"plenary:wrong@", ""} {
		err := client(t, "smtp://"+login+srv.addr).Send(context.Background(), envelope("a@mail.example"))
		var u *Unreachable
		if !errors.As(err, &u) || strings.Contains(err.Error(), "wrong") {
			t.Errorf("%q: %v", login, err)
		}
	}
}

func TestAddressesOfServers(t *testing.T) {
	for url, want := range map[string]struct {
		addr            string
		implicit, plain bool
	}{
		"smtp://u:p@mx.example":          {"mx.example:587", false, false},
		"smtp://u:p@mx.example:25":       {"mx.example:25", false, false},
		"smtps://u:p@mx.example":         {"mx.example:465", true, false},
		"smtp://mx.example:25?insecure":  {"mx.example:25", false, true},
		"smtp://127.0.0.1:1025":          {"127.0.0.1:1025", false, true},
		"smtp://localhost:1025/":         {"localhost:1025", false, true},
		"smtp://[::1]:1025":              {"[::1]:1025", false, true},
		"smtps://127.0.0.1:465?insecure": {"127.0.0.1:465", true, false},
	} {
		s, err := NewSMTP(url, "")
		if err != nil || s.addr != want.addr || s.implicit != want.implicit || !s.implicit && s.plain != want.plain {
			t.Errorf("%s: %+v, %v", url, s, err)
		}
	}
	for _, url := range []string{"", "mx.example:25", "http://canary@mx.example", "smtp://", "smtp:///x", "smtp://u:can%zzary@mx.example", "smtp://mx.example/canary"} {
		if _, err := NewSMTP(url, ""); err == nil || strings.Contains(err.Error(), "canary") {
			t.Errorf("%s: %v", url, err)
		}
	}
}

func TestWhatAServerSaysAtEachStep(t *testing.T) {
	for step, kinds := range map[string]struct{ refusal, temporary string }{
		"greeting": {"unreachable", "unreachable"},
		"EHLO":     {"unreachable", "unreachable"},
		"MAIL":     {"final", "later"},
		"RCPT":     {"final", "later"},
		"DATA":     {"final", "later"},
		"end":      {"final", "later"},
	} {
		for answer, want := range map[string]string{"550 5.7.1 no a@mail.example": kinds.refusal, "451 4.7.1 wait a@mail.example": kinds.temporary,
			"421 going down": kinds.temporary, "drop": "", "777 what": "", "nonsense": ""} {
			if want == "" && (step == "greeting" || step == "EHLO") {
				want = "unreachable"
			}
			c := client(t, "smtp://"+scripted(t, map[string]string{step: answer}))
			err := c.Send(context.Background(), envelope("a@mail.example"))
			if got := kindOf(err); got != want || strings.Contains(err.Error(), "a@mail") {
				t.Errorf("%s at %s: %q, want %q (%v)", answer, step, got, want, err)
			}
		}
	}
}

// kindOf names what Transport's errors mean: "" is a conversation that broke.
func kindOf(err error) string {
	var r *Rejected
	var u *Unreachable
	switch {
	case err == nil:
		return "accepted"
	case errors.As(err, &u):
		return "unreachable"
	case errors.As(err, &r) && r.Final():
		return "final"
	case errors.As(err, &r):
		return "later"
	}
	return ""
}

func TestAServerThatWantsASignInRefusesNobodysAddress(t *testing.T) {
	for _, answer := range []string{"530 5.7.0 sign in first", "535 no", "538 encrypt first", "502 sign in first"} {
		c := client(t, "smtp://"+scripted(t, map[string]string{"MAIL": answer}))
		if got := kindOf(c.Send(context.Background(), envelope("a@mail.example"))); got != "unreachable" {
			t.Errorf("%s: %s", answer, got)
		}
	}
}

func TestAHangingServerIsGivenUpAtEveryStep(t *testing.T) {
	big := envelope("a@mail.example")
	big.Data = bytes.Repeat([]byte("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abc\r\n"), 1<<18)
	for _, step := range []string{"greeting", "EHLO", "MAIL", "RCPT", "DATA", "body", "end"} {
		c := client(t, "smtp://"+scripted(t, map[string]string{step: ""}))
		c.limits = limits{connect: 50 * time.Millisecond, command: 50 * time.Millisecond, body: 100 * time.Millisecond, end: 50 * time.Millisecond, idle: time.Second}
		e := envelope("a@mail.example")
		if step == "body" {
			e = big
		}
		if err := c.Send(context.Background(), e); !errors.Is(err, errLate) {
			t.Errorf("%s: %v", step, err)
		}
		if len(c.idle) != 0 {
			t.Errorf("%s: the connection is kept", step)
		}
	}
}

func TestAnEndedContextEndsTheConversation(t *testing.T) {
	for _, step := range []string{"greeting", "RCPT", "end"} {
		c := client(t, "smtp://"+scripted(t, map[string]string{step: ""}))
		ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
		if err := c.Send(ctx, envelope("a@mail.example")); err == nil {
			t.Errorf("%s: sent", step)
		}
		cancel()
	}
}

func TestNoServerIsUnreachable(t *testing.T) {
	srv := listen(t, nil)
	addr := srv.addr
	c := client(t, "smtp://"+addr[:strings.LastIndex(addr, ":")]+":1")
	if got := kindOf(c.Send(context.Background(), envelope("a@mail.example"))); got != "unreachable" {
		t.Errorf("got %s", got)
	}
}

func TestARefusalLeavesTheConnectionUsable(t *testing.T) {
	srv := listen(t, nil)
	srv.answers["no@mail.example"] = &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such no@mail.example"}
	srv.after["full@mail.example"] = &smtp.SMTPError{Code: 452, EnhancedCode: smtp.EnhancedCode{4, 2, 2}, Message: "full"}
	c := client(t, "smtp://"+srv.addr)
	for _, to := range []string{"a@mail.example", "no@mail.example", "full@mail.example", "b@mail.example"} {
		err := c.Send(context.Background(), envelope(to))
		var r *Rejected
		if errors.As(err, &r) && (r.Code == 550) != (to == "no@mail.example") {
			t.Errorf("%s: %v", to, err)
		}
	}
	if srv.connects != 1 || len(srv.messages()) != 2 {
		t.Errorf("%d connections, %d messages", srv.connects, len(srv.messages()))
	}
}
