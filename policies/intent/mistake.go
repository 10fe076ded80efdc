package intent

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/tfreach/tfreach/planparse/address"
)

// This file and mistake_*.go hold what is said of sentences that are wrong: for
// each place of the grammar one function that makes the error, and with it the
// edits that are likely to mend the sentence. The parser calls them, they never
// decide what is right.

// wrong is the error about a word, which is mended by writing another instead,
// if that is not empty.
func (p *parser) wrong(w word, message, expected, instead string) *SyntaxError {
	e := &SyntaxError{Sentence: p.text, Offset: w.at, Length: len(w.text), Message: message, Expected: expected}
	if instead != "" {
		e.edits = []edit{{w.at, w.end(), instead}}
	}
	return e
}

// unexpected is the error about the next word, whatever it is.
func (p *parser) unexpected(expected string) *SyntaxError {
	w := p.peek(0)
	switch {
	case w.text == "":
		return p.wrong(w, "the sentence ends", expected, "")
	case keywords[w.key]:
		return p.wrong(w, quote(w.text)+" is out of place", expected, "")
	}
	return p.wrong(w, quote(w.text)+" is not understood", expected, "")
}

// mistake is unexpected with a mend: the first of the phrases that comes next
// is replaced, else a misspelt word is.
func (p *parser) mistake(expected string, phrases []phrase, near ...string) *SyntaxError {
	w := p.peek(0)
	if w.text != "," && strings.HasSuffix(w.text, ",") {
		return p.badComma(w)
	}
	e := p.unexpected(expected)
	if e.edits = p.rephrase(phrases); e.edits != nil {
		return e
	}
	// A keyword out of place is not misspelt.
	if n := nearestKeyword(strings.TrimRight(w.key, ".;"), near); n != "" && !keywords[w.key] {
		e.edits = p.replace(1, n)
	}
	return e
}

// rephrase is the edit for the first of the phrases that comes next.
func (p *parser) rephrase(phrases []phrase) []edit {
	for _, ph := range phrases {
		if words := strings.Fields(ph.words); p.at(words...) {
			return p.replace(len(words), ph.means)
		}
	}
	return nil
}

// badComma is the error for a word that ends with a comma.
func (p *parser) badComma(w word) *SyntaxError {
	const message = "a comma joins nothing but ports"
	comma := word{text: ",", at: w.end() - 1}
	if p.inPath {
		return p.wrong(comma, message, `"or" between alternatives, "then" between hops in order`, "")
	}
	e := p.wrong(comma, message, `"and"`, " and")
	if next := p.peek(1); next.text == "" || slices.Contains(connectives, next.key) {
		e.edits = []edit{{comma.at, comma.end(), ""}}
	}
	return e
}

// connectives are the keywords that go on behind an operand by themselves.
var connectives = strings.Fields("and or then via except tagged in must can should cannot only reach")

// phrase is what people write, as keys of words, and what that means, "" for
// words that mean nothing.
type phrase struct{ words, means string }

// all makes several phrases of one meaning.
func all(means string, words ...string) []phrase {
	var ps []phrase
	for _, w := range words {
		ps = append(ps, phrase{w, means})
	}
	// The longest first, so that "but not" is not read as "but".
	slices.SortStableFunc(ps, func(a, b phrase) int { return strings.Count(b.words, " ") - strings.Count(a.words, " ") })
	return ps
}

// replace is the edit of the next n words; when nothing comes in their place,
// the space behind them goes too.
func (p *parser) replace(n int, text string) []edit {
	from, to := p.peek(0).at, p.peek(n-1).end()
	if text == "" {
		to = p.peek(n).at
	}
	return []edit{{from, to, text}}
}

// insert is the edit that puts a text before the next word.
func (p *parser) insert(text string) []edit {
	at := p.peek(0).at
	if p.peek(0).text == "" {
		return []edit{{at, at, " " + text}}
	}
	return []edit{{at, at, text + " "}}
}

// nearestKeyword is Nearest for words as people inflect them.
func nearestKeyword(key string, candidates []string) string {
	for _, suffix := range []string{"'s", "’s", "'", "’"} {
		key = strings.TrimSuffix(key, suffix)
	}
	key = keyOf(key)
	if slices.Contains(candidates, key) {
		return key
	}
	return Nearest(key, candidates)
}

// quote is a word as messages show it: not too long, on one line.
func quote(s string) string {
	const most = 60
	if utf8.RuneCountInString(s) > most {
		s = string([]rune(s)[:most-1]) + "…"
	}
	return `"` + s + `"`
}

func printable(r rune) bool { return unicode.IsPrint(r) }

// badAddress is the error of package address, placed in the sentence.
func (p *parser) badAddress(text string, at int, err error) *SyntaxError {
	var bad *address.SyntaxError
	if !errors.As(err, &bad) {
		panic("address.ParsePattern gave an error of another type: " + err.Error())
	}
	e := &SyntaxError{
		Sentence: p.text, Offset: at + bad.Offset, Length: len(text) - bad.Offset,
		Message: quote(text) + " is no address", Expected: bad.Expected,
	}
	if bad.Hint != "" {
		e.edits = []edit{{at, at + len(text), bad.Hint}}
	}
	return e
}

// isID reports whether a word is an id or an ARN of AWS.
func isID(s string) bool {
	if strings.HasPrefix(s, "arn:") {
		return true
	}
	for _, prefix := range []string{"i-", "eni-", "subnet-", "vpc-", "sg-", "acl-", "rtb-", "nat-", "igw-", "eigw-", "tgw-", "vpce-", "pcx-", "vgw-", "pl-", "eipalloc-"} {
		if hex, ok := strings.CutPrefix(s, prefix); ok && len(hex) >= 3 && strings.Trim(hex, "0123456789abcdef") == "" && strings.ContainsAny(hex, "0123456789") {
			return true
		}
	}
	return false
}

func (p *parser) badID(w word) *SyntaxError {
	return p.wrong(w, quote(w.text)+" is an id", "the address that the object has in the plan, such as aws_subnet.private", "")
}

// badURL is the error for a URL, of which only host and port count.
func (p *parser) badURL(w word) *SyntaxError {
	e := p.wrong(w, quote(w.text)+" is a URL", "a hostname and a port", "")
	u, err := url.Parse(w.text)
	if err != nil || u.Hostname() == "" {
		return e
	}
	port := u.Port()
	if port == "" {
		port = portNames[lower(u.Scheme)]
	}
	instead := u.Hostname()
	switch {
	case port != "":
		instead = net.JoinHostPort(instead, port)
	case strings.Contains(instead, ":"):
		instead = "[" + instead + "]"
	}
	e.edits = []edit{{w.at, w.end(), instead}}
	return e
}

// notHostname is the error for a word that has the form of a hostname and is
// likely something else; nil when it may be one.
func (p *parser) notHostname(part word) *SyntaxError {
	first, rest, _ := strings.Cut(part.text, ".")
	name := lower(part.text)
	switch {
	case strings.HasPrefix(name, "com.amazonaws."):
		// com.amazonaws.REGION.SERVICE, and a few without a region.
		service := strings.TrimPrefix(name, "com.amazonaws.")
		if _, after, ok := strings.Cut(service, "."); ok && !IsService(service) {
			service = after
		}
		e := p.wrong(part, quote(part.text)+" is the long name of a service", "its name behind the region, such as s3 or ecr.api", "")
		if IsService(service) {
			e.edits = []edit{{part.at, part.end(), service}}
		}
		return e
	case strings.HasPrefix(name, "module.") || strings.HasPrefix(name, "data."):
		return p.wrong(part, quote(part.text)+" is written with capitals", "an address, whose words are in lower case", lower(first)+"."+rest)
	case strings.HasPrefix(name, "aws-") && (resourceTypes[underscored(lower(first))] || strings.ContainsAny(rest, `[*"`)):
		return p.wrong(part, quote(part.text)+" is no hostname", "an address, whose type has underscores", underscored(first)+"."+rest)
	case placeWords[lower(first)] && !strings.Contains(rest, "."):
		// A host of such a name is less likely than a resource type cut short, and
		// a "cannot reach" about the wrong one would hold by accident.
		return p.wrong(part, quote(part.text)+" is taken for no hostname", "an address, whose type is aws_"+lower(first), "aws_"+lower(first)+"."+rest)
	case strings.HasPrefix(name, "*."):
		return p.wrong(part, "a hostname names one host", "a hostname without \"*\", or an address such as aws_*.NAME", "")
	case strings.ContainsAny(part.text, "/"):
		e := p.wrong(part, quote(part.text)+" is no hostname", "a hostname without a path", "")
		if e.edits = slashPorts(part); e.edits == nil {
			e.edits = []edit{{part.at, part.end(), part.text[:strings.IndexByte(part.text, '/')]}}
		}
		return e
	case strings.ContainsAny(part.text, "[]"):
		return p.wrong(part, quote(part.text)+" is no hostname", "an address, whose type has underscores, or a hostname without brackets", "")
	}
	return nil
}

func underscored(s string) string { return strings.ReplaceAll(s, "-", "_") }

// slashPorts is the mend of a target whose port stands behind a slash; nil when
// it is no such thing.
func slashPorts(part word) []edit {
	i := strings.LastIndexByte(part.text, '/')
	if i <= 0 {
		return nil
	}
	target, ports := part.text[:i], asPorts(part.text[i+1:])
	// Behind an address a small number is rather a prefix length.
	if length, err := strconv.Atoi(ports); ports == "" || err == nil && length <= 128 && isNumeric(target) && !strings.Contains(target, "/") {
		return nil
	}
	if looksLikeIPv6(target) {
		target = "[" + target + "]"
	}
	return []edit{{part.at, part.end(), target + ":" + ports}}
}

// badPort is the error for one item of a list of ports.
func (p *parser) badPort(w word, bad *portError) *SyntaxError {
	message := bad.message
	switch {
	case message != "":
	case w.text == "":
		message = "a port is missing"
	default:
		message = quote(w.text) + " is no port"
	}
	e := p.wrong(w, message, bad.expected, bad.instead)
	if bad.message != "" {
		return e
	}
	bare := strings.TrimRight(w.text, ".;")
	switch ports, every := asPorts(bare), everyPort[lower(bare)]; {
	case every:
		// Without ports a destination means all of them.
		whole := p.peek(0)
		e.edits = []edit{{whole.at + whole.colon, whole.end(), ""}}
	case ports != "":
		e.edits = []edit{{w.at, w.end(), ports}}
	case w.text == "" && w.at == p.peek(0).end():
		e.edits = p.missingPort(w.at)
	default:
		// "internet:443, s3:443" is one word, since ports may have spaces.
		if before := strings.TrimRight(p.text[:w.at], " "); strings.HasSuffix(before, ",") && len(before) < w.at {
			e.edits = []edit{{len(before) - 1, len(before), " and"}}
		}
	}
	return e
}

// missingPort is the mend of a list that ends with its colon or with a comma:
// the port is the next word, or there is none.
func (p *parser) missingPort(at int) []edit {
	if next := p.peek(1); asPorts(next.text) != "" {
		return []edit{{at, next.at, ""}}
	}
	return []edit{{at - 1, at, ""}}
}

// everyPort has what people write for all ports.
var everyPort = map[string]bool{"*": true, "all": true, "any": true, "every": true, "-1": true}

// portNames has the ports of well-known protocols, and the protocols that have
// none. They are no part of the language, since one name may mean two ports.
var portNames = map[string]string{
	"amqp": "5672", "dns": "53/udp,53", "esp": "proto/50", "ftp": "21", "gre": "proto/47", "http": "80", "https": "443",
	"icmp6": "icmp", "icmpv4": "icmp", "icmpv6": "icmp", "imap": "143", "imaps": "993", "kafka": "9092", "ldap": "389",
	"ldaps": "636", "memcached": "11211", "mongodb": "27017", "mssql": "1433", "mysql": "3306", "nfs": "2049",
	"ntp": "123/udp", "oracle": "1521", "ping": "icmp", "postgres": "5432", "postgresql": "5432", "rdp": "3389",
	"redis": "6379", "sctp": "proto/132", "smtp": "25", "ssh": "22", "ssl": "443", "syslog": "514/udp", "tcp": "0-65535/tcp",
	"telnet": "23", "tls": "443", "udp": "0-65535/udp",
}

// asPorts is a text as the grammar writes ports, when it is likely to mean some:
// a list of ports, a well-known name, or the two in the wrong order as in
// tcp/443; else empty.
func asPorts(s string) string {
	s = lower(s)
	if s == "" {
		return ""
	}
	if looksLikePorts(s) {
		return s
	}
	if ports := portNames[s]; ports != "" {
		return ports
	}
	for _, protocol := range []string{"tcp", "udp"} {
		for _, between := range []string{"/", ":", "-"} {
			if n, ok := strings.CutPrefix(s, protocol+between); ok && looksLikePorts(n) && !strings.Contains(n, "/") {
				return n + "/" + protocol
			}
		}
	}
	for _, between := range []string{"..", ":", "–"} {
		if swapped := strings.Replace(s, between, "-", 1); swapped != s && looksLikePorts(swapped) {
			return swapped
		}
	}
	if lo, ok := strings.CutSuffix(s, "+"); ok && looksLikePorts(lo+"-65535") {
		return lo + "-65535"
	}
	return ""
}

// withPorts is a destination with ports behind those that it has.
func withPorts(d Destination, ports string) string {
	if len(d.Ports) > 0 {
		return d.String() + "," + ports
	}
	t := d.Target.String()
	if looksLikeIPv6(t) {
		t = "[" + t + "]"
	}
	return fmt.Sprintf("%s:%s", t, ports)
}
