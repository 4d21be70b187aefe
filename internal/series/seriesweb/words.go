package seriesweb

// waitingLine says where somebody stands in the waiting list.
func waitingLine(p minePage) string {
	l := p.R.L
	if p.M.R.Rank == 0 {
		return l.T("series.mine.waiting-group|Your group is on the waiting list, {name}.", "name", p.M.P.Name)
	}
	if p.Ahead == 0 {
		return l.T("series.mine.waiting-first|You are next on the waiting list, {name}. We write as soon as a place is free.", "name", p.M.P.Name)
	}
	return l.T("series.mine.waiting|You are on the waiting list, {name}. {n} person waits before you.|You are on the waiting list, {name}. {n} people wait before you.", "n", p.Ahead, "name", p.M.P.Name)
}
