package typed

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// Decode makes text of the bytes of a file. Programs save lists in many
// character sets and rarely say in which.
func Decode(data []byte) (text, charset string) {
	switch {
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		data = data[3:]
	case bytes.HasPrefix(data, []byte("\xff\xfe")), looksLikeUTF16(data, 1):
		return decode(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), data), "UTF-16"
	case bytes.HasPrefix(data, []byte("\xfe\xff")), looksLikeUTF16(data, 0):
		return decode(unicode.UTF16(unicode.BigEndian, unicode.UseBOM), data), "UTF-16"
	}
	if utf8.Valid(data) {
		return string(data), "UTF-8"
	}
	switch c := guessCharmap(data); c {
	case charmap.Windows1251:
		return decode(c, data), "Windows-1251"
	case charmap.Windows1256:
		return decode(c, data), "Windows-1256"
	default:
		return decode(c, data), "Windows-1252"
	}
}

func decode(e encoding.Encoding, data []byte) string {
	text, err := e.NewDecoder().Bytes(data)
	if err != nil { // never: these decoders put the replacement character instead
		return strings.ToValidUTF8(string(data), "\ufffd")
	}
	return string(text)
}

// looksLikeUTF16 tells whether every second byte of most of the beginning is
// zero, as in Latin text without a mark at its start. zero is which of two.
func looksLikeUTF16(data []byte, zero int) bool {
	n, pairs := 0, min(len(data)/2, 200)
	for i := range pairs {
		if data[2*i+zero] == 0 && data[2*i+1-zero] != 0 {
			n++
		}
	}
	return pairs > 1 && n*10 >= pairs*7
}

// guessCharmap tells the sets of Western Europe, of Cyrillic and of Arabic
// apart by how their letters follow one another: in the first, letters beyond
// ASCII stand alone between others; in Cyrillic, words begin with a capital or
// are in one case.
func guessCharmap(data []byte) *charmap.Charmap {
	var alone, cyrillic, other int
	for i := 0; i < len(data); {
		n := 0
		for i+n < len(data) && data[i+n] >= 0x80 {
			n++
		}
		switch {
		case n == 0:
			i++
			continue
		case n < 3:
			alone += n
		case looksCyrillic(data[i : i+n]):
			cyrillic += n
		default:
			other += n
		}
		i += n
	}
	switch {
	case alone > cyrillic+other:
		return charmap.Windows1252
	case cyrillic >= other:
		return charmap.Windows1251
	}
	return charmap.Windows1256
}

// looksCyrillic tells whether the bytes are one word in Windows-1251: an
// optional capital, then letters of one case.
func looksCyrillic(word []byte) bool {
	small, capitals := 0, 0
	for _, b := range word[1:] {
		switch {
		case b >= 0xe0 || b == 0xb8:
			small++
		case b >= 0xc0 || b == 0xa8:
			capitals++
		default:
			return false
		}
	}
	return small == 0 || capitals == 0
}
