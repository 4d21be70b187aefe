package search

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/store"
)

// Kind is the room that a thing is read from.
type Kind string

const (
	Event  Kind = "event"
	Series Kind = "series"
	Post   Kind = "post"
)

// Thing is something with texts, as its room puts it here.
type Thing struct {
	Kind Kind
	ID   string

	Members bool        // found by who has signed in, not by everybody
	At      time.Time   // of two equally good ones the later comes first
	Title   i18n.Text   // what it is called
	About   []i18n.Text // short texts, such as themes
	Names   []string    // of people, organisations and places, which are the same in all languages of the title
	Body    []i18n.Text // the rest
}

// How much a word counts by where it stands.
const (
	inBody  = 1
	inAbout = 3
	inTitle = 8
)

// mostWords bounds how many different words of one text are kept. It is more
// than a book's chapter has.
const mostWords = 20_000

// Put makes a thing findable by its words, in place of what it was found by
// before. Texts that have not changed cost one statement.
func Put(tx *store.Tx, t Thing) error {
	sum := t.sum()
	same, err := tx.Found(`SELECT 1 FROM search_text WHERE kind = $1 AND thing = $2 AND sum = $3 LIMIT 1`, string(t.Kind), t.ID, sum)
	if err != nil || same {
		return err
	}
	if err := Drop(tx, t.Kind, t.ID); err != nil {
		return err
	}
	texts := t.texts()
	for _, lang := range slices.Sorted(maps.Keys(texts)) {
		id := textID(t.Kind, t.ID, lang)
		_, err := tx.Exec(`INSERT INTO search_text (id, kind, thing, lang, members, at, sum) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			id, string(t.Kind), t.ID, lang, t.Members, store.At(t.At), sum)
		if err != nil {
			return err
		}
		if err := putWords(tx, id, rulesOf(lang), texts[lang]); err != nil {
			return err
		}
	}
	return nil
}

// Drop makes a thing unfindable.
func Drop(tx *store.Tx, kind Kind, id string) error {
	for _, statement := range []string{
		`DELETE FROM search_word WHERE text IN (SELECT id FROM search_text WHERE kind = $1 AND thing = $2)`,
		`DELETE FROM search_text WHERE kind = $1 AND thing = $2`,
	} {
		if _, err := tx.Exec(statement, string(kind), id); err != nil {
			return err
		}
	}
	return nil
}

// weighed are the words of one language's text, each with the most that it
// counts anywhere.
type weighed map[string]int

// texts are the words by language. What is written in one language only is
// found in that one; a name stands in the language of the text around it.
func (t Thing) texts() map[string]weighed {
	found := map[string]weighed{}
	add := func(text i18n.Text, weight int) {
		for lang, s := range text {
			if found[lang] == nil {
				found[lang] = weighed{}
			}
			found[lang].add(rulesOf(lang), s, weight)
		}
	}
	add(t.Title, inTitle)
	for _, text := range t.About {
		add(text, inAbout)
	}
	for _, lang := range t.Title.Langs() {
		add(i18n.Text{lang: strings.Join(t.Names, " ")}, inAbout)
	}
	for _, text := range t.Body {
		add(text, inBody)
	}
	return found
}

func (w weighed) add(lang, text string, weight int) {
	for _, word := range words(text) {
		for _, form := range []string{fold(word), stem(lang, word)} {
			if _, known := w[form]; form != "" && (known || len(w) < mostWords) {
				w[form] = max(w[form], weight)
			}
		}
	}
}

// putWords writes words in slices, each with one statement.
func putWords(tx *store.Tx, id int64, lang string, list weighed) error {
	for part := range slices.Chunk(slices.Sorted(maps.Keys(list)), 128) {
		var rows strings.Builder
		args := []any{lang, id}
		for i, word := range part {
			if i > 0 {
				rows.WriteString(", ")
			}
			n := strconv.Itoa(len(args) + 1)
			rows.WriteString("($1, $" + n + ", $2, " + strconv.Itoa(list[word]) + ")")
			args = append(args, word)
		}
		if _, err := tx.Exec(`INSERT INTO search_word (lang, word, text, weight) VALUES `+rows.String(), args...); err != nil {
			return err
		}
	}
	return nil
}

// rules grows when words are cut in another way, so that all is put anew.
const rules = "2"

// Stale tells whether the rooms have to put all their texts anew: none has ever
// been put in this house, or words were cut by other rules.
func Stale(tx *store.Tx) (bool, error) {
	fresh, err := tx.Found(`SELECT 1 FROM search_rules WHERE rules = $1`, rules)
	return !fresh, err
}

// Refilled notes that all rooms have put their texts.
func Refilled(tx *store.Tx) error {
	if _, err := tx.Exec(`DELETE FROM search_rules`); err != nil {
		return err
	}
	_, err := tx.Exec(`INSERT INTO search_rules (rules) VALUES ($1)`, rules)
	return err
}

// sum tells two states of a thing apart.
func (t Thing) sum() string {
	h := sha256.New()
	write := func(list ...i18n.Text) {
		for _, text := range list {
			for _, lang := range text.Langs() {
				h.Write([]byte(lang + "\x00" + text[lang] + "\x00"))
			}
			h.Write([]byte{1})
		}
		h.Write([]byte{2})
	}
	fmt.Fprintln(h, rules, t.Members, t.At.UnixMicro())
	write(t.Title)
	write(t.About...)
	fmt.Fprintf(h, "%q", t.Names)
	write(t.Body...)
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// textID names a text in the rows of its words, in eight bytes instead of
// fifty: two of a million texts share one with a chance of 1 in 30 million.
func textID(kind Kind, id, lang string) int64 {
	sum := sha256.Sum256([]byte(string(kind) + "\x00" + id + "\x00" + lang))
	return int64(binary.BigEndian.Uint64(sum[:8]) >> 1)
}
