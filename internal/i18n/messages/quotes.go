package messages

import (
	"fmt"
	"regexp"
	"strings"
)

var quotedLabel = regexp.MustCompile(`“([^”]+)”`)

// checkQuotes finds sentences that name a button or a link by other words than
// those that stand on it. What is quoted in English and is a message of its own
// must stand in each translation as that message is translated.
func (h *House) checkQuotes() (faults []string) {
	labels := map[string][]string{} // English → keys
	for _, m := range h.Messages {
		if len(m.Forms) == 1 {
			labels[m.Forms[0]] = append(labels[m.Forms[0]], m.Key)
		}
	}
	for _, m := range h.Messages {
		for _, quoted := range quotedLabel.FindAllStringSubmatch(m.Forms[len(m.Forms)-1], -1) {
			if keys := labels[quoted[1]]; len(keys) > 0 {
				faults = append(faults, h.misquoted(m.Key, keys)...)
			}
		}
	}
	return faults
}

// misquoted lists the languages in which a message quotes none of the labels.
func (h *House) misquoted(key string, labels []string) (faults []string) {
	for _, lang := range Translated() {
		text, ok := h.locales[lang][key]
		if !ok {
			continue
		}
		var said []string
		for _, label := range labels {
			if l, ok := h.locales[lang][label]; ok {
				said = append(said, l.Text)
			}
		}
		if len(said) > 0 && !quotesOne(text, said) {
			faults = append(faults, fmt.Sprintf("%s: %s names a button, but not as it is called: %s", lang, key, strings.Join(said, ", ")))
		}
	}
	return faults
}

func quotesOne(t Translation, labels []string) bool {
	text := t.Text + t.Forms["other"]
	for _, l := range labels {
		if strings.Contains(text, l) {
			return true
		}
	}
	return false
}
