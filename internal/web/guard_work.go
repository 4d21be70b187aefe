package web

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"math/bits"
	"strconv"
	"strings"
	"time"

	"codeberg.org/plenary/plenary/internal/store"
)

// What a form costs once a quota is used up: puzzles, each of which is a number
// whose hash begins with zeros. Many small ones take about as long each time;
// one large one would take some people ten times as long as others. On average
// they are 131,072 hashes: a tenth of a second of a program that is made for
// it, a second in a browser, and some seconds on an old phone.
const (
	puzzles  = 16
	zeroBits = 13
	stepFor  = 30 * time.Minute // how long somebody may take over it
)

// challenge is what a ticket was made for. It holds no address: From is the
// bucket of the network, which is forgotten with its day.
type challenge struct {
	Form  string `json:"f"`
	From  string `json:"-"`
	Hash  []byte `json:"n"` // of From
	ID    string `json:"i"`
	Until int64  `json:"u"`
}

const stepPurpose = "guard.step"

// issue makes the ticket of a new challenge.
func (s *Server) issue(c challenge, now time.Time) string {
	c.Hash, c.ID, c.Until = short(c.From), store.NewID(), now.Add(stepFor).Unix()
	plain, err := json.Marshal(c)
	if err != nil {
		panic(err) // strings and numbers
	}
	return s.Keys.Ticket(stepPurpose, plain)
}

// issued tells whether a ticket was made for this form and this network, and
// not too long ago.
func (s *Server) issued(c challenge, ticket string, now time.Time) bool {
	plain, ok := s.Keys.OpenTicket(stepPurpose, ticket)
	var was challenge
	if !ok || json.Unmarshal(plain, &was) != nil {
		return false
	}
	return was.Form == c.Form && string(was.Hash) == string(short(c.From)) && now.Unix() < was.Until
}

func short(bucket string) []byte {
	sum := sha256.Sum256([]byte(bucket))
	return sum[:8]
}

// seed is what the puzzles of a ticket begin with: short, so that each try is
// one round of the hash.
func seed(ticket string) string {
	sum := sha256.Sum256([]byte(ticket))
	return hex.EncodeToString(sum[:16])
}

// solves tells whether the answer solves all puzzles of the ticket.
func solves(ticket, answer string) bool {
	parts := strings.Split(answer, ",")
	if len(parts) != puzzles {
		return false
	}
	begin := seed(ticket)
	for i, part := range parts {
		if len(part) > 10 || strings.Trim(part, "0123456789") != "" || part == "" || !zeros(begin, i, part) {
			return false
		}
	}
	return true
}

// zeros tells whether a number solves the nth puzzle.
func zeros(begin string, n int, number string) bool {
	sum := sha256.Sum256([]byte(begin + "." + strconv.Itoa(n) + "." + number))
	return bits.LeadingZeros32(binary.BigEndian.Uint32(sum[:4])) >= zeroBits
}

// Solve does the work as a browser would. It is for programs that have to get
// through, such as tests.
func Solve(begin string) string {
	parts := make([]string, puzzles)
	for i := range parts {
		for n := 0; ; n++ {
			if parts[i] = strconv.Itoa(n); zeros(begin, i, parts[i]) {
				break
			}
		}
	}
	return strings.Join(parts, ",")
}
