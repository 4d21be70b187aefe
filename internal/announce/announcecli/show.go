package announcecli

import (
	"fmt"
	"io"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/announce"
)

// Write shows drafts for reading: first when and what, then what else there is,
// then what is doubtful.
func Write(w io.Writer, r announce.Reading) error {
	var b strings.Builder
	for n, e := range r.Events {
		if n > 0 {
			b.WriteByte('\n')
		}
		show(&b, e)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func show(b *strings.Builder, e announce.Event) {
	title := e.Title
	if title == "" {
		title = "(no title found)"
	}
	fmt.Fprintf(b, "%s\n", title)
	field := func(name, value string) {
		if value != "" {
			fmt.Fprintf(b, "  %-12s %s\n", name, value)
		}
	}
	field("when", span(e))
	for _, a := range e.Also {
		field("also", a.Start.Format("Mon 2006-01-02 15:04")+" "+announce.ZoneName(a.Zone))
	}
	field("doors", clock(e.Doors))
	field("repeats", repeats(e.Repeats))
	if e.Mode != "unknown" {
		field("mode", e.Mode)
	}
	if e.Place != nil {
		field("place", strings.Trim(e.Place.Name+", "+e.Place.Address, ", "))
	}
	if e.Capacity != nil {
		field("capacity", fmt.Sprint(*e.Capacity))
	}
	if e.Registration != "unknown" {
		field("registration", e.Registration)
	}
	field("people", strings.Join(e.People, ", "))
	field("hosts", strings.Join(e.Hosts, ", "))
	field("links", strings.Join(e.Links, " "))
	field("inferred", strings.Join(e.Inferred, ", "))
	for _, c := range e.Conflicts {
		field("! "+c.Code, c.Text)
	}
	field("sure", fmt.Sprintf("%.0f %%", 100*e.Confidence))
}

func span(e announce.Event) string {
	if e.Start == nil {
		return "left open"
	}
	s := e.Start.Format("Mon 2006-01-02 15:04")
	if e.End != nil {
		if e.End.Format(time.DateOnly) == e.Start.Format(time.DateOnly) {
			s += e.End.Format("–15:04")
		} else {
			s += e.End.Format(" – Mon 2006-01-02 15:04")
		}
	}
	if e.Zone != nil {
		s += " " + announce.ZoneName(*e.Zone)
	}
	return s
}

func clock(t *time.Time) string {
	if t == nil {
		return ""
	}
	return t.Format("15:04")
}

func repeats(r *announce.Repeats) string {
	if r == nil {
		return ""
	}
	var parts []string
	if r.Every != nil {
		parts = append(parts, "every "+*r.Every)
	}
	if r.Count != nil {
		parts = append(parts, fmt.Sprintf("%d times", *r.Count))
	}
	if n := len(r.Starts); n > 0 {
		parts = append(parts, "until "+r.Starts[n-1].Format(time.DateOnly))
	}
	return strings.Join(parts, ", ")
}
