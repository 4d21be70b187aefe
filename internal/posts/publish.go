package posts

import (
	"context"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/jobs"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/typed"
	"codeberg.org/plenary/plenary/internal/when"
)

// Publish shows the latest version to all. Doing it twice changes nothing, and
// says so by first being false.
func (room *Room) Publish(ctx context.Context, tx *store.Tx, v auth.Viewer, id string) (first bool, err error) {
	defer errs.Wrap(&err, "publish a post")
	p, err := room.open(ctx, tx, v, id)
	if err != nil || p.State == Published && !p.Pending() {
		return false, err
	}
	if err = room.ready(ctx, tx, p); err != nil {
		return false, err
	}
	return p.State == Draft, room.show(ctx, tx, v, p)
}

// ready refuses what needs a second yes and has none by who may still give it.
func (room *Room) ready(ctx context.Context, tx *store.Tx, p Post) error {
	needed, err := needsYes(tx, p)
	if err != nil || !needed {
		return err
	}
	n, err := room.agreed(ctx, tx, p)
	if err == nil && n != p.Version {
		err = errs.New(errs.Conflict, "org.post.needs-yes|In this network a second person reads a text before it goes out. Ask somebody for their yes first.")
	}
	return err
}

// show puts the latest version before its readers.
func (room *Room) show(ctx context.Context, tx *store.Tx, v auth.Viewer, p Post) error {
	if p.Pending() {
		var err error
		if p, err = latest(tx, p); err != nil {
			return err
		}
		p.ChangedAt = tx.Now()
	}
	if err := putText(tx, p); err != nil {
		return err
	}
	if _, err := tx.Exec(`UPDATE post SET state = 'published', published_at = COALESCE(published_at, $1), shown = version,
		withdrawn_at = NULL, withdrawn_why = '', withdrawn_lang = '' WHERE id = $2`, store.At(tx.Now()), p.ID); err != nil {
		return err
	}
	if err := unplan(tx, p.ID); err != nil {
		return err
	}
	if err := room.refind(ctx, tx, "id", p.ID); err != nil {
		return err
	}
	if !p.About.None() {
		if err := room.Subjects[p.About.Kind].Tell(ctx, tx, v, p.About.ID); err != nil {
			return err
		}
	}
	return room.note(tx, v, "post.publish", p.ID)
}

// JobPublish is the job that publishes what was planned.
const JobPublish = "posts.publish"

// PlanFor plans that the latest text of a post goes out at an hour that the clocks
// of a zone show.
func (room *Room) PlanFor(ctx context.Context, tx *store.Tx, v auth.Viewer, id string, wall when.Wall, zone string) (err error) {
	defer errs.Wrap(&err, "plan when a text goes out")
	p, err := room.open(ctx, tx, v, id)
	if err != nil {
		return err
	}
	if p.State == Published && !p.Pending() {
		return errs.New(errs.Conflict, "org.post.review-nothing|Everything of this text is published already.")
	}
	at, err := planned(tx.Now(), wall, zone)
	if err != nil {
		return err
	}
	if err = room.ready(ctx, tx, p); err != nil {
		return err
	}
	if _, err = tx.Exec(`UPDATE post SET goes_out = $1, goes_out_zone = $2, goes_out_at = $3, goes_out_by = $4 WHERE id = $5`,
		wall.String(), zone, store.At(at), v.Actor(), id); err != nil {
		return err
	}
	if err = jobs.Enqueue(tx, jobs.Job{Kind: JobPublish, Unique: id, Payload: id, RunAt: at, By: v.Actor()}); err != nil {
		return err
	}
	return room.note(tx, v, "post.plan", id)
}

// planned finds the instant, and refuses an hour that is over, that the clocks
// skip, or that is of another age.
func planned(now time.Time, wall when.Wall, zone string) (time.Time, error) {
	var form errs.Form
	typed.CheckZone(&form, "zone", zone)
	if wall.IsZero() {
		form.Add("goes_out", "org.post.plan-when|Say on which day and at what hour.")
	}
	if err := form.Err(); err != nil {
		return time.Time{}, err
	}
	loc, err := when.Load(zone)
	if err != nil {
		return time.Time{}, err
	}
	at, kind := wall.In(loc)
	switch {
	case wall.Date.Year > when.LastYear:
		form.Add("goes_out", "org.event.year|The date {date} is too far off. Check its year.", "date", wall.Date.String())
	case kind == when.Skipped:
		next := wall.Next(loc)
		form.Add("goes_out", "org.post.plan-skipped|On {date} the clocks in {city} are set forward: {time} does not exist. The next is {next}.",
			"date", wall.Date.String(), "city", i18n.City(zone), "time", wall.Clock.String(), "next", next.Clock.String())
	case !at.After(now):
		form.Add("goes_out", "org.post.plan-over|This hour is over. Choose a later one, or publish it now.")
	}
	return at, form.Err()
}

// Unplan keeps a post from going out by itself.
func (room *Room) Unplan(ctx context.Context, tx *store.Tx, v auth.Viewer, id string) (err error) {
	defer errs.Wrap(&err, "take a plan back")
	if _, err = room.open(ctx, tx, v, id); err != nil {
		return err
	}
	if err = unplan(tx, id); err != nil {
		return err
	}
	return room.note(tx, v, "post.unplan", id)
}

// PublishPlanned publishes a post whose hour has come. It acts for who planned
// it, as they may by now; what they may not do any more stays undone, and the
// plan says so.
func (room *Room) PublishPlanned(ctx context.Context, tx *store.Tx, id string) (err error) {
	defer errs.Wrap(&err, "publish what was planned")
	p, err := byID(tx, id)
	if errs.Is(err, errs.NotFound) || err == nil && (p.GoesOut.At.IsZero() || p.GoesOut.At.After(tx.Now())) {
		return nil // deleted, or planned anew
	}
	if err != nil {
		return err
	}
	v := auth.Itself()
	if room.Acting != nil {
		if v, err = room.Acting(tx, p.GoesOut.By); err != nil {
			return err
		}
	}
	_, err = room.Publish(ctx, tx, v, id)
	if errs.Is(err, errs.NotFound) || errs.Is(err, errs.Conflict) {
		_, err = tx.Exec(`UPDATE post SET goes_out_at = NULL WHERE id = $1`, id)
	}
	return err
}

// Withdraw takes a published post back. Its page then says that it was, when and
// why.
func (room *Room) Withdraw(ctx context.Context, tx *store.Tx, v auth.Viewer, id, why, lang string) (err error) {
	defer errs.Wrap(&err, "take a text back")
	p, err := room.open(ctx, tx, v, id)
	if err != nil {
		return err
	}
	if p.State != Published {
		return errs.New(errs.Conflict, "org.post.not-published|This text is not published.")
	}
	var form errs.Form
	if why = typed.Lines(why); why == "" {
		form.Add("why", "org.post.withdraw-why|Say why, for those who come by an old link.")
	}
	typed.CheckLength(&form, "why", why, 1000)
	if err = form.Err(); err != nil {
		return err
	}
	if p.Pending() { // from now on the latest text is the draft
		if p, err = latest(tx, p); err != nil {
			return err
		}
		if err = putText(tx, p); err != nil {
			return err
		}
	}
	if _, err = tx.Exec(`UPDATE post SET state = 'withdrawn', withdrawn_at = $1, withdrawn_why = $2, withdrawn_lang = $3, shown = 0 WHERE id = $4`,
		store.At(tx.Now()), why, lang, id); err != nil {
		return err
	}
	if err = unplan(tx, id); err != nil {
		return err
	}
	if err = room.refind(ctx, tx, "id", id); err != nil {
		return err
	}
	return room.note(tx, v, "post.withdraw", id)
}

// Delete removes a draft that was never published, with all its versions.
func (room *Room) Delete(ctx context.Context, tx *store.Tx, v auth.Viewer, id string) (err error) {
	defer errs.Wrap(&err, "delete a draft")
	p, err := room.open(ctx, tx, v, id)
	if err != nil {
		return err
	}
	if !p.PublishedAt.IsZero() {
		return errs.New(errs.Conflict, "org.post.delete-draft|Only drafts can be deleted. Take the text back instead.")
	}
	if err = remove(tx, id); err != nil {
		return err
	}
	return room.note(tx, v, "post.delete", id)
}

// remove takes a draft away with all that hangs on it.
func remove(tx *store.Tx, id string) error {
	if err := jobs.Cancel(tx, JobPublish, id); err != nil {
		return err
	}
	for _, statement := range []string{`DELETE FROM post_review WHERE post = $1`, `DELETE FROM post_version WHERE post = $1`,
		`DELETE FROM post_address WHERE post = $1`, `DELETE FROM post WHERE id = $1`} {
		if _, err := tx.Exec(statement, id); err != nil {
			return err
		}
	}
	return nil
}
