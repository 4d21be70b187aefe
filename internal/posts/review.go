package posts

import (
	"context"
	"slices"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/typed"
)

// Answer is what a second person says of a text.
type Answer string

const (
	NoAnswer Answer = ""     // they were asked and have not answered
	Yes      Answer = "yes"  // this version can go out
	Mend     Answer = "mend" // something is to be mended first
)

// Review is one asking and its answer.
type Review struct {
	ID         string
	Version    int // that was answered for
	AskedBy    string
	AskedAt    time.Time // zero: nobody asked, they answered by themselves
	Reviewer   string    // who is asked, "" = anybody who may; then who answered
	Answer     Answer
	Note       string
	AnsweredAt time.Time
}

// Reviews returns what a post's second readers were asked and said, the latest
// first, to a viewer who may write it.
func (room *Room) Reviews(ctx context.Context, tx *store.Tx, v auth.Viewer, id string) (_ []Review, err error) {
	defer errs.Wrap(&err, "list the reviews of a text")
	if _, err := room.read(ctx, tx, v, id); err != nil {
		return nil, err
	}
	return reviews(tx, id)
}

func reviews(tx *store.Tx, id string) ([]Review, error) {
	return store.All(tx, scanReview, `SELECT id, version, COALESCE(asked_by, ''), asked_at, COALESCE(reviewer, ''), answer, note, answered_at
		FROM post_review WHERE post = $1 ORDER BY COALESCE(answered_at, asked_at) DESC, id`, id)
}

func scanReview(r *store.Rows) (x Review, err error) {
	var asked, answered store.Time
	err = r.Scan(&x.ID, &x.Version, &x.AskedBy, &asked, &x.Reviewer, (*string)(&x.Answer), &x.Note, &answered)
	x.AskedAt, x.AnsweredAt = asked.Time, answered.Time
	return x, err
}

// Authors are who wrote since the last version that a second person agreed to:
// they cannot be its second readers.
func (room *Room) Authors(ctx context.Context, tx *store.Tx, v auth.Viewer, p Post) ([]string, error) {
	if _, err := room.read(ctx, tx, v, p.ID); err != nil {
		return nil, err
	}
	return authors(tx, p.ID)
}

func authors(tx *store.Tx, id string) ([]string, error) {
	return store.All(tx, store.Column[string], `SELECT DISTINCT by_whom FROM post_version WHERE post = $1
		AND n > COALESCE((SELECT MAX(version) FROM post_review WHERE post = $1 AND answer = 'yes'), 0) ORDER BY by_whom`, id)
}

// Agreed returns the last version of a post that a second person said yes to, 0
// for none.
func (room *Room) Agreed(ctx context.Context, tx *store.Tx, v auth.Viewer, id string) (n int, err error) {
	if _, err = room.read(ctx, tx, v, id); err != nil {
		return 0, err
	}
	return agreed(tx, id)
}

func agreed(tx *store.Tx, id string) (n int, err error) {
	err = tx.Row(`SELECT COALESCE(MAX(version), 0) FROM post_review WHERE post = $1 AND answer = 'yes'`, id).Scan(&n)
	return n, err
}

// SecondReaders are who could be asked: they write where the post lies, in
// scopes of which the viewer may know who works there, and have written nothing
// of it since the last yes.
func (room *Room) SecondReaders(ctx context.Context, tx *store.Tx, v auth.Viewer, p Post) ([]string, error) {
	scopes, err := room.Scopes(ctx, tx, p)
	if err != nil {
		return nil, err
	}
	own := slices.DeleteFunc(slices.Clone(scopes), func(s auth.Scope) bool { return !v.WorksOn(s) && v.Kind == auth.Person })
	return room.others(tx, v, p, own)
}

// others are who may write in the scopes and have not written the post.
func (room *Room) others(tx *store.Tx, v auth.Viewer, p Post, scopes []auth.Scope) ([]string, error) {
	wrote, err := authors(tx, p.ID)
	if err != nil {
		return nil, err
	}
	people, err := auth.Holders(tx, auth.WritePosts, scopes...)
	return slices.DeleteFunc(people, func(person string) bool { return person == v.Person || slices.Contains(wrote, person) }), err
}

// Ask asks somebody to read a post before it goes out; "" asks all who may.
// Whoever was asked before is not any more.
func (room *Room) Ask(ctx context.Context, tx *store.Tx, v auth.Viewer, id, reviewer string) (err error) {
	defer errs.Wrap(&err, "ask for a review")
	p, err := room.open(ctx, tx, v, id)
	if err != nil {
		return err
	}
	if p.State != Draft && !p.Pending() && p.State != Withdrawn {
		return errs.New(errs.Conflict, "org.post.review-nothing|Everything of this text is published already.")
	}
	whom, err := room.whom(ctx, tx, v, p, reviewer)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(`DELETE FROM post_review WHERE post = $1 AND answer = ''`, id); err != nil {
		return err
	}
	if _, err := tx.Exec(`INSERT INTO post_review (id, post, version, asked_by, asked_at, reviewer, answer, note) VALUES ($1, $2, 0, $3, $4, $5, '', '')`,
		store.NewID(), id, v.Actor(), store.At(tx.Now()), store.OrNull(reviewer)); err != nil {
		return err
	}
	if err := room.tell(tx, MailAsked, id, whom...); err != nil {
		return err
	}
	return room.note(tx, v, "post.ask", id)
}

// whom are those who get the mail that asks.
func (room *Room) whom(ctx context.Context, tx *store.Tx, v auth.Viewer, p Post, reviewer string) ([]string, error) {
	if reviewer != "" {
		known, err := room.SecondReaders(ctx, tx, v, p)
		if err == nil && !slices.Contains(known, reviewer) {
			var form errs.Form
			form.Add("reviewer", "org.post.reviewer-unknown|Choose somebody from the list.")
			err = form.Err()
		}
		return []string{reviewer}, err
	}
	scopes, err := room.Scopes(ctx, tx, p)
	if err != nil {
		return nil, err
	}
	all, err := room.others(tx, v, p, scopes)
	if err == nil && len(all) == 0 {
		err = errs.New(errs.Conflict, "org.post.review-nobody|Nobody else writes here yet. Whoever gives roles can ask somebody to.")
	}
	return all, err
}

// MayAnswer tells whether the viewer may say yes to a post: they write where it
// lies, and have written nothing of it since the last yes.
func (room *Room) MayAnswer(ctx context.Context, tx *store.Tx, v auth.Viewer, p Post) (bool, error) {
	if v.Kind != auth.Person || room.may(ctx, tx, v, p) != nil {
		return false, nil
	}
	wrote, err := authors(tx, p.ID)
	return !slices.Contains(wrote, v.Person), err
}

// Answer says yes to a version, or what is to be mended first. It counts for
// that version alone.
func (room *Room) Answer(ctx context.Context, tx *store.Tx, v auth.Viewer, id string, version int, answer Answer, note string) (err error) {
	defer errs.Wrap(&err, "answer for a text")
	p, err := room.open(ctx, tx, v, id)
	if err != nil {
		return err
	}
	if err := room.checkAnswer(ctx, tx, v, p, version, answer, note); err != nil {
		return err
	}
	asked, err := reviews(tx, id)
	if err != nil {
		return err
	}
	x := Review{ID: store.NewID()}
	tell, err := authors(tx, id) // before this yes counts
	if err != nil {
		return err
	}
	for _, r := range asked {
		if r.Answer == NoAnswer && (r.Reviewer == "" || r.Reviewer == v.Person) {
			x = r
			tell = append(tell, r.AskedBy)
		}
	}
	if _, err := tx.Exec(`INSERT INTO post_review (id, post, version, asked_by, asked_at, reviewer, answer, note, answered_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (id) DO UPDATE SET version = excluded.version, reviewer = excluded.reviewer,
			answer = excluded.answer, note = excluded.note, answered_at = excluded.answered_at`,
		x.ID, id, version, store.OrNull(x.AskedBy), store.At(x.AskedAt), v.Person, string(answer), typed.Lines(note), store.At(tx.Now())); err != nil {
		return err
	}
	slices.Sort(tell)
	if err := room.tell(tx, MailAnswered, id, slices.Compact(tell)...); err != nil {
		return err
	}
	return room.note(tx, v, "post.answer", id)
}

func (room *Room) checkAnswer(ctx context.Context, tx *store.Tx, v auth.Viewer, p Post, version int, answer Answer, note string) error {
	may, err := room.MayAnswer(ctx, tx, v, p)
	if err != nil {
		return err
	}
	if !may {
		return errs.New(errs.Conflict, "org.post.review-own|You wrote part of this text yourself, so the yes has to come from somebody else.")
	}
	if p.Version != version {
		return errs.New(errs.Conflict, "org.post.review-newer|The text has been changed since you opened it. Please read it once more.")
	}
	var form errs.Form
	if answer != Yes && answer != Mend {
		form.Add("answer", "org.post.review-answer|Say whether it can go out.")
	}
	if answer == Mend && typed.Lines(note) == "" {
		form.Add("note", "org.post.review-note|Say what is to be mended.")
	}
	typed.CheckLength(&form, "note", note, longestNote)
	return form.Err()
}
