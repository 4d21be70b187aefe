package posts

import (
	"context"
	"encoding/base64"
	"slices"
	"strconv"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/store"
)

// Filter narrows what readers find; the zero value finds everything.
type Filter struct {
	Chapters []string // by their ids; "" among them is the network itself. Nil is all
	Kinds    []Kind   // nil is all
	Lang     string   // that there is a text in
	After    Place    // what stands behind it in the list
	Most     int
}

// Place is where a post stands in the list of what was published, the latest
// first. The zero Place is before all.
type Place struct {
	At time.Time
	ID string
}

// IsZero tells whether it is before all.
func (p Place) IsZero() bool { return p.ID == "" }

// String writes a place so that an address can hold it.
func (p Place) String() string {
	return base64.RawURLEncoding.EncodeToString([]byte(strconv.FormatInt(p.At.UnixMicro(), 36) + "." + p.ID))
}

// ParsePlace reads what String wrote.
func ParsePlace(s string) (Place, error) {
	b, err := base64.RawURLEncoding.DecodeString(s)
	at, id, ok := strings.Cut(string(b), ".")
	micros, err2 := strconv.ParseInt(at, 36, 64)
	if err != nil || err2 != nil || !ok || id == "" {
		return Place{}, errs.NotThere()
	}
	return Place{time.UnixMicro(micros).UTC(), id}, nil
}

// Place is where the post stands.
func (p Post) Place() Place { return Place{p.PublishedAt, p.ID} }

// List returns the posts published last that the viewer may see, and whether
// there are more. What is about something the viewer may not see is left out.
func (room *Room) List(ctx context.Context, tx *store.Tx, v auth.Viewer, f Filter) (list []Post, more bool, err error) {
	defer errs.Wrap(&err, "list posts")
	if f.Lang != "" && !i18n.KnownLang(f.Lang) {
		return nil, false, nil
	}
	known := map[About]*Thing{}
	for len(list) <= f.Most {
		part, err := room.part(tx, f, f.Most+1)
		if err != nil {
			return nil, false, err
		}
		seen, err := room.seen(ctx, tx, v, part, known)
		if err != nil {
			return nil, false, err
		}
		list = append(list, slices.DeleteFunc(seen, func(p Post) bool { return !f.fits(p) })...)
		if len(part) <= f.Most {
			break
		}
		f.After = part[len(part)-1].Place()
	}
	if len(list) > f.Most {
		return list[:f.Most], true, nil
	}
	return list, false, nil
}

// fits tells of a post about something whether one of the chapters shows that:
// it is theirs, or shared with them. Of others the database has told already.
func (f Filter) fits(p Post) bool {
	return p.Thing == nil || f.Chapters == nil || slices.Contains(f.Chapters, p.Thing.Chapter) ||
		slices.ContainsFunc(p.Thing.Shared, func(id string) bool { return slices.Contains(f.Chapters, id) })
}

// part reads the next posts of the list, whoever may see them.
func (room *Room) part(tx *store.Tx, f Filter, most int) ([]Post, error) {
	where, args := "state = 'published' AND hidden_at IS NULL", []any{}
	add := func(text string, more ...any) {
		where += " AND " + text
		args = append(args, more...)
	}
	if f.Chapters != nil {
		in, ids := store.In(tx, "COALESCE(chapter, '')", len(args)+1, f.Chapters)
		add("("+in+" OR about <> '')", ids...)
	}
	if f.Kinds != nil {
		in, kinds := store.In(tx, "kind", len(args)+1, f.Kinds)
		add(in, kinds...)
	}
	if f.Lang != "" { // a key of the JSON object: within a text the quotes are escaped
		add("body LIKE $"+strconv.Itoa(len(args)+1), `%"`+f.Lang+`":"%`)
	}
	if !f.After.IsZero() {
		n := len(args)
		add("(published_at < $"+strconv.Itoa(n+1)+" OR published_at = $"+strconv.Itoa(n+1)+" AND id < $"+strconv.Itoa(n+2)+")", store.At(f.After.At), f.After.ID)
	}
	args = append(args, most)
	return store.All(tx, func(r *store.Rows) (Post, error) { return scan(r) },
		`SELECT `+columns+` FROM post WHERE `+where+` ORDER BY published_at DESC, id DESC LIMIT $`+strconv.Itoa(len(args)), args...)
}
