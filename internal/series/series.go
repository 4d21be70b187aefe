package series

import (
	"slices"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/when"
)

// Series is a learning programme with its tracks and sessions. It is read and
// written whole; its sessions are few.
type Series struct {
	ID          string
	Slug        string
	State       State
	Visibility  Visibility
	Chapter     string       // the slug of the chapter that offers it, "" = the network
	ChapterID   string       // its id
	Home        []auth.Scope // the scopes that it lies in: its chapter, those above, the network
	Title       i18n.Text
	Description i18n.Text // Markdown
	Audience    i18n.Text // Markdown
	Languages   []string  // worked in; a session may narrow them
	Contact     Contact
	Parties     Parties
	Zone        string   // in which its hours are meant
	ShowZones   []string // printed beside the reader's own
	Window      Window
	Questions   []Question
	Tracks      []Track
	Start       *when.Clock   // of sessions that have none of their own
	Length      time.Duration // of sessions that have none of their own
	JoinURL     string        // template of the call's address: {series} {track} {n}
	Sessions    []Session
	Circles     *Circles

	Taken   int // places taken, over all tracks
	Version int // grows with each change; a form that knows an older one is told

	Announced time.Time // when it was first published; zero: never
	Changed   time.Time // when it was last saved
}

// State is where a series stands.
type State string

const (
	Draft     State = "draft"     // seen by its team only
	Published State = "published" // seen by those its visibility says
	Cancelled State = "cancelled" // will not take place; its page says so
	Archived  State = "archived"  // over and put away; its page stays
)

// Visibility says who may find a published series.
type Visibility string

const (
	Public  Visibility = "public"
	Members Visibility = "members"
	Invited Visibility = "invited"
)

// Contact, Party and Question are what events have too.
type (
	Contact      = people.Contact
	Party        = people.Party
	Question     = events.Question
	QuestionKind = events.QuestionKind
	Choice       = events.Choice
)

// How a question is answered.
const (
	AskText    = events.AskText
	AskChoice  = events.AskChoice
	AskChoices = events.AskChoices
	AskYesNo   = events.AskYesNo
)

// Parties are all who appear beside the organiser.
type Parties struct {
	Hosts    []Party `json:"hosts,omitempty"`
	Partners []Party `json:"partners,omitempty"`
	Speakers []Party `json:"speakers,omitempty"`
}

// OpenFor says who may register.
type OpenFor string

const (
	ForAnyone  OpenFor = "anyone"  // people and groups
	ForGroups  OpenFor = "groups"  // groups only
	ForMembers OpenFor = "members" // who is signed in
	ForInvited OpenFor = "invited" // who has an invitation
)

// Window is when and for whom registration is open, and how many places there
// are. Opens and Closes are wall time in the series' zone.
type Window struct {
	Opens    *when.Wall // nil = at once
	Closes   *when.Wall // the last open minute; nil = until the last session ends
	For      OpenFor
	GroupMin int // members of a group at the least
	GroupMax int
	Places   *int // nil = no limit
	Waitlist bool
}

// Track is the same sessions at other hours.
type Track struct {
	ID        string // in the database
	Letter    string // the file's id: A, B …
	Title     i18n.Text
	Start     *when.Clock
	Languages []string
	Places    *int // nil = no limit of its own
	Taken     int
}

// Name is what the track is called, or its letter.
func (t Track) Name(l *i18n.Locale) string {
	if title, _ := t.Title.Pick(l); title != "" {
		return title
	}
	return l.T("ui.track|Track {id}", "id", t.Letter)
}

// Session is one meeting of a series, held once in each track.
type Session struct {
	ID         string                `json:"-"`
	N          int                   `json:"n"` // 1, 2 …; a cancelled session keeps its number
	Date       when.Date             `json:"date"`
	Start      *when.Clock           `json:"start,omitempty"`  // holds for every track
	Starts     map[string]when.Clock `json:"starts,omitempty"` // by track letter, where they differ
	Length     time.Duration         `json:"length,omitempty"` // 0 = the series'
	Zone       string                `json:"zone,omitempty"`   // "" = the series'
	Theme      i18n.Text             `json:"theme,omitempty"`
	Question   i18n.Text             `json:"question,omitempty"`
	Activity   i18n.Text             `json:"activity,omitempty"`
	Kind       SessionKind           `json:"kind"`
	Status     Status                `json:"status"`
	Place      *Place                `json:"place,omitempty"`
	Online     string                `json:"online,omitempty"` // the call's address, where it is not the series' template
	Places     *int                  `json:"places,omitempty"`
	Languages  []string              `json:"languages,omitempty"`
	Parties    Parties               `json:"parties,omitzero"`
	Assignment *Assignment           `json:"assignment,omitempty"`
	Links      []Link                `json:"links,omitempty"`    // recordings and materials
	Sequence   int                   `json:"sequence,omitempty"` // grows with each change that invitations carry
}

// SessionKind is what a session is.
type SessionKind string

const (
	KindSession  SessionKind = "session"
	KindPlenary  SessionKind = "plenary"
	KindWorkshop SessionKind = "workshop"
	KindMeeting  SessionKind = "meeting"
)

// Status is how sure a session is.
type Status string

const (
	Tentative Status = "tentative"
	Scheduled Status = "scheduled"
	Held      Status = "held"
	CalledOff Status = "cancelled"
)

// Place is where people meet in person.
type Place struct {
	Name    string `json:"name"`
	Address string `json:"address,omitempty"`
	Notes   string `json:"notes,omitempty"`
}

// Assignment is practice work between sessions. Due is wall time in the zone
// of the series.
type Assignment struct {
	Title i18n.Text  `json:"title"`
	Due   *when.Wall `json:"due,omitempty"`
}

// Link is a recording or a piece of material.
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

// Circles is what a series says of its small groups. The circles room forms
// them.
type Circles struct {
	Size         CircleSize    `json:"size"`
	Days         string        `json:"days"` // DaysFixed or DaysAny
	Closes       *when.Wall    `json:"closes,omitempty"`
	Meetings     []Session     `json:"meetings"`
	Length       time.Duration `json:"length"`
	Facilitators int           `json:"facilitators"`
	Rota         bool          `json:"rota"`
	Ended        time.Time     `json:"ended,omitzero"` // when the series was cancelled, and all meetings to come with it
}

// Days of a circle's meetings.
const (
	DaysFixed = "fixed" // the weekday of the meetings' dates holds
	DaysAny   = "any"   // the weekday is found with the hour
)

// CircleSize is how many people a circle has.
type CircleSize struct {
	Min    int `json:"min"`
	Target int `json:"target"`
	Max    int `json:"max"`
}

// Session returns the n-th session, or nil.
func (s *Series) Session(n int) *Session {
	for i := range s.Sessions {
		if s.Sessions[i].N == n {
			return &s.Sessions[i]
		}
	}
	return nil
}

// StatusOf is the status of a session, in a series that may be cancelled as a
// whole. What was over by then has been held, and stays so.
func (s *Series) StatusOf(x *Session) Status {
	if s.State == Cancelled && x.Status != Held {
		return CalledOff
	}
	return x.Status
}

// CirclesOff tells whether a meeting of a circle that ends at the given time is
// cancelled with the whole series. What was over by then has been held.
func (s *Series) CirclesOff(ends time.Time) bool {
	if s.Circles != nil && !s.Circles.Ended.IsZero() {
		return ends.After(s.Circles.Ended)
	}
	return s.State == Cancelled && ends.After(s.Changed)
}

// PartlyHeld tells whether sessions had been held when a series was cancelled.
func (s *Series) PartlyHeld() bool {
	return slices.ContainsFunc(s.Sessions, func(x Session) bool { return x.Status == Held })
}

// Track returns the track of that letter, or nil. A series without tracks has
// none, and its letter is "".
func (s *Series) Track(letter string) *Track {
	for i := range s.Tracks {
		if s.Tracks[i].Letter == letter {
			return &s.Tracks[i]
		}
	}
	return nil
}

// TrackByID returns the track with that id, or nil.
func (s *Series) TrackByID(id string) *Track {
	for i := range s.Tracks {
		if s.Tracks[i].ID == id {
			return &s.Tracks[i]
		}
	}
	return nil
}

// Letters returns the letters of all tracks, or one empty letter for a series
// without tracks.
func (s *Series) Letters() []string {
	if len(s.Tracks) == 0 {
		return []string{""}
	}
	letters := make([]string, len(s.Tracks))
	for i, t := range s.Tracks {
		letters[i] = t.Letter
	}
	return letters
}
