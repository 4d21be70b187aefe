package messages

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"

	"codeberg.org/plenary/plenary/internal/i18n"
)

// House is the source of the whole program and its locale files.
type House struct {
	*Source
	root    string
	locales map[string]Locale
	waiting Waiting
}

// Waiting is the list of messages that need not be translated yet.
type Waiting struct {
	Prefixes []string // what may stand there: "org.", "adm."; "*" while the English is still moving
	Keys     []string
}

const folder = "internal/i18n/locales"

// Open reads the source under root and the locale files in it.
func Open(root string) (*House, error) {
	s, err := Scan(root)
	if err != nil {
		return nil, err
	}
	h := &House{Source: s, root: root, locales: map[string]Locale{}}
	for _, lang := range Translated() {
		if h.locales[lang], err = ReadLocale(h.path(lang + ".json")); err != nil {
			return nil, err
		}
	}
	b, err := os.ReadFile(h.path("untranslated.txt"))
	if err != nil {
		return nil, err
	}
	h.waiting = parseWaiting(string(b))
	return h, nil
}

// Translated returns the languages that have a locale file: all but English.
func Translated() []string { return i18n.Languages()[1:] }

func (h *House) path(name string) string {
	return filepath.Join(h.root, filepath.FromSlash(folder), name)
}

func parseWaiting(s string) Waiting {
	var w Waiting
	for line := range strings.Lines(s) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#':
		case strings.HasPrefix(line, "prefixes:"):
			w.Prefixes = strings.Fields(line[len("prefixes:"):])
		default:
			w.Keys = append(w.Keys, line)
		}
	}
	return w
}

// Format writes the list with its rule.
func (w Waiting) Format() []byte {
	keys := slices.Compact(slices.Sorted(slices.Values(w.Keys)))
	var b strings.Builder
	b.WriteString(`# Messages that are said in English until somebody translates them. The list may
# only shrink. Only keys with these prefixes may stand here. While the English of
# the whole program is still moving, the prefix "*" lets every key wait unnamed.
prefixes: ` + strings.Join(w.Prefixes, " ") + "\n")
	for _, key := range keys {
		b.WriteString(key + "\n")
	}
	return []byte(b.String())
}

// all tells whether every message may wait without being named.
func (w Waiting) all() bool { return slices.Contains(w.Prefixes, "*") }

func (w Waiting) allows(key string) bool {
	return slices.ContainsFunc(w.Prefixes, func(p string) bool { return strings.HasPrefix(key, p) })
}

// Missing returns the messages that a language lacks or has in a form that
// cannot be used.
func (h *House) Missing(lang string) []Message {
	var list []Message
	for _, m := range h.Messages {
		t, ok := h.locales[lang][m.Key]
		if !ok || Compare(m, lang, t) != nil {
			list = append(list, m)
		}
	}
	return list
}

// Skeleton is what a translator fills in: the English of each message, in the
// plural forms of the language.
func Skeleton(lang string, list []Message) Locale {
	l := Locale{}
	for _, m := range list {
		if !m.Plural() {
			l[m.Key] = Translation{Text: m.Forms[0]}
			continue
		}
		forms := map[string]string{}
		for _, form := range i18n.PluralForms(lang) {
			forms[form] = m.Forms[1]
			if namesOneNumber(lang, form) && form == "one" {
				forms[form] = m.Forms[0]
			}
		}
		l[m.Key] = Translation{Forms: forms}
	}
	return l
}

// Merge puts translations into a language's file. If one of them is wrong,
// nothing is written and the error says what is wrong with each.
func (h *House) Merge(lang string, add Locale) error {
	if !slices.Contains(Translated(), lang) {
		return fmt.Errorf("there is no file for %q; the languages are %s", lang, strings.Join(Translated(), " "))
	}
	var wrong []string
	for key, t := range add {
		m, ok := h.Find(key)
		if !ok {
			wrong = append(wrong, key+": no such message in the source")
			continue
		}
		if err := Compare(m, lang, t); err != nil {
			wrong = append(wrong, key+": "+strings.ReplaceAll(err.Error(), "\n", "; "))
		}
	}
	if len(wrong) > 0 {
		sort.Strings(wrong)
		return fmt.Errorf("nothing was merged into %s.json:\n%s", lang, strings.Join(wrong, "\n"))
	}
	for key, t := range add {
		h.locales[lang][key] = t
	}
	return h.write(lang)
}

func (h *House) write(lang string) error {
	return os.WriteFile(h.path(lang+".json"), h.locales[lang].Format(), 0o644)
}

// Prune removes translations whose message is gone, and from the list of
// waiting messages what is gone or translated. It returns what it removed.
func (h *House) Prune() ([]string, error) {
	var removed []string
	for _, lang := range Translated() {
		n := len(removed)
		for key := range h.locales[lang] {
			if _, ok := h.Find(key); !ok {
				delete(h.locales[lang], key)
				removed = append(removed, lang+" "+key)
			}
		}
		if len(removed) > n {
			if err := h.write(lang); err != nil {
				return nil, err
			}
		}
	}
	open := h.open()
	keep := slices.DeleteFunc(slices.Clone(h.waiting.Keys), func(key string) bool { return open[key] == nil })
	if len(keep) < len(h.waiting.Keys) {
		for _, key := range h.waiting.Keys {
			if !slices.Contains(keep, key) {
				removed = append(removed, "untranslated "+key)
			}
		}
		h.waiting.Keys = keep
		if err := os.WriteFile(h.path("untranslated.txt"), h.waiting.Format(), 0o644); err != nil {
			return nil, err
		}
	}
	sort.Strings(removed)
	return removed, nil
}

// open returns the languages that each incomplete message lacks.
func (h *House) open() map[string][]string {
	open := map[string][]string{}
	for _, lang := range Translated() {
		for _, m := range h.Missing(lang) {
			open[m.Key] = append(open[m.Key], lang)
		}
	}
	return open
}

// Waits returns how many messages wait for a translation in each language.
func (h *House) Waits() map[string]int {
	n := map[string]int{}
	for _, lang := range Translated() {
		n[lang] = len(h.Missing(lang))
	}
	return n
}

// Defer puts every incomplete message on the list of waiting ones, as far as the
// list's prefixes allow. It returns how many there are now.
func (h *House) Defer() (int, error) {
	h.waiting.Keys = nil
	open := h.open()
	if h.waiting.all() {
		return len(open), os.WriteFile(h.path("untranslated.txt"), h.waiting.Format(), 0o644)
	}
	for key := range open {
		if h.waiting.allows(key) {
			h.waiting.Keys = append(h.waiting.Keys, key)
		}
	}
	return len(h.waiting.Keys), os.WriteFile(h.path("untranslated.txt"), h.waiting.Format(), 0o644)
}

// Check returns everything that is wrong with the messages and their
// translations, a line each. Nothing is wrong if it is empty.
func (h *House) Check() []string {
	faults := slices.Clone(h.Faults)
	open := h.open()
	for _, m := range h.Messages {
		langs := open[m.Key]
		if langs == nil || h.waiting.all() || slices.Contains(h.waiting.Keys, m.Key) {
			continue
		}
		faults = append(faults, fmt.Sprintf("%s: %s is missing in %s", m.At, m.Key, strings.Join(langs, " ")))
	}
	for _, lang := range Translated() {
		for key, t := range h.locales[lang] {
			m, ok := h.Find(key)
			if !ok {
				faults = append(faults, fmt.Sprintf("%s.json: %s is no longer in the source", lang, key))
				continue
			}
			if err := Compare(m, lang, t); err != nil {
				faults = append(faults, fmt.Sprintf("%s.json: %s: %s", lang, key, strings.ReplaceAll(err.Error(), "\n", "; ")))
			}
		}
	}
	faults = append(faults, h.checkQuotes()...)
	for _, key := range h.waiting.Keys {
		_, known := h.Find(key)
		switch {
		case !known:
			faults = append(faults, "untranslated.txt: "+key+" is no longer in the source")
		case open[key] == nil:
			faults = append(faults, "untranslated.txt: "+key+" is translated; take it off the list")
		case !h.waiting.allows(key):
			faults = append(faults, "untranslated.txt: "+key+" may not stand there; it is read by everyone")
		}
	}
	sort.Strings(faults)
	return faults
}
