package seriesweb

import "codeberg.org/plenary/plenary/internal/series"

// What cancelling does, and what undoing it would bring back, stands beside
// both buttons: a place is given on at once and kept for nobody.

// leaveLine says what becomes of a place that is given up.
func leaveLine(p minePage) string {
	l, m := p.R.L, p.M
	switch {
	case m.R.Standing == series.Waitlisted && m.R.Rank > 0:
		return l.T("series.mine.leave.waiting|Whoever waits behind you moves up at once. You can undo this for 24 hours, but then you wait at the end of the list.")
	case !m.R.Standing.HasPlace() || !m.S.Limited(m.Letter):
		return l.T("series.mine.leave.free|You can undo this for 24 hours.")
	case m.S.Window.Waitlist && m.R.Delegation == "":
		return l.T("series.mine.leave.limited|Your place goes at once to whoever waits or registers next. You can undo this for 24 hours, but if no place is free then, you go to the end of the waiting list.")
	}
	return l.T("series.mine.leave.last|Your place goes at once to whoever waits or registers next. You can undo this for 24 hours, but only while a place is free.")
}

// undoLine says until when a cancellation can be undone, and what that would
// bring back now.
func undoLine(p minePage) string {
	l, m, when := p.R.L, p.M, until(p.R, p.M.R.CancelledAt.Add(series.UndoFor))
	switch free := m.S.Free(m.Letter); {
	case free < 0:
		return l.T("series.mine.undo-until|You can undo this until {when}.", "when", when)
	case free > 0:
		return l.T("series.mine.undo-free|You can undo this until {when}. A place is free now; it is not kept for you.", "when", when)
	case m.R.UndoTo == series.Waitlisted && m.R.Delegation == "":
		return l.T("series.mine.undo-again|If you undo this before {when}, you wait again, at the end of the list.", "when", when)
	case m.S.Window.Waitlist && m.R.Delegation == "":
		return l.T("series.mine.undo-wait|Your place has gone to somebody else and none is free now. If you undo this before {when}, you go to the end of the waiting list.", "when", when)
	}
	return l.T("series.mine.undo-full|Your place has gone to somebody else and none is free now. Until {when} you can try again: as soon as a place is free, you can take it back here.", "when", when)
}

// leaveLine says what becomes of the places of a group that is cancelled.
func (p rosterPage) leaveLine() string {
	l, s := p.R.L, p.G.S
	switch {
	case p.G.D.Standing == series.Waitlisted:
		return l.T("series.roster.leave.waiting|Whoever waits behind your group moves up at once. You can undo this for 24 hours, but then your group waits at the end of the list.")
	case !p.G.D.Standing.HasPlace() || !s.Limited(p.G.Letter):
		return l.T("series.mine.leave.free|You can undo this for 24 hours.")
	case s.Window.Waitlist:
		return l.T("series.roster.leave.limited|All places go at once to whoever waits or registers next. You can undo this for 24 hours, but if there is no room for all of you then, your group goes to the end of the waiting list.")
	}
	return l.T("series.roster.leave.last|All places go at once to whoever waits or registers next. You can undo this for 24 hours, but only while there is room for all of you.")
}

// undoLine says until when the cancellation of a group can be undone, and what
// that would bring back now.
func (p rosterPage) undoLine() string {
	l, g, when := p.R.L, p.G, until(p.R, p.G.D.CancelledAt.Add(series.UndoFor))
	switch {
	case g.Free < 0:
		return l.T("series.mine.undo-until|You can undo this until {when}.", "when", when)
	case g.Free >= g.D.Size:
		return l.T("series.roster.undo.free|You can undo this until {when}. There is room for all of you now; it is not kept for you.", "when", when)
	case g.S.Window.Waitlist:
		return l.T("series.roster.undo.wait|There is no room for all of you now. If you undo this before {when}, your group goes to the end of the waiting list.", "when", when)
	}
	return l.T("series.roster.undo.full|There is no room for all of you now. Until {when} you can try again: as soon as there is, you can take your places back here.", "when", when)
}
