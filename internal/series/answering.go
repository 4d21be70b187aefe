package series

import (
	"context"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/store"
)

// The organiser's own questions are each person's to answer. Who registers, or
// joins a group by its link, does so in the form. Who was entered by another was
// not asked yet: they owe their answers, and give them on their own page, or
// have their contact person give them. Nobody loses a place by it, and whoever
// can do something about it is shown who it is.

// MustAnswer tells whether one of the series' questions must be answered.
func (s *Series) MustAnswer() bool {
	for _, q := range s.Questions {
		if q.Required {
			return true
		}
	}
	return false
}

// unasked is the condition on a registration whose person was never asked.
const unasked = `(r.answers IS NULL AND r.state <> 'cancelled')`

// OwesAnswers tells whether the holder of a registration has not answered the
// questions that must be answered.
func (room *Room) OwesAnswers(tx *store.Tx, s *Series, r Registration) (owes bool, err error) {
	if !s.MustAnswer() || r.Standing == Withdrawn {
		return false, nil
	}
	err = tx.Row(`SELECT answers IS NULL FROM registration WHERE id = $1`, r.ID).Scan(&owes)
	return owes, err
}

// GiveAnswers keeps what somebody answers to the series' own questions, in
// place of what they had answered.
func (room *Room) GiveAnswers(ctx context.Context, tx *store.Tx, v auth.Viewer, s *Series, r Registration, answers map[string]string) (err error) {
	defer errs.Wrap(&err, "answer the questions of a series")
	if !v.Is(r.Person) && !v.Can(auth.EditRegistrations, room.scopes(s)...) || r.Standing == Withdrawn {
		return errs.NotThere()
	}
	return room.checkAndSave(tx, s, r, answers)
}

// GiveMembersAnswers is GiveAnswers for who leads a group and may see its
// names, about one of its members. What a member had answered by themselves
// stays as it is.
func (room *Room) GiveMembersAnswers(ctx context.Context, tx *store.Tx, v auth.Viewer, s *Series, d *Delegation, registration string, answers map[string]string) (err error) {
	defer errs.Wrap(&err, "answer for a member of a group")
	r, err := room.leadTo(tx, v, s, d, registration)
	if err != nil {
		return err
	}
	if r, err = room.OwingMember(tx, v, s, d, r.ID); err != nil {
		return err
	}
	return room.checkAndSave(tx, s, r, answers)
}

// OwingMember returns a member of a group who owes answers, to who may give them
// in their stead. Anybody else is NotThere.
func (room *Room) OwingMember(tx *store.Tx, v auth.Viewer, s *Series, d *Delegation, registration string) (r Registration, err error) {
	if !room.maySeeNames(v, s, d) || !room.mayLead(v, s, d) {
		return r, errs.NotThere()
	}
	if r, err = room.registration(tx, registration); err != nil {
		return r, err
	}
	owes, err := room.OwesAnswers(tx, s, r)
	if err == nil && (r.Delegation != d.ID || !owes) {
		err = errs.NotThere()
	}
	return r, err
}

func (room *Room) checkAndSave(tx *store.Tx, s *Series, r Registration, answers map[string]string) error {
	answers = events.CleanAnswers(answers)
	var form errs.Form
	events.CheckAnswers(&form, s.Questions, answers)
	if err := form.Err(); err != nil {
		return err
	}
	return room.saveAnswers(tx, r.Person, r.ID, answers)
}

func (room *Room) saveAnswers(tx *store.Tx, person, row string, answers map[string]string) error {
	sealed, err := events.SealAnswers(tx, room.Keys, "registration", person, row, answers)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`UPDATE registration SET answers = $1 WHERE id = $2`, sealed, row)
	return err
}

// Answers opens what a person answered to the organiser's own questions, for
// that person and for the series' team, whose right the caller has checked.
func (room *Room) Answers(tx *store.Tx, v auth.Viewer, r Registration) (map[string]string, error) {
	var cell []byte
	if err := tx.Row(`SELECT answers FROM registration WHERE id = $1`, r.ID).Scan(&cell); err != nil {
		return nil, err
	}
	return events.OpenAnswers(tx, room.Keys, "registration", r.Person, r.ID, cell)
}
