package yamlform

import (
	"bytes"
	"strings"
	"testing"

	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/when"
	"pgregory.net/rapid"
)

// card is something with fields of every kind.
type card struct {
	Word   string
	Phrase string
	Text   i18n.Text
	Lines  i18n.Text
	Words  []string
	Number int
	Flag   bool
	Start  *when.Clock
	Cards  []card
	Part   *card
}

func (c *card) fields() []Field {
	return []Field{
		Word("word", &c.Word), Phrase("phrase", &c.Phrase), Texts("text", &c.Text), Lines("lines", &c.Lines), Words("words", &c.Words),
		Number("number", &c.Number, func() bool { return c.Number != 0 }), Flag("flag", &c.Flag), Clock("start", &c.Start),
		List("cards", &c.Cards, 10, true, (*card).fields), Part("part", &c.Part, (*card).fields),
	}
}

func TestLongTextsAreBlocksAndLongMappingsStandOnLines(t *testing.T) {
	long := strings.Repeat("word ", 30)
	c := card{Word: "plain-word", Phrase: "a: b", Text: i18n.Text{"en": "One", "de": "Eins"},
		Lines: i18n.Text{"en": "first\n\n  - second\nthird", "de": " not a block"},
		Cards: []card{{Word: "a", Number: 3}, {Phrase: strings.TrimSpace(long), Words: []string{"x", "true", "1"}}},
		Part:  &card{Text: i18n.Text{"en": strings.Repeat("w", 100), "ru": strings.Repeat("ж", 100)}}}
	want := `word: plain-word
phrase: "a: b"
text: {en: "One", de: "Eins"}
lines:
  en: |
    first

      - second
    third
  de: " not a block"
cards:
  - {word: a, number: 3}
  - phrase: |-
      ` + strings.TrimSpace(long) + `
    words: [x, "true", "1"]
part:
  text:
    en: "` + strings.Repeat("w", 100) + `"
    ru: "` + strings.Repeat("ж", 100) + `"
`
	if got := string(Write(c.fields())); got != want {
		t.Errorf("got\n%s", got)
	}
}

func TestNothingIsWrittenOfNothing(t *testing.T) {
	if got := Write((&card{}).fields()); len(got) != 0 {
		t.Errorf("%q", got)
	}
}

func TestWhatHasOtherCausesIsNotRefused(t *testing.T) {
	var c card
	r := Read([]byte("word: [a]\nnumber: x\npart: {word: a}\n"), c.fields())
	r.Refuse("word", "nothing", "a word")
	r.Refuse("word.1", "nothing", "a word")
	r.Refuse("flag", "nothing", "a flag", "start", "number")
	r.Refuse("part.phrase", "nothing", "a phrase")
	if got, want := r.Errors.In("f").Error(), "f:1: word: got a list, expected text\nf:2: number: got \"x\", expected a whole number\nf:3: part.phrase: got nothing, expected a phrase"; got != want {
		t.Error(got)
	}
}

func TestLinesAreThoseOfTheFile(t *testing.T) {
	var c card
	r := Read([]byte("word: a\ncards:\n  - {word: b}\n  -\n    word: c\n    part: {word: d,\n      number: 4}\n"), c.fields())
	for field, want := range map[string]int{"word": 1, "cards": 2, "cards.1": 3, "cards.1.word": 3, "cards.2.word": 5, "cards.2.part": 6, "cards.2.part.number": 7, "cards.2.flag": 5, "flag": 1} {
		if got := r.Line(field); got != want {
			t.Errorf("%s is on line %d, want %d", field, got, want)
		}
	}
	if len(r.Errors) > 0 || c.Cards[1].Part.Number != 4 {
		t.Errorf("%v %+v", r.Errors, c)
	}
}

func TestManyErrorsAreCutShort(t *testing.T) {
	var c card
	r := Read([]byte("cards: ["+strings.Repeat("{", 1)+strings.Repeat("x: 1, ", 250)+"}]\n"), c.fields())
	if n := len(r.Errors.In("f")); n != 1 { // the same key again
		t.Errorf("%d errors", n)
	}
	r = Read([]byte("words: ["+strings.Repeat("{a: b}, ", 500)+"]\n"), c.fields())
	if n := len(r.Errors.In("f")); n != mostErrors {
		t.Errorf("%d errors", n)
	}
}

func TestAnyTextComesBack(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringOf(rapid.RuneFrom([]rune("ab \t\n\"\\'#:-?|>{}[],&*!%@`~\u0085\u00a0\u2028\u200f\ufeff\u202eعж🌍"))))
		c := card{Word: text.Draw(r, "word"), Phrase: text.Draw(r, "phrase"), Text: i18n.Text{"en": text.Draw(r, "text")}, Lines: i18n.Text{"en": text.Draw(r, "lines")}}
		c.Words = []string{text.Draw(r, "first"), text.Draw(r, "second")}
		var again card
		data := Write(c.fields())
		read := Read(data, again.fields())
		if len(read.Errors) > 0 {
			r.Fatalf("%v in\n%s", read.Errors, data)
		}
		same := again.Word == c.Word && again.Phrase == c.Phrase && again.Text["en"] == c.Text["en"] && again.Words[0] == c.Words[0] && again.Words[1] == c.Words[1] && again.Lines["en"] == c.Lines["en"]
		if !same {
			r.Fatalf("%+v came back as %+v from\n%s", c, again, data)
		}
		if !bytes.Equal(Write(again.fields()), data) {
			r.Fatal("written differently the second time")
		}
	})
}

func TestUnknownFieldsAreSetRight(t *testing.T) {
	fields := (&card{}).fields()
	for key, want := range map[string]string{"wrod": "word", "wordz": "word", "fxase": "one of", "phrse": "phrase", "Text": "text", "zzz": "one of word, phrase"} {
		if got := nearest(key, fields); !strings.HasPrefix(got, want) {
			t.Errorf("%s: %s, want %s", key, got, want)
		}
	}
}
