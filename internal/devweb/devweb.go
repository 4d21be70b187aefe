// Package devweb holds the pages of a --dev process: the mail that was caught,
// and the clock that can be set. They exist on loopback only.
package devweb

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// Pages are the pages of this package with what they stand on.
type Pages struct {
	Mail  *mail.Caught
	Clock *store.Clock
	// Settle runs jobs and sends mail until nothing is due any more.
	Settle func(context.Context) error
}

// Routes lists all pages.
func (p *Pages) Routes() []web.Route {
	return []web.Route{
		web.Get("/dev/mail", web.Public(), p.list),
		web.Get("/dev/mail.json", web.Public(), p.listJSON),
		web.Get("/dev/mail/{file}", web.Public(), p.message),
		web.Unusual("POST", "/dev/clock", web.Public(), func(*web.Server) web.Raw { return p.setClock }),
	}
}

func (p *Pages) list(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	return web.Page{Title: "Mail", Body: listBody(p.Mail.List(), r.Now), Wide: true, Hidden: true}, nil
}

// table lists messages, the latest first.
func table(list []mail.CaughtEntry) ui.Table {
	t := ui.Table{Caption: "Mail", Hidden: true, Stack: true, Columns: []ui.Column{{Label: "Subject"}, {Label: "To"}, {Label: "Kind"}, {Label: "At"}}}
	for _, m := range slices.Backward(list) {
		t.Rows = append(t.Rows, []ui.Cell{{Text: m.Subject, Href: "/dev/mail/" + strconv.Itoa(m.N), Head: true}, {Text: m.To},
			{Text: m.Kind}, {Text: m.At.Format("2 Jan, 15:04")}})
	}
	return t
}

func (p *Pages) listJSON(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	data, err := json.Marshal(p.Mail.List())
	return web.Bytes{Type: "application/json", Data: data}, err
}

// message returns a message as it was sent, or, without .eml, its page.
func (p *Pages) message(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	number, isFile := strings.CutSuffix(r.Param("file"), ".eml")
	n, err := strconv.Atoi(number)
	if err != nil {
		return nil, errs.NotThere()
	}
	raw, ok := p.Mail.Raw(n)
	if !ok {
		return nil, errs.NotThere()
	}
	if isFile {
		return web.Bytes{Type: "message/rfc822", Data: raw}, nil
	}
	m, err := read(raw)
	if err != nil {
		return nil, err
	}
	return web.Page{Title: m.Subject, Body: messageBody(n, m), Hidden: true}, nil
}

// setClock moves the clock (add=25h) or sets it (set=2027-01-04T09:00:00Z),
// and answers when everything that fell due has been done.
func (p *Pages) setClock(w http.ResponseWriter, r *http.Request) error {
	add, set := r.FormValue("add"), r.FormValue("set")
	for name := range r.Form {
		if name != "add" && name != "set" { // a misspelt field must not pass for a clock that was moved
			return errs.New(errs.Invalid, "err.unreadable|What was sent cannot be read.")
		}
	}
	if add != "" {
		d, err := time.ParseDuration(add)
		if err != nil {
			return errs.New(errs.Invalid, "err.unreadable|What was sent cannot be read.").Because(err)
		}
		p.Clock.Add(d)
	}
	if set != "" {
		t, err := time.Parse(time.RFC3339, set)
		if err != nil {
			return errs.New(errs.Invalid, "err.unreadable|What was sent cannot be read.").Because(err)
		}
		p.Clock.Set(t)
	}
	if err := p.Settle(r.Context()); err != nil {
		return err
	}
	_, err := fmt.Fprintln(w, p.Clock.Now().Format(time.RFC3339))
	return err
}
