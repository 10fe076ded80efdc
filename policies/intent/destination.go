package intent

import (
	"net/netip"
	"slices"
	"strings"
)

func (p *parser) destination(in *Intent) (Destination, *SyntaxError) {
	first, w := p.i, p.peek(0)
	if w.text == "" || (keywords[w.key] && w.key != "internet" && w.key != "any") {
		return Destination{}, p.badDestination(in)
	}
	if w.colon < 0 && w.text != "," && strings.HasSuffix(w.text, ",") {
		return Destination{}, p.badComma(w)
	}
	target, ports, err := p.cutPorts(w)
	if err != nil {
		return Destination{}, err
	}
	var d Destination
	var ok bool
	if d.Target, ok, err = p.target(word{text: target, at: w.at}); err != nil {
		return d, err
	} else if !ok {
		return d, p.badDestination(in)
	}
	if len(target) < len(w.text) {
		if d.Ports, err = p.ports(ports, w.end()-len(ports)); err != nil {
			return d, err
		}
	}
	p.i++
	d.Place = p.place(first)
	return d, nil
}

// cutPorts separates a target from what stands behind its colon. The target is
// the whole word when it has no ports.
func (p *parser) cutPorts(w word) (target, ports string, err *SyntaxError) {
	if strings.Contains(w.text, "://") {
		return "", "", p.badURL(w)
	}
	if left, right, ok := cutIPv6Ports(w.text); ok {
		message := quote(w.text) + " is IPv6 with a port but without brackets"
		if _, err := netip.ParseAddr(w.text); err == nil {
			message = quote(w.text) + " is one IPv6 address, or another one with a port"
		}
		return "", "", p.wrong(w, message, "brackets around the address", "["+left+"]:"+right)
	}
	if looksLikeIPv6(w.text) || w.colon < 0 {
		return w.text, "", nil
	}
	return w.text[:w.colon], w.text[w.colon+1:], nil
}

// looksLikeIPv6 reports whether a word has the colons of an IPv6 address, so
// that the first is not the one before a port.
func looksLikeIPv6(s string) bool {
	first, rest, ok := strings.Cut(s, ":")
	return ok && strings.Contains(rest, ":") && strings.Trim(first, "0123456789abcdefABCDEF") == ""
}

// cutIPv6Ports finds the second reading of an IPv6 address without brackets: an
// address or a CIDR with ports behind it. 2001:db8::1:443 has both readings,
// 2001:db8::443 has one, since no address ends with a single colon.
func cutIPv6Ports(s string) (target, ports string, ok bool) {
	i := strings.LastIndexByte(s, ':')
	if !looksLikeIPv6(s) || i < 0 {
		return "", "", false
	}
	target, ports = s[:i], s[i+1:]
	if _, err := netip.ParseAddr(target); err != nil {
		if _, err := netip.ParsePrefix(target); err != nil {
			return "", "", false
		}
	}
	if !looksLikePorts(ports) {
		return "", "", false
	}
	return target, ports, true
}

// target reads a target at the beginning of a word. It is false for a word that
// means nothing.
func (p *parser) target(part word) (Target, bool, *SyntaxError) {
	text, name := part.text, lower(part.text)
	switch {
	case name == "internet":
		return Target{Kind: ToInternet}, true, nil
	case name == "any":
		return Target{Kind: ToAny}, true, nil
	case IsService(name):
		return Target{Kind: ToService, Name: name}, true, nil
	case isAddress(text):
		a, err := p.parsePattern(text, part.at)
		return Target{Kind: ToAddress, Address: a}, true, err
	case strings.HasPrefix(text, "["):
		t, err := p.bracketed(part)
		return t, true, err
	case isNumeric(text) && strings.ContainsAny(text, "./") || looksLikeIPv6(text):
		t, err := p.prefix(part)
		return t, true, err
	case strings.Contains(text, "."):
		err := p.checkHostname(part)
		return Target{Kind: ToHostname, Name: name}, true, err
	}
	return Target{}, false, nil
}

func isNumeric(s string) bool { return s != "" && strings.Trim(s, "0123456789./") == "" }

// prefix reads an IP address or a CIDR, without brackets.
func (p *parser) prefix(part word) (Target, *SyntaxError) {
	prefix, err := netip.ParsePrefix(part.text)
	if err != nil {
		ip, err := netip.ParseAddr(part.text)
		if err != nil || ip.Zone() != "" {
			e := p.wrong(part, quote(part.text)+" is neither an IP address nor a CIDR", "an address such as 192.0.2.1 or a CIDR such as 10.0.0.0/8", "")
			e.edits = slashPorts(part)
			return Target{}, e
		}
		prefix = netip.PrefixFrom(ip, ip.BitLen())
	}
	switch masked, ip := prefix.Masked(), prefix.Addr(); {
	case ip.Is4In6():
		return Target{}, p.wrong(part, quote(part.text)+" is an IPv4 address in the form of IPv6", "the IPv4 address itself", inIPv4(prefix))
	case ip.IsUnspecified() && prefix.IsSingleIP():
		return Target{}, p.wrong(part, part.text+" is the address of no host", "a CIDR such as "+ip.String()+"/0", ip.String()+"/0")
	case masked != prefix:
		// Brackets, if any, stay where they are.
		return Target{}, p.wrong(part, part.text+" has bits set behind its prefix length", "the CIDR "+masked.String(), masked.String())
	}
	return Target{Kind: ToPrefix, Prefix: prefix}, nil
}

// inIPv4 is the IPv4 form of a prefix of IPv4-mapped addresses, empty when it
// has none.
func inIPv4(p netip.Prefix) string {
	if p.Bits() < 96 {
		return ""
	}
	four := netip.PrefixFrom(p.Addr().Unmap(), p.Bits()-96)
	if four.IsSingleIP() {
		return four.Addr().String()
	}
	return four.String()
}

// bracketed reads an IPv6 address or CIDR in brackets.
func (p *parser) bracketed(part word) (Target, *SyntaxError) {
	inside, ok := strings.CutSuffix(part.text[1:], "]")
	if !ok {
		i := strings.IndexByte(part.text, ']')
		if i < 0 {
			open := word{text: "[", at: part.at}
			e := p.wrong(open, "the bracket is not closed", `"]" behind an IPv6 address or CIDR`, "")
			if left, right, ok := cutIPv6Ports(part.text[1:]); ok {
				e.edits = []edit{{part.at, part.end(), "[" + left + "]:" + right}}
			} else {
				e.edits = []edit{{part.end(), part.end(), "]"}}
			}
			return Target{}, e
		}
		after := word{text: part.text[i+1:], at: part.at + i + 1}
		e := p.wrong(after, quote(after.text)+" follows the brackets", `":" and ports, or nothing`, "")
		if length := after.text; length[0] == '/' && isNumeric(length[1:]) {
			e.edits = []edit{{part.at, part.end(), part.text[:i] + length + "]"}}
		} else if looksLikePorts(length) {
			e.edits = []edit{{after.at, after.at, ":"}}
		}
		return Target{}, e
	}
	inner := word{text: inside, at: part.at + 1}
	t, err := p.prefix(inner)
	switch {
	case err != nil:
		return t, err
	case t.Prefix.Addr().Is4():
		return t, p.wrong(part, "brackets are for IPv6", inside+" without brackets", inside)
	}
	return t, nil
}

// checkHostname refuses what no resolver takes, and what is likely meant as
// something else.
func (p *parser) checkHostname(part word) *SyntaxError {
	if e := p.notHostname(part); e != nil {
		return e
	}
	if strings.HasSuffix(part.text, ".") {
		return p.wrong(part, quote(part.text)+" ends with a dot", "a hostname without it", strings.TrimRight(part.text, "."))
	}
	labels := strings.Split(lower(part.text), ".")
	at := part.at
	for _, l := range labels {
		ok := l != "" && len(l) <= 63 && l[0] != '-' && l[len(l)-1] != '-' && strings.Trim(l, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
		if !ok {
			return p.wrong(word{text: l, at: at}, quote(part.text)+" is no hostname", "labels of letters, digits and inner hyphens between the dots", "")
		}
		at += len(l) + 1
	}
	last := labels[len(labels)-1]
	if !strings.HasPrefix(last, "xn--") && strings.Trim(last, "abcdefghijklmnopqrstuvwxyz") != "" || len(part.text) > 253 {
		return p.wrong(part, quote(part.text)+" is no hostname", "a last label of letters and at most 253 characters", "")
	}
	return nil
}

// isAddress reports whether a word is an address wherever it stands: a resource
// type has an underscore, and no hostname has one.
func isAddress(s string) bool {
	if strings.HasPrefix(s, "module.") || strings.HasPrefix(s, "data.") || strings.HasPrefix(s, "**") {
		return true
	}
	label, _, dotted := strings.Cut(s, ".")
	if !dotted {
		return strings.HasPrefix(s, "aws_")
	}
	return strings.Contains(label, "_") && !strings.ContainsAny(label, `:/"'`)
}

// isLoneAddress is isAddress where nothing but an address has a dot, so that
// the type may be any: "*.private".
func isLoneAddress(s string) bool {
	label, _, dotted := strings.Cut(s, ".")
	return isAddress(s) || dotted && strings.Contains(label, "*")
}

// services are the names of AWS services as their VPC endpoints have them,
// behind "com.amazonaws.REGION.", sorted.
var services = func() []string {
	s := strings.Fields(serviceNames)
	slices.Sort(s)
	return slices.Compact(s)
}()

// IsService reports whether a name is that of a service, as VPC endpoints have it, or
// of its FIPS endpoint.
func IsService(name string) bool {
	_, ok := slices.BinarySearch(services, strings.TrimSuffix(name, "-fips"))
	return ok
}
