package typed

import (
	"unicode/utf8"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/when"
)

// CheckText notes the languages that do not exist and the texts that are too
// long, each beside its field: "title.en".
func CheckText(form *errs.Form, field string, t i18n.Text, longest int) {
	for _, lang := range t.Langs() {
		if !IsLanguage(lang) {
			noLanguage(form, field+"."+lang)
		}
		CheckLength(form, field+"."+lang, t[lang], longest)
	}
}

// CheckLength notes a text that has more characters than it may.
func CheckLength(form *errs.Form, field, s string, longest int) {
	if utf8.RuneCountInString(s) > longest {
		form.Add(field, "org.typed.long|This is longer than {most} characters. Please shorten it.", "most", longest)
	}
}

// CheckLanguages notes the codes that are no language.
func CheckLanguages(form *errs.Form, field string, list []string) {
	for _, lang := range list {
		if !IsLanguage(lang) {
			noLanguage(form, field)
		}
	}
}

func noLanguage(form *errs.Form, field string) {
	form.Add(field, "org.typed.language|This language is not known. Use its short code, such as en, es or pt-BR.")
}

// CheckURL notes what no link may lead to; "" is no address and may stand.
func CheckURL(form *errs.Form, field, address string) {
	if address != "" && !IsURL(address) {
		form.Add(field, "org.typed.url|Enter an address that begins with https://.")
	}
}

// CheckSlug notes what cannot be the name in an address.
func CheckSlug(form *errs.Form, field, slug string) {
	if !IsSlug(slug) {
		form.Add(field, "org.typed.slug|Use small letters a to z, digits and single dashes only, such as spring-school.")
	}
}

// CheckZone notes a zone that does not exist.
func CheckZone(form *errs.Form, field, zone string) {
	if _, err := when.Load(zone); err != nil {
		form.Add(field, "err.zone|This time zone is not known. Choose a city from the list.")
	}
}
