package people

import (
	"context"
	"errors"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/store"
)

// Kinds of what a report is about. About names it: a post by its slug, others
// by their id; of something else only the words of the report tell.
const (
	AboutPost    = "post"
	AboutPerson  = "person"
	AboutMessage = "message"
	AboutOther   = "other"
)

// Decision is what became of a report.
type Decision string

const (
	ReportOpen   Decision = "open"
	LeftAsItIs   Decision = "nothing"
	HiddenPost   Decision = "hidden"
	FrozenPerson Decision = "frozen"
)

// reportsKept is how long a report is kept after it was decided.
const reportsKept = 180 * 24 * time.Hour

const (
	longestReason = 4000
	longestAbout  = 120
)

// Report is what somebody told of a text or a person.
type Report struct {
	ID        string
	Kind      string
	About     string
	Reason    string // in their words
	AnswerTo  string // their address, "" if they gave none
	Language  string
	State     Decision
	MadeAt    time.Time
	DecidedBy string
	DecidedAt time.Time
}

// Subject is what a report is about, as far as it is there: its name or title,
// and the person who wrote or is it.
type Subject struct {
	Title  string
	Href   string
	Person string
}

// Check says what is wrong with a report, by field. Whether there is what it is
// about nobody is told.
func (in Report) Check() error {
	var form errs.Form
	switch n := len([]rune(in.Reason)); {
	case n == 0:
		form.Add("reason", "report.reason.missing|Tell us what is wrong, in your own words.")
	case n > longestReason:
		form.Add("reason", "report.reason.long|Please say it in fewer than {n} characters.", "n", longestReason)
	}
	if in.AnswerTo != "" {
		CheckAddress(&form, "email", in.AnswerTo)
	}
	return form.Err()
}

// AboutFrom reads what the address of the form names, such as post:rooms.
func AboutFrom(s string) (kind, about string) {
	kind, about, _ = strings.Cut(s, ":")
	if kind != AboutPost && kind != AboutPerson && kind != AboutMessage || about == "" || len(about) > longestAbout {
		return AboutOther, ""
	}
	return kind, about
}

// ticketReport is the purpose of what stands for a person in the address of the
// form.
const ticketReport = "report"

// ReportPath is where somebody is reported whom one sees. Their number does not
// stand in it: who sees one person in two places does not learn there that it is
// one.
func (room *Room) ReportPath(person string) string {
	return "/report?about=" + AboutPerson + ":" + room.Keys.Ticket(ticketReport, []byte(person))
}

// Tell keeps a report, sealed with a key of its own. It looks nothing up, so
// that it tells nobody what there is.
func (room *Room) Tell(ctx context.Context, tx *store.Tx, v auth.Viewer, in Report) (err error) {
	defer errs.Wrap(&err, "keep a report")
	if err = in.Check(); err != nil {
		return err
	}
	if person, ok := room.Keys.OpenTicket(ticketReport, in.About); ok && in.Kind == AboutPerson {
		in.About = string(person)
	}
	id := store.NewID()
	box, err := room.Keys.Create(tx, reportKey(id))
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO report (id, kind, about, reason, answer_to, language, state, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		id, in.Kind, in.About, box.Seal("report", "reason", id, in.Reason), box.Seal("report", "answer_to", id, in.AnswerTo), in.Language, string(ReportOpen), tx.Now())
	return err
}

// reportKey is the owner of a report's key.
func reportKey(id string) string { return "report." + id }

const reportColumns = `r.id, r.kind, r.about, r.reason, r.answer_to, r.language, r.state, r.made_at, COALESCE(r.decided_by, ''), r.decided_at, k.wrapped`

// reportKeyOf joins a report's key.
const reportKeyOf = ` FROM report r LEFT JOIN keys k ON k.owner = 'report.' || r.id`

func (room *Room) scanReport(row scanner) (r Report, err error) {
	var reason, answer, wrapped []byte
	var made, decided store.Time
	err = row.Scan(&r.ID, &r.Kind, &r.About, &reason, &answer, &r.Language, (*string)(&r.State), &made, &r.DecidedBy, &decided, &wrapped)
	if errors.Is(err, store.ErrNoRow) {
		err = errs.NotThere()
	}
	if err != nil {
		return r, err
	}
	r.MadeAt, r.DecidedAt = made.Time, decided.Time
	box, err := room.Keys.Unwrap(reportKey(r.ID), wrapped)
	if errors.Is(err, seal.ErrErased) {
		return r, nil
	}
	if err != nil {
		return r, err
	}
	if r.Reason, err = box.Open("report", "reason", r.ID, reason); err != nil {
		return r, err
	}
	r.AnswerTo, err = box.Open("report", "answer_to", r.ID, answer)
	return r, err
}

// mostDecided bounds the list of what was decided.
const mostDecided = 100

// DecidedReports lists the reports that were decided, the latest first. What is
// about the viewer is not among them.
func (room *Room) DecidedReports(ctx context.Context, tx *store.Tx, v auth.Viewer) (list []Report, err error) {
	defer errs.Wrap(&err, "list decided reports")
	if !v.Can(auth.ModerateReports, auth.TheNetwork()) {
		return nil, errs.NotThere()
	}
	all, err := store.All(tx, func(r *store.Rows) (Report, error) { return room.scanReport(r) },
		`SELECT `+reportColumns+reportKeyOf+` WHERE r.state <> 'open' ORDER BY r.decided_at DESC, r.id LIMIT $1`, mostDecided)
	if err != nil {
		return nil, err
	}
	for _, r := range all {
		s, err := room.SubjectOf(ctx, tx, r)
		if err != nil {
			return nil, err
		}
		if !v.Is(s.Person) {
			list = append(list, r)
		}
	}
	return list, nil
}

// ReportByID returns a report to who may judge it.
func (room *Room) ReportByID(ctx context.Context, tx *store.Tx, v auth.Viewer, id string) (r Report, s Subject, err error) {
	defer errs.Wrap(&err, "read a report")
	if !v.Can(auth.ModerateReports, auth.TheNetwork()) {
		return r, s, errs.NotThere()
	}
	if r, err = room.scanReport(tx.Row(`SELECT `+reportColumns+reportKeyOf+` WHERE r.id = $1`, id)); err != nil {
		return r, s, err
	}
	if s, err = room.SubjectOf(ctx, tx, r); err == nil && v.Is(s.Person) {
		err = errs.NotThere()
	}
	return r, s, err
}

// SubjectOf returns what a report is about; what is not there has no title.
func (room *Room) SubjectOf(ctx context.Context, tx *store.Tx, r Report) (s Subject, err error) {
	if r.Kind == AboutPerson {
		p, err := room.Get(tx, r.About)
		if errs.Is(err, errs.NotFound) {
			return Subject{}, nil
		}
		return Subject{Title: p.Name, Person: p.ID}, err
	}
	for _, find := range room.Subjects {
		if s, err = find(ctx, tx, r.Kind, r.About); err != nil || s.Title != "" {
			return s, err
		}
	}
	return Subject{}, nil
}

// Judge decides a report: nothing is done, what it is about is hidden with a
// reason, or its person is frozen. Who reported it is told if they gave an
// address.
func (room *Room) Judge(ctx context.Context, tx *store.Tx, v auth.Viewer, id string, d Decision, why string) (err error) {
	defer errs.Wrap(&err, "judge a report")
	r, s, err := room.ReportByID(ctx, tx, v, id)
	if err != nil {
		return err
	}
	if r.State != ReportOpen {
		return errs.New(errs.Conflict, "org.report.decided|Somebody has decided this report already.")
	}
	switch d {
	case LeftAsItIs:
	case HiddenPost:
		if err = room.hide(ctx, tx, v, r, why); err != nil {
			return err
		}
	case FrozenPerson:
		if s.Person == "" {
			return errs.New(errs.Invalid, "org.report.nobody|We do not know whom this report is about.")
		}
		if err = room.Freeze(ctx, tx, v, s.Person, why); err != nil {
			return err
		}
	default:
		var form errs.Form
		form.Add("decision", "org.report.choose|Choose what to do.")
		return form.Err()
	}
	n, err := tx.Exec(`UPDATE report SET state = $1, decided_by = $2, decided_at = $3 WHERE id = $4 AND state = 'open'`, string(d), v.Actor(), tx.Now(), id)
	if err != nil || n == 0 {
		return err
	}
	if err = room.tellReporter(ctx, tx, r); err != nil {
		return err
	}
	return room.note(tx, v, "report."+string(d), id)
}

func (room *Room) hide(ctx context.Context, tx *store.Tx, v auth.Viewer, r Report, why string) error {
	if strings.TrimSpace(why) == "" {
		var form errs.Form
		form.Add("why", "org.report.why.missing|Say why: whoever wrote it reads this.")
		return form.Err()
	}
	for _, hide := range room.Hiders {
		if done, err := hide(ctx, tx, v, r.Kind, r.About, why); done || err != nil {
			return err
		}
	}
	return errs.New(errs.Invalid, "org.report.not-there|What this report is about is not there any more.")
}

// ShowAgain takes the hiding of what a report is about back.
func (room *Room) ShowAgain(ctx context.Context, tx *store.Tx, v auth.Viewer, id string) (err error) {
	defer errs.Wrap(&err, "show what was hidden")
	r, _, err := room.ReportByID(ctx, tx, v, id)
	if err != nil {
		return err
	}
	if r.State != HiddenPost {
		return errs.NotThere()
	}
	for _, hide := range room.Hiders {
		if done, err := hide(ctx, tx, v, r.Kind, r.About, ""); done || err != nil {
			return errors.Join(err, room.note(tx, v, "report.shown", id))
		}
	}
	return nil
}

// MailReportDone tells who reported something what became of it.
const MailReportDone = "people.report-done"

// tellReporter writes to the address of the report. Who is known and who is not
// was no matter until now, and nobody is shown it.
func (room *Room) tellReporter(ctx context.Context, tx *store.Tx, r Report) error {
	if r.AnswerTo == "" {
		return nil
	}
	n, err := room.Network(tx)
	if err != nil {
		return err
	}
	p, known, err := room.Meet(ctx, tx, auth.Viewer{}, Input{Address: r.AnswerTo, Zone: n.Zone, Language: r.Language})
	if err != nil {
		return err
	}
	lang := r.Language
	if known {
		lang = i18n.Match("", []string{p.Language}, r.Language)
	}
	return mail.Enqueue(tx, room.Keys, mail.Row{Kind: MailReportDone, Person: p.ID, About: r.ID, Lang: lang})
}

// ForgetReports drops reports half a year after they were decided.
func (room *Room) ForgetReports(tx *store.Tx) error {
	old, err := store.All(tx, store.Column[string], `SELECT id FROM report WHERE decided_at < $1 LIMIT 100`, tx.Now().Add(-reportsKept))
	if err != nil {
		return err
	}
	for _, id := range old {
		if err := room.Keys.Erase(tx, reportKey(id)); err != nil {
			return err
		}
		if _, err := tx.Exec(`DELETE FROM report WHERE id = $1`, id); err != nil {
			return err
		}
	}
	return nil
}

// note writes what was done into the audit log.
func (room *Room) note(tx *store.Tx, v auth.Viewer, verb, object string) error {
	if room.Note == nil {
		return nil
	}
	return room.Note(tx, v, verb, object, 1)
}
