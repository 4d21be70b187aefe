package authweb

import (
	"time"

	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// dayOf prints a day as it is kept.
func dayOf(r *web.Request, day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return r.L.Date(t, i18n.Medium)
}

// codeLabel names what may be typed: what the person has.
func (p againPage) codeLabel() string {
	switch {
	case p.Ways.App.IsZero():
		return p.R.L.T("auth.again.code.paper|One of your codes on paper")
	case p.Ways.Paper == 0:
		return p.R.L.T("auth.app.code|Code from the app")
	}
	return p.R.L.T("auth.again.code.both|Code from the app, or one of your codes on paper")
}

// codeHint names the other thing that may be typed.
func (p againPage) codeHint() string {
	if p.Ways.Paper == 0 {
		return ""
	}
	return p.R.L.T("auth.again.code.hint|Your phone is gone? Take one of your codes on paper instead.")
}

// codeKind is primary where the code is the first thing asked for.
func (p againPage) codeKind() ui.Kind { return passkeyKind(len(p.Ways.Passkeys) > 0) }

func passkeyKind(quiet bool) ui.Kind {
	if quiet {
		return ui.Quiet
	}
	return ui.Primary
}
