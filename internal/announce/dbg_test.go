package announce

import (
	"fmt"
	"os"
	"testing"
)

func TestDbg(t *testing.T) {
	if os.Getenv("DBG") == "" {
		return
	}
	in := os.Getenv("DBG")
	p := &parser{text: clean(in), opt: on("2025-01-10", ""), lex: theLexicon()}
	p.tok, p.lines = tokens(p.text.s)
	p.hits = p.lex.meanings(p.tok)
	p.languages()
	p.read()
	fmt.Println(p.lang, p.langs)
	for n, r := range p.readings {
		fmt.Printf("%d kind=%d [%s] role=%d days=%+v span=%v hours=%+v zone=%+v every=%+v long=%d bound=%d\n", n, r.kind, p.words(r.a, r.b), r.role, r.days, r.span, r.hours, r.zone, r.every, r.long, p.bound[n])
	}
	b := newBuilder(p, p.group())
	fmt.Printf("%+v\n", b.facts)
	fmt.Println(brief(Parse(in, on("2025-01-10", ""))))
	for _, e := range Parse(in, on("2025-01-10", "")).Events {
		fmt.Printf("%q place=%+v mode=%s cap=%v reg=%s lang=%s hosts=%q people=%q links=%q %v\n", e.Title, e.Place, e.Mode, e.Capacity, e.Registration, deref(e.Language), e.Hosts, e.People, e.Links, e.Conflicts)
	}
}
