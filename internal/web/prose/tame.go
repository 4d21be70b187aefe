package prose

import "strings"

// Bounds of what is taken as Markdown. Parsing takes time with the square of how
// deep a text is nested, and of how many marks stand in one paragraph. What
// people write stays far below; what is beyond is shown as it was typed.
const (
	longestText = 300_000 // bytes
	deepest     = 16      // quotes and lists within each other in one line
	widest      = 64      // columns that a line is indented by
	mostMarks   = 1000    // in one paragraph
)

// tame puts a backslash before what would take long to parse, so that it is text
// like any other.
func tame(markdown string) string {
	var out strings.Builder
	out.Grow(len(markdown) + 16)
	marks := 0
	for line := range strings.Lines(markdown) {
		if strings.TrimSpace(line) == "" {
			marks = 0
		}
		rest := tameStart(&out, line)
		marks = tameMarks(&out, rest, marks)
	}
	return out.String()
}

// tameStart writes what a line is nested by and returns the rest of it.
func tameStart(out *strings.Builder, line string) (rest string) {
	if strings.Trim(line, " \t\r\n*") == "" || strings.Trim(line, " \t\r\n-") == "" {
		return line // a rule across the page
	}
	depth, column := 0, 0
	for i := 0; i < len(line); {
		switch c := line[i]; {
		case c == ' ' || c == '\t':
			step := 1
			if c == '\t' {
				step = 4
			}
			if column += step; column <= widest {
				out.WriteByte(c)
			}
			i++
		default:
			n := opens(line[i:])
			if n == 0 {
				return line[i:]
			}
			if depth++; depth > deepest {
				out.WriteString(line[i:i+n-1] + `\` + line[i+n-1:i+n])
				return line[i+n:]
			}
			out.WriteString(line[i : i+n])
			column += n
			i += n
		}
	}
	return ""
}

// opens tells how long the mark is by which a quote or an item of a list begins,
// 0 for none.
func opens(s string) int {
	n := 0
	for n < len(s) && n < 9 && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	if n >= len(s) || n == 0 && s[0] == '>' {
		return min(1, len(s)-n)
	}
	marker := n == 0 && strings.IndexByte("-+*", s[0]) >= 0 || n > 0 && (s[n] == '.' || s[n] == ')')
	if !marker || n+1 < len(s) && strings.IndexByte(" \t\r\n", s[n+1]) < 0 {
		return 0
	}
	return n + 1
}

// tameMarks writes the rest of a line, and counts on.
func tameMarks(out *strings.Builder, s string, marks int) int {
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			out.WriteByte(s[i])
			if i++; i < len(s) {
				out.WriteByte(s[i])
			}
			continue
		case '*', '_', '~', '[', ']':
			if marks++; marks > mostMarks {
				out.WriteByte('\\')
			}
		}
		out.WriteByte(s[i])
	}
	return marks
}
