package form

// Form forms circles and returns the best placement it has found when the steps
// are done, the time is over or nobody waits any longer. Previous may be nil; it
// must be the one that the problem was made with.
func Form(p *Problem, previous *Placement, o Options) *Proposal {
	x := prepare(p, previous, o)
	x.search()
	return x.finish()
}
