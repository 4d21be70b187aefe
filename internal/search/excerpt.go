package search

import (
	"slices"
	"strings"
)

// Piece is a part of an excerpt, and whether it is a word that was looked for.
type Piece struct {
	Text string
	Hit  bool
}

// around is how much of a text, in characters, stands before the first hit.
const around = 60

// Excerpt is the part of a text in which the question's words stand first, of at
// most so many characters, cut between words. Without a hit it is the beginning.
func (q Question) Excerpt(lang, text string, most int) []Piece {
	pieces := q.pieces(rulesOf(lang), text)
	at := slices.IndexFunc(pieces, func(p Piece) bool { return p.Hit })
	from, before := max(at, 0), 0
	for from > 0 && before+len([]rune(pieces[from-1].Text)) <= around {
		from--
		before += len([]rune(pieces[from].Text))
	}
	to, size := from, 0
	for to < len(pieces) && (size+len([]rune(pieces[to].Text)) <= most || to == from) {
		size += len([]rune(pieces[to].Text))
		to++
	}
	for from > 0 && from < to-1 && blank(pieces[from]) {
		from++
	}
	for to < len(pieces) && from < to-1 && blank(pieces[to-1]) {
		to--
	}
	return framed(pieces, from, to)
}

func blank(p Piece) bool { return strings.TrimSpace(p.Text) == "" }

// framed joins what lies beside each other and says where something is left out.
func framed(pieces []Piece, from, to int) []Piece {
	var out []Piece
	if from > 0 {
		out = append(out, Piece{Text: "… "})
	}
	for _, p := range pieces[from:to] {
		if n := len(out); n > 0 && !p.Hit && !out[n-1].Hit {
			out[n-1].Text += p.Text
			continue
		}
		out = append(out, p)
	}
	if to < len(pieces) {
		out = append(out, Piece{Text: " …"})
	}
	return out
}

// pieces cuts a text into words and what stands between them; nothing is lost.
func (q Question) pieces(lang, text string) []Piece {
	var list []Piece
	asked, known := q.sought(lang), map[string]bool{}
	for len(text) > 0 {
		word := strings.IndexFunc(text, partOfWord)
		if word < 0 {
			return append(list, Piece{Text: text})
		}
		if word > 0 {
			list, text = append(list, Piece{Text: text[:word]}), text[word:]
		}
		end := strings.IndexFunc(text, func(r rune) bool { return !partOfWord(r) })
		if end < 0 {
			end = len(text)
		}
		run := text[:end]
		hit, met := known[run]
		if !met {
			hit = has(asked, lang, run)
			known[run] = hit
		}
		list, text = append(list, Piece{run, hit}), text[end:]
	}
	return list
}

// sought is a word that was looked for, as the words of one language's texts are
// compared with it.
type sought struct{ begins, root string }

func (q Question) sought(lang string) []sought {
	list := make([]sought, len(q.words))
	for i, word := range q.words {
		list[i] = sought{fold(word), stem(lang, word)}
	}
	return list
}

// has tells whether a word of a text in this language is one of those.
func has(list []sought, lang, run string) bool {
	return slices.ContainsFunc(words(run), func(word string) bool {
		folded, root := fold(word), stem(lang, word)
		return slices.ContainsFunc(list, func(s sought) bool {
			return strings.HasPrefix(folded, s.begins) || strings.HasPrefix(root, s.begins) || root == s.root || folded == s.root
		})
	})
}
