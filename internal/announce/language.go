package announce

import (
	"unicode"
	"unicode/utf8"

	"codeberg.org/plenary/plenary/internal/i18n"
)

const (
	allLangs   langs = 1<<8 - 1
	latinLangs langs = 1 | 1<<1 | 1<<2 | 1<<3 | 1<<5
)

// tally counts what speaks for each language; the last is for foreign ones.
type tally [9]int

// languages finds the language of the whole and of each paragraph.
func (p *parser) languages() {
	blocks := p.lines[len(p.lines)-1].block + 1
	per := make([]tally, blocks)
	var whole tally
	for i, t := range p.tok {
		if t.kind != isWord {
			continue
		}
		n := p.weigh(i, t)
		block := p.lines[t.line].block
		for l := range n {
			per[block][l] += n[l]
			whole[l] += n[l]
		}
	}
	p.lang, p.langs = decide(whole, latinLangs|1<<4|1<<6|1<<7, "")
	p.blockLang = make([]string, blocks)
	p.blockLangs = make([]langs, blocks)
	for b := range per {
		lang, set := decide(per[b], p.langs, p.lang)
		p.blockLang[b], p.blockLangs[b] = lang, set
	}
}

// weigh says how much a word speaks for each language.
func (p *parser) weigh(i int, t token) (n tally) {
	r, _ := utf8.DecodeRuneInString(t.text)
	const hi, ru, ar = 4, 6, 7
	switch {
	case unicode.Is(unicode.Devanagari, r):
		n[hi] = 4
	case unicode.Is(unicode.Cyrillic, r):
		n[ru] = 4
	case unicode.Is(unicode.Arabic, r):
		n[ar] = 4
	}
	if r >= 0x370 || len(t.text) <= 4 && capitals(t.text) {
		return n
	}
	if i > 0 && p.tok[i-1].kind == isNumber && (t.fold == "am" || t.fold == "pm") {
		n[0]++
		return n
	}
	for _, h := range p.hits[i] {
		weight := 0
		switch h.kind {
		case kCommon:
			weight = 2
		case kMonth, kWeekday:
			if utf8.RuneCountInString(t.text) > 3 {
				weight = 3
			}
		case kLabelWhen, kLabelWhere, kRegistering, kZoneTime, kInvites, kRequired, kOptional, kInPerson, kSeats, kLabelTime:
			weight = 1
		}
		for l := range n {
			if h.langs&(1<<l) != 0 {
				n[l] += weight
			}
		}
	}
	switch r := accent(t.text); r {
	case 'ß', 'ä', 'ü':
		n[1] += 2
	case 'ñ', '¿', '¡':
		n[2] += 3
	case 'œ', 'ê', 'è', 'î', 'û', 'ù':
		n[3] += 2
	case 'ã', 'õ':
		n[5] += 3
	}
	return n
}

// capitals tells whether a short word is an abbreviation, which is of no
// language.
func capitals(s string) bool {
	for _, r := range s {
		if !unicode.IsUpper(r) {
			return false
		}
	}
	return len(s) > 1
}

// accent is the first letter of a word that few languages have.
func accent(word string) rune {
	for _, r := range word {
		if r >= 0x80 {
			return r
		}
	}
	return 0
}

// decide takes the language that most speaks for. Where little does, that of
// the whole is taken, and any language may have been meant.
func decide(n tally, fallback langs, name string) (string, langs) {
	best, sum := 0, 0
	for l := range n {
		sum += n[l]
		if n[l] > n[best] {
			best = l
		}
	}
	second := 0
	for l := range n {
		if l != best {
			second = max(second, n[l])
		}
	}
	if n[best] < 4 || n[best]*10 < second*11 {
		if name == "" && n[best] > 0 && best < 8 {
			return i18n.Languages()[best], fallback
		}
		return name, fallback
	}
	if best == 8 {
		return "", allLangs
	}
	set := langs(1) << best
	if set&latinLangs == 0 {
		set |= 1 // English is mixed into all other scripts
	}
	return i18n.Languages()[best], set
}
