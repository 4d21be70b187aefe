package app_test

import (
	"regexp"
	"strings"
	"testing"

	"codeberg.org/plenary/plenary/e2e"
	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/series"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/web"
)

// canary begins everything that is personal to others in a crowd: names,
// addresses, answers, notes, organisations. Addresses are in lower case.
const canary = "Kanari"

func showsCanary(body string) bool {
	return strings.Contains(strings.ToLower(body), strings.ToLower(canary))
}

// crowd is a house in which something is on every page: a series with people,
// groups, answers, attendance and circles that meet, and somebody of each kind
// who looks at it.
type crowd struct {
	*round
	boss    *e2e.Client // may do everything in the network
	contact *e2e.Client // contact person of a group, signed in
	keeper  *e2e.Client // safety contact
	own     *e2e.Client // registered, in a circle, with no role
	values  map[string]string
}

func newCrowd(t *testing.T, engine store.Engine) *crowd {
	t.Helper()
	x := &crowd{round: newRound(t, engine), values: map[string]string{}}
	x.english = true
	x.change(func(s *series.Series) {
		s.Questions = []series.Question{{ID: "needs", Label: map[string]string{"en": "Access needs"}, Kind: series.AskText}}
		s.Window.GroupMin = 2
	})
	x.boss = x.Member("Boss", "boss@example.org", auth.Verbs()...)
	x.Member(canary+"Pat", "kanaripat@example.org", auth.WritePosts)
	x.values["/o/roles/{kind}"], x.values["{kind}"] = "network", "network"
	x.values["/o/roles/{kind}/{slug}"] = "all"
	x.keeper = x.Member("Grace", "grace@example.org")
	x.boss.Open("/o/s/lease/circles/safety").Form("email").Set("name", "Grace").Set("email", "grace@example.org").Submit().OK()
	x.people()
	x.group()
	x.groupOfOthers()
	x.circles()
	return x
}

// people registers some, one of whom is the one who looks.
func (x *crowd) people() {
	x.t.Helper()
	for _, name := range []string{canary + "Ada", canary + "Ben", "Own"} {
		v := x.Visitor()
		v.Open("/s/lease/register").Form("email").Set("name", name).Set("email", address(name)).Set("q.needs", name+" needs a ramp").Submit().OK()
		x.values["/r/{key}"] = strings.TrimPrefix(x.Link(address(name), "/r/"), "/r/")
		v.Open("/r/" + x.values["/r/{key}"])
	}
	x.own = x.Member("Own", address("Own"))
	x.Read(func(tx *store.Tx) error {
		person, err := x.People.Find(tx, address(canary+"Ada"))
		if err != nil {
			return err
		}
		return tx.Row(`SELECT id FROM registration WHERE person = $1`, person).Scan(ptr(x.values, "{id}"))
	})
	x.boss.Open("/o/s/lease/session/1/attendance").Form("here").Submit("here=" + x.values["{id}"])
}

// group registers a group of three by a contact person.
func (x *crowd) group() {
	x.t.Helper()
	v := x.Visitor()
	v.Open("/s/lease/group").Form("people").Set("name", "Cai").Set("email", "cai@example.org").Set("organisation", "Quay").
		Set("people", canary+"Dee, kanaridee@example.org\n"+canary+"Eli\n"+canary+"Fay\n").Submit().OK().Form("confirm").Submit().OK()
	x.values["/g/{key}"] = strings.TrimPrefix(x.Link("cai@example.org", "/g/"), "/g/")
	v.Open("/g/" + x.values["/g/{key}"]).Form("/answer").Submit().OK()
	x.contact = x.Member("Cai", "cai@example.org")
	p := x.contact.Open("/g/" + x.values["/g/{key}"])
	x.values["/in/{key}"] = regexp.MustCompile(`/in/([a-z0-9]+)`).FindStringSubmatch(p.Body)[1]
}

// groupOfOthers registers a group whose contact person is one of those who are looked
// at.
func (x *crowd) groupOfOthers() {
	x.t.Helper()
	x.Visitor().Open("/s/lease/group").Form("people").Set("name", canary+"Lea").Set("email", "kanarilea@example.org").Set("organisation", canary+" Quay").
		Set("people", canary+"Mia\n"+canary+"Noe\n").Submit().OK().Form("confirm").Submit().OK()
}

// circles lets people say yes, one of them with a wish, and publishes circles.
func (x *crowd) circles() {
	x.t.Helper()
	for _, name := range []string{canary + "Gil", canary + "Hal", canary + "Ida", "Own"} {
		x.yes(name, "Europe/Berlin", "en", "THU 18:00-21:00", name == canary+"Gil")
	}
	x.answers(canary+"Gil", canary+"Hal", canary+"Ida") // Own has answered by registering
	x.yes(canary+"Jon", "Europe/Berlin", "en", "FRI 18:00-21:00", false)
	x.publish()
	x.values["/circle/{key}"] = strings.Split(strings.TrimPrefix(x.Link(address("Own"), "/circle/"), "/circle/"), "/")[0]
	x.Read(func(tx *store.Tx) error {
		return tx.Row(`SELECT id FROM proposal ORDER BY made_at DESC LIMIT 1`).Scan(ptr(x.values, "{proposal}"))
	})
}

// ptr is a destination whose value lands in a map when it is scanned.
func ptr(in map[string]string, key string) *into { return &into{in, key} }

type into struct {
	in  map[string]string
	key string
}

func (i *into) Scan(v any) error {
	i.in[i.key], _ = v.(string)
	return nil
}

var placeholder = regexp.MustCompile(`\{[^}]*\}`)

// address fills a pattern with what there is in the house; what it has nothing
// for names nothing.
func (x *crowd) address(r web.Route) string {
	fixed := map[string]string{"{$}": "", "{slug}": "lease", "{n}": "1", "{file}": "lease.yaml", "{what}": "track"}
	return placeholder.ReplaceAllStringFunc(r.Pattern, func(name string) string {
		prefix, _, _ := strings.Cut(r.Pattern, name)
		for _, key := range []string{prefix + name, name} {
			if v, ok := x.values[key]; ok {
				return v
			}
			if v, ok := fixed[key]; ok {
				return v
			}
		}
		return "nothing"
	})
}
