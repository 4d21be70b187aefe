package circles

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/when"
)

// Kinds of mail of this room. What each says is written when it is sent, from
// what is true then; see package letters.
const (
	MailYes        = "circles.yes"        // your yes counts, and how you change it
	MailAlready    = "circles.already"    // somebody said yes with your address once more
	MailPlaced     = "circles.placed"     // your circle, with its meetings for the calendar
	MailMoved      = "circles.moved"      // you are in another circle than before
	MailHour       = "circles.hour"       // your circle meets at another hour than before
	MailGone       = "circles.gone"       // takes a former circle out of the calendar
	MailUnplaced   = "circles.unplaced"   // why you have no circle, and what would help
	MailWithdrawn  = "circles.withdrawn"  // you took your yes back, or left your circle
	MailSwapAsked  = "circles.swap-asked" // would you lead a meeting?
	MailDeclined   = "circles.declined"   // whom you asked cannot
	MailSwapped    = "circles.swapped"    // somebody else leads a meeting
	MailTurns      = "circles.turns"      // meetings that you lead now
	MailLeaderless = "circles.leaderless" // nobody leads your circle any more
	MailChanged    = "circles.changed"    // a meeting is cancelled, takes place after all, or is on another day
	MailSeries     = "circles.series"     // the series of a yes does not take place, or does after all
	MailCode       = "circles.code"       // opens the names of the others
	MailDayBefore  = "circles.day-before"
	MailHourBefore = "circles.hour-before"
)

// MailClasses says what each kind of mail is to its receiver. What members ask
// of each other, as often as they like, comes to those only whose address has
// answered.
func MailClasses() map[string]people.MailClass {
	return map[string]people.MailClass{
		MailYes: people.Confirmation, MailAlready: people.Answer, MailCode: people.Code,
		MailPlaced: people.Notice, MailMoved: people.Notice, MailHour: people.Notice, MailGone: people.Notice, MailUnplaced: people.Notice,
		MailWithdrawn: people.Notice, MailChanged: people.Notice, MailSeries: people.Notice,
		MailSwapAsked: people.News, MailDeclined: people.News, MailSwapped: people.News, MailTurns: people.News, MailLeaderless: people.News,
		MailDayBefore: people.Reminder, MailHourBefore: people.Reminder,
	}
}

// tell puts one mail about an interest into the outbox.
func (room *Room) tell(tx *store.Tx, kind string, in Interest) error {
	return mail.Enqueue(tx, room.Keys, mail.Row{Kind: kind, Person: in.Person, About: in.ID, Lang: in.Language, Replace: true})
}

// tellMany puts the same mail to several people into the outbox.
func (room *Room) tellMany(tx *store.Tx, kind string, list []Interest) error {
	rows := make([]mail.Row, len(list))
	for i, in := range list {
		rows[i] = mail.Row{Kind: kind, Person: in.Person, About: in.ID, Lang: in.Language}
	}
	return mail.EnqueueMany(tx, rows)
}

// tellYes confirms somebody's yes, with the link that changes it.
func (room *Room) tellYes(tx *store.Tx, in Interest) error { return room.tell(tx, MailYes, in) }

// tellAlready answers somebody who said yes once more, or again after they had
// taken it back, without having shown who they are: it brings their link.
func (room *Room) tellAlready(tx *store.Tx, in Interest) error {
	return room.tell(tx, MailAlready, in)
}

// tellUnplaced notes why somebody has no circle and what would help, and tells
// them.
func (room *Room) tellUnplaced(tx *store.Tx, in Interest, why Why) error {
	if err := room.noteWhy(tx, in, why); err != nil {
		return err
	}
	return room.tell(tx, MailUnplaced, in)
}

// knows returns what somebody knows of the circle that they leave: nothing but
// the id of one before, or "", if no letter told them of it yet. What is still to
// be sent about it is not sent any more.
func (room *Room) knows(tx *store.Tx, in Interest, p Placement) (was FormerCircle, err error) {
	unsent, err := mail.Recall(tx, room.Keys, in.Person, in.ID, MailPlaced, MailMoved, MailHour, MailSwapAsked, MailDeclined, MailSwapped,
		MailTurns, MailLeaderless, MailChanged, MailDayBefore, MailHourBefore)
	if err != nil {
		return was, err
	}
	if p.ToldAt.IsZero() || slices.ContainsFunc(unsent, func(r mail.Row) bool { return r.Kind == MailPlaced || r.Kind == MailMoved }) {
		return FormerCircle{Circle: p.Former}, nil
	}
	c, err := room.circle(tx, p.Circle)
	if err != nil {
		return was, err
	}
	was = formerly(&c, tx.Now())
	slices.SortStableFunc(unsent, func(a, b mail.Row) int { return strings.Compare(b.Kind, a.Kind) }) // the circle before its meetings
	for _, r := range unsent {
		if err = was.before(r); err != nil {
			return was, err
		}
	}
	return was, nil
}

// before is the circle as somebody knew it who was not told what a letter says.
func (f *FormerCircle) before(unsent mail.Row) error {
	switch unsent.Kind {
	case MailHour:
		*f = FormerCircle{}
		return json.Unmarshal(unsent.Payload, f)
	case MailChanged:
		var was WasMeeting
		if err := json.Unmarshal(unsent.Payload, &was); err != nil {
			return err
		}
		_, n := CutMeeting(unsent.About)
		f.Meetings = slices.DeleteFunc(f.Meetings, func(k KnownMeeting) bool { return k.N == n })
		if !was.Date.IsZero() && was.Status != series.CalledOff {
			f.Meetings = append(f.Meetings, KnownMeeting{n, was.Date, was.Hour})
		}
		slices.SortFunc(f.Meetings, func(a, b KnownMeeting) int { return a.Date.Sub(b.Date) })
	}
	return nil
}

// tellFormer tells somebody that they are no longer in a circle, and takes its
// next meeting out of their calendar.
func (room *Room) tellFormer(tx *store.Tx, kind string, in Interest, was FormerCircle) error {
	payload, err := json.Marshal(was)
	if err != nil {
		return err
	}
	return mail.Enqueue(tx, room.Keys, mail.Row{Kind: kind, Person: in.Person, About: in.ID, Lang: in.Language, Payload: payload})
}

// FormerCircle is the payload of letters about a circle that somebody was in.
type FormerCircle struct {
	Circle   string         `json:"circle"` // its id
	Language string         `json:"language,omitempty"`
	Meetings []KnownMeeting `json:"meetings,omitempty"` // that were to come, as its members knew them
}

// KnownMeeting is a meeting as those knew it who were to come.
type KnownMeeting struct {
	N    int       `json:"n"`
	Date when.Date `json:"date"`
	Hour Hour      `json:"hour"`
}

// formerly is a circle as its members know it now, for letters that are sent
// after it has changed.
func formerly(c *Circle, now time.Time) FormerCircle {
	f := FormerCircle{Circle: c.ID, Language: c.Language}
	for _, m := range c.Meetings {
		if m.TakesPlace() && c.Ends(m).After(now) {
			f.Meetings = append(f.Meetings, KnownMeeting{m.N, m.Date, c.hourOf(m)})
		}
	}
	return f
}

// Knew returns a meeting of the circle as its members knew it, and false if they
// knew of none with that number.
func (f FormerCircle) Knew(c *Circle, n int) (Meeting, bool) {
	now := c.Meeting(n)
	i := slices.IndexFunc(f.Meetings, func(k KnownMeeting) bool { return k.N == n })
	if now == nil || i < 0 {
		return Meeting{}, false
	}
	m := *now
	m.Date, m.Hour, m.Status = f.Meetings[i].Date, f.Meetings[i].Hour, series.Scheduled
	return m, true
}

// Next returns the meeting of the circle that its members thought was the next.
func (f FormerCircle) Next(c *Circle, now time.Time) (Meeting, bool) {
	if len(f.Meetings) == 0 {
		return c.Next(now)
	}
	for _, k := range f.Meetings {
		if m, ok := f.Knew(c, k.N); ok && c.Ends(m).After(now) {
			return m, true
		}
	}
	return Meeting{}, false
}

// aboutMeeting names what a mail about one meeting speaks of.
func aboutMeeting(in string, n int) string { return in + "-" + itoa(n) }

// CutMeeting takes apart what a mail speaks of: an interest and the number of a
// meeting, 0 if it is about none.
func CutMeeting(about string) (interest string, n int) {
	interest, number, _ := strings.Cut(about, "-")
	n, _ = strconv.Atoi(number)
	return interest, n
}

// ByWhom is the payload of letters about what somebody else did.
type ByWhom struct {
	Interest string `json:"interest"` // whose doing it was, or who led before; "" = nobody
}

// WasMeeting is the payload of MailChanged: what a meeting was before.
type WasMeeting struct {
	Date   when.Date     `json:"date"`
	Status series.Status `json:"status"`
	Hour   Hour          `json:"hour,omitzero"` // its own then, or that of its circle; zero = as it is now
}

// tellMeeting tells somebody of one meeting.
func (room *Room) tellMeeting(tx *store.Tx, kind string, in Interest, m Meeting, other string) error {
	payload, err := json.Marshal(ByWhom{other})
	if err != nil {
		return err
	}
	return mail.Enqueue(tx, room.Keys, mail.Row{Kind: kind, Person: in.Person, About: aboutMeeting(in.ID, m.N), Lang: in.Language,
		Payload: payload, Replace: true})
}

// tellCircle tells all members of one meeting of theirs.
func (room *Room) tellCircle(tx *store.Tx, kind string, m Meeting, other string) error {
	all, err := room.told(tx, m.Circle)
	for _, in := range all {
		if err == nil {
			err = room.tellMeeting(tx, kind, in, m, other)
		}
	}
	return err
}

// told are the members of a circle to whom a letter about it was written.
func (room *Room) told(tx *store.Tx, circle string) ([]Interest, error) {
	return store.All(tx, scanInterest,
		`SELECT `+interestColumns+` FROM placement p JOIN interest i ON i.id = p.interest WHERE p.circle = $1 AND p.told_at IS NOT NULL ORDER BY i.id`, circle)
}

// knowing are those of them who know the circle. The others read in the letter
// that is still to be sent how it is by then.
func (room *Room) knowing(tx *store.Tx, circle string) ([]Interest, error) {
	list, err := room.told(tx, circle)
	if err != nil {
		return nil, err
	}
	var people, about []string
	for _, in := range list {
		people, about = append(people, in.Person), append(about, in.ID)
	}
	unsent, err := mail.Unsent(tx, []string{MailPlaced, MailMoved}, people, about)
	return slices.DeleteFunc(list, func(in Interest) bool { return slices.Contains(unsent, in.ID) }), err
}

// Sent notes what a letter that was just sent has told. It belongs in the
// outbox's Sent.
func (room *Room) Sent(tx *store.Tx, row mail.Row) (err error) {
	at, id := store.At(tx.Now()), row.About
	switch row.Kind {
	case MailYes:
		_, err = tx.Exec(`UPDATE interest SET confirmed_at = $1 WHERE id = $2`, at, id)
	case MailPlaced, MailMoved, MailHour:
		if _, err = tx.Exec(`UPDATE interest SET confirmed_at = $1 WHERE id = $2 AND confirmed_at IS NULL`, at, id); err == nil {
			_, err = tx.Exec(`UPDATE placement SET told_at = $1 WHERE interest = $2 AND told_at IS NOT NULL`, at, id)
		}
	case MailUnplaced:
		_, err = tx.Exec(`UPDATE interest SET told_at = $1 WHERE id = $2`, at, id)
	}
	return err
}

// ConfirmRest sends what was held back while an address had not answered. It
// belongs in the people room's OnProven.
func (room *Room) ConfirmRest(tx *store.Tx, person string) error {
	list, err := store.All(tx, scanInterest,
		`SELECT `+interestColumns+` FROM interest i WHERE i.person = $1 AND i.state = 'yes' AND i.confirmed_at IS NULL ORDER BY i.made_at`, person)
	if err != nil {
		return err
	}
	for _, in := range list {
		p, placed, err := room.placement(tx, in.ID)
		switch {
		case err != nil:
		case !placed:
			err = room.tellYes(tx, in)
		case !p.ToldAt.IsZero(): // or it is on its way
			err = room.tell(tx, MailPlaced, in)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
