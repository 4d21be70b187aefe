package announce

import (
	"time"

	"codeberg.org/plenary/plenary/internal/when"
)

// Options say what the text does not.
type Options struct {
	Zone  string    // where no zone is named; "" for none
	Today when.Date // decides years that are not written; none: they stay open
}

// Reading is what was read in a text.
type Reading struct {
	Events []Event `json:"events"`
	Rest   []Span  `json:"rest"` // dates and hours that belong to no event
}

// Span is a part of the input, in bytes: from the first, up to before the second.
type Span [2]int

// Event is a draft. What is not known is nil or empty.
type Event struct {
	Title        string            `json:"title"`
	Start        *time.Time        `json:"start"`
	End          *time.Time        `json:"end"`
	Doors        *time.Time        `json:"doors"`
	Zone         *string           `json:"zone"`
	Also         []Also            `json:"also"`
	Repeats      *Repeats          `json:"repeats"`
	Mode         string            `json:"mode"` // online, in-person, hybrid, unknown
	Place        *Place            `json:"place"`
	Capacity     *int              `json:"capacity"`
	Language     *string           `json:"language"`
	Registration string            `json:"registration"` // required, optional, elsewhere, unknown
	Links        []string          `json:"links"`
	People       []string          `json:"people"`
	Hosts        []string          `json:"hosts"`
	Inferred     []string          `json:"inferred"` // "year", "zone", "date"
	Conflicts    []Conflict        `json:"conflicts"`
	Spans        map[string][]Span `json:"spans"`
	Confidence   float64           `json:"confidence"`
}

// Also is the same hour in another zone, as the text says it.
type Also struct {
	Zone  string    `json:"zone"`
	Start time.Time `json:"start"`
}

// Repeats says how an event comes again.
type Repeats struct {
	Count  *int        `json:"count"`
	Every  *string     `json:"every"` // week, month
	Starts []time.Time `json:"starts"`
}

// Place is where an event is.
type Place struct {
	Name    string `json:"name"`
	Address string `json:"address"`
}

// Conflict is what is doubtful, for whoever reads the draft.
type Conflict struct {
	Code string `json:"code"` // weekday, zones, date, time, no-zone
	Text string `json:"text"`
}

// Parse reads a text, or a mail as it was sent. It takes time in proportion to
// its length; what is beyond four megabytes of text is not read.
func Parse(input string, opt Options) Reading {
	src := sourceOf(input)
	p := &parser{text: clean(src.s), opt: opt, lex: theLexicon()}
	src.back(p.text)
	p.tok, p.lines = tokens(p.text.s)
	p.hits = p.lex.meanings(p.tok)
	p.quotes()
	p.languages()
	p.read()
	b := newBuilder(p, p.group())
	b.build()
	return Reading{Events: b.events, Rest: b.restSpans()}
}

// Load reads the tables now, so that the first text need not wait.
func Load() { theLexicon() }
