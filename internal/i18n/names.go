package i18n

import "strings"

// LangName names a language in the reader's language.
func (l *Locale) LangName(lang string) string { return lang }

// OwnLangName names a language in that language.
func OwnLangName(lang string) string { return lang }

// RegionName names a country ("IN") in the reader's language.
func (l *Locale) RegionName(region string) string { return region }

// CountryOf returns the country of a zone ("IN"), or "".
func CountryOf(zone string) string { return "" }

// City names the city of a zone: "Kolkata" for Asia/Kolkata.
func (l *Locale) City(zone string) string {
	return strings.ReplaceAll(zone[strings.LastIndexByte(zone, '/')+1:], "_", " ")
}

// Place is one answer of SearchCities.
type Place struct {
	Zone    string // "Asia/Kolkata"
	City    string // in the reader's language
	Country string // in the reader's language
}

// SearchCities finds zones by what people type.
func SearchCities(query, lang string) []Place { return nil }

// List joins: "a, b and c".
func (l *Locale) List(items []string) string { return strings.Join(items, ", ") }

func variantOf(lang, region string) string { return region }
