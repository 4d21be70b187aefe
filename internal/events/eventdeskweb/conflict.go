package eventdeskweb

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/events"
	"codeberg.org/plenary/plenary/internal/web"
)

// difference is a part of an event that stands otherwise in the house than in a
// form that was made before somebody else saved.
type difference struct {
	Part string
	Now  string // what stands there now, where that is short
}

// meanwhile lists where the form and the event differ, if somebody else has
// saved since the form was made, and takes the form for one that was made now:
// whoever saves it after reading this means it.
func (in entry) meanwhile(r *web.Request, e *events.Event, wrong *errs.Error) (list []difference) {
	if wrong == nil || wrong.Kind != errs.Conflict || in.Version() == e.Version {
		return nil
	}
	now := fill(r.L, e, in.Langs[0])
	for _, part := range in.parts(r) {
		var short []string
		differs := false
		for _, name := range in.names(now, part.prefixes) {
			a, b := strings.Join(in.Values[name], ", "), strings.Join(now[name], ", ")
			if strings.TrimSpace(strings.ReplaceAll(a, "\r", "")) == strings.TrimSpace(b) {
				continue
			}
			differs = true
			if b != "" && len(b) < 200 && part.says {
				short = append(short, b)
			}
		}
		if differs {
			list = append(list, difference{part.label, strings.Join(short, " · ")})
		}
	}
	in.Values.Set("version", strconv.Itoa(e.Version))
	return list
}

// names are the fields of the form or of the event whose names begin so.
func (in entry) names(now map[string][]string, prefixes []string) []string {
	all := map[string]bool{}
	for _, values := range []map[string][]string{in.Values, now} {
		for name := range values {
			if strings.HasSuffix(name, ".key") || strings.HasSuffix(name, ".was") || strings.HasSuffix(name, ".id") {
				continue
			}
			if slices.ContainsFunc(prefixes, func(p string) bool { return name == p || strings.HasSuffix(p, ".") && strings.HasPrefix(name, p) }) {
				all[name] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(all))
}

// part of a form: the fields whose names are these, or begin so where a dot
// ends them.
type part struct {
	label    string
	prefixes []string
	says     bool // what stands there says something by itself
}

func (in entry) parts(r *web.Request) []part {
	l := r.L
	return []part{
		{l.T("org.field.title|Title"), []string{"title."}, true},
		{l.T("org.when.title|When it is"), []string{"first", "start", "end", "end_date", "doors", "zone", "show_zones", "rule."}, true},
		{l.T("org.event.dates.more-title|Further dates"), []string{"dates."}, true},
		{l.T("events.where|Where we meet"), []string{"venue.", "online", "online_open"}, true},
		{l.T("org.registration.title|Registration"), []string{"registration", "elsewhere", "by_date", "places.", "waitlist", "opens", "closes", "call_later", "questions."}, false},
		{l.T("org.field.description|Description"), []string{"description."}, false},
		{l.T("events.agenda|Agenda"), []string{"agenda."}, false},
		{l.T("org.event.parties|Speakers, hosts, partners"), []string{"hosts.", "partners.", "sponsors.", "speakers.", "moderators.", "part_of."}, true},
		{l.T("org.event.about-more|Languages, contact"), []string{"languages", "interpreted", "contact."}, true},
		{l.T("org.event.who|Kind, chapter, who sees it"), []string{"kind", "chapter", "shared", "visibility", "event"}, true},
	}
}
