package mail

import (
	"bytes"
	"crypto"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"strings"

	"github.com/emersion/go-msgauth/dkim"
)

// DKIM is a key that signs messages in the name of a domain.
type DKIM struct {
	Domain   string
	Selector string
	Key      crypto.Signer // RSA of at least 2048 bits, or Ed25519
}

// ParseDKIM reads a private key in PEM (PKCS #8 or PKCS #1).
func ParseDKIM(domain, selector string, text []byte) (DKIM, error) {
	block, _ := pem.Decode(text)
	if block == nil {
		return DKIM{}, errors.New("mail: the DKIM key is not PEM")
	}
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		if key, err = x509.ParsePKCS1PrivateKey(block.Bytes); err != nil {
			return DKIM{}, errors.New("mail: the DKIM key is neither PKCS #8 nor PKCS #1")
		}
	}
	switch k := key.(type) {
	case *rsa.PrivateKey:
		if k.N.BitLen() < 2048 {
			return DKIM{}, errors.New("mail: an RSA key for DKIM has at least 2048 bits")
		}
		return DKIM{domain, selector, k}, nil
	case ed25519.PrivateKey:
		return DKIM{domain, selector, k}, nil
	}
	return DKIM{}, errors.New("mail: a DKIM key is RSA or Ed25519")
}

// Record is the TXT record that belongs at SELECTOR._domainkey.DOMAIN.
func (d DKIM) Record() (string, error) {
	switch k := d.Key.Public().(type) {
	case ed25519.PublicKey:
		return "v=DKIM1; k=ed25519; p=" + base64.StdEncoding.EncodeToString(k), nil
	case *rsa.PublicKey:
		der, err := x509.MarshalPKIXPublicKey(k)
		if err != nil {
			return "", err
		}
		return "v=DKIM1; k=rsa; p=" + base64.StdEncoding.EncodeToString(der), nil
	}
	return "", errors.New("mail: a DKIM key is RSA or Ed25519")
}

// signedHeaders are those that a signature covers. Each stands there once more
// than the message has it, so that adding another breaks the signature; those
// that a forwarding list adds are only covered where we set them.
func signedHeaders(data []byte) []string {
	head, _, _ := bytes.Cut(data, []byte("\r\n\r\n"))
	present := map[string]int{}
	for line := range strings.SplitSeq(string(head), "\r\n") {
		if name, _, ok := strings.Cut(line, ":"); ok && !strings.ContainsAny(name, " \t") {
			present[strings.ToLower(name)]++
		}
	}
	var names []string
	add := func(name string) {
		for range present[strings.ToLower(name)] + 1 {
			names = append(names, name)
		}
	}
	for _, name := range []string{"From", "To", "Cc", "Subject", "Date", "Message-ID", "Reply-To",
		"MIME-Version", "Content-Type", "Content-Transfer-Encoding"} {
		add(name)
	}
	for _, name := range []string{"Auto-Submitted", "Content-Language", "List-Id", "List-Unsubscribe",
		"List-Unsubscribe-Post", "List-Post", "List-Help", "List-Archive", "List-Subscribe", "List-Owner"} {
		if present[strings.ToLower(name)] > 0 {
			add(name)
		}
	}
	return names
}

// sign puts one signature for each key in front of the message.
func sign(data []byte, keys []DKIM) ([]byte, error) {
	if len(keys) == 0 {
		return data, nil
	}
	names := signedHeaders(data)
	var out bytes.Buffer
	for _, k := range keys {
		s, err := dkim.NewSigner(&dkim.SignOptions{
			Domain: k.Domain, Selector: k.Selector, Signer: k.Key, HeaderKeys: names,
			HeaderCanonicalization: dkim.CanonicalizationRelaxed, BodyCanonicalization: dkim.CanonicalizationRelaxed,
		})
		if err != nil {
			return nil, fmt.Errorf("sign a message: %w", err)
		}
		if _, err := s.Write(data); err != nil {
			s.Close()
			return nil, fmt.Errorf("sign a message: %w", err)
		}
		if err := s.Close(); err != nil {
			return nil, fmt.Errorf("sign a message: %w", err)
		}
		out.WriteString(s.Signature())
	}
	out.Write(data)
	return out.Bytes(), nil
}
