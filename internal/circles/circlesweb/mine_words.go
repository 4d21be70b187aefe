package circlesweb

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/circles"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/web/ui"
	"codeberg.org/plenary/plenary/internal/when"
)

// notices tell what was just done: of a circle only to who is in it still.
func (p minePage) notices() []ui.Notice {
	l, text := p.R.L, ""
	done := p.R.Query.Get("done")
	switch done {
	case "yes":
		text = l.T("circles.done.yes|You said yes. A mail with the link to this page is on its way.")
	case "answered":
		text = l.T("circles.done.answered|Thank you. Now we know that this address is yours.")
	case "hours", "wishes":
		text = l.T("circles.done.changed|What you said is kept.")
	case "again":
		text = l.T("circles.done.again|You said yes again.")
	default:
		if p.Placed {
			text = p.doneThere(done)
		}
	}
	if text == "" {
		return nil
	}
	return []ui.Notice{{Tone: ui.OK, Word: l.T("ui.done|Done."), Text: text, Live: true}}
}

// doneThere tells what was just done in the reader's circle.
func (p minePage) doneThere(done string) string {
	l := p.R.L
	switch done {
	case "taken":
		return l.T("circles.done.taken|The place is yours. See you there.")
	case "leads":
		return l.T("circles.done.leads|Thank you. You are in the plan of who leads.")
	case "leads-not":
		return l.T("circles.done.leads-not|You lead no meetings any more. The plan is made anew.")
	case "asked":
		return l.T("circles.done.asked|Asked. Until somebody says yes, the meeting stays yours.")
	case "swapped":
		return l.T("circles.done.swapped|You lead this meeting. All are told.")
	case "declined":
		return l.T("circles.done.declined|All right. We tell who asked.")
	case "kept":
		return l.T("circles.done.kept|You lead it yourself. Nobody is asked any more.")
	case "move":
		return l.T("circles.done.move|Noted. Those who form the circles see it. Until then your place stays.")
	case "stay":
		return l.T("circles.done.stay|You stay. Nobody is asked to move you any more.")
	case "reminded":
		return l.T("series.stop.again-done|Reminders will come again.")
	case "quiet":
		return l.T("circles.done.quiet|No more reminders of this circle. Changes still reach you.")
	case "named", "notes", "recorded":
		return l.T("circles.done.saved|Saved.")
	case "opened":
		if p.O.Named {
			return l.T("circles.done.opened|This browser shows names and notes for some hours.")
		}
	}
	return ""
}

// Name is what the page is headed with.
func (p minePage) Name() string {
	if p.Placed && p.O.Circle.Name != "" && p.O.Named {
		return p.O.Circle.Name
	}
	return p.R.L.T("circles.mine.name|My circle")
}

// state says in one sentence where somebody without a circle stands.
func (p minePage) state() string {
	l := p.R.L
	switch {
	case p.M.In.State == circles.Withdrawn:
		return l.T("circles.mine.withdrawn|You took your yes back.")
	case p.Seeking:
		return l.T("circles.mine.seeking|We are looking for a place that fits you. That takes a moment.")
	case p.off(): // which stands above it
	case p.Known && p.Asking == circles.NotAsking:
		return l.T("circles.mine.none|There was no circle to which you could really come.")
	case p.Known:
		return l.T("circles.mine.unplaced|There is no circle yet to which you can really come.")
	}
	return l.T("circles.mine.yes|You said yes, {name}.", "name", p.M.P.Name)
}

// off tells whether the series does not take place.
func (p minePage) off() bool { return p.M.S.State == series.Cancelled }

// first is the kind of a button that comes first unless something would help.
func (p minePage) first() ui.Kind {
	if p.Known {
		return ui.Quiet
	}
	return ui.Primary
}

// then says what happens next to somebody who waits.
func (p minePage) then() string {
	l := p.R.L
	switch {
	case p.Seeking || p.off():
		return ""
	case p.Asking == circles.NotAsking:
		return l.T("circles.mine.over|The circles of this series are over.")
	case p.M.In.State == circles.Withdrawn && p.Asking == circles.Forming:
		return l.T("circles.yes.forming|The circles are being formed now. Once they are published, you can ask for a place that is left.")
	case p.M.In.State == circles.Withdrawn:
		return ""
	case p.Known:
		return l.T("letter.circle.unplaced.then|You stay on our list. When a place falls free that fits you, it is yours and we write to you.")
	case p.Asking == circles.Open:
		if closes := circles.ClosesAt(p.M.S); !closes.IsZero() {
			return l.T("circles.mine.then|Circles are formed after {when}. Then we write to you.", "when", l.DateTime(closes.Add(-1).In(p.R.Zone), i18n.Medium))
		}
	case p.Asking == circles.Late:
		return l.T("circles.mine.late|The circles meet already. When one has a place that fits you, it is yours and we write to you.")
	}
	return l.T("circles.mine.soon|Circles are formed soon. Then we write to you.")
}

// said is what somebody said, to look over.
func (p minePage) said() ui.SummaryList {
	l := p.R.L
	var langs []string
	for _, lang := range p.M.In.Languages {
		langs = append(langs, l.LangName(lang))
	}
	change := func(to, about string) ui.Button {
		return ui.Button{Label: l.T("circles.mine.change|Change"), Kind: ui.Link, Href: p.M.href() + to, About: about}
	}
	hours, talk, lead := l.T("circles.mine.hours|Your hours"), l.T("letter.circle.languages|You can talk in"), l.T("letter.circle.leads|Leading")
	list := ui.SummaryList{}
	if p.Hours.Zone != "" {
		list = append(list, ui.Fact{Key: hours, Value: l.T("circles.mine.hours.in|{hours} ({city} time)", "hours", p.Hours.Hours, "city", l.City(p.Hours.Zone)), Change: change("/hours", hours)})
	}
	ready := l.T("circles.mine.leads.no|You would rather not lead meetings.")
	if p.M.In.Leads {
		ready = l.T("letter.circle.leads.yes|You are ready to lead meetings.")
	}
	return append(list, ui.Fact{Key: talk, Value: l.List(langs), Change: change("/hours", talk)}, ui.Fact{Key: lead, Value: ready, Change: change("/hours", lead)})
}

// theme is what the series says a meeting is about.
func (p minePage) theme(m circles.Meeting) ui.Words {
	if x := circles.Theme(p.M.S, m); x != nil {
		return p.R.Pick(x.Theme)
	}
	return ui.Words{}
}

// nextLine names the meeting that comes next.
func (p minePage) nextLine() string {
	if theme := p.theme(*p.Next).Text; theme != "" {
		return p.R.L.T("circles.mine.meeting|Meeting {n}: {theme}", "n", p.Next.N, "theme", theme)
	}
	return p.R.L.T("letter.circle.meeting|Meeting {n}", "n", p.Next.N)
}

// table shows all meetings in the reader's hours.
func (p minePage) table() ui.SessionTable {
	c, r := &p.O.Circle, p.R
	t := ui.SessionTable{L: r.L, Label: r.L.T("circles.mine.meetings|Meetings"), What: r.L.T("circles.mine.column|Meeting"), Zone: r.Zone, Home: c.Location()}
	for _, m := range c.Meetings {
		row := ui.Session{N: m.N}
		words := p.theme(m)
		row.Title, row.Lang = words.Text, words.Lang
		if x := circles.Theme(p.M.S, m); x != nil {
			row.Question = r.Pick(x.Question).Text
		}
		over := !c.Ends(m).After(r.Now)
		row.Note = p.noteOf(m, over)
		at := ui.SessionTime{Start: c.Begins(m), End: c.Ends(m), Moved: when.OffsetMoved(c.Begins(c.Meetings[0]), c.Begins(m), r.Zone, c.Location()),
			Next: p.Next != nil && p.Next.N == m.N}
		switch {
		case !m.TakesPlace() || p.M.S.CirclesOff(c.Ends(m)):
			at.State = ui.Cancelled
		case over:
			at.State = ui.Held
		case !c.Begins(m).After(r.Now):
			at.State = ui.Live
		case m.Status == series.Tentative:
			at.State = ui.Tentative
		}
		if p.records(m) {
			at.Action = ui.Button{Label: r.L.T("circles.record.link|Who was there?"), Kind: ui.Link, Href: p.M.href() + "/meeting/" + itoa(m.N), About: row.Title}
		}
		row.Times = []ui.SessionTime{at}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// noteOf is what else is to be known of a meeting: what is done there, and who
// leads or whether the reader was there.
func (p minePage) noteOf(m circles.Meeting, over bool) string {
	l := p.R.L
	there, noted := p.There[m.N]
	switch {
	case !m.TakesPlace(), p.M.S.CirclesOff(p.O.Circle.Ends(m)):
		return ""
	case over && noted && there:
		return l.T("circles.mine.there|You were there.")
	case over && noted:
		return l.T("circles.mine.missed|You could not come.")
	case over:
		return ""
	}
	var parts []string
	if x := circles.Theme(p.M.S, m); x != nil {
		parts = append(parts, p.R.Pick(x.Activity).Text)
	}
	parts = slices.DeleteFunc(append(parts, p.leads(m)), func(part string) bool { return part == "" })
	return strings.Join(parts, " · ")
}

// records tells whether the member can note who was at a meeting.
func (p minePage) records(m circles.Meeting) bool {
	return p.O.Named && p.hasRecord(m)
}

// hasRecord tells whether it is on the member to note who was at a meeting.
func (p minePage) hasRecord(m circles.Meeting) bool {
	leads := p.M.In.Leads || m.Lead == p.M.In.ID || m.Second == p.M.In.ID
	return leads && m.TakesPlace() && !p.M.S.CirclesOff(p.O.Circle.Ends(m)) && !p.O.Circle.Begins(m).Add(-series.JoinBefore).After(p.R.Now)
}

// hasRecords tells whether there is any meeting of which they can note that.
func (p minePage) hasRecords() bool { return slices.ContainsFunc(p.O.Circle.Meetings, p.hasRecord) }

// swing says how the hour moves on the reader's clock; false if it does not.
func (p minePage) swing() (ui.SwingNote, bool) {
	s := p.O.Circle.Swings(p.R.Zone)
	var numbers []int // those of the meetings that it counts
	for _, m := range p.O.Circle.Meetings {
		if m.TakesPlace() && !m.OwnHour() {
			numbers = append(numbers, m.N)
		}
	}
	return ui.SwingNote{L: p.R.L, Swing: s, Numbers: numbers, Reader: p.R.Zone, Home: p.O.Circle.Location()}, s.Shape != when.Steady
}

// people lists who is in the circle: what they are in it, and where each can be
// reported.
func (p minePage) people() (list ui.SummaryList) {
	l := p.R.L
	for _, m := range p.O.Members {
		row := ui.Fact{Key: m.Name}
		if row.Key == "" {
			row.Key = l.T("series.roster.erased|(removed themselves)")
		}
		var is []string
		if m.Interest == p.M.In.ID {
			is = append(is, l.T("circles.lead.you|you"))
		} else if m.Name != "" {
			row.Change = ui.Button{Label: l.T("report.person|Report"), Kind: ui.Link, Href: p.Report(m.Person), About: m.Name}
		}
		if m.Leads {
			is = append(is, l.T("circles.mine.ready|ready to lead"))
		}
		row.Value = strings.Join(is, " · ")
		list = append(list, row)
	}
	return list
}

// count says how many are in the circle besides the reader.
func (p minePage) count() string {
	if len(p.O.Members) < 2 {
		return p.R.L.T("circles.mine.alone|Nobody else is in it at the moment.")
	}
	return p.R.L.T("circles.mine.count|You and {n} other person.|You and {n} other people.", "n", max(0, len(p.O.Members)-1))
}

// leadWanted tells whether the circle is to be led, and nobody in it is ready to.
func (p minePage) leadWanted() bool {
	return circles.NeedLead(p.M.S) && !slices.ContainsFunc(p.O.Members, func(m circles.Member) bool { return m.Leads })
}

func codeLabel(p minePage) string {
	if p.Sent || p.Form.Values.Has("code") {
		return p.R.L.T("series.roster.code.again|Mail another code")
	}
	return p.R.L.T("series.roster.code.ask|Mail a code and show the names")
}

// askText says what the member is asked as to a meeting.
func (p minePage) askText(t turn) string {
	l := p.R.L
	switch m := p.O.Circle.Meeting(t.N); {
	case m.Lead == "":
		return l.T("circles.swap.open|Nobody leads this meeting yet.")
	case t.Named:
		return l.T("circles.swap.you|Whoever was to lead this meeting cannot, and asks you.")
	}
	return l.T("circles.swap.everybody|Whoever was to lead this meeting cannot, and asks all who are ready.")
}

// wayOpen tells whether the way into the next meeting is open.
func (p minePage) wayOpen() bool {
	return !p.R.Now.Before(p.O.Circle.Begins(*p.Next).Add(-series.JoinBefore))
}

// way is the address of the way into the next meeting.
func (p minePage) way() string { return "/meet/" + p.Meet }

// moment is an instant in the reader's hours.
func (p minePage) moment(t time.Time) string { return p.R.L.DateTime(t.In(p.R.Zone), i18n.Medium) }

func itoa(n int) string { return strconv.Itoa(n) }
