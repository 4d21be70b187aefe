package series

import "strings"

// splitLines cuts a text into trimmed lines at whatever ends one.
func splitLines(text string) []string {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n", "\v", "\n", "\f", "\n", "\ufeff", "", "\x00", "").Replace(text)
	lines := strings.Split(text, "\n")
	for i, l := range lines {
		lines[i] = strings.Trim(l, " \u00a0\u200e\u200f\u3000")
		if strings.Trim(lines[i], "\t") == "" {
			lines[i] = ""
		}
	}
	return lines
}
