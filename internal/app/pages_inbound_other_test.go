package app_test

import (
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/emersion/go-smtp"

	"codeberg.org/plenary/plenary/internal/app/apptest"
	"codeberg.org/plenary/plenary/internal/config"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/store"
)

// TestNobodyAnswersAtTheAddressOfSomebodyElse: an invitation was forwarded, and
// somebody who is registered too answers at the address in it, as themselves and
// in the other's name.
func TestNobodyAnswersAtTheAddressOfSomebodyElse(t *testing.T) {
	h := apptest.OpenWith(t, func(c *config.Config) { c.MailListen = "127.0.0.1:0" })
	h.SetUp()
	e := h.Publish(apptest.Event("assembly"))
	for _, name := range []string{"ada", "bea"} {
		h.Visitor().Open("/e/assembly/register").Form("email").Set("name", name).Set("email", name+"@home.example").Set("date", e.Dates[0].ID).Set("way", "online").Submit().OK()
	}
	var ada events.Registration
	h.Read(func(tx *store.Tx) error {
		id, err := h.People.Find(tx, "ada@home.example")
		if err != nil {
			return err
		}
		return tx.Row(`SELECT id, generation FROM event_registration WHERE person = $1`, id).Scan(&ada.ID, &ada.Generation)
	})
	to := "cal-e+" + h.Events.ReplyKey(ada) + "@localhost"
	log := &lockedText{}
	h.Log = slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	mx := listen(t, h)
	said := 0
	for _, how := range []string{"DECLINED", "ACCEPTED"} {
		for _, x := range []struct{ from, attendee string }{{"bea@home.example", "bea@home.example"}, {"bea@home.example", "ada@home.example"}, {"ada@home.example.evil.example", "ada@home.example"}} {
			said++
			body := fmt.Sprintf("From: <%s>\nTo: <%s>\nMIME-Version: 1.0\nContent-Type: text/calendar; method=REPLY\n\n"+
				"BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nUID:%s@localhost\nDTSTART:20270210T180000Z\nATTENDEE;PARTSTAT=%s:mailto:%s\nEND:VEVENT\nEND:VCALENDAR\n", x.from, to, e.Dates[0].ID, how, x.attendee)
			c, err := smtp.Dial(mx)
			if err != nil {
				t.Fatal(err)
			}
			err = c.SendMail(x.from, []string{to}, strings.NewReader(strings.ReplaceAll(body, "\n", "\r\n")))
			c.Close()
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	h.Read(func(tx *store.Tx) error {
		return tx.Each(func(r *store.Rows) error {
			var state string
			var answered bool
			err := r.Scan(&state, &answered)
			if state != "registered" || answered {
				t.Errorf("somebody is %s, answered %t", state, answered)
			}
			return err
		}, `SELECT state, answered_at IS NOT NULL FROM event_registration`)
	})
	text := log.String()
	if n := strings.Count(text, "passed over"); n != said {
		t.Errorf("%d of %d answers are in the log: %s", n, said, text)
	}
	for _, personal := range []string{"ada", "bea", "home.example", h.Events.ReplyKey(ada)} {
		if strings.Contains(strings.ToLower(text), personal) {
			t.Errorf("the log names %s: %s", personal, text)
		}
	}
}
