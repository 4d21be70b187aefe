package boardweb

import (
	"context"
	"slices"
	"strconv"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/circles/form"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
)

// movePage asks to which circle people are to go, and says of each what that
// would break.
type movePage struct {
	boardPage
	Moved  []string // interests
	Ticked []string // their numbers in the step
	Fits   []target
	Others []target
	Leaves []string // what leaving breaks
}

// target is a circle to which people could be moved.
type target struct {
	circles.Planned
	Fit form.Fit
}

// mostTargets is how many circles of each kind are offered, all of a thousand
// people; those that fit are the first, and in an order that offers the small
// ones before the large.
const mostTargets = 120

func (p *Pages) move(ctx context.Context, tx *store.Tx, r *web.Request) (web.Answer, error) {
	s, err := p.formed(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	page := movePage{boardPage: boardPage{R: r, S: s, Once: web.NewOnce()}}
	if page.B, err = p.Circles.Board(ctx, tx, r.Viewer, s, r.Param("proposal")); err != nil {
		return gone(s, err)
	}
	page.Look = lookIn(r.Query.Get("look"))
	step, _ := strconv.Atoi(r.Query.Get("step"))
	who, err := pick(page.B, step, r.Query["who"])
	if err != nil || len(who) == 0 || !page.editable() { // changed meanwhile: the board shows how it is now
		return web.SeeOther(page.path()), nil
	}
	page.Moved, page.Who = who, numbers(page.B.A)
	for _, m := range who {
		page.Ticked = append(page.Ticked, number(page.Who[m]))
	}
	r.Saw(r.Viewer, auth.ReadBoard, s.ID, len(who))
	if page.Faces, err = p.Circles.Faces(tx, r.Viewer, s, who); err != nil {
		return nil, err
	}
	fits, err := p.Circles.FitsOf(ctx, tx, r.Viewer, s, page.B, who)
	if err != nil {
		return nil, err
	}
	page.sort(fits)
	page.leaving()
	return web.Page{Title: page.title(), Body: moveBody(page), Wide: true, Here: "desk", Zoned: true}, nil
}

// sort puts the circles that fit before the others, and among these those first
// where least stands in the way.
func (p *movePage) sort(fits []form.Fit) {
	for _, f := range fits {
		t := target{Fit: f}
		if c := p.B.A.Of(f.Circle); c != nil {
			t.Planned = *c
		}
		if f.OK() {
			p.Fits = append(p.Fits, t)
		} else {
			p.Others = append(p.Others, t)
		}
	}
	slices.SortStableFunc(p.Fits, func(a, b target) int { return len(a.Members) - len(b.Members) })
	slices.SortStableFunc(p.Others, func(a, b target) int { return a.obstacles() - b.obstacles() })
}

// obstacles weighs what stands in the way: a language is harder to mend than an
// hour, an hour harder than a circle without a place.
func (t target) obstacles() int {
	return 8*b2i(t.Fit.Language) + 4*b2i(t.Fit.Track) + 2*b2i(t.Fit.Hours) + b2i(t.noPlace())
}

// noPlace tells whether nothing stands in the way but that the circle has no
// place: because it is full, because of what somebody needs, or because of
// somebody whom somebody must not meet. Which of them it is shows nowhere: where
// something else stands in the way nothing is said of places, and where nothing
// else does, nothing of how many are in it.
func (t target) noPlace() bool {
	return t.Fit.Full && !t.Fit.Language && !t.Fit.Track && !t.Fit.Hours
}

// leaving says what the circles break from which people are taken.
func (p *movePage) leaving() {
	l, size := p.R.L, p.size()
	for i := range p.B.A.Circles {
		c := &p.B.A.Circles[i]
		gone := 0
		for _, m := range c.Members {
			if slices.Contains(p.Moved, m) {
				gone++
			}
		}
		if rest := len(c.Members) - gone; gone > 0 && rest > 0 && rest < size.Min {
			p.Leaves = append(p.Leaves, l.T("org.circles.move.leaves|{circle} is left with {n} person; {min} are the least.|{circle} is left with {n} people; {min} are the least.",
				"circle", circleName(l, c.Code), "n", rest, "min", size.Min))
		}
	}
}

// title names who is moved, if they are few.
func (p movePage) title() string {
	l := p.R.L
	if len(p.Moved) > 3 {
		return l.T("org.circles.move.many|Move {n} person|Move {n} people", "n", len(p.Moved))
	}
	names := make([]string, len(p.Moved))
	for i, m := range p.Moved {
		names[i] = p.name(m)
	}
	return l.T("org.circles.move|Move {names}", "names", l.List(names))
}

// obstacleLines say what stands in the way of a circle.
func (p movePage) obstacleLines(t target) (lines []string) {
	l := p.R.L
	if t.Fit.Language {
		lines = append(lines, l.T("org.circles.move.language|its language is not spoken"))
	}
	if t.Fit.Track {
		lines = append(lines, l.T("org.circles.move.track|it is of another track"))
	}
	if t.Fit.Hours {
		lines = append(lines, l.T("org.circles.move.hours|its hour is not free on every date"))
	}
	if t.noPlace() {
		lines = append(lines, l.T("org.circles.move.full|it has no place for them"))
	}
	return lines
}

// count says how many are in a circle; "" if it has no place.
func (p movePage) count(s *series.Series, t target) string {
	if t.noPlace() {
		return ""
	}
	return p.R.L.T("org.circles.move.count|{n} of {most} person|{n} of {most} people", "n", len(t.Members), "most", s.Circles.Size.Max)
}
