package intake

import (
	"bytes"
	"cmp"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/typed"
)

// gancioEvent is one event as Gancio's API and its JSON feed have it.
type gancioEvent struct {
	ID          json.Number     `json:"id"`
	Slug        string          `json:"slug"`
	Title       string          `json:"title"`
	Description string          `json:"description"`
	Start       json.Number     `json:"start_datetime"` // seconds since 1970
	End         json.Number     `json:"end_datetime"`
	Place       *gancioPlace    `json:"place"`
	Online      []string        `json:"online_locations"`
	Tags        []gancioTag     `json:"tags"`
	Recurrent   *gancioRule     `json:"recurrent"`
	Parent      json.Number     `json:"parentId"`
	Within      json.RawMessage `json:"parent"`
}

type gancioPlace struct {
	Name    string `json:"name"`
	Address string `json:"address"`
}

// gancioRule is how an event repeats: "1w", "2w", "1m".
type gancioRule struct {
	Frequency string          `json:"frequency"`
	Type      json.RawMessage `json:"type"` // "ordinal": the day of the month; a number: which weekday of it
}

// gancioTag is a tag, which stands as a word or in an object.
type gancioTag string

func (t *gancioTag) UnmarshalJSON(b []byte) error {
	var object struct {
		Tag string `json:"tag"`
	}
	if json.Unmarshal(b, (*string)(t)) == nil {
		return nil
	}
	err := json.Unmarshal(b, &object)
	*t = gancioTag(object.Tag)
	return err
}

// gancio makes drafts of what Gancio's API answers: a list of events, or one.
// The dates of one that repeats are one event.
func gancio(text string, set Settings) (*Batch, error) {
	r := gancioReader{batch: &Batch{Format: Gancio}, set: set, at: map[string]int{}}
	data := []byte(text)
	in := json.NewDecoder(bytes.NewReader(data))
	if text[0] == '{' && !atEvents(in) {
		data = append(append([]byte{'['}, data...), ']') // one event
		in = json.NewDecoder(bytes.NewReader(data))
	}
	if first, err := in.Token(); err != nil || first != json.Delim('[') {
		return nil, notGancio()
	}
	lines := lineCounter{data: data, line: 1}
	for in.More() {
		line := lines.at(in.InputOffset())
		var raw json.RawMessage
		if err := in.Decode(&raw); err != nil {
			r.batch.problem(line, "org.intake.json|From here on this is no JSON that can be read.")
			break
		}
		r.read(line, raw)
	}
	if len(r.batch.Drafts) == 0 && r.foreign {
		return nil, notGancio()
	}
	for i := range r.batch.Drafts {
		r.batch.Drafts[i].finish()
	}
	return r.batch, nil
}

// atEvents reads an object up to its list of events, if it has one.
func atEvents(in *json.Decoder) bool {
	if _, err := in.Token(); err != nil {
		return false
	}
	for in.More() {
		name, err := in.Token()
		if err != nil {
			return false
		}
		if name == "events" {
			return true
		}
		var passed json.RawMessage
		if in.Decode(&passed) != nil {
			return false
		}
	}
	return false
}

func notGancio() error {
	return errs.New(errs.Invalid, "org.intake.not-gancio|This is JSON, but no list of events as Gancio gives it: each needs a title and a start_datetime.")
}

// lineCounter counts lines up to places that come in order.
type lineCounter struct {
	data []byte
	seen int
	line int
}

func (c *lineCounter) at(offset int64) int {
	to := min(int(offset), len(c.data))
	for to < len(c.data) && strings.IndexByte(", \t\r\n", c.data[to]) >= 0 {
		to++
	}
	c.line += bytes.Count(c.data[c.seen:to], []byte{'\n'})
	c.seen = to
	return c.line
}

type gancioReader struct {
	batch   *Batch
	set     Settings
	at      map[string]int // source → which draft it is
	foreign bool           // something was no event at all
}

func (r *gancioReader) read(line int, raw json.RawMessage) {
	var x gancioEvent
	if err := json.Unmarshal(raw, &x); err != nil || x.Title == "" && x.Start == "" {
		r.foreign = true
		r.batch.problem(line, "org.intake.gancio-entry|This is no event as Gancio gives it.")
		return
	}
	title := typed.Line(plain(x.Title))
	if title == "" {
		r.batch.problem(line, "org.intake.no-title|This row has no title.")
		return
	}
	if x.Start == "" {
		r.batch.problem(line, "org.intake.no-start|“{title}” has no start.", "title", title)
		return
	}
	n, err := x.Start.Int64()
	start, ok := unix(n)
	if err != nil || !ok {
		r.batch.problem(line, "org.intake.start|“{title}”: the start “{time}” cannot be read, or has no hour.", "title", title, "time", typed.Line(x.Start.String()))
		return
	}
	source := "gancio:" + cmp.Or(x.Parent.String(), joinKey(x.ID.String(), x.Slug))
	if x.Recurrent != nil {
		source = "gancio:" + x.ID.String()
	}
	at, known := r.at[source]
	if !known {
		at = len(r.batch.Drafts)
		r.at[source] = at
		r.batch.Drafts = append(r.batch.Drafts, r.draft(line, source, title, &x))
	}
	d := &r.batch.Drafts[at]
	if d.Event.Rule == nil {
		r.date(d, &x, start)
	}
	if x.Recurrent != nil && d.Event.Rule == nil {
		d.gancioRule(x.Recurrent, start)
	}
}

func joinKey(id, slug string) string { return strings.Trim(id+":"+typed.Line(slug), ":") }

func (r *gancioReader) draft(line int, source, title string, x *gancioEvent) Draft {
	lang := cmp.Or(r.set.Language, "en")
	d := Draft{Source: source, Line: line}
	e := &events.Event{State: events.Draft, Kind: events.Meeting, Zone: r.set.Zone, Languages: []string{lang}, Title: i18n.Text{lang: title},
		Description: i18n.Text{lang: plain(x.Description)}}
	d.Event = e
	var tags []string
	for _, t := range x.Tags {
		tags = append(tags, string(t))
	}
	e.Kind = kindOf(tags)
	for _, address := range x.Online {
		if address = plain(strings.TrimSpace(address)); typed.IsURL(address) && e.Online == "" {
			e.Online = address
		}
	}
	if p := x.Place; p != nil && !strings.EqualFold(p.Name, "online") && typed.Line(p.Name) != "" {
		e.Venue = &events.Place{Name: typed.Line(p.Name), Address: typed.Line(p.Address)}
	}
	return d
}

// date adds the date of an entry.
func (r *gancioReader) date(d *Draft, x *gancioEvent, start moment) {
	e := d.Event
	loc := e.Location()
	w := start.in(loc)
	length := Lasts
	n, err := x.End.Int64()
	end, ok := unix(n)
	switch took := end.at.Sub(start.at); {
	case x.End == "":
		d.once("org.intake.no-end|The file does not say when it ends. One hour is assumed.")
	case err != nil || !ok || took <= 0 || took > 14*24*time.Hour:
		d.once("org.intake.end-wrong|Its end cannot be read, or is not after its start. One hour is assumed.")
	default:
		length = took.Truncate(time.Minute)
	}
	if len(e.Dates) == 0 {
		e.Start, e.Length = w.Clock, length
	}
	date := dateAt(e, w)
	if length != e.Length {
		date.Length = length
	}
	e.Dates = append(e.Dates, date)
}

// gancioRule takes how an entry repeats. Its dates that stand in the same file
// come from the rule then.
func (d *Draft) gancioRule(x *gancioRule, start moment) {
	e := d.Event
	first := start.in(e.Location())
	number, unit := strings.TrimRight(x.Frequency, "wm"), strings.TrimLeft(x.Frequency, "0123456789")
	every, err := strconv.Atoi(number)
	units := map[string]events.Unit{"w": events.Weeks, "m": events.Months}
	if err != nil || every < 1 || every > 12 || units[unit] == "" {
		d.remark("org.intake.rule-lost|The rule “{rule}” gives no dates. Only the first is taken.", "rule", typed.Line(x.Frequency))
		return
	}
	rule := events.RuleFrom(first.Date, every, units[unit])
	if strings.Contains(string(x.Type), "ordinal") {
		rule.Nth, rule.Weekdays = 0, nil
	}
	e.Rule = &rule
	e.Dates = []events.Date{{Day: first.Date, RuleDay: first.Date, Status: events.Scheduled}}
	e.Start = first.Clock
}
