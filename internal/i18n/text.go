package i18n

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"sort"
	"strings"
)

// Text is what organisers write, by language: {"en": "Semantics", "es": …}.
// In SQL it is a JSON object; the empty Text is NULL.
type Text map[string]string

// In prints the text for a reader; see Pick.
func (t Text) In(l *Locale) string {
	s, _ := t.Pick(l)
	return s
}

// Pick returns the text for a reader and the language it is in: theirs, else
// English, else the first in the order of Langs. Both are empty if there is
// no text.
func (t Text) Pick(l *Locale) (text, lang string) {
	if tag := l.Lang + "-" + l.Region; t[tag] != "" {
		return t[tag], tag
	}
	if s := t[l.Lang]; s != "" {
		return s, l.Lang
	}
	langs := t.Langs()
	for _, want := range []string{l.Lang, "en"} {
		for _, lang := range langs {
			if base, _ := splitTag(lang); base == want {
				return t[lang], lang
			}
		}
	}
	if len(langs) == 0 {
		return "", ""
	}
	return t[langs[0]], langs[0]
}

// Empty tells whether there is no text in any language.
func (t Text) Empty() bool { return len(t.Langs()) == 0 }

// Langs returns the languages that have a text: those of the interface in
// their order, then the others by name.
func (t Text) Langs() []string {
	var langs []string
	for _, lang := range Languages() {
		if t[lang] != "" {
			langs = append(langs, lang)
		}
	}
	n := len(langs)
	for lang, s := range t {
		if s != "" && !Known(lang) {
			langs = append(langs, lang)
		}
	}
	sort.Strings(langs[n:])
	return langs
}

// Contains tells whether any language's text holds the part, whatever the
// case of its letters.
func (t Text) Contains(part string) bool {
	part = strings.ToLower(part)
	for _, s := range t {
		if strings.Contains(strings.ToLower(s), part) {
			return true
		}
	}
	return false
}

// Value stores the text as a JSON object with its languages sorted.
func (t Text) Value() (driver.Value, error) {
	if t.Empty() {
		return nil, nil
	}
	b, err := json.Marshal(map[string]string(t))
	if err != nil {
		return nil, err
	}
	return string(b), nil
}

// Scan reads what Value stored.
func (t *Text) Scan(src any) error {
	*t = nil
	var b []byte
	switch src := src.(type) {
	case nil:
		return nil
	case string:
		b = []byte(src)
	case []byte:
		b = src
	default:
		return fmt.Errorf("i18n: a text cannot be read from a %T", src)
	}
	if len(b) == 0 {
		return nil
	}
	var m map[string]string
	if err := json.Unmarshal(b, &m); err != nil {
		return fmt.Errorf("i18n: a text that is no JSON object: %w", err)
	}
	*t = m
	return nil
}
