package intakecli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/events/intake"
	"codeberg.org/plenary/plenary/internal/i18n"
	"codeberg.org/plenary/plenary/internal/store"
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
	File    string
	Zone    string // for hours that name none; "" for the network's
	Chapter string // into which; "" for the network
	Write   bool   // makes drafts; else nothing is kept
	JSON    bool
}

// Check says whether the command is used as it should be, and reads its file:
// before a house is opened for it.
func (c Command) Check(stderr io.Writer) (data []byte, code int) {
	if c.Zone != "" {
		if _, err := when.Load(c.Zone); err != nil {
			fmt.Fprintf(stderr, "plenary events import: --zone: %v\n", err)
			return nil, misused
		}
	}
	f, err := os.Open(c.File)
	if err == nil {
		defer f.Close()
		data, err = io.ReadAll(io.LimitReader(f, intake.LongestFile+1))
	}
	var at *fs.PathError
	if errors.As(err, &at) {
		err = at.Err
	}
	if err == nil && len(data) > intake.LongestFile {
		err = fmt.Errorf("a file of events has at most %d megabytes; please split it", intake.LongestFile>>20)
	}
	if err != nil {
		fmt.Fprintf(stderr, "%s: %v\n", c.File, err)
		return nil, refused
	}
	return data, done
}

// Run shows what would become of the events of a file, or makes drafts of them.
func (c Command) Run(ctx context.Context, db *store.DB, room *intake.Room, v auth.Viewer, data []byte, stdout, stderr io.Writer) int {
	l := i18n.For("en")
	in := intake.Import{Name: c.File, Chapter: c.Chapter, Settings: intake.Settings{Zone: c.Zone, Language: "en"}}
	var b *intake.Batch
	var plan []intake.Planned
	err := db.Read(ctx, func(tx *store.Tx) error {
		n, err := room.People.Network(tx)
		if err != nil {
			return err
		}
		if in.Settings.Zone == "" {
			in.Settings.Zone = n.Zone
		}
		if b, err = intake.Read(data, in.Settings, when.DateOf(tx.Now(), time.UTC)); err != nil {
			return err
		}
		plan, err = room.Preview(tx, v, in, b)
		return err
	})
	if err != nil {
		return say(stderr, c.File, err)
	}
	for _, p := range b.Problems {
		fmt.Fprintf(stderr, "%s:%d: %s\n", c.File, p.Line, l.Text(p.Text))
	}
	if err := c.show(stdout, l, plan); err != nil {
		return say(stderr, c.File, err)
	}
	if !c.Write {
		fmt.Fprintln(stderr, "Nothing was kept. With --write they become drafts.")
		return done
	}
	if in, err = room.Through(ctx, db, v, in, b); err != nil {
		return say(stderr, c.File, err)
	}
	fmt.Fprintf(stderr, "%d drafts made, %d brought up to date, %d refused. The page %s undoes it.\n", in.Made, in.Updated, in.Refused, "/o/events/import/"+in.ID)
	return done
}

// say says why nothing was done.
func say(stderr io.Writer, file string, err error) int {
	text := err.Error()
	if e := errs.Of(err); e != nil {
		text = i18n.For("en").Text(e.Text)
	}
	if errs.Is(err, errs.NotFound) {
		text = "there is no such chapter, or you make no events there"
	}
	fmt.Fprintf(stderr, "%s: %s\n", file, text)
	return refused
}

// shown is an event as --json gives it.
type shown struct {
	Fate    intake.Fate `json:"fate"`
	Line    int         `json:"line"`
	Source  string      `json:"source"`
	Title   string      `json:"title"`
	Zone    string      `json:"zone"`
	Starts  []string    `json:"starts"`
	Remarks []string    `json:"remarks"`
}

func (c Command) show(w io.Writer, l *i18n.Locale, plan []intake.Planned) error {
	list := make([]shown, 0, len(plan))
	for _, p := range plan {
		title, _ := p.Event.Title.Pick(l)
		x := shown{Fate: p.Fate, Line: p.Line, Source: p.Source, Title: title, Zone: p.Event.Zone, Starts: []string{}, Remarks: []string{}}
		for _, o := range p.Event.Occurrences() {
			x.Starts = append(x.Starts, o.Start.Format(time.RFC3339))
		}
		for _, text := range p.Remarks {
			x.Remarks = append(x.Remarks, l.Text(text))
		}
		list = append(list, x)
	}
	if c.JSON {
		e := json.NewEncoder(w)
		e.SetEscapeHTML(false)
		e.SetIndent("", " ")
		return e.Encode(list)
	}
	for i, x := range list {
		first := ""
		if all := plan[i].Event.Occurrences(); len(all) > 0 {
			first = all[0].Start.Format("Mon 2006-01-02 15:04")
		}
		if _, err := fmt.Fprintf(w, "%-8s %s %s  %s\n", x.Fate, first, x.Zone, x.Title); err != nil {
			return err
		}
		for _, text := range x.Remarks {
			if _, err := fmt.Fprintf(w, "         ! %s\n", text); err != nil {
				return err
			}
		}
	}
	return nil
}
