package app

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/store"
)

// pair is two worlds that are equal but for one thing.
type pair struct {
	name    string
	says    string
	viewers map[string][]auth.Verb // of the script, besides the anonymous one
	build   func(w *oneWorld, second bool)
	leak    func(ctx context.Context, tx *store.Tx, w *oneWorld) string
}

// worldPairs are the pairs of C6. Whoever runs the house sees how much there is
// in all, so that they are asked in worlds that hold as much.
func worldPairs() []pair {
	out := map[string][]auth.Verb{"una": nil, "olga": auth.Verbs()}
	all := map[string][]auth.Verb{"una": nil, "olga": auth.Verbs(), "rita": {auth.RunHouse}, "cleo": append(auth.Verbs(), auth.RunHouse)}
	return []pair{
		{name: "with and without", says: "with a private group, and without", viewers: out,
			build: func(w *oneWorld, second bool) {
				if !second {
					w.found("bo")
				}
			},
			leak: func(ctx context.Context, tx *store.Tx, w *oneWorld) string {
				var n int
				if err := tx.Row(`SELECT COUNT(*) FROM sealed_row`).Scan(&n); err != nil {
					return err.Error()
				}
				return fmt.Sprint(n) // a filter that counts all rows
			}},
		{name: "swapped", says: "with one member or another in the same group", viewers: all,
			build: func(w *oneWorld, second bool) {
				if second {
					w.found("cy")
				} else {
					w.found("bo")
				}
			},
			leak: func(ctx context.Context, tx *store.Tx, w *oneWorld) string {
				m, err := w.app.Community.Mine(ctx, tx, w.viewer("bo"))
				return fmt.Sprint(len(m.Groups), err) // a list of people that says who is in some group
			}},
	}
}

// TestTwoWorlds (C6) plays one random script, as everybody who is not in a
// private group, to two houses that differ in the group alone. Whatever comes
// back is the same to the last byte: pages, headers, files, errors, the program's
// own log, and the mails that go to others.
//
// Nothing is taken out before it is compared, but that one line of the log which
// says how slow the machine was, and the counter of commits in a backup. The clock is the test's, and at
// each step crypto/rand begins a stream that follows from the number of the step
// (testing/cryptotest), in both houses alike: an answer that needs one more
// random byte because of the group is another answer, and is found.
func TestTwoWorlds(t *testing.T) {
	r := newWorldReport()
	for _, p := range worldPairs() {
		for _, engine := range []store.Engine{store.SQLite, store.Postgres} {
			seeds, steps := howMuch(engine)
			for seed := range seeds {
				t.Run(fmt.Sprintf("%s/%s/%d", p.name, engine, seed+1), func(t *testing.T) {
					x := play(t, p, engine, uint64(seed+1), steps, leaks{})
					for _, d := range x.differ {
						t.Error(d)
					}
					if x.answered < x.asked/4 {
						t.Errorf("only %d of %d requests were answered with something: is the script any good?", x.answered, x.asked)
					}
					r.add("| %s | %s | %d | %d | %d | %d | %d | %d | %d |", p.says, engine, seed+1, x.asked, x.answered, x.routes, x.mails, x.days, len(x.differ))
				})
			}
		}
	}
	r.text.WriteString("\nThe same with a fault that was built in, which must be found:\n\n| | fault | found after |\n|---|---|--:|\n")
	for _, p := range worldPairs() {
		faults := map[string]leaks{"a page": {page: p.leak}}
		if p.name == "with and without" {
			faults["the log"], faults["a header of mails to others"] = leaks{log: true}, leaks{header: true}
		}
		for _, name := range sortedNames(faults) {
			t.Run(p.name+" finds a leak in "+name, func(t *testing.T) {
				x := play(t, p, store.SQLite, 1, 5000, faults[name]) // it ends once enough is found
				if len(x.differ) == 0 {
					t.Error("it was not found")
				}
				r.add("| %s | %s | request %d |", p.says, name, x.first)
			})
		}
	}
	r.write(t)
}

// howMuch is how many scripts are played, and how long each is. "make torture"
// asks for more than "make test".
func howMuch(engine store.Engine) (seeds, steps int) {
	switch torture := os.Getenv("PLENARY_TORTURE") != ""; {
	case torture && engine == store.SQLite:
		return 2, 10_000
	case torture:
		return 1, 10_000
	case engine == store.SQLite:
		return 1, 1000
	}
	return 1, 300
}

// played is what came of a script.
type played struct {
	asked, answered, routes, mails, days int

	first  int // request that was answered in two ways
	differ []string
}

const settleEvery, leapEvery, signInEvery, mostDifferences = 50, 500, 100, 3

// startAt are the addresses that everybody knows from the start.
func startAt() []string {
	return []string{"/", "/events", "/e/assembly", "/e/inner", "/e/readers", "/s/lease", "/s/lease/circle", "/s/wages", "/c/riverside", "/posts/first-evening",
		"/me", "/me/data", "/me/seen", "/me/groups", "/o", "/o/s/lease", "/o/reports", "/admin", "/privacy"}
}

// play plays a script to a pair of worlds, until it ends or too much differs.
func play(t *testing.T, p pair, engine store.Engine, seed uint64, steps int, l leaks) (x played) {
	one, two := newWorld(t, engine, l), newWorld(t, engine, l)
	both := []*oneWorld{one, two}
	step := uint64(1)
	each := func(f func(w *oneWorld)) {
		for _, w := range both {
			w.begin(step)
			f(w)
		}
		step++
	}
	each((*oneWorld).furnish)
	each(func(w *oneWorld) { p.build(w, w == two) })
	each(func(w *oneWorld) { w.pass(3 * time.Hour); must(t, w.settle()) })
	each(func(w *oneWorld) { w.pass(time.Hour); must(t, w.settle()) })

	s := newWanderer(seed, append([]string{"anonymous"}, sortedNames(p.viewers)...), one.app.server().Routes, append(words(), knownOnly(one)...))
	for _, viewer := range s.viewers {
		for _, link := range startAt() {
			s.keep(viewer, link)
		}
		if l.page != nil {
			s.keep(viewer, "/leak")
		}
	}
	s.learn(request{viewer: "una"}, "\nLOG\n"+one.mailed("una@"))
	compare := func(what string, a, b reply) bool {
		if a.whole == b.whole {
			return true
		}
		if len(x.differ) == 0 {
			x.first = x.asked + 1
		}
		x.differ = append(x.differ, fmt.Sprintf("%s\n%s", what, firstDifference(a.whole, b.whole)))
		return false
	}
	for ; x.asked < steps && len(x.differ) < mostDifferences; x.asked++ {
		if x.asked%signInEvery == 0 {
			for _, name := range sortedNames(p.viewers) {
				each(func(w *oneWorld) { w.signIn(name, p.viewers[name]...) })
			}
		}
		if x.asked%settleEvery == settleEvery-1 {
			var got [2]reply
			passes := 7 * time.Minute
			if x.asked%leapEvery == leapEvery-1 {
				passes = 2 * 24 * time.Hour // so that evenings come and go, reminders leave, and what is old is forgotten
			}
			each(func(w *oneWorld) { w.pass(passes); got[which(w == two)] = w.later() })
			if compare("time passes", got[0], got[1]) {
				s.learn(request{viewer: "anonymous"}, got[0].whole)
			}
		}
		r := s.next()
		var got [2]reply
		each(func(w *oneWorld) { got[which(w == two)] = w.ask(r) })
		if compare(r.String(), got[0], got[1]) {
			s.learn(r, got[0].whole)
		}
		if got[0].status < 400 {
			x.answered++
		}
	}
	for _, m := range one.sent {
		if !ofMember(m.to) {
			x.mails++
		}
	}
	x.routes, x.days = len(s.asked), int(one.clock.Now().Sub(worldBegins)/(24*time.Hour))
	if p.name == "swapped" {
		each(func(w *oneWorld) {})
		compare("what the console sees", reply{0, one.console()}, reply{0, two.console()})
	}
	return x
}

func which(second bool) int {
	if second {
		return 1
	}
	return 0
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// words are what stands in addresses and fields.
func words() []string {
	return []string{"lease", "wages", "assembly", "inner", "readers", "first-evening", "not-yet", "1", "2", "0", "-1", "99999", "x", "", "all", "en", "de", "Europe/Berlin", "Nowhere/Land", "asha@mail.example", "bo@mail.example", "cy@mail.example",
		"una@mail.example", "stranger@mail.example", "nobody@mail.example", "Asha", "Bo", "Cy", "Una", "Night shift", "Tea", "group", "groups", "member", "steward", "session", "2027-02-10", "19:00",
		"yes", "name", "me", "<b>", "' OR 1=1", "naïve \u202e", "Cake.", strings.Repeat("long ", 60), "/me/groups", "https://elsewhere.example/"}
}

// knownOnly are what only members and their addresses know: an outsider who has
// come by them gets nothing for them in either world.
func knownOnly(w *oneWorld) []string {
	list := append([]string{w.group, w.spent, w.people["asha"], w.people["bo"], w.people["cy"], w.people["una"]}, w.handles...)
	return append(list, list...)
}

// firstDifference shows where two answers part.
func firstDifference(a, b string) string {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	cut := func(s string) string { return s[max(0, i-160):min(len(s), i+160)] }
	return fmt.Sprintf("at byte %d of %d and %d:\n  %q\n  %q", i, len(a), len(b), cut(a), cut(b))
}

// console is what whoever runs the machine sees with the program's commands:
// what they say, what a backup holds of each table, and how much lies there.
// The bytes of a backup are random; how many there are is not.
func (w *oneWorld) console() string {
	w.t.Helper()
	w.log.Reset()
	var b strings.Builder
	dir := w.t.TempDir()
	res, err := w.app.Backup(w.t.Context(), dir, false)
	fmt.Fprintf(&b, "backup of %d rows: %v\n", res.Rows, err)
	list, _ := os.ReadDir(dir)
	for _, e := range list {
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			w.t.Fatal(err)
		}
		unzip, err := gzip.NewReader(bytes.NewReader(data))
		if err != nil {
			w.t.Fatal(err)
		}
		text, err := io.ReadAll(unzip)
		if err != nil {
			w.t.Fatal(err)
		}
		text = withoutCounter(w.t, text)
		fmt.Fprintf(&b, "%s: %d lines, %d bytes\n", e.Name(), bytes.Count(text, []byte("\n")), len(text))
	}
	must(w.t, w.app.DB.Read(w.t.Context(), func(tx *store.Tx) error { return w.totals(tx, &b) }))
	for _, args := range [][]string{{"version"}, {"series", "export", "lease"}} {
		var out, talk bytes.Buffer
		args = append(args, dataFlags(args, w)...)
		code := Main(args, Terminal{In: strings.NewReader(""), Out: &out, Err: &talk, Getenv: func(string) string { return "" }})
		fmt.Fprintf(&b, "%v: %d\n%s%s", args[:1], code, out.String(), talk.String())
	}
	return strings.ReplaceAll(b.String()+w.log.String(), dir, "DIR")
}

// withoutCounter takes out of a backup the one row that counts how often the
// house has written: jobs run beside each other, and how many of their writes
// share a commit follows from the machine. It has a digit more in one of two
// runs when it stands near a round number.
func withoutCounter(t *testing.T, text []byte) []byte {
	before, rest, found := bytes.Cut(text, []byte(`{"table":"store_change"`))
	if !found {
		return text // the keys
	}
	columns, rest, _ := bytes.Cut(rest, []byte("\n"))
	row, rest, ok := bytes.Cut(rest, []byte("\n"))
	if !ok || !bytes.HasPrefix(row, []byte("[")) {
		t.Fatalf("the counter's row is %q", row)
	}
	return slices.Concat(before, columns, rest)
}

func dataFlags(args []string, w *oneWorld) []string {
	if args[0] == "version" {
		return nil
	}
	flags := []string{"--data", w.app.Config.Data, "--key-file", w.app.Config.KeyFile}
	if w.app.Config.DatabaseURL != "" {
		flags = append(flags, "--database-url", w.app.Config.DatabaseURL)
	}
	return flags
}

// totals counts the rows of every table and the bytes of every column.
func (w *oneWorld) totals(tx *store.Tx, b *strings.Builder) error {
	tables, err := store.Tables(tx)
	if err != nil {
		return err
	}
	for _, t := range tables {
		var n int
		if err := tx.Row(`SELECT COUNT(*) FROM ` + t.Name).Scan(&n); err != nil {
			return err
		}
		fmt.Fprintf(b, "%s: %d rows", t.Name, n)
		for _, c := range t.Columns {
			if c.Kind == store.BytesColumn || c.Kind == store.TextColumn {
				var bytes int
				if err := tx.Row(`SELECT COALESCE(SUM(LENGTH(` + c.Name + `)), 0) FROM ` + t.Name).Scan(&bytes); err != nil {
					return err
				}
				fmt.Fprintf(b, ", %s %d bytes", c.Name, bytes)
			}
		}
		b.WriteString("\n")
	}
	return nil
}

// worldReport is what the test publishes.
type worldReport struct{ text strings.Builder }

func newWorldReport() *worldReport {
	r := &worldReport{}
	fmt.Fprintf(&r.text, "# Two worlds\n\nTwo houses were built that are equal but for one private group. In both are series, circles, events that one registers for, write-ups, and people who take part in all of it, some of them members of the group. One random script was played to both, as everybody who is not in the group: "+
		"visitors, members, organisers with every verb, and, where both worlds hold as much, whoever runs the house, with the program's commands, a backup and the totals of every table. "+
		"Every answer was compared to the last byte, headers, files, errors, the program's log with --verbose and mails to others included. Nothing was taken out before, but a line of the log that says how slow the machine was, and the row of a backup that counts commits, of which a slow machine needs fewer: clock and random numbers of both are the test's.\n\n"+
		"Written by the test itself, on %s/%s with %d processors.\n\n| worlds | engine | seed | requests | of them answered with something | routes asked by name | mails to others | days that passed | answers that differ |\n|---|---|--:|--:|--:|--:|--:|--:|--:|\n",
		runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
	return r
}

func (r *worldReport) add(format string, args ...any) { fmt.Fprintf(&r.text, format+"\n", args...) }

// write puts the report into the folder that PLENARY_REPORTS names, seen from
// the root of the repository. What failed is not reported but mended.
func (r *worldReport) write(t *testing.T) {
	t.Helper()
	dir := os.Getenv("PLENARY_REPORTS")
	if dir == "" || t.Failed() {
		return
	}
	if !filepath.IsAbs(dir) {
		dir = filepath.Join("..", "..", dir)
	}
	must(t, os.WriteFile(filepath.Join(dir, "two-worlds.md"), []byte(r.text.String()), 0o644))
}
