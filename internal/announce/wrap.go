package announce

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// ends knows which line ends a mail program has put into sentences.
type ends map[int]bool

func (e ends) soft(at int) bool { return e[at] }

// Lines of mail are cut between these lengths.
const (
	shortestCut = 48
	longestCut  = 100
)

// lineEnds finds the line ends that mean nothing: the line is about as long as
// any in its paragraph, the first word of the next one would not have fitted,
// and the next one does not begin anything of its own.
func lineEnds(s string) ends {
	found := ends{}
	for start := 0; start < len(s); {
		end := strings.Index(s[start:], "\n\n")
		if end < 0 {
			end = len(s)
		} else {
			end += start
		}
		paragraphEnds(s, start, end, found)
		start = end + 2
	}
	return found
}

func paragraphEnds(s string, start, end int, found ends) {
	width := 0
	for line := range strings.SplitSeq(s[start:end], "\n") {
		n := utf8.RuneCountInString(line)
		if n > longestCut {
			return // lines of that length were not cut by a program
		}
		width = max(width, n)
	}
	if width < shortestCut {
		return
	}
	full := 0
	for line := range strings.SplitSeq(s[start:end], "\n") {
		if utf8.RuneCountInString(line) >= width-12 {
			full++
		}
	}
	block := full > 1 && width >= 60 // lines that a program filled
	at := start
	for at < end {
		n := strings.IndexByte(s[at:end], '\n')
		if n < 0 {
			return
		}
		line, next := s[at:at+n], s[at+n+1:end]
		if cutThere(strings.TrimRight(line, " "), next, width, block) {
			found[at+n] = true
		}
		at += n + 1
	}
}

func cutThere(line, next string, width int, block bool) bool {
	n := utf8.RuneCountInString(line)
	if n < shortestCut || strings.HasSuffix(line, ":") {
		return false
	}
	if a := itemNumber(line); a > 0 && itemNumber(next) == a+1 {
		return false
	}
	if entry(line) && entry(next) {
		return false
	}
	r, _ := utf8.DecodeRuneInString(next)
	if !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '(' && r != '"' && r != '“' && r != '«' {
		return false
	}
	if last := line[len(line)-1]; unicode.IsLower(r) && !strings.ContainsRune(".!?", rune(last)) || endsInNumber(line) && unicode.IsLetter(r) && !labelled(next) {
		return true
	}
	if !block {
		return false
	}
	word := next
	if i := strings.IndexAny(word, " \n"); i >= 0 {
		word = word[:i]
	}
	if n+1+utf8.RuneCountInString(word) <= width-2 {
		return false
	}
	return !labelled(next)
}

// labelled tells whether a line begins with a word and a colon, which is one of
// its own.
func labelled(next string) bool {
	line, _, _ := strings.Cut(next, "\n")
	label, _, found := strings.Cut(line, ":")
	return found && utf8.RuneCountInString(label) <= 24 && !strings.HasSuffix(label, "http") && !strings.HasSuffix(label, "https") && !endsInDigit(label)
}

// entry tells whether a line begins as the entries of a calendar do: "Fri 18 Sept",
// "29/08", "сб 12.9.".
func entry(s string) bool {
	letters := 0
	for _, r := range s {
		switch {
		case unicode.IsDigit(r):
			return true
		case unicode.IsLetter(r) || unicode.IsMark(r):
			if letters++; letters > 12 {
				return false
			}
		case letters == 0 || !strings.ContainsRune(" .,", r):
			return false
		}
	}
	return false
}

// itemNumber is the number of a list with which a line begins: "2. ", "2) "; 0
// for none.
func itemNumber(s string) (n int) {
	for i, r := range s {
		switch {
		case r >= '0' && r <= '9' && i < 2:
			n = n*10 + int(r-'0')
		case (r == '.' || r == ')') && i > 0 && strings.HasPrefix(s[i+1:], " "):
			return n
		default:
			return 0
		}
	}
	return 0
}

// endsInNumber is true of "Thursday, 20" and "at 7", which the next word goes on.
func endsInNumber(s string) bool {
	word := s[strings.LastIndexByte(s, ' ')+1:]
	return len(word) <= 2 && word != "" && small(word) >= 0 && endsInDigit(word) && word[0] >= '0' && word[0] <= '9'
}

// endsInDigit is true of what stands before the colon of an hour.
func endsInDigit(s string) bool { return s != "" && s[len(s)-1] >= '0' && s[len(s)-1] <= '9' }
