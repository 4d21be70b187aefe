// Command gallery shows every component of package ui with made-up data, in
// both themes, both directions and a network's own colours, for looking at with
// any browser.
//
//	go run ./internal/web/ui/gallery
//
// Its tests look at the pages with Chromium, as package e2e drives it: nothing
// scrolls sideways, the content security policy refuses nothing, axe-core finds
// nothing, and the script does what it should. They write pictures, too:
//
//	go test ./internal/web/ui/gallery -run Gallery -shots shots
package main
