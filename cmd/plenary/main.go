// Command plenary is the place where a network teaches, meets, shares and acts
// together. "plenary help" tells what it can do.
package main

import (
	"os"

	"codeberg.org/plenary/plenary/internal/app"
)

func main() {
	os.Exit(app.Main(os.Args[1:], app.Terminal{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Getenv: os.Getenv}))
}
