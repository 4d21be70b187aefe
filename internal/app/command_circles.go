package app

import (
	"context"

	"codeberg.org/plenary/plenary/internal/circles/formcli"
)

func circlesCommands() []command {
	form := command{name: "circles form", says: "forms circles from a file, for people who have only that",
		example: "plenary circles form --in instance.json --out placement.json --progress"}
	check := command{name: "circles check", args: "PLACEMENT.json", says: "tells whether a placement keeps all rules",
		example: "plenary circles check --in instance.json placement.json"}
	form.run = func(ctx context.Context, t Terminal, args []string) int {
		return formcli.Run(ctx, append([]string{"form"}, args...), t.In, t.Out, t.Err)
	}
	check.run = func(ctx context.Context, t Terminal, args []string) int {
		return formcli.Run(ctx, append([]string{"check"}, args...), t.In, t.Out, t.Err)
	}
	return []command{form, check}
}
