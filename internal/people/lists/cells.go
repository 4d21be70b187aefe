package lists

import "strings"

// Lines cuts a text into trimmed lines at whatever ends one.
func Lines(text string) []string {
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

// Cells cuts a line at the separator, except within quotes that are
// closed before the next one.
func Cells(s, sep string) []string {
	var cells []string
	for {
		trimmed := strings.TrimLeft(s, " ")
		if strings.HasPrefix(trimmed, `"`) {
			if cell, rest, ok := quotedCell(trimmed, sep); ok {
				cells = append(cells, cell)
				if rest == "" {
					return cells
				}
				s = rest[len(sep):]
				continue
			}
		}
		cell, rest, more := strings.Cut(s, sep)
		cells = append(cells, strings.TrimSpace(cell))
		if !more {
			return cells
		}
		s = rest
	}
}

// quotedCell reads a cell in quotes, in which two quotes are one. It must be
// followed by a separator or the end.
func quotedCell(s, sep string) (cell, rest string, ok bool) {
	for i := 1; i < len(s); i++ {
		if s[i] != '"' {
			continue
		}
		if i+1 < len(s) && s[i+1] == '"' {
			i++
			continue
		}
		rest = strings.TrimLeft(s[i+1:], " ")
		return strings.ReplaceAll(s[1:i], `""`, `"`), rest, rest == "" || strings.HasPrefix(rest, sep)
	}
	return "", "", false
}
