package auth

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"strconv"
	"time"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
)

// JobChain is the job that links entries of the audit log, each second in which
// there is one to link.
const JobChain = "audit.chain"

// linkedAtOnce is how many entries one write links or lets go.
const linkedAtOnce = 200

// chain is what the row of its ends holds.
type chain struct {
	from     int64
	fromHash []byte
	to       int64
	toHash   []byte
	sign     []byte
}

// lockChain has whoever links or lets go do so one at a time.
func lockChain(tx *store.Tx) (chain, error) {
	if _, err := tx.Exec(`INSERT INTO audit_chain (id, from_seq, to_seq) VALUES ('chain', 1, 0) ON CONFLICT (id) DO NOTHING`); err != nil {
		return chain{}, err
	}
	if err := tx.Lock("audit_chain", "chain"); err != nil {
		return chain{}, err
	}
	return readChain(tx)
}

// readChain returns the ends; before the first entry there is no row.
func readChain(tx *store.Tx) (c chain, err error) {
	c.from = 1
	err = tx.Row(`SELECT from_seq, from_hash, to_seq, to_hash, sign FROM audit_chain WHERE id = 'chain'`).
		Scan(&c.from, &c.fromHash, &c.to, &c.toHash, &c.sign)
	if errors.Is(err, store.ErrNoRow) {
		err = nil
	}
	return c, err
}

// signed is what the signature is made of: whoever can write to the database,
// and has no key, can compute hashes but not this.
func (c chain) signed() []byte {
	b := []byte("audit chain\x00")
	b = binary.AppendVarint(b, c.from)
	b = appendPart(b, c.fromHash)
	b = binary.AppendVarint(b, c.to)
	return appendPart(b, c.toHash)
}

func (room *Room) keepChain(tx *store.Tx, c chain) error {
	_, err := tx.Exec(`UPDATE audit_chain SET from_seq = $1, from_hash = $2, to_seq = $3, to_hash = $4, sign = $5 WHERE id = 'chain'`,
		c.from, c.fromHash, c.to, c.toHash, room.Keys.Sign(c.signed()))
	return err
}

// after is the hash of an entry that follows another. Lengths stand before the
// parts, so that no two entries are hashed alike.
func (e Entry) after(hash []byte) []byte {
	b := appendPart(make([]byte, 0, 256), hash)
	for _, part := range []string{strconv.FormatInt(e.Seq, 10), e.ID, strconv.FormatInt(e.At.UnixMicro(), 10),
		e.Actor, e.Verb, e.Object, strconv.Itoa(e.Count)} {
		b = appendPart(b, []byte(part))
	}
	sum := sha256.Sum256(b)
	return sum[:]
}

func appendPart(b, part []byte) []byte {
	return append(binary.AppendUvarint(b, uint64(len(part))), part...)
}

// Loose tells whether an entry waits for its place in the chain.
func (room *Room) Loose(tx *store.Tx) (any bool, err error) {
	err = tx.Row(`SELECT EXISTS (SELECT 1 FROM audit WHERE seq IS NULL)`).Scan(&any)
	return any, err
}

// LinkAudit gives entries their place in the chain, the oldest first, and says
// whether there are more. One process at a time does so.
func (room *Room) LinkAudit(ctx context.Context, tx *store.Tx) (more bool, err error) {
	defer errs.Wrap(&err, "link the audit log")
	tx.Quiet()
	c, err := lockChain(tx)
	if err != nil {
		return false, err
	}
	list, err := store.All(tx, scanEntry, `SELECT `+entryColumns+` FROM audit WHERE seq IS NULL ORDER BY at, id LIMIT $1`, linkedAtOnce)
	if err != nil || len(list) == 0 {
		return false, err
	}
	for _, e := range list {
		c.to++
		e.Seq = c.to
		c.toHash = e.after(c.toHash)
		if _, err := tx.Exec(`UPDATE audit SET seq = $1, hash = $2 WHERE id = $3`, e.Seq, c.toHash, e.ID); err != nil {
			return false, err
		}
	}
	return len(list) == linkedAtOnce, room.keepChain(tx, c)
}

// SweepAudit deletes what is older than the log is kept, and keeps the hash on
// which what remains follows. It says whether there is more.
func (room *Room) SweepAudit(ctx context.Context, tx *store.Tx) (more bool, err error) {
	defer errs.Wrap(&err, "let go of the old audit log")
	tx.Quiet()
	c, err := lockChain(tx)
	if err != nil {
		return false, err
	}
	old, err := store.All(tx, scanLink, `SELECT seq, at, hash FROM audit WHERE seq >= $1 ORDER BY seq LIMIT $2`, c.from, linkedAtOnce)
	if err != nil {
		return false, err
	}
	keep := c.from // the first that stays: after it nothing goes, however old
	for _, e := range old {
		if !e.at.Before(tx.Now().Add(-AuditFor)) {
			break
		}
		keep, c.fromHash = e.seq+1, e.hash
	}
	if keep == c.from {
		return false, nil
	}
	if _, err := tx.Exec(`DELETE FROM audit WHERE seq < $1`, keep); err != nil {
		return false, err
	}
	more = keep == c.from+linkedAtOnce
	c.from = keep
	return more, room.keepChain(tx, c)
}

// link is what of an entry says whether it may go.
type link struct {
	seq  int64
	at   time.Time
	hash []byte
}

func scanLink(r *store.Rows) (l link, err error) {
	err = r.Scan(&l.seq, &l.at, &l.hash)
	return l, err
}

// Chain is what a look at the whole audit log finds.
type Chain struct {
	Entries  int64  // linked and kept
	Loose    int64  // not linked yet
	Tip      Tip    // the last entry
	Broken   int64  // the first entry that does not follow from those before it
	Why      Breach // what is wrong there, NotBroken if nothing is
	Mentions bool   // the tip that was asked for is in the chain
}

// Tip names an entry of the chain and all before it. Kept outside, it shows
// later that the log was not exchanged as a whole.
type Tip struct {
	Seq  int64
	Hash []byte
}

// Breach is what is wrong with the chain.
type Breach string

const (
	NotBroken  Breach = ""
	Altered    Breach = "an entry is not what was linked: it was changed, or stands in another's place"
	Missing    Breach = "an entry is missing"
	Added      Breach = "an entry stands behind the end"
	CutOff     Breach = "the last entries are missing"
	EndsForged Breach = "the ends of the chain were written by somebody who does not have the key"
)

// VerifyAudit reads the whole log and says where the chain breaks, if it does.
// It opens nothing of what the entries speak of: ids and counts are all there is.
func (room *Room) VerifyAudit(ctx context.Context, tx *store.Tx, v Viewer, holds Tip) (out Chain, err error) {
	defer errs.Wrap(&err, "verify the audit log")
	if v.Kind != Console && v.Kind != System && !v.Can(RunHouse, TheNetwork()) {
		return out, errs.NotThere()
	}
	c, err := readChain(tx)
	if err != nil {
		return out, err
	}
	out.Tip = Tip{c.to, c.toHash}
	if c.to > 0 || c.from > 1 || c.sign != nil {
		if !bytes.Equal(c.sign, room.Keys.Sign(c.signed())) {
			out.Broken, out.Why = c.from, EndsForged
		}
	}
	if err := room.follow(tx, c, holds, &out); err != nil {
		return out, err
	}
	err = tx.Row(`SELECT COUNT(*) FROM audit WHERE seq IS NULL`).Scan(&out.Loose)
	return out, err
}

// follow goes along the chain from one end to the other.
func (room *Room) follow(tx *store.Tx, c chain, holds Tip, out *Chain) error {
	seq, hash := c.from-1, c.fromHash
	out.Mentions = holds.Seq == 0 || holds.Seq == seq && bytes.Equal(holds.Hash, hash)
	broke := func(at int64, why Breach) {
		if out.Why == NotBroken {
			out.Broken, out.Why = at, why
		}
	}
	err := tx.Each(func(r *store.Rows) error {
		var e Entry
		var kept []byte
		if err := r.Scan(append(e.columns(), &kept)...); err != nil {
			return err
		}
		out.Entries++
		if seq++; e.Seq > seq {
			broke(seq, Missing)
		}
		seq = e.Seq
		if e.Seq > c.to {
			broke(e.Seq, Added)
		}
		if hash = e.after(hash); !bytes.Equal(hash, kept) {
			broke(e.Seq, Altered)
		}
		hash = kept
		if e.Seq == holds.Seq && bytes.Equal(kept, holds.Hash) {
			out.Mentions = true
		}
		return nil
	}, `SELECT `+entryColumns+`, hash FROM audit WHERE seq IS NOT NULL ORDER BY seq`)
	if err != nil {
		return err
	}
	if seq < c.to {
		broke(seq+1, CutOff)
	}
	if seq == c.to && !bytes.Equal(hash, c.toHash) {
		broke(seq, Altered)
	}
	return nil
}
