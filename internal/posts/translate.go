package posts

import "maps"

// Original is the language that a post was written in. The other languages are
// its translations.
func (p Post) Original() string {
	if p.Body[p.Lang] != "" {
		return p.Lang
	}
	langs := p.Body.Langs()
	for _, lang := range langs {
		if lang == "en" {
			return lang
		}
	}
	if len(langs) == 0 {
		return p.Lang
	}
	return langs[0]
}

// Translations lists the languages that a post was translated into.
func (p Post) Translations() (langs []string) {
	original := p.Original()
	for _, lang := range p.Body.Langs() {
		if lang != original {
			langs = append(langs, lang)
		}
	}
	return langs
}

// Lags tells whether the original has changed since it was translated into a
// language.
func (p Post) Lags(lang string) bool {
	return lang != p.Original() && p.Body[lang] != "" && p.translated[lang] < p.originalAt
}

// StillFits notes that a translation fits the original as it is now, though it
// was not changed itself. It counts with the next save.
func (p *Post) StillFits(lang string) {
	p.translated = maps.Clone(p.translated)
	if p.translated == nil {
		p.translated = map[string]int{}
	}
	p.translated[lang] = fits
}

// fits stands for the version that is about to be saved.
const fits = -1

func (p Post) fitsStill() (langs []string) {
	for lang, n := range p.translated {
		if n == fits {
			langs = append(langs, lang)
		}
	}
	return langs
}

// settleTranslations notes what the next version changes: the original, or
// translations, which then fit the original as it is in that version.
func (p *Post) settleTranslations(old Post, stillFit map[string]int) {
	next := old.Version + 1
	original := p.Original()
	if old.Version == 0 || old.Original() != original || p.Title[original] != old.Title[original] || p.Body[original] != old.Body[original] {
		p.originalAt = next
	}
	p.translated = map[string]int{}
	for _, lang := range p.Translations() {
		switch {
		case stillFit[lang] != 0, old.Body[lang] != p.Body[lang], old.Title[lang] != p.Title[lang]:
			p.translated[lang] = next
		case old.translated[lang] != 0:
			p.translated[lang] = old.translated[lang]
		}
	}
}
