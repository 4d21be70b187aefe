package people

import (
	"strings"
	"testing"

	"codeberg.org/plenary/plenary/internal/auth"
	"codeberg.org/plenary/plenary/internal/i18n"
)

func TestEveryVerbAndRoleIsSaidInWords(t *testing.T) {
	l := i18n.For("en")
	for _, kind := range []string{"network", "chapter", "series"} {
		for _, verb := range append(auth.VerbsOn(kind), auth.RunHouse) {
			if says := VerbSays(l, verb, kind); !strings.HasSuffix(says, ".") {
				t.Errorf("%s on a %s says %q", verb, kind, says)
			}
		}
		for _, role := range auth.Roles(kind) {
			if len(role.Verbs) == 0 || RoleName(l, role.Name) == RoleName(l, "") || RoleSays(l, role.Name) == RoleSays(l, "") || auth.RoleOf(kind, role.Verbs) != role.Name {
				t.Errorf("the role %s on a %s has no words, or no verbs of its own", role.Name, kind)
			}
		}
	}
}
