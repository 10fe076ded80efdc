package aws

import (
	"errors"
	"net/netip"
	"strconv"
	"strings"

	"github.com/tfreach/tfreach/reach/packet"
)

// The parts of Suricata's rule language that say which packets a rule is for by their
// headers alone (https://docs.suricata.io, "Rules Format"). Nothing of a rule's text
// is in an error: it may be anything.

// maxNesting bounds how deep lists are nested, and variables that hold variables;
// maxElements how many elements a list has.
const (
	maxNesting  = 16
	maxElements = 4096
)

var (
	errNotAddress = errors.New("not an address, a block or a variable that is known")
	errNotPort    = errors.New("not a port, a range or a variable that is known")
	errList       = errors.New("not a list")
	errDeep       = errors.New("lists that are nested too deep")
	errLong       = errors.New("a list that is too long")
	errNothing    = errors.New("matches nothing")
)

// setOf is a set that lists are made of.
type setOf[T any] interface {
	Union(T) T
	Minus(T) T
	IsEmpty() bool
}

// listOf reads a list such as "[10.0.0.0/8, !10.1.0.0/16]", one element of it, or
// one that is negated. What a list excludes goes before what it has, and a list
// that only excludes has all the rest.
func listOf[T setOf[T]](text string, all T, element func(text string, depth int) (T, error), depth int) (T, error) {
	var none T
	text = strings.TrimSpace(text)
	if depth > maxNesting {
		return none, errDeep
	}
	if rest, not := strings.CutPrefix(text, "!"); not {
		out, err := listOf(rest, all, element, depth+1)
		if err != nil {
			return none, err
		}
		if out = all.Minus(out); out.IsEmpty() {
			return none, errNothing
		}
		return out, nil
	}
	inner, open := strings.CutPrefix(text, "[")
	if !open {
		if strings.EqualFold(text, "any") {
			return all, nil
		}
		return element(text, depth+1)
	}
	inner, closed := strings.CutSuffix(inner, "]")
	parts, balanced := topLevel(inner)
	if !closed || !balanced {
		return none, errList
	}
	if len(parts) > maxElements {
		return none, errLong
	}
	var has, not T
	some := false
	for _, part := range parts {
		part = strings.TrimSpace(part)
		rest, negated := strings.CutPrefix(part, "!")
		one, err := listOf(rest, all, element, depth+1)
		if err != nil {
			return none, err
		}
		if negated {
			not = not.Union(one)
		} else {
			has, some = has.Union(one), true
		}
	}
	if !some {
		has = all
	}
	out := has.Minus(not)
	if out.IsEmpty() {
		return none, errNothing
	}
	return out, nil
}

// topLevel cuts a list at the commas that are in no list of its own.
func topLevel(text string) (parts []string, balanced bool) {
	depth, start := 0, 0
	for i := range len(text) {
		switch text[i] {
		case '[':
			depth++
		case ']':
			if depth--; depth < 0 {
				return nil, false
			}
		case ',':
			if depth == 0 {
				parts = append(parts, text[start:i])
				start = i + 1
			}
		}
	}
	return append(parts, text[start:]), depth == 0
}

// variables are the variables of a rule group.
type variables struct {
	// sets are the definitions of addresses and ports, each as a list.
	sets map[string]string
	// why is set when there may be others.
	why  string
	home home
	// What variables stand for, as far as it was asked for.
	knownAddrs map[string]result[packet.Addrs]
	knownPorts map[string]result[packet.Ports]
}

// result is what a variable stands for, or why that is not known.
type result[T any] struct {
	set T
	err error
}

// addrs reads a list of addresses.
func (v *variables) addrs(text string) (packet.Addrs, error) {
	return listOf(text, packet.AnyAddr(), v.addr, 0)
}

func (v *variables) addr(text string, depth int) (packet.Addrs, error) {
	name, isVariable := strings.CutPrefix(text, "$")
	definition, known := v.sets[name]
	switch {
	case isVariable && known:
		out, asked := v.knownAddrs[name]
		if !asked {
			out.set, out.err = listOf(definition, packet.AnyAddr(), v.addr, depth)
			if v.knownAddrs == nil {
				v.knownAddrs = map[string]result[packet.Addrs]{}
			}
			v.knownAddrs[name] = out
		}
		return out.set, out.err
	case isVariable && v.why != "":
		return packet.Addrs{}, errors.New(v.why)
	case isVariable && name == "EXTERNAL_NET":
		out, err := v.addr("$HOME_NET", depth+1)
		if err != nil {
			return packet.Addrs{}, err
		}
		return packet.AnyAddr().Minus(out), nil
	case isVariable && name == "HOME_NET":
		if v.home.why != "" {
			return packet.Addrs{}, errors.New(v.home.why)
		}
		return v.home.Addrs, nil
	}
	if p, err := parsePrefix(text); err == nil {
		return packet.Prefix(p), nil
	}
	if ip, err := netip.ParseAddr(text); err == nil && !ip.Is4In6() && ip.Zone() == "" {
		return packet.Addr(ip), nil
	}
	return packet.Addrs{}, errNotAddress
}

// ports reads a list of ports.
func (v *variables) ports(text string) (packet.Ports, error) {
	return listOf(text, packet.AnyPort(), v.port, 0)
}

func (v *variables) port(text string, depth int) (packet.Ports, error) {
	if name, isVariable := strings.CutPrefix(text, "$"); isVariable {
		definition, known := v.sets[name]
		switch {
		case known:
			out, asked := v.knownPorts[name]
			if !asked {
				out.set, out.err = listOf(definition, packet.AnyPort(), v.port, depth)
				if v.knownPorts == nil {
					v.knownPorts = map[string]result[packet.Ports]{}
				}
				v.knownPorts[name] = out
			}
			return out.set, out.err
		case v.why != "":
			return packet.Ports{}, errors.New(v.why)
		}
		return packet.Ports{}, errNotPort
	}
	from, to, isRange := strings.Cut(text, ":")
	if !isRange {
		to = from
	} else {
		if from == "" {
			from = "0"
		}
		if to == "" {
			to = "65535"
		}
	}
	lo, err := strconv.ParseUint(strings.TrimSpace(from), 10, 16)
	hi, err2 := strconv.ParseUint(strings.TrimSpace(to), 10, 16)
	if err != nil || err2 != nil || hi < lo {
		return packet.Ports{}, errNotPort
	}
	return packet.PortRange(uint16(lo), uint16(hi)), nil
}

// appLayers are the protocols that Suricata finds by looking at what connections
// carry, with those that carry them.
var appLayers = map[string]packet.Protocols{
	"http": packet.ProtocolsOf(packet.TCP), "http1": packet.ProtocolsOf(packet.TCP), "http2": packet.ProtocolsOf(packet.TCP),
	"tls": packet.ProtocolsOf(packet.TCP), "ssl": packet.ProtocolsOf(packet.TCP), "ssh": packet.ProtocolsOf(packet.TCP),
	"smtp": packet.ProtocolsOf(packet.TCP), "imap": packet.ProtocolsOf(packet.TCP), "ftp": packet.ProtocolsOf(packet.TCP),
	"ftp-data": packet.ProtocolsOf(packet.TCP), "smb": packet.ProtocolsOf(packet.TCP), "msn": packet.ProtocolsOf(packet.TCP),
	"dns": packet.ProtocolsOf(packet.TCP, packet.UDP), "dcerpc": packet.ProtocolsOf(packet.TCP, packet.UDP), "krb5": packet.ProtocolsOf(packet.TCP, packet.UDP),
	"ikev2": packet.ProtocolsOf(packet.UDP), "ike": packet.ProtocolsOf(packet.UDP), "quic": packet.ProtocolsOf(packet.UDP),
	"tftp": packet.ProtocolsOf(packet.UDP), "ntp": packet.ProtocolsOf(packet.UDP), "dhcp": packet.ProtocolsOf(packet.UDP),
}

const sctp packet.Protocol = 132

// headerProtocols is the protocols that the header of a rule may match, and whether
// headers alone say so.
func headerProtocols(name string) (ps packet.Protocols, exact bool) {
	switch name = strings.ToLower(name); name {
	case "ip":
		return packet.AnyProtocol(), true
	case "tcp", "tcp-pkt":
		return packet.ProtocolsOf(packet.TCP), true
	case "tcp-stream":
		return packet.ProtocolsOf(packet.TCP), false
	case "udp":
		return packet.ProtocolsOf(packet.UDP), true
	case "icmp":
		return packet.ProtocolsOf(packet.ICMP, packet.ICMPv6), true
	case "icmpv4":
		return packet.ProtocolsOf(packet.ICMP), true
	case "icmpv6":
		return packet.ProtocolsOf(packet.ICMPv6), true
	case "sctp":
		return packet.ProtocolsOf(sctp), true
	}
	if ps, ok := appLayers[name]; ok {
		return ps, false
	}
	return packet.AnyProtocol(), false
}

// harmlessOptions are the options of a rule that do not say what it matches.
var harmlessOptions = map[string]bool{
	"sid": true, "gid": true, "rev": true, "msg": true, "priority": true, "classtype": true, "reference": true, "metadata": true, "target": true,
}

// isHarmless reports whether an option does not say what a rule matches. Some write
// its value with it.
func isHarmless(option string) bool {
	name, _, _ := strings.Cut(option, ":")
	return harmlessOptions[strings.ToLower(strings.TrimSpace(name))]
}

// suricataHeader is what a rule says before its options.
type suricataHeader struct {
	action, protocol, source, sourcePort, direction, destination, destinationPort string
}

// maxSuricataRules bounds how many rules of a text are read. A firewall takes
// 30,000.
const maxSuricataRules = 30000

// suricataLines are the rules of a text, one a line; a line that ends in a
// backslash goes on.
func suricataLines(text string) []string {
	var out []string
	var joined strings.Builder
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if rest, more := strings.CutSuffix(line, `\`); more {
			joined.WriteString(rest + " ")
			continue
		}
		if joined.Len() == 0 && (line == "" || strings.HasPrefix(line, "#")) {
			continue
		}
		joined.WriteString(line)
		out = append(out, joined.String())
		joined.Reset()
	}
	if rest := strings.TrimSpace(joined.String()); rest != "" {
		out = append(out, rest)
	}
	return out
}

// suricataRule reads a rule: its header, and whether its options leave it to the
// header what it matches.
func suricataRule(line string) (h suricataHeader, plain bool, err error) {
	wrong := errors.New("not a rule")
	head, options, ok := strings.Cut(line, "(")
	options, closed := strings.CutSuffix(strings.TrimSpace(options), ")")
	fields, balanced := headerFields(head)
	if !ok || !closed || !balanced || len(fields) != 7 {
		return h, false, wrong
	}
	h = suricataHeader{fields[0], fields[1], fields[2], fields[3], fields[4], fields[5], fields[6]}
	list, ok := optionsOf(options)
	if !ok {
		return h, false, wrong
	}
	plain = true
	for _, o := range list {
		plain = plain && isHarmless(o)
	}
	return h, plain, nil
}

// headerFields cuts a header at spaces that are in no list.
func headerFields(head string) (fields []string, balanced bool) {
	depth, start := 0, -1
	for i := range len(head) {
		c := head[i]
		space := (c == ' ' || c == '\t') && depth == 0
		switch {
		case c == '[':
			depth++
		case c == ']':
			depth--
		}
		switch {
		case space && start >= 0:
			fields, start = append(fields, head[start:i]), -1
		case !space && start < 0:
			start = i
		}
	}
	if start >= 0 {
		fields = append(fields, head[start:])
	}
	return fields, depth == 0
}

// optionsOf cuts options at the semicolons that are neither quoted nor escaped.
func optionsOf(text string) (list []string, ok bool) {
	quoted, start := false, 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			quoted = !quoted
		case ';':
			if !quoted {
				list = append(list, text[start:i])
				start = i + 1
			}
		}
	}
	return list, !quoted && strings.TrimSpace(text[start:]) == ""
}
