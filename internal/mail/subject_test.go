package mail

import (
	"mime"
	"strings"
	"testing"
)

func TestALongSubjectBeginsOnTheLineOfItsName(t *testing.T) {
	for _, s := range []string{
		"Nouvelles heures pour ton groupe à partir du mercredi 10 février, 14:30 Abidjan : Les bases de l’organisation",
		"Перенесена на среду, 10 февраля, 14:30 Москва: Основы организации на рабочем месте",
		"शृंखला रद्द: संगठन की बुनियाद, बुधवार 10 फ़रवरी 2:30 कोलकाता से आगे",
		"Moved to Wed, 10 Mar, 2:30 pm Kolkata: Organising fundamentals for workers everywhere, once more",
	} {
		m := testMessage()
		m.Subject = s
		e, err := testComposer().Compose("row1", m)
		if err != nil {
			t.Fatal(err)
		}
		_, rest, _ := strings.Cut("\r\n"+string(e.Data), "\r\nSubject:")
		if first, _, _ := strings.Cut(rest, "\r\n"); strings.TrimSpace(first) == "" || len(first) > 70 {
			t.Errorf("the first line of the subject is %q", first)
		}
		value, _, _ := strings.Cut(strings.ReplaceAll(rest, "\r\n ", " "), "\r\n")
		if got, err := new(mime.WordDecoder).DecodeHeader(strings.TrimSpace(value)); err != nil || got != s {
			t.Errorf("%q is read as %q, %v", s, got, err)
		}
	}
}

func TestAColonStandsAsTheLanguageWritesIt(t *testing.T) {
	m := testMessage()
	m.Lang, m.Body = "fr", Body{Link("Vers ma place", "https://school.example/r/x")}
	if text := m.text(); !strings.Contains(text, "Vers ma place\u00a0:\n") {
		t.Error(text)
	}
}
