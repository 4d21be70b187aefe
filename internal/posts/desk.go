package posts

import (
	"context"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
)

// DeskItem is a post as its writers find it.
type DeskItem struct {
	Post  Post // the latest text
	Asked bool // a second person is asked for their yes
	Mine  bool // the viewer is, or is one of those who may answer
}

// Desk lists the network's and its chapters' posts that the viewer may write,
// those changed last first. Write-ups stand with their sessions.
func (room *Room) Desk(ctx context.Context, tx *store.Tx, v auth.Viewer) (items []DeskItem, err error) {
	defer errs.Wrap(&err, "list the texts of the desk")
	if !MayWrite(v) {
		return nil, errs.NotThere()
	}
	tree, err := people.ReadTree(tx)
	if err != nil {
		return nil, err
	}
	all, err := store.All(tx, func(r *store.Rows) (Post, error) { return scan(r) },
		`SELECT `+columns+` FROM post WHERE about = '' ORDER BY changed_at DESC, id`)
	if err != nil {
		return nil, err
	}
	asked, err := openAsks(tx)
	if err != nil {
		return nil, err
	}
	for _, p := range all {
		if !MayWriteIn(v, tree, p.Chapter) {
			continue
		}
		item := DeskItem{}
		if item.Post, err = latest(tx, p); err != nil {
			return nil, err
		}
		if whom, is := asked[p.ID]; is {
			item.Asked = true
			if whom == "" || v.Is(whom) {
				if item.Mine, err = room.MayAnswer(ctx, tx, v, p); err != nil {
					return nil, err
				}
			}
		}
		items = append(items, item)
	}
	return items, nil
}

// openAsks are the posts somebody was asked to read, and who; "" = anybody.
func openAsks(tx *store.Tx) (map[string]string, error) {
	asked := map[string]string{}
	err := tx.Each(func(r *store.Rows) error {
		var post, whom string
		err := r.Scan(&post, &whom)
		asked[post] = whom
		return err
	}, `SELECT post, COALESCE(reviewer, '') FROM post_review WHERE answer = ''`)
	return asked, err
}
