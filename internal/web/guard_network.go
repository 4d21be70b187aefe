package web

import (
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"sync/atomic"
)

// A network is what one school, one house or one machine at a hoster has to
// itself: 256 IPv4 addresses, or an IPv6 site. Smaller ones would let a flood
// come from a block of addresses that costs next to nothing.
const (
	bits4 = 24
	bits6 = 48
)

// networkOf is the network of an address; addresses of this machine are one.
func networkOf(a netip.Addr) (p netip.Prefix, local bool) {
	a = a.Unmap().WithZone("")
	if a.IsLoopback() || !a.IsValid() {
		return netip.PrefixFrom(netip.IPv6Loopback(), 128), true
	}
	n := bits6
	if a.Is4() {
		n = bits4
	}
	p, _ = a.Prefix(n)
	return p, false
}

// network is where a request came from: the network of its connection, or, if
// that is the proxy's, the last one on the way that is not.
func (s *Server) network(hr *http.Request) (p netip.Prefix, local bool) {
	at, err := netip.ParseAddrPort(hr.RemoteAddr)
	if err != nil {
		return networkOf(netip.Addr{})
	}
	from := at.Addr().Unmap()
	proxy := s.Quotas.Proxy
	if !proxy.IsValid() || !proxy.Contains(from) {
		s.warnOfProxy(hr, from)
		return networkOf(from)
	}
	way := forwarded(hr.Header)
	for _, hop := range slices.Backward(way) {
		next, ok := hopAddr(hop)
		if !ok {
			break
		}
		if from = next; !proxy.Contains(from) {
			break
		}
	}
	p, local = networkOf(from)
	// Behind a proxy this machine is a place like any other, whatever becomes of
	// the headers: a visitor may have added one, so that none is believed.
	return p, local && !throughProxy(hr.Header)
}

// throughProxy tells whether a request says of itself that it came through one.
func throughProxy(h http.Header) bool {
	return len(h.Values("X-Forwarded-For"))+len(h.Values("Forwarded")) > 0
}

// forwarded is the way that a request took, as far as the header says which the
// proxy writes. Of two that do not agree one was written by the visitor, and
// nothing tells which: then neither is believed.
func forwarded(h http.Header) []string {
	plain, named := listed(h.Values("X-Forwarded-For")), listed(h.Values("Forwarded"))
	for i, element := range named {
		named[i] = ""
		for pair := range strings.SplitSeq(element, ";") {
			if key, value, _ := strings.Cut(strings.TrimSpace(pair), "="); strings.EqualFold(key, "for") {
				named[i] = strings.Trim(strings.TrimSpace(value), `"`)
			}
		}
	}
	switch {
	case len(named) == 0:
		return plain
	case len(plain) == 0:
		return named
	}
	last, ok := hopAddr(plain[len(plain)-1])
	if other, fine := hopAddr(named[len(named)-1]); ok && fine && last == other {
		return plain
	}
	return nil
}

func listed(lines []string) (list []string) {
	for _, line := range lines {
		for part := range strings.SplitSeq(line, ",") {
			list = append(list, strings.TrimSpace(part))
		}
	}
	return list
}

// hopAddr reads an address with or without port and brackets.
func hopAddr(s string) (netip.Addr, bool) {
	if a, err := netip.ParseAddrPort(s); err == nil {
		return a.Addr().Unmap().WithZone(""), true
	}
	a, err := netip.ParseAddr(strings.TrimSuffix(strings.TrimPrefix(s, "["), "]"))
	return a.Unmap().WithZone(""), err == nil
}

// proxyWarned remembers that a process has said so.
type proxyWarned struct{ said atomic.Bool }

// warnOfProxy says once that a proxy seems to stand in front which nobody has
// named: then all visitors count as one network.
func (s *Server) warnOfProxy(hr *http.Request, from netip.Addr) {
	near := from.IsLoopback() || from.IsPrivate()
	if near && (hr.Header.Get("X-Forwarded-For") != "" || hr.Header.Get("Forwarded") != "") && s.proxy.said.CompareAndSwap(false, true) {
		s.Log.Warn("a proxy in front says where visitors come from, and is not believed: all count as one network; name it with --trusted-proxy")
	}
}
