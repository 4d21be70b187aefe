package typed

import "testing"

func TestNobodyTurnsTheLettersOfOthersAround(t *testing.T) {
	for typed, kept := range map[string]string{"Invoice \u202efdp.exe": "Invoice fdp.exe", "\u202dA\u202c": "A\u202c", "عن \u200fHarbour": "عن \u200fHarbour", "a\x00b\ufeff": "ab", "a\r\nb": "a b"} {
		if got := Line(typed); got != kept {
			t.Errorf("%q is kept as %q, want %q", typed, got, kept)
		}
	}
}
