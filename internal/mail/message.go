package mail

// Address is a mail address and the name before it, if any.
type Address struct {
	Name  string
	Email string
}

// Message is what a Render makes.
type Message struct {
	To       Address
	From     Address // only if it differs from the Composer's
	ReplyTo  Address // a real person or team that reads the answers
	Return   string  // where bounces go, if not to From
	Subject  string  // a fact and the receiver's own time
	Preview  string  // what a list of messages shows after the subject; "" for the first words
	Lang     string  // "pt", "ar"
	Dir      string  // "ltr" or "rtl"; "" for that of Lang
	Kind     string  // the row's kind if empty; for /dev/mail, in no header
	Network  Network
	Body     Body
	Why      Body      // the foot: why the receiver gets this
	Calendar *Calendar // an invitation or its cancelling
	Files    []File
	List     *ListHeaders // for mail to many
}

// Network is what stands at the head of every message.
type Network struct {
	Name   string
	Colour string // "#rrggbb"; anything else is the house's brick
	URL    string // its front page, or ""
}

// Calendar is an iCalendar object. With the method PUBLISH it is a file;
// with any other it is a part of its own, which calendars read as an
// invitation. Data must name the same method.
type Calendar struct {
	Method string
	Data   []byte
}

// File is an attachment. The Type has no name parameter.
type File struct {
	Name string
	Type string
	Data []byte
}

// CalendarFile is an iCalendar object of the method PUBLISH as a file.
func CalendarFile(name string, data []byte) File {
	return File{Name: name, Type: "text/calendar; method=PUBLISH; charset=UTF-8", Data: data}
}

// ListHeaders are the headers of mail to many. Addresses are full, and empty
// ones leave their header out.
type ListHeaders struct {
	ID              string // "riverside.lists.school.example"
	Name            string // before the id
	Unsubscribe     string // https://…, which takes RFC 8058's POST
	UnsubscribeMail string // mailto:…
	Post            string // mailto:… or "NO"
	Help, Archive   string
	Subscribe       string
	Owner           string // mailto:…
}

// Envelope is a message on its way: what Transport sends.
type Envelope struct {
	From, To string // bare addresses
	Data     []byte
	Kind     string
	Subject  string
	Lang     string
}
