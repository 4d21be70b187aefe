package announcecli

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"codeberg.org/plenary/plenary/internal/when"
)

func run(c Command, stdin string) (stdout, stderr string, code int) {
	c.Now = func() when.Date { return when.Date{Year: 2025, Month: 1, Day: 10} }
	var out, err bytes.Buffer
	code = c.Run(strings.NewReader(stdin), &out, &err)
	return out.String(), err.String(), code
}

// TestTheJSONHasEveryFieldOfTheContract: absent single parts are null, absent
// lists are empty.
func TestTheJSONHasEveryFieldOfTheContract(t *testing.T) {
	stdout, stderr, code := run(Command{File: "-", JSON: true}, "Vollversammlung: 5. März")
	if code != 0 || stderr != "" {
		t.Fatalf("%d %s", code, stderr)
	}
	var answer struct {
		Events []map[string]json.RawMessage
		Rest   [][2]int
	}
	if err := json.Unmarshal([]byte(stdout), &answer); err != nil || len(answer.Events) != 1 || answer.Rest == nil {
		t.Fatalf("%v: %s", err, stdout)
	}
	for field, empty := range map[string]string{"title": "", "start": "null", "end": "null", "doors": "null", "zone": "null", "also": "[]", "repeats": "null",
		"mode": `"unknown"`, "place": "null", "capacity": "null", "language": "", "registration": `"unknown"`, "links": "[]", "people": "[]", "hosts": "[]",
		"inferred": "", "conflicts": "", "spans": "", "confidence": ""} {
		got, ok := answer.Events[0][field]
		if !ok || empty != "" && string(got) != empty {
			t.Errorf("%s: got %s, want %s", field, got, empty)
		}
	}
}

func TestATextWithoutAnEventIsAnEmptyListAndASentence(t *testing.T) {
	stdout, stderr, code := run(Command{File: "-", JSON: true}, "We are a choir.")
	if code != 0 || !strings.HasPrefix(stderr, "No event was found in this text. ") || strings.Count(stderr, "\n") != 1 || strings.Join(strings.Fields(stdout), "") != `{"events":[],"rest":[]}` {
		t.Errorf("%d %q %q", code, stdout, stderr)
	}
}

func TestTheDayOfTheMachineServesWhereNoneIsGiven(t *testing.T) {
	for today, want := range map[string]string{"": "2025-03-05", "2026-01-10": "2026-03-05"} {
		stdout, _, code := run(Command{File: "-", Today: today, Zone: "Europe/Berlin"}, "Vollversammlung am 5. März um 19 Uhr")
		if code != 0 || !strings.Contains(stdout, want) {
			t.Errorf("%q: %d %s", today, code, stdout)
		}
	}
}

func TestADistanceFromUTCIsShownAsPeopleWriteIt(t *testing.T) {
	stdout, _, code := run(Command{File: "-"}, "Call: Thursday, 6 March 2025, 7 pm UTC+1")
	if code != 0 || !strings.Contains(stdout, "2025-03-06 19:00 UTC+1\n") || strings.Contains(stdout, "Etc/") {
		t.Errorf("%d %s", code, stdout)
	}
}
