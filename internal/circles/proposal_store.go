package circles

import (
	"bytes"
	"compress/flate"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"strings"

	"codeberg.org/plenary/plenary/internal/errs"
	"codeberg.org/plenary/plenary/internal/store"
)

const proposalColumns = `p.id, p.cohort, p.state, p.held_at, p.base, p.step, p.job, p.seed, p.made_by, p.made_at,
	(SELECT COUNT(*) FROM proposal q WHERE q.cohort = p.cohort AND q.made_at / 60000000 = p.made_at / 60000000 AND (q.made_at < p.made_at OR q.made_at = p.made_at AND q.id <= p.id)),
	COALESCE((SELECT MAX(n) FROM proposal_step t WHERE t.proposal = p.id), 0)`

func scanProposal[R scanner](row R) (p Proposal, err error) {
	var made, held store.Time
	var seed int64
	err = row.Scan(&p.ID, &p.Cohort, (*string)(&p.State), &held, &p.Base, &p.Step, &p.Job, &seed, &p.MadeBy, &made, &p.Nth, &p.Last)
	p.MadeAt, p.Held, p.Seed = made.Time, held.Time, uint64(seed)
	if errors.Is(err, store.ErrNoRow) {
		err = errs.NotThere()
	}
	return p, err
}

// proposal returns a proposal by its id.
func (room *Room) proposal(tx *store.Tx, id string) (Proposal, error) {
	return scanProposal(tx.Row(`SELECT `+proposalColumns+` FROM proposal p WHERE p.id = $1`, id))
}

// proposalsOf returns the proposals of a cohort, the newest first.
func (room *Room) proposalsOf(tx *store.Tx, cohort string) ([]Proposal, error) {
	return store.All(tx, scanProposal,
		`SELECT `+proposalColumns+` FROM proposal p WHERE p.cohort = $1 ORDER BY p.made_at DESC, p.id`, cohort)
}

func (room *Room) insertProposal(tx *store.Tx, p Proposal) error {
	_, err := tx.Exec(`INSERT INTO proposal (id, cohort, state, held_at, base, step, job, seed, made_by, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		p.ID, p.Cohort, string(p.State), store.At(p.Held), p.Base, p.Step, p.Job, int64(p.Seed), p.MadeBy, store.At(p.MadeAt))
	return err
}

// setState moves a proposal from one of the states to another, and tells
// whether it was in one of them.
func (room *Room) setState(tx *store.Tx, id string, to ProposalState, from ...ProposalState) (bool, error) {
	args := []any{id, string(to)}
	marks := make([]string, len(from))
	for i, f := range from {
		args = append(args, string(f))
		marks[i] = "$" + strconv.Itoa(len(args))
	}
	n, err := tx.Exec(`UPDATE proposal SET state = $2 WHERE id = $1 AND state IN (`+strings.Join(marks, ", ")+`)`, args...)
	return n > 0, err
}

// dropProposal deletes a proposal with its steps.
func (room *Room) dropProposal(tx *store.Tx, id string) error {
	if _, err := tx.Exec(`DELETE FROM proposal_step WHERE proposal = $1`, id); err != nil {
		return err
	}
	_, err := tx.Exec(`DELETE FROM proposal WHERE id = $1`, id)
	return err
}

// steps returns the steps of a proposal in their order, without what they hold.
func (room *Room) steps(tx *store.Tx, proposal string) ([]Step, error) {
	return store.All(tx, func(r *store.Rows) (Step, error) { return scanStep(r) },
		`SELECT n, what, card, at FROM proposal_step WHERE proposal = $1 ORDER BY n`, proposal)
}

// step returns one step, without what it holds.
func (room *Room) step(tx *store.Tx, proposal string, n int) (Step, error) {
	return scanStep(tx.Row(`SELECT n, what, card, at FROM proposal_step WHERE proposal = $1 AND n = $2`, proposal, n))
}

func scanStep(row scanner) (s Step, err error) {
	var at store.Time
	err = row.Scan(&s.N, store.JSON(&s.Did), store.JSON(&s.Quality), &at)
	s.At = at.Time
	if errors.Is(err, store.ErrNoRow) {
		err = errs.NotThere()
	}
	return s, err
}

// arrangement opens what a step of a proposal holds.
func (room *Room) arrangement(tx *store.Tx, p Proposal, step int) (*Arrangement, error) {
	var cell []byte
	err := tx.Row(`SELECT placed FROM proposal_step WHERE proposal = $1 AND n = $2`, p.ID, step).Scan(&cell)
	if errors.Is(err, store.ErrNoRow) {
		return nil, errs.NotThere()
	}
	if err != nil {
		return nil, err
	}
	box, err := room.Keys.Box(tx, p.Cohort)
	if err != nil {
		return nil, err
	}
	text, err := box.Open("proposal_step", "placed", stepRow(p.ID, step), cell)
	if err != nil {
		return nil, err
	}
	return unpack(text)
}

func stepRow(proposal string, n int) string { return proposal + "." + strconv.Itoa(n) }

// mostSteps is how many steps of a proposal are kept, besides the first.
const mostSteps = 50

// writeStep adds a step after the one that is shown. What was undone before is
// gone by that; its number is no other step's, whose people have other places in
// it.
func (room *Room) writeStep(tx *store.Tx, p *Proposal, did Did, q Quality, packed string) error {
	box, err := room.Keys.Box(tx, p.Cohort)
	if err != nil {
		return err
	}
	n := p.Last + 1
	if _, err = tx.Exec(`DELETE FROM proposal_step WHERE proposal = $1 AND (n > $2 OR n > 1 AND n <= $3)`, p.ID, p.Step, n-mostSteps); err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO proposal_step (proposal, n, what, card, placed, at) VALUES ($1, $2, $3, $4, $5, $6)`,
		p.ID, n, store.JSON(did), store.JSON(q), box.Seal("proposal_step", "placed", stepRow(p.ID, n), packed), store.At(tx.Now()))
	if err != nil {
		return err
	}
	_, err = tx.Exec(`UPDATE proposal SET step = $2 WHERE id = $1`, p.ID, n)
	p.Step, p.Last = n, n
	return err
}

// pack writes an arrangement as what is sealed: with 25,000 people it is a
// megabyte of JSON, half of it if deflated.
func (a *Arrangement) pack() (string, error) {
	var out bytes.Buffer
	z, err := flate.NewWriter(&out, flate.BestSpeed)
	if err != nil {
		return "", err
	}
	if err = json.NewEncoder(z).Encode(a); err == nil {
		err = z.Close()
	}
	return out.String(), err
}

func unpack(text string) (*Arrangement, error) {
	a := &Arrangement{}
	data, err := io.ReadAll(flate.NewReader(strings.NewReader(text)))
	if err == nil {
		err = json.Unmarshal(data, a)
	}
	if err != nil {
		return nil, errors.New("circles: a step of a proposal cannot be read")
	}
	return a, nil
}
