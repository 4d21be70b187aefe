package inbound

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"strings"
	"sync"
	"testing"

	"github.com/emersion/go-smtp"
	"github.com/google/go-cmp/cmp"

	"codeberg.org/plenary/plenary/internal/ical"
)

// answer is the mail by which a calendar program answers.
func answer(from, attendee, partstat string) string {
	return strings.ReplaceAll(fmt.Sprintf(`From: Ada <%s>
To: cal@school.example
Subject: Accepted
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary=b

--b
Content-Type: text/plain

Ada has answered.
--b
Content-Type: text/calendar; charset=utf-8; method=REPLY
Content-Transfer-Encoding: quoted-printable

BEGIN:VCALENDAR
METHOD:REPLY
BEGIN:VEVENT
UID:d1@school.example
DTSTART:20270210T180000Z
ATTENDEE;PARTSTAT=3D%s;CN=3DAda:mailto:%s
END:VEVENT
END:VCALENDAR
--b--
`, from, partstat, attendee), "\n", "\r\n")
}

// house is a listening server with what it took.
type house struct {
	addr string
	mu   sync.Mutex
	took []Message
	fail error
}

func open(t *testing.T, lmtp bool) *house {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	h := &house{addr: l.Addr().String()}
	s := &Server{Host: "school.example", LMTP: lmtp, Log: slog.New(slog.DiscardHandler),
		Here: func(_ context.Context, local string) bool { return strings.HasPrefix(local, "cal") },
		Take: func(_ context.Context, m Message) error {
			h.mu.Lock()
			defer h.mu.Unlock()
			h.took = append(h.took, m)
			return h.fail
		}}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.Serve(ctx, l) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return h
}

// send hands one message over, and returns the code of a refusal.
func (h *house) send(t *testing.T, to, body string) int {
	t.Helper()
	c, err := smtp.Dial(h.addr)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	err = c.SendMail("ada@home.example", []string{to}, strings.NewReader(body))
	var refusal *smtp.SMTPError
	switch {
	case err == nil:
		return 250
	case errors.As(err, &refusal):
		return refusal.Code
	}
	t.Fatal(err)
	return 0
}

func TestACalendarsAnswerIsTaken(t *testing.T) {
	h := open(t, false)
	if code := h.send(t, "Cal-E+key@School.example", answer("Ada@Home.example", "ada@home.example", "DECLINED")); code != 250 {
		t.Fatalf("answered %d", code)
	}
	r, ok := h.took[0].Reply()
	want := Reply{UID: "d1@school.example", Answer: ical.Declined, Attendee: "ada@home.example"}
	if diff := cmp.Diff(want, r); !ok || diff != "" {
		t.Errorf("%t (-want +got):\n%s", ok, diff)
	}
	if m := h.took[0]; m.To != "cal-e+key@school.example" || m.From != "ada@home.example" {
		t.Errorf("to %q from %q", m.To, m.From)
	}
}

func TestWhatIsNotForUsIsRefusedAtOnce(t *testing.T) {
	h := open(t, false)
	deep := "Content-Type: multipart/mixed; boundary=b0\r\n\r\n"
	for i := range 40 {
		deep += fmt.Sprintf("--b%d\r\nContent-Type: multipart/mixed; boundary=b%d\r\n\r\n", i, i+1)
	}
	for name, c := range map[string]struct {
		to, body string
		want     int
	}{
		"nobody's address":       {"nobody@school.example", "From: a@b.example\r\n\r\nx", 550},
		"another house":          {"cal@elsewhere.example", "From: a@b.example\r\n\r\nx", 550},
		"six megabytes":          {"cal@school.example", "From: a@b.example\r\n\r\n" + strings.Repeat("0123456789abcde\r\n", 6<<20/17), 552},
		"forty parts in another": {"cal@school.example", deep, 554},
	} {
		if code := h.send(t, c.to, c.body); code != c.want {
			t.Errorf("%s: answered %d, want %d", name, code, c.want)
		}
	}
	if len(h.took) != 0 {
		t.Errorf("%d messages were taken", len(h.took))
	}
}

func TestWhatCannotBeDealtWithIsAskedForAgain(t *testing.T) {
	h := open(t, false)
	h.fail = io.ErrUnexpectedEOF
	if code := h.send(t, "cal@school.example", answer("a@b.example", "a@b.example", "ACCEPTED")); code != 451 {
		t.Errorf("answered %d", code)
	}
}

func TestAMailServerHandsOverByLMTP(t *testing.T) {
	h := open(t, true)
	conn, err := net.Dial("tcp", h.addr)
	if err != nil {
		t.Fatal(err)
	}
	c := smtp.NewClientLMTP(conn)
	defer c.Close()
	if err := c.Mail("ada@home.example", nil); err != nil {
		t.Fatal(err)
	}
	for _, to := range []string{"cal-s+a@school.example", "cal-e+b@school.example"} {
		if err := c.Rcpt(to, nil); err != nil {
			t.Fatal(err)
		}
	}
	w, err := c.Data()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(w, answer("a@b.example", "a@b.example", "ACCEPTED")); err != nil {
		t.Fatal(err)
	}
	answered, err := w.CloseWithLMTPResponse()
	if err != nil || len(h.took) != 2 || len(answered) != 2 {
		t.Errorf("%d taken, %d answered, %v", len(h.took), len(answered), err)
	}
}

func TestWhatIsNoAnswer(t *testing.T) {
	for name, body := range map[string]string{
		"a plain mail":   "From: a@b.example\r\n\r\nhello",
		"an invitation":  strings.ReplaceAll(answer("a@b.example", "a@b.example", "ACCEPTED"), "REPLY", "REQUEST"),
		"two attendees":  strings.Replace(answer("a@b.example", "a@b.example", "ACCEPTED"), "END:VEVENT", "ATTENDEE:mailto:x@y.example\r\nEND:VEVENT", 1),
		"not yet":        answer("a@b.example", "a@b.example", "NEEDS-ACTION"),
		"a broken table": strings.Replace(answer("a@b.example", "a@b.example", "ACCEPTED"), "BEGIN:VEVENT", "", 1),
	} {
		m, err := read([]byte(body))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if r, ok := m.Reply(); ok {
			t.Errorf("%s is taken as the answer %v", name, r)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(answer("a@b.example", "a@b.example", "ACCEPTED")))
	f.Add([]byte("Content-Type: multipart/mixed; boundary=\r\n\r\n--\r\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := read(data)
		if err != nil {
			return
		}
		if _, ok := m.Reply(); ok && m.Calendar == nil {
			t.Error("an answer without a calendar")
		}
	})
}
