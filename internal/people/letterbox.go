package people

import (
	"time"

	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/store"
)

// MailClass is what a mail is to its receiver.
type MailClass string

const (
	Confirmation MailClass = "confirmation" // that they, or somebody for them, registered
	Answer       MailClass = "answer"       // to something just done with their address, when they are known already
	Reminder     MailClass = "reminder"     // of a session, or of something they are to do
	Notice       MailClass = "notice"       // of a move, a cancellation, a place that came or went
	News         MailClass = "news"         // everything else: write-ups, mail to many
	Code         MailClass = "code"         // codes and links just asked for
	Unsaid       MailClass = "unsaid"       // that there is something to read, and not what; see MailUnsaid
)

// allowance is how much mail of a class a person gets.
type allowance struct {
	daily  int // once their address has answered
	before int // a day, before it has
	ever   int // in all, before it has; 0 = no limit but that of the day
}

// allowances holds the rules. An address that has not answered gets one
// confirmation and one reminder in all, a notice of each move and cancellation
// (which are told once), and codes that were just asked for: nothing that
// somebody else could make it get again and again. Whoever types such an
// address a second time has it told so once a day. The numbers of a day are far
// above what anybody needs, so that only a flood runs into them.
func allowances(c MailClass) allowance {
	switch c {
	case Confirmation:
		return allowance{daily: 12, before: 1, ever: 1}
	case Answer:
		return allowance{daily: 6, before: 1}
	case Reminder:
		return allowance{daily: 24, before: 1, ever: 1}
	case Notice:
		return allowance{daily: 24, before: 6}
	case Code:
		return allowance{daily: 24, before: 4}
	}
	return allowance{daily: 12, before: 0}
}

// mostDaily is how many mails one address gets a day, of all classes but
// codes, which nobody else can use up.
const mostDaily = 40

// An address that has not answered gets so much of what a stranger can make us
// send by typing it, over all forms: confirmations, answers and codes.
const (
	strangersDaily  = 4
	strangersWeekly = 8
)

func byStrangers(c MailClass) bool { return c == Confirmation || c == Answer || c == Code }

func (p *letterbox) strangers(of map[MailClass]int) (n int) {
	for c, k := range of {
		if byStrangers(c) {
			n += k
		}
	}
	return n
}

// MayWrite tells whether a mail may still go to its receiver, by what they
// were sent before. classes says what each kind is; one that is unknown counts
// as news.
func (room *Room) MayWrite(tx *store.Tx, row mail.Row, classes map[string]MailClass) (bool, error) {
	p := letterbox{day: dayOf(tx.Now()), before: dayOf(tx.Now().AddDate(0, 0, -7)), today: map[MailClass]int{}, week: map[MailClass]int{}, ever: map[MailClass]int{}}
	if err := p.read(tx, row.Person); err != nil {
		return false, err
	}
	ahead, err := mail.Ahead(tx, row)
	if err != nil {
		return false, err
	}
	for _, kind := range ahead {
		if c := classOf(kind, classes); c != Unsaid {
			p.add(c, p.day, 1)
		}
	}
	if !p.admits(classOf(row.Kind, classes)) {
		return false, nil
	}
	no, err := room.refuses(tx, row.Person)
	return !no, err
}

// Wrote counts a mail that was accepted for delivery. One of the class Unsaid
// leaves no trace, and takes nothing from what others may be sent: whoever
// writes it counts it where nobody else looks.
func (room *Room) Wrote(tx *store.Tx, row mail.Row, classes map[string]MailClass) error {
	if classOf(row.Kind, classes) == Unsaid {
		return nil
	}
	_, err := tx.Exec(`INSERT INTO letterbox (person, class, day, n) VALUES ($1, $2, $3, 1)
		ON CONFLICT (person, class, day) DO UPDATE SET n = letterbox.n + 1`,
		row.Person, string(classOf(row.Kind, classes)), dayOf(tx.Now()))
	return err
}

func classOf(kind string, classes map[string]MailClass) MailClass {
	if c, ok := classes[kind]; ok {
		return c
	}
	return News
}

// letterbox is what one person was sent.
type letterbox struct {
	proven bool
	day    string
	before string // the day with which the week before it ended
	today  map[MailClass]int
	week   map[MailClass]int // with today
	ever   map[MailClass]int
}

func (p *letterbox) read(tx *store.Tx, person string) error {
	return tx.Each(func(r *store.Rows) error {
		var class MailClass
		var day string
		var n int
		err := r.Scan(&p.proven, (*string)(&class), &day, &n)
		p.add(class, day, n)
		return err
	}, `SELECT p.proven_at IS NOT NULL, COALESCE(l.class, ''), COALESCE(l.day, ''), COALESCE(l.n, 0)
		FROM person p LEFT JOIN letterbox l ON l.person = p.id WHERE p.id = $1`, person)
}

func (p *letterbox) add(class MailClass, day string, n int) {
	p.ever[class] += n
	if day > p.before {
		p.week[class] += n
	}
	if day == p.day {
		p.today[class] += n
	}
}

// admits tells whether one more mail of the class goes in.
func (p *letterbox) admits(class MailClass) bool {
	all := 0
	for c, n := range p.today {
		if c != Code {
			all += n
		}
	}
	a := allowances(class)
	if !p.proven && byStrangers(class) && (p.strangers(p.today) >= strangersDaily || p.strangers(p.week) >= strangersWeekly) {
		return false
	}
	switch {
	case class == Unsaid:
		return p.proven
	case class != Code && all >= mostDaily, p.today[class] >= a.daily:
		return false
	case p.proven:
		return true
	}
	return p.today[class] < a.before && (a.ever == 0 || p.ever[class] < a.ever)
}

// SweepLetterboxes forgets what was sent on days that are over, except to those
// whose address has not answered: what they got counts until it does.
func (room *Room) SweepLetterboxes(tx *store.Tx) error {
	_, err := tx.Exec(`DELETE FROM letterbox WHERE day < $1 AND NOT EXISTS (SELECT 1 FROM person p
		WHERE p.id = letterbox.person AND p.proven_at IS NULL AND p.address_ix IS NOT NULL)`, dayOf(tx.Now().AddDate(0, 0, -1)))
	return err
}

func dayOf(t time.Time) string { return t.UTC().Format(time.DateOnly) }
