package web

import (
	"context"
	"fmt"
	"slices"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/store"
)

// sight is that a page shows personal data of others.
type sight struct {
	by     auth.Viewer
	what   auth.Read
	object string
	count  int
}

// Saw notes that the answer shows the viewer personal data of others: of so
// many people of the object, a series, a group or a person. However long the
// list is, it is one line in the audit log. The viewer is named since a carried
// link may have opened more than the request alone.
func (r *Request) Saw(v auth.Viewer, what auth.Read, object string, count int) {
	if count > 0 {
		r.saw = append(r.saw, sight{v, what, object, count})
	}
}

// Reads are the readings that the route declares; see [Route.Audited].
func (r Route) Reads() []auth.Read { return slices.Clone(r.reads) }

// declared is the fault of a page that shows what its route does not declare.
func (r *Request) declared() error {
	for _, x := range r.saw {
		if !slices.Contains(r.reads, x.what) {
			return fmt.Errorf("web: a page makes the reading %q, which its route does not declare", x.what)
		}
	}
	return nil
}

// noteSeen writes what a page showed into the audit log.
func (s *Server) noteSeen(tx *store.Tx, r *Request) error {
	if err := r.declared(); err != nil || s.NoteRead == nil {
		return err
	}
	for _, x := range r.saw {
		if err := s.NoteRead(tx, x.by, x.what, x.object, x.count); err != nil {
			return err
		}
	}
	return nil
}

// auditSeen is noteSeen for what was read in a transaction that cannot write:
// in one of its own, before anything is answered. Most readings are of what was
// read a moment ago, and cost no write.
func (s *Server) auditSeen(ctx context.Context, r *Request) error {
	if len(r.saw) == 0 {
		return nil
	}
	if err := r.declared(); err != nil || s.NoteRead == nil {
		return err
	}
	unseen := false
	if err := s.DB.Read(ctx, func(tx *store.Tx) error {
		for _, x := range r.saw {
			if seen, err := s.Noticed(tx, x.by, x.what, x.object); err != nil || !seen {
				unseen = true
				return err
			}
		}
		return nil
	}); err != nil || !unseen {
		return err
	}
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		tx.Quiet()
		return s.noteSeen(tx, r)
	})
}
