package series

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"codeberg.org/plenary/plenary/internal/seal"
	"golang.org/x/text/encoding/charmap"
	"pgregory.net/rapid"
)

// short writes what was read as "Name <address> status" for comparing.
func short(l *PeopleList) []string {
	var out []string
	for _, p := range l.People {
		s := p.Name
		if p.Address != "" {
			s = strings.TrimSpace(s + " <" + p.Address + ">")
		}
		if p.Status != ListReady {
			s += " " + string(p.Status)
		}
		if p.Rest != "" {
			s += " (" + p.Rest + ")"
		}
		out = append(out, s)
	}
	return out
}

func readList(t testing.TB, text string) *PeopleList {
	t.Helper()
	l, err := ReadPeople([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestAnythingThatLooksLikePeopleIsRead(t *testing.T) {
	for name, c := range map[string]struct {
		in   string
		want []string
	}{
		"name and address":      {"Amina Yusuf <amina@mail.example>", []string{"Amina Yusuf <amina@mail.example>"}},
		"address":               {"amina@mail.example", []string{"amina <amina@mail.example>"}},
		"name":                  {"Amina", []string{"Amina"}},
		"one letter":            {"Q", []string{"Q"}},
		"emoji":                 {"🌻 Sol", []string{"🌻 Sol"}},
		"comma":                 {"Amina Yusuf, amina@mail.example", []string{"Amina Yusuf <amina@mail.example>"}},
		"semicolon":             {"Amina Yusuf;amina@mail.example", []string{"Amina Yusuf <amina@mail.example>"}},
		"tab":                   {"Amina\tYusuf\tamina@mail.example\t+254 700 000000", []string{"Amina Yusuf <amina@mail.example> (+254 700 000000)"}},
		"address first":         {"amina@mail.example, Amina Yusuf", []string{"Amina Yusuf <amina@mail.example>"}},
		"spaces":                {"Amina Yusuf amina@mail.example", []string{"Amina Yusuf <amina@mail.example>"}},
		"brackets":              {"Amina Yusuf (amina@mail.example)", []string{"Amina Yusuf <amina@mail.example>"}},
		"dash":                  {"Amina Yusuf – amina@mail.example", []string{"Amina Yusuf <amina@mail.example>"}},
		"label":                 {"E-Mail: amina@mail.example", []string{"amina <amina@mail.example>"}},
		"mailto":                {"Amina [mailto:amina@mail.example]", []string{"Amina <amina@mail.example>"}},
		"quoted name":           {`"Yusuf, Amina" <amina@mail.example>`, []string{"Amina Yusuf <amina@mail.example>"}},
		"apostrophe":            {"Sinéad O'Neil <o'neil@mail.example>", []string{"Sinéad O'Neil <o'neil@mail.example>"}},
		"family name first":     {"Yusuf, Amina", []string{"Amina Yusuf"}},
		"family name <address>": {"Yusuf, Amina <amina@mail.example>", []string{"Amina Yusuf <amina@mail.example>"}},
		"outlook": {"Yusuf, Amina <amina@mail.example>; Petrov, Ivan <ivan@mail.example>; Li Na",
			[]string{"Amina Yusuf <amina@mail.example>", "Ivan Petrov <ivan@mail.example>", "Li Na"}},
		"mail client": {`Amina <a@mail.example>, "Petrov, Ivan" <i@mail.example>, c@mail.example`,
			[]string{"Amina <a@mail.example>", "Ivan Petrov <i@mail.example>", "c <c@mail.example>"}},
		"addresses on one line": {"a@mail.example, b@mail.example;c@mail.example d@mail.example",
			[]string{"a <a@mail.example>", "b <b@mail.example>", "c <c@mail.example>", "d <d@mail.example>"}},
		"pairs on one line": {"Ana, a@mail.example, Bo, b@mail.example", []string{"Ana <a@mail.example>", "Bo <b@mail.example>"}},
		"names on one line": {"Ana, Bo, Carla", []string{"Ana", "Bo", "Carla"}},
		"bullets": {"- Ana\n* Bo\n• Carla\n☐ Dunja\n[x] Emre\n– Fay",
			[]string{"Ana", "Bo", "Carla", "Dunja", "Emre", "Fay"}},
		"numbers":                      {"1. Ana\n2) Bo\n(3) Carla\n٤. سمير\n५. अदिति", []string{"Ana", "Bo", "Carla", "سمير", "अदिति"}},
		"bare counts":                  {"1 Ana\n2 Bo\n3\tCarla", []string{"Ana", "Bo", "Carla"}},
		"a number that does not count": {"50 Cent", []string{"50 Cent"}},
		"scripts": {"فاطمة الزهراء <fatima@mail.example>\nИван Петров, ivan@почта.example\nअदिति शर्मा",
			[]string{"فاطمة الزهراء <fatima@mail.example>", "Иван Петров <ivan@почта.example>", "अदिति शर्मा"}},
		"marks of direction":            {"\u200fفاطمة\u200f\u202c <fatima@mail.example>\u200e", []string{"فاطمة <fatima@mail.example>"}},
		"arabic comma":                  {"سمير، ليلى، نور", []string{"سمير", "ليلى", "نور"}},
		"markdown table":                {"| Name | E-mail |\n|---|---|\n| Ana | a@mail.example |", []string{"Ana <a@mail.example>"}},
		"blank lines":                   {"\n\n  Ana \r\n\r\n\tBo\r", []string{"Ana", "Bo"}},
		"twice":                         {"Ana <a@mail.example>\nA@Mail.Example", []string{"Ana <a@mail.example>", "a <A@Mail.Example> twice"}},
		"twice, named later":            {"a@mail.example\nAna <a@mail.example>", []string{"Ana <a@mail.example>", "Ana <a@mail.example> twice"}},
		"two of one name":               {"Ana\nAna", []string{"Ana", "Ana needs"}},
		"no end":                        {"Ana <ana@mail>", []string{"Ana <ana@mail> needs"}},
		"comma for dot":                 {"p3@mail,example", []string{"example <p3@mail> needs"}},
		"handle":                        {"@ana", []string{"<@ana> needs"}},
		"heading":                       {"Night shift:\nAna", []string{"Night shift needs", "Ana"}},
		"number only":                   {"12345", []string{"12345 needs"}},
		"hidden address":                {"Ana ana(at)mail.example", []string{" needs"}},
		"a formula for a name":          {"=1+1,mail@x.example", []string{"mail <mail@x.example> (=1+1)"}},
		"a formula before an address":   {"=1+1 <mail@x.example>", []string{"1+1 <mail@x.example> needs"}},
		"a formula of words":            {"=SUM(A1),mail@x.example", []string{"SUM(A1) <mail@x.example>"}},
		"a number for a name":           {"+1 555 12,mail@x.example", []string{"mail <mail@x.example> (+1 555 12)"}},
		"quoted addresses":              {`"a@mail.example";"b@mail.example"`, []string{"a <a@mail.example>", "b <b@mail.example>"}},
		"quoted names and addresses":    {`"Amina Yusuf";"a@mail.example"; "Li Na";"li@mail.example"`, []string{"Amina Yusuf <a@mail.example>", "Li Na <li@mail.example>"}},
		"semicolons within quotes":      {`"Yusuf; Amina" <a@mail.example>; "Na, Li" <li@mail.example>`, []string{"Yusuf; Amina <a@mail.example>", "Li Na <li@mail.example>"}},
		"quoted parts of one name":      {`"Amina" "Yusuf" <a@mail.example>`, []string{"Amina Yusuf <a@mail.example>"}},
		"an at sign in a quoted name":   {`"Ana @ home" <a@mail.example>; Bo <b@mail.example>`, []string{"Ana @ home <a@mail.example>", "Bo <b@mail.example>"}},
		"head below blank lines":        {"\n\nname,email\nAna,a@mail.example", []string{"Ana <a@mail.example>"}},
		"head below a title":            {"Night shift, all\n\nname,email\nAna,a@mail.example", []string{"all Night shift needs", "Ana <a@mail.example>"}},
		"head below people":             {"Ana <a@mail.example>\nName;E-Mail\nBo;b@mail.example", []string{"Ana <a@mail.example>", "Bo <b@mail.example>"}},
		"two tables":                    {"Name;E-Mail\nAna;a@mail.example\nE-Mail;Name\nb@mail.example;Bo", []string{"Ana <a@mail.example>", "Bo <b@mail.example>"}},
		"people whose names head lists": {"Ana\nNom, Bo\nMember", []string{"Ana", "Bo Nom", "Member"}},
		"more than needed":              {"Ana Lima; a@mail.example; Harbour Tenants; Lisbon", []string{"Ana Lima <a@mail.example> (Harbour Tenants, Lisbon)"}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := short(readList(t, c.in)); !slices.Equal(got, c.want) {
				t.Errorf("%q\n got %q\nwant %q", c.in, got, c.want)
			}
		})
	}
}

func TestTablesAreReadByTheirHeadLine(t *testing.T) {
	want := []string{"Amina Yusuf <amina@mail.example>", "Li Na"}
	for _, in := range []string{
		"Name;E-Mail\nAmina Yusuf;amina@mail.example\nLi Na;",
		"Vorname;Nachname;Telefon;E-Mail-Adresse\nAmina;Yusuf;+49 30 1;amina@mail.example\nLi;Na;;",
		"Nachname,Vorname,E-Mail\nYusuf,Amina,amina@mail.example\nNa,Li,",
		"\"Last Name\",\"First Name\",\"E-mail Address\"\n\"Yusuf\",\"Amina\",\"amina@mail.example\"\n\"Na\",\"Li\",\"\"",
		"Correo electrónico\tNombre\tApellidos\namina@mail.example\tAmina\tYusuf\n\tLi\tNa",
		"Nom;Prénom;Courriel\nYusuf;Amina;amina@mail.example\nNa;Li;",
		"नाम,ईमेल\nAmina Yusuf,amina@mail.example\nLi Na,",
		"Nome;Sobrenome;Endereço de e-mail\nAmina;Yusuf;amina@mail.example\nLi;Na;",
		"Фамилия;Имя;Эл. почта\nYusuf;Amina;amina@mail.example\nNa;Li;",
		"الاسم الكامل;البريد الإلكتروني\nAmina Yusuf;amina@mail.example\nLi Na;",
		"sep=;\nName;E-Mail\nAmina Yusuf;amina@mail.example\nLi Na;",
		"No.;Participant;Organisation;Email\n1;Amina Yusuf;Harbour;amina@mail.example\n2;Li Na;Harbour;",
		"Name,Notes,E-mail 1 - Value\nAmina Yusuf,\"likes\nlong notes\",amina@mail.example\nLi Na,,",
	} {
		l := readList(t, in)
		if got := short(l); !slices.Equal(got, want) {
			t.Errorf("%q\n got %q", in, got)
		}
		if l.Table == "" {
			t.Errorf("%q: not read as a table", in)
		}
	}
}

func TestColumnsThatAreNotUsedAreNamed(t *testing.T) {
	l := readList(t, "Name;Telefon;E-Mail;Schicht\nAmina;1;a@mail.example;Nacht")
	if want := []string{"Telefon", "Schicht"}; !slices.Equal(l.Unused, want) {
		t.Errorf("got %q", l.Unused)
	}
}

func TestVisitingCardsAreRead(t *testing.T) {
	l := readList(t, "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Yusuf;Amina;;;\r\nFN:Amina Yusuf\r\nitem1.EMAIL;TYPE=INTERNET:amina@mail.example\r\nTEL:+254 700\r\nEND:VCARD\r\n"+
		"BEGIN:VCARD\nN:Petrov;Ivan\nEND:VCARD\nVERSION:3.0\nLi Na")
	want := []string{"Amina Yusuf <amina@mail.example>", "Ivan Petrov", "Li Na"}
	if got := short(l); !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

func TestFilesInOtherCharacterSetsAreRead(t *testing.T) {
	russian := "Имя;Почта\nИван Петров;ivan@mail.example\nМАРИЯ ЁЛКИНА;m@mail.example\n"
	german := "Name;E-Mail\nJürgen Groß;j@mail.example\nBjörn Ærø;b@mail.example\n"
	arabic := "الاسم;البريد\nفاطمة الزهراء;f@mail.example\n"
	bytesOf := func(c *charmap.Charmap, s string) []byte {
		b, err := c.NewEncoder().Bytes([]byte(s))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	wide := func(s string, big, mark bool) (b []byte) {
		units := utf16.Encode([]rune(s))
		if mark {
			units = append([]uint16{0xfeff}, units...)
		}
		for _, u := range units {
			if big {
				b = append(b, byte(u>>8), byte(u))
			} else {
				b = append(b, byte(u), byte(u>>8))
			}
		}
		return b
	}
	for _, c := range []struct {
		data    []byte
		charset string
		first   string
	}{
		{[]byte("\ufeff" + german), "UTF-8", "Jürgen Groß"},
		{bytesOf(charmap.Windows1252, german), "Windows-1252", "Jürgen Groß"},
		{bytesOf(charmap.Windows1251, russian), "Windows-1251", "Иван Петров"},
		{bytesOf(charmap.Windows1256, arabic), "Windows-1256", "فاطمة الزهراء"},
		{wide(russian, false, true), "UTF-16", "Иван Петров"},
		{wide(german, true, true), "UTF-16", "Jürgen Groß"},
		{wide(german, false, false), "UTF-16", "Jürgen Groß"},
	} {
		l, err := ReadPeople(c.data)
		if err != nil {
			t.Fatal(err)
		}
		if l.Charset != c.charset || len(l.People) == 0 || l.People[0].Name != c.first {
			t.Errorf("%s: got %s, %q", c.charset, l.Charset, short(l))
		}
	}
}

func TestWhatIsTooLongIsRefusedAsAWhole(t *testing.T) {
	for _, in := range []string{
		strings.Repeat("x", LongestPaste+1),
		strings.Repeat("Ana\n", MostPeople+1),
		strings.Repeat("Ana <a@b.example>;", MostPeople+1),
	} {
		if _, err := ReadPeople([]byte(in)); err == nil {
			t.Errorf("%d bytes are taken", len(in))
		}
	}
}

func TestFiveThousandLinesWithBrokenOnesKeepTheirNumbers(t *testing.T) {
	var b strings.Builder
	var broken []int
	for i := 1; i <= MostPeople; i++ {
		if i%135 == 7 {
			broken = append(broken, i)
			fmt.Fprintf(&b, "Person %d <p%d@mail>\n", i, i)
			continue
		}
		fmt.Fprintf(&b, "Person %d <p%d@mail.example>\n", i, i)
	}
	l := readList(t, b.String())
	var got []int
	for _, p := range l.Needing() {
		got = append(got, p.Line)
	}
	if !slices.Equal(got, broken) || len(l.Ready()) != MostPeople-len(broken) {
		t.Errorf("%d ready; broken %v, want %v", len(l.Ready()), got, broken)
	}
}

// TestWhatWasReadReadsTheSameAgain holds for the check page, which carries the
// list from one request to the next.
func TestWhatWasReadReadsTheSameAgain(t *testing.T) {
	word := rapid.SampledFrom([]string{"Amina", "Yusuf", "O'Neil", "Li", "फ़रहा", "فاطمة", "Иван", "Dr.", "3", "12)", "Name", "email", "a,b", "x;y", `q"q`, "=1+1", "Name;email", `"a@b"`,
		"-", "•", "<", ">", "@", "Jr,", "B:", "www.x", "(at)", "|", "\t", "🌻", "[x]", "a)"})
	rapid.Check(t, func(t *rapid.T) {
		lines := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) string {
			s := strings.Join(rapid.SliceOfN(word, 1, 4).Draw(t, "words"), rapid.SampledFrom([]string{" ", ", ", ""}).Draw(t, "glue"))
			return s + rapid.SampledFrom([]string{"", " <a@mail.example>", ", b@mail.example", " c@mail"}).Draw(t, "address")
		}), 1, 4).Draw(t, "lines")
		l, err := ReadPeople([]byte(strings.Join(lines, "\n")))
		if err != nil {
			t.Fatal(err)
		}
		again(t, l)
	})
}

type fataler interface{ Fatalf(string, ...any) }

func again(t fataler, l *PeopleList) {
	ready := l.Ready()
	text := FormatPeople(ready)
	l2, err := ReadPeople([]byte(text))
	if err != nil {
		if len(text) > LongestPaste {
			return
		}
		t.Fatalf("%q: %v", text, err)
	}
	got := l2.Ready()
	if len(got) != len(ready) || len(l2.People) != len(ready) {
		t.Fatalf("%q gave %d people of %d: %q", text, len(l2.People), len(ready), short(l2))
	}
	for i := range got {
		if got[i].Name != ready[i].Name || got[i].Address != ready[i].Address {
			t.Fatalf("%q gave %q <%s>, not %q <%s>", text, got[i].Name, got[i].Address, ready[i].Name, ready[i].Address)
		}
	}
}

func FuzzReadPeople(f *testing.F) {
	for _, s := range []string{"Ana <a@b.example>", "Name;E-Mail\nx;y@z.example", "BEGIN:VCARD\nN:;;\nEND:VCARD", "a@b,c@d;\"x\n", "\xff\xfeA\x00", "\"\"\"\";@", "sep=\x00",
		"T\nName;E-Mail\nx;y@z.example", "=1+1,a@b.example", `"a@b.example";"c@d.example"`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		l, err := ReadPeople(data)
		if err != nil {
			return
		}
		seen := map[int]bool{}
		for _, n := range l.Skipped {
			seen[n] = true
		}
		for _, p := range l.People {
			seen[p.Line] = true
			if !utf8.ValidString(p.Name) || !utf8.ValidString(p.Address) || strings.ContainsAny(p.Name+p.Address, "\x00\n\r") {
				t.Fatalf("%q gives %+v", data, p)
			}
			if p.Status == ListReady && p.Address != "" {
				if _, ok := seal.CanonicalAddress(p.Address); !ok {
					t.Fatalf("%q is ready", p.Address)
				}
			}
			if p.Status == "" || p.Status == ListNeeds && p.Why.Msg == "" {
				t.Fatalf("no word on %+v", p)
			}
		}
		if len(l.People) == 0 && strings.ContainsFunc(string(bytes.ToValidUTF8(data, nil)), func(c rune) bool { return c == '@' }) && l.Table == "" && len(l.Skipped) == 0 {
			t.Fatalf("%q is dropped", data)
		}
		again(t, l)
	})
}

// BenchmarkReadPeople reads 5,000 lines. Its limit stands beside it.
func BenchmarkReadPeople(b *testing.B) {
	const limit = 100 * time.Millisecond
	var text bytes.Buffer
	for i := range MostPeople {
		fmt.Fprintf(&text, "Иван Петров %d <p%d@mail.example>\n", i, i)
	}
	for b.Loop() {
		if _, err := ReadPeople(text.Bytes()); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N), "ms/list")
	b.ReportMetric(float64(limit.Milliseconds()), "limit-ms")
}

// BenchmarkHostileLists reads lists of a megabyte that are made to take long.
// Their limit stands beside them.
func BenchmarkHostileLists(b *testing.B) {
	const limit = time.Second
	for name, unit := range map[string]string{
		"quotes": `"`, "doubled quotes": `"a""`, "open quotes": `"a,`, "quoted cells": `"",`, "brackets": "(", "angles": "<", "pairs": "()", "spaces": " ", "tabs": "\t",
		"commas": "a,", "semicolons": "a;", "addresses": "a@b.example ", "at signs": "@", "bars": "|", "bullets": "•", "numbers": "1. ",
		"colons": "a:", "dashes": "- ", "marks": "\u202e", "flipped": "a, b; ", "broken": "\xff\x80",
	} {
		text := []byte("x@y.example " + strings.Repeat(unit, LongestPaste/len(unit)-30) + " z@y.example")
		b.Run(strings.ReplaceAll(name, " ", "-"), func(b *testing.B) {
			for b.Loop() {
				if l, err := ReadPeople(text); err == nil {
					FormatPeople(l.Ready())
				}
			}
			b.ReportMetric(float64(limit.Milliseconds()), "limit-ms")
		})
	}
	cards := []byte("BEGIN:VCARD\n" + strings.Repeat("EMAIL:"+strings.Repeat("a", 190)+"@mail.example\n", 4990))
	b.Run("cards", func(b *testing.B) {
		for b.Loop() {
			if _, err := ReadPeople(cards); err != nil {
				b.Fatal(err)
			}
		}
	})
}
