package postdeskweb

import (
	"context"
	"strconv"
	"time"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
)

// theirs is what somebody else has saved while the form was open. What was
// typed stands in the form, and from what they saved differs from it is shown.
type theirs struct {
	Lead  string
	Diffs []difference // from their text to the one in the form
}

// theirs finds whether the form was refused since it knew an older version. It
// then tells the form of the latest, so that a second press saves deliberately;
// theirs stays as a version.
func (p *Pages) theirs(ctx context.Context, tx *store.Tx, r *web.Request, kept posts.Post, in *writing, wrong *errs.Error) (*theirs, error) {
	known, _ := strconv.Atoi(in.Get("version"))
	if wrong == nil || wrong.Kind != errs.Conflict || kept.ID == "" || known == kept.Version {
		return nil, nil
	}
	mine, err := in.post(kept)
	if err != nil {
		return nil, nil // what is wrong with the fields is said beside them first
	}
	who, at, err := p.lastSaved(ctx, tx, r, kept)
	if err != nil {
		return nil, err
	}
	in.Values.Set("version", strconv.Itoa(kept.Version))
	return &theirs{Diffs: differences(r, kept, mine),
		Lead: r.L.T("org.post.theirs|{name} saved another text at {when}. Yours stands in the form below. Here is what yours changes about theirs; take over into the form what you want to keep. If you then save, yours is the latest, and theirs stays among the earlier versions.",
			"name", who, "when", at)}, nil
}

// lastSaved is who saved the latest version, and when.
func (p *Pages) lastSaved(ctx context.Context, tx *store.Tx, r *web.Request, kept posts.Post) (who, at string, err error) {
	v, err := p.Posts.Version(ctx, tx, r.Viewer, kept.ID, kept.Version)
	if errs.Is(err, errs.NotFound) { // what it is about is known to another room only
		return r.L.T("org.post.by-somebody|Somebody"), clockOf(r, kept.ChangedAt), nil
	}
	if err != nil {
		return "", "", err
	}
	names, err := p.names(tx, r, v.By)
	return names[v.By], clockOf(r, v.At), err
}

func clockOf(r *web.Request, t time.Time) string { return r.L.Time(t.In(r.Zone)) }
