package events

import (
	"slices"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/when"
)

// Event is something with a time, on one date or on many. It is read and
// written whole.
type Event struct {
	ID          string
	Slug        string
	State       State
	Visibility  Visibility
	Chapter     string // the slug of the chapter that holds it, "" = the network
	ChapterID   string // its id
	Kind        Kind
	Title       i18n.Text
	Description i18n.Text // Markdown
	Languages   []string  // spoken
	Interpreted []string  // languages it is interpreted into
	Contact     people.Contact
	Parties     Parties
	Zone        string        // in which its hours are meant
	ShowZones   []string      // printed beside the reader's own
	Start       when.Clock    // of dates that have none of their own
	Length      time.Duration // of dates that have none of their own
	Doors       *when.Clock   // when the doors open, before the start
	Rule        *Rule         // nil = the dates are chosen one by one
	Dates       []Date        // in the order of their times; a rule's are made from it
	Venue       *Place        // nil = nobody meets in person
	Online      string        // the call's address; seen by who has a place
	OnlineOpen  bool          // the call's address is for everybody
	Agenda      []Part
	Entry       Entry
	PartOf      *people.Party // a partner's series that it belongs to
	Image       string        // the id of the picture, "" = none
	ImageText   i18n.Text     // what is to be seen on it

	Shared  []string     // slugs of further chapters that show it
	Home    []auth.Scope // the scopes it lies in, the narrowest first
	Version int          // grows with each change; a form that knows an older one is told

	Announced time.Time // when it was first published; zero: never
	Changed   time.Time // when it was last saved
}

// State is where an event stands.
type State string

const (
	Draft     State = "draft"     // seen by its team only
	Published State = "published" // seen by those its visibility says
	Cancelled State = "cancelled" // will not take place; its page says so
)

// Visibility says who may find a published event.
type Visibility string

const (
	Public  Visibility = "public"
	Members Visibility = "members"
	Invited Visibility = "invited" // who works on it, and who has a place
)

// Kind is what sort of event it is, for the reader's choice.
type Kind string

const (
	Meeting    Kind = "meeting"
	Assembly   Kind = "assembly"
	TeachIn    Kind = "teach-in"
	Workshop   Kind = "workshop"
	Training   Kind = "training"
	Convening  Kind = "convening"
	Talk       Kind = "talk"
	Action     Kind = "action"
	Social     Kind = "social"
	OtherEvent Kind = "other"
)

// Kinds lists all kinds, in the order in which forms offer them.
func Kinds() []Kind {
	return []Kind{Meeting, Assembly, TeachIn, Workshop, Training, Convening, Talk, Action, Social, OtherEvent}
}

// Parties are all who appear beside the organiser.
type Parties struct {
	Hosts      []people.Party `json:"hosts,omitempty"`
	Partners   []people.Party `json:"partners,omitempty"`
	Sponsors   []people.Party `json:"sponsors,omitempty"`
	Speakers   []people.Party `json:"speakers,omitempty"`
	Moderators []people.Party `json:"moderators,omitempty"`
}

// lists are the lists of parties with the names of their fields.
func (p *Parties) lists() []partyList {
	return []partyList{{"hosts", &p.Hosts}, {"partners", &p.Partners}, {"sponsors", &p.Sponsors}, {"speakers", &p.Speakers}, {"moderators", &p.Moderators}}
}

type partyList struct {
	field string
	list  *[]people.Party
}

// Date is one time at which an event takes place. What it leaves empty is as
// the event says.
type Date struct {
	ID       string
	Day      when.Date
	Start    *when.Clock
	Length   time.Duration
	Status   Status
	RuleDay  when.Date // the day that the event's rule gave it; stays when it is moved. Zero: added by hand
	Theme    i18n.Text
	Venue    *Place
	Online   string
	Speakers []people.Party
	Links    []Link // recordings, minutes, materials
	Places   *Places
	Taken    Taken
	Sequence int       // grows with each change that invitations carry
	Was      when.Wall // when it was to begin as people were first told, if it was moved since; zero: never
	Word     i18n.Text // what those registered are told with its last change: why, and what now
}

// Status is how sure a date is.
type Status string

const (
	Scheduled Status = "scheduled"
	Tentative Status = "tentative"
	Held      Status = "held"
	CalledOff Status = "cancelled"
	Skipped   Status = "skipped" // a day of the rule on which there is none; it stands on no page
)

// Link is a recording, a write-up elsewhere, or a piece of material.
type Link struct {
	Title string   `json:"title"`
	URL   string   `json:"url"`
	Kind  LinkKind `json:"kind"`
}

// LinkKind tells recordings from materials.
type LinkKind string

const (
	Recording LinkKind = "recording"
	Material  LinkKind = "material"
)

// StatusOf is the status of a date, in an event that may be cancelled as a
// whole. What was over by then has been held, and stays so.
func (e *Event) StatusOf(d *Date) Status {
	if e.State == Cancelled && d.Status != Held && d.Status != Skipped {
		return CalledOff
	}
	return d.Status
}

// Date returns the date with that id, or nil.
func (e *Event) Date(id string) *Date {
	if i := slices.IndexFunc(e.Dates, func(d Date) bool { return d.ID == id }); i >= 0 {
		return &e.Dates[i]
	}
	return nil
}
