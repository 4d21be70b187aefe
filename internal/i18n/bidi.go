package i18n

import "strings"

const (
	lri = "\u2066" // isolate, from the left
	fsi = "\u2068" // isolate, direction of its first strong letter
	pdi = "\u2069" // end of the isolate
	rlm = "\u200f" // an invisible letter that runs from the right
)

// Dir returns the direction of a language: "rtl" or "ltr".
func Dir(lang string) string {
	base, _ := splitTag(lang)
	switch base {
	case "ar", "he", "fa", "ur", "ps", "yi", "dv", "ug", "sd", "ckb", "arc", "syr", "nqo", "ku-Arab":
		return "rtl"
	}
	return "ltr"
}

// isolate wraps a value whose direction can differ from the sentence's.
func isolate(s string, rtl bool) string {
	if s == "" || (!rtl && !hasRTL(s)) {
		return s
	}
	return fsi + s + pdi
}

func hasRTL(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0xd6 {
			return strings.IndexFunc(s[i:], isRTL) >= 0
		}
	}
	return false
}

func isRTL(r rune) bool {
	return r >= 0x590 && r <= 0x8ff || r >= 0xfb1d && r <= 0xfdff || r >= 0xfe70 && r <= 0xfeff || r >= 0x10800 && r <= 0x10fff || r >= 0x1e800 && r <= 0x1efff
}
