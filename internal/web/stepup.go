package web

import (
	"context"
	"net/http"
	"net/url"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/store"
)

// pageAgain asks somebody who is signed in to show once more who they are.
const pageAgain = "/signin/again"

// toAgain leads there, and from there back to an address of ours.
func toAgain(to string) Redirect {
	return SeeOther(pageAgain + "?to=" + url.QueryEscape(to))
}

// holdForm leads to the step-up from a form that was sent too early, or to the
// agreement if that is owed. What was typed is held, and waits behind one more
// button afterwards; files are not.
func (s *Server) holdForm(ctx context.Context, w http.ResponseWriter, hr *http.Request, r *Request, route Route) (Answer, error) {
	if r.Form == nil {
		if err := r.readForm(w, hr, route.maxBody); err != nil {
			return nil, err
		}
	}
	lead := toAgain
	if r.owes && !ownPage(route.Pattern) {
		lead = toAgree
	}
	back := "/me"
	if r.Viewer.Organises() {
		back = "/o"
	}
	if s.Hold == nil || len(r.Files) > 0 || r.illegible {
		return lead(back), nil
	}
	var secret string
	err := s.DB.Write(ctx, func(tx *store.Tx) (err error) {
		secret, err = s.Hold(tx, r.Viewer, auth.HeldForm{To: asked(hr).RequestURI(), Fields: r.Form})
		return err
	})
	if err != nil || secret == "" {
		return lead(back), err
	}
	return lead("/signin/held/" + secret), nil
}
