package ui

import (
	"maps"
	"slices"
	"strconv"

	"github.com/a-h/templ"
)

// control are the attributes that input, select and textarea share.
func control(f Field) templ.OrderedAttributes {
	var a templ.OrderedAttributes
	set := func(name string, value any) { a = append(a, templ.KeyValue[string, any]{Key: name, Value: value}) }
	text := func(name, value string) {
		if value != "" {
			set(name, value)
		}
	}
	text("class", f.class())
	text("id", f.ID)
	text("name", f.Name)
	if f.Type != Area && f.Type != Select {
		text("type", f.inputType())
		text("inputmode", f.inputMode())
		text("accept", f.Accept)
		text("min", f.Min)
		text("max", f.Max)
		text("list", f.List)
		if f.Type == File {
			set("multiple", f.Multiple)
		} else {
			text("value", f.Value)
		}
	}
	if f.Type == Code && f.Autocomplete == "" {
		f.Autocomplete = "one-time-code"
	}
	text("autocomplete", f.Autocomplete)
	if f.Type == Email || f.Autocomplete == "name" {
		text("spellcheck", "false")
	}
	if f.ltr() {
		text("dir", "ltr")
	} else if f.Type == Text || f.Type == Area {
		text("dir", "auto")
	}
	text("lang", f.Lang)
	if f.MaxLength > 0 {
		text("maxlength", itoa(f.MaxLength))
	}
	set("required", f.Required)
	text("aria-label", f.Labelled)
	text("aria-describedby", f.described())
	if f.Error != "" {
		text("aria-invalid", "true")
	}
	if f.Guess {
		set("data-zone", true)
	}
	return a
}

func rows(f Field) int {
	if f.Rows > 0 {
		return f.Rows
	}
	return 5
}

// checkValue is what a single box sends: "yes", unless it was given options.
func checkValue(f Field) string {
	if len(f.Options) > 0 {
		return f.Options[0].Value
	}
	return "yes"
}

func itoa(n int) string { return strconv.Itoa(n) }

func boolWord(b bool) string { return strconv.FormatBool(b) }

// percent is n of total as a length of SVG, never more than all of it.
func percent(n, total int) string {
	if total <= 0 || n <= 0 {
		return "0"
	}
	return strconv.FormatFloat(min(100, float64(n)*100/float64(total)), 'f', 1, 64) + "%"
}

func marked(b Bar) templ.OrderedAttributes {
	if !b.Mark {
		return nil
	}
	return templ.OrderedAttributes{{Key: "class", Value: "mark"}}
}

func sortedKeys(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) }
