package housetest

// Rule is one rule of the house.
type Rule struct {
	Name  string
	Check func(*Tree) []Problem
}

// Rules returns the rules that need nothing but the text of the tree. Whether
// the Go of the templates is fresh takes their generator; see the tests.
func Rules() []Rule {
	return []Rule{
		{"directions", Directions},
		{"homes", Homes},
		{"purity", Purity},
		{"clock", Clock},
		{"no-fetching", NoFetching},
		{"viewers", Viewers},
		{"package-comments", PackageComments},
		{"package-names", PackageNames},
		{"no-mutable-variables", NoMutableVariables},
		{"no-skipped-tests", NoSkippedTests},
		{"formatted", Formatted},
		{"file-length", FileLength},
		{"no-leftovers", NoLeftovers},
		{"no-machine-names", NoMachineNames},
		{"logical-css", LogicalCSS},
		{"migrations", Migrations},
		{"decisions", Decisions},
		{"links", Links},
	}
}
