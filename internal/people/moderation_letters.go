package people

import (
	"context"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/store"
)

// ModerationLetters are the letters to who was frozen, and to who reported
// something.
func (room *Room) ModerationLetters(base string) map[string]mail.Render {
	return map[string]mail.Render{
		MailFrozen: room.letter(base, func(tx *store.Tx, r Reader, row mail.Row, m *mail.Message) (bool, error) {
			why, err := room.WhyFrozen(tx, auth.Itself(), r.P.ID)
			if err != nil || why == "" { // undone meanwhile
				return false, err
			}
			m.Subject = r.L.T("letter.frozen.subject|You cannot take part in {network} for now", "network", m.Network.Name)
			m.Body = append(m.Body,
				mail.P(r.L.T("letter.frozen.lead|The people who look after {network} have decided that you cannot write or take part here for now. This is what they say:", "network", m.Network.Name)),
				mail.P(Unlinked(why)),
				mail.P(r.L.T("letter.frozen.still|You can still sign in, see what is kept of you, take it along, and leave. Roles that you held rest until this is undone.")),
				mail.Button(r.L.T("letter.frozen.button|Open my page"), base+"/me"),
				mail.P(r.L.T("letter.frozen.answer|If you think that this is wrong, answer this mail.")))
			m.Why = mail.Body{mail.Small(r.L.T("letter.frozen.why|You get this because somebody reported you, or what you wrote, and it was looked into."))}
			return true, nil
		}),
		MailUnfrozen: room.letter(base, func(tx *store.Tx, r Reader, row mail.Row, m *mail.Message) (bool, error) {
			frozen, err := room.IsFrozen(tx, r.P.ID)
			if err != nil || frozen {
				return false, err
			}
			m.Subject = r.L.T("letter.unfrozen.subject|You can take part in {network} again", "network", m.Network.Name)
			m.Body = append(m.Body,
				mail.P(r.L.T("letter.unfrozen.lead|You can write and take part here again, and the roles that you held are yours as before.")),
				mail.Button(r.L.T("letter.frozen.button|Open my page"), base+"/me"))
			m.Why = mail.Body{mail.Small(r.L.T("letter.unfrozen.why|You get this because we wrote to you before that you could not."))}
			return true, nil
		}),
		MailReportDone: room.letter(base, func(tx *store.Tx, r Reader, row mail.Row, m *mail.Message) (bool, error) {
			report, err := room.scanReport(tx.Row(`SELECT `+reportColumns+reportKeyOf+` WHERE r.id = $1`, row.About))
			if errs.Is(err, errs.NotFound) {
				return false, nil
			}
			if err != nil {
				return false, err
			}
			m.Subject = r.L.T("letter.report.subject|What became of your report to {network}", "network", m.Network.Name)
			m.Body = append(m.Body, mail.P(r.L.T("letter.report.thanks|Thank you for telling us what you saw. Somebody has read it and decided:")))
			switch report.State {
			case HiddenPost:
				m.Body = append(m.Body, mail.P(r.L.T("letter.report.hidden|What you reported is not shown any more.")))
			case FrozenPerson:
				m.Body = append(m.Body, mail.P(r.L.T("letter.report.frozen|Who you reported cannot write or take part here for now.")))
			case LeftAsItIs:
				m.Body = append(m.Body, mail.P(r.L.T("letter.report.nothing|We leave it as it is. If something happens again, please tell us again.")))
			default:
				return false, nil
			}
			m.Why = mail.Body{mail.Small(r.L.T("letter.report.why|You get this once, because you gave this address with a report. Half a year from now we forget both."))}
			return true, nil
		}),
	}
}

// letter frames a letter to a person in their language and hours; write says
// whether there still is something to say.
func (room *Room) letter(base string, write func(*store.Tx, Reader, mail.Row, *mail.Message) (bool, error)) mail.Render {
	return func(ctx context.Context, tx *store.Tx, row mail.Row) (*mail.Message, error) {
		p, err := room.Get(tx, row.Person)
		if errs.Is(err, errs.NotFound) || err == nil && p.Address == "" {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		r := ReaderOf(p, p.Zone, row.Lang, tx.Now())
		m := &mail.Message{}
		if err = room.Frame(tx, r, m, base, row.Kind, mail.Address{}); err != nil {
			return nil, err
		}
		m.Body = mail.Body{r.Hello()}
		say, err := write(tx, r, row, m)
		if err != nil || !say {
			return nil, err
		}
		return m, nil
	}
}

// ModerationClasses says what these letters are to their receivers.
func ModerationClasses() map[string]MailClass {
	return map[string]MailClass{MailFrozen: Notice, MailUnfrozen: Notice, MailReportDone: Answer}
}
