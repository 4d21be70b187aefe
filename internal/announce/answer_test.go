package announce

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"codeberg.org/plenary/plenary/internal/when"
)

// triple tells whether date, hour and zone are just those. Of several that are
// allowed (start_any), each needs the conflict that says so; where no zone is
// known (start_local), the hour of the walls and that conflict.
func triple(want map[string]json.RawMessage, e Event) bool {
	if any := want["start_any"]; any != nil {
		var list []json.RawMessage
		_ = json.Unmarshal(any, &list)
		return says(e, want["conflicts"]) && slices.ContainsFunc(list, func(is json.RawMessage) bool { return tripleOf(is, want, e) })
	}
	if local := want["start_local"]; local != nil {
		return says(e, json.RawMessage(`["no-zone"]`)) && e.Start != nil && wall(*e.Start) == unquote(local)
	}
	if _, asserted := want["start"]; !asserted {
		return true
	}
	return tripleOf(want["start"], want, e)
}

func tripleOf(start json.RawMessage, want map[string]json.RawMessage, e Event) bool {
	if string(start) == "null" {
		return e.Start == nil
	}
	zones := listed(want, "zone")
	return sameTime(unquote(start), e.Start) && (len(zones) == 0 || e.Zone != nil && slices.Contains(zones, when.Canonical(*e.Zone)))
}

// says tells whether an event has one of the conflicts.
func says(e Event, codes json.RawMessage) bool {
	var list []string
	_ = json.Unmarshal(codes, &list)
	return slices.ContainsFunc(e.Conflicts, func(c Conflict) bool { return slices.Contains(list, c.Code) })
}

// wall is what the clocks show.
func wall(t time.Time) string { return t.Format("2006-01-02T15:04:05") }

// listed are the values of a field that are right, as they are compared: the
// one of its name and those of NAME_any.
func listed(want map[string]json.RawMessage, field string) (list []string) {
	if raw := want[field+"_any"]; raw != nil {
		_ = json.Unmarshal(raw, &list)
	}
	if raw := want[field]; raw != nil && string(raw) != "null" {
		list = append(list, unquote(raw))
	}
	for n, s := range list {
		switch field {
		case "zone":
			list[n] = when.Canonical(s)
		case "title":
			list[n] = plainly(s)
		}
	}
	return list
}

func sameTime(want string, got *time.Time) bool {
	t, err := time.Parse(time.RFC3339, want)
	return err == nil && got != nil && t.Equal(*got) && t.Format("15:04-07") == got.Format("15:04-07")
}

func sameTitle(want map[string]json.RawMessage, e Event) bool {
	return want["title"] == nil && want["title_any"] == nil || slices.Contains(listed(want, "title"), plainly(e.Title))
}

func unquote(raw json.RawMessage) (s string) {
	_ = json.Unmarshal(raw, &s)
	return s
}

// plainly compares texts by their letters and digits.
func plainly(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) }), " ")
}

// answered is the field of an event as text, "" for none.
func answered(e Event, field string) string {
	instants := func(list []time.Time) string {
		var s []string
		for _, t := range list {
			s = append(s, t.Format(time.RFC3339))
		}
		return strings.Join(s, " ")
	}
	switch field {
	case "title":
		return plainly(e.Title)
	case "start":
		if e.Start != nil {
			return e.Start.Format(time.RFC3339)
		}
	case "end":
		if e.End != nil {
			return e.End.Format(time.RFC3339)
		}
	case "zone":
		if e.Zone != nil {
			return when.Canonical(*e.Zone)
		}
	case "also":
		var s []string
		for _, a := range e.Also {
			s = append(s, when.Canonical(a.Zone)+" "+a.Start.Format(time.RFC3339))
		}
		slices.Sort(s)
		return strings.Join(s, ", ")
	case "count":
		if e.Repeats != nil && e.Repeats.Count != nil {
			return fmt.Sprint(*e.Repeats.Count)
		}
	case "every":
		if e.Repeats != nil {
			return deref(e.Repeats.Every)
		}
	case "starts":
		if e.Repeats != nil {
			return instants(e.Repeats.Starts)
		}
	case "mode":
		return e.Mode
	case "place":
		if e.Place != nil {
			return plainly(e.Place.Name)
		}
	case "capacity":
		if e.Capacity != nil {
			return fmt.Sprint(*e.Capacity)
		}
	case "registration":
		return e.Registration
	case "conflicts":
		var s []string
		for _, c := range e.Conflicts {
			if !slices.Contains(s, c.Code) {
				s = append(s, c.Code)
			}
		}
		slices.Sort(s)
		return strings.Join(s, " ")
	case "inferred":
		s := slices.Clone(e.Inferred)
		slices.Sort(s)
		return strings.Join(s, " ")
	}
	return ""
}

// expected is a field as the answer asserts it.
func expectedField(want map[string]json.RawMessage, field string, e Event) (s string, asserted bool) {
	raw := want[field]
	var repeats struct {
		Count  *int
		Every  *string
		Starts []string
	}
	switch field {
	case "count", "every", "starts":
		raw = want["repeats"]
		if raw == nil {
			return "", false
		}
		var parts map[string]json.RawMessage
		_ = json.Unmarshal(raw, &parts)
		if _, has := parts[field]; !has && string(raw) != "null" {
			return "", false
		}
		_ = json.Unmarshal(raw, &repeats)
	}
	if field == "end" && want["end_local"] != nil {
		if is := unquote(want["end_local"]); e.End == nil || wall(*e.End) != is {
			return is, true
		}
		return answered(e, field), true
	}
	if field == "start" && want["start_any"] != nil {
		var list []*time.Time
		_ = json.Unmarshal(want["start_any"], &list)
		is := answered(e, field)
		return is, slices.ContainsFunc(list, func(t *time.Time) bool { return t == nil && is == "" || t != nil && t.Format(time.RFC3339) == is })
	}
	if raw == nil && want[field+"_any"] == nil {
		return "", false
	}
	switch field {
	case "title", "zone":
		list := listed(want, field)
		if is := answered(e, field); slices.Contains(list, is) {
			return is, true
		}
		return strings.Join(list[max(0, len(list)-1):], ""), true
	case "start", "end":
		if t, err := time.Parse(time.RFC3339, unquote(raw)); err == nil {
			return t.Format(time.RFC3339), true
		}
		return "", true
	case "count":
		if repeats.Count != nil {
			return fmt.Sprint(*repeats.Count), true
		}
		return "", true
	case "every":
		return deref(repeats.Every), true
	case "starts":
		for n := range repeats.Starts {
			repeats.Starts[n] = evenly(repeats.Starts[n])
		}
		return strings.Join(repeats.Starts, " "), true
	case "also":
		return alsoOf(raw, e), true
	case "place":
		var place struct{ Name string }
		_ = json.Unmarshal(raw, &place)
		return plainly(place.Name), true
	case "capacity":
		if string(raw) == "null" {
			return "", true
		}
		return string(raw), true
	case "conflicts", "inferred":
		var list []string
		_ = json.Unmarshal(raw, &list)
		slices.Sort(list)
		return strings.Join(slices.Compact(list), " "), true
	}
	return unquote(raw), true
}

// alsoOf are the other zones that are expected, each by the name that was
// answered if that is allowed.
func alsoOf(raw json.RawMessage, e Event) string {
	var list []map[string]json.RawMessage
	_ = json.Unmarshal(raw, &list)
	var all []string
	for _, a := range list {
		zones := listed(a, "zone")
		is := zones[len(zones)-1]
		for _, got := range e.Also {
			if name := when.Canonical(got.Zone); slices.Contains(zones, name) {
				is = name
			}
		}
		all = append(all, is+" "+evenly(unquote(a["start"])))
	}
	slices.Sort(all)
	return strings.Join(all, ", ")
}

// evenly writes an instant in the one way in which we compare it.
func evenly(s string) string {
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return t.Format(time.RFC3339)
	}
	return s
}
