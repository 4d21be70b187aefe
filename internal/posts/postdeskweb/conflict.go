package postdeskweb

import (
	"context"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/posts/diff"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
)

// theirs is what somebody else has saved while the form was open. What was
// typed stands in the form with what they changed of the rest, and where the two
// differ is shown.
type theirs struct {
	Lead  string
	Diffs []difference // from their text to the one in the form
}

// theirs finds whether the form was refused since it knew an older version. It
// then takes into the form what only they changed and tells it of the latest, so
// that a second press saves deliberately; theirs stays as a version.
func (p *Pages) theirs(ctx context.Context, tx *store.Tx, r *web.Request, kept posts.Post, in *writing, wrong *errs.Error) (*theirs, error) {
	known, _ := strconv.Atoi(in.Get("version"))
	clashes := in.clashes(kept)
	if wrong == nil || wrong.Kind != errs.Conflict || kept.ID == "" || known == kept.Version && len(clashes) == 0 {
		return nil, nil
	}
	base, out := kept, &theirs{Lead: r.L.T("org.post.moved-meanwhile|Somebody has changed in the meantime what this text is, whose it is, or its address. Your choice stands in the form below. If you save once more, it holds.")}
	if known != kept.Version {
		v, err := p.Posts.Version(ctx, tx, r.Viewer, kept.ID, known)
		if err != nil && !errs.Is(err, errs.NotFound) { // nothing stood there when the form was made
			return nil, err
		}
		base.Title, base.Body, base.Corrections, base.Related = v.Text.Title, v.Text.Body, v.Text.Corrections, v.Text.Related
		if out.Lead, err = p.lead(ctx, tx, r, kept); err != nil {
			return nil, err
		}
	}
	mine, err := in.post(base)
	if err != nil {
		return nil, nil // what is wrong with the fields is said beside them first
	}
	mine = merged(base, kept, mine)
	in.takeOver(r, mine, kept)
	out.Diffs = differences(r, kept, mine)
	for _, name := range clashes {
		d, err := p.placeDifference(tx, r, name, placeOf(kept, name), placeOf(mine, name))
		if err != nil {
			return nil, err
		}
		out.Diffs = append(out.Diffs, d)
	}
	return out, nil
}

// lead says who saved, and what becomes of the two texts.
func (p *Pages) lead(ctx context.Context, tx *store.Tx, r *web.Request, kept posts.Post) (string, error) {
	who, at, err := p.lastSaved(ctx, tx, r, kept)
	return r.L.T("org.post.theirs|{name} saved another text at {when}. Yours stands in the form below. Here is what yours changes about theirs; take over into the form what you want to keep. If you then save, yours is the latest, and theirs stays among the earlier versions.",
		"name", who, "when", at), err
}

// merged is the form's text with what somebody else changed of the parts that
// the form left as they were.
func merged(base, theirs, mine posts.Post) posts.Post {
	mine.Title, mine.Body = mergedText(base.Title, theirs.Title, mine.Title), mergedText(base.Body, theirs.Body, mine.Body)
	if reflect.DeepEqual(base.Corrections, mine.Corrections) {
		mine.Corrections = theirs.Corrections
	}
	if slices.Equal(base.Related, mine.Related) {
		mine.Related = theirs.Related
	}
	return mine
}

func mergedText(base, theirs, mine i18n.Text) i18n.Text {
	t := i18n.Text{}
	for _, text := range []i18n.Text{theirs, mine} {
		for _, lang := range text.Langs() {
			if t[lang] = mine[lang]; plain(mine[lang]) == plain(base[lang]) {
				t[lang] = theirs[lang]
			}
		}
	}
	return t
}

// plain is a text without what a browser does to its lines.
func plain(s string) string { return strings.TrimSpace(strings.ReplaceAll(s, "\r", "")) }

// takeOver fills the form anew, as one that knows what is kept.
func (in *writing) takeOver(r *web.Request, post, kept posts.Post) {
	filled := fill(r, post)
	for name, values := range in.Values {
		if name == "primary" || strings.HasPrefix(name, "fits.") {
			filled.Values[name] = values
		}
	}
	in.Values = filled.Values
	in.Values.Set("version", strconv.Itoa(kept.Version))
	in.remember(kept)
}

// placeDifference shows a place that two chose in two ways.
func (p *Pages) placeDifference(tx *store.Tx, r *web.Request, name, theirs, mine string) (difference, error) {
	l := r.L
	switch name {
	case "kind":
		return difference{l.T("org.post.kind|What it is"), l.Lang, diff.Lines(diff.Texts(l.Text(posts.Kind(theirs).Label()), l.Text(posts.Kind(mine).Label())))}, nil
	case "slug":
		return difference{l.T("org.post.slug|Name in the address"), l.Lang, diff.Lines(diff.Texts(theirs, mine))}, nil
	}
	names := map[string]string{"": l.T("org.chapter.none|The network itself")}
	list, err := p.People.Chapters(tx)
	for _, c := range list {
		names[c.ID] = textOf(r, c.Name)
	}
	return difference{l.T("org.post.chapter|Whose it is"), l.Lang, diff.Lines(diff.Texts(names[theirs], names[mine]))}, err
}

// lastSaved is who saved the latest version, and when.
func (p *Pages) lastSaved(ctx context.Context, tx *store.Tx, r *web.Request, kept posts.Post) (who, at string, err error) {
	v, err := p.Posts.Version(ctx, tx, r.Viewer, kept.ID, kept.Version)
	if err != nil {
		return "", "", err
	}
	names, err := p.names(tx, r, v.By)
	return names[v.By], clockOf(r, v.At), err
}

func clockOf(r *web.Request, t time.Time) string { return r.L.Time(t.In(r.Zone)) }
