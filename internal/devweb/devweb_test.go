package devweb

import (
	"net/http/httptest"
	"strings"
	"testing"

	"codeberg.org/plenary/plenary/internal/errs"
)

func TestAClockIsNotMovedByAMisspeltField(t *testing.T) {
	for _, body := range []string{"ad=24h", "add=24h&zone=UTC", "add=soon", "set=tomorrow"} {
		r := httptest.NewRequest("POST", "/dev/clock", strings.NewReader(body))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if err := new(Pages).setClock(httptest.NewRecorder(), r); !errs.Is(err, errs.Invalid) {
			t.Errorf("%s: %v", body, err)
		}
	}
}
