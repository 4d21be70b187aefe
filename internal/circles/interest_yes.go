package circles

import (
	"cmp"
	"context"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/when"
)

// SayYes notes that somebody wants to be in a circle of the series. It takes
// effect at once. Who is signed in, or came by a link of theirs, gets the key
// of their own page; for others it travels by mail only, and the answer is
// alike whether their address is known or not.
//
// Somebody who said yes before, or took it back, is left as they are and told so
// by mail, and hours that somebody entered before are not replaced from outside: who types a
// stranger's address must not change the stranger.
func (room *Room) SayYes(ctx context.Context, tx *store.Tx, v auth.Viewer, slug string, f YesForm) (key string, err error) {
	defer errs.Wrap(&err, "say yes to a circle")
	s, err := room.Series.BySlug(ctx, tx, v, slug)
	if err != nil {
		return "", err
	}
	c, err := room.cohortOf(tx, s.ID)
	if err != nil {
		return "", err
	}
	if err = room.MayCome(tx, v, s); err != nil {
		return "", err
	}
	if err = room.mayAsk(tx, s, c); err != nil {
		return "", err
	}
	var form errs.Form
	if v.Person == "" {
		people.CheckName(&form, "name", f.Name)
		people.CheckAddress(&form, "email", f.Address)
	}
	f.check(&form, s)
	consent, err := room.People.Consent(tx, v, s.ID)
	if err != nil {
		return "", err
	}
	if err = errs.Both(form.Err(), consent.Given(f.Agree)); err != nil {
		return "", err
	}
	if c, err = room.asked(tx, s); err != nil {
		return "", err
	}
	if v.Person != "" {
		if err = room.People.Agree(tx, v, v.Person, true, consent.Version); err != nil {
			return "", err
		}
		return room.sayYesMyself(ctx, tx, v, s, c, f.Answer)
	}
	return "", room.sayYesByAddress(ctx, tx, s, c, f, consent.Version)
}

// asked returns the cohort, kept and locked, so that nobody says yes twice at
// once, nor while it closes.
func (room *Room) asked(tx *store.Tx, s *series.Series) (Cohort, error) {
	c, err := room.ensureCohort(tx, s.ID)
	if err == nil {
		err = tx.Lock("cohort", c.ID)
	}
	if err != nil {
		return c, err
	}
	if c, err = room.cohort(tx, c.ID); err != nil {
		return c, err
	}
	return c, room.mayAsk(tx, s, c)
}

// mayAsk says why somebody cannot say yes now, or nil.
func (room *Room) mayAsk(tx *store.Tx, s *series.Series, c Cohort) error {
	asking, err := room.stageOf(tx, s, c)
	if err != nil {
		return err
	}
	switch asking {
	case NotAsking:
		return errs.New(errs.Closed, "circles.yes.none|This series has no circles to come to.")
	case Forming:
		return errs.New(errs.Closed, "circles.yes.forming|The circles are being formed now. Once they are published, you can ask for a place that is left.")
	}
	return nil
}

// MayCome says why somebody may not say yes to the circles of a series at any
// time, or nil: those of a series for members are for members, those of one for
// invited people for who is registered.
func (room *Room) MayCome(tx *store.Tx, v auth.Viewer, s *series.Series) error {
	switch {
	case (s.Window.For == series.ForMembers || s.Visibility == series.Members) && v.Person == "":
		return errs.New(errs.SignIn, "series.register.members-only|This series is for members. Please sign in first.")
	case s.Window.For == series.ForInvited:
		r, err := room.Series.RegistrationOf(tx, s.ID, v.Person)
		if err == nil && r.Standing == series.Withdrawn {
			err = errs.NotThere()
		}
		return err
	}
	return nil
}

// sayYesMyself is the yes of somebody who has shown who they are.
func (room *Room) sayYesMyself(ctx context.Context, tx *store.Tx, v auth.Viewer, s *series.Series, c Cohort, a Answer) (string, error) {
	in, err := room.interestOf(tx, c.ID, v.Person)
	switch {
	case errs.Is(err, errs.NotFound):
		in = Interest{ID: store.NewID(), Cohort: c.ID, Person: v.Person, AnsweredAt: tx.Now()}
	case err != nil:
		return "", err
	}
	if err = room.People.Prove(tx, v.Person); err != nil {
		return "", err
	}
	in.AnsweredAt = tx.Now()
	return room.Key(in), room.yes(ctx, tx, s, &in, a, true)
}

// sayYesByAddress is the yes of somebody who typed an address.
func (room *Room) sayYesByAddress(ctx context.Context, tx *store.Tx, s *series.Series, c Cohort, f YesForm, agreed int) error {
	person, known, err := room.People.Meet(ctx, tx, auth.Viewer{}, people.Input{Name: f.Name, Address: f.Address, Zone: f.Zone, Language: f.Language})
	if err != nil {
		return err
	}
	if err = room.People.Agree(tx, auth.Viewer{}, person.ID, known, agreed); err != nil {
		return err
	}
	if !known {
		in := Interest{ID: store.NewID(), Cohort: c.ID, Person: person.ID}
		return room.yes(ctx, tx, s, &in, f.Answer, true)
	}
	in, err := room.interestOf(tx, c.ID, person.ID)
	switch {
	case errs.Is(err, errs.NotFound):
		in = Interest{ID: store.NewID(), Cohort: c.ID, Person: person.ID}
	case err != nil:
		return err
	default: // what they took back is theirs to say again, by the link in the letter
		return room.tellAlready(tx, in)
	}
	before, err := room.HoursOf(tx, auth.Itself(), person.ID)
	if err != nil {
		return err
	}
	return room.yes(ctx, tx, s, &in, f.Answer, before.Zone == "")
}

// yes writes a yes and what belongs to it, and tells the person.
func (room *Room) yes(ctx context.Context, tx *store.Tx, s *series.Series, in *Interest, a Answer, keepHours bool) error {
	in.State, in.ToldAt = Yes, time.Time{}
	if err := room.put(ctx, tx, s, in, a, keepHours); err != nil {
		return err
	}
	return room.tellYes(tx, *in)
}

// put writes what somebody said.
func (room *Room) put(ctx context.Context, tx *store.Tx, s *series.Series, in *Interest, a Answer, keepHours bool) (err error) {
	in.Languages, in.Track, in.Leads, in.Zone, in.Language = a.Languages, a.Track, a.Leads, cmp.Or(a.toldIn, a.Zone), a.Language
	r, err := room.Series.RegistrationOf(tx, s.ID, in.Person)
	switch {
	case err == nil && r.Standing != series.Withdrawn:
		in.Delegation = r.Delegation
	case err != nil && !errs.Is(err, errs.NotFound):
		return err
	}
	if err = room.saveInterest(tx, in); err != nil {
		return err
	}
	if keepHours {
		if err = room.putHours(tx, *in, a); err != nil {
			return err
		}
	}
	return room.later(ctx, tx, *in)
}

// putHours writes when somebody can, if that is not what they said before.
func (room *Room) putHours(tx *store.Tx, in Interest, a Answer) error {
	before, err := room.HoursOf(tx, auth.Itself(), in.Person)
	if err != nil || before.Zone == a.Zone && before.Hours.String() == a.Hours.String() {
		return err
	}
	if err = room.saveHours(tx, in.Person, a.Zone, a.Hours); err != nil {
		return err
	}
	return room.laterElsewhere(tx, in)
}

// laterElsewhere looks for a place in the circles of other series, too, now that
// somebody's hours have changed: they are the same for all.
func (room *Room) laterElsewhere(tx *store.Tx, in Interest) error {
	others, err := room.waitsElsewhere(tx, in)
	for _, x := range others {
		if err == nil {
			err = room.seekPlace(tx, x)
		}
	}
	return err
}

// later looks for a place at once where circles are published already, and
// plans who leads a circle anew.
func (room *Room) later(ctx context.Context, tx *store.Tx, in Interest) error {
	c, err := room.cohort(tx, in.Cohort)
	if err != nil || c.Published == "" {
		return err
	}
	p, placed, err := room.placement(tx, in.ID)
	switch {
	case err != nil:
		return err
	case placed: // they may have begun, or stopped, to lead
		return room.replan(tx, p.Circle)
	}
	return room.lateYes(ctx, tx, in)
}

// Change changes what somebody said: their hours, languages, track, readiness.
// It is a yes again of somebody who had withdrawn.
func (room *Room) Change(ctx context.Context, tx *store.Tx, v auth.Viewer, s *series.Series, in *Interest, a Answer) (err error) {
	defer errs.Wrap(&err, "change an interest")
	if err = room.own(tx, v, in); err != nil {
		return err
	}
	c, err := room.cohort(tx, in.Cohort)
	if err != nil {
		return err
	}
	if err = room.notOver(tx, s, c); err != nil {
		return err
	}
	var form errs.Form
	a.check(&form, s)
	if err = form.Err(); err != nil {
		return err
	}
	before, err := room.HoursOf(tx, auth.Itself(), in.Person)
	if err != nil {
		return err
	}
	if a.Zone == before.Zone { // they may have moved house since: where they are told stays
		a.toldIn = in.Zone
	}
	if in.State == Yes {
		return room.put(ctx, tx, s, in, a, true)
	}
	if err = room.mayAsk(tx, s, c); err != nil {
		return err
	}
	return room.yes(ctx, tx, s, in, a, true)
}

// notOver refuses where no circle of the series meets any more.
func (room *Room) notOver(tx *store.Tx, s *series.Series, c Cohort) error {
	asking, err := room.stageOf(tx, s, c)
	if err == nil && asking == NotAsking {
		err = errs.New(errs.Closed, "circles.yes.over|The circles of this series are over.")
	}
	return err
}

// stageOf is AskingOf for circles that may have met for the last time before the
// last day of their series is over.
func (room *Room) stageOf(tx *store.Tx, s *series.Series, c Cohort) (Asking, error) {
	asking := AskingOf(s, c, tx.Now())
	if asking != Late {
		return asking, nil
	}
	if len(ToCome(s, when.DateOf(tx.Now(), s.Location()))) == 0 {
		return NotAsking, nil
	}
	more, err := tx.Found(`SELECT 1 FROM circle c JOIN meeting m ON m.circle = c.id
		WHERE c.cohort = $1 AND c.state = 'meets' AND m.status <> 'cancelled' AND m.date > $2`, c.ID, soon(tx))
	if err != nil || more {
		return asking, err
	}
	done, err := room.doneMeeting(tx, c.ID)
	if err != nil {
		return asking, err
	}
	meet := 0
	err = tx.Row(`SELECT COUNT(*) FROM circle WHERE cohort = $1 AND state = 'meets'`, c.ID).Scan(&meet)
	if meet > 0 && meet == len(done) {
		asking = NotAsking
	}
	return asking, err
}

// Return is a yes again of somebody who had withdrawn, to what they said before.
func (room *Room) Return(ctx context.Context, tx *store.Tx, v auth.Viewer, s *series.Series, in *Interest) error {
	if in.State == Yes { // pressed twice
		return nil
	}
	before, err := room.HoursOf(tx, v, in.Person)
	if err != nil {
		return err
	}
	return room.Change(ctx, tx, v, s, in, Answer{Zone: before.Zone, Language: in.Language, Hours: before.Hours,
		Languages: in.Languages, Track: in.Track, Leads: in.Leads})
}

// Withdraw takes a yes back, and with it the place in a circle. It can be
// undone by saying yes again.
func (room *Room) Withdraw(ctx context.Context, tx *store.Tx, v auth.Viewer, in *Interest) (err error) {
	defer errs.Wrap(&err, "withdraw an interest")
	if err = room.own(tx, v, in); err != nil || in.State == Withdrawn { // pressed twice
		return err
	}
	in.State = Withdrawn
	if err = room.saveInterest(tx, in); err != nil {
		return err
	}
	return room.leaveCircle(ctx, tx, *in)
}

// own refuses who is not the person, reads the interest again, for this
// transaction alone to change, and notes that its person answered.
func (room *Room) own(tx *store.Tx, v auth.Viewer, in *Interest) error {
	if !v.Is(in.Person) {
		return errs.NotThere()
	}
	if err := tx.Lock("interest", in.ID); err != nil {
		return err
	}
	fresh, err := room.interest(tx, in.ID)
	if err != nil {
		return err
	}
	*in = fresh
	if in.AnsweredAt.IsZero() {
		in.AnsweredAt = tx.Now()
	}
	return room.People.Prove(tx, in.Person)
}
