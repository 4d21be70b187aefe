package series

import (
	"slices"

	"codeberg.org/plenary/plenary/internal/auth"
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
func MayMakeIn(v auth.Viewer, chapter string) bool {
	return v.Can(auth.EditSeries, homeScopes(chapter)...)
}

// May tells whether the viewer may do something with the series.
func (room *Room) May(v auth.Viewer, s *Series, verb auth.Verb) bool {
	return v.Can(verb, room.scopes(s)...)
}

// Scopes are all scopes that the series lies in, for rooms beside this one that
// ask by them.
func (room *Room) Scopes(s *Series) []auth.Scope { return room.scopes(s) }

// Organises tells whether the viewer works on the series: may change it, or see
// who is registered.
func (room *Room) Organises(v auth.Viewer, s *Series) bool { return room.organises(v, s) }

// MayWriteUp tells whether the viewer writes for the series.
func (room *Room) MayWriteUp(v auth.Viewer, s *Series) bool {
	return v.Can(auth.WritePosts, room.scopes(s)...)
}
