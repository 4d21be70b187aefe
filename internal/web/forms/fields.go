package forms

import (
	"slices"
	"strings"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/web/ui"
)

// In is a field for one language of a text. In the open language it has the
// plain label, in the others it says which.
func (in Entry) In(form ui.Form, f ui.Field, lang string) ui.Field {
	if lang != in.Langs[0] {
		f.Hint = ""
		name := in.L.LangName(lang)
		if f.Label != "" {
			f.Label = in.L.T("org.form.in-language|{label} ({language})", "label", f.Label, "language", name)
		} else {
			f.Labelled = in.L.T("org.form.in-language|{label} ({language})", "label", f.Labelled, "language", name)
		}
		f.Required = false
	}
	if lang != in.L.Lang {
		f.Lang = lang
	}
	f.Name += "." + lang
	return form.Field(f)
}

// Others says how many of the other languages a text has, as the summary of
// what is folded away.
func (in Entry) Others(names ...string) string {
	filled := 0
	for _, lang := range in.Langs[1:] {
		if slices.ContainsFunc(names, func(name string) bool { return in.Get(name+"."+lang) != "" }) {
			filled++
		}
	}
	return in.L.T("org.form.others|In other languages: {n} of {m}", "n", filled, "m", len(in.Langs)-1)
}

// WrongOther tells whether something is wrong with a text in one of the folded
// languages.
func (in Entry) WrongOther(wrong *errs.Error, name string) bool {
	return slices.ContainsFunc(in.Langs[1:], func(lang string) bool { return WrongIn(wrong, name+"."+lang) })
}

// WrongIn tells whether something is wrong in a part that is folded away; then
// it is not.
func WrongIn(wrong *errs.Error, prefixes ...string) bool {
	return wrong != nil && slices.ContainsFunc(wrong.Fields, func(f errs.Field) bool {
		return slices.ContainsFunc(prefixes, func(prefix string) bool { return strings.HasPrefix(f.Name, prefix) })
	})
}

// HasField tells whether something is wrong with a field.
func HasField(wrong *errs.Error, name string) bool {
	return slices.ContainsFunc(wrong.Fields, func(f errs.Field) bool { return f.Name == name })
}

// Together joins what could not be read with what the room does not take. What
// could not be read goes before, since the rest may follow from it: follows says
// of which fields nothing is said then.
func Together(first, then error, follows func(read *errs.Error, field string) bool) *errs.Error {
	a, b := errs.Of(first), errs.Of(then)
	if a == nil {
		return b
	}
	if b == nil {
		return a
	}
	joined := *a
	joined.Fields = slices.Clone(a.Fields)
	for _, f := range b.Fields {
		if !follows(a, f.Name) && !HasField(&joined, f.Name) {
			joined.Fields = append(joined.Fields, f)
		}
	}
	return &joined
}

// OnlyTyped leaves out what is merely not filled in yet: whoever looks at a
// preview knows that. Fields whose names begin with one of always stay.
func (in Entry) OnlyTyped(wrong *errs.Error, always ...string) *errs.Error {
	if wrong == nil {
		return nil
	}
	left := *wrong
	left.Fields = slices.DeleteFunc(slices.Clone(wrong.Fields), func(f errs.Field) bool {
		return in.Get(f.Name) == "" && !slices.ContainsFunc(always, func(prefix string) bool { return strings.HasPrefix(f.Name, prefix) })
	})
	if len(left.Fields) == 0 {
		return nil
	}
	return &left
}

// LanguageOptions are languages to choose from, in the reader's words.
func LanguageOptions(l *i18n.Locale, codes []string) []ui.Option {
	var options []ui.Option
	for _, code := range codes {
		options = append(options, ui.Option{Value: code, Label: l.LangTitle(code)})
	}
	return options
}

// Workable are the languages that something may be held in: those that it has,
// in their order, then those of the form and of the pages.
func (in Entry) Workable(has []string) []string {
	var codes []string
	for _, code := range slices.Concat(has, in.Langs, i18n.Languages()) {
		if !slices.Contains(codes, code) {
			codes = append(codes, code)
		}
	}
	return codes
}
