package web

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
)

// PageAgree is where members agree to what holds for all.
const PageAgree = "/me/agreement"

// beforehand says what comes before a page: somebody who is frozen changes
// nothing but what is theirs, and a member who has not agreed yet to what holds
// now is asked first. What is kept of them, and the way out, is open to both.
func (r *Request) beforehand(route Route) (Answer, error) {
	if r.Viewer.Kind != auth.Person || ownPage(route.Pattern) {
		return nil, nil
	}
	switch {
	case r.Viewer.Frozen && route.Method == "POST" && route.guard != guardNever:
		return nil, errFrozen()
	case !r.owes || route.Policy.Name != Members().Name && route.Policy.Name != Desk().Name:
		return nil, nil
	case route.post != nil: // held until they have agreed
		return nil, errs.New(errs.StepUp, "err.step-up|Please show once more that it is you.")
	case route.get != nil && !r.Script:
		return toAgree(r.Self()), nil
	}
	return nil, nil
}

func errFrozen() error {
	return errs.New(errs.Closed, "err.frozen|You cannot write or take part here for now. A mail told you why. You can see what is kept of you, take it along and leave.")
}

// holderActs refuses a form behind a carried link whose holder is frozen: it is
// the same person as the one who signs in. The ways out stay open, and so does
// silence.
func (s *Server) holderActs(ctx context.Context, tx *store.Tx, r *Request, route Route) error {
	if s.HolderRests == nil || route.Method != "POST" || route.Policy.Name != ByLink().Name || ownPage(route.Pattern) || WayOut(route.Pattern) {
		return nil
	}
	rests, err := s.HolderRests(ctx, tx, r.Path, r.Param("key"))
	if rests && err == nil {
		err = errFrozen()
	}
	return err
}

// WayOut tells whether a form behind a carried link gives up what is its
// holder's, or asks for silence. Whoever is frozen may send it.
func WayOut(pattern string) bool {
	for _, stop := range []string{"/u/", "/eu/"} {
		if strings.HasPrefix(pattern, stop) {
			return true
		}
	}
	return slices.ContainsFunc([]string{"/cancel", "/remove", "/withdraw", "/reminders", "/not-me", "/feed"}, func(end string) bool { return strings.HasSuffix(pattern, end) })
}

// toAgree leads to the agreement, and from there back to an address of ours.
func toAgree(to string) Redirect {
	return SeeOther(PageAgree + "?to=" + url.QueryEscape(to))
}

// ownPage tells whether a page is about its reader's own data or their sign-in.
// The member's page itself is the first that they see, and so asks; who writes
// the agreement goes on writing. Private groups are shared with others: only
// what is kept there of oneself and the way out are one's own.
func ownPage(pattern string) bool {
	if strings.HasPrefix(pattern, "/me/groups") || strings.HasPrefix(pattern, "/me/join") {
		return slices.ContainsFunc([]string{".json", "/leave", "/withdraw", "/decline"}, func(end string) bool { return strings.HasSuffix(pattern, end) })
	}
	for _, own := range []string{"/me/", "/signin", "/signout", "/o/agreement"} {
		if strings.HasPrefix(pattern, own) {
			return true
		}
	}
	return false
}
