package mail

import (
	"encoding/base64"
	"strings"
	"unicode/utf8"
)

// subjectPiece is how many bytes of a subject go into one encoded word. The
// first then has room beside the name of the header: some programs show a
// subject whose first line is empty as none.
const subjectPiece = 36

// encodedSubject writes a subject that is not plain ASCII as encoded words
// (RFC 2047), cut between characters.
func encodedSubject(s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return r >= utf8.RuneSelf }) {
		return s
	}
	var words []string
	for s != "" {
		cut := min(subjectPiece, len(s))
		for cut < len(s) && !utf8.RuneStart(s[cut]) {
			cut--
		}
		words = append(words, "=?UTF-8?B?"+base64.StdEncoding.EncodeToString([]byte(s[:cut]))+"?=")
		s = s[cut:]
	}
	return strings.Join(words, " ")
}
