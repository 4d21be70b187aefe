package lists

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf16"

	"codeberg.org/plenary/plenary/internal/people"
)

// inCall writes who was read, one per line: name, other name, address.
func inCall(list []CallPerson) string {
	var b strings.Builder
	for _, p := range list {
		b.WriteString(p.Name + " | " + p.Other + " | " + p.Address + "\n")
	}
	return b.String()
}

func utf16le(s string) []byte {
	out := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(s)) {
		out = append(out, byte(u), byte(u>>8))
	}
	return out
}

func TestTheListsOfCallsAreRead(t *testing.T) {
	for _, c := range []struct {
		name string
		data []byte
		want string
		wait string
	}{
		{"Zoom", []byte("\ufeffName (Original Name),User Email,Total Duration (Minutes),Guest\r\n" +
			"Ada (Ada Lovelace),ada@mail.example,58,Yes\r\nنور,,60,Yes\r\n\"Quay, Sam (he/him)\",SAM@mail.example,3,No\r\n"),
			"Ada | Ada Lovelace | ada@mail.example\nنور |  | \nQuay, Sam |  | SAM@mail.example\n", ""},
		{"Zoom with its summary", []byte("Meeting ID,Topic,Start Time,End Time,User Email,Duration (Minutes),Participants\n" +
			"912 3456,Fundamentals,03/10/2027 09:58:00 AM,03/10/2027 12:01:00 PM,training@harbour.example,123,3\n\n" +
			"Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest,Recording Consent,In Waiting Room\n" +
			"Ada,ada@mail.example,03/10/2027 09:58:00 AM,03/10/2027 09:59:00 AM,1,Yes,,Yes\n" +
			"Ada,ada@mail.example,03/10/2027 09:59:00 AM,03/10/2027 12:00:00 PM,121,Yes,,No\n" +
			"Ben,,03/10/2027 10:20:00 AM,03/10/2027 10:21:00 AM,1,Yes,,Yes\n" +
			"+4917612345678,,03/10/2027 10:00:00 AM,03/10/2027 12:00:00 PM,120,Yes,,No\n"),
			"Ada |  | ada@mail.example\n+4917612345678 |  | \n", "Ben |  | \n"},
		{"Zoom with its newer summary", []byte("Topic,ID,Host name,Host email,Start time,End time,Participants,Duration (minutes)\n" +
			"Fundamentals,912,Rosa,rosa@mail.example,2027,2027,2,120\n\nName (original name),Email,Join time,Leave time,Duration (minutes),Guest,In waiting room\n" +
			"Eve,eve@mail.example,1,2,3,Yes,No\n"), "Eve |  | eve@mail.example\n", ""},
		{"Zoom in German with semicolons", []byte("Name (Originalname);E-Mail;Beitrittszeit;Zeit des Verlassens;Dauer (Minuten);Gast\nJörg Müller;joerg@mail.example;10:00;12:00;120;Ja\n"),
			"Jörg Müller |  | joerg@mail.example\n", ""},
		{"Teams", utf16le("1. Summary\r\nMeeting title\tFundamentals\r\nAttended participants\t2\r\nStart time\t3/10/27, 9:58:00 AM\r\n\r\n2. Participants\r\n" +
			"Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole\r\n" +
			"Lovelace, Ada\t3/10/27, 9:58:00 AM\t3/10/27, 12:01:00 PM\t2h 3m\tada@mail.example\tada@corp.example\tOrganizer\r\n" +
			"Ben (Guest)\t3/10/27, 9:59:00 AM\t3/10/27, 12:00:00 PM\t2h 1m\t\t\tAttendee\r\n\r\n3. In-Meeting Activities\r\n" +
			"Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole\r\nLovelace, Ada\t3/10/27, 9:58:00 AM\t3/10/27, 12:01:00 PM\t2h\tada@mail.example\tOrganizer\r\n"),
			"Lovelace, Ada |  | ada@mail.example\nBen |  | \n", ""},
		{"old Teams", utf16le("Full Name\tUser Action\tTimestamp\nAda\tJoined\t3/10/2027, 9:58:00 AM\nAda\tLeft\t3/10/2027, 12:00:00 PM\nBen\tJoined\t3/10/2027, 9:59:00 AM\n"),
			"Ada |  | \nBen |  | \n", ""},
		{"Google Meet", []byte("First name,Last name,Email,Duration,Time joined,Time exited\nAda,Lovelace,ada@mail.example,1 hr,9:58 AM,12:00 PM\nBen,,b***@mail.example,5 min,10:00 AM,10:05 AM\n"),
			"Ada Lovelace |  | ada@mail.example\nBen |  | b***@mail.example\n", ""},
		{"BigBlueButton", []byte("Name,Moderator,Activity score,Talk time,Webcam time,Messages,Join,Left,Duration\nAda,TRUE,9,00:10,00:00,3,3/10/2027 10:00,3/10/2027 12:00,02:00\n"),
			"Ada |  | \n", ""},
		{"one column", []byte("Name\nAda\nBen\n"), "Ada |  | \nBen |  | \n", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			list, err := ReadCallList(c.data)
			if err != nil {
				t.Fatal(err)
			}
			if got := inCall(list.People); got != c.want {
				t.Errorf("got\n%swant\n%s", got, c.want)
			}
			if got := inCall(list.Waiting); got != c.wait {
				t.Errorf("waiting:\n%s", got)
			}
		})
	}
}

func TestWhatIsNoListOfACallIsRefused(t *testing.T) {
	for _, data := range []string{"", "hello", "a,b,c\n1,2,3\n", "\x00\x01\x02", "Topic,Duration\nx,5\n", strings.Repeat("x", longestCallList+1)} {
		if _, err := ReadCallList([]byte(data)); err == nil {
			t.Errorf("%.20q was read", data)
		}
	}
}

func FuzzReadCallList(f *testing.F) {
	f.Add([]byte("Name (Original Name),User Email\nAda (x),a@b.example\n"))
	f.Add(utf16le("Full Name\tUser Action\nAda\tJoined\n"))
	f.Add([]byte("Name;E-Mail\n\"a;b\";c\n"))
	f.Add([]byte("sep=;\nName;Email\n((x));\n)(;\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		list, err := ReadCallList(data)
		if err != nil {
			return
		}
		lines := len(bytes.Split(data, []byte{'\n'})) + len(data)
		for _, p := range append(list.People, list.Waiting...) {
			if p.Name == "" && p.Address == "" || p.Line < 1 || p.Line > lines {
				t.Errorf("%+v", p)
			}
			if p.Name != people.CleanName(p.Name) || p.Address != "" && !people.IsAddress(p.Address) {
				t.Errorf("not clean: %q %q", p.Name, p.Address)
			}
		}
	})
}
