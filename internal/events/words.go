package events

import (
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
)

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

// In says how dates repeat: "Every month: the third Wednesday".
func (rule *Rule) In(l *i18n.Locale) string {
	var days []string
	for _, d := range rule.Weekdays {
		days = append(days, l.Weekday(d, false))
	}
	args := []any{"n", rule.Every, "day", l.List(days)}
	switch {
	case rule.Unit == Days:
		return l.T("events.rule.days|Every day|Every {n} days", args...)
	case rule.Unit == Weeks:
		return l.T("events.rule.weeks|Every week: {day}|Every {n} weeks: {day}", args...)
	case rule.Nth == 0:
		return l.T("events.rule.month-day|Every month, on day {number}|Every {n} months, on day {number}", append(args, "number", rule.From.Day)...)
	case rule.Nth == 1:
		return l.T("events.rule.first|Every month: the first {day}|Every {n} months: the first {day}", args...)
	case rule.Nth == 2:
		return l.T("events.rule.second|Every month: the second {day}|Every {n} months: the second {day}", args...)
	case rule.Nth == 3:
		return l.T("events.rule.third|Every month: the third {day}|Every {n} months: the third {day}", args...)
	case rule.Nth == 4:
		return l.T("events.rule.fourth|Every month: the fourth {day}|Every {n} months: the fourth {day}", args...)
	}
	return l.T("events.rule.last|Every month: the last {day}|Every {n} months: the last {day}", args...)
}
