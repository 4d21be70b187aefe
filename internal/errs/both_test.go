package errs_test

import (
	"errors"
	"testing"

	"codeberg.org/plenary/plenary/internal/errs"
)

func TestBothShowsAllFieldsAndWhateverIsMoreThanFields(t *testing.T) {
	var one, two errs.Form
	one.Add("name", "a|A")
	two.Add("agree", "b|B")
	if e := errs.Of(errs.Both(one.Err(), two.Err())); len(e.Fields) != 2 || e.Fields[1].Name != "agree" {
		t.Errorf("fields %v", e.Fields)
	}
	closed, fault := errs.New(errs.Closed, "c|C"), errors.New("broken")
	for _, c := range []struct{ first, second, want error }{
		{nil, nil, nil}, {closed, nil, closed}, {nil, closed, closed}, {fault, two.Err(), fault}, {one.Err(), fault, fault}, {one.Err(), closed, closed},
	} {
		if got := errs.Both(c.first, c.second); got != c.want {
			t.Errorf("%v and %v make %v", c.first, c.second, got)
		}
	}
}
