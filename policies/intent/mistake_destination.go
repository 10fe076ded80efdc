package intent

import (
	"slices"
	"strings"
)

var (
	destinationPhrases = slices.Concat(
		all("", "to", "out", "out to", "the", "a", "an", "only to", "just", "reach"),
		all("internet", "public internet", "the public internet", "outside world", "the outside world"),
	)
	pathPhrases = all("via", "through", "using", "over", "by", "across", "with", "thru", "by way of", "out through", "out of", "out via")

	hopPhrases = slices.Concat(
		all("", "the", "a", "an", "its", "their", "some", "via"),
		all("nat", "nat instance", "nats"),
		all("nat gateway", "nat-gateway", "natgateway", "nat_gateway", "natgw", "nat-gw", "ngw", "nat gw"),
		all("internet gateway", "igw", "internet-gateway", "internet_gateway", "internet gw", "internetgateway"),
		all("egress-only gateway", "eigw", "eoigw", "egress only internet gateway", "egress only gateway", "egress-only-gateway",
			"egress gateway", "egress-only igw"),
		all("transit gateway", "tgw", "transit-gateway", "transit_gateway", "transit gw"),
		all("peering", "vpc peering", "peering connection", "vpc peering connection", "pcx", "vpc-peering"),
		all("vpn", "vgw", "vpn gateway", "vpn connection", "virtual private gateway"),
		all("endpoint", "vpc endpoint", "vpce", "gateway endpoint", "interface endpoint", "privatelink"),
		all("firewall", "network firewall", "nfw", "gwlb", "gateway load balancer", "network-firewall"),
	)

	// targetWords has what people write for a target, before its ports.
	targetWords = map[string]string{
		"everything": "any", "anything": "any", "all": "any", "*": "any",
		"world": "internet", "anywhere": "internet", "everywhere": "internet", "web": "internet", "outside": "internet",
		"www": "internet", "wan": "internet", "inet": "internet",
	}
)

func (p *parser) badDestination(in *Intent) *SyntaxError {
	w := p.peek(0)
	const expected = "a destination (internet, any, a CIDR, an address, a service or a hostname)"
	target, rest := w.text, ""
	if w.colon >= 0 {
		target, rest = w.text[:w.colon], w.text[w.colon:]
	}
	name := lower(target)
	e := p.unexpected(expected)
	part := word{text: target, at: w.at}
	switch {
	case w.text == "" || w.key == "via":
		if len(in.Destinations) == 0 && w.text == "" {
			e.edits = p.insert("internet:443")
		} else if len(in.Destinations) == 0 {
			e.edits = p.insert("internet")
		}
		return e
	case isID(target):
		return p.badID(part)
	case name == "localhost":
		return p.wrong(part, "localhost is the source itself", expected, "")
	case name == "nothing" && p.verb.to > 0:
		e.edits = []edit{{p.verb.from, p.verb.to, "cannot reach"}, {part.at, part.end(), "any"}}
		return e
	case (name == "no" || name == "none") && p.verb.to > 0:
		e.edits = append([]edit{{p.verb.from, p.verb.to, "cannot reach"}}, p.replace(1, "")...)
		return e
	case p.rephrase(destinationPhrases) != nil:
		e.edits = p.rephrase(destinationPhrases)
		return e
	case w.key == "subnets" || w.key == "workloads" || isClass(w):
		e.Message, e.Expected = quote(w.text)+" is no destination", "the address of what is to be reached, such as aws_subnet.private or module.db"
		return e
	case targetWords[name] != "":
		e.edits = []edit{{part.at, part.end(), targetWords[name]}}
		return e
	case serviceAliases[name] != "":
		names := strings.Fields(serviceAliases[name])
		e.edits = []edit{{w.at, w.end(), strings.Join(names, rest+" and ") + rest}}
		return e
	case strings.HasPrefix(name, "aws-") && isAddress(underscored(name)+".*"):
		e.edits = []edit{{part.at, part.end(), underscored(name) + ".*"}}
		return e
	}
	if edits := p.lonePorts(in); edits != nil {
		e.Message, e.edits = quote(w.text)+" is no destination", edits
		return e
	}
	if edits := slashPorts(part); edits != nil && rest == "" {
		e.edits = edits
		return e
	}
	candidates := append([]string{"internet", "any"}, services...)
	if n := Nearest(strings.TrimSuffix(underToHyphen(name), "-fips"), candidates); n != "" {
		e.edits = []edit{{part.at, part.end(), n}}
	}
	return e
}

// bareProtocols are the names that nobody gives to a host.
var bareProtocols = strings.Fields("tcp udp http https ssh dns ntp ping")

func underToHyphen(s string) string { return strings.ReplaceAll(s, "_", "-") }

// lonePorts mends ports that stand as a destination: they belong to the one
// before, or to the one that follows, or to the internet.
func (p *parser) lonePorts(in *Intent) []edit {
	ports, n := p.portPhrase()
	// A name by itself is rather a thing than its port.
	if name := p.peek(0).key; n == 0 || n == 1 && portNames[name] != "" && !slices.Contains(bareProtocols, name) {
		return nil
	}
	from, to := p.peek(0).at, p.peek(n-1).end()
	if next := p.peek(n); slices.Contains([]string{"on", "of", "at", "to"}, next.key) && p.peek(n+1).text != "" {
		after := n + 1
		if p.peek(after).key == "the" {
			after++
		}
		if t := p.peek(after); t.text != "" && t.colon < 0 {
			return []edit{{from, t.end(), t.text + ":" + ports}}
		}
	}
	if k := len(in.Destinations); k > 0 {
		d := in.Destinations[k-1]
		return []edit{{d.Offset, to, withPorts(d, ports)}}
	}
	return []edit{{from, to, "internet:" + ports}}
}

// portPhrase reads ports in words of their own, such as "on tcp port 443 and
// 80": the ports as the grammar writes them, and how many words they are.
func (p *parser) portPhrase() (ports string, n int) {
	if slices.Contains([]string{"on", "over", "at", "using", "through", "via", "with", "for"}, p.peek(0).key) {
		n++
	}
	protocol := ""
	for ; ; n++ {
		switch k := p.peek(n).key; k {
		case "port", "ports", "number", "the", "protocol":
			continue
		case "tcp", "udp":
			protocol = k
			continue
		}
		break
	}
	var items []string
	for ; ; n += 2 {
		item := asPorts(strings.Trim(p.peek(n).text, ","))
		if item == "" {
			break
		}
		if protocol != "" && strings.Trim(item, "0123456789-") == "" {
			item += "/" + protocol
		}
		items = append(items, item)
		if p.peek(n+1).key != "and" || asPorts(p.peek(n+2).text) == "" {
			return strings.Join(items, ","), n + 1
		}
	}
	if protocol == "" {
		return "", 0
	}
	return portNames[protocol], n
}

// badTail is the error behind what could be the whole sentence.
func (p *parser) badTail(in *Intent) *SyntaxError {
	w := p.peek(0)
	switch {
	case len(in.Destinations) == 0 && len(in.Via) == 0:
		return p.badSourceTail(in, "the end")
	case len(in.Via) > 0:
		return p.mistake(`"or", "then" or the end`, slices.Concat(all("then", "and", "and then", "->", ","), all("", "gateway", "instance", "connection", "attachment")), "or", "then")
	}
	expected := `"and", "via" or the end`
	if p.verb.to == 0 {
		expected = `"and" or the end`
	}
	last := &in.Destinations[len(in.Destinations)-1]
	if ports, n := p.portPhrase(); n > 0 {
		e := p.unexpected(`":" and ports right behind a destination, ` + expected)
		e.edits = []edit{{last.Offset, p.peek(n - 1).end(), withPorts(*last, ports)}}
		return e
	}
	e := p.unexpected(expected)
	switch {
	case w.key == "except":
		e.Message = `"except" takes away sources and stands behind them`
		return e
	case (w.key == "only" || w.key == "exactly") && p.verb.to > 0:
		e.edits = append([]edit{{p.verb.from, p.verb.to, "reach " + w.key}}, edit{last.Offset + len(last.Text), w.end(), ""})
		return e
	case w.key == "tagged" || w.key == "in":
		e.Message = "a destination takes no filter"
		return e
	}
	return p.mistake(expected, slices.Concat(pathPhrases, joinPhrases), "and", "via")
}

// badHop is the error where a hop must come.
func (p *parser) badHop() *SyntaxError {
	const expected = "a hop (nat, nat gateway, internet gateway, egress-only gateway, firewall, transit gateway, peering, vpn, endpoint or an address)"
	if w := p.peek(0); isID(w.text) {
		return p.badID(w)
	}
	phrases := slices.Concat(hopPhrases, all("internet gateway", "internet"), all("transit gateway", "transit"), all("egress-only gateway", "egress-only", "egress"))
	return p.mistake(expected, phrases, "nat", "internet gateway", "firewall", "transit gateway", "peering", "vpn", "endpoint")
}

// placeWords are the resource types that are written without "aws_" most.
var placeWords = map[string]bool{"instance": true, "subnet": true, "vpc": true}

// resourceTypes are the types that intents name most, in which hyphens or a
// missing "aws_" are likely mistakes.
var resourceTypes = map[string]bool{}

func init() {
	for t := range strings.FieldsSeq(`aws_alb aws_autoscaling_group aws_customer_gateway aws_db_instance aws_docdb_cluster
		aws_ec2_managed_prefix_list aws_ecs_service aws_efs_mount_target aws_egress_only_internet_gateway aws_eip aws_eks_cluster
		aws_eks_node_group aws_elasticache_cluster aws_elasticache_replication_group aws_elb aws_instance aws_internet_gateway
		aws_lambda_function aws_launch_template aws_lb aws_msk_cluster aws_nat_gateway aws_neptune_cluster aws_network_interface
		aws_networkfirewall_firewall aws_opensearch_domain aws_rds_cluster aws_rds_cluster_instance aws_redshift_cluster
		aws_route_table aws_security_group aws_subnet aws_transit_gateway aws_vpc aws_vpc_endpoint aws_vpc_peering_connection
		aws_vpn_connection aws_vpn_gateway aws_default_subnet aws_default_vpc aws_default_security_group aws_ec2_transit_gateway`) {
		resourceTypes[t] = true
	}
}
