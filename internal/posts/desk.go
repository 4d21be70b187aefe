package posts

import (
	"context"
	"maps"
	"slices"
	"strconv"

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
// those changed last first, behind a place and as many as asked for, and the
// place behind which there are more, the zero one at the end. What the viewer is
// asked to read stands on the first page whenever it was changed. Write-ups
// stand with their sessions.
func (room *Room) Desk(ctx context.Context, tx *store.Tx, v auth.Viewer, after Place, most int) (items []DeskItem, next Place, err error) {
	defer errs.Wrap(&err, "list the texts of the desk")
	if !MayWrite(v) {
		return nil, next, errs.NotThere()
	}
	chapters, err := writable(tx, v)
	if err != nil {
		return nil, next, err
	}
	if len(chapters) == 0 { // the chapter is gone
		return nil, next, nil
	}
	asked, err := openAsks(tx)
	if err != nil {
		return nil, next, err
	}
	in, args := store.In(tx, "COALESCE(chapter, '')", 1, chapters)
	where, n := "about = '' AND "+in, len(args)
	if after.IsZero() && len(asked) > 0 {
		toRead, ids := store.In(tx, "id", n+1, slices.Sorted(maps.Keys(asked)))
		items, err = room.deskItems(ctx, tx, v, asked, where+" AND "+toRead+" ORDER BY changed_at DESC, id DESC", append(slices.Clone(args), ids...))
		if err != nil {
			return nil, next, err
		}
		items = slices.DeleteFunc(items, func(x DeskItem) bool { return !x.Mine })
	}
	if !after.IsZero() {
		where += " AND (changed_at < $" + strconv.Itoa(n+1) + " OR changed_at = $" + strconv.Itoa(n+1) + " AND id < $" + strconv.Itoa(n+2) + ")"
		args = append(args, store.At(after.At), after.ID)
	}
	rest, err := room.deskItems(ctx, tx, v, asked, where+" ORDER BY changed_at DESC, id DESC LIMIT $"+strconv.Itoa(len(args)+1), append(args, most+1))
	if len(rest) > most {
		rest = rest[:most]
		next = rest[most-1].Post.deskPlace()
	}
	for _, x := range rest {
		if !slices.ContainsFunc(items, func(y DeskItem) bool { return y.Post.ID == x.Post.ID }) {
			items = append(items, x)
		}
	}
	return items, next, err
}

// deskPlace is where the post stands on the desk.
func (p Post) deskPlace() Place { return Place{p.ChangedAt, p.ID} }

// writable are the chapters that the viewer may write for, "" the network.
func writable(tx *store.Tx, v auth.Viewer) (ids []string, err error) {
	tree, err := people.ReadTree(tx)
	if err != nil {
		return nil, err
	}
	all := append(slices.Sorted(maps.Keys(tree)), "")
	return slices.DeleteFunc(all, func(id string) bool { return !MayWriteIn(v, tree, id) }), nil
}

// deskItems reads the posts of a part of the desk with their latest texts.
func (room *Room) deskItems(ctx context.Context, tx *store.Tx, v auth.Viewer, asked map[string]string, where string, args []any) (items []DeskItem, err error) {
	list, err := store.All(tx, func(r *store.Rows) (Post, error) { return scan(r) }, `SELECT `+columns+` FROM post WHERE `+where, args...)
	if err != nil {
		return nil, err
	}
	for _, p := range list {
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
