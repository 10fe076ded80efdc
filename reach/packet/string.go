package packet

import (
	"fmt"
	"strings"
)

// String is the set in a short form for people, "tcp 142.250.0.0/15:443".
// Boxes are separated by "; ", dimensions that do not narrow the set are left
// out, the source follows as "from", and its ports as "client ports". The empty
// set is "none", the full one "any".
func (s Set) String() string {
	switch {
	case s.IsEmpty():
		return "none"
	case s.Equal(universe):
		return "any"
	}
	var parts []string
	for b := range s.Boxes {
		parts = append(parts, b.String())
	}
	return strings.Join(parts, "; ")
}

// String is the box in the form of [Set.String].
func (b Box) String() string {
	var out strings.Builder
	out.WriteString(b.Protocols.String())
	dst := "anywhere"
	if !wholeFamilies(b.Dst) || b.Dst.Equal(ipv4) || b.Dst.Equal(ipv6) {
		dst = b.Dst.String()
		if b.Dst.Overlaps(ipv6) && !b.DstPorts.IsAny() {
			dst = "[" + dst + "]"
		} else if strings.Contains(dst, ",") {
			dst = "{" + dst + "}"
		}
	}
	if icmp := b.Protocols.Intersect(icmpful); !b.DstPorts.IsAny() {
		if icmp.IsEmpty() {
			fmt.Fprintf(&out, " %s:%s", dst, b.DstPorts)
		} else {
			fmt.Fprintf(&out, " %s %s", TypesString(b.DstPorts), dst)
		}
	} else {
		fmt.Fprintf(&out, " %s", dst)
	}
	if !wholeFamilies(b.Src) {
		fmt.Fprintf(&out, " from %s", b.Src)
	}
	if !b.SrcPorts.IsAny() {
		fmt.Fprintf(&out, ", client ports %s", b.SrcPorts)
	}
	return out.String()
}

// wholeFamilies reports whether a is all of IPv4, all of IPv6, or both.
func wholeFamilies(a Addrs) bool { return a.Equal(all) || a.Equal(ipv4) || a.Equal(ipv6) }

// TypesString is the ICMP types of a set of numbers, with codes where a type does not have all of them.
func TypesString(p Ports) string {
	var parts []string
	for t := range 256 {
		codes := p.Intersect(ICMPType(uint8(t)))
		switch {
		case codes.IsEmpty():
		case codes.Equal(ICMPType(uint8(t))):
			parts = append(parts, fmt.Sprintf("type %d", t))
		default:
			for lo, hi := range codes.Ranges {
				if lo == hi {
					parts = append(parts, fmt.Sprintf("type %d code %d", t, lo&0xff))
				} else {
					parts = append(parts, fmt.Sprintf("type %d codes %d-%d", t, lo&0xff, hi&0xff))
				}
			}
		}
	}
	if len(parts) > 8 {
		parts = append(parts[:7], fmt.Sprintf("and %d more", len(parts)-7))
	}
	return strings.Join(parts, ", ")
}
