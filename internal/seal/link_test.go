package seal

import (
	"bytes"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

const testID = "aaaaaaaaaaaaaaaaaaaaaaaaae"

func TestLinksOpenForTheirPurposeIDAndGeneration(t *testing.T) {
	k := New(testRoot)
	rapid.Check(t, func(t *rapid.T) {
		purpose := rapid.SampledFrom([]string{"r", "g", "join", "feed"}).Draw(t, "purpose")
		id := rapid.StringMatching(`[a-z2-7]{1,26}`).Draw(t, "id")
		gen := rapid.IntRange(0, 1<<40).Draw(t, "generation")
		s := k.Link(purpose, id, gen)
		got, mac, ok := ParseLink(s)
		if !ok || got != id || len(mac) != macSize {
			t.Fatalf("ParseLink(%q) = %q, %d bytes, %v", s, got, len(mac), ok)
		}
		if !k.CheckLink(purpose, id, gen, mac) {
			t.Fatal("its own link is refused")
		}
		if k.CheckLink(purpose+"x", id, gen, mac) || k.CheckLink(purpose, id+"a", gen, mac) ||
			k.CheckLink(purpose, id, gen+1, mac) || k.CheckLink(purpose, id, gen, mac[:macSize-1]) || k.CheckLink(purpose, id, gen, nil) {
			t.Fatal("another link is accepted")
		}
		if New(bytes.Repeat([]byte{8}, keySize)).CheckLink(purpose, id, gen, mac) {
			t.Fatal("another instance accepts the link")
		}
	})
}

func TestLinksAreShortLowerCaseAndStable(t *testing.T) {
	k := New(testRoot)
	s := k.Link("r", testID, 3)
	if len(s) != 52 || s != strings.ToLower(s) || s != k.Link("r", testID, 3) {
		t.Errorf("link %q", s)
	}
}

func TestALinkHasOneSpelling(t *testing.T) {
	s := New(testRoot).Link("r", testID, 3)
	for _, other := range []string{strings.ToUpper(s), s + "=", s + "a", " " + s, s[:len(s)-1], "", s[len(testID):], testID,
		strings.Repeat("a", 200), "ä" + s, s[:30] + "1" + s[31:], "../" + s} {
		if id, mac, ok := ParseLink(other); ok && New(testRoot).CheckLink("r", id, 3, mac) {
			t.Errorf("%q is accepted", other)
		}
	}
	// The last letter carries two bits that mean nothing.
	for _, c := range "abcdefghijklmnopqrstuvwxyz234567" {
		other := s[:len(s)-1] + string(c)
		if _, _, ok := ParseLink(other); ok && other != s {
			if id, mac, _ := ParseLink(other); New(testRoot).CheckLink("r", id, 3, mac) {
				t.Errorf("%q is accepted for %q", other, s)
			}
		}
	}
}

func FuzzParseLink(f *testing.F) {
	k := New(testRoot)
	right := k.Link("r", testID, 1)
	f.Add(right)
	f.Add(testID)
	f.Fuzz(func(t *testing.T, s string) {
		id, mac, ok := ParseLink(s)
		if !ok {
			return
		}
		if id+encoding.EncodeToString(mac) != s {
			t.Fatalf("%q reads as %q and %x", s, id, mac)
		}
		if k.CheckLink("r", id, 1, mac) && s != right {
			t.Fatalf("%q is accepted", s)
		}
	})
}

func TestTicketsOpenForTheirPurpose(t *testing.T) {
	k := New(testRoot)
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.SliceOfN(rapid.Byte(), 0, 100).Draw(t, "v")
		s := k.Ticket("receipt", v)
		got, ok := k.OpenTicket("receipt", s)
		if !ok || !bytes.Equal(got, v) {
			t.Fatalf("got %x, %v; want %x", got, ok, v)
		}
		if strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") != "" {
			t.Fatalf("%q does not fit into a URL", s)
		}
		if _, ok := k.OpenTicket("form", s); ok {
			t.Fatal("opens for another purpose")
		}
		if s == k.Ticket("receipt", v) {
			t.Fatal("the same ticket came twice")
		}
	})
}

func TestChangedTicketsStayShut(t *testing.T) {
	k := New(testRoot)
	s := k.Ticket("receipt", []byte("anna@mail.example"))
	for i := range s {
		for _, c := range "AZ_9" {
			other := s[:i] + string(c) + s[i+1:]
			if _, ok := k.OpenTicket("receipt", other); ok && other != s {
				t.Fatalf("letter %d changed, and it opens", i)
			}
		}
	}
	if len(s) != len(k.Ticket("receipt", nil)) {
		t.Error("the ticket's length tells the value's")
	}
}

func FuzzOpenTicket(f *testing.F) {
	k := New(testRoot)
	f.Add(k.Ticket("receipt", []byte("7")))
	f.Add("AAAA")
	f.Fuzz(func(t *testing.T, s string) {
		if v, ok := k.OpenTicket("receipt", s); ok && string(v) != "7" {
			t.Fatalf("%q opens as %q", s, v)
		}
	})
}

func TestIndexesTellFieldsAndInstancesApart(t *testing.T) {
	one, other := New(testRoot), New(bytes.Repeat([]byte{8}, keySize))
	if !bytes.Equal(one.Index("address", "a@b.example"), New(testRoot).Index("address", "a@b.example")) {
		t.Error("the same value has two indexes")
	}
	seen := map[string]string{}
	for name, ix := range map[string][]byte{
		"address":        one.Index("address", "a@b.example"),
		"phone":          one.Index("phone", "a@b.example"),
		"other value":    one.Index("address", "b@b.example"),
		"moved boundary": one.Index("addressa", "@b.example"),
		"other instance": other.Index("address", "a@b.example"),
		"suppression":    one.Suppression("a@b.example"),
	} {
		if len(ix) != 32 {
			t.Errorf("%s has %d bytes", name, len(ix))
		}
		if was := seen[string(ix)]; was != "" {
			t.Errorf("%s and %s are the same", name, was)
		}
		seen[string(ix)] = name
	}
}
