package housetest

import (
	"go/ast"
	"slices"
)

// fetchers are the names by which a program reaches another machine.
func fetchers() map[string][]string {
	return map[string][]string{
		"net/http": {"Client", "DefaultClient", "Transport", "DefaultTransport", "Get", "Head", "Post", "PostForm", "NewRequest", "NewRequestWithContext"},
		"net": {"Dial", "DialTimeout", "DialTCP", "DialUDP", "DialIP", "DialUnix", "Dialer", "Resolver", "DefaultResolver",
			"LookupHost", "LookupIP", "LookupAddr", "LookupMX", "LookupTXT", "LookupCNAME", "LookupNS", "LookupSRV", "ResolveTCPAddr", "ResolveIPAddr", "ResolveUDPAddr"},
		"crypto/tls": {"Dial", "DialWithDialer", "Dialer"},
		"net/smtp":   {"Dial", "SendMail"},
	}
}

// mayFetch lists the files that may, each with what the operator, and nobody
// else, named as the other end.
func mayFetch() map[string]string {
	return map[string]string{
		"internal/mail/smtp.go":      "the mail server of --smtp-url",
		"internal/auth/elsewhere.go": "the provider of --oidc-issuer",
	}
}

// NoFetching: what people type is never an address that the program goes to.
// Whoever could have it fetch would see with its eyes, inside its network.
func NoFetching(t *Tree) (out []Problem) {
	for _, s := range t.Go {
		if _, named := mayFetch()[s.Name]; named || s.Test || !ours(s.Dir) || under(s.Dir, "e2e", "internal/store/storetest", "internal/app/apptest") {
			continue
		}
		for path, names := range fetchers() {
			pkg, ok := localName(s.File, path)
			if !ok {
				continue
			}
			ast.Inspect(s.File, func(n ast.Node) bool {
				sel, ok := n.(*ast.SelectorExpr)
				if !ok {
					return true
				}
				if id, is := sel.X.(*ast.Ident); is && id.Name == pkg && id.Obj == nil && slices.Contains(names, sel.Sel.Name) {
					out = append(out, Problem{s.Name, s.Line(sel.Pos()), "reaches another machine; only the files in mayFetch() do, each to where the operator said"})
				}
				return true
			})
		}
	}
	return out
}
