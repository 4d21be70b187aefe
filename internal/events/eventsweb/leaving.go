package eventsweb

import (
	"codeberg.org/plenary/plenary/internal/events"
)

// What somebody has, and what giving it up does and undoing that would bring
// back, stands beside the buttons: a place is given on at once and kept for
// nobody.

// waitingLine says where somebody stands in the waiting list.
func waitingLine(p minePage) string {
	l := p.R.L
	if p.Ahead == 0 {
		return l.T("series.mine.waiting-first|You are next on the waiting list, {name}. We write as soon as a place is free.", "name", p.M.P.Name)
	}
	return l.T("series.mine.waiting|You are on the waiting list, {name}. {n} person waits before you.|You are on the waiting list, {name}. {n} people wait before you.", "n", p.Ahead, "name", p.M.P.Name)
}

// mineLine says that somebody has a place; afterwards, that they had one.
func mineLine(p minePage) string {
	if p.over() {
		return p.R.L.T("events.mine.was|You were registered, {name}. It is over.", "name", p.M.P.Name)
	}
	return p.R.L.T("series.mine.registered|You are registered, {name}.", "name", p.M.P.Name)
}

// forLine says for what somebody is registered, where there is a choice.
func forLine(p minePage) string {
	l, m := p.R.L, p.M
	ways := len(m.E.WaysFor(m.R.Date, p.R.Now)) > 1
	all := m.R.Date == "" && m.E.Entry.ByDate && p.Dates.many() && len(p.Without) == 0
	switch {
	case all && ways && m.R.Way == events.Here:
		return l.T("events.mine.for.all-here|For all dates, in person.")
	case all && ways:
		return l.T("events.mine.for.all-online|For all dates, online.")
	case all:
		return l.T("events.mine.for.all|For all dates.")
	case ways && m.R.Way == events.Here:
		return l.T("events.mine.for.here|In person.")
	case ways:
		return l.T("events.mine.for.online|Online.")
	}
	return ""
}

// free is how many places are left for what the registration is for.
func (p minePage) free() int { return p.M.E.FreeFor(p.M.R.Date, p.M.R.Way, p.R.Now) }

// leaveLine says what becomes of a place that is given up.
func leaveLine(p minePage) string {
	l, m := p.R.L, p.M
	switch {
	case m.R.Standing == events.Waitlisted:
		return l.T("series.mine.leave.waiting|Whoever waits behind you moves up at once. You can undo this for 24 hours, but then you wait at the end of the list.")
	case p.free() < 0:
		return l.T("series.mine.leave.free|You can undo this for 24 hours.")
	case m.E.Entry.Waitlist:
		return l.T("series.mine.leave.limited|Your place goes at once to whoever waits or registers next. You can undo this for 24 hours, but if no place is free then, you go to the end of the waiting list.")
	}
	return l.T("series.mine.leave.last|Your place goes at once to whoever waits or registers next. You can undo this for 24 hours, but only while a place is free.")
}

// undoLine says until when a cancellation can be undone, and what that would
// bring back now.
func undoLine(p minePage) string {
	l, m, when := p.R.L, p.M, until(p.R, p.M.R.CancelledAt.Add(events.UndoFor))
	switch free := p.free(); {
	case free < 0:
		return l.T("series.mine.undo-until|You can undo this until {when}.", "when", when)
	case free > 0:
		return l.T("series.mine.undo-free|You can undo this until {when}. A place is free now; it is not kept for you.", "when", when)
	case m.R.UndoTo == events.Waitlisted:
		return l.T("series.mine.undo-again|If you undo this before {when}, you wait again, at the end of the list.", "when", when)
	case m.E.Entry.Waitlist:
		return l.T("series.mine.undo-wait|Your place has gone to somebody else and none is free now. If you undo this before {when}, you go to the end of the waiting list.", "when", when)
	}
	return l.T("series.mine.undo-full|Your place has gone to somebody else and none is free now. Until {when} you can try again: as soon as a place is free, you can take it back here.", "when", when)
}

// changeLabel names what can be changed.
func changeLabel(p minePage) string {
	l := p.R.L
	switch date, way := asksDate(p.R, p.M.E), len(waysOf(p.R, p.M.E)) > 1; {
	case date && way:
		return l.T("events.mine.change.both|Come on another date, or in another way")
	case date:
		return l.T("events.mine.change.date|Come on another date")
	}
	return l.T("events.mine.change.way|Come in another way")
}
