package i18n

import "testing"

func TestEnglishIsPrintedFromTheLiteral(t *testing.T) {
	l := For("en")
	if got := l.T("a.b|{n} person of {x}|{n} people of {x}", "n", 2, "x", "Y"); got != "2 people of Y" {
		t.Error(got)
	}
}
