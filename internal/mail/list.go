package mail

import (
	"errors"
	"strings"

	gomail "github.com/wneessen/go-mail"
)

// set adds the headers of RFC 2369, RFC 2919 and RFC 8058.
func (l *ListHeaders) set(msg *gomail.Msg) {
	if l == nil {
		return
	}
	if l.ID != "" {
		// The name is left out where it would have to be encoded: few filters
		// read such an id.
		id := "<" + l.ID + ">"
		if name := oneLine(l.Name); name != "" && isASCII(name) && !strings.ContainsAny(name, `<>"\()`) {
			id = `"` + name + `" ` + id
		}
		msg.SetGenHeaderPreformatted("List-Id", id)
	}
	var leave []string
	for _, u := range []string{l.Unsubscribe, l.UnsubscribeMail} {
		if u != "" {
			leave = append(leave, "<"+u+">")
		}
	}
	if leave != nil {
		msg.SetGenHeaderPreformatted("List-Unsubscribe", strings.Join(leave, ",\r\n "))
	}
	if l.Unsubscribe != "" {
		msg.SetGenHeaderPreformatted("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
	}
	if l.Post == "NO" {
		msg.SetGenHeaderPreformatted("List-Post", "NO")
	} else if l.Post != "" {
		msg.SetGenHeaderPreformatted("List-Post", "<"+l.Post+">")
	}
	for header, u := range map[gomail.Header]string{
		"List-Help": l.Help, "List-Archive": l.Archive, "List-Subscribe": l.Subscribe, "List-Owner": l.Owner,
	} {
		if u != "" {
			msg.SetGenHeaderPreformatted(header, "<"+u+">")
		}
	}
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
