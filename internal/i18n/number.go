package i18n

import (
	"errors"
	"math"
	"strconv"
	"strings"
	"unicode"
)

// Number prints a whole number with the reader's digits and separators.
func (l *Locale) Number(n int) string {
	if n >= 0 && n < 10 && !l.foreignDigits() {
		return "0123456789"[n : n+1]
	}
	return string(l.appendNumber(make([]byte, 0, 24), int64(n)))
}

// Year prints a year: the digits of the region without separators.
func (l *Locale) Year(y int) string { return string(l.appendDigits(nil, y, 1)) }

// Decimal prints a number with so many decimals: Decimal(3.14159, 2) is "3.14".
func (l *Locale) Decimal(f float64, decimals int) string {
	s := strconv.FormatFloat(math.Abs(f), 'f', decimals, 64)
	whole, fraction, _ := strings.Cut(s, ".")
	var b []byte
	if f < 0 && strings.Trim(s, "0.") != "" {
		b = append(b, l.format.Minus...)
	}
	b = l.appendGrouped(b, whole)
	if fraction != "" {
		b = append(b, l.format.Decimal...)
		b = l.appendPlain(b, fraction)
	}
	return string(b)
}

// Percent prints a share, rounded to whole percents: 0.42 is "42%" or "42 %".
func (l *Locale) Percent(share float64) string {
	n := math.Round(share * 100)
	if math.IsNaN(n) || math.IsInf(n, 0) {
		return "–"
	}
	before, after, _ := strings.Cut(l.format.Percent, "0")
	b := append(make([]byte, 0, 16), before...)
	b = l.appendNumber(b, int64(n))
	return string(append(b, after...))
}

func (l *Locale) foreignDigits() bool { return l.format.Digits != "" && !l.latin }

func (l *Locale) appendNumber(b []byte, n int64) []byte {
	u := uint64(n)
	if n < 0 {
		b = append(b, l.format.Minus...)
		u = -u
	}
	var buf [20]byte
	return l.appendGrouped(b, string(strconv.AppendUint(buf[:0], u, 10)))
}

// appendGrouped puts separators into ASCII digits: 1,234,567 or 12,34,567.
func (l *Locale) appendGrouped(b []byte, digits string) []byte {
	if len(digits) < l.format.MinGroup {
		return l.appendPlain(b, digits)
	}
	for i := range len(digits) {
		left := len(digits) - i
		if i > 0 && (left%3 == 0 && !l.format.Indian || left == 3 || l.format.Indian && left > 3 && left%2 == 1) {
			b = append(b, l.format.Group...)
		}
		b = l.appendPlain(b, digits[i:i+1])
	}
	return b
}

// appendDigits prints n without separators, with leading zeros.
func (l *Locale) appendDigits(b []byte, n, width int) []byte {
	var buf [20]byte
	s := strconv.AppendInt(buf[:0], int64(n), 10)
	for i := len(s); i < width; i++ {
		b = l.appendPlain(b, "0")
	}
	return l.appendPlain(b, string(s))
}

// appendPlain prints ASCII digits in the reader's digits.
func (l *Locale) appendPlain(b []byte, digits string) []byte {
	if !l.foreignDigits() {
		return append(b, digits...)
	}
	for i := range len(digits) {
		if c := digits[i]; c >= '0' && c <= '9' {
			b = append(b, l.format.digits[c-'0']...)
		} else {
			b = append(b, c)
		}
	}
	return b
}

// ErrNumber says that a text is not a whole number.
var ErrNumber = errors.New("i18n: not a whole number")

// ParseInt reads a whole number as people type it: in the digits of any script
// ("١٢", "१२"), with spaces and separators of thousands between groups
// ("1 200", "12,00,000").
func ParseInt(s string) (int, error) {
	s = Digits(strings.TrimSpace(Unmarked(s)))
	negative := false
	for _, sign := range []string{"-", "−", "+"} {
		if rest, ok := strings.CutPrefix(s, sign); ok {
			s, negative = rest, sign != "+"
			break
		}
	}
	s, ok := ungroup(s)
	if !ok {
		return 0, ErrNumber
	}
	if negative {
		s = "-" + s
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0, ErrNumber
	}
	return n, nil
}

// ungroup takes one kind of separator out of a number. Every group after the
// first has two or three digits and the last has three, so that "1.5" is no
// whole number.
func ungroup(s string) (string, bool) {
	var b strings.Builder
	var separator rune
	inGroup, groups := 0, 0
	for _, r := range s {
		if r >= '0' && r <= '9' {
			b.WriteRune(r)
			inGroup++
			continue
		}
		if !strings.ContainsRune(".,'’٬، \u00a0\u2009\u202f", r) {
			return "", false
		}
		if separator != 0 && r != separator || inGroup == 0 || inGroup > 3 || groups > 0 && inGroup < 2 {
			return "", false
		}
		separator, inGroup = r, 0
		groups++
	}
	return b.String(), b.Len() > 0 && (groups == 0 || inGroup == 3)
}

// Digits turns the digits of every script into 0-9 and leaves the rest, for
// what people type: codes, hours, phone numbers.
func Digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x80 || !unicode.Is(unicode.Nd, r) {
			return r
		}
		// The ten digits of a script stand together, and Nd's ranges hold whole
		// tens; so the distance from the start of the range is the digit.
		zero := r
		for zero > 0 && unicode.Is(unicode.Nd, zero-1) {
			zero--
		}
		return '0' + (r-zero)%10
	}, s)
}
