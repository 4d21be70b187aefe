package events

import (
	"slices"

	"codeberg.org/plenary/plenary/internal/auth"
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

// maySee tells whether the viewer may see the event: its team always; others
// when it is not a draft and its visibility or their registration lets them.
func (room *Room) maySee(tx *store.Tx, v auth.Viewer, e *Event) (bool, error) {
	switch {
	case room.WorksOn(v, e):
		return true, nil
	case e.State == Draft:
		return false, nil
	case e.Visibility == Public, e.Visibility == Members && v.Kind == auth.Person:
		return true, nil
	case v.Person == "":
		return false, nil
	}
	return tx.Found(`SELECT 1 FROM event_registration WHERE event = $1 AND person = $2 AND state <> 'cancelled' LIMIT 1`, e.ID, v.Person)
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
	ok, err := tx.Found(`SELECT 1 FROM event_registration WHERE event = $1 AND person = $2 AND (date = '' OR date = $3)
		AND way = 'online' AND state = 'registered' LIMIT 1`, e.ID, v.Person, d.ID)
	if !ok {
		call = ""
	}
	return call, err
}
