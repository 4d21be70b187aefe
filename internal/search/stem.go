package search

import (
	"strings"
	"unicode/utf8"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/arabic"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/french"
	"github.com/blevesearch/snowballstem/german"
	"github.com/blevesearch/snowballstem/portuguese"
	"github.com/blevesearch/snowballstem/russian"
	"github.com/blevesearch/snowballstem/spanish"
)

// languages are those whose stems are known. Texts in others are found by the
// beginnings of their words, under the language "".
func languages() []string {
	return []string{"", "ar", "de", "en", "es", "fr", "hi", "pt", "ru"}
}

// rulesOf is the language by whose rules a text's words are cut: "pt-BR" by
// those of "pt".
func rulesOf(lang string) string {
	lang, _, _ = strings.Cut(lang, "-")
	if stemmer(lang) == nil {
		return ""
	}
	return lang
}

// stem is what a word's forms share in a language, folded.
func stem(lang, word string) string {
	if cut := stemmer(lang); cut != nil {
		word = cut(word)
	}
	return fold(word)
}

func stemmer(lang string) func(string) string {
	switch lang {
	case "ar":
		return snowball(arabic.Stem)
	case "de":
		return snowball(german.Stem)
	case "en":
		return snowball(english.Stem)
	case "es":
		return snowball(spanish.Stem)
	case "fr":
		return snowball(french.Stem)
	case "hi":
		return hindi
	case "pt":
		return portugueseStem
	case "ru":
		return snowball(russian.Stem)
	}
	return nil
}

func snowball(cut func(*snowballstem.Env) bool) func(string) string {
	return func(word string) string {
		env := snowballstem.NewEnv(word)
		cut(env)
		return env.Current()
	}
}

// portugueseStem first makes one of the plurals of "-ão", which Snowball's rules
// keep apart in short words (reuniões, reunião), and sets the accents that people
// leave out when they type: reunioes, formacao.
func portugueseStem(word string) string {
	for _, end := range [...][2]string{{"ões", "ão"}, {"ães", "ão"}, {"ãos", "ão"}, {"coes", "ção"}, {"oes", "ão"}, {"cao", "ção"}} {
		if root, ok := strings.CutSuffix(word, end[0]); ok {
			word = root + end[1]
			break
		}
	}
	return snowball(portuguese.Stem)(word)
}

// hindi takes the longest ending of number, case, gender or tense off a word
// that keeps at least as many characters as the ending needs.
func hindi(word string) string {
	letters := utf8.RuneCountInString(word)
	for n, endings := range hindiEndings() {
		size := len(hindiEndings()) - n
		if letters <= size+1 {
			continue
		}
		for _, ending := range endings {
			if strings.HasSuffix(word, ending) {
				return strings.TrimSuffix(word, ending)
			}
		}
	}
	return word
}

// hindiEndings are the endings of Hindi words, the longest first: of five
// characters, four, three, two, one.
func hindiEndings() [5][]string {
	return [5][]string{
		{"ाएंगी", "ाएंगे", "ाऊंगी", "ाऊंगा", "ाइयाँ", "ाइयों", "ाइयां"},
		{"ाएगी", "ाएगा", "ाओगी", "ाओगे", "एंगी", "ेंगी", "एंगे", "ेंगे", "ूंगी", "ूंगा", "ातीं", "नाओं", "नाएं", "ताओं", "ताएं", "ियाँ", "ियों", "ियां"},
		{"ाकर", "ाइए", "ाईं", "ाया", "ेगी", "ेगा", "ोगी", "ोगे", "ाने", "ाना", "ाते", "ाती", "ाता", "तीं", "ाओं", "ाएं", "ुओं", "ुएं", "ुआं"},
		{"कर", "ाओ", "िए", "ाई", "ाए", "ने", "नी", "ना", "ते", "ीं", "ती", "ता", "ाँ", "ां", "ों", "ें"},
		{"ो", "े", "ू", "ु", "ी", "ि", "ा"},
	}
}
