package e2e

import (
	"slices"
	"strings"
	"testing"
)

func TestTheListOfPlacesIsReadable(t *testing.T) {
	list, err := Places()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range list {
		if !slices.Contains([]string{"visitor", "member", "contact", "organiser"}, p.Who) {
			t.Errorf("%s: nobody is called %q", p.Name, p.Who)
		}
	}
	got, err := parsePlaces("# a note\n\nwrong visitor /zone 422 form button\n")
	if err != nil || len(got) != 1 || got[0] != (Place{"wrong", "visitor", "/zone", 422, "form button"}) {
		t.Errorf("got %+v, %v", got, err)
	}
	if _, err := parsePlaces("home visitor\n"); err == nil || !strings.Contains(err.Error(), "expected NAME WHO ADDRESS") {
		t.Errorf("a line that lacks something: got %v", err)
	}
}

func TestDoorsAreFoundInWhatTheDemoPrints(t *testing.T) {
	got := doors("visitor         http://localhost:80/\n  a member (Ana): http://localhost:80/signin?k=1\ncontact person  http://localhost:80/g/abc\norganizer: http://localhost:80/signin?k=2\n")
	if len(got) != 3 || got["member"] != "http://localhost:80/signin?k=1" || got["contact"] != "http://localhost:80/g/abc" || got["organiser"] != "http://localhost:80/signin?k=2" {
		t.Errorf("got %v", got)
	}
}
