package store

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"
)

// What is read the short way is what encoding/json reads, whatever the cell holds.
func FuzzPlainTexts(f *testing.F) {
	for _, cell := range []string{
		`[]`, `{}`, `[""]`, `["en","es"]`, `{"en":"Tenants’ meeting","es":"Reunión"}`, `{"en":"a","en":"b"}`, `["a\"b"]`, `[ "a"]`, `["a",]`, `["a"]x`, `{"a":1}`, `["a`, `{"a":"b",}`,
		"[\"\x00\"]", "[\"\xff\"]", `null`, ``, `[`, `{"a"}`, `{"a":"b"`, `[["a"]]`, "{\"\\u0061\":\"b\"}", "[\"a\tb\"]",
	} {
		f.Add(cell)
	}
	f.Fuzz(func(t *testing.T, cell string) {
		var list, wantList []string
		if plainTexts(cell, &list) {
			if err := json.Unmarshal([]byte(cell), &wantList); err != nil || !slices.Equal(list, wantList) || (list == nil) != (wantList == nil) {
				t.Errorf("read %q as %q, want %q (%v)", cell, list, wantList, err)
			}
		}
		var object, wantObject map[string]string
		if plainTexts(cell, &object) {
			if err := json.Unmarshal([]byte(cell), &wantObject); err != nil || !maps.Equal(object, wantObject) || (object == nil) != (wantObject == nil) {
				t.Errorf("read %q as %q, want %q (%v)", cell, object, wantObject, err)
			}
		}
	})
}

func TestMostCellsAreReadTheShortWay(t *testing.T) {
	var list []string
	object := map[string]string(nil)
	if !plainTexts(`["en","pt-BR"]`, &list) || !plainTexts(`{"en":"Tenants’ meeting","ar":"اجتماع المستأجرين"}`, &object) {
		t.Error("a list of languages or a title in two is read the long way")
	}
	if !slices.Equal(list, []string{"en", "pt-BR"}) || object["ar"] != "اجتماع المستأجرين" {
		t.Errorf("read %q and %q", list, object)
	}
}
