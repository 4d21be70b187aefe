package i18n

import (
	"embed"
	"encoding/json"
	"fmt"
)

//go:embed locales/*.json
var localeFiles embed.FS

// catalogue holds the compiled messages of one language by key.
type catalogue map[string]*message

// message is one sentence in one language, in all its plural forms.
type message struct {
	forms [numCategories]template
}

// form picks the form that the argument n asks for.
func (m *message) form(l *Locale, args []any) template {
	n, ok := count(args)
	if !ok {
		return m.forms[other]
	}
	if f := m.forms[cardinal(l.Lang, l.Region, n)]; f != nil {
		return f
	}
	return m.forms[other]
}

// readCatalogue reads the embedded messages of a language. English has none:
// it stands in the source.
func readCatalogue(lang string) catalogue {
	if lang == "en" {
		return nil
	}
	b, err := localeFiles.ReadFile("locales/" + lang + ".json")
	if err != nil {
		panic("i18n: " + err.Error())
	}
	c, err := parseCatalogue(b)
	if err != nil {
		panic("i18n: locales/" + lang + ".json: " + err.Error())
	}
	return c
}

// parseCatalogue reads a locale file: key to a sentence, or to an object of
// plural forms.
func parseCatalogue(b []byte) (catalogue, error) {
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(b, &raw); err != nil {
		return nil, err
	}
	c := make(catalogue, len(raw))
	for key, v := range raw {
		m := &message{}
		var s string
		if json.Unmarshal(v, &s) == nil {
			m.forms[other] = compile(s)
			c[key] = m
			continue
		}
		var forms map[string]string
		if err := json.Unmarshal(v, &forms); err != nil {
			return nil, fmt.Errorf("%s: %w", key, err)
		}
		for name, s := range forms {
			cat, ok := categoryNamed(name)
			if !ok {
				return nil, fmt.Errorf("%s: no plural form is called %q", key, name)
			}
			m.forms[cat] = compile(s)
		}
		if m.forms[other] == nil {
			return nil, fmt.Errorf("%s: the form %q is missing", key, "other")
		}
		c[key] = m
	}
	return c, nil
}
