package calendar

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/places"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
)

// Room reads the calendar from the rooms that keep it.
type Room struct {
	People *people.Room
	Events *events.Room
	Series *series.Room
}

// Session is the kind of the sessions of series, beside the kinds of events.
const Session events.Kind = "session"

// Choice is what of the calendar somebody asks for. The zero value is all of it.
type Choice struct {
	Chapter  string // by its slug
	Alone    bool   // of the chapter alone: nothing of those that lie in it
	Language string // spoken, or interpreted into
	Kind     events.Kind
	Mode     events.Mode // in person, or online; what is both is found by either
	Near     string      // a place, as it was typed
	Within   int         // kilometres from there
	Brief    bool        // of events only what a calendar shows: no descriptions, agendas or parties

	// Unknown are the names of the parts that ask for what does not exist: kind,
	// language, mode, near, within. Nothing is left out on their account.
	Unknown []string
	// Among are the places that may be meant by Near, where that is not clear, or
	// that begin like it, where it is not known.
	// Nothing is left out on its account until one is chosen.
	Among []places.Place
	// At is the place that Near means; nil for none.
	At *places.Place
	// Namesakes are other places of that name, which are not meant.
	Namesakes []places.Place

	chapters map[string]bool // slugs of the chapters asked for; nil for all
}

// Distances lists the distances in kilometres that are offered.
func Distances() []int { return []int{10, 25, 50, 100, 250, 500} }

// Usual is the distance of who names none, in kilometres.
const Usual = 50

// Read reads a choice from an address: chapter, below, language, kind, mode,
// near, within. A chapter that does not exist is NotThere; all else that does
// not exist stands in Unknown.
func (room *Room) Read(tx *store.Tx, q url.Values) (c Choice, err error) {
	c = Choice{Chapter: q.Get("chapter"), Alone: q.Get("below") == "no", Language: q.Get("language"), Kind: events.Kind(q.Get("kind")),
		Mode: events.Mode(q.Get("mode")), Near: strings.TrimSpace(q.Get("near"))}
	if c.Chapter != "" {
		if c.chapters, err = room.chaptersOf(tx, c.Chapter, c.Alone); err != nil {
			return c, err
		}
	}
	if c.Kind != "" && c.Kind != Session && !slices.Contains(events.Kinds(), c.Kind) {
		c.Kind, c.Unknown = "", append(c.Unknown, "kind")
	}
	if c.Mode != "" && c.Mode != events.InPerson && c.Mode != events.Online {
		c.Mode, c.Unknown = "", append(c.Unknown, "mode")
	}
	if c.Language != "" {
		code, known := i18n.LangCode(c.Language)
		if c.Language = code; !known {
			c.Unknown = append(c.Unknown, "language")
		}
	}
	c.readNear(q.Get("within"))
	return c, nil
}

// longestAsked is how many bytes an address of the calendar may ask in, names and
// values together. All that there is to ask for takes a third of it.
const longestAsked = 1000

// TooLong tells whether an address asks for more than anybody could mean: what
// it says stands again in every link of the page.
func TooLong(q url.Values) bool {
	size := 0
	for name, values := range q {
		for _, v := range values {
			size += len(name) + len(v)
		}
	}
	return size > longestAsked
}

// chaptersOf are the slugs of a chapter and, unless it is asked for alone, of
// all that lie in it.
func (room *Room) chaptersOf(tx *store.Tx, slug string, alone bool) (map[string]bool, error) {
	list, err := room.People.Chapters(tx)
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(list, func(c people.Chapter) bool { return c.Slug == slug })
	if at < 0 {
		return nil, errs.NotThere()
	}
	among, tree := map[string]bool{slug: true}, people.TreeOf(list)
	for _, c := range list {
		if !alone && tree.Within(c.ID, list[at].ID) {
			among[c.Slug] = true
		}
	}
	return among, nil
}

// Narrow tells whether anything is left out.
func (c Choice) Narrow() bool {
	return c.Chapter != "" || c.Language != "" || c.Kind != "" || c.Mode != "" || c.At != nil
}

// Query is the choice as an address says it, in one spelling for one choice.
// What asks for nothing is not in it.
func (c Choice) Query() url.Values {
	q := url.Values{}
	for name, value := range map[string]string{"chapter": c.Chapter, "language": c.Language, "kind": string(c.Kind), "mode": string(c.Mode), "near": c.Near} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if c.Alone && c.Chapter != "" {
		q.Set("below", "no")
	}
	if c.Near != "" && c.Within != Usual && c.Within != 0 {
		q.Set("within", strconv.Itoa(c.Within))
	}
	return q
}

// Address is a page or a feed of this choice: "/events.ics" with what is asked
// for.
func (c Choice) Address(path string) string {
	return (&url.URL{Path: path, RawQuery: c.Query().Encode()}).String()
}
