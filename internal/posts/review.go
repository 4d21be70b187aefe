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
	Lapsed     bool // a yes that counts no longer, since its giver may not write where the post lies any more
}

// Reviews returns what a post's second readers were asked and said, the latest
// first, to a viewer who may write it.
func (room *Room) Reviews(ctx context.Context, tx *store.Tx, v auth.Viewer, id string) (_ []Review, err error) {
	defer errs.Wrap(&err, "list the reviews of a text")
	p, err := room.read(ctx, tx, v, id)
	if err != nil {
		return nil, err
	}
	return room.reviews(ctx, tx, p)
}

// reviews reads them and asks of each yes whether its giver may still give it.
func (room *Room) reviews(ctx context.Context, tx *store.Tx, p Post) ([]Review, error) {
	list, err := store.All(tx, scanReview, `SELECT id, version, COALESCE(asked_by, ''), asked_at, COALESCE(reviewer, ''), answer, note, answered_at
		FROM post_review WHERE post = $1 ORDER BY COALESCE(answered_at, asked_at) DESC, id`, p.ID)
	if err != nil {
		return nil, err
	}
	still := map[string]bool{}
	for i := range list {
		x := &list[i]
		if x.Answer != Yes {
			continue
		}
		may, known := still[x.Reviewer]
		if !known {
			if may, err = room.mayStill(ctx, tx, p, x.Reviewer); err != nil {
				return nil, err
			}
			still[x.Reviewer] = may
		}
		x.Lapsed = !may && (p.State != Published || x.Version > p.Shown) // with what readers have it did its work
	}
	return list, nil
}

// mayStill tells whether somebody may write a post as of now.
func (room *Room) mayStill(ctx context.Context, tx *store.Tx, p Post, person string) (bool, error) {
	if room.Acting == nil {
		return true, nil
	}
	v, err := room.Acting(tx, person)
	if err == nil {
		err = room.may(ctx, tx, v, p)
	}
	if errs.Is(err, errs.NotFound) {
		return false, nil
	}
	return err == nil, err
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
	p, err := room.read(ctx, tx, v, p.ID)
	if err != nil {
		return nil, err
	}
	return room.authors(ctx, tx, p)
}

func (room *Room) authors(ctx context.Context, tx *store.Tx, p Post) ([]string, error) {
	n, err := room.agreed(ctx, tx, p)
	if err != nil {
		return nil, err
	}
	return store.All(tx, store.Column[string], `SELECT DISTINCT by_whom FROM post_version WHERE post = $1 AND n > $2 ORDER BY by_whom`, p.ID, n)
}

// Agreed returns the last version of a post that has a second person's yes, 0
// for none.
func (room *Room) Agreed(ctx context.Context, tx *store.Tx, v auth.Viewer, id string) (n int, err error) {
	p, err := room.read(ctx, tx, v, id)
	if err != nil {
		return 0, err
	}
	return room.agreed(ctx, tx, p)
}

// agreed counts a yes as long as its giver may give one, and for good once the
// version went before readers with it.
func (room *Room) agreed(ctx context.Context, tx *store.Tx, p Post) (n int, err error) {
	list, err := room.reviews(ctx, tx, p)
	for _, x := range list {
		if x.Answer == Yes && !x.Lapsed {
			n = max(n, x.Version)
		}
	}
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
	return room.others(ctx, tx, v, p, own)
}

// others are who may write in the scopes and have not written the post.
func (room *Room) others(ctx context.Context, tx *store.Tx, v auth.Viewer, p Post, scopes []auth.Scope) ([]string, error) {
	wrote, err := room.authors(ctx, tx, p)
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
	all, err := room.others(ctx, tx, v, p, scopes)
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
	wrote, err := room.authors(ctx, tx, p)
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
	asked, err := room.reviews(ctx, tx, p)
	if err != nil {
		return err
	}
	x := Review{ID: store.NewID()}
	tell, err := room.authors(ctx, tx, p) // before this yes counts
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
