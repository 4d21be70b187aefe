package form

func (p *Problem) contradictions(in *Instance, previous *Placement) Faults { return nil }
