// Package yamlform reads and writes YAML files whose fields are declared in
// tables: strictly, with the line of everything that is wrong, and in one
// order.
//
// It promises that [Read] reads what [Write] wrote, that each error names its
// line, its field, what was got and what was expected, and that no file can
// keep it busy: anchors, tags and deep nesting are refused before the parser
// sees them. It owns no data and knows nothing of series.
package yamlform
