package form_test

import (
	"os"
	"path/filepath"
	"testing"

	"codeberg.org/plenary/plenary/internal/circles/form"
	"codeberg.org/plenary/plenary/internal/circles/form/wire"
	"codeberg.org/plenary/plenary/internal/circles/formtest"
	"codeberg.org/plenary/plenary/internal/when"
)

// TestTheIndependentCheckerFindsNothingWrong lets the checker of tools/circles
// judge answers of other shapes and sizes than the engine was tuned to.
func TestTheIndependentCheckerFindsNothingWrong(t *testing.T) {
	gen, judge := formtest.NewGenerator(t), formtest.NewJudge(t)
	for name, test := range map[string]struct {
		flags []string
		steps int64
	}{
		"300 people, as they come":          {[]string{"-n", "300", "-seed", "11"}, 4000},
		"300 people of one language":        {[]string{"-n", "300", "-seed", "12", "-onelang", "en", "-tracks", "0"}, 4000},
		"200 people, many to be kept apart": {[]string{"-n", "200", "-seed", "13", "-apart", "0.5", "-wide"}, 4000},
		"over the changes of spring":        {[]string{"-n", "300", "-seed", "14", "-start", "2027-03-08", "-every", "1", "-count", "6", "-wide"}, 4000},
		"over the changes of autumn":        {[]string{"-n", "300", "-seed", "15", "-start", "2027-10-18", "-every", "1", "-count", "4", "-wide"}, 4000},
		"a single meeting":                  {[]string{"-n", "300", "-seed", "16", "-count", "1"}, 4000},
		"5,000 people":                      {[]string{"-n", "5000", "-seed", "17"}, 6000},
	} {
		t.Run(name, func(t *testing.T) {
			data := gen.File(t, test.flags...)
			prop := form.Form(formtest.Problem(t, formtest.Instance(t, data), nil), nil, form.Options{Seed: 1, Steps: test.steps, Threads: 2})
			prop.InstanceSHA256 = wire.SHA256(data)
			v := judge.Check(t, data, wire.WriteAssignment(&prop.Placement), "-bound-iters", "30")
			if v.Code != 0 {
				t.Errorf("exit %d\n%s", v.Code, v.Said)
			}
			if k := prop.Card; k.Placed < k.AtMost*9/10 {
				t.Errorf("placed %d of at most %d", k.Placed, k.AtMost)
			}
		})
	}
}

// TestTheIndependentCheckerAgreesAboutLateChanges judges what becomes of an
// answer after drop-outs and late registrations.
func TestTheIndependentCheckerAgreesAboutLateChanges(t *testing.T) {
	gen, judge := formtest.NewGenerator(t), formtest.NewJudge(t)
	data := gen.File(t, "-n", "1500", "-seed", "21", "-countries", "40")
	first := form.Form(formtest.Problem(t, formtest.Instance(t, data), nil), nil, form.Options{Seed: 1, Steps: 6000, Threads: 2})
	base, old := saved(t, data), saved(t, wire.WriteAssignment(&first.Placement))
	lost := 0
	for _, seed := range []string{"22", "23", "24"} {
		late := gen.File(t, "-base", base, "-drop", "20", "-late", "20", "-seed", seed)
		in := formtest.Instance(t, late)
		p, err := form.New(in, &first.Placement, when.Load)
		if err != nil {
			t.Fatal(err)
		}
		second := form.Form(p, &first.Placement, form.Options{Seed: 1, Steps: 3000, Threads: 2})
		second.InstanceSHA256 = wire.SHA256(late)
		if v := judge.Check(t, late, wire.WriteAssignment(&second.Placement), "-previous", old, "-bound-iters", "0"); v.Code != 0 {
			t.Error(v.Said)
		}
		k := second.Card
		if lost += k.Lost; k.Moved > 120 || k.Placed < k.AtMost*9/10 {
			t.Errorf("after 40 changes %d moved, %d were rescheduled, %d lost their place, %d found one", k.Moved, k.Rescheduled, k.Lost, k.Gained)
		}
	}
	if lost > 30 {
		t.Errorf("after three times 40 changes %d lost their place", lost)
	}
}

// saved writes a file of the test and returns its path.
func saved(t testing.TB, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "file.json")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
