package errs

// Both is what is wrong with a form that was looked at twice: the fields of
// both, where nothing but fields is wrong; else the first that is more than
// that.
func Both(first, second error) error {
	a, b := Of(first), Of(second)
	switch {
	case second == nil:
		return first
	case first == nil:
		return second
	case a == nil || a.Kind != Invalid:
		return first
	case b == nil || b.Kind != Invalid:
		return second
	}
	both := *a
	both.Fields = append(append([]Field{}, a.Fields...), b.Fields...)
	return &both
}
