package intent

import (
	"fmt"
	"strings"
	"testing"
)

// dump is an intent field by field, in a form that owes nothing to the printer
// under test.
func dump(in Intent) string {
	parts := []string{dumpSources(in.Sources)}
	if len(in.Except) > 0 {
		parts = append(parts, "less "+dumpSources(in.Except))
	}
	parts = append(parts, [...]string{"REACH", "CANNOT", "ONLY", "EXACTLY"}[in.Verb])
	var ds []string
	for _, d := range in.Destinations {
		ds = append(ds, dumpDestination(d))
	}
	parts = append(parts, strings.Join(ds, " + "))
	for i, hops := range in.Via {
		var hs []string
		for _, h := range hops {
			s := [...]string{"nat", "natgw", "igw", "eigw", "fw", "tgw", "pcx", "vpn", "vpce", "address"}[h.Kind]
			if h.Kind == ViaAddress {
				s += fmt.Sprintf("(%v)", h.Address)
			}
			hs = append(hs, s)
		}
		parts = append(parts, [...]string{"via ", "then "}[min(i, 1)]+strings.Join(hs, "|"))
	}
	return strings.Join(parts, " ")
}

func dumpSources(ss []Source) string {
	var out []string
	for _, s := range ss {
		out = append(out, dumpSource(s))
	}
	return strings.Join(out, " + ")
}

func dumpSource(s Source) string {
	if s.Noun == Addressed {
		return fmt.Sprintf("address(%v)", s.Address)
	}
	var inside []string
	for _, c := range s.Classes {
		inside = append(inside, [...]string{"public", "private", "isolated"}[c])
	}
	for _, f := range s.Filters {
		switch {
		case !f.In.IsZero():
			inside = append(inside, fmt.Sprintf("in %v", f.In))
		case f.HasValue:
			inside = append(inside, fmt.Sprintf("%q=%q", f.Key, f.Value))
		default:
			inside = append(inside, fmt.Sprintf("%q", f.Key))
		}
	}
	if s.In != nil {
		inside = append(inside, "in "+dumpSource(*s.In))
	}
	return [...]string{"subnets", "workloads"}[s.Noun] + "(" + strings.Join(inside, ", ") + ")"
}

func dumpDestination(d Destination) string {
	var s string
	switch t := d.Target; t.Kind {
	case ToInternet:
		s = "internet"
	case ToAny:
		s = "any"
	case ToPrefix:
		s = fmt.Sprintf("prefix(%v)", t.Prefix)
	case ToService:
		s = "service(" + t.Name + ")"
	case ToHostname:
		s = "host(" + t.Name + ")"
	case ToAddress:
		s = fmt.Sprintf("address(%v)", t.Address)
	}
	var ports []string
	for _, p := range d.Ports {
		switch {
		case p.Protocol == Numbered:
			ports = append(ports, fmt.Sprintf("proto %d", p.Number))
		case p.Protocol == ICMP && p.HasType:
			ports = append(ports, fmt.Sprintf("icmp %d", p.Number))
		case p.Protocol == ICMP:
			ports = append(ports, "icmp")
		default:
			ports = append(ports, fmt.Sprintf("%s %d-%d", [...]string{"tcp", "udp"}[p.Protocol], p.Lo, p.Hi))
		}
	}
	if len(ports) > 0 {
		s += "{" + strings.Join(ports, ", ") + "}"
	}
	return s
}

// sentences has for each sentence what it means, or what is said of it.
var sentences = []struct{ sentence, want string }{
	// The forms of sources.
	{`private subnets reach 0.0.0.0/0:443`, `subnets(private) REACH prefix(0.0.0.0/0){tcp 443-443}`},
	{`every private subnet reaches internet:443 via nat`, `subnets(private) REACH internet{tcp 443-443} via nat`},
	{`ALL Public And ISOLATED SUBNETS CANNOT REACH Internet`, `subnets(public, isolated) CANNOT internet`},
	{`any workload can reach any`, `workloads() REACH any`},
	{`subnets tagged Tier=app and tagged Env=prod in module.x reach s3`, `subnets("Tier"="app", "Env"="prod", in module.x) REACH service(s3)`},
	{`subnets tagged Tier tagged "a b"='c d' tagged Empty="" reach s3`, `subnets("Tier", "a b"="c d", "Empty"="") REACH service(s3)`},
	{`subnets tagged kubernetes.io/role/internal-elb=1 reach s3`, `subnets("kubernetes.io/role/internal-elb"="1") REACH service(s3)`},
	{`subnets tagged "reach"=a=b and tagged 'q"z'="\u00e9\"" reach s3`, `subnets("reach"="a=b", "q\"z"="é\"") REACH service(s3)`},
	{`workloads in subnets tagged Tier=app reach ssm:443`, `workloads(in subnets("Tier"="app")) REACH service(ssm){tcp 443-443}`},
	{`workloads tagged A=b in private and public subnets in module.net and tagged C=d reach any`, `workloads("A"="b", in subnets(private, public, in module.net, "C"="d")) REACH any`},
	{`workloads in module.x in aws_vpc.main reach any`, `workloads(in module.x, in aws_vpc.main) REACH any`},
	{`workloads in private subnets and public subnets reach any`, `workloads(in subnets(private)) + subnets(public) REACH any`},
	{`aws_instance.app[0] and module.a["x y.z"].aws_instance.b["[\"]"] reach any`, `address(aws_instance.app[0]) + address(module.a["x y.z"].aws_instance.b["[\"]"]) REACH any`},
	{`**.aws_instance.*['k'] and *.web and data.aws_subnet.old reach any`, `address(**.aws_instance.*["k"]) + address(*.web) + address(data.aws_subnet.old) REACH any`},
	{`subnets and workloads except isolated subnets and module.x["a"] reach any`, `subnets() + workloads() less subnets(isolated) + address(module.x["a"]) REACH any`},
	// The verbs.
	{`aws_instance.app must reach any`, `address(aws_instance.app) REACH any`},
	{`aws_instance.app should reach any`, `address(aws_instance.app) REACH any`},
	{`aws_instance.app can not reach any`, `address(aws_instance.app) CANNOT any`},
	{`aws_instance.app must not reach any`, `address(aws_instance.app) CANNOT any`},
	{`aws_instance.app reaches only s3`, `address(aws_instance.app) ONLY service(s3)`},
	{`aws_instance.app only reaches s3`, `address(aws_instance.app) ONLY service(s3)`},
	{`aws_instance.app can only reach s3`, `address(aws_instance.app) ONLY service(s3)`},
	{`aws_instance.app reaches exactly s3 and dynamodb`, `address(aws_instance.app) EXACTLY service(s3) + service(dynamodb)`},
	// Destinations and ports.
	{`subnets reach any:443,1024-65535/tcp,53/udp,ICMP,icmp/8,proto/50`, `subnets() REACH any{tcp 443-443, tcp 1024-65535, udp 53-53, icmp, icmp 8, proto 50}`},
	{`subnets reach any:53/udp,443`, `subnets() REACH any{udp 53-53, tcp 443-443}`},
	{`subnets reach any:443, 80`, `subnets() REACH any{tcp 443-443, tcp 80-80}`},
	{`subnets reach any:0-65535`, `subnets() REACH any{tcp 0-65535}`},
	{`subnets reach 10.0.0.0/8 and 8.8.8.8:53/udp`, `subnets() REACH prefix(10.0.0.0/8) + prefix(8.8.8.8/32){udp 53-53}`},
	{`subnets reach [::/0]:443 and [2001:db8::1]`, `subnets() REACH prefix(::/0){tcp 443-443} + prefix(2001:db8::1/128)`},
	{`subnets reach ::/0 and 2001:db8::1 and 2001:DB8::443`, `subnets() REACH prefix(::/0) + prefix(2001:db8::1/128) + prefix(2001:db8::443/128)`},
	{`subnets reach 2001:db8::1:443/128 and 1:2:3:4:5:6:7:8`, `subnets() REACH prefix(2001:db8::1:443/128) + prefix(1:2:3:4:5:6:7:8/128)`},
	{`subnets reach ECR.api:443 and sagemaker.runtime and ssm-fips`, `subnets() REACH service(ecr.api){tcp 443-443} + service(sagemaker.runtime) + service(ssm-fips)`},
	{`subnets reach API.Example.com:443 and xn--bcher-kva.example`, `subnets() REACH host(api.example.com){tcp 443-443} + host(xn--bcher-kva.example)`},
	{`subnets reach aws_db_instance.main:5432 and module.x["a:b"].aws_instance.db:443`, `subnets() REACH address(aws_db_instance.main){tcp 5432-5432} + address(module.x["a:b"].aws_instance.db){tcp 443-443}`},
	{`subnets reach module.db:5432 and aws_subnet.private["a b:1"]`, `subnets() REACH address(module.db){tcp 5432-5432} + address(aws_subnet.private["a b:1"])`},
	// Paths.
	{`subnets reach any via nat or nat gateway or internet gateway`, `subnets() REACH any via nat|natgw|igw`},
	{`subnets reach any via firewall then NAT Gateways then transit gateway or aws_nat_gateway.a[0]`, `subnets() REACH any via fw then natgw then tgw|address(aws_nat_gateway.a[0])`},
	{`subnets reach any via egress-only gateway or egress-only internet gateway or peering or vpn or endpoint`, `subnets() REACH any via eigw|eigw|pcx|vpn|vpce`},
	{`  subnets   cannot  reach any   via endpoints `, `subnets() CANNOT any via vpce`},

	// What is refused, with all that is said.
	{``, `at byte 0, nothing is written: expected something like "private subnets reach internet:443 via nat"`},
	{`private subnets`, `at byte 15, the sentence ends: expected "tagged", "in", "and", "except" or a verb (reach, cannot reach, reach only, reach exactly)`},
	{`aws_subnet.a and`, `at byte 16, the sentence ends: expected subnets, workloads or an address`},
	{`private subnets reach`, `at byte 21, the sentence ends: expected a destination (internet, any, a CIDR, an address, a service or a hostname); did you mean: private subnets reach internet:443`},
	{`private subnets reach internet please`, `at byte 31, "please" is not understood: expected "and", "via" or the end`},
	{`private subnets reach internet via nat please`, `at byte 39, "please" is not understood: expected "or", "then" or the end`},
	{`private subnets reach internet via`, `at byte 34, the sentence ends: expected a hop (nat, nat gateway, internet gateway, egress-only gateway, firewall, transit gateway, peering, vpn, endpoint or an address)`},
	{`reach internet`, `at byte 0, "reach" is out of place: expected subnets, workloads or an address before the verb`},
	{`private subnets reach internet:70000`, `at byte 31, 70000 is out of range: expected 0 to 65535`},
	{`private subnets reach internet:icmp/256`, `at byte 31, 256 is out of range: expected 0 to 255`},
	{`private subnets reach internet:443-80/udp`, `at byte 31, the range 443-80 ends before it begins: expected the lower port first; did you mean: private subnets reach internet:80-443/udp`},
	{`private subnets reach internet:443/sctp`, `at byte 31, "443/sctp" is no port: expected "tcp" or "udp" behind "/"`},
	{`private subnets reach 10.0.0.1/16:443`, `at byte 22, 10.0.0.1/16 has bits set behind its prefix length: expected the CIDR 10.0.0.0/16; did you mean: private subnets reach 10.0.0.0/16:443`},
	{`private subnets reach [2001:db8::1/32]:443`, `at byte 23, 2001:db8::1/32 has bits set behind its prefix length: expected the CIDR 2001:db8::/32; did you mean: private subnets reach [2001:db8::/32]:443`},
	{`private subnets reach 10.0.0.0/33`, `at byte 22, "10.0.0.0/33" is neither an IP address nor a CIDR: expected an address such as 192.0.2.1 or a CIDR such as 10.0.0.0/8`},
	{`private subnets reach fe80::1%eth0`, `at byte 22, "fe80::1%eth0" is neither an IP address nor a CIDR: expected an address such as 192.0.2.1 or a CIDR such as 10.0.0.0/8`},
	{`private subnets reach 0.0.0.0:443`, `at byte 22, 0.0.0.0 is the address of no host: expected a CIDR such as 0.0.0.0/0; did you mean: private subnets reach 0.0.0.0/0:443`},
	{`private subnets reach foo_bar.example.com`, `at byte 37, "foo_bar.example.com" is no address: expected "[" or the end, since a resource ends an address; did you mean: private subnets reach foo_bar.example`},
	{`private subnets reach -a.example.com`, `at byte 22, "-a.example.com" is no hostname: expected labels of letters, digits and inner hyphens between the dots`},
	{`private subnets reach host.x1`, `at byte 22, "host.x1" is no hostname: expected a last label of letters and at most 253 characters`},
	{`private subnets reach example.com.`, `at byte 22, "example.com." ends with a dot: expected a hostname without it; did you mean: private subnets reach example.com`},
	{`private subnets reach gibberish`, `at byte 22, "gibberish" is not understood: expected a destination (internet, any, a CIDR, an address, a service or a hostname)`},
	{`private subnets reach private subnets`, `at byte 22, "private" is no destination: expected the address of what is to be reached, such as aws_subnet.private or module.db`},
	{`private subnets reach i-0abc123def`, `at byte 22, "i-0abc123def" is an id: expected the address that the object has in the plan, such as aws_subnet.private`},
	{`subnets in private subnets reach any`, `at byte 11, "private" is out of place: expected an address such as module.app or aws_vpc.main`},
	{`workloads in workloads reach any`, `at byte 13, "workloads" is out of place: expected an address such as module.app or aws_vpc.main`},
	{`aws_subnet.a tagged X=y reaches any`, `at byte 13, an address takes no filter: expected "and", "except" or a verb (reach, cannot reach, reach only, reach exactly)`},
	{`subnets tagged reach any`, `at byte 15, "reach" is out of place: expected KEY or KEY=VALUE, or "reach" in quotes if that is the key`},
	{`subnets tagged Tier=app* reach any`, `at byte 23, tags are compared as they are written: expected a tag without "*"; in quotes it is a character like any other`},
	{`subnets tagged =x reach any`, `at byte 15, a tag without a key: expected KEY or KEY=VALUE`},
	{`subnets tagged "a"b reach any`, `at byte 18, "b" follows the closing quote: expected a space`},
	{`subnets tagged A="\x" reach any`, `at byte 17, an escape that is none: expected \n, \t, \\, \uNNNN or a quote behind "\"`},
	{`subnets tagged A=a[0] reach any`, `at byte 18, "[" in a tag: expected quotes around the key or the value`},
	{`subnets in vpc-0abc123 reach any`, `at byte 11, "vpc-0abc123" is an id: expected the address that the object has in the plan, such as aws_subnet.private`},
	{`arn:aws:ec2:eu-west-1:1:instance/i-1 reaches any`, `at byte 0, "arn:aws:ec2:eu-west-1:1:instance/i-1" is an id: expected the address that the object has in the plan, such as aws_subnet.private`},
	{`no subnets internet`, `at byte 0, "no" before a source is not understood: expected subnets, workloads or an address, with "cannot reach" behind it`},
	{`any ` + strings.Repeat(`x`, 99) + ` reaches any`, `at byte 4, "` + strings.Repeat(`x`, 59) + `…" is not understood: expected subnets, workloads or an address`},
	{`subnets reach any except s3`, `at byte 18, "except" takes away sources and stands behind them: expected "and", "via" or the end`},
	{`subnets reach any in module.x`, `at byte 18, a destination takes no filter: expected "and", "via" or the end`},
	{`subnets reach any via nat-0abc123`, `at byte 22, "nat-0abc123" is an id: expected the address that the object has in the plan, such as aws_subnet.private`},
	{`subnets reach x.example[0]`, `at byte 14, "x.example[0]" is no hostname: expected an address, whose type has underscores, or a hostname without brackets`},
	{`aws_subnet.private["a reaches any`, `at byte 19, the quote is not closed: expected another " behind it`},
	{`aws_subnet.private[0 reaches any`, `at byte 20, "aws_subnet.private[0" is no address: expected "]"; did you mean: aws_subnet.private[0] reaches any`},
	{"private\tsubnets reach any", `at byte 7, a tab is not a plain space: expected a space; did you mean: private subnets reach any`},
	{"private subnets\x07 reach any", `at byte 15, the character U+0007 does not print: expected printable characters; inside quotes, an escape; did you mean: private subnets reach any`},
	{"private subnets reach \xff", `at byte 22, the byte 0xff is not UTF-8: expected printable characters; inside quotes, an escape`},
	{`subnets reach any` + strings.Repeat(` and any`, 600), `at byte 4096, the text has 4817 bytes: expected at most 4096`},
}

func TestSentences(t *testing.T) {
	for _, tt := range sentences {
		in, err := Parse(tt.sentence)
		got := dump(in)
		if err != nil {
			got = err.Error()
		}
		if got != tt.want {
			t.Errorf("%s\n got %s\nwant %s", tt.sentence, got, tt.want)
		}
	}
}
