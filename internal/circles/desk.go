package circles

import (
	"context"
	"errors"
	"slices"
	"strings"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/jobs"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
)

// Overview is where the circles of a series stand, for who forms them.
type Overview struct {
	Cohort    Cohort
	Asking    Asking
	Yes       int // people who say yes
	Leaders   int // of them ready to facilitate
	Proposals []Summary
	Working   *Work // circles are being formed or published
	Circles   int   // that meet
	Placed    int   // people in them
	AskMove   int   // of them asking to be moved
}

// Summary is a proposal with its step that is shown.
type Summary struct {
	Proposal
	Shown Step
}

// Work is how far a forming or publishing is.
type Work struct {
	Proposal Proposal
	Status   jobs.Status
}

// Overview tells where the circles of a series stand.
func (room *Room) Overview(ctx context.Context, tx *store.Tx, v auth.Viewer, s *series.Series) (o Overview, err error) {
	defer errs.Wrap(&err, "look at the circles of a series")
	if o.Cohort, err = room.CohortOf(tx, v, s.ID); err != nil {
		return o, err
	}
	o.Asking = AskingOf(s, o.Cohort, tx.Now())
	err = tx.Row(`SELECT COUNT(*), COALESCE(SUM(CASE WHEN leads THEN 1 ELSE 0 END), 0) FROM interest WHERE cohort = $1 AND state = 'yes'`, o.Cohort.ID).Scan(&o.Yes, &o.Leaders)
	if err != nil {
		return o, err
	}
	err = tx.Row(`SELECT COUNT(DISTINCT c.id), COUNT(*), COUNT(p.asked_at) FROM circle c JOIN placement p ON p.circle = c.id WHERE c.cohort = $1 AND c.state = 'meets'`, o.Cohort.ID).
		Scan(&o.Circles, &o.Placed, &o.AskMove)
	if err != nil {
		return o, err
	}
	list, err := room.proposalsOf(tx, o.Cohort.ID)
	if err != nil {
		return o, err
	}
	for _, p := range list {
		switch p.State {
		case InWork, Stopping, Publishing:
			o.Working, err = room.work(tx, p)
		case Failed:
			if o.Working == nil {
				o.Working, err = room.work(tx, p)
			}
		default:
			x := Summary{Proposal: p}
			x.Shown, err = room.step(tx, p.ID, p.Step)
			o.Proposals = append(o.Proposals, x)
		}
		if err != nil {
			return o, err
		}
	}
	return o, nil
}

func (room *Room) work(tx *store.Tx, p Proposal) (*Work, error) {
	w := &Work{Proposal: p}
	var err error
	w.Status, err = jobs.StatusOf(tx, p.Job)
	if errors.Is(err, store.ErrNoRow) { // dropped after it failed: nobody works on it any more
		w.Status.State, err = jobs.Stopped, nil
	}
	return w, err
}

// Board is a proposal as it is worked on.
type Board struct {
	Proposal Proposal
	Cohort   Cohort
	Steps    []Step
	Shown    Step
	A        *Arrangement
	Others   []Summary // further proposals that are ready, to compare with
	Working  *Work
	Since    int // people who said yes, changed what they said or withdrew since the proposal was held against that
}

// Board opens a proposal.
func (room *Room) Board(ctx context.Context, tx *store.Tx, v auth.Viewer, s *series.Series, id string) (b Board, err error) {
	defer errs.Wrap(&err, "open a proposal")
	if b.Proposal, err = room.mine(tx, v, s, id); err != nil {
		return b, err
	}
	o, err := room.Overview(ctx, tx, v, s)
	if err != nil {
		return b, err
	}
	b.Cohort, b.Working = o.Cohort, o.Working
	b.Others = slices.DeleteFunc(o.Proposals, func(x Summary) bool { return x.ID == b.Proposal.ID })
	if b.Proposal.Step == 0 {
		return b, errs.NotThere()
	}
	if b.Steps, err = room.steps(tx, b.Proposal.ID); err != nil {
		return b, err
	}
	for _, x := range b.Steps {
		if x.N == b.Proposal.Step {
			b.Shown = x
		}
	}
	if b.A, err = room.arrangement(tx, b.Proposal, b.Proposal.Step); err != nil {
		return b, err
	}
	b.Since, err = room.changedSince(tx, b.Cohort.ID, b.Proposal.Held)
	return b, err
}

// Before opens the step before the one that is shown, nil for the first.
func (room *Room) Before(tx *store.Tx, v auth.Viewer, s *series.Series, b Board) (*Arrangement, error) {
	if !room.MayForm(v, s) {
		return nil, errs.NotThere()
	}
	for i := len(b.Steps) - 1; i >= 0; i-- {
		if n := b.Steps[i].N; n < b.Proposal.Step {
			return room.arrangement(tx, b.Proposal, n)
		}
	}
	return nil, nil
}

// Face is somebody as who forms circles sees them: neither their hours nor
// their wishes are in it.
type Face struct {
	Interest  string
	Name      string // "" if erased
	Zone      string
	Clocks    string // the zone in which their hours are meant
	Languages []string
	Leads     bool
	Grouped   bool // they came with a group
	Yes       bool // they still say yes
}

// Faces returns those of the interests that are there, by id, to who may form
// the circles of the series.
func (room *Room) Faces(tx *store.Tx, v auth.Viewer, s *series.Series, ids []string) (map[string]Face, error) {
	if !room.MayForm(v, s) {
		return nil, errs.NotThere()
	}
	found := make(map[string]Face, len(ids))
	who := map[string]string{} // interest → person
	for part := range slices.Chunk(ids, 500) {
		in, args := store.In(tx, "i.id", 2, part)
		if err := tx.Each(func(r *store.Rows) error {
			var f Face
			var person, state string
			err := r.Scan(&f.Interest, &person, &state, &f.Zone, &f.Clocks, store.JSON(&f.Languages), &f.Leads, &f.Grouped)
			f.Yes = state == string(Yes)
			found[f.Interest], who[f.Interest] = f, person
			return err
		}, `SELECT i.id, i.person, i.state, i.zone, COALESCE(a.zone, i.zone), i.languages, i.leads, `+delegationColumn+` <> ''
			FROM interest i JOIN cohort c ON c.id = i.cohort LEFT JOIN availability a ON a.person = i.person WHERE c.subject = $1 AND `+in, append([]any{s.ID}, args...)...); err != nil {
			return nil, err
		}
	}
	persons := make([]string, 0, len(who))
	for _, p := range who {
		persons = append(persons, p)
	}
	named, err := room.People.Several(tx, persons)
	for id, f := range found {
		f.Name = named[who[id]].Name
		found[id] = f
	}
	return found, err
}

// SetRules says what organisers ask of the circles of a series. Mark is that of
// the rules which they saw: if somebody else has changed them meanwhile, it
// answers Conflict and changes nothing.
func (room *Room) SetRules(tx *store.Tx, v auth.Viewer, s *series.Series, mark string, r Rules) (err error) {
	defer errs.Wrap(&err, "set the rules of circles")
	if !room.MayForm(v, s) {
		return errs.NotThere()
	}
	c, err := room.ensureCohort(tx, s.ID)
	if err != nil {
		return err
	}
	if err = tx.Lock("cohort", c.ID); err != nil {
		return err
	}
	if c, err = room.cohort(tx, c.ID); err != nil {
		return err
	}
	if c.Rules.Mark() != mark {
		return errs.New(errs.Conflict, "org.circles.rules.meanwhile|Somebody changed these rules meanwhile. Below they stand as they are now: please enter your changes once more.")
	}
	if _, err = tx.Exec(`UPDATE cohort SET rules = $2 WHERE id = $1`, c.ID, store.JSON(r)); err != nil {
		return err
	}
	if err = room.grow(tx, &c); err != nil {
		return err
	}
	return room.note(tx, v, "circles.rules", c.ID, 1)
}

// Drop deletes a proposal that is not published.
func (room *Room) Drop(tx *store.Tx, v auth.Viewer, s *series.Series, id string) (err error) {
	defer errs.Wrap(&err, "delete a proposal")
	p, err := room.mine(tx, v, s, id)
	if err != nil {
		return err
	}
	if err = tx.Lock("cohort", p.Cohort); err != nil {
		return err
	}
	based := 0 // what is being formed keeps what this one has
	if err = tx.Row(`SELECT COUNT(*) FROM proposal WHERE base = $1 AND state IN ('forming', 'stopping')`, p.ID).Scan(&based); err != nil {
		return err
	}
	if based > 0 || p.State != Ready && p.State != Failed {
		return errs.New(errs.Conflict, "org.circles.drop.not-now|This proposal cannot be deleted now.")
	}
	if err = room.dropProposal(tx, p.ID); err != nil {
		return err
	}
	return room.note(tx, v, "circles.drop", p.ID, 1)
}

// ZonesOf lists the zones of those who say yes, the most frequent first.
func (room *Room) ZonesOf(tx *store.Tx, v auth.Viewer, s *series.Series) ([]string, error) {
	if !room.MayForm(v, s) {
		return nil, errs.NotThere()
	}
	return store.All(tx, store.Column[string], `SELECT i.zone FROM interest i JOIN cohort c ON c.id = i.cohort
		WHERE c.kind = 'series' AND c.subject = $1 AND i.state = 'yes' GROUP BY i.zone ORDER BY COUNT(*) DESC, i.zone`, s.ID)
}

// Codes returns the codes of the circles of a series, by their ids, to who may
// form them.
func (room *Room) Codes(tx *store.Tx, v auth.Viewer, s *series.Series) (map[string]string, error) {
	if !room.MayForm(v, s) {
		return nil, errs.NotThere()
	}
	codes := map[string]string{}
	return codes, tx.Each(func(r *store.Rows) error {
		var id, code string
		err := r.Scan(&id, &code)
		codes[id] = code
		return err
	}, `SELECT x.id, x.code FROM circle x JOIN cohort c ON c.id = x.cohort WHERE c.kind = 'series' AND c.subject = $1`, s.ID)
}

// Named finds those of the interests whose names hold all the words, to who may
// form the circles of the series. Names are sealed, so all of them are opened.
func (room *Room) Named(tx *store.Tx, v auth.Viewer, s *series.Series, ids []string, words string) (found map[string]bool, err error) {
	faces, err := room.Faces(tx, v, s, ids)
	if err != nil {
		return nil, err
	}
	found = map[string]bool{}
	wanted := strings.Fields(i18n.Fold(words))
	for id, f := range faces {
		name := i18n.Fold(f.Name)
		if !slices.ContainsFunc(wanted, func(w string) bool { return !strings.Contains(name, w) }) {
			found[id] = true
		}
	}
	return found, nil
}
