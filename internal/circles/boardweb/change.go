package boardweb

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
)

func (p *Pages) changeRoutes() []web.Route {
	return []web.Route{
		web.Post("/o/s/{slug}/circles/{proposal}/change", web.Desk(), web.Steps[change]{Prepare: p.changePrepare, Do: p.changeDo, Again: p.changeAgain}).Audited(auth.ReadBoard),
		web.Get("/o/s/{slug}/circles/{proposal}/move", web.Desk(), p.move).Audited(auth.ReadBoard),
		web.Post("/o/s/{slug}/circles/{proposal}/step", web.Desk(), web.Steps[struct{}]{Do: p.stepDo, Again: p.stepAgain}).Audited(auth.ReadBoard),
		web.Post("/o/s/{slug}/circles/{proposal}/publish", web.Desk(), web.Steps[change]{Prepare: p.publishPrepare, Do: p.publishDo, Again: p.changeAgain}).Audited(auth.ReadBoard),
		web.Post("/o/s/{slug}/circles/{proposal}/drop", web.Desk(), web.Steps[struct{}]{Do: p.dropDo, Again: p.stepAgain}).Audited(auth.ReadBoard),
	}
}

// change is what was asked for, worked out.
type change struct {
	look  look
	what  circles.Deed
	to    string // where else this leads to
	draft *circles.Draft
	late  error // somebody changed the proposal meanwhile or deleted it, or this was pressed twice
}

// lookOf is the part of the proposal from which a form was sent.
func lookOf(r *web.Request) look { return lookIn(r.Value("look")) }

func lookIn(text string) look {
	q, err := url.ParseQuery(text)
	if err != nil {
		return look{}
	}
	return readLook(q)
}

// changePrepare works a change out, outside of any transaction. "do" names it,
// with the circle it is about: "dissolve C00042". Moving people leads to the
// page where the circle is chosen.
func (p *Pages) changePrepare(ctx context.Context, r *web.Request) (in change, err error) {
	in.look = lookOf(r)
	if err = p.work(ctx, r, &in); errs.Is(err, errs.Conflict) || errs.Is(err, errs.NotFound) {
		in.late, err = err, nil
	}
	return in, err
}

// work works a change out.
func (p *Pages) work(ctx context.Context, r *web.Request, in *change) error {
	s, err := p.outside(ctx, r)
	if err != nil {
		return err
	}
	step := r.Number("step")
	word, code, _ := strings.Cut(r.Value("do"), " ")
	in.what = circles.Deed(word)
	c := circles.Change{What: in.what, To: code}
	if c.Who, err = p.picked(ctx, r, s, step); err != nil {
		return err
	}
	if in.what == circles.Move && code == "" && len(c.Who) > 0 {
		q := url.Values{"who": r.Form["who"], "step": {number(step)}, "look": {in.look.query().Encode()}}
		in.to = at(s, r.Param("proposal")) + "/move?" + q.Encode()
		return nil
	}
	if in.what == circles.Move && code == "" {
		return errs.New(errs.Invalid, "org.circles.change.nobody|Tick people first.")
	}
	in.draft, err = p.Circles.Draft(ctx, p.DB, r.Viewer, s, r.Param("proposal"), step, c)
	return err
}

// picked are the people who are ticked, by their numbers in the step.
func (p *Pages) picked(ctx context.Context, r *web.Request, s *series.Series, step int) (who []string, err error) {
	ticked := r.Form["who"]
	if len(ticked) == 0 {
		return nil, nil
	}
	var b circles.Board
	if err = p.DB.Read(ctx, func(tx *store.Tx) error {
		b, err = p.Circles.Board(ctx, tx, r.Viewer, s, r.Param("proposal"))
		return err
	}); err != nil {
		return nil, err
	}
	return pick(b, step, ticked)
}

// pick finds people by their numbers in a step, which must be the one that is
// shown.
func pick(b circles.Board, step int, ticked []string) (who []string, err error) {
	if b.Proposal.Step != step {
		return nil, errs.New(errs.Conflict, "org.circles.change.meanwhile|Somebody changed this proposal meanwhile. Look at it as it is now, and try again.")
	}
	all := everybody(b.A)
	for _, text := range ticked {
		if n, err := strconv.Atoi(text); err == nil && n >= 0 && n < len(all) && !slices.Contains(who, all[n]) {
			who = append(who, all[n])
		}
	}
	return who, nil
}

func (p *Pages) changeDo(ctx context.Context, tx *store.Tx, r *web.Request, in change) (web.Answer, error) {
	s, err := p.formed(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	if in.late != nil {
		return gone(s, in.late)
	}
	if in.to != "" {
		return web.SeeOther(in.to), nil
	}
	if err = p.Circles.Write(tx, r.Viewer, s, in.draft); err != nil {
		return gone(s, err)
	}
	return web.SeeOther(after(s, r, in)), nil
}

// after is where one finds oneself after a change: where one was.
func after(s *series.Series, r *web.Request, in change) string {
	q := in.look.query()
	q.Set("done", "yes")
	return at(s, r.Param("proposal")) + "?" + q.Encode()
}

func (p *Pages) changeAgain(ctx context.Context, tx *store.Tx, r *web.Request, in change, e *errs.Error) (web.Page, error) {
	return p.boardPage(ctx, tx, r, in.look, e)
}

func (p *Pages) stepDo(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	s, err := p.formed(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	if err = p.Circles.GoTo(tx, r.Viewer, s, r.Param("proposal"), r.Number("from"), r.Number("step")); err != nil {
		return gone(s, err)
	}
	return web.SeeOther(withQuery(at(s, r.Param("proposal")), lookOf(r).query())), nil
}

func (p *Pages) stepAgain(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}, e *errs.Error) (web.Page, error) {
	return p.boardPage(ctx, tx, r, lookOf(r), e)
}

// publishPrepare holds the proposal against what people say now.
func (p *Pages) publishPrepare(ctx context.Context, r *web.Request) (in change, err error) {
	s, err := p.outside(ctx, r)
	if err != nil {
		return in, err
	}
	step, begun := r.Number("step"), false
	if err = p.DB.Read(ctx, func(tx *store.Tx) error {
		begun, err = p.Circles.Begun(tx, r.Viewer, s, r.Param("proposal"), step)
		return err
	}); errs.Is(err, errs.NotFound) {
		return in, nil // publishDo says so
	} else if err != nil || begun {
		return in, err
	}
	in.draft, err = p.Circles.Draft(ctx, p.DB, r.Viewer, s, r.Param("proposal"), step, circles.Change{What: circles.Rechecked})
	return in, err
}

func (p *Pages) publishDo(ctx context.Context, tx *store.Tx, r *web.Request, in change) (web.Answer, error) {
	s, err := p.formed(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	begun, err := p.Circles.Begun(tx, r.Viewer, s, r.Param("proposal"), r.Number("step"))
	if err != nil {
		return gone(s, err)
	}
	if begun || in.draft == nil { // pressed twice, or it had begun a moment ago
		return web.SeeOther(home(s)), nil
	}
	ok, err := p.Circles.Publish(tx, r.Viewer, s, in.draft)
	if err != nil || ok {
		return web.SeeOther(home(s)), err
	}
	return web.SeeOther(after(s, r, in)), nil
}

func (p *Pages) dropDo(ctx context.Context, tx *store.Tx, r *web.Request, _ struct{}) (web.Answer, error) {
	s, err := p.formed(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	if err = p.Circles.Drop(tx, r.Viewer, s, r.Param("proposal")); err != nil {
		return gone(s, err)
	}
	return web.SeeOther(home(s) + "?done=dropped"), nil
}

// gone leads who comes to a proposal that is not there any more to where the
// circles stand.
func gone(s *series.Series, err error) (web.Answer, error) {
	if errs.Is(err, errs.NotFound) {
		return web.SeeOther(home(s) + "?done=dropped"), nil
	}
	return nil, err
}
