package auth

import (
	"cmp"
	"slices"
)

// Role is a bundle of verbs that are often given together. It is only a name on
// a form: what is kept are the verbs.
type Role struct {
	Name  string
	Verbs []Verb
}

// Names of roles.
const (
	Organiser = "organiser" // everything there is on the scope
	Team      = "team"      // looks after series, from making them to writing them up
	Registrar = "registrar" // looks after the list of people
	Host      = "host"      // notes who is there
	Writer    = "writer"    // writes up
	Former    = "former"    // forms circles
)

// Roles lists those that can be given on a kind of scope, the widest first.
func Roles(kind string) []Role {
	all := []Role{
		{Organiser, VerbsOn(kind)},
		{Team, []Verb{EditSeries, EditEvents, SeeRegistrations, EditRegistrations, TakeAttendance, WritePosts, SendMail, FormCircles}},
		{Registrar, []Verb{SeeRegistrations, EditRegistrations, TakeAttendance}},
		{Host, []Verb{TakeAttendance}},
		{Writer, []Verb{WritePosts}},
		{Former, []Verb{FormCircles}},
	}
	for i := range all {
		all[i].Verbs = slices.DeleteFunc(all[i].Verbs, func(v Verb) bool { return !slices.Contains(VerbsOn(kind), v) })
	}
	return all
}

// RoleOf is the name of the role whose verbs these are, all and no others; ""
// for another bundle.
func RoleOf(kind string, verbs []Verb) string {
	for _, role := range Roles(kind) {
		if len(role.Verbs) == len(verbs) && !slices.ContainsFunc(verbs, func(v Verb) bool { return !slices.Contains(role.Verbs, v) }) {
			return role.Name
		}
	}
	return ""
}

// VerbsOn lists the verbs of organisers that mean something on a kind of scope.
func VerbsOn(kind string) []Verb {
	return slices.DeleteFunc(Verbs(), func(v Verb) bool {
		switch v {
		case EditNetwork, EditEvents:
			return kind == "series"
		case Freeze:
			return kind != "network"
		}
		return false
	})
}

// SortVerbs puts verbs into the order in which a role page shows them.
func SortVerbs(list []Verb) {
	order := append(Verbs(), RunHouse)
	slices.SortFunc(list, func(a, b Verb) int { return cmp.Compare(slices.Index(order, a), slices.Index(order, b)) })
}
