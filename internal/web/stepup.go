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

// holdForm leads to the step-up from a form that was sent too early. What was
// typed is held, and waits behind one more button afterwards; files are not.
func (s *Server) holdForm(ctx context.Context, w http.ResponseWriter, hr *http.Request, r *Request, most int64) (Answer, error) {
	if r.Form == nil {
		if err := r.readForm(w, hr, most); err != nil {
			return nil, err
		}
	}
	back := "/me"
	if r.Viewer.Organises() {
		back = "/o"
	}
	if s.Hold == nil || len(r.Files) > 0 || r.illegible {
		return toAgain(back), nil
	}
	var secret string
	err := s.DB.Write(ctx, func(tx *store.Tx) (err error) {
		secret, err = s.Hold(tx, r.Viewer, auth.HeldForm{To: asked(hr).RequestURI(), Fields: r.Form})
		return err
	})
	if err != nil || secret == "" {
		return toAgain(back), err
	}
	return toAgain("/signin/held/" + secret), nil
}
