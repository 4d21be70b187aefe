package app

import (
	"slices"
	"testing"

	"codeberg.org/plenary/plenary/internal/auth"
)

func TestEveryKindOfMailHasOneRankAndCodesTheFirst(t *testing.T) {
	classes := (&App{}).mailClasses()
	ranks := mailRanks(classes)
	if !slices.Contains(ranks[0], auth.MailSignIn) {
		t.Errorf("the first rank is %q", ranks[0])
	}
	seen := map[string]int{}
	for _, kinds := range ranks {
		for _, kind := range kinds {
			seen[kind]++
		}
	}
	for kind := range classes {
		if seen[kind] != 1 {
			t.Errorf("%s has %d ranks", kind, seen[kind])
		}
	}
}
