package search

import (
	"slices"
	"strconv"
	"strings"

	"codeberg.org/plenary/plenary/internal/store"
)

// Hit is a thing that has words of a question.
type Hit struct {
	Kind  Kind
	ID    string
	Lang  string // of the text in which they stand
	Words int    // how many of the question's words it has
}

// Question is what somebody looks for.
type Question struct {
	words   []string
	members bool
	kinds   []Kind
	cut     bool
}

// MostAsked bounds the words of a question; what is behind them is not looked
// for.
const MostAsked = 8

// Ask reads what somebody typed who has signed in, or has not. Without kinds all
// are looked through.
func Ask(typed string, members bool, kinds ...Kind) Question {
	q := Question{members: members, kinds: kinds}
	seen := map[string]bool{}
	for _, word := range words(typed) {
		key := fold(word)
		if key == "" || seen[key] {
			continue
		}
		if len(q.words) == MostAsked {
			q.cut = true
			break
		}
		seen[key] = true
		q.words = append(q.words, word)
	}
	return q
}

// Words is how many words are looked for; none can be where somebody typed only
// signs.
func (q Question) Words() int { return len(q.words) }

// Cut tells whether more words were typed than are looked for.
func (q Question) Cut() bool { return q.cut }

// mostHits bounds an answer. Nobody reads on to the thousandth.
const mostHits = 1000

// Sees asks a room which of its things somebody may see, by their ids.
type Sees func(kind Kind, ids []string) (map[string]bool, error)

// Find answers with the things that have all words of a question or, where none
// has, most of them: the best first. Each thing is named once. What the rooms do
// not show is left out before anything is counted or compared.
func Find(tx *store.Tx, q Question, sees Sees) ([]Hit, error) {
	if len(q.words) == 0 {
		return nil, nil
	}
	var kept []Hit
	for from := 0; ; from += mostHits {
		list, err := q.rows(tx, from)
		if err != nil {
			return nil, err
		}
		more := len(list) == mostHits
		if list, err = shown(list, sees); err != nil {
			return nil, err
		}
		if kept = append(kept, list...); !more || len(kept) >= mostHits {
			return best(kept), nil
		}
	}
}

// rows are some of the texts that have any word of the question, the best first.
func (q Question) rows(tx *store.Tx, from int) ([]Hit, error) {
	sql, args := q.sql(from)
	return store.All(tx, func(r *store.Rows) (h Hit, err error) {
		return h, r.Scan((*string)(&h.Kind), &h.ID, &h.Lang, &h.Words)
	}, sql, args...)
}

// shown keeps what the rooms show. Each room is asked once.
func shown(list []Hit, sees Sees) ([]Hit, error) {
	ids := map[Kind][]string{}
	for _, h := range list {
		ids[h.Kind] = append(ids[h.Kind], h.ID)
	}
	visible := map[Kind]map[string]bool{}
	for kind, list := range ids {
		slices.Sort(list)
		answer, err := sees(kind, slices.Compact(list))
		if err != nil {
			return nil, err
		}
		visible[kind] = answer
	}
	return slices.DeleteFunc(list, func(h Hit) bool { return !visible[h.Kind][h.ID] }), nil
}

// best keeps those that have as many words as the first has, each thing once.
func best(list []Hit) (kept []Hit) {
	type thing struct {
		kind Kind
		id   string
	}
	seen := map[thing]bool{}
	for _, h := range list {
		if key := (thing{h.Kind, h.ID}); h.Words == list[0].Words && !seen[key] {
			seen[key] = true
			kept = append(kept, h)
		}
	}
	return kept
}

// sql finds for each word the texts that have it in some form, and adds up what
// they count.
func (q Question) sql(from int) (string, []any) {
	var args []any
	arg := func(v any) string {
		args = append(args, v)
		return "$" + strconv.Itoa(len(args))
	}
	each := make([]string, len(q.words))
	for i, word := range q.words {
		each[i] = `SELECT text, MAX(weight) AS weight FROM search_word WHERE ` + strings.Join(forms(word, arg), " OR ") + ` GROUP BY text`
	}
	where := ` WHERE (NOT t.members OR ` + arg(q.members) + `)`
	if len(q.kinds) > 0 {
		names := make([]string, len(q.kinds))
		for i, k := range q.kinds {
			names[i] = arg(string(k))
		}
		where += ` AND t.kind IN (` + strings.Join(names, ", ") + `)`
	}
	return `SELECT t.kind, t.thing, t.lang, f.n FROM (
			SELECT text, COUNT(*) AS n, SUM(weight) AS weight FROM (` + strings.Join(each, ` UNION ALL `) + `) e GROUP BY text
		) f JOIN search_text t ON t.id = f.text` + where + `
		ORDER BY f.n DESC, f.weight DESC, t.at DESC, t.thing, t.lang LIMIT ` + strconv.Itoa(mostHits) + ` OFFSET ` + strconv.Itoa(from), args
}

// forms are the conditions under which a text has a word: by the rules of each
// language, one that begins with it or has its stem.
func forms(word string, arg func(any) string) []string {
	from, before := store.Prefix(fold(word))
	a, b := arg(from), arg(before)
	var list []string
	for _, lang := range languages() {
		l := arg(lang)
		list = append(list, `(lang = `+l+` AND word >= `+a+` AND word < `+b+`)`)
		if s := stem(lang, word); s != "" && s != from {
			list = append(list, `(lang = `+l+` AND word = `+arg(s)+`)`)
		}
	}
	return list
}
