package circlesweb

import (
	"context"

	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
)

// move asks those who form circles for another one.
func (p *Pages) move(ctx context.Context, tx *store.Tx, r *web.Request, m *mine) (string, error) {
	return "move", p.Circles.AskMove(ctx, tx, m.V, m.In, r.Value("why"))
}

// stay takes that back.
func (p *Pages) stay(ctx context.Context, tx *store.Tx, r *web.Request, m *mine) (string, error) {
	return "stay", p.Circles.AskNoMove(ctx, tx, m.V, m.In)
}
