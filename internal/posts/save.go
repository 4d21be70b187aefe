package posts

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strconv"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/jobs"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/when"
)

// Save keeps a draft, or a change of what is published, as a new version. A form
// that knew an older version is refused; so is a second text about a thing.
//
// A change of what is published is read at once, unless a second person has to
// say yes to it first. A save that changes nothing makes no version.
func (room *Room) Save(ctx context.Context, tx *store.Tx, v auth.Viewer, p Post) (_ Post, err error) {
	defer errs.Wrap(&err, "save a post")
	p.Clean()
	if p.ID == "" {
		return room.make(ctx, tx, v, p)
	}
	was, err := room.open(ctx, tx, v, p.ID)
	if err != nil {
		return p, err
	}
	old, err := latest(tx, was)
	if err != nil {
		return p, err
	}
	if p.Version != old.Version {
		return p, newer()
	}
	if err = checkDays(tx, p, old); err != nil {
		return p, err
	}
	if p, err = room.settle(ctx, tx, v, p, old); err != nil {
		return p, err
	}
	moved := p.Chapter != old.Chapter || p.Kind != old.Kind
	if moved, err = room.movedFromYes(tx, p, moved); err != nil {
		return p, err
	}
	if p.sameText(old) && !moved {
		return p, nil
	}
	return p, room.keep(tx, v, &p)
}

func (room *Room) make(ctx context.Context, tx *store.Tx, v auth.Viewer, p Post) (Post, error) {
	if err := room.may(ctx, tx, v, p); err != nil {
		return p, err
	}
	if !p.About.None() {
		var err error
		if p, err = room.begin(ctx, tx, v, p); err != nil {
			return p, err
		}
	}
	if err := p.Check(); err != nil {
		return p, err
	}
	if err := checkDays(tx, p, Post{}); err != nil {
		return p, err
	}
	p.ID, p.Version, p.State, p.WrittenBy, p.ChangedAt, p.Shown = store.NewID(), 1, Draft, v.Actor(), tx.Now(), 0
	p.Lang = p.Original()
	p.settleTranslations(Post{}, nil)
	if err := checkSlug(tx, p, Post{}); err != nil {
		return p, err
	}
	if err := putNew(tx, p); err != nil {
		return p, err
	}
	if err := putVersion(tx, p, v.Actor()); err != nil {
		return p, err
	}
	return p, room.note(tx, v, "post.make", p.ID)
}

// begin makes of a new text the one about its thing.
func (room *Room) begin(ctx context.Context, tx *store.Tx, v auth.Viewer, p Post) (Post, error) {
	if _, err := aboutThing(tx, p.About); !errs.Is(err, errs.NotFound) {
		return p, cmp.Or(err, newer())
	}
	thing, err := room.Thing(ctx, tx, v, p.About)
	if err != nil {
		return p, err
	}
	p.Kind, p.Chapter = WriteUp, ""
	p.Slug, err = room.FreeSlug(tx, cmp.Or(p.Slug, thing.Slug))
	return p, err
}

// movedFromYes tells of a text that was moved to another chapter or became of
// another kind whether that takes another yes: who said theirs said it to a
// chapter's news, and not to a statement of the network. Once readers have the
// text it is refused, since they would see it at once.
func (room *Room) movedFromYes(tx *store.Tx, p Post, moved bool) (bool, error) {
	if !moved {
		return false, nil
	}
	needed, err := needsYes(tx, p)
	if err == nil && needed && p.State == Published {
		var form errs.Form
		form.Add("kind", "org.post.moved-published|What a published text is, and whose, stays while every text needs a second yes. Take it back first, or write another.")
		err = form.Err()
	}
	return needed, err
}

// checkDays refuses new corrections of a day that has begun nowhere on earth.
func checkDays(tx *store.Tx, p, old Post) error {
	var form errs.Form
	last := when.DateOf(tx.Now(), time.UTC).AddDays(1)
	for i, c := range p.Corrections {
		if c.Day.Compare(last) > 0 && !slices.ContainsFunc(old.Corrections, func(o Correction) bool { return o.Day == c.Day }) {
			form.Add("corrections."+strconv.Itoa(i+1)+".day", "org.post.correction-future|This day is still to come. Write the day on which you correct it.")
		}
	}
	return form.Err()
}

// newer is what a form hears that knew an older version.
func newer() error {
	return errs.New(errs.Conflict, "org.post.newer|Somebody has saved another text in the meantime. Nothing of yours is lost: both stand below.")
}

// settle takes from what is kept all that no form says, and checks the rest.
func (room *Room) settle(ctx context.Context, tx *store.Tx, v auth.Viewer, p, old Post) (Post, error) {
	q := old
	q.Title, q.Body, q.Corrections, q.Related = p.Title, p.Body, p.Corrections, p.Related
	if p.Lang != "" {
		q.Lang = p.Lang
	}
	if old.About.None() {
		if q.Chapter = p.Chapter; q.Chapter != old.Chapter {
			if err := room.may(ctx, tx, v, q); err != nil {
				return p, err
			}
		}
		if q.Kind = p.Kind; q.Kind == "" {
			q.Kind = old.Kind
		}
		if p.Slug != "" {
			q.Slug = p.Slug
		}
	}
	if err := q.Check(); err != nil {
		return p, err
	}
	if q.Slug != old.Slug {
		if err := checkSlug(tx, q, old); err != nil {
			return p, err
		}
	}
	q.Lang = q.Original()
	if old.Slug != q.Slug || old.Chapter != q.Chapter || old.Kind != q.Kind {
		if err := putPlace(tx, q, old); err != nil {
			return p, err
		}
	}
	fits := map[string]int{}
	for _, lang := range p.fitsStill() {
		fits[lang] = old.Version + 1
	}
	q.settleTranslations(old, fits)
	return q, nil
}

// putPlace writes where a post stands: its address, its chapter, its kind.
func putPlace(tx *store.Tx, p, old Post) error {
	if _, err := tx.Exec(`UPDATE post SET slug = $1, chapter = $2, kind = $3 WHERE id = $4`,
		p.Slug, store.OrNull(p.Chapter), string(p.Kind), p.ID); err != nil {
		return err
	}
	if p.Slug == old.Slug {
		return nil
	}
	return keepAddress(tx, p, old)
}

// sameText tells whether two versions say the same.
func (p Post) sameText(q Post) bool {
	return maps.Equal(p.Title, q.Title) && maps.Equal(p.Body, q.Body) && p.Lang == q.Lang && slices.Equal(p.Related, q.Related) &&
		maps.Equal(p.translated, q.translated) &&
		slices.EqualFunc(p.Corrections, q.Corrections, func(a, b Correction) bool {
			return a.Day == b.Day && a.By == b.By && maps.Equal(a.Text, b.Text)
		})
}

// keep writes the next version, and shows it where nobody else has to agree.
func (room *Room) keep(tx *store.Tx, v auth.Viewer, p *Post) error {
	p.Version++
	if err := putVersion(tx, *p, v.Actor()); err != nil {
		return err
	}
	if _, err := tx.Exec(`UPDATE post SET version = $1 WHERE id = $2`, p.Version, p.ID); err != nil {
		return err
	}
	needed, err := needsYes(tx, *p)
	if err != nil {
		return err
	}
	if needed && p.GoesOut.At.After(tx.Now()) { // it was planned with a yes that no longer counts
		if err := unplan(tx, p.ID); err != nil {
			return err
		}
		p.GoesOut = Plan{}
	}
	if err := room.note(tx, v, "post.edit", p.ID); err != nil {
		return err
	}
	if p.State == Published && needed {
		return nil
	}
	p.ChangedAt = tx.Now()
	if err := putText(tx, *p); err != nil || p.State != Published {
		return err
	}
	p.Shown = p.Version
	if _, err = tx.Exec(`UPDATE post SET shown = version WHERE id = $1`, p.ID); err != nil {
		return err
	}
	return room.refind(tx.Context(), tx, "id", p.ID)
}

// unplan forgets that a post was to go out by itself.
func unplan(tx *store.Tx, id string) error {
	if _, err := tx.Exec(`UPDATE post SET goes_out = '', goes_out_zone = '', goes_out_at = NULL, goes_out_by = NULL WHERE id = $1`, id); err != nil {
		return err
	}
	return jobs.Cancel(tx, JobPublish, id)
}

// note writes what the viewer did to a post into the audit log.
func (room *Room) note(tx *store.Tx, v auth.Viewer, verb, id string) error {
	if room.Note == nil {
		return nil
	}
	return room.Note(tx, v, verb, id, 1)
}
