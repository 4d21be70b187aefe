package mail

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"slices"
	"testing"

	"github.com/emersion/go-msgauth/dkim"
)

func TestSignaturesHoldAndNoHeaderCanBeAdded(t *testing.T) {
	r, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	_, ed, _ := ed25519.GenerateKey(rand.Reader)
	records := map[string]string{}
	var keys []DKIM
	for selector, key := range map[string]any{"r1": r, "e1": ed} {
		der, err := x509.MarshalPKCS8PrivateKey(key)
		if err != nil {
			t.Fatal(err)
		}
		k, err := ParseDKIM("school.example", selector, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
		if err != nil {
			t.Fatal(err)
		}
		keys = append(keys, k)
		if records[selector+"._domainkey.school.example"], err = k.Record(); err != nil {
			t.Fatal(err)
		}
	}
	m := testMessage()
	m.List = &ListHeaders{ID: "riverside.lists.school.example", Unsubscribe: "https://school.example/u/abc"}
	data := compose(t, m, keys...).Data
	verified := func(data []byte) (n int) {
		t.Helper()
		all, err := dkim.VerifyWithOptions(bytes.NewReader(data), &dkim.VerifyOptions{
			LookupTXT: func(name string) ([]string, error) { return []string{records[name]}, nil }})
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range all {
			if v.Err == nil {
				n++
				if len(records) != 2 || !slices.Contains(v.HeaderKeys, "List-Unsubscribe-Post") || !slices.Contains(v.HeaderKeys, "List-Unsubscribe") {
					t.Errorf("signed: %v", v.HeaderKeys)
				}
			}
		}
		return n
	}
	if n := verified(data); n != 2 {
		t.Fatalf("%d signatures hold, want 2", n)
	}
	for _, added := range []string{"Subject: other", "From: x@y.example", "To: x@y.example", "Reply-To: x@y.example", "Date: now", "Cc: x@y.example",
		"List-Unsubscribe: <https://evil.example>", "Content-Type: text/html"} {
		if n := verified(append([]byte(added+"\r\n"), data...)); n != 0 {
			t.Errorf("with %q added %d signatures hold", added, n)
		}
	}
	if n := verified(bytes.Replace(data, []byte("registered"), []byte("registerex"), 1)); n != 0 {
		t.Errorf("after a change %d signatures hold", n)
	}
}

func TestBadKeysForSigningAreRefused(t *testing.T) {
	for _, text := range []string{"", "x", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"} {
		if _, err := ParseDKIM("d", "s", []byte(text)); err == nil {
			t.Errorf("%q is accepted", text)
		}
	}
}
