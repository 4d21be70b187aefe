package form_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"codeberg.org/plenary/plenary/internal/circles/form"
)

// TestChainsPassOnlyThroughCirclesAsTheyAre is about circles that are founded
// anew at another hour while chains are known that led through the old one.
func TestChainsPassOnlyThroughCirclesAsTheyAre(t *testing.T) {
	zones := []string{"Europe/Berlin", "Europe/London", "Africa/Lagos", "Africa/Cairo", "Asia/Kolkata", "America/New_York", "America/Sao_Paulo", "Asia/Manila"}
	for _, seed := range []uint64{21, 27, 40} { // each broke a circle once
		random := rand.New(rand.NewPCG(seed, 2))
		in := evenings()
		in.Program.Weeks = []string{"2027-02-08", "2027-02-15", "2027-02-22", "2027-03-01"}
		in.Program.Days, in.Program.OrgPolicy, in.People = []string{"THU"}, form.PolicyMix, nil
		for i := range 5000 {
			from := 6 + random.IntN(12)
			w, err := form.ParseWindow(fmt.Sprintf("THU %02d:00-%02d:00", from, from+5))
			if err != nil {
				t.Fatal(err)
			}
			in.People = append(in.People, form.Person{ID: fmt.Sprintf("p%04d", i), Zone: zones[random.IntN(len(zones))], Windows: []form.Window{w},
				Langs: []string{"en", "de"}[random.IntN(2):], Facilitator: i%5 == 0})
		}
		p := problem(t, in)
		prop := form.Form(p, nil, form.Options{Seed: 7, Steps: 300, Threads: 2})
		if broken, _ := form.Check(p, nil, &prop.Placement); len(broken) > 0 {
			t.Errorf("from seed %d: %v", seed, broken)
		}
	}
}
