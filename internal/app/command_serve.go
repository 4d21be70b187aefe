package app

import (
	"context"
	"fmt"
	"runtime/debug"

	"codeberg.org/plenary/plenary/internal/config"
	"codeberg.org/plenary/plenary/internal/store"
	"codeberg.org/plenary/plenary/internal/when"
)

func serveCommand() command {
	c := command{name: "serve", says: "answers visitors, sends mail, runs jobs",
		example: "plenary serve --base-url https://plenary.example.org --smtp-url smtp://localhost:25"}
	c.run = func(ctx context.Context, t Terminal, args []string) int {
		cfg := config.Default()
		f := c.flags(t)
		cfg.DataFlags(f)
		cfg.ServeFlags(f)
		names, code, ok := parse(t, f, &cfg, args)
		if !ok {
			return code
		}
		if len(names) > 0 {
			return c.wrong(t, fmt.Sprintf("only flags, got %q", names[0]))
		}
		if err := serve(ctx, t, cfg); err != nil {
			return refuse(t, "serve", err)
		}
		return done
	}
	return c
}

func serve(ctx context.Context, t Terminal, cfg config.Config) error {
	listeners, err := Listen(cfg.Listen)
	if err != nil {
		return err
	}
	if cfg.BaseURL == "" {
		cfg.BaseURL = Address(listeners[0])
	}
	a, err := Open(ctx, cfg, logTo(t, cfg.Verbose))
	if err != nil {
		return err
	}
	defer a.Close()
	if err := a.noteClock(); err != nil {
		return err
	}
	var secret string
	if err := a.DB.Write(ctx, func(tx *store.Tx) (err error) {
		secret, err = a.People.OfferSetUp(tx)
		return err
	}); err != nil {
		return err
	}
	fmt.Fprintf(t.Err, "Plenary answers at %s\n", Address(listeners[0]))
	if secret != "" {
		fmt.Fprintf(t.Err, "It is not set up yet. Open this address once: %s/setup?secret=%s\n", cfg.BaseURL, secret)
	}
	return a.Serve(ctx, listeners)
}

func versionCommand() command {
	c := command{name: "version", says: "prints the version, and that of the zone data", example: "plenary version"}
	c.run = func(ctx context.Context, t Terminal, args []string) int {
		names, code, ok := parse(t, c.flags(t), nil, args)
		if !ok {
			return code
		}
		if len(names) > 0 {
			return c.wrong(t, "no names")
		}
		fmt.Fprintf(t.Out, "plenary %s, zone data %s\n", version(), when.ZoneVersion())
		return done
	}
	return c
}

// version is the commit the binary was built from.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			return s.Value[:min(12, len(s.Value))]
		}
	}
	return info.Main.Version
}
