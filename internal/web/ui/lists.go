package ui

import (
	"context"
	"io"
	"time"

	"github.com/a-h/templ"

	"codeberg.org/plenary/plenary/internal/i18n"
)

// SummaryList shows what is known, each with a link that changes it.
type SummaryList []Fact

// Fact is one line of a SummaryList.
type Fact struct {
	Key    string
	Value  string
	Body   templ.Component // instead of Value
	Lang   string          // of Value, where it is another than the page's
	LTR    bool            // an address or a number
	Change Button          // a Link or a small form's button; About should name the Key
}

// Render writes the list.
func (s SummaryList) Render(ctx context.Context, w io.Writer) error {
	return summaryList(s).Render(ctx, w)
}

// EmptyState stands where a list has nothing yet: one sentence, one button that
// changes that, and what it could look like.
type EmptyState struct {
	Text    string
	Action  Button // none without a Label
	Example string
}

// Render writes the empty state.
func (e EmptyState) Render(ctx context.Context, w io.Writer) error {
	return emptyState(e).Render(ctx, w)
}

// Steps is what happens next, numbered.
type Steps struct {
	L     *i18n.Locale
	Items []Step
}

// Step is one of Steps.
type Step struct {
	Title  string
	Text   string
	Done   bool
	Action Button // none without a Label
}

// Render writes the steps.
func (s Steps) Render(ctx context.Context, w io.Writer) error { return steps(s).Render(ctx, w) }

// Stats is a row of counts.
type Stats struct {
	L     *i18n.Locale
	Items []Stat
}

// Stat is one count with its word: 630 "registered". With Of, it is a share of
// something, and a thin bar shows it.
type Stat struct {
	N     int
	Of    int
	Label string // already in the plural that fits N
	Href  string
	Tone  Tone
}

// Render writes the counts.
func (s Stats) Render(ctx context.Context, w io.Writer) error { return stats(s).Render(ctx, w) }

// Progress is how far something is: the count in words and the bar.
type Progress struct {
	L     *i18n.Locale
	Done  int
	Total int
	Label string // "Sending"; the counts are added: "340 of 1,200"
	Share bool   // says how far it is as a share instead, where nothing is counted
	ID    string // with one, the script renews it while the page is a waiting one (LayoutData.Refresh)
}

// Render writes the progress.
func (p Progress) Render(ctx context.Context, w io.Writer) error { return progress(p).Render(ctx, w) }

func (p Progress) counts() string {
	if p.Share {
		return p.L.Percent(float64(p.Done) / float64(max(p.Total, 1)))
	}
	return p.L.T("ui.progress|{done} of {total}", "done", p.Done, "total", p.Total)
}

// People is a list of persons, one row each.
type People struct {
	L      *i18n.Locale
	Label  string // names the list
	Filter bool   // with the script: a box that narrows the list down
	Rows   []PersonRow
}

// PersonRow is one person with what can be done.
type PersonRow struct {
	Name    string
	Href    string
	Details []string // zone, language, group: short
	Tags    []Tag
	Tick    *Tick
	Segment *Segment
	Actions []Button
}

// Tick is a box at the head of a row.
type Tick struct {
	Name, Value string
	Checked     bool
}

// Segment is a choice of two or three at the end of a row, such as here / not.
type Segment struct {
	Name    string
	Value   string
	Options []Option
}

// Render writes the list.
func (p People) Render(ctx context.Context, w io.Writer) error { return people(p).Render(ctx, w) }

// Listing is a list of things with a page of their own: series, write-ups,
// resources, lists. What has a date stands better in an Agenda.
type Listing struct {
	Items []ListingItem
	Level int // heading level of the titles; 3 if zero
}

// ListingItem is one of them.
type ListingItem struct {
	Title, Lang string
	Href        string
	Sub         string // short facts: dates, language, size
	Text        string // one or two lines
	TextLang    string // of Text, where it is another than the page's
	Tags        []Tag
}

// Render writes the list.
func (l Listing) Render(ctx context.Context, w io.Writer) error {
	if l.Level == 0 {
		l.Level = 3
	}
	return listing(l).Render(ctx, w)
}

// Agenda is a list of events in the order of time: a calendar leaf with the
// reader's date, the title, the reader's hours and the organisers'.
type Agenda struct {
	L     *i18n.Locale
	Zone  *time.Location
	Items []AgendaItem
	Level int // heading level of the titles; 3 if zero
}

// AgendaItem is one event.
type AgendaItem struct {
	Title, Lang string
	Href        string
	Start, End  time.Time
	Home        *time.Location // the organisers' zone; nil if it does not matter
	Place       string
	Text        string    // one line
	Also        string    // further days on which it is the same
	More        []NavItem // what came of it: a write-up, a recording
	Tags        []Tag
	AllDay      bool
}

// Render writes the agenda.
func (a Agenda) Render(ctx context.Context, w io.Writer) error {
	if a.Level == 0 {
		a.Level = 3
	}
	return agenda(a).Render(ctx, w)
}

func (a Agenda) at(i AgendaItem) string {
	if i.AllDay {
		return a.L.T("ui.all-day|All day")
	}
	return hours(a.L, i.Start, i.End, a.Zone)
}

// far is the organisers' reading, where it differs from the reader's.
func (a Agenda) far(i AgendaItem) string {
	if i.Home == nil || i.AllDay || i.Home.String() == a.Zone.String() {
		return ""
	}
	at := i.Start.In(i.Home)
	return a.L.T("ui.agenda.far|{weekday} {time} in {city}", "weekday", a.L.Weekday(at.Weekday(), true),
		"time", a.L.Time(at), "city", a.L.City(i.Home.String()))
}
