package messages

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"

	"codeberg.org/plenary/plenary/internal/i18n"
)

// Translation is what a locale file says for a key: a text, or plural forms.
type Translation struct {
	Text  string
	Forms map[string]string
}

// MarshalJSON writes plural forms in CLDR's order and leaves < and & readable.
func (t Translation) MarshalJSON() ([]byte, error) {
	if t.Forms == nil {
		return quote(t.Text), nil
	}
	var parts []string
	for _, form := range []string{"zero", "one", "two", "few", "many", "other"} {
		if text, ok := t.Forms[form]; ok {
			parts = append(parts, string(quote(form))+": "+string(quote(text)))
		}
	}
	return []byte("{" + strings.Join(parts, ", ") + "}"), nil
}

// UnmarshalJSON reads either shape.
func (t *Translation) UnmarshalJSON(b []byte) error {
	if bytes.HasPrefix(bytes.TrimSpace(b), []byte("{")) {
		return json.Unmarshal(b, &t.Forms)
	}
	return json.Unmarshal(b, &t.Text)
}

func quote(s string) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil {
		panic(err) // a string can be encoded
	}
	return bytes.TrimSpace(b.Bytes())
}

// Locale is the file of one language.
type Locale map[string]Translation

// Format writes a locale sorted by key, one line per key.
func (l Locale) Format() []byte {
	keys := make([]string, 0, len(l))
	for key := range l {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	var b bytes.Buffer
	b.WriteString("{")
	for i, key := range keys {
		if i > 0 {
			b.WriteString(",")
		}
		value, err := l[key].MarshalJSON()
		if err != nil {
			panic(err) // it never fails
		}
		fmt.Fprintf(&b, "\n  %s: %s", quote(key), value)
	}
	if len(keys) > 0 {
		b.WriteString("\n")
	}
	b.WriteString("}\n")
	return b.Bytes()
}

// ReadLocale reads a translation file. A key that stands twice is an error.
func ReadLocale(name string) (Locale, error) {
	b, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	l := Locale{}
	if err := json.Unmarshal(b, &l); err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.Base(name), err)
	}
	if twice := repeated(b); twice != "" {
		return nil, fmt.Errorf("%s: %s stands there twice", filepath.Base(name), twice)
	}
	return l, nil
}

// repeated returns a key of the top object that comes up again.
func repeated(b []byte) string {
	d := json.NewDecoder(bytes.NewReader(b))
	if _, err := d.Token(); err != nil {
		return ""
	}
	seen := map[string]bool{}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return ""
		}
		name, _ := key.(string)
		if seen[name] {
			return name
		}
		seen[name] = true
		var skip json.RawMessage
		if d.Decode(&skip) != nil {
			return ""
		}
	}
	return ""
}

// Compare says what is wrong with a translation of the message, or nil.
func Compare(m Message, lang string, t Translation) error {
	if !m.Plural() {
		if t.Forms != nil {
			return errors.New("has plural forms, the English has none")
		}
		return compareForm(m, t.Text, false)
	}
	if t.Forms == nil {
		return fmt.Errorf("needs the plural forms %s", strings.Join(i18n.PluralForms(lang), ", "))
	}
	var errs []error
	for _, form := range i18n.PluralForms(lang) {
		text, ok := t.Forms[form]
		if !ok {
			errs = append(errs, fmt.Errorf("the form %q is missing", form))
			continue
		}
		if err := compareForm(m, text, namesOneNumber(lang, form)); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", form, err))
		}
	}
	for form := range t.Forms {
		if !slices.Contains(i18n.PluralForms(lang), form) {
			errs = append(errs, fmt.Errorf("%s has no form %q", lang, form))
		}
	}
	return errors.Join(errs...)
}

// namesOneNumber tells whether the form stands for one number only, so that the
// text may say it in words ("يومان"). Elsewhere {n} would be lost: "one" is 21
// in Russian and 0 in French.
func namesOneNumber(lang, form string) bool {
	switch lang {
	case "ar":
		return form == "zero" || form == "one" || form == "two"
	case "de", "en", "es":
		return form == "one"
	}
	return false
}

func compareForm(m Message, text string, mayDropN bool) error {
	if strings.TrimSpace(text) == "" {
		return errors.New("is empty")
	}
	want, got := m.Placeholders(), i18n.Placeholders(text)
	for _, name := range want {
		if !slices.Contains(got, name) && !(mayDropN && name == "n") {
			return fmt.Errorf("{%s} is missing", name)
		}
	}
	for _, name := range got {
		if !slices.Contains(want, name) {
			return fmt.Errorf("the English has no {%s}", name)
		}
	}
	if m.Forms[0] != "" && strings.Count(text, "[") != strings.Count(m.Forms[len(m.Forms)-1], "[") {
		return errors.New("has other [ ] than the English")
	}
	return nil
}
