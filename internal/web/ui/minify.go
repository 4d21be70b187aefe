package ui

import (
	"regexp"
	"strings"
)

var (
	cssComment = regexp.MustCompile(`(?s)/\*.*?\*/`)
	cssSpace   = regexp.MustCompile(`\s+`)
	// Not before a colon, where a space means "inside of", and not around + and
	// -, which calc needs.
	cssAround = regexp.MustCompile(`\s*([{};,>~])\s*`)
	cssColon  = regexp.MustCompile(`:\s+`)
	darkBlock = regexp.MustCompile(`(?s)@dark\s*\{([^}]*)\}`)
)

// minify writes a sheet as small as plain rules can. It knows the sheets of
// this package, not all of CSS: no strings with braces or runs of spaces.
func minify(css string) string {
	css = cssComment.ReplaceAllString(css, "")
	css = cssSpace.ReplaceAllString(css, " ")
	css = cssAround.ReplaceAllString(css, "$1")
	css = cssColon.ReplaceAllString(css, ":")
	css = strings.ReplaceAll(css, ";}", "}")
	return strings.TrimSpace(css)
}

// expandDark writes the block @dark{…} twice: for readers whose system is dark
// and who have not chosen light, and for readers who have chosen dark. Paper is
// always light.
func expandDark(css string) string {
	return darkBlock.ReplaceAllString(css,
		`@media screen and (prefers-color-scheme:dark){:root:not([data-theme=light]){$1}}`+
			`@media screen{:root[data-theme=dark]{$1}}`)
}
