// Command gallery shows every component of package ui with made-up data, in
// both themes, both directions and two widths, and looks at them with a real
// browser: it writes screenshots and fails on sideways scroll, on anything the
// content security policy refuses and, given axe-core, on its findings.
//
//	go run ./internal/web/ui/gallery -out shots [-axe axe.min.js] [-only series]
package main
