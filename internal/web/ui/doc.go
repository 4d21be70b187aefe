// Package ui is the look of the pages: the design language as CSS, the layout,
// and the components that page authors put together.
//
// A component is a struct with typed fields that renders itself:
//
//	@ui.Button{Label: l.T("series.register|Register"), Href: "register"}
//
// Texts come in already translated; components that print numbers, dates or
// words of their own take the Locale. ui owns assets/: the sheet that is
// inlined into every page, the second sheet for wide pages, and the one script.
// A Look joins the sheet with the network's own colour and knows its hash.
//
// It promises: no style attribute and no event handler anywhere, so that a
// strict content security policy holds; logical properties only, so that every
// component reads in both directions; every picture with the same data as a
// table; every job without the script; and text that contrasts 4.5:1 whatever
// colour a network chooses. Package ui knows no room, no store and no request.
package ui
