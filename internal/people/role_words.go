package people

import (
	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/i18n"
)

// VerbSays says in a sentence what a verb lets somebody do on a kind of scope.
func VerbSays(l *i18n.Locale, verb auth.Verb, kind string) string {
	one := kind == "series"
	switch verb {
	case auth.EditNetwork:
		if kind == "chapter" {
			return l.T("role.verb.chapter|Change the chapter's page and contact, and make chapters within it.")
		}
		return l.T("role.verb.network|Change the network's name, look and settings, and its chapters.")
	case auth.GiveRoles:
		return l.T("role.verb.give|Ask others to work here too, and end that again.")
	case auth.EditSeries:
		if one {
			return l.T("role.verb.edit-one|Change, publish and cancel the series and its sessions.")
		}
		return l.T("role.verb.edit|Make, change, publish and cancel series and their sessions.")
	case auth.EditEvents:
		return l.T("role.verb.events|Make, change, publish and cancel events of the calendar.")
	case auth.SeeRegistrations:
		return l.T("role.verb.see|See who is registered: names, addresses, answers, and who was there.")
	case auth.EditRegistrations:
		return l.T("role.verb.register|Register people, move them and cancel for them.")
	case auth.ExportPeople:
		return l.T("role.verb.export|Take lists of people away as files.")
	case auth.TakeAttendance:
		return l.T("role.verb.attendance|See the names of who is registered, and note who is there.")
	case auth.WritePosts:
		return l.T("role.verb.write|Write and publish what came of sessions.")
	case auth.SendMail:
		return l.T("role.verb.mail|Write to all who are registered.")
	case auth.FormCircles:
		return l.T("role.verb.circles|Form circles, and see who says yes to one and who is in which.")
	case auth.ModerateReports:
		return l.T("role.verb.reports|Read what people report about texts and one another, and decide what becomes of it.")
	case auth.Freeze:
		return l.T("role.verb.freeze|Stop everything in an emergency: sign everybody out, hold back all mail, change nothing.")
	case auth.RunHouse:
		return l.T("role.verb.run|Run the machine: settings, health and storage. This shows nothing about people.")
	}
	return string(verb)
}

// RoleName is what a role is called.
func RoleName(l *i18n.Locale, role string) string {
	switch role {
	case auth.Organiser:
		return l.T("role.organiser|Organiser")
	case auth.Team:
		return l.T("role.team|Team")
	case auth.Registrar:
		return l.T("role.registrar|Looks after the list")
	case auth.Host:
		return l.T("role.host|Welcomes people")
	case auth.Writer:
		return l.T("role.writer|Writes up")
	case auth.Former:
		return l.T("role.former|Forms circles")
	}
	return l.T("role.own|Own choice")
}

// RoleSays says in a sentence what a role is for.
func RoleSays(l *i18n.Locale, role string) string {
	switch role {
	case auth.Organiser:
		return l.T("role.organiser.says|Everything there is to do here, roles and lists of people included.")
	case auth.Team:
		return l.T("role.team.says|Looks after series, people, circles and write-ups; takes no lists away and gives no roles.")
	case auth.Registrar:
		return l.T("role.registrar.says|Sees who is registered, registers and moves people, notes who is there.")
	case auth.Host:
		return l.T("role.host.says|Notes who is there. Sees names, no addresses and no answers.")
	case auth.Writer:
		return l.T("role.writer.says|Writes what came of sessions. Sees nobody's name.")
	case auth.Former:
		return l.T("role.former.says|Forms circles. Sees names and hours, no addresses.")
	}
	return l.T("role.own.says|Exactly what you tick below.")
}
