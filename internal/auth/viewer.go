package auth

import "codeberg.org/plenary/plenary/internal/errs"

// Kind says how a viewer came to be here.
type Kind uint8

const (
	Anonymous Kind = iota // nobody we know
	Carried               // holds a link that was mailed to somebody
	Person                // signed in
	Console               // a command typed on the machine itself
	System                // Plenary itself: a job on its own account
)

// Tier says how much a sign-in is worth. Each tier opens what those below it
// open.
type Tier uint8

const (
	NoTier Tier = iota
	Mail        // a mailed link or code: one's own data
	Strong      // a passkey, TOTP, or OIDC: roles
	Fresh       // the same within ten minutes: exports, role changes
)

// Link is what a carried link opens: one registration, one group, one join
// page. Purpose is the link's first path element ("r", "g", "join", "feed").
type Link struct {
	Purpose string
	ID      string
}

// Viewer is who is asking. Every read and every write names one; the zero
// value is an anonymous visitor.
type Viewer struct {
	Kind   Kind
	Person string // the person's id, where there is one
	Tier   Tier
	Link   Link
	Grants []Grant
	SignIn string // the id of the sign-in, to list and revoke it
	Frozen bool   // may not write for now, and holds no role
}

// Itself is Plenary acting on its own account, in jobs.
func Itself() Viewer { return Viewer{Kind: System} }

// AtConsole is a command typed on the machine. It acts by itself only where
// the contracts say so.
func AtConsole() Viewer { return Viewer{Kind: Console} }

// Holder is somebody who came by a carried link to what belongs to person.
func Holder(purpose, id, person string) Viewer {
	return Viewer{Kind: Carried, Person: person, Link: Link{purpose, id}}
}

// Verb is one thing a role may do. None implies another.
type Verb string

const (
	EditNetwork       Verb = "network.edit"       // name, colour, languages, chapters
	GiveRoles         Verb = "roles.give"         // grant and take verbs
	EditSeries        Verb = "series.edit"        // make, change, publish, cancel
	EditEvents        Verb = "events.edit"        // the same for events of the calendar
	SeeRegistrations  Verb = "registrations.see"  // who registered
	EditRegistrations Verb = "registrations.edit" // register, move, cancel others
	ExportPeople      Verb = "people.export"      // take lists out of the house
	TakeAttendance    Verb = "attendance.take"    // note who was there
	WritePosts        Verb = "posts.write"        // write-ups and news
	SendMail          Verb = "mail.send"          // write to many
	FormCircles       Verb = "circles.form"       // form and publish circles
	ModerateReports   Verb = "reports.see"        // read what people report, and decide it
	Freeze            Verb = "house.freeze"       // stop everything in an emergency
)

// RunHouse is the operator's: settings and health of the instance. It opens no
// content at all.
const RunHouse Verb = "house.run"

// Verbs lists all verbs of organisers, in the order in which a role page shows them.
func Verbs() []Verb {
	return []Verb{EditNetwork, GiveRoles, EditSeries, EditEvents, SeeRegistrations, EditRegistrations,
		ExportPeople, TakeAttendance, WritePosts, SendMail, FormCircles, ModerateReports, Freeze}
}

// Scope is where a verb holds.
type Scope struct {
	Kind string // "network", "chapter", "series", "circle", "community", "list"
	ID   string // "" for the network
}

// TheNetwork is the scope that holds all others.
func TheNetwork() Scope { return Scope{Kind: "network"} }

// SeriesScope is one series.
func SeriesScope(id string) Scope { return Scope{"series", id} }

// ChapterScope is one chapter.
func ChapterScope(id string) Scope { return Scope{"chapter", id} }

// Grant is a verb on a scope.
type Grant struct {
	Verb  Verb
	Scope Scope
}

// Can tells whether the viewer holds the verb on one of the scopes. The caller
// names all scopes the thing lies in: the series, its chapter, the network.
// The system and the console may; which commands act for the console and which
// need a person (--as) is decided where commands are declared.
func (v Viewer) Can(verb Verb, in ...Scope) bool {
	if v.Kind == System || v.Kind == Console {
		return true
	}
	if v.Kind != Person || v.Tier < Strong { // a mailed link opens one's own, and no role
		return false
	}
	for _, g := range v.Grants {
		for _, s := range in {
			if g.Verb == verb && g.Scope == s {
				return true
			}
		}
	}
	return false
}

// Needs asks for a sign-in of a tier, and fails with errs.SignIn for who is not
// signed in and with errs.StepUp for a sign-in that is worth less. The system
// and the console have no sign-in and need none.
func (v Viewer) Needs(t Tier) error {
	switch {
	case v.Kind == System || v.Kind == Console || v.Kind == Person && v.Tier >= t:
		return nil
	case v.Kind == Person:
		return errs.New(errs.StepUp, "err.step-up|Please show once more that it is you.")
	}
	return errs.New(errs.SignIn, "err.sign-in|Please sign in first.")
}

// Organises tells whether the viewer holds any verb at all, and so has a desk,
// which opens to a sign-in that is worth enough.
func (v Viewer) Organises() bool { return v.Kind == Person && len(v.Grants) > 0 }

// Is tells whether the viewer is that person, signed in or by a carried link.
func (v Viewer) Is(person string) bool { return person != "" && v.Person == person }
