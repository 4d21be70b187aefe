package app

import (
	"testing"

	"codeberg.org/plenary/plenary/internal/auth"
	circleletters "codeberg.org/plenary/plenary/internal/circles/letters"
	"codeberg.org/plenary/plenary/internal/mail"
	"codeberg.org/plenary/plenary/internal/people"
	"codeberg.org/plenary/plenary/internal/series/letters"
)

func TestEveryKindOfMailHasAClass(t *testing.T) {
	classes := (&App{}).mailClasses()
	written := map[string]bool{auth.MailSignIn: true}
	for _, renders := range []map[string]mail.Render{(&letters.Letters{}).Renders(), (&circleletters.Letters{}).Renders()} {
		for kind := range renders {
			written[kind] = true
		}
	}
	for kind := range written {
		if _, ok := classes[kind]; !ok {
			t.Errorf("%s has no class, so addresses that have not answered never get it", kind)
		}
	}
	for kind, class := range classes {
		if !written[kind] {
			t.Errorf("nothing writes %s", kind)
		}
		switch class {
		case people.Confirmation, people.Answer, people.Reminder, people.Notice, people.News, people.Code:
		default:
			t.Errorf("%s is of the class %q", kind, class)
		}
	}
}
