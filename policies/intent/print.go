package intent

import (
	"fmt"
	"strconv"
	"strings"
)

// String is the canonical sentence. Parsing it gives an equal intent.
func (in Intent) String() string {
	parts := []string{printSources(in), in.verb(), printDestinations(in)}
	if len(in.Via) > 0 {
		parts = append(parts, "via", printPath(in))
	}
	return strings.Join(parts, " ")
}

func printSources(in Intent) string {
	s := join(in.Sources, " and ")
	if len(in.Except) > 0 {
		s += " except " + join(in.Except, " and ")
	}
	return s
}

func printDestinations(in Intent) string { return join(in.Destinations, " and ") }

func printPath(in Intent) string { return join(in.Via, " then ") }

func join[T fmt.Stringer](items []T, between string) string {
	parts := make([]string, len(items))
	for i, item := range items {
		parts[i] = item.String()
	}
	return strings.Join(parts, between)
}

// verb is the verb in the number of the subject: one address is singular.
func (in Intent) verb() string {
	v := in.Verb.String()
	if len(in.Sources) == 1 && in.Sources[0].Noun == Addressed && in.Verb != CannotReach {
		v = strings.Replace(v, "reach", "reaches", 1)
	}
	return v
}

// String is the verb as it stands behind a plural.
func (v Verb) String() string {
	return [...]string{Reach: "reach", CannotReach: "cannot reach", ReachOnly: "reach only", ReachExactly: "reach exactly"}[v]
}

// String is the noun of subnets and workloads.
func (n Noun) String() string {
	return [...]string{Subnets: "subnets", Workloads: "workloads", Addressed: "address"}[n]
}

// String is the adjective.
func (c Class) String() string {
	return [...]string{Public: "public", Private: "private", Isolated: "isolated"}[c]
}

// String is the source as it stands in a sentence.
func (s Source) String() string {
	if s.Noun == Addressed {
		return s.Address.String()
	}
	var b strings.Builder
	if len(s.Classes) > 0 {
		b.WriteString(join(s.Classes, " and ") + " ")
	}
	b.WriteString(s.Noun.String())
	for i, f := range s.Filters {
		if i > 0 && f.Key != "" && s.Filters[i-1].Key != "" {
			b.WriteString(" and")
		}
		b.WriteString(" " + f.String())
	}
	if s.In != nil {
		b.WriteString(" in " + s.In.String())
	}
	return b.String()
}

// String is the filter as it stands behind its noun.
func (f Filter) String() string {
	switch {
	case f.Key == "":
		return "in " + f.In.String()
	case !f.HasValue:
		return "tagged " + printTag(f.Key, true)
	}
	return "tagged " + printTag(f.Key, true) + "=" + printTag(f.Value, false)
}

// printTag writes a key or a value, with quotes where it needs them.
func printTag(s string, key bool) string {
	if i := badInTag(s, key); i < 0 && s != "" && !(key && isKeyword(s)) {
		return s
	}
	return strconv.Quote(s)
}

// String is the destination as it stands in a sentence.
func (d Destination) String() string {
	t := d.Target.String()
	if len(d.Ports) == 0 {
		return t
	}
	if isBareIPv6(t) {
		t = "[" + t + "]"
	}
	return t + ":" + join(d.Ports, ",")
}

// String is the target as it stands in a sentence when no port follows.
func (t Target) String() string {
	switch t.Kind {
	case ToInternet:
		return "internet"
	case ToAny:
		return "any"
	case ToAddress:
		return t.Address.String()
	case ToPrefix:
		if !t.Prefix.IsSingleIP() {
			return t.Prefix.String()
		}
		s := t.Prefix.Addr().String()
		if _, _, ambiguous := cutIPv6Ports(s); ambiguous {
			return "[" + s + "]"
		}
		return s
	}
	return t.Name
}

// isBareIPv6 reports whether a printed target must be bracketed before a port.
func isBareIPv6(target string) bool { return looksLikeIPv6(target) && target[0] != '[' }

// String is the port as it stands behind the colon.
func (p Port) String() string {
	switch p.Protocol {
	case ICMP:
		if p.HasType {
			return fmt.Sprintf("icmp/%d", p.Number)
		}
		return "icmp"
	case Numbered:
		return fmt.Sprintf("proto/%d", p.Number)
	}
	s := strconv.Itoa(int(p.Lo))
	if p.Hi != p.Lo {
		s += "-" + strconv.Itoa(int(p.Hi))
	}
	if p.Protocol == UDP {
		s += "/udp"
	}
	return s
}

// String is the alternatives as they stand in a sentence.
func (h Hops) String() string { return join(h, " or ") }

// String is the hop as it stands in a sentence.
func (h Hop) String() string {
	if h.Kind == ViaAddress {
		return h.Address.String()
	}
	return h.Kind.String()
}

// String is the name of the kind.
func (k HopKind) String() string {
	return [...]string{
		ViaNAT: "nat", ViaNATGateway: "nat gateway", ViaInternetGateway: "internet gateway",
		ViaEgressOnlyGateway: "egress-only gateway", ViaFirewall: "firewall", ViaTransitGateway: "transit gateway",
		ViaPeering: "peering", ViaVPN: "vpn", ViaEndpoint: "endpoint", ViaAddress: "address",
	}[k]
}
