package announce

import "strings"

// opaqueAt returns the length of what stands at i and must not be read as words
// and numbers: an address of the web or of mail, a telephone number. 0 if it is
// none.
func opaqueAt(s string, i int) int {
	c := s[i]
	switch {
	case c == '+' || c == '(' || c >= '0' && c <= '9':
		if i > 0 && isWordByte(s[i-1]) {
			return 0
		}
		if n := phone(s, i); n > 0 {
			return n
		}
		if c == '+' || c == '(' {
			return 0
		}
	case !(c|0x20 >= 'a' && c|0x20 <= 'z'):
		return 0
	}
	if i > 0 && isWordByte(s[i-1]) {
		return 0
	}
	return address(s, i)
}

func isWordByte(c byte) bool {
	return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' || c == '_' || c == '@'
}

// longestAddress bounds the addresses that are followed to their end.
const (
	longestAddress = 2048
	longestHost    = 255
)

// address reads "https://…", "www.…", "name@host", "host.org/path".
func address(s string, i int) int {
	rest := s[i:min(len(s), i+longestAddress)]
	lower := strings.ToLower(rest[:min(len(rest), 8)])
	switch {
	case strings.HasPrefix(lower, "https://"), strings.HasPrefix(lower, "http://"), strings.HasPrefix(lower, "www."), strings.HasPrefix(lower, "mailto:"), strings.HasPrefix(lower, "tel:+"):
		return urlEnd(rest)
	}
	host, dots, at := 0, 0, -1
	last := 0 // where the last part of the name begins
	for host < min(len(rest), longestHost) {
		c := rest[host]
		if c == '.' {
			if host+1 == len(rest) || !isWordByte(rest[host+1]) {
				break
			}
			dots++
			last = host + 1
		} else if c == '@' {
			if at >= 0 || host+1 == len(rest) || !isWordByte(rest[host+1]) {
				break
			}
			at, dots = host, 0
		} else if !isWordByte(c) && c != '-' && (at >= 0 || c != '+' && c != '%') {
			break
		}
		host++
	}
	end := strings.ToLower(rest[last:host])
	switch {
	case at > 0 && dots > 0:
		return host
	case at >= 0 || dots == 0 || !lettersOnly(end):
		return 0
	case host < len(rest) && rest[host] == '/' && len(end) >= 2:
		return urlEnd(rest)
	case strings.Contains(hostEndings, " "+end+" "):
		return host
	}
	return 0
}

const hostEndings = " org net com example de fr es br ru info coop eu uk mx ar ch edu gov test app social earth ca za ng ke pe cl coop school community events page site online invalid "

func lettersOnly(s string) bool {
	for _, c := range []byte(s) {
		if c|0x20 < 'a' || c|0x20 > 'z' {
			return false
		}
	}
	return s != ""
}

// urlEnd is where an address ends: at a space, a bracket or a quotation mark;
// signs of the sentence are not part of it.
func urlEnd(s string) int {
	n := strings.IndexAny(s, " \n<>\"“”«»|،؛")
	if n < 0 {
		n = len(s)
	}
	for n > 0 && strings.IndexByte(".,;:!?'", s[n-1]) >= 0 {
		n--
	}
	if n > 0 && s[n-1] == ')' && !strings.Contains(s[:n], "(") {
		n--
	}
	if n > 0 && s[n-1] == ']' && !strings.Contains(s[:n], "[") {
		n--
	}
	for n > 0 && strings.IndexByte(".,;:!?'", s[n-1]) >= 0 {
		n--
	}
	return n
}

// phone reads a telephone number or another long number in groups. Dates and
// hours have no groups of three digits and more after the first.
func phone(s string, i int) int {
	rest := s[i:min(len(s), i+30)]
	digits, groups, group, long, end := 0, 0, 0, 0, 0
	first := 0
	for n := 0; n < len(rest); n++ {
		c := rest[n]
		switch {
		case c >= '0' && c <= '9':
			if group == 0 {
				groups++
			}
			group++
			digits++
			end = n + 1
			if groups == 1 {
				first = group
			}
			if group == 3 && groups > 1 {
				long++
			}
			continue
		case c == '+' && n == 0, c == '(' || c == ')' || c == ' ' || c == '-' || c == '.':
			if (c == ' ' || c == '-') && n > 0 && (rest[n-1] == ' ' || rest[n-1] == '-') {
				n = len(rest)
			}
		default:
			n = len(rest)
		}
		group = 0
	}
	year := first == 4 && (rest[0] == '1' || rest[0] == '2') && groups == 2
	switch {
	case end < len(rest) && isWordByte(rest[end]):
		return 0
	case rest[0] == '+' && digits >= 8:
		return end
	case digits >= 9 && groups == 1:
		return end
	case digits >= 7 && groups >= 2 && long >= groups-1 && !year:
		return end
	case digits >= 7 && groups >= 2 && rest[0] == '(' && long >= 1:
		return end
	case rest[0] == '0' && first >= 3 && digits >= 7 && groups >= 2 && long >= 1:
		return end
	}
	return 0
}
