package series

import (
	"context"
	"slices"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
)

// MayMake tells whether the viewer may make series somewhere: in the network,
// or in a chapter of theirs.
func MayMake(v auth.Viewer) bool {
	return v.Can(auth.EditSeries, auth.TheNetwork()) || v.Kind == auth.Person && slices.ContainsFunc(v.Grants, func(g auth.Grant) bool {
		return g.Verb == auth.EditSeries && g.Scope.Kind != "series"
	})
}

// MayMakeIn tells whether the viewer may make series in a chapter, by its id;
// "" is the network itself.
func MayMakeIn(v auth.Viewer, tree people.Tree, chapter string) bool {
	return v.Can(auth.EditSeries, tree.Scopes(chapter)...)
}

// May tells whether the viewer may do something with the series.
func (room *Room) May(v auth.Viewer, s *Series, verb auth.Verb) bool {
	return v.Can(verb, room.scopes(s)...)
}

// Scopes are all scopes that the series lies in, for rooms beside this one that
// ask by them.
func (room *Room) Scopes(s *Series) []auth.Scope { return room.scopes(s) }

// WorksOn tells whether the viewer does anything about the series: changes it,
// sees who is registered, takes attendance, writes it up.
func (room *Room) WorksOn(v auth.Viewer, s *Series) bool {
	return slices.ContainsFunc(deskVerbs(), func(verb auth.Verb) bool { return v.Can(verb, room.scopes(s)...) })
}

// deskVerbs are those that are about series.
func deskVerbs() []auth.Verb {
	return []auth.Verb{auth.EditSeries, auth.SeeRegistrations, auth.EditRegistrations, auth.TakeAttendance, auth.WritePosts, auth.SendMail, auth.FormCircles}
}

// Desk lists the series that the viewer works on, by their first session,
// archived ones among them.
func (room *Room) Desk(ctx context.Context, tx *store.Tx, v auth.Viewer) ([]*Series, error) {
	list, err := room.List(ctx, tx, v, Filter{Archived: true})
	return slices.DeleteFunc(list, func(s *Series) bool { return !room.WorksOn(v, s) }), err
}
