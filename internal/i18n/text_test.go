package i18n

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestPickPrefersTheReaderThenEnglishThenOrder(t *testing.T) {
	for _, c := range []struct {
		tag        string
		t          Text
		text, lang string
	}{
		{"de", Text{"de": "x", "en": "y"}, "x", "de"},
		{"de", Text{"en": "y", "ar": "z"}, "y", "en"},
		{"de", Text{"ar": "z", "es": "w"}, "w", "es"},
		{"de", Text{"sw": "z", "am": "w"}, "w", "am"},
		{"pt", Text{"pt-BR": "z", "en": "w"}, "z", "pt-BR"},
		{"de", Text{"de": "", "en": ""}, "", ""},
		{"de", nil, "", ""},
	} {
		if text, lang := c.t.Pick(For(c.tag)); text != c.text || lang != c.lang {
			t.Errorf("%v for %s: %q %q", c.t, c.tag, text, lang)
		}
	}
	if got := (Text{"sw": "a", "ar": "b", "en": "c", "de": ""}).Langs(); !slices.Equal(got, []string{"en", "ar", "sw"}) {
		t.Error(got)
	}
}

func TestWhatValueStoresScanReads(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := Text(rapid.MapOf(rapid.SampledFrom([]string{"en", "de", "ar", "sw"}), rapid.StringN(1, 20, -1)).Draw(t, "text"))
		v, err := in.Value()
		if err != nil {
			t.Fatal(err)
		}
		var out Text
		if err := out.Scan(v); err != nil {
			t.Fatal(err)
		}
		if len(out) != len(in) {
			t.Fatalf("%v is not %v", out, in)
		}
		for lang := range in {
			if out[lang] != in[lang] {
				t.Fatalf("%q is not %q", out[lang], in[lang])
			}
		}
	})
	var t2 Text
	for _, bad := range []any{7, "[]", "{", []byte("1")} {
		if t2.Scan(bad) == nil {
			t.Errorf("%v was read", bad)
		}
	}
	if err := t2.Scan([]byte{}); err != nil || !t2.Empty() {
		t.Error(err, t2)
	}
}
