package mail

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
)

// fields are the headers of RFC 2369, RFC 2919 and RFC 8058, always in the same
// order: the library would write them in another one each time, and nothing
// about a mail is to differ without a reason.
func (l *ListHeaders) fields() []byte {
	if l == nil {
		return nil
	}
	var b bytes.Buffer
	field := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, "%s: %s\r\n", name, value)
		}
	}
	field("List-Id", l.namedID())
	field("List-Unsubscribe", strings.Join(angled(l.Unsubscribe, l.UnsubscribeMail), ",\r\n "))
	if l.Unsubscribe != "" {
		field("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
	}
	if l.Post == "NO" {
		field("List-Post", l.Post)
	} else {
		field("List-Post", strings.Join(angled(l.Post), ""))
	}
	for _, f := range []struct{ name, address string }{
		{"List-Help", l.Help}, {"List-Archive", l.Archive}, {"List-Subscribe", l.Subscribe}, {"List-Owner", l.Owner},
	} {
		field(f.name, strings.Join(angled(f.address), ""))
	}
	return b.Bytes()
}

// namedID is the list's id with its name. The name is left out where it would
// have to be encoded: few filters read such an id.
func (l *ListHeaders) namedID() string {
	if l.ID == "" {
		return ""
	}
	id := "<" + l.ID + ">"
	if name := oneLine(l.Name); name != "" && isASCII(name) && !strings.ContainsAny(name, `<>"\()`) {
		id = `"` + name + `" ` + id
	}
	return id
}

// angled puts those addresses that are there into angle brackets.
func angled(addresses ...string) (list []string) {
	for _, a := range addresses {
		if a != "" {
			list = append(list, "<"+a+">")
		}
	}
	return list
}

func (l *ListHeaders) check() error {
	if l == nil {
		return nil
	}
	if l.ID != "" && !plainID(l.ID) {
		return errors.New("mail: a list's id is no domain name")
	}
	if l.Unsubscribe != "" && !webAddress(l.Unsubscribe, "https", "http") {
		return errors.New("mail: a list's one-click address is no web address")
	}
	for _, u := range []string{l.UnsubscribeMail, l.Owner} {
		if u != "" && !webAddress(u, "mailto") {
			return errors.New("mail: a list's address is no mailto address")
		}
	}
	if l.Post != "" && l.Post != "NO" && !webAddress(l.Post, "mailto") {
		return errors.New("mail: a list's address is no mailto address")
	}
	for _, u := range []string{l.Help, l.Archive, l.Subscribe} {
		if u != "" && !webAddress(u, "https", "http", "mailto") {
			return errors.New("mail: a list's address is no address")
		}
	}
	return nil
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
