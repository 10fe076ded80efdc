package intent

import (
	"fmt"
	"strconv"
	"strings"
)

// ports reads a list of ports that stands at a byte of the sentence.
func (p *parser) ports(text string, at int) ([]Port, *SyntaxError) {
	var list []Port
	for item := range strings.SplitSeq(text, ",") {
		bare := strings.TrimLeft(item, " ")
		w := word{text: bare, at: at + len(item) - len(bare)}
		port, bad := readPort(bare)
		if bad != nil {
			return nil, p.badPort(w, bad)
		}
		list = append(list, port)
		at += len(item) + 1
	}
	return list, nil
}

// portError is what is wrong with a port.
type portError struct{ message, expected, instead string }

const portForms = `a port such as 443, 1024-65535 or 53/udp, "icmp", icmp/TYPE or proto/NUMBER`

func readPort(s string) (Port, *portError) {
	name, number, slash := strings.Cut(lower(s), "/")
	switch {
	case name == "icmp" && !slash:
		return Port{Protocol: ICMP}, nil
	case name == "icmp" || name == "proto" && slash:
		n, err := readNumber(number, 255)
		if err != nil {
			return Port{}, err
		}
		if name == "icmp" {
			return Port{Protocol: ICMP, Number: uint8(n), HasType: true}, nil
		}
		return Port{Protocol: Numbered, Number: uint8(n)}, nil
	}
	var port Port
	switch number {
	case "tcp":
	case "udp":
		port.Protocol = UDP
	default:
		if slash {
			return Port{}, &portError{expected: `"tcp" or "udp" behind "/"`}
		}
	}
	first, last, ranged := strings.Cut(name, "-")
	lo, err := readNumber(first, 65535)
	if err != nil {
		return Port{}, err
	}
	hi := lo
	if ranged {
		if hi, err = readNumber(last, 65535); err != nil {
			return Port{}, err
		}
	}
	if hi < lo {
		swapped := fmt.Sprintf("%d-%d", hi, lo)
		if slash {
			swapped += "/" + number
		}
		return Port{}, &portError{fmt.Sprintf("the range %s ends before it begins", name), "the lower port first", swapped}
	}
	port.Lo, port.Hi = uint16(lo), uint16(hi)
	return port, nil
}

// readNumber reads decimal digits.
func readNumber(s string, most int) (int, *portError) {
	if s == "" || strings.Trim(s, "0123456789") != "" {
		return 0, &portError{expected: portForms}
	}
	n, err := strconv.Atoi(s)
	if err != nil || n > most {
		return 0, &portError{s + " is out of range", fmt.Sprintf("0 to %d", most), ""}
	}
	return n, nil
}

// looksLikePorts reports whether a text is a list of ports, be they in range or
// not.
func looksLikePorts(s string) bool {
	for item := range strings.SplitSeq(s, ",") {
		if _, err := readPort(strings.TrimLeft(item, " ")); err != nil && err.message == "" {
			return false
		}
	}
	return true
}
