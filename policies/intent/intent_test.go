package intent

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/tfreach/tfreach/internal/spent"
	"github.com/tfreach/tfreach/planparse/address"
)

// TestString has sentences beside their canonical form; an empty one says that
// it is canonical already.
func TestString(t *testing.T) {
	for sentence, want := range map[string]string{
		`EVERY private SUBNET must REACH Internet:443/TCP via NAT`:                  `private subnets reach internet:443 via nat`,
		`aws_subnet.a cannot reach any`:                                             ``,
		`aws_subnet.a reach exactly any`:                                            `aws_subnet.a reaches exactly any`,
		`aws_subnet.a only reaches any`:                                             `aws_subnet.a reaches only any`,
		`aws_subnet.a and aws_subnet.b reaches any`:                                 `aws_subnet.a and aws_subnet.b reach any`,
		`subnets and tagged A and in module.x reach any`:                            `subnets tagged A in module.x reach any`,
		`subnets tagged A=b tagged C="d" reach any`:                                 `subnets tagged A=b and tagged C=d reach any`,
		`subnets tagged "via"="" and tagged "a=b"="c=d" reach any`:                  `subnets tagged "via"="" and tagged "a=b"=c=d reach any`,
		`subnets tagged A='it''`:                                                    `!`,
		`subnets tagged A='it\'s' reach any`:                                        `subnets tagged A="it's" reach any`,
		`subnets tagged A="\u200b" reach any`:                                       ``,
		`workloads in module.x in subnets in module.y reach any`:                    ``,
		`workloads except workloads in module.a['k'] reach any`:                     `workloads except workloads in module.a["k"] reach any`,
		`subnets reach 192.0.2.1/32:80-80`:                                          `subnets reach 192.0.2.1:80`,
		`subnets reach [::/0] and [2001:DB8::1]:1`:                                  `subnets reach ::/0 and [2001:db8::1]:1`,
		`subnets reach [2001:db8::1:443]`:                                           ``,
		`subnets reach [2001:db8::443]`:                                             `subnets reach 2001:db8::443`,
		`subnets reach S3 and EXAMPLE.com:443,53/UDP,PROTO/50`:                      `subnets reach s3 and example.com:443,53/udp,proto/50`,
		`subnets reach any via nats or egress-only internet gateway then endpoints`: `subnets reach any via nat or egress-only gateway then endpoint`,
	} {
		if want == "" {
			want = sentence
		}
		in, err := Parse(sentence)
		if err != nil {
			if want != "!" {
				t.Errorf("%s: %v", sentence, err)
			}
			continue
		}
		if got := in.String(); got != want {
			t.Errorf("%s\n got %s\nwant %s", sentence, got, want)
		}
	}
}

func TestPlaces(t *testing.T) {
	in, err := Parse(`every private  subnet in module.a and workloads tagged "é" in subnets except aws_instance.a["b c"] reaches any:1, 2 and s3 via nat gateway or vpn then aws_vpn_gateway.a`)
	if err != nil {
		t.Fatal(err)
	}
	got := []Place{
		in.Sources[0].Place, in.Sources[1].Place, in.Sources[1].In.Place, in.Except[0].Place,
		in.Destinations[0].Place, in.Destinations[1].Place, in.Via[0][0].Place, in.Via[0][1].Place, in.Via[1][0].Place,
	}
	want := []Place{
		{`private  subnet in module.a`, 6}, {`workloads tagged "é" in subnets`, 38}, {`subnets`, 63}, {`aws_instance.a["b c"]`, 78},
		{`any:1, 2`, 108}, {`s3`, 121}, {`nat gateway`, 128}, {`vpn`, 143}, {`aws_vpn_gateway.a`, 152},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestParts(t *testing.T) {
	sources, except, err := ParseSources(`every workload in subnets tagged Tier=app except module.x`)
	if err != nil || dumpSources(sources) != `workloads(in subnets("Tier"="app"))` || dumpSources(except) != `address(module.x)` {
		t.Errorf("sources: %s, %s, %v", dumpSources(sources), dumpSources(except), err)
	}
	destinations, err := ParseDestinations(`internet:443 and s3`)
	if err != nil || join(destinations, "|") != `internet:443|s3` {
		t.Errorf("destinations: %v, %v", destinations, err)
	}
	path, err := ParsePath(`nat gateway or vpn then firewall`)
	if err != nil || join(path, "|") != `nat gateway or vpn|firewall` {
		t.Errorf("path: %v, %v", path, err)
	}

	for _, tt := range []struct {
		err  func(string) error
		text string
		want string
	}{
		{sourcesError, ``, `at byte 0, nothing is written: expected something like "private subnets"`},
		{sourcesError, `privat subnets`, `at byte 0, "privat" is not understood: expected subnets, workloads or an address; did you mean: private subnets`},
		{sourcesError, `private subnets reach s3`, `at byte 16, "reach" is out of place: expected "tagged", "in", "and", "except" or the end`},
		{sourcesError, `private subnets with tag A=b`, `at byte 16, "with" is out of place: expected "tagged", "in", "and", "except" or the end; did you mean: private subnets tagged A=b`},
		{sourcesError, `aws_subnet.a except aws_subnet.b subnets`, `at byte 33, "subnets" is out of place: expected "and" or the end`},
		{destinationsError, `443`, `at byte 0, "443" is no destination: expected a destination (internet, any, a CIDR, an address, a service or a hostname); did you mean: internet:443`},
		{destinationsError, `nothing`, `at byte 0, "nothing" is not understood: expected a destination (internet, any, a CIDR, an address, a service or a hostname)`},
		{destinationsError, `internet via nat`, `at byte 9, "via" is out of place: expected "and" or the end`},
		{destinationsError, `internet only`, `at byte 9, "only" is out of place: expected "and" or the end`},
		{pathError, `via nat`, `at byte 0, "via" is out of place: expected a hop (nat, nat gateway, internet gateway, egress-only gateway, firewall, transit gateway, peering, vpn, endpoint or an address); did you mean: nat`},
		{pathError, `nat, vpn`, `at byte 3, a comma joins nothing but ports: expected "or" between alternatives, "then" between hops in order`},
		{pathError, `natt`, `at byte 0, "natt" is not understood: expected a hop (nat, nat gateway, internet gateway, egress-only gateway, firewall, transit gateway, peering, vpn, endpoint or an address); did you mean: nat`},
	} {
		if err := tt.err(tt.text); err == nil || err.Error() != tt.want {
			t.Errorf("%s\n got %v\nwant %s", tt.text, err, tt.want)
		}
	}
}

func sourcesError(s string) error { _, _, err := ParseSources(s); return err }

func destinationsError(s string) error { _, err := ParseDestinations(s); return err }

func pathError(s string) error { _, err := ParsePath(s); return err }

func TestDetail(t *testing.T) {
	long := `subnets reach ` + strings.Repeat(`10.0.0.0/8 and `, 20) + `wörld`
	for sentence, want := range map[string]string{
		`private subnets reach internet:70000`: `
70000 is out of range
  private subnets reach internet:70000
                                 ^^^^^
expected 0 to 65535`,
		`private subnets reach`: `
the sentence ends
  private subnets reach
                       ^
expected a destination (internet, any, a CIDR, an address, a service or a hostname)
did you mean: private subnets reach internet:443`,
		``: "\nnothing is written\n  \n  ^\nexpected something like \"private subnets reach internet:443 via nat\"",
		`subnets tagged Größe="é" raech any`: `
"raech" is not understood
  subnets tagged Größe="é" raech any
                           ^^^^^
expected "tagged", "in", "and", "except" or a verb (reach, cannot reach, reach only, reach exactly)
did you mean: subnets tagged Größe=é reach any`,
		// A wide character has two columns, a combining one none.
		`subnets tagged 日本="é" x`: `
"x" is not understood
  subnets tagged 日本="é" x
                          ^
expected "tagged", "in", "and", "except" or a verb (reach, cannot reach, reach only, reach exactly)`,
		"subnets tagged A=\"e\u0301\" x": "\n\"x\" is not understood\n  subnets tagged A=\"e\u0301\" x\n                       ^\n" +
			`expected "tagged", "in", "and", "except" or a verb (reach, cannot reach, reach only, reach exactly)`,
		`subnets reach 日本`: `
"日本" is not understood
  subnets reach 日本
                ^^^^
expected a destination (internet, any, a CIDR, an address, a service or a hostname)`,
		"subnets\treach\x1b[31m any": `
a tab is not a plain space
  subnets?reach?[31m any
         ^
expected a space`,
		long: `
"wörld" is not understood
  … and 10.0.0.0/8 and 10.0.0.0/8 and 10.0.0.0/8 and wörld
                                                     ^^^^^
expected a destination (internet, any, a CIDR, an address, a service or a hostname)`,
	} {
		_, err := Parse(sentence)
		var e *SyntaxError
		if !errors.As(err, &e) {
			t.Errorf("%s: %v", sentence, err)
			continue
		}
		got := e.Detail()
		if sentence == long {
			got, _, _ = strings.Cut(got, "\ndid you mean")
		}
		if want := strings.TrimPrefix(want, "\n"); got != want {
			t.Errorf("%s\n got\n%s\nwant\n%s", sentence, got, want)
		}
	}
}

func TestServices(t *testing.T) {
	if !slices.IsSorted(services) {
		t.Error("services are not sorted")
	}
	for s := range strings.FieldsSeq(`s3 dynamodb ssm ssmmessages ec2 ec2messages ecr.api ecr.dkr logs monitoring sts kms secretsmanager
		sqs sns lambda ecs ecs-agent ecs-telemetry eks elasticloadbalancing autoscaling execute-api kinesis-streams kinesis-firehose
		events states athena glue rds rds-data elasticache codebuild codecommit git-codecommit codedeploy cloudformation cloudtrail
		config ssm-contacts sagemaker.api sagemaker.runtime bedrock bedrock-runtime transfer backup batch xray
		appmesh-envoy-management servicediscovery acm-pca email-smtp kms-fips`) {
		if !IsService(s) {
			t.Errorf("%s is no service", s)
		}
	}
	for _, s := range services {
		if isKeyword(s) || isAddress(s) || s != lower(s) {
			t.Errorf("the service %s is something else too", s)
		}
	}
	for alias, means := range serviceAliases {
		if IsService(alias) {
			t.Errorf("%s is a service and an alias of %s", alias, means)
		}
		for _, s := range strings.Fields(means) {
			if !IsService(s) {
				t.Errorf("the alias %s means %s, which is no service", alias, s)
			}
		}
	}
	for name, ports := range portNames {
		if !looksLikePorts(ports) || looksLikePorts(name) {
			t.Errorf("the port name %s means %s", name, ports)
		}
	}
}

func TestNearest(t *testing.T) {
	for _, tt := range []struct {
		word string
		of   []string
		want string
	}{
		{"privat", []string{"public", "private"}, "private"},
		{"raech", []string{"reach"}, "reach"},
		{"intrenet", []string{"internet"}, "internet"},
		{"s4", []string{"sts", "s3"}, "s3"},
		{"xy", []string{"q", "s3"}, ""},
		{"aa", []string{"ab", "ac"}, "ab"},
		{"dynmodbb", []string{"dynamodb"}, "dynamodb"},
		{"", []string{"a"}, ""},
		{"banana", []string{"internet"}, ""},
	} {
		if got := Nearest(tt.word, tt.of); got != tt.want {
			t.Errorf("nearest(%s, %v) = %s, want %s", tt.word, tt.of, got, tt.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringMatching(`[abc]{0,6}`)
		a, b, c := word.Draw(t, "a"), word.Draw(t, "b"), word.Draw(t, "c")
		const most = 100
		ab := Distance(a, b, most)
		if ab != Distance(b, a, most) || (ab == 0) != (a == b) || ab > max(len(a), len(b)) {
			t.Fatalf("distance of %s and %s is %d and %d", a, b, ab, Distance(b, a, most))
		}
		if limited := Distance(a, b, 2); ab < 2 && limited != ab || ab >= 2 && limited < 2 {
			t.Fatalf("distance of %s and %s is %d, below 2 it is %d", a, b, ab, limited)
		}
		// What goes through c letter by letter is no shorter, but for swaps.
		if ac, cb := Distance(a, c, most), Distance(c, b, most); ab > 2*(ac+cb) {
			t.Fatalf("%s %s %s: %d > 2*(%d+%d)", a, c, b, ab, ac, cb)
		}
	})
}

var (
	genText    = rapid.OneOf(rapid.StringMatching(`[A-Za-z:/._-]{1,8}`), rapid.String(), rapid.StringMatching("[\"'\\\\=,* \\[\\]a\n]{1,6}"))
	genPattern = rapid.Custom(func(t *rapid.T) address.Pattern {
		s := rapid.SampledFrom([]string{"", "module.a.", "module.*[*].", "**.", "module.data.**."}).Draw(t, "module")
		if s == "" || rapid.Bool().Draw(t, "resource") {
			s += rapid.SampledFrom([]string{"aws_x.y", "data.aws_x.*", "aws_*.private"}).Draw(t, "resource")
			if rapid.Bool().Draw(t, "keyed") {
				s += address.StringKey(genText.Draw(t, "key")).String()
			}
		} else {
			s = strings.TrimSuffix(s, ".")
		}
		p, err := address.ParsePattern(s)
		if err != nil {
			t.Fatal(err)
		}
		return p
	})
	genFilter = rapid.Custom(func(t *rapid.T) Filter {
		if rapid.Bool().Draw(t, "in") {
			return Filter{In: genPattern.Draw(t, "place")}
		}
		f := Filter{Key: genText.Filter(func(s string) bool { return s != "" }).Draw(t, "key"), HasValue: rapid.Bool().Draw(t, "has value")}
		if f.HasValue {
			f.Value = genText.Draw(t, "value")
		}
		return f
	})
	genSubnets = rapid.Custom(func(t *rapid.T) Source {
		return Source{
			Classes: rapid.SliceOfN(rapid.SampledFrom([]Class{Public, Private, Isolated}), 0, 2).Draw(t, "classes"),
			Filters: rapid.SliceOfN(genFilter, 0, 3).Draw(t, "filters"),
		}
	})
	genSource = rapid.Custom(func(t *rapid.T) Source {
		switch rapid.SampledFrom([]Noun{Subnets, Workloads, Addressed}).Draw(t, "noun") {
		case Subnets:
			return genSubnets.Draw(t, "subnets")
		case Workloads:
			s := Source{Noun: Workloads, Filters: rapid.SliceOfN(genFilter, 0, 3).Draw(t, "filters")}
			if rapid.Bool().Draw(t, "in") {
				in := genSubnets.Draw(t, "in")
				s.In = &in
			}
			return s
		}
		return Source{Noun: Addressed, Address: genPattern.Draw(t, "address")}
	})
	genPort = rapid.Custom(func(t *rapid.T) Port {
		switch p := rapid.SampledFrom([]Protocol{TCP, UDP, ICMP, Numbered}).Draw(t, "protocol"); p {
		case ICMP:
			if rapid.Bool().Draw(t, "typed") {
				return Port{Protocol: p, HasType: true, Number: rapid.Uint8().Draw(t, "type")}
			}
			return Port{Protocol: p}
		case Numbered:
			return Port{Protocol: p, Number: rapid.Uint8().Draw(t, "number")}
		default:
			a, b := rapid.Uint16().Draw(t, "port"), rapid.Uint16().Draw(t, "port")
			return Port{Protocol: p, Lo: min(a, b), Hi: max(a, b)}
		}
	})
	genTarget = rapid.Custom(func(t *rapid.T) Target {
		switch k := rapid.SampledFrom([]TargetKind{ToInternet, ToAny, ToPrefix, ToService, ToAddress, ToHostname}).Draw(t, "kind"); k {
		case ToPrefix:
			// Groups of one digit make addresses that end like ones with a port.
			s := rapid.OneOf(rapid.StringMatching(`[1-9]{1,2}\.[0-9]\.[0-9]\.[0-9]`), rapid.StringMatching(`[1-9](:[0-9a]{1,3}){7}|[1-9a]::([0-9]{1,3}:){0,2}[0-9a]{1,3}|::[1-9]{1,2}(:[1-9]{1,2})?`)).Draw(t, "ip")
			ip := netip.MustParseAddr(s)
			bits := ip.BitLen()
			if rapid.Bool().Draw(t, "cidr") {
				bits = rapid.IntRange(0, bits).Draw(t, "bits")
			}
			p, _ := ip.Prefix(bits)
			if p.IsSingleIP() && p.Addr().IsUnspecified() {
				p, _ = ip.Prefix(0)
			}
			return Target{Kind: k, Prefix: p}
		case ToService:
			return Target{Kind: k, Name: rapid.SampledFrom(services).Draw(t, "service")}
		case ToAddress:
			return Target{Kind: k, Address: genPattern.Draw(t, "address")}
		case ToHostname:
			return Target{Kind: k, Name: rapid.SampledFrom([]string{"example.com", "a-1.b.example", "1.pool.ntp.org", "xn--a.xn--p1ai"}).Draw(t, "host")}
		default:
			return Target{Kind: k}
		}
	})
	genIntent = rapid.Custom(func(t *rapid.T) Intent {
		in := Intent{
			Sources: rapid.SliceOfN(genSource, 1, 3).Draw(t, "sources"),
			Except:  rapid.SliceOfN(genSource, 0, 2).Draw(t, "except"),
			Verb:    rapid.SampledFrom([]Verb{Reach, CannotReach, ReachOnly, ReachExactly}).Draw(t, "verb"),
		}
		for range rapid.IntRange(1, 3).Draw(t, "destinations") {
			in.Destinations = append(in.Destinations, Destination{Target: genTarget.Draw(t, "target"), Ports: rapid.SliceOfN(genPort, 0, 3).Draw(t, "ports")})
		}
		for range rapid.IntRange(0, 2).Draw(t, "hops") {
			var hops Hops
			for range rapid.IntRange(1, 2).Draw(t, "alternatives") {
				h := Hop{Kind: rapid.SampledFrom([]HopKind{ViaNAT, ViaNATGateway, ViaInternetGateway, ViaEgressOnlyGateway, ViaFirewall, ViaTransitGateway, ViaPeering, ViaVPN, ViaEndpoint, ViaAddress}).Draw(t, "hop")}
				if h.Kind == ViaAddress {
					h.Address = genPattern.Draw(t, "hop address")
				}
				hops = append(hops, h)
			}
			in.Via = append(in.Via, hops)
		}
		return in
	})
)

func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := genIntent.Draw(t, "intent")
		s := in.String()
		got, err := Parse(s)
		if err != nil && len(s) > MaxLength {
			return
		}
		if err != nil || !got.Equal(in) || dump(got) != dump(in) || got.String() != s {
			t.Fatalf("%s\n  made of %s\n  is %s\n  %v", s, dump(in), dump(got), err)
		}
		sources, except, err := ParseSources(printSources(in))
		if err != nil || !slices.EqualFunc(sources, in.Sources, Source.Equal) || !slices.EqualFunc(except, in.Except, Source.Equal) {
			t.Fatalf("%s: %v", printSources(in), err)
		}
		if destinations, err := ParseDestinations(printDestinations(in)); err != nil || !slices.EqualFunc(destinations, in.Destinations, Destination.Equal) {
			t.Fatalf("%s: %v", printDestinations(in), err)
		}
		if len(in.Via) > 0 {
			if path, err := ParsePath(printPath(in)); err != nil || !slices.EqualFunc(path, in.Via, Hops.Equal) {
				t.Fatalf("%s: %v", printPath(in), err)
			}
		}
	})
}

// TestKeywordForms says every sentence of TestSentences again in other words
// that mean the same: capitals, the other number, more spaces.
func TestKeywordForms(t *testing.T) {
	others := map[string][]string{}
	for other, k := range keywordForms {
		others[k] = append(others[k], other)
		others[other] = append(others[other], k)
	}
	rng := rand.New(rand.NewPCG(42, 42))
	for _, tt := range sentences {
		if strings.HasPrefix(tt.want, "at byte ") {
			continue
		}
		words, err := split(tt.sentence)
		if err != nil {
			t.Fatal(err)
		}
		for range 20 {
			var b strings.Builder
			for _, w := range words {
				s := w.text
				if o := others[lower(s)]; o != nil && rng.IntN(2) == 0 {
					s = o[0]
				}
				if keywords[keyOf(s)] && rng.IntN(2) == 0 {
					s = strings.ToUpper(s)
				}
				b.WriteString(strings.Repeat(" ", 1+rng.IntN(2)) + s)
			}
			in, err := Parse(b.String())
			if err != nil || dump(in) != tt.want {
				t.Errorf("%s\n got %s, %v\nwant %s", b.String(), dump(in), err, tt.want)
			}
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, tt := range sentences {
		f.Add(tt.sentence)
	}
	for _, tt := range hints {
		f.Add(tt.sentence)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var in Intent
		var err error
		spent.Memory(t, len(s), 1<<20, 10_000, func() { in, err = Parse(s) })
		if err == nil {
			again, err := Parse(in.String())
			if len(in.String()) <= MaxLength && (err != nil || !again.Equal(in) || again.String() != in.String()) {
				t.Errorf("%q is %s\nbut %q is %s, %v", s, dump(in), in.String(), dump(again), err)
			}
		} else {
			checkError(t, s, err)
		}
		for _, f := range []func(string) error{sourcesError, destinationsError, pathError} {
			if err := f(s); err != nil {
				checkError(t, s, err)
			}
		}
	})
}

func checkError(t *testing.T, s string, err error) {
	t.Helper()
	var e *SyntaxError
	if !errors.As(err, &e) {
		t.Fatalf("%q: %T", s, err)
	}
	if e.Sentence != s || e.Message == "" || e.Offset < 0 || e.Length < 0 || e.Offset+e.Length > len(s) {
		t.Errorf("%q: %#v", s, e)
	}
	detail := e.Detail()
	for _, text := range []string{detail, e.Error()} {
		if i := strings.IndexFunc(text, func(r rune) bool { return r != '\n' && !printable(r) }); i >= 0 && utf8.ValidString(s) {
			t.Errorf("%q: byte %d of %q does not print", s, i, text)
		}
	}
	if n := strings.Count(detail, "\n"); n > 4 {
		t.Errorf("%q: %d lines in\n%s", s, n+1, detail)
	}
}

func ExampleParse() {
	in, err := Parse(`workloads in subnets tagged Tier=app reach only s3:443 and api.example.com:443 via nat`)
	if err != nil {
		panic(err)
	}
	fmt.Println(in.Sources[0].Noun, "in", in.Sources[0].In)
	fmt.Println(in.Verb)
	for _, d := range in.Destinations {
		fmt.Println(d.Target, d.Ports)
	}
	fmt.Println(in.Via)
	// Output:
	// workloads in subnets tagged Tier=app
	// reach only
	// s3 [443]
	// api.example.com [443]
	// [nat]
}

func ExampleSyntaxError_Detail() {
	_, err := Parse(`privat subnets reach 0.0.0.0/0:443`)
	var e *SyntaxError
	if errors.As(err, &e) {
		fmt.Println(e.Detail())
	}
	// Output:
	// "privat" is not understood
	//   privat subnets reach 0.0.0.0/0:443
	//   ^^^^^^
	// expected subnets, workloads or an address
	// did you mean: private subnets reach 0.0.0.0/0:443
}

func ExampleIntent_String() {
	in, err := Parse(`EVERY private SUBNET must reach INTERNET:443/tcp, 53/udp`)
	if err != nil {
		panic(err)
	}
	fmt.Println(in)
	// Output: private subnets reach internet:443,53/udp
}

func ExampleParseDestinations() {
	ds, err := ParseDestinations(`internet:443 and [2001:db8::/32]:443 and aws_db_instance.main:5432`)
	if err != nil {
		panic(err)
	}
	for _, d := range ds {
		fmt.Println(d)
	}
	// Output:
	// internet:443
	// [2001:db8::/32]:443
	// aws_db_instance.main:5432
}
