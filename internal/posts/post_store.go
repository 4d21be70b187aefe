package posts

import (
	"encoding/json"
	"errors"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/when"
)

const columns = `id, slug, kind, COALESCE(chapter, ''), about_kind, about, state, title, body, lang, corrections, related, original_at,
	translated, written_by, version, shown, changed_at, published_at, hidden_at, COALESCE(hidden_why, ''), goes_out, goes_out_zone, goes_out_at,
	COALESCE(goes_out_by, ''), withdrawn_at, withdrawn_why, withdrawn_lang`

type scanner interface{ Scan(...any) error }

func scan(row scanner) (p Post, err error) {
	var changed, published, hidden, goes, withdrawn store.Time
	var corrections, related, translated string
	var wall *when.Wall
	err = row.Scan(&p.ID, &p.Slug, (*string)(&p.Kind), &p.Chapter, (*string)(&p.About.Kind), &p.About.ID, (*string)(&p.State), &p.Title, &p.Body, &p.Lang,
		&corrections, &related, &p.originalAt, &translated, &p.WrittenBy, &p.Version, &p.Shown, &changed, &published, &hidden, &p.HiddenWhy,
		store.Maybe(&wall), &p.GoesOut.Zone, &goes, &p.GoesOut.By, &withdrawn, &p.WithdrawnWhy, &p.WithdrawnLang)
	if errors.Is(err, store.ErrNoRow) {
		err = errs.NotThere()
	}
	if err != nil {
		return p, err
	}
	p.ChangedAt, p.PublishedAt, p.HiddenAt, p.GoesOut.At, p.WithdrawnAt = changed.Time, published.Time, hidden.Time, goes.Time, withdrawn.Time
	if wall != nil {
		p.GoesOut.Wall = *wall
	}
	return p, p.readParts(corrections, related, translated)
}

// readParts reads what is kept as JSON; "" is nothing.
func (p *Post) readParts(corrections, related, translated string) error {
	p.Corrections, p.Related, p.translated = nil, nil, nil
	return errors.Join(fromJSON(corrections, &p.Corrections), fromJSON(related, &p.Related), fromJSON(translated, &p.translated))
}

func fromJSON(text string, to any) error {
	if text == "" {
		return nil
	}
	return json.Unmarshal([]byte(text), to)
}

// parts are what readParts reads.
func (p Post) parts() (corrections, related, translated string, err error) {
	for _, x := range []struct {
		to   *string
		from any
		none bool
	}{{&corrections, p.Corrections, len(p.Corrections) == 0}, {&related, p.Related, len(p.Related) == 0}, {&translated, p.translated, len(p.translated) == 0}} {
		if x.none {
			continue
		}
		b, err := json.Marshal(x.from)
		if err != nil {
			return "", "", "", err
		}
		*x.to = string(b)
	}
	return corrections, related, translated, nil
}

// putNew writes a new post with its first version.
func putNew(tx *store.Tx, p Post) error {
	corrections, related, translated, err := p.parts()
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO post (id, slug, kind, chapter, about_kind, about, state, title, body, lang, corrections, related, original_at, translated,
			written_by, version, made_at, changed_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $17)`,
		p.ID, p.Slug, string(p.Kind), store.OrNull(p.Chapter), string(p.About.Kind), p.About.ID, string(p.State), p.Title, p.Body, p.Lang, corrections, related,
		p.originalAt, translated, p.WrittenBy, p.Version, store.At(p.ChangedAt))
	if store.IsUnique(err) {
		return slugTaken()
	}
	return err
}

// putText writes what is read: that of the version which is shown, or the
// latest of a draft.
func putText(tx *store.Tx, p Post) error {
	corrections, related, translated, err := p.parts()
	if err != nil {
		return err
	}
	_, err = tx.Exec(`UPDATE post SET title = $1, body = $2, lang = $3, corrections = $4, related = $5, original_at = $6, translated = $7,
		changed_at = $8 WHERE id = $9`,
		p.Title, p.Body, p.Lang, corrections, related, p.originalAt, translated, store.At(p.ChangedAt), p.ID)
	return err
}

// putVersion keeps the text as a version of its own.
func putVersion(tx *store.Tx, p Post, by string) error {
	corrections, related, translated, err := p.parts()
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO post_version (post, n, title, body, lang, corrections, related, original_at, translated, by_whom, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		p.ID, p.Version, p.Title, p.Body, p.Lang, corrections, related, p.originalAt, translated, by, store.At(tx.Now()))
	return err
}

// byID reads a post as readers have it.
func byID(tx *store.Tx, id string) (Post, error) {
	return scan(tx.Row(`SELECT `+columns+` FROM post WHERE id = $1`, id))
}

// latest puts the latest version's text in place of what readers have.
func latest(tx *store.Tx, p Post) (Post, error) {
	if !p.Pending() {
		return p, nil
	}
	v, err := version(tx, p.ID, p.Version)
	return v.over(p), err
}
