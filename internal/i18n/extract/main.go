// Command extract shows the messages of the source and keeps the locale files.
//
//	go run ./internal/i18n/extract                    all messages as JSON: key to English
//	go run ./internal/i18n/extract -missing de        what German lacks, ready to be translated
//	go run ./internal/i18n/extract -merge de FILE     put translations into locales/de.json
//	go run ./internal/i18n/extract -check             what is wrong; exit 1 if anything is
//	go run ./internal/i18n/extract -prune             remove what the source no longer says
//	go run ./internal/i18n/extract -untranslated      let all missing messages wait
//
// -only and -without take key prefixes, parted by commas, for -missing.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"codeberg.org/plenary/plenary/internal/i18n/messages"
)

func main() {
	if err := run(os.Args[1:], os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, err)
		if errors.Is(err, errUsage) {
			os.Exit(2)
		}
		os.Exit(1)
	}
}

var errUsage = errors.New("usage: extract [-missing LANG [-only PREFIXES] [-without PREFIXES] | -merge LANG FILE | -check | -prune | -untranslated]")

func run(args []string, out, talk io.Writer) error {
	flags := flag.NewFlagSet("extract", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	missing := flags.String("missing", "", "")
	merge := flags.String("merge", "", "")
	only := flags.String("only", "", "")
	without := flags.String("without", "", "")
	check := flags.Bool("check", false, "")
	prune := flags.Bool("prune", false, "")
	wait := flags.Bool("untranslated", false, "")
	if flags.Parse(args) != nil {
		return errUsage
	}
	root, err := moduleRoot()
	if err != nil {
		return err
	}
	h, err := messages.Open(root)
	if err != nil {
		return err
	}
	switch {
	case *missing != "":
		if !slices.Contains(messages.Translated(), *missing) {
			return fmt.Errorf("the languages are %s", strings.Join(messages.Translated(), " "))
		}
		list := slices.DeleteFunc(h.Missing(*missing), func(m messages.Message) bool {
			return *only != "" && !hasPrefix(m.Key, *only) || hasPrefix(m.Key, *without)
		})
		_, err = out.Write(messages.Skeleton(*missing, list).Format())
	case *merge != "":
		if flags.NArg() != 1 {
			return errUsage
		}
		var add messages.Locale
		if add, err = messages.ReadLocale(flags.Arg(0)); err != nil {
			return err
		}
		if err = h.Merge(*merge, add); err == nil {
			fmt.Fprintf(talk, "%d merged, %d missing in %s\n", len(add), len(h.Missing(*merge)), *merge)
		}
	case *check:
		if faults := h.Check(); len(faults) > 0 {
			return errors.New(strings.Join(faults, "\n"))
		}
		fmt.Fprintf(talk, "%d messages, nothing wrong\n", len(h.Messages))
	case *prune:
		var removed []string
		removed, err = h.Prune()
		for _, line := range removed {
			fmt.Fprintln(talk, line)
		}
	case *wait:
		var n int
		n, err = h.Defer()
		fmt.Fprintf(talk, "%d messages wait\n", n)
	default:
		_, err = out.Write(messages.Skeleton("en", h.Messages).Format())
		for _, fault := range h.Faults {
			fmt.Fprintln(talk, fault)
		}
	}
	return err
}

func hasPrefix(key, prefixes string) bool {
	for p := range strings.SplitSeq(prefixes, ",") {
		if p != "" && strings.HasPrefix(key, p) {
			return true
		}
	}
	return false
}

// moduleRoot returns the nearest folder upwards that holds go.mod.
func moduleRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		up := filepath.Dir(dir)
		if up == dir {
			return "", errors.New("extract: run it inside the repository")
		}
		dir = up
	}
}
