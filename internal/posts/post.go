package posts

import (
	"slices"
	"strconv"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/seal"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/typed"
	"codeberg.org/plenary/plenary/internal/when"
)

// Room is this capability with what it stands on. The zero Room reads and
// writes; it knows nothing of what texts are about and mails nobody.
type Room struct {
	Keys *seal.Keys // for mail

	// Note writes the audit log, as auth.Room.Note does; nil writes none.
	Note func(tx *store.Tx, v auth.Viewer, verb, object string, count int) error

	// Subjects are what the rooms of the things know of them that texts are about,
	// by their kinds. What is about anything else nobody sees.
	Subjects map[AboutKind]Subject

	// Acting returns somebody as a viewer in a job, with what they may do by now;
	// nil lets Plenary act on its own account.
	Acting func(tx *store.Tx, person string) (auth.Viewer, error)
}

// State is where a post stands.
type State string

const (
	Draft     State = "draft"
	Published State = "published"
	Withdrawn State = "withdrawn" // it was published and taken back
)

// Kind is what a post is.
type Kind string

const (
	Statement Kind = "statement" // what the network or a chapter stands for
	Update    Kind = "update"    // how something goes on
	News      Kind = "news"
	WriteUp   Kind = "write-up" // tells of a session or of a date
)

// Kinds lists those that are written for the network or a chapter.
func Kinds() []Kind { return []Kind{Statement, Update, News} }

// Label is what readers call the kind.
func (k Kind) Label() errs.Text {
	switch k {
	case Statement:
		return errs.T("posts.kind.statement|Statement")
	case Update:
		return errs.T("posts.kind.update|Update")
	case WriteUp:
		return errs.T("posts.kind.write-up|Write-up")
	}
	return errs.T("posts.kind.news|News")
}

// Correction says under a date what was wrong, and who stands for saying so.
type Correction struct {
	Day  when.Date `json:"day"`
	Text i18n.Text `json:"text"`
	By   string    `json:"by,omitempty"` // "" = the network or the chapter
}

// Ref names something that a text goes with: an event or a series, by its id.
type Ref struct {
	Kind string `json:"kind"` // "event" or "series"
	ID   string `json:"id"`
}

// Post is a text with its translations.
type Post struct {
	ID          string
	Slug        string
	Kind        Kind
	Chapter     string // its id, "" = the network's own
	About       About
	State       State
	Title       i18n.Text
	Body        i18n.Text // Markdown
	Lang        string    // of the original; see Original
	Corrections []Correction
	Related     []Ref
	WrittenBy   string // who wrote it first, the person's id
	Version     int    // the latest
	Shown       int    // that readers see, 0 = none yet
	ChangedAt   time.Time
	PublishedAt time.Time
	HiddenAt    time.Time // by who moderates
	HiddenWhy   string    // what they said
	GoesOut     Plan

	WithdrawnAt   time.Time
	WithdrawnWhy  string // for readers
	WithdrawnLang string

	Thing *Thing // that it is about, for its readers; nil = nothing in particular

	originalAt int            // the version that last changed the original
	translated map[string]int // the version at which each translation fitted
}

// Plan is when a text goes out by itself.
type Plan struct {
	Wall when.Wall
	Zone string
	At   time.Time // zero: it did not go out, or nothing is planned
	By   string    // who planned it
}

// IsZero tells whether nothing was ever planned.
func (p Plan) IsZero() bool { return p.Wall.IsZero() }

// Missed tells whether it was to go out and did not.
func (p Plan) Missed() bool { return !p.IsZero() && p.At.IsZero() }

// Hidden tells whether a post is kept from everybody but who wrote it.
func (p Post) Hidden() bool { return !p.HiddenAt.IsZero() }

// Pending tells whether a change waits beside what readers see.
func (p Post) Pending() bool { return p.State == Published && p.Shown != p.Version }

// Bounds of what is typed.
const (
	longestTitle      = 200
	longestBody       = 200_000 // bytes of one language
	longestCorrection = 2_000
	longestBy         = 120
	mostCorrections   = 30
	mostRelated       = 20
	longestNote       = 4_000
)

// Clean puts a post into the form in which it is kept: the latest correction
// first.
func (p *Post) Clean() {
	p.Title, p.Body = typed.LineText(p.Title), typed.LinesText(p.Body)
	p.Corrections = slices.Clone(p.Corrections)
	p.Corrections = slices.DeleteFunc(p.Corrections, func(c Correction) bool { return c.Text.Empty() && c.Day.IsZero() })
	for i := range p.Corrections {
		c := &p.Corrections[i]
		c.Text, c.By = typed.LinesText(c.Text), typed.Line(c.By)
	}
	slices.SortStableFunc(p.Corrections, func(a, b Correction) int { return b.Day.Compare(a.Day) })
}

// Check says what is wrong with a post, by field.
func (p Post) Check() error {
	var form errs.Form
	if p.Title.Empty() {
		form.Add("title", "org.post.title-missing|Give it a title.")
	}
	if p.Body.Empty() {
		form.Add("body", "org.post.body-missing|Write something first.")
	}
	for _, lang := range p.Body.Langs() {
		if len(p.Body[lang]) > longestBody {
			form.Add("body", "org.post.body-long|The text is too long. Please split it.")
		}
	}
	typed.CheckText(&form, "title", p.Title, longestTitle)
	p.checkCorrections(&form)
	if len(p.Related) > mostRelated {
		form.Add("related", "org.post.related-many|A text goes with {most} others at the most.", "most", mostRelated)
	}
	if p.About.None() && !slices.Contains(Kinds(), p.Kind) {
		form.Add("kind", "org.post.kind-unknown|Choose what it is.")
	}
	return form.Err()
}

func (p Post) checkCorrections(form *errs.Form) {
	if len(p.Corrections) > mostCorrections {
		form.Add("corrections", "org.post.corrections-many|There are too many corrections. Take a new text instead.")
	}
	for i, c := range p.Corrections {
		at := "corrections." + strconv.Itoa(i+1) + "."
		if c.Day.IsZero() {
			form.Add(at+"day", "org.post.correction-day|Say on which day you correct it.")
		}
		if c.Text.Empty() {
			form.Add(at+"text", "org.post.correction-text|Say what was wrong and what is right.")
		}
		typed.CheckText(form, at+"text", c.Text, longestCorrection)
		typed.CheckLength(form, at+"by", c.By, longestBy)
	}
}
