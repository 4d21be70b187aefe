package series

import (
	"context"
	"strconv"
	"strings"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/store"
)

// Among narrows a list of the people of a series. What is empty does not
// narrow it.
type Among struct {
	Track    string   // letter
	Standing Standing // "" = all that are not cancelled
	Language string
	Zone     string
	Answered string // "yes" or "no": whether their address has answered
	Owes     bool   // only who has not answered what must be answered
	Group    string // a group's id, Any for members of any, None for people on their own
	Text     string // part of a name or an address, searched in memory
	From     int    // how many to leave out
	Most     int    // how many to return at the most; 0 = all
}

// Words of Among.Group.
const (
	AnyGroup = "any"
	NoGroup  = "none"
)

// Entrant is a registration with the person who holds it.
type Entrant struct {
	R       Registration
	P       people.Person
	Letter  string // of the track
	Answers map[string]string
	Owes    bool // has not answered what must be answered
}

// Silent tells whether the person has an address that has not answered yet.
func (e Entrant) Silent() bool { return e.P.Address != "" && !e.P.Proven() }

// Entrants returns people of a series, the latest first, and how many there are
// in all. Names are opened only for those who may see registrations.
func (room *Room) Entrants(ctx context.Context, tx *store.Tx, v auth.Viewer, s *Series, a Among) (list []Entrant, total int, err error) {
	defer errs.Wrap(&err, "list the people of a series")
	if !v.Can(auth.SeeRegistrations, room.scopes(s)...) {
		return nil, 0, errs.NotThere()
	}
	if a.Text != "" {
		return room.searched(tx, s, a)
	}
	where, args := a.where(s)
	if err = tx.Row(`SELECT COUNT(*) FROM registration r JOIN person p ON p.id = r.person WHERE `+where, args...).Scan(&total); err != nil {
		return nil, 0, err
	}
	list, err = room.entrants(tx, s, where+` ORDER BY r.made_at DESC, r.id`+a.page(), args...)
	return list, total, err
}

// where is the filter as a condition on r and p.
func (a Among) where(s *Series) (where string, args []any) {
	where, args = "r.series = $1", []any{s.ID}
	add := func(condition string, value any) {
		args = append(args, value)
		where += " AND " + strings.ReplaceAll(condition, "?", "$"+strconv.Itoa(len(args)))
	}
	if a.Standing != "" {
		add("r.state = ?", string(a.Standing))
	} else {
		where += " AND r.state <> 'cancelled'"
	}
	if t := s.Track(a.Track); t != nil {
		add("r.track = ?", t.ID)
	}
	if a.Language != "" {
		add("r.language = ?", a.Language)
	}
	if a.Zone != "" {
		add("r.zone = ?", a.Zone)
	}
	switch a.Answered {
	case "yes":
		where += " AND p.proven_at IS NOT NULL"
	case "no":
		where += " AND " + silent
	}
	if a.Owes {
		where += " AND " + unasked
	}
	switch a.Group {
	case "":
	case AnyGroup:
		where += " AND r.delegation IS NOT NULL"
	case NoGroup:
		where += " AND r.delegation IS NULL"
	default:
		add("r.delegation = ?", a.Group)
	}
	return where, args
}

func (a Among) page() string {
	if a.Most <= 0 {
		return ""
	}
	return " LIMIT " + strconv.Itoa(a.Most) + " OFFSET " + strconv.Itoa(max(0, a.From))
}

func (room *Room) entrants(tx *store.Tx, s *Series, where string, args ...any) ([]Entrant, error) {
	list, err := store.All(tx, func(r *store.Rows) (e Entrant, err error) {
		e.R, err = scanRegistration(andMore{r, []any{&e.Owes}})
		return e, err
	}, `SELECT `+registrationColumns+`, `+unasked+` FROM registration r JOIN person p ON p.id = r.person WHERE `+where, args...)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(list))
	for i, e := range list {
		ids[i] = e.R.Person
	}
	persons, err := room.People.Several(tx, ids)
	out := hidden(teamLabels())
	for i := range list {
		e := &list[i]
		e.P, e.Letter, e.Owes = persons[e.R.Person], s.letterOf(e.R), e.Owes && s.MustAnswer()
		e.hide(out)
	}
	return list, err
}

// searched opens the names of all whom the filter leaves, and keeps those that
// hold the text: sealed names cannot be searched in the database.
func (room *Room) searched(tx *store.Tx, s *Series, a Among) (list []Entrant, total int, err error) {
	where, args := a.where(s)
	all, err := room.entrants(tx, s, where+` ORDER BY r.made_at DESC, r.id`, args...)
	if err != nil {
		return nil, 0, err
	}
	for _, e := range all {
		if e.P.Found(a.Text) {
			if total >= a.From && (a.Most <= 0 || len(list) < a.Most) {
				list = append(list, e)
			}
			total++
		}
	}
	return list, total, nil
}

// Entrant returns one registration with its person and answers to who may see
// the registrations of its series.
func (room *Room) Entrant(ctx context.Context, tx *store.Tx, v auth.Viewer, s *Series, id string) (e Entrant, err error) {
	defer errs.Wrap(&err, "read a registration")
	if !v.Can(auth.SeeRegistrations, room.scopes(s)...) {
		return e, errs.NotThere()
	}
	if e.R, err = room.registration(tx, id); err != nil {
		return e, err
	}
	if e.R.Series != s.ID {
		return e, errs.NotThere()
	}
	e.Letter = s.letterOf(e.R)
	if e.P, err = room.People.Get(tx, e.R.Person); err != nil {
		return e, err
	}
	e.Answers, err = room.Answers(tx, v, e.R)
	e.hide(hidden(teamLabels()))
	return e, err
}

// Noted returns, by session number, what is noted of one registration, to who
// may see the registrations of its series.
func (room *Room) Noted(ctx context.Context, tx *store.Tx, v auth.Viewer, s *Series, r Registration) (map[int]bool, error) {
	if !v.Can(auth.SeeRegistrations, room.scopes(s)...) || r.Series != s.ID {
		return nil, errs.NotThere()
	}
	return room.Attended(ctx, tx, auth.Itself(), r)
}

// Resend sends somebody their link once more, because their organiser asks for
// it. How often an address is written to is for the rules of mail to decide.
func (room *Room) Resend(ctx context.Context, tx *store.Tx, v auth.Viewer, s *Series, id string) (err error) {
	defer errs.Wrap(&err, "send a link again")
	if !v.Can(auth.EditRegistrations, room.scopes(s)...) {
		return errs.NotThere()
	}
	r, err := room.registration(tx, id)
	if err != nil {
		return err
	}
	if r.Series != s.ID {
		return errs.NotThere()
	}
	if err := room.tell(tx, MailLink, r, nil); err != nil {
		return err
	}
	return room.note(tx, v, "registration.resend", r.ID)
}

// Enter registers somebody by hand: also before registration opens and after
// it has closed, since their organiser knows why, but never past the limit of
// places. Without an address they get no mail.
func (room *Room) Enter(ctx context.Context, tx *store.Tx, v auth.Viewer, slug string, f Form) (r Registration, err error) {
	defer errs.Wrap(&err, "register somebody")
	s, err := room.BySlug(ctx, tx, v, slug)
	if err != nil {
		return r, err
	}
	if !v.Can(auth.EditRegistrations, room.scopes(s)...) {
		return r, errs.NotThere()
	}
	if s.State == Cancelled {
		return r, errs.New(errs.Closed, "series.register.cancelled|This series has been cancelled.")
	}
	if err = room.checkEntered(tx, s, f); err != nil {
		return r, err
	}
	person, known, err := room.People.Meet(ctx, tx, v, f.Input)
	if err != nil {
		return r, err
	}
	if known {
		old, err := room.lockedOf(tx, s.ID, person.ID)
		switch {
		case err == nil && old.Standing != Withdrawn:
			var form errs.Form
			form.Add("email", "org.enter.known|Somebody with this address is registered already.")
			return r, form.Err()
		case err == nil:
			if _, err = room.again(ctx, tx, s, old, person, f); err != nil {
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
	r = Registration{ID: store.NewID(), Series: s.ID, Person: person.ID, Zone: f.Zone, Language: f.Language}
	if err = room.settle(tx, s, &r, person, f); err != nil {
		return r, err
	}
	if person.Address == "" {
		r.HoldUntil = r.AnsweredAt // nobody there who could answer
	}
	if err = room.insertRegistration(tx, r, f.Answers); err != nil {
		return r, err
	}
	if err = room.note(tx, v, "registration.enter", r.ID); err != nil || person.Address == "" {
		return r, err
	}
	return r, room.tellRegistered(tx, s, r)
}

// checkEntered is Check for somebody who is entered by hand: the address may
// be missing, and the organiser's own questions are not asked.
func (room *Room) checkEntered(tx *store.Tx, s *Series, f Form) error {
	var form errs.Form
	checkPerson(&form, f.Input)
	s.checkTrack(&form, f.Track)
	n, err := room.People.Network(tx)
	if err != nil {
		return err
	}
	n.CheckLanguage(&form, "language", f.Language)
	return form.Err()
}

// checkPerson notes what is wrong with somebody who need not have an address.
func checkPerson(form *errs.Form, in people.Input) {
	people.CheckName(form, "name", in.Name)
	if in.Address != "" {
		people.CheckAddress(form, "email", in.Address)
	}
	CheckZone(form, in.Zone)
}
