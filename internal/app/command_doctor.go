package app

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/config"
	"codeberg.org/plenary/plenary/internal/store"
)

func doctorCommand() command {
	c := command{name: "doctor", says: "looks whether the data is whole, the keys fit and the audit log is the one that was written, beside a running server",
		example: "plenary doctor --data ./plenary-data"}
	c.run = func(ctx context.Context, t Terminal, args []string) int {
		cfg := config.Default()
		f := c.flags(t)
		cfg.DataFlags(f)
		holds := f.String("audit-holds", "", "an `entry` that an earlier look printed, NUMBER:HASH, which must be in the audit log still")
		names, code, ok := parse(t, f, &cfg, args)
		switch {
		case !ok:
			return code
		case len(names) != 0:
			return c.wrong(t, "no names")
		}
		tip, err := readTip(*holds)
		if err != nil {
			return refuse(t, c.name, err)
		}
		return c.onData(ctx, t, cfg, func(a *App) error { return a.examine(ctx, t, tip) })
	}
	return c
}

// readTip reads NUMBER:HASH.
func readTip(text string) (tip auth.Tip, err error) {
	if text == "" {
		return tip, nil
	}
	number, hash, _ := strings.Cut(text, ":")
	tip.Seq, err = strconv.ParseInt(number, 10, 64)
	if tip.Hash, _ = hex.DecodeString(hash); err != nil || tip.Seq < 1 || len(tip.Hash) != 32 {
		return tip, errors.New("--audit-holds: expected NUMBER:HASH as plenary doctor prints it")
	}
	return tip, nil
}

// examine says what is in order, and fails with what is not. That the database
// opened and the keys fit was found before.
func (a *App) examine(ctx context.Context, t Terminal, holds auth.Tip) error {
	var log auth.Chain
	var wrong []string
	if err := a.DB.Read(ctx, func(tx *store.Tx) (err error) {
		wrong, err = store.Damage(tx)
		if err != nil {
			return err
		}
		log, err = a.Auth.VerifyAudit(ctx, tx, auth.AtConsole(), holds)
		return err
	}); err != nil {
		return err
	}
	fmt.Fprintf(t.Out, "key    %s fits\n", a.Keys.KeyID())
	if len(wrong) == 0 {
		fmt.Fprintln(t.Out, "data   whole")
	}
	if log.Why == auth.NotBroken && log.Mentions {
		fmt.Fprintf(t.Out, "audit  %d entries follow from each other, %d are not linked yet\n", log.Entries, log.Loose)
	}
	if log.Tip.Seq > 0 {
		fmt.Fprintf(t.Out, "entry  %d:%s\n", log.Tip.Seq, hex.EncodeToString(log.Tip.Hash))
		fmt.Fprintln(t.Err, "Keep the line of the entry elsewhere: --audit-holds shows later that the audit log was not exchanged.")
	}
	switch {
	case len(wrong) > 0:
		return fmt.Errorf("the database is damaged: %s", strings.Join(wrong, "; "))
	case log.Why != auth.NotBroken:
		return fmt.Errorf("the audit log breaks at entry %d: %s", log.Broken, log.Why)
	case !log.Mentions:
		return fmt.Errorf("the audit log does not hold entry %d as it was: it was exchanged, or the entry is older than half a year", holds.Seq)
	}
	return nil
}
