package events

import (
	"slices"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
)

// May tells whether the viewer may do something with the event. A chapter that
// shares it shows it and has no say in it.
func (room *Room) May(v auth.Viewer, e *Event, verb auth.Verb) bool {
	return v.Can(verb, e.Home...)
}

// WorksOn tells whether the viewer does anything about the event, and so sees
// it before it is published.
func (room *Room) WorksOn(v auth.Viewer, e *Event) bool {
	return slices.ContainsFunc([]auth.Verb{auth.EditEvents, auth.SeeRegistrations, auth.EditRegistrations, auth.TakeAttendance},
		func(verb auth.Verb) bool { return room.May(v, e, verb) })
}

// MayMake tells whether the viewer may make events somewhere: in the network,
// or in a chapter of theirs.
func MayMake(v auth.Viewer) bool {
	return v.Kind != auth.Person && v.Can(auth.EditEvents) ||
		v.Kind == auth.Person && slices.ContainsFunc(v.Grants, func(g auth.Grant) bool { return g.Verb == auth.EditEvents })
}

// MayMakeIn tells whether the viewer may make events in a chapter, by its id; ""
// is the network itself.
func MayMakeIn(v auth.Viewer, tree people.Tree, chapter string) bool {
	return v.Can(auth.EditEvents, tree.Scopes(chapter)...)
}

// maySee tells whether the viewer may see the event: its team always; others
// when it is not a draft and its visibility or their registration lets them.
func (room *Room) maySee(tx *store.Tx, v auth.Viewer, e *Event) (bool, error) {
	if room.shows(v, e) {
		return true, nil
	}
	goes, err := room.comesTo(tx, v)
	return goes[e.ID] && e.State != Draft, err
}

// shows tells whether the viewer may see the event without a place in it.
func (room *Room) shows(v auth.Viewer, e *Event) bool {
	return room.WorksOn(v, e) || e.State != Draft && (e.Visibility == Public || e.Visibility == Members && v.Kind == auth.Person)
}

// comesTo are the events in which the viewer has a place, or waits for one.
func (room *Room) comesTo(tx *store.Tx, v auth.Viewer) (map[string]bool, error) {
	if v.Person == "" {
		return nil, nil
	}
	goes := map[string]bool{}
	err := tx.Each(func(r *store.Rows) error {
		var event string
		err := r.Scan(&event)
		goes[event] = true
		return err
	}, `SELECT event FROM event_registration WHERE person = $1 AND state <> 'cancelled'`, v.Person)
	return goes, err
}

// CallFor is the address of a date's call for a viewer: for everybody if the
// event says so, else for its team and for who has a place on that date online.
func (room *Room) CallFor(tx *store.Tx, v auth.Viewer, e *Event, d *Date) (string, error) {
	call := e.CallOn(d)
	if call == "" || e.OnlineOpen || room.WorksOn(v, e) {
		return call, nil
	}
	if v.Person == "" {
		return "", nil
	}
	ok, err := tx.Found(`SELECT 1 FROM event_registration r WHERE r.event = $1 AND r.person = $2 AND `+forDate("r", "$3")+`
		AND r.way = 'online' AND r.state = 'registered' LIMIT 1`, e.ID, v.Person, d.ID)
	if !ok {
		call = ""
	}
	return call, err
}
