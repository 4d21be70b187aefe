package announcecli

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"codeberg.org/plenary/plenary/internal/announce"
	"codeberg.org/plenary/plenary/internal/when"
)

// Exit codes.
const (
	done    = 0
	refused = 1 // the reason stands on stderr
	misused = 2 // used wrongly
)

// Command is one call of the command.
type Command struct {
	File  string // "-" for stdin
	Zone  string // for hours beside which no zone is named
	Today string // such as 2027-02-10; "" for Now
	Now   func() when.Date
	JSON  bool
}

// Run reads the announcement and writes what is in it.
func (c Command) Run(stdin io.Reader, stdout, stderr io.Writer) int {
	opt, err := c.options()
	if err != nil {
		fmt.Fprintf(stderr, "plenary announce: %v\n", err)
		return misused
	}
	text, err := c.contents(stdin)
	if err != nil {
		fmt.Fprintf(stderr, "plenary announce: %v\n", err)
		return refused
	}
	read := announce.Parse(text, opt)
	if hint := c.hint(text, read); hint != "" {
		fmt.Fprintln(stderr, hint)
	}
	write := Write
	if c.JSON {
		write = writeJSON
	}
	if err := write(stdout, read); err != nil {
		fmt.Fprintf(stderr, "plenary announce: %v\n", err)
		return refused
	}
	return done
}

func (c Command) options() (opt announce.Options, err error) {
	if c.Zone != "" {
		if _, err := when.Load(c.Zone); err != nil {
			return opt, fmt.Errorf("--zone: %w", err)
		}
		opt.Zone = c.Zone
	}
	if c.Today == "" {
		opt.Today = c.Now()
		return opt, nil
	}
	if opt.Today, err = when.ParseDate(c.Today); err != nil {
		return opt, fmt.Errorf("--today: %w", err)
	}
	return opt, nil
}

// hint says what to do where an answer is empty, or an hour has no zone.
func (c Command) hint(text string, r announce.Reading) string {
	switch {
	case strings.TrimSpace(text) == "":
		return "There is no text in this. Save the announcement in a file, or paste it: plenary announce -"
	case len(r.Events) == 0 && len(r.Rest) > 0:
		return "No event was found in this text. The days and hours that it names are over, or are those of something else; --today says from which day on events are looked for."
	case len(r.Events) == 0:
		return "No event was found in this text. If there is one, write its day and hour into it, such as “Thursday 11 February 2027, 7 pm”."
	}
	for _, e := range r.Events {
		if slices.ContainsFunc(e.Conflicts, func(is announce.Conflict) bool { return is.Code == "no-zone" }) && c.Zone == "" {
			return "An hour names no zone. Say which is meant, such as --zone Europe/Berlin."
		}
	}
	return ""
}

func writeJSON(w io.Writer, r announce.Reading) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	return e.Encode(r)
}
