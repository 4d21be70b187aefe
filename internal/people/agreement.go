package people

import (
	"context"
	"strconv"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/store"
)

// Agreement is a version of what members agree to before they join. One that
// somebody has agreed to never changes: a change makes the next version, and
// members are asked again.
type Agreement struct {
	Version int
	Summary i18n.Text // in a few sentences
	Text    i18n.Text // Markdown
	Changes i18n.Text // what is new since the version before
	MadeAt  time.Time
	Agreed  int // how many people did
}

const (
	longestAgreement = 60_000
	longestSummary   = 1_000
)

// Check says what is wrong with an agreement, by field.
func (a Agreement) Check() error {
	var form errs.Form
	if a.Text.Empty() {
		form.Add("text", "org.agreement.text.missing|Write what members agree to.")
	}
	if a.Summary.Empty() {
		form.Add("summary", "org.agreement.summary.missing|Say in two or three sentences what is in it: that is what people read.")
	}
	for _, x := range []struct {
		field string
		text  i18n.Text
		most  int
	}{{"text", a.Text, longestAgreement}, {"summary", a.Summary, longestSummary}, {"changes", a.Changes, longestSummary}} {
		for _, lang := range x.text.Langs() {
			if len([]rune(x.text[lang])) > x.most {
				form.Add(x.field, "report.reason.long|Please say it in fewer than {n} characters.", "n", x.most)
			}
		}
	}
	return form.Err()
}

const agreementColumns = `a.version, a.summary, a.text, a.changes, a.made_at`

func scanAgreement(row scanner, more ...any) (a Agreement, err error) {
	var made store.Time
	err = row.Scan(append([]any{&a.Version, &a.Summary, &a.Text, &a.Changes, &made}, more...)...)
	a.MadeAt = made.Time
	return a, err
}

// Agreement returns the version that holds now. Version is 0 where there is
// none.
func (room *Room) Agreement(tx *store.Tx) (a Agreement, err error) {
	list, err := store.All(tx, func(r *store.Rows) (Agreement, error) { return scanAgreement(r) },
		`SELECT `+agreementColumns+` FROM agreement a ORDER BY a.version DESC LIMIT 1`)
	if err == nil && len(list) > 0 {
		a = list[0]
	}
	return a, err
}

// Agreements lists all versions, the latest first, with how many agreed to
// each, to who edits them.
func (room *Room) Agreements(ctx context.Context, tx *store.Tx, v auth.Viewer) (list []Agreement, err error) {
	defer errs.Wrap(&err, "list agreements")
	if !v.Can(auth.EditNetwork, auth.TheNetwork()) {
		return nil, errs.NotThere()
	}
	return store.All(tx, func(r *store.Rows) (Agreement, error) {
		var n int
		a, err := scanAgreement(r, &n)
		a.Agreed = n
		return a, err
	}, `SELECT `+agreementColumns+`, (SELECT COUNT(*) FROM agreement_yes y WHERE y.version = a.version) FROM agreement a ORDER BY a.version DESC`)
}

// SaveAgreement changes the version that holds as long as nobody has agreed to
// it, and else makes the next one. What nothing was changed of stays.
func (room *Room) SaveAgreement(ctx context.Context, tx *store.Tx, v auth.Viewer, a Agreement) (version int, err error) {
	defer errs.Wrap(&err, "save an agreement")
	if !v.Can(auth.EditNetwork, auth.TheNetwork()) {
		return 0, errs.NotThere()
	}
	if err = a.Check(); err != nil {
		return 0, err
	}
	now, err := room.Agreement(tx)
	if err != nil {
		return 0, err
	}
	if a.Version != now.Version {
		return 0, errs.New(errs.Conflict, "org.agreement.newer|Somebody has changed the agreement in the meantime. Copy yours, reload the page, and put both together.")
	}
	if same(a.Text, now.Text) && same(a.Summary, now.Summary) && same(a.Changes, now.Changes) {
		return now.Version, nil
	}
	var agreed bool
	if err = tx.Row(`SELECT EXISTS (SELECT 1 FROM agreement_yes WHERE version = $1)`, now.Version).Scan(&agreed); err != nil {
		return 0, err
	}
	if version = now.Version; version == 0 || agreed {
		version++
	}
	if version > 1 && version > now.Version && a.Changes.Empty() {
		var form errs.Form
		form.Add("changes", "org.agreement.changes.missing|Say what is new: members have agreed already and are asked again.")
		return 0, form.Err()
	}
	_, err = tx.Exec(`INSERT INTO agreement (version, summary, text, changes, made_at, made_by) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (version) DO UPDATE SET summary = excluded.summary, text = excluded.text, changes = excluded.changes,
			made_at = excluded.made_at, made_by = excluded.made_by`,
		version, a.Summary, a.Text, a.Changes, tx.Now(), v.Actor())
	if err != nil {
		return 0, err
	}
	return version, room.note(tx, v, "agreement.save", strconv.Itoa(version))
}

func same(a, b i18n.Text) bool {
	for _, lang := range i18n.Languages() {
		if a[lang] != b[lang] {
			return false
		}
	}
	return true
}

// Consent is the agreement that a form has to ask for: none where there is
// none, where the series asks for none, and where somebody who is signed in has
// agreed already. Series may be "".
func (room *Room) Consent(tx *store.Tx, v auth.Viewer, series string) (a Agreement, err error) {
	if a, err = room.Agreement(tx); err != nil || a.Version == 0 {
		return a, err
	}
	free, err := room.AsksNobody(tx, series)
	if err != nil || free {
		return Agreement{}, err
	}
	if v.Person != "" {
		var yes bool
		err = tx.Row(`SELECT EXISTS (SELECT 1 FROM agreement_yes WHERE person = $1 AND version = $2)`, v.Person, a.Version).Scan(&yes)
		if err != nil || yes {
			return Agreement{}, err
		}
	}
	return a, nil
}

// Given says by field what is wrong with the answer to a form that asks for
// the agreement, or returns nil. The answer is the version that was shown.
func (a Agreement) Given(answer string) error {
	var form errs.Form
	switch {
	case a.Version == 0 || answer == strconv.Itoa(a.Version):
	case answer != "":
		form.Add("agree", "agreement.newer|The agreement has changed since you opened this page. Please read what it says now.")
	default:
		form.Add("agree", "agreement.missing|Please tick that you agree. Without it you cannot take part.")
	}
	return form.Err()
}

// Agree notes that somebody agreed to a version. Who is known is believed only
// if they themselves are asking: whoever types a stranger's address agrees to
// nothing in their name, and they are asked when they sign in.
func (room *Room) Agree(tx *store.Tx, v auth.Viewer, person string, known bool, version int) error {
	if version == 0 || known && !v.Is(person) {
		return nil
	}
	_, err := tx.Exec(`INSERT INTO agreement_yes (person, version, at) SELECT $1, a.version, $3 FROM agreement a WHERE a.version = $2
		ON CONFLICT (person, version) DO NOTHING`, person, version, tx.Now())
	return err
}

// Asked is what a member still has to agree to.
type Asked struct {
	Agreement
	Before int         // the version that they agreed to last, 0 for none
	News   []Agreement // the versions since, the oldest first
}

// Owed returns what a member still has to agree to; Version is 0 for nothing.
func (room *Room) Owed(tx *store.Tx, v auth.Viewer) (asked Asked, err error) {
	if asked.Agreement, err = room.Agreement(tx); err != nil || asked.Version == 0 {
		return asked, err
	}
	if err = tx.Row(`SELECT COALESCE(MAX(version), 0) FROM agreement_yes WHERE person = $1`, v.Person).Scan(&asked.Before); err != nil {
		return asked, err
	}
	if asked.Before == asked.Version {
		return Asked{}, nil
	}
	if asked.Before > 0 {
		asked.News, err = store.All(tx, func(r *store.Rows) (Agreement, error) { return scanAgreement(r) },
			`SELECT `+agreementColumns+` FROM agreement a WHERE a.version > $1 ORDER BY a.version`, asked.Before)
	}
	return asked, err
}

// Standing is what a sign-in has to know of its person beside their sign-in.
type Standing struct {
	Frozen bool
	Owes   bool // has to agree to the agreement that holds now
}

// StandingOf returns it, in one statement, since every page asks.
func (room *Room) StandingOf(tx *store.Tx, person string) (s Standing, err error) {
	err = tx.Row(`SELECT EXISTS (SELECT 1 FROM frozen WHERE person = $1),
		EXISTS (SELECT 1 FROM agreement a WHERE a.version = (SELECT MAX(version) FROM agreement)
			AND NOT EXISTS (SELECT 1 FROM agreement_yes y WHERE y.person = $1 AND y.version = a.version))`, person).Scan(&s.Frozen, &s.Owes)
	return s, err
}

// AsksNobody tells whether a series asks nobody to agree.
func (room *Room) AsksNobody(tx *store.Tx, series string) (free bool, err error) {
	err = tx.Row(`SELECT EXISTS (SELECT 1 FROM agreement_free WHERE series = $1)`, series).Scan(&free)
	return free, err
}

// SetAsking says whether a series asks people to agree. Who may is asked by the
// room of series.
func (room *Room) SetAsking(tx *store.Tx, series string, asks bool) (err error) {
	if asks {
		_, err = tx.Exec(`DELETE FROM agreement_free WHERE series = $1`, series)
	} else {
		_, err = tx.Exec(`INSERT INTO agreement_free (series) VALUES ($1) ON CONFLICT DO NOTHING`, series)
	}
	return err
}
