package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os/exec"
	"path/filepath"
	"reflect"
	"time"
)

// Calendar is what a reader of iCalendar that knows nothing of ours found.
type Calendar struct {
	Method string  `json:"method"`
	Name   string  `json:"name"` // X-WR-CALNAME
	Events []Event `json:"events"`
}

// Event is one VEVENT. Start and End are instants, as the reader understood
// their zone.
type Event struct {
	UID         string    `json:"uid"`
	Sequence    int       `json:"sequence"`
	Status      string    `json:"status"`
	Summary     string    `json:"summary"`
	Description string    `json:"description"`
	Location    string    `json:"location"`
	URL         string    `json:"url"`
	Zone        string    `json:"zone"` // the TZID of DTSTART
	Start       time.Time `json:"start"`
	End         time.Time `json:"end"`
	Organizer   string    `json:"organizer"` // mailto:…
	Attendees   []string  `json:"attendees"`
	Repeats     bool      `json:"repeats"` // has an RRULE
}

// ReadCalendar has two independent programs read an iCalendar file, fails the
// test where one refuses it or they disagree, and returns what both found.
func ReadCalendar(t T, data []byte) Calendar {
	t.Helper()
	node, err := readWith(data, "node", filepath.Join("tools", "ical", "read.mjs"))
	if err != nil {
		t.Fatalf("ical.js refuses the calendar: %v\n%s", err, data)
	}
	python, err := readWith(data, pythonWithCalendars(), filepath.Join("tools", "ical", "read.py"))
	if err != nil {
		t.Fatalf("python-icalendar refuses the calendar: %v\n%s", err, data)
	}
	if !reflect.DeepEqual(node, python) {
		t.Fatalf("two readers understand the calendar differently:\nical.js          %+v\npython-icalendar %+v\n%s", node, python, data)
	}
	return node
}

func readWith(data []byte, program, script string) (c Calendar, err error) {
	cmd := exec.Command(program, script)
	cmd.Dir = Root()
	cmd.Stdin = bytes.NewReader(data)
	var out, talk bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &talk
	if err := cmd.Run(); err != nil {
		return c, fmt.Errorf("%w: %s", err, talk.String())
	}
	return c, json.Unmarshal(out.Bytes(), &c)
}

// pythonWithCalendars returns the python that has the icalendar module: that
// of the distribution, which need not be the first on the path.
func pythonWithCalendars() string {
	if exec.Command("python3", "-c", "import icalendar").Run() == nil {
		return "python3"
	}
	return "/usr/bin/python3"
}
