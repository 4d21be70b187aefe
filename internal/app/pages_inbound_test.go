package app_test

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/emersion/go-smtp"

	"codeberg.org/plenary/plenary/internal/app/apptest"
	"codeberg.org/plenary/plenary/internal/config"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/store"
)

// TestACalendarsAnswerSetsTheRegistration lets somebody register, reads their
// invitation as their calendar would, and answers it by mail.
func TestACalendarsAnswerSetsTheRegistration(t *testing.T) {
	h := apptest.OpenWith(t, func(c *config.Config) { c.MailListen = "127.0.0.1:0" })
	h.SetUp()
	s := apptest.Series("reading")
	s.Sessions = s.Sessions[:1]
	h.Announce(s)
	mx := listen(t, h)
	h.Visitor().Open("/s/reading/register").Form("email").Set("name", "Ada").Set("email", "ada@home.example").Submit().OK()
	invitation := ""
	for _, part := range h.Mail("ada@home.example")[0].Parts {
		if part.Type == "text/calendar" {
			invitation = strings.ReplaceAll(string(part.Body), "\r\n ", "")
		}
	}
	if !strings.Contains(invitation, "RSVP=TRUE") {
		t.Errorf("the invitation asks for no answer:\n%s", invitation)
	}
	to := regexp.MustCompile(`cal-s[^:]*@[a-z0-9.]+`).FindString(invitation)
	to = strings.ReplaceAll(to, "%2B", "+")
	uid := strings.TrimSpace(regexp.MustCompile(`UID:(.*)`).FindStringSubmatch(invitation)[1])
	log := &lockedText{}
	h.Log = slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	for _, other := range []string{"1", "canary-" + uid, strings.Repeat("a", 27) + "@localhost"} {
		answerByMail(t, mx, to, other, "ada@home.example", "DECLINED")
	}
	if text := log.String(); strings.Count(text, "passed over") != 3 || strings.Contains(text, "ada") || strings.Contains(text, "canary") || strings.Contains(text, uid) {
		t.Errorf("the log of answers about other entries: %s", text)
	}
	for _, c := range []struct {
		from, how   string
		state       string
		answered    bool
		description string
	}{
		{"bea@home.example", "DECLINED", "registered", false, "somebody to whom it was forwarded declines"},
		{"ada@home.example", "TENTATIVE", "registered", true, "she may come"},
		{"ada@home.example", "DECLINED", "cancelled", true, "she does not come"},
	} {
		answerByMail(t, mx, to, uid, c.from, c.how)
		var state string
		var answered bool
		h.Read(func(tx *store.Tx) error {
			return tx.Row(`SELECT state, answered_at IS NOT NULL FROM registration`).Scan(&state, &answered)
		})
		if state != c.state || answered != c.answered {
			t.Errorf("%s: she is %s, answered %t", c.description, state, answered)
		}
	}
}

// TestStrangersAnswersAreCountedAndNotNamed: what comes to a calendar's address
// and is no answer of its person changes nothing, and the log says that something
// came, and nothing of whom.
func TestStrangersAnswersAreCountedAndNotNamed(t *testing.T) {
	h := apptest.OpenWith(t, func(c *config.Config) { c.MailListen = "127.0.0.1:0" })
	h.SetUp()
	e := h.Publish(apptest.Event("assembly"))
	h.Visitor().Open("/e/assembly/register").Form("email").Set("name", "Ada").Set("email", "ada@home.example").Set("date", e.Dates[0].ID).Set("way", "online").Submit().OK()
	var r events.Registration
	h.Read(func(tx *store.Tx) error {
		return tx.Row(`SELECT id, generation FROM event_registration`).Scan(&r.ID, &r.Generation)
	})
	to := "cal-e+" + h.Events.ReplyKey(r) + "@localhost"
	log := &lockedText{}
	h.Log = slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	mx := listen(t, h)
	for _, how := range []string{"DECLINED", "ACCEPTED", "TENTATIVE", "NEEDS-ACTION"} {
		answerByMail(t, mx, to, e.Dates[0].ID+"@localhost", "canary-stranger@elsewhere.example", how)
	}
	var state string
	var answered bool
	h.Read(func(tx *store.Tx) error {
		return tx.Row(`SELECT state, answered_at IS NOT NULL FROM event_registration`).Scan(&state, &answered)
	})
	if state != "registered" || answered {
		t.Errorf("after a stranger's answers she is %s, answered %t", state, answered)
	}
	text := log.String()
	if n := strings.Count(text, "passed over"); n != 4 {
		t.Errorf("%d of 4 answers are in the log: %s", n, text)
	}
	for _, personal := range []string{"canary", "elsewhere.example", "ada", "home.example", h.Events.ReplyKey(r)} {
		if strings.Contains(strings.ToLower(text), personal) {
			t.Errorf("the log names %s: %s", personal, text)
		}
	}
}

// lockedText is a log that several goroutines write.
type lockedText struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *lockedText) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

func (l *lockedText) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// listen takes mail for the house and returns where.
func listen(t *testing.T, h *apptest.House) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- h.ServeMail(ctx, l, false) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return l.Addr().String()
}

// answerByMail answers an invitation as a calendar program does.
func answerByMail(t *testing.T, mx, to, uid, from, how string) {
	t.Helper()
	body := fmt.Sprintf("From: <%s>\nTo: <%s>\nMIME-Version: 1.0\nContent-Type: text/calendar; method=REPLY\n\n"+
		"BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nUID:%s\nDTSTART:20270210T180000Z\nATTENDEE;PARTSTAT=%s:mailto:%s\nEND:VEVENT\nEND:VCALENDAR\n", from, to, uid, how, from)
	c, err := smtp.Dial(mx)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := c.SendMail(from, []string{to}, strings.NewReader(strings.ReplaceAll(body, "\n", "\r\n"))); err != nil {
		t.Fatal(err)
	}
}
