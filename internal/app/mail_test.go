package app

import (
	"testing"

	"codeberg.org/plenary/plenary/internal/people"
)

func TestEveryKindOfMailHasAClass(t *testing.T) {
	classes, written := (&App{}).mailClasses(), (&App{}).renders("")
	for kind := range written {
		if _, ok := classes[kind]; !ok {
			t.Errorf("%s has no class, so addresses that have not answered never get it", kind)
		}
	}
	for kind, class := range classes {
		if written[kind] == nil {
			t.Errorf("nothing writes %s", kind)
		}
		switch class {
		case people.Confirmation, people.Answer, people.Reminder, people.Notice, people.News, people.Code, people.Unsaid:
		default:
			t.Errorf("%s is of the class %q", kind, class)
		}
	}
}
