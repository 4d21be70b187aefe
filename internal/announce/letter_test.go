package announce

import (
	"encoding/base64"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

const headOfMail = "Return-Path: <x@haus.example>\r\nReceived: from a.example\r\n by b.example; Mon, 11 Jan 2027 09:14:03 +0100\r\n" +
	"From: =?UTF-8?Q?J=C3=BCrgen?= <j@haus.example>\r\nDate: Mon, 11 Jan 2027 09:14:00 +0100\r\nMIME-Version: 1.0\r\n"

// lined cuts into lines as mail does.
func lined(s string) (out string) {
	for ; len(s) > 76; s = s[76:] {
		out += s[:76] + "\r\n"
	}
	return out + s + "\r\n"
}

// TestMailsAreReadAsTheyWereSent: by their parts, however their letters are
// written; each field says from which bytes of the file it was read.
func TestMailsAreReadAsTheyWereSent(t *testing.T) {
	const said = "Liebe Leute,\r\n\r\nwir laden ein zur Mieterversammlung am Donnerstag, 28. Januar 2027, um 19 Uhr im großen Saal des Volkshauses, Weißenseer Weg 12, Berlin.\r\n\r\nViele Grüße\r\n"
	const page = "<html><head><style>p{color:red}</style></head><body><h1>Mieterversammlung</h1><p>Donnerstag, 28. Januar 2027, 19 Uhr<br>Großer Saal des Volkshauses, Weißenseer Weg 12, Berlin</p></body></html>"
	quoted := strings.NewReplacer("ß", "=C3=9F", "ü", "=C3=BC", "19 Uhr", "19 U=\r\nhr").Replace(said)
	latin, _ := charmap.ISO8859_1.NewEncoder().String(said)
	for name, mail := range map[string]string{
		"quoted-printable": headOfMail + "Subject: =?UTF-8?B?RWlubGFkdW5n?=\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" + quoted,
		"base64":           headOfMail + "Subject: Einladung\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n" + lined(base64.StdEncoding.EncodeToString([]byte(said))),
		"latin":            headOfMail + "Content-Type: text/plain; charset=ISO-8859-1\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + latin,
		"bare line ends":   strings.ReplaceAll(headOfMail+"Content-Type: text/plain\r\n\r\n"+said, "\r\n", "\n"),
		"a mailbox":        "From x@haus.example Mon Jan 11 09:14:00 2027\n" + headOfMail + "Content-Type: text/plain; charset=utf-8\r\n\r\n" + said,
		"a page": headOfMail + "Subject: Mieterversammlung\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
			lined(base64.StdEncoding.EncodeToString([]byte(page))),
		"parts": headOfMail + "Content-Type: multipart/mixed;\r\n boundary=\"b1\"\r\n\r\nA mail in parts.\r\n--b1\r\nContent-Type: multipart/alternative; boundary=b2\r\n\r\n--b2\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + said +
			"--b2\r\nContent-Type: text/html\r\n\r\n" + page + "\r\n--b2--\r\n--b1\r\nContent-Type: image/png\r\nContent-Disposition: attachment; filename=x.png\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
			lined(strings.Repeat("AAEC", 500)) + "--b1--\r\n",
		"one on another": headOfMail + "Content-Type: multipart/mixed; boundary=b1\r\n\r\n--b1\r\nContent-Type: message/rfc822\r\n\r\nSubject: Einladung\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" + quoted + "--b1--\r\n",
		"only its body":  quoted,
	} {
		opt := on("2027-01-12", "")
		sound(t, mail, opt)
		got := Parse(mail, opt)
		if len(got.Events) != 1 {
			t.Errorf("%s: %d events: %+v", name, len(got.Events), got.Events)
			continue
		}
		e := got.Events[0]
		if answered(e, "start") != "2027-01-28T19:00:00+01:00" || e.Title != "Mieterversammlung" || e.Place == nil || !strings.Contains(e.Place.Name, "Saal des Volkshauses") || !strings.Contains(e.Place.Address, "Weißenseer Weg 12") {
			t.Errorf("%s: %q, %s, %+v", name, e.Title, answered(e, "start"), e.Place)
		}
		if at := e.Spans["start"][0]; name != "base64" && name != "a page" && !strings.HasPrefix(mail[at[0]:at[1]], "Donnerstag, 28. Januar 2027") {
			t.Errorf("%s: the start was read in %q", name, mail[at[0]:at[1]])
		}
	}
}

// TestOtherCharacterSetsAreRead: files of old programs, and of one that writes two
// bytes for each character.
func TestOtherCharacterSetsAreRead(t *testing.T) {
	const ru, ar, en = "Собрание жильцов\r\nв четверг, 28 января 2027 года, в 19:00\r\nМесто: школа\r\n", "اجتماع السكان\r\nالخميس 28 يناير 2027 الساعة 7 مساء\r\nالمكان: مكتبة الحي\r\n", "Quiz night\r\nThursday 28 January 2027, 7pm\r\n"
	text := func(s string, err error) string {
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	for text, title := range map[string]string{
		text(charmap.Windows1251.NewEncoder().String(ru)):                                    "Собрание жильцов",
		text(charmap.Windows1256.NewEncoder().String(ar)):                                    "اجتماع السكان",
		text(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(en)):    "Quiz night",
		text(unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder().String(ru)):       "Собрание жильцов",
		text(unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder().String(en)): "Quiz night",
		"\ufeff" + en: "Quiz night",
		"From: koi@red.example\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=koi8-r\r\n\r\n" + text(charmap.KOI8R.NewEncoder().String(ru)): "Собрание жильцов",
	} {
		opt := on("2027-01-12", "Europe/Moscow")
		sound(t, text, opt)
		got := Parse(text, opt)
		if len(got.Events) != 1 || got.Events[0].Title != title || answered(got.Events[0], "start") != "2027-01-28T19:00:00+03:00" {
			t.Errorf("%q: %+v", title, got.Events)
		}
	}
}
