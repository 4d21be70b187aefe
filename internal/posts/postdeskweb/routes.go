package postdeskweb

import (
	"context"
	"slices"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/posts"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// Pages are the pages of this package with the rooms they show.
type Pages struct {
	People *people.Room
	Posts  *posts.Room
	Events *events.Room
	Series *series.Room
}

// Routes lists all pages.
func (p *Pages) Routes() []web.Route {
	return slices.Concat(p.listRoutes(), p.editRoutes(), p.writeUpRoutes(), p.outRoutes(), p.reviewRoutes(), p.versionRoutes())
}

// mostBytes is how large the form of a text may be.
const mostBytes = 4 << 20

// names are what the colleagues are called whose ids these are. Who has left has
// no name any more.
func (p *Pages) names(tx *store.Tx, r *web.Request, ids ...string) (map[string]string, error) {
	known, err := p.People.Several(tx, ids)
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, id := range ids {
		switch {
		case known[id].Name != "":
			names[id] = known[id].Name
		case id == auth.AtConsole().Actor() || id == auth.Itself().Actor():
			names[id] = r.L.T("org.post.by-house|The house itself")
		default:
			names[id] = r.L.T("org.post.by-left|Somebody who has left")
		}
	}
	return names, nil
}

// saw notes that the page names colleagues who write where the post lies.
func (p *Pages) saw(ctx context.Context, tx *store.Tx, r *web.Request, post posts.Post, count int) error {
	scopes, err := p.Posts.Scopes(ctx, tx, post)
	if err == nil && len(scopes) > 0 {
		r.Saw(r.Viewer, auth.ReadTeam, scopes[0].Named(), count)
	}
	return err
}

// textOf is a text in the reader's language, or another.
func textOf(r *web.Request, t i18n.Text) string {
	s, _ := t.Pick(r.L)
	return s
}

// home is the address of a post's form.
func home(post posts.Post) string { return "/o/posts/" + post.ID }

// moment is when something was done, in the reader's hours.
func moment(r *web.Request, post posts.Post) string {
	return r.L.DateTime(post.ChangedAt.In(r.Zone), i18n.Medium)
}

// stateTag says in a word where a post stands.
func stateTag(r *web.Request, post posts.Post) ui.Tag {
	l := r.L
	switch {
	case post.Hidden():
		return ui.Tag{Tone: ui.Bad, Word: l.T("org.post.state.hidden|Hidden")}
	case post.State == posts.Withdrawn:
		return ui.Tag{Word: l.T("org.post.state.withdrawn|Taken back")}
	case !post.GoesOut.At.IsZero():
		return ui.Tag{Tone: ui.Info, Word: l.T("org.post.state.planned|Planned")}
	case post.Pending():
		return ui.Tag{Tone: ui.Info, Word: l.T("org.post.state.pending|Published, with a change that waits")}
	case post.State == posts.Published:
		return ui.Tag{Tone: ui.OK, Word: l.T("org.post.state.published|Published")}
	}
	return ui.Tag{Tone: ui.Info, Word: l.T("org.state.draft|Draft")}
}
