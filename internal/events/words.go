package events

import "codeberg.org/plenary/plenary/internal/errs"

// Label is what readers call this kind of event.
func (k Kind) Label() errs.Text {
	switch k {
	case Meeting:
		return errs.T("events.kind.meeting|Meeting")
	case Assembly:
		return errs.T("events.kind.assembly|Assembly")
	case TeachIn:
		return errs.T("events.kind.teach-in|Teach-in")
	case Workshop:
		return errs.T("events.kind.workshop|Workshop")
	case Training:
		return errs.T("events.kind.training|Training")
	case Convening:
		return errs.T("events.kind.convening|Convening")
	case Talk:
		return errs.T("events.kind.talk|Talk")
	case Action:
		return errs.T("events.kind.action|Action")
	case Social:
		return errs.T("events.kind.social|Get-together")
	}
	return errs.T("events.kind.other|Event")
}

// Label says where one meets.
func (m Mode) Label() errs.Text {
	switch m {
	case InPerson:
		return errs.T("events.mode.in-person|In person")
	case Online:
		return errs.T("events.mode.online|Online")
	case Hybrid:
		return errs.T("events.mode.hybrid|In person and online")
	}
	return errs.T("events.mode.unknown|Place to be announced")
}

// Label says how somebody comes.
func (w Way) Label() errs.Text {
	if w == Here {
		return errs.T("events.way.here|In person")
	}
	return errs.T("events.way.online|Online")
}
