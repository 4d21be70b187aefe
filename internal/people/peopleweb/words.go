package peopleweb

import (
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/posts"
)

const dateStyle = i18n.Medium

func networkName(p frontPage) string {
	name, _ := p.R.Face.Name.Pick(p.R.L)
	return name
}

func chapterName(p frontPage) string { return nameOf(p, *p.Chapter) }

func nameOf(p frontPage, c people.Chapter) string {
	name, _ := c.Name.Pick(p.R.L)
	return name
}

func postTitle(p frontPage, post posts.Post) string {
	title, _ := post.Title.Pick(p.R.L)
	return title
}

// offerLine says in one sentence when a series meets next.
func offerLine(p frontPage, o offer) string {
	l := p.R.L
	if o.Next.IsZero() {
		return l.T("front.offer.over|{n} session|{n} sessions", "n", o.N)
	}
	return l.T("front.offer.next|Next: {when}. {n} session in all.|Next: {when}. {n} sessions in all.", "n", o.N, "when", l.Range(o.Next, o.End))
}
