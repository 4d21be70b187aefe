package peopleweb

import (
	"context"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// aboutRoutes are what the network says of itself.
func (p *Pages) aboutRoutes() []web.Route {
	return []web.Route{
		web.Get("/privacy", web.Public(), p.privacy).Cached(),
		web.Get("/accessibility", web.Public(), p.accessibility).Cached(),
		web.Get("/.well-known/security.txt", web.Public(), p.security),
	}
}

// part is one heading with its text, and a sentence with an address.
type part struct {
	Title, Text string
	Ask         *ui.Sentence
}

// askAt is a sentence that names an address to write to.
func askAt(before, address, after string) *ui.Sentence {
	s := ui.Say(before, address, after).Mail(i18n.Unmarked(address))
	return &s
}

func (p *Pages) accessibility(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	l := r.L
	parts := []part{
		{l.T("a11y.goal|What we aim for"), l.T("a11y.goal.text|WCAG 2.2, level AA, on every page, in light and dark, in every language, on a narrow phone."), nil},
		{l.T("a11y.how|How it is checked"), l.T("a11y.how.text|Every change is tested by a program that looks for barriers, and every task works with the keyboard alone and without scripts."), nil},
		{l.T("a11y.known|What is not good yet"), l.T("a11y.known.text|Write-ups, recordings and calls are made by others. They may lack captions or descriptions."), nil},
	}
	if r.Face.Contact != "" {
		before, address, after := l.Split("a11y.tell.ask|Something stands in your way? Write to [{address}].", "address", r.Face.Contact)
		parts = append(parts, part{l.T("a11y.tell|Tell us"), "", askAt(before, address, after)})
	}
	return web.Page{Title: l.T("web.nav.accessibility|Accessibility"), Body: textPage(l.T("web.nav.accessibility|Accessibility"),
		l.T("a11y.lead|Everyone should be able to take part, with any device and any way of reading."), parts)}, nil
}

// security says where to report a fault, as RFC 9116 has it: by mail, or on a
// page that is served by HTTPS. Without either there is nothing to say.
func (p *Pages) security(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	var b strings.Builder
	safe := strings.HasPrefix(r.Base, "https://")
	switch {
	case r.Face.Contact != "":
		b.WriteString("Contact: mailto:" + r.Face.Contact + "\n")
	case safe:
		b.WriteString("Contact: " + r.Base + "/privacy\n")
	default:
		return nil, errs.NotThere()
	}
	b.WriteString("Expires: " + r.Now.AddDate(0, 6, 0).UTC().Truncate(24*time.Hour).Format(time.RFC3339) + "\n")
	b.WriteString("Preferred-Languages: " + strings.Join(r.Face.Languages, ", ") + "\n")
	if safe {
		b.WriteString("Canonical: " + r.Base + "/.well-known/security.txt\n")
	}
	return web.Bytes{Type: "text/plain; charset=utf-8", Data: []byte(b.String())}, nil
}
