package circles

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
)

// NameSafety names the one person who may see who asks to be kept apart from
// whom. Only who forms the circles may, and it is written into the audit log.
// What members are told this person is called is what was typed here: who types
// an address learns nothing of whom it belongs to. Nobody names themselves.
func (room *Room) NameSafety(ctx context.Context, tx *store.Tx, v auth.Viewer, s *series.Series, name, address string) (err error) {
	defer errs.Wrap(&err, "name the safety contact")
	if !room.MayForm(v, s) {
		return errs.NotThere()
	}
	in := people.Input{Name: name, Address: address, Zone: s.Zone, Language: "en"}.Clean()
	var form errs.Form
	people.CheckName(&form, "name", in.Name)
	people.CheckAddress(&form, "email", in.Address)
	if known, err := room.People.Find(tx, in.Address); err != nil {
		return err
	} else if v.Is(known) {
		form.Add("email", "org.circles.safety.self|This is you. Please name somebody else: who forms the circles does not see who asks to be kept apart.")
	}
	if err = form.Err(); err != nil {
		return err
	}
	person, _, err := room.People.Meet(ctx, tx, auth.Viewer{}, in)
	if err != nil {
		return err
	}
	c, err := room.ensureCohort(tx, s.ID)
	if err != nil {
		return err
	}
	box, err := room.Keys.Box(tx, c.ID)
	if err != nil {
		return err
	}
	if _, err = tx.Exec(`UPDATE cohort SET safety = $1, safety_name = $2 WHERE id = $3`,
		person.ID, box.Seal("cohort", "safety_name", c.ID, in.Name), c.ID); err != nil {
		return err
	}
	return room.note(tx, v, "circles.safety-named", c.ID, 1)
}

// SafetyName is what the safety contact of a cohort is called, to all who may
// name somebody in their wishes, to who forms the circles and to that contact;
// "" as long as there is none.
func (room *Room) SafetyName(tx *store.Tx, v auth.Viewer, c Cohort) (string, error) {
	if err := room.mayKnowSafety(tx, v, c); err != nil || c.Safety == "" {
		return "", err
	}
	var cell []byte
	if err := tx.Row(`SELECT safety_name FROM cohort WHERE id = $1`, c.ID).Scan(&cell); err != nil {
		return "", err
	}
	box, err := room.Keys.Box(tx, c.ID)
	if err != nil {
		return "", err
	}
	return box.Open("cohort", "safety_name", c.ID, cell)
}

// mayKnowSafety is NotThere to everybody who has nothing to do with a cohort.
func (room *Room) mayKnowSafety(tx *store.Tx, v auth.Viewer, c Cohort) error {
	_, err := room.interestOf(tx, c.ID, v.Person)
	if !errs.Is(err, errs.NotFound) {
		return err
	}
	s, err := room.Series.ByID(tx.Context(), tx, auth.Itself(), c.Subject)
	if err == nil && !room.looksAfter(v, s, c) && !room.hasRole(v, s) {
		err = errs.NotThere()
	}
	return err
}

// looksAfter tells whether the viewer is the safety contact of a series. Nobody
// is who may also form its circles, whoever named them, and even while their
// sign-in is worth too little to open that role.
func (room *Room) looksAfter(v auth.Viewer, s *series.Series, c Cohort) bool {
	return v.Kind == auth.Person && v.Is(c.Safety) && !room.hasRole(v, s)
}

// hasRole tells whether the viewer forms the circles of a series, or would with
// a sign-in that is worth enough.
func (room *Room) hasRole(v auth.Viewer, s *series.Series) bool {
	v.Tier = auth.Fresh
	return room.MayForm(v, s)
}

// mayLook is NotThere to everybody but the safety contact of a cohort.
func (room *Room) mayLook(tx *store.Tx, v auth.Viewer, c Cohort) error {
	s, err := room.Series.ByID(tx.Context(), tx, auth.Itself(), c.Subject)
	if err == nil && !room.looksAfter(v, s, c) {
		err = errs.NotThere()
	}
	return err
}

// SafetyOf returns the cohort of a series to its safety contact and to who
// forms its circles; contact tells which of them the viewer is. A sign-in that
// does not open their role is asked for more.
func (room *Room) SafetyOf(ctx context.Context, tx *store.Tx, v auth.Viewer, slug string) (s *series.Series, c Cohort, contact bool, err error) {
	defer errs.Wrap(&err, "open the page of the safety contact")
	if s, err = room.Series.BySlug(ctx, tx, auth.Itself(), slug); err != nil {
		return nil, c, false, err
	}
	if s.Circles == nil {
		return nil, c, false, errs.NotThere()
	}
	if c, err = room.cohortOf(tx, s.ID); err != nil {
		return nil, c, false, err
	}
	if contact = room.looksAfter(v, s, c); contact {
		return s, c, true, nil
	}
	if !room.hasRole(v, s) {
		return nil, c, false, errs.NotThere()
	}
	return s, c, false, v.Needs(auth.Strong)
}

// Distance is that somebody asks to be kept apart from others.
type Distance struct {
	Interest string
	Name     string // of who asks
	Wishes   []DistanceWish
}

// DistanceWish is one of those they name.
type DistanceWish struct {
	Said       string
	ByAddress  bool // nobody need be chosen
	Settled    bool
	Candidates []Candidate // whom it can mean
}

// Candidate is somebody of the cohort whom a wish can mean.
type Candidate struct {
	Person string
	Name   string
	Meant  bool // holds now
}

// lookFor is how long the list shows to who opened it.
const lookFor = 10 * time.Minute

// look is what a ticket to the list holds.
type look struct {
	Person string    `json:"p"`
	Cohort string    `json:"c"`
	Until  time.Time `json:"u"`
}

const lookPurpose = "circles.safety"

// OpenDistances writes into the audit log that the safety contact looks at who
// asks to be kept apart, and returns the ticket with which they do for some
// minutes.
func (room *Room) OpenDistances(tx *store.Tx, v auth.Viewer, c Cohort) (ticket string, err error) {
	if err = room.mayLook(tx, v, c); err != nil {
		return "", err
	}
	plain, err := json.Marshal(look{v.Person, c.ID, tx.Now().Add(lookFor)})
	if err != nil {
		return "", err
	}
	return room.Keys.Ticket(lookPurpose, plain), room.note(tx, v, "circles.safety-opened", c.ID, 1)
}

// Distances lists who asks to be kept apart from whom, to the safety contact
// alone and only after they opened it.
func (room *Room) Distances(ctx context.Context, tx *store.Tx, v auth.Viewer, c Cohort, ticket string) (list []Distance, err error) {
	defer errs.Wrap(&err, "list who asks for distance")
	if err = room.mayLook(tx, v, c); err != nil {
		return nil, err
	}
	plain, ok := room.Keys.OpenTicket(lookPurpose, ticket)
	var l look
	if !ok || json.Unmarshal(plain, &l) != nil || !v.Is(l.Person) || l.Cohort != c.ID || !tx.Now().Before(l.Until) {
		return nil, errs.NotThere()
	}
	all, wishes, err := room.everything(tx, c.ID)
	if err != nil {
		return nil, err
	}
	d := room.directoryOf(tx, all)
	known, err := room.People.Several(tx, d.ids)
	if err != nil {
		return nil, err
	}
	for _, s := range all {
		w := wishes[s.Interest]
		if len(w.Apart) == 0 {
			continue
		}
		x := Distance{Interest: s.Interest, Name: known[s.Person].Name}
		for _, other := range w.Apart {
			wish, err := d.describe(other, s.Person, known)
			if err != nil {
				return nil, err
			}
			x.Wishes = append(x.Wishes, wish)
		}
		list = append(list, x)
	}
	return list, nil
}

// describe says whom a wish can mean.
func (d *directory) describe(x Other, asker string, known map[string]people.Person) (wish DistanceWish, err error) {
	wish = DistanceWish{Said: x.Said, ByAddress: x.address() != "", Settled: x.Settled}
	seen := func(id string) bool { return slices.Contains(x.Seen, id) }
	meant, err := d.apartFrom(x)
	if err != nil {
		return wish, err
	}
	for _, id := range d.ids {
		p := known[id]
		holds := slices.Contains(meant, d.byPerson[id])
		if id == asker || p.Name == "" || !holds && (wish.ByAddress || !alike(x.name(), i18n.Fold(p.Name))) {
			continue
		}
		wish.Settled = wish.Settled && (seen(id) || !holds) // somebody of that name came later
		wish.Candidates = append(wish.Candidates, Candidate{id, p.Name, holds})
	}
	return wish, nil
}

// alike tells whether all words of one name are in the other.
func alike(a, b string) bool {
	x, y := strings.Fields(a), strings.Fields(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	return len(x) > 0 && !slices.ContainsFunc(x, func(word string) bool { return !slices.Contains(y, word) })
}

// Settle notes whom somebody means who asks to be kept apart from a name: of
// those whom the safety contact saw, these persons and nobody else. Only the
// safety contact may.
func (room *Room) Settle(ctx context.Context, tx *store.Tx, v auth.Viewer, c Cohort, interest, said string, persons, seen []string) (err error) {
	defer errs.Wrap(&err, "say who is meant")
	if err = room.mayLook(tx, v, c); err != nil {
		return err
	}
	if err = tx.Lock("interest", interest); err != nil {
		return err
	}
	in, err := room.interest(tx, interest)
	if err != nil {
		return err
	}
	w, err := room.wishes(tx, in)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(w.Apart, func(x Other) bool { return x.Said == said })
	if in.Cohort != c.ID || i < 0 { // changed in the meantime
		return errs.New(errs.Conflict, "circles.safety.changed|This wish was changed in the meantime. Please look at it again.")
	}
	if seen, err = room.ofCohort(tx, c.ID, seen); err != nil {
		return err
	}
	persons = slices.DeleteFunc(persons, func(id string) bool { return !slices.Contains(seen, id) })
	w.Apart[i].Settled, w.Apart[i].Persons, w.Apart[i].Seen = true, persons, seen
	if err = room.saveWishes(tx, in, w); err != nil {
		return err
	}
	return room.note(tx, v, "circles.safety-settled", c.ID, 1) // not whose wish it was
}

// ofCohort keeps those of the persons who said yes in the cohort.
func (room *Room) ofCohort(tx *store.Tx, cohort string, persons []string) (kept []string, err error) {
	for _, person := range persons {
		in, err := room.interestOf(tx, cohort, person)
		switch {
		case err == nil && in.State == Yes:
			kept = append(kept, person)
		case err != nil && !errs.Is(err, errs.NotFound):
			return nil, err
		}
	}
	return kept, nil
}
