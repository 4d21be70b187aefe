package intake

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/typed"
	"codeberg.org/plenary/plenary/internal/when"
)

// tables makes drafts of a table in the columns of Mobilize, where rows of one
// event are its dates, or of Action Network, where each row is an event.
func tables(text string, set Settings) (*Batch, error) {
	b := &Batch{Format: Mobilize}
	t, err := readTable(text, b)
	if err != nil {
		return nil, err
	}
	if !t.has("title") || !t.has("start") {
		return nil, errs.New(errs.Invalid, "org.intake.columns|The columns of this table are not those of Mobilize or of Action Network: one for the title and one for the start are needed. It has {columns}.",
			"columns", strings.Join(t.head[:min(len(t.head), 12)], ", "))
	}
	if t.ofActionNetwork() {
		b.Format = ActionNetwork
	}
	b.Unknown = t.unknown()
	r := tableReader{batch: b, set: set, dayFirst: dayFirst(t), at: map[string]int{}}
	for i := range t.rows {
		r.read(&t.rows[i])
	}
	for i := range b.Drafts {
		b.Drafts[i].finish()
	}
	return b, nil
}

// dayFirst tells whether days stand before months in the dates of a table: one
// of them can be nothing else, and none the other way round.
func dayFirst(t *table) bool {
	day, month := false, false
	for _, r := range t.rows {
		for _, field := range []string{"start", "end"} {
			parts := strings.SplitN(r.get(field), "/", 3)
			if len(parts) < 3 {
				continue
			}
			first, err1 := strconv.Atoi(parts[0])
			second, err2 := strconv.Atoi(parts[1])
			day, month = day || err1 == nil && first > 12, month || err2 == nil && second > 12
		}
	}
	return day && !month
}

// tableReader makes drafts of rows.
type tableReader struct {
	batch    *Batch
	set      Settings
	dayFirst bool
	at       map[string]int // source → which draft it is
}

func (r *tableReader) read(x *row) {
	start, ok := readMoment(joinWords(x.get("start"), x.get("start-time")), r.dayFirst)
	switch {
	case x.get("title") == "":
		r.batch.problem(x.line, "org.intake.no-title|This row has no title.")
		return
	case x.get("deleted") != "":
		r.batch.problem(x.line, "org.intake.deleted|“{title}” was deleted where it comes from. It is passed over.", "title", x.text("title"))
		return
	case x.get("start") == "":
		r.batch.problem(x.line, "org.intake.no-start|“{title}” has no start.", "title", x.text("title"))
		return
	case !ok || start.whole:
		r.batch.problem(x.line, "org.intake.start|“{title}”: the start “{time}” cannot be read, or has no hour.", "title", x.text("title"), "time", typed.Line(joinWords(x.get("start"), x.get("start-time"))))
		return
	}
	source := r.sourceOf(x)
	n, known := r.at[source]
	if source == "" || !known {
		n = len(r.batch.Drafts)
		r.at[source] = n
		r.batch.Drafts = append(r.batch.Drafts, r.draft(x, source, start))
	}
	r.batch.Drafts[n].addDate(x, start, r.dayFirst)
}

func joinWords(a, b string) string { return strings.TrimSpace(a + " " + b) }

// sourceOf is what the origin calls the event of a row.
func (r *tableReader) sourceOf(x *row) string {
	switch {
	case x.get("id") != "":
		return string(r.batch.Format) + ":" + x.text("id")
	case x.get("administrative") != "":
		return string(r.batch.Format) + ":" + x.text("administrative")
	}
	return ""
}

// draft makes an event of its first row, without dates.
func (r *tableReader) draft(x *row, source string, start moment) Draft {
	lang := cmp.Or(r.set.Language, "en")
	d := Draft{Source: source, Line: x.line}
	e := &events.Event{State: events.Draft, Kind: kindNamed(x.get("kind")), Languages: []string{lang}, Title: i18n.Text{lang: plain(x.text("title"))}}
	d.Event = e
	r.zone(&d, x, start)
	var parts []string
	for _, field := range []string{"summary", "description", "instructions"} {
		if s := plain(x.get(field)); s != "" && !slices.Contains(parts, s) {
			parts = append(parts, s)
		}
	}
	e.Description = i18n.Text{lang: strings.Join(parts, "\n\n")}
	place(e, x)
	e.Contact = people.Contact{Name: x.text("contact")}
	if people.IsAddress(x.get("contact-email")) {
		e.Contact.Email = x.get("contact-email")
	}
	if host := x.text("host"); host != "" {
		e.Parties.Hosts = []people.Party{{Name: host}}
	}
	if page := plain(x.get("page")); typed.IsURL(page) {
		e.Entry.Registration, e.Entry.Elsewhere = events.Elsewhere, page
	}
	if n, err := strconv.Atoi(x.get("places")); err == nil && n > 0 {
		if e.Entry.Places.Here = &n; e.Venue == nil {
			e.Entry.Places = events.Places{Online: &n}
		}
	}
	return d
}

// zone finds in which zone the hours of a row are meant.
func (r *tableReader) zone(d *Draft, x *row, start moment) {
	named := x.get("zone")
	zone, ok := zoneNamed(named)
	switch {
	case ok:
		d.Event.Zone = zone
		return
	case named != "":
		d.unknownZone(typed.Line(named))
		d.Floating = !start.exact
	}
	d.Event.Zone = r.set.Zone
	if named == "" && !start.exact {
		d.Floating = true
		d.remark("org.intake.floating|The file does not say in which time zone these hours are meant. {city} is assumed.", "city", i18n.City(r.set.Zone))
	}
}

// place takes where a row's event is.
func place(e *events.Event, x *row) {
	if call := x.get("call"); typed.IsURL(call) {
		e.Online = call
	}
	street := joined(x.text("address"), x.text("address-2"))
	town := strings.TrimSpace(x.text("city") + " " + x.text("region") + " " + x.text("postcode"))
	name := cmp.Or(x.text("venue"), street)
	if name == "" {
		return
	}
	if typed.IsURL(name) {
		e.Online = cmp.Or(e.Online, name)
		return
	}
	e.Venue = &events.Place{Name: name, Address: joined(without(street, name), town, country(x.text("country"))), Notes: plain(x.get("access"))}
}

// country is left out where the address says it well enough.
func country(s string) string {
	if s == "US" || s == "USA" {
		return ""
	}
	return s
}

func without(s, same string) string {
	if s == same {
		return ""
	}
	return s
}

func joined(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), ", ")
}

// addDate adds the date of a row.
func (d *Draft) addDate(x *row, start moment, dayFirst bool) {
	e := d.Event
	loc := e.Location()
	w := start.in(loc)
	length := d.lengthUntil(x, w, loc, dayFirst)
	if len(e.Dates) == 0 {
		e.Start, e.Length = w.Clock, length
	}
	if start.swaps {
		d.remark("org.intake.swaps|Line {line}: “{time}” is read as {date}. Day and month could be the other way round.", "line", x.line, "time", x.text("start"), "date", w.Date.String())
	}
	date := dateAt(e, w)
	if length != e.Length {
		date.Length = length
	}
	switch strings.ToLower(x.get("status")) {
	case "cancelled", "canceled":
		date.Status = events.CalledOff
		d.remark("org.intake.cancelled|In the file this event is cancelled.")
	case "tentative":
		date.Status = events.Tentative
	}
	if len(e.Dates) > events.MostDates || has(e, w) { // one too many already, or the same row again
		return
	}
	e.Dates = append(e.Dates, date)
}

// lengthUntil is how long a row's event takes.
func (d *Draft) lengthUntil(x *row, start when.Wall, loc *time.Location, dayFirst bool) time.Duration {
	text := joinWords(x.get("end"), x.get("end-time"))
	if x.get("end") == "" && text != "" {
		text = start.Date.String() + " " + text
	}
	end, ok := readMoment(text, dayFirst)
	from, _ := start.In(time.UTC)
	to, _ := end.in(loc).In(time.UTC)
	length := to.Sub(from).Truncate(time.Minute)
	switch {
	case text == "":
		d.once("org.intake.no-end|The file does not say when it ends. One hour is assumed.")
	case !ok || end.whole || length <= 0 || length > 14*24*time.Hour:
		d.remark("org.intake.end|Line {line}: the end “{time}” cannot be read, or is not after the start. One hour is assumed.", "line", x.line, "time", typed.Line(text))
	default:
		return length
	}
	return Lasts
}

// once is remark for what is said once, however many dates it is about.
func (d *Draft) once(msg string) {
	if !slices.ContainsFunc(d.Remarks, func(t errs.Text) bool { return t.Msg == msg }) {
		d.remark(msg)
	}
}

// finish puts a draft into order once all its dates are known.
func (d *Draft) finish() {
	e := d.Event
	if len(e.Dates) > events.MostDates {
		e.Dates = e.Dates[:events.MostDates]
		d.remark("org.intake.dates-many|The file has more than {most} dates of this event. The first ones are taken.", "most", events.MostDates)
	}
	e.Clean()
}

// kindNamed is our kind for what other systems call theirs.
func kindNamed(s string) events.Kind {
	switch name := strings.ToUpper(strings.ReplaceAll(s, " ", "_")); name {
	case "TRAINING":
		return events.Training
	case "WORKSHOP":
		return events.Workshop
	case "TOWN_HALL", "BARNSTORM":
		return events.Assembly
	case "MEETING", "ADVOCACY_CALL", "":
		return events.Meeting
	case "RALLY", "CANVASS", "COMMUNITY_CANVASS", "PHONE_BANK", "TEXT_BANK", "VISIBILITY_EVENT", "SOLIDARITY_EVENT", "PETITION", "SIGNATURE_GATHERING", "LETTER_WRITING", "LITERATURE_DROP_OFF", "VOTER_REG", "FRIEND_TO_FRIEND_OUTREACH", "AUTOMATED_PHONE_BANK":
		return events.Action
	case "COMMUNITY", "HOUSE_PARTY", "MEET_GREET", "DEBATE_WATCH_PARTY", "OFFICE_OPENING":
		return events.Social
	}
	return events.OtherEvent
}
