package events

import (
	"context"
	"slices"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/typed"
)

// Enter registers somebody by hand: also before registration opens and after it
// has closed, and for a date that is over, since their organiser knows why, but
// never past the limit of places. Without an address they get no mail.
func (room *Room) Enter(ctx context.Context, tx *store.Tx, v auth.Viewer, slug string, f Form) (r Registration, err error) {
	defer errs.Wrap(&err, "register somebody")
	e, err := room.BySlug(ctx, tx, v, slug)
	if err != nil {
		return r, err
	}
	if !room.May(v, e, auth.EditRegistrations) {
		return r, errs.NotThere()
	}
	switch e.State {
	case Cancelled:
		return r, errs.New(errs.Closed, "events.register.cancelled|This event has been cancelled.")
	case Draft:
		return r, errs.New(errs.Closed, "org.event.enter-draft|Publish the event first: whoever is registered gets a link to its page.")
	}
	if err = room.checkEntered(tx, e, f); err != nil {
		return r, err
	}
	f.Answers = nil // nobody was asked
	if ways := e.waysEntered(f.Date, tx.Now()); f.Way == "" && len(ways) > 0 {
		f.Way = ways[0]
	} else if f.Way == "" {
		f.Way = Here
	}
	p, known, err := room.People.Meet(ctx, tx, v, f.Input)
	if err != nil {
		return r, err
	}
	if known {
		old, err := room.standsFor(tx, e.ID, p.ID, f.Date)
		switch {
		case err == nil && old.Standing != Withdrawn:
			var form errs.Form
			form.Add("email", "org.enter.known|Somebody with this address is registered already.")
			return r, form.Err()
		case err == nil:
			if err = room.again(tx, e, old, p, f); err != nil {
				return r, err
			}
			if r, err = room.registration(tx, old.ID); err != nil {
				return r, err
			}
			return r, room.note(tx, v, "registration.enter", r.ID)
		case !errs.Is(err, errs.NotFound):
			return r, err
		}
	}
	r = Registration{ID: store.NewID(), Event: e.ID, Date: f.Date, Person: p.ID, Way: f.Way, Zone: f.Zone, Language: f.Language, Reminders: true, MadeAt: tx.Now()}
	if err = room.settleEntered(tx, e, &r, p); err != nil {
		return r, err
	}
	if err = room.insert(tx, r, f.Answers); err != nil {
		return r, err
	}
	if err = room.note(tx, v, "registration.enter", r.ID); err != nil || p.Address == "" {
		return r, err
	}
	return r, room.tell(tx, MailRegistered, r)
}

// settleEntered is settle. Of an event that is over nobody takes a place away
// any more; who was there is noted.
func (room *Room) settleEntered(tx *store.Tx, e *Event, r *Registration, p people.Person) error {
	if r.Date == "" && !e.Ends().After(tx.Now()) {
		r.Standing = Registered
		return nil
	}
	return room.settle(tx, e, r, p)
}

// checkEntered is Check for somebody who is entered by hand: the address may be
// missing, the organiser's own questions are not asked, and the date may be over.
func (room *Room) checkEntered(tx *store.Tx, e *Event, f Form) error {
	var form errs.Form
	now := tx.Now()
	people.CheckName(&form, "name", f.Name)
	if f.Address != "" {
		people.CheckAddress(&form, "email", f.Address)
	}
	typed.CheckZone(&form, "zone", f.Zone)
	n, err := room.People.Network(tx)
	if err != nil {
		return err
	}
	n.CheckLanguage(&form, "language", f.Language)
	if f.Date != "" {
		if d := e.Date(f.Date); d == nil || !e.Entry.ByDate || !e.Expects(d) {
			form.Add("date", "org.enter.date|Choose one of the dates.")
			return form.Err()
		}
	}
	if ways := e.waysEntered(f.Date, now); f.Way == "" && len(ways) > 1 {
		form.Add("way", "org.enter.way|Choose how they will come.")
	} else if f.Way != "" && len(ways) > 0 && !slices.Contains(ways, f.Way) {
		form.Add("way", "events.register.way-unknown|One cannot come in this way. Choose one from the list.")
	}
	return form.Err()
}

// waysEntered are the ways in which somebody can be entered for a date, or for
// all ("").
func (e *Event) waysEntered(date string, now time.Time) []Way {
	if d := e.Date(date); d != nil {
		return e.Ways(d)
	}
	return e.WaysFor(date, now)
}

// Admit gives somebody who waits a place at once, and says yes for somebody to
// whom one is offered. Where none is free it is refused: more places are given
// in the event itself.
func (room *Room) Admit(ctx context.Context, tx *store.Tx, v auth.Viewer, e *Event, r *Registration) (err error) {
	defer errs.Wrap(&err, "give somebody a place")
	if !room.May(v, e, auth.EditRegistrations) {
		return errs.NotThere()
	}
	if err = room.begin(tx, v, e, r); err != nil || r.Standing == Registered {
		return err
	}
	switch r.Standing {
	case Offered:
	case Waitlisted:
		got, err := room.takeInstead(tx, e, r)
		if err != nil {
			return err
		}
		if !got {
			return errs.New(errs.Conflict, "org.event.admit-full|No place is free. Give the event more places, then everybody who waits is offered one in turn.")
		}
	default:
		return errs.New(errs.Conflict, "org.event.admit-none|This registration was cancelled, so it waits for nothing.")
	}
	r.Standing, r.Rank, r.OfferUntil = Registered, 0, time.Time{}
	if err = errs.Both(room.saveStanding(tx, *r), room.mergeSingles(tx, e, r)); err != nil {
		return err
	}
	if joined, err := room.rejoin(tx, r); err != nil {
		return err
	} else if !joined {
		if err = room.tell(tx, MailRegistered, *r); err != nil {
			return err
		}
	}
	return room.note(tx, v, "registration.admit", r.ID)
}
