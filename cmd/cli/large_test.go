package cli_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tfreach/tfreach/cmd/cli"
)

// large is where TestWriteLarge leaves the plans and the sentences that
// BenchmarkCheckLarge works on, to be timed next to other programs:
//
//	go test ./cmd/cli -run WriteLarge -large $DIR
//	xargs -d '\n' -n 200 tfreach check $DIR/plan.json < $DIR/arguments
//	xargs -d '\n' -n 200 tfreach check $DIR/first/plan.json < $DIR/arguments
//	jq empty $DIR/plan.json
//
// The plan in first is that of the first apply: its ids are not known, and the
// configuration beside it is evaluated.
var large = flag.String("large", "", "write the large plans of the benchmark into this folder")

func TestWriteLarge(t *testing.T) {
	if *large == "" {
		t.Skip("only writes files, for measurements: give -large FOLDER")
	}
	first := filepath.Join(*large, "first")
	if err := os.MkdirAll(first, 0o777); err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(*large, "plan.json"), largeSize{40, 215, false})
	writeFile(t, filepath.Join(first, "plan.json"), largeSize{40, 215, true})
	files, err := filepath.Glob(filepath.Join(largeFolder, "*.tf"))
	if err != nil {
		t.Fatal(err)
	}
	modules, err := filepath.Glob(filepath.Join(largeFolder, "*", "*.tf"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range append(files, modules...) {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		to := filepath.Join(first, strings.TrimPrefix(name, filepath.FromSlash(largeFolder)))
		if err := os.MkdirAll(filepath.Dir(to), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(to, text, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	var arguments strings.Builder
	for _, sentence := range largeSentences(40) {
		fmt.Fprintf(&arguments, "--intent\n%s\n", sentence)
	}
	if err := os.WriteFile(filepath.Join(*large, "arguments"), []byte(arguments.String()), 0o666); err != nil {
		t.Fatal(err)
	}
}

// largeSize is how large a plan is, and of which apply.
type largeSize struct {
	vpcs, instances int
	first           bool
}

// writeFile writes a plan and returns its size.
func writeFile(t testing.TB, name string, size largeSize) int64 {
	t.Helper()
	file, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if err := writeLarge(file, size); err != nil {
		t.Fatal(err)
	}
	info, err := file.Stat()
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
}

// largeArguments ask 100 questions of a plan.
func largeArguments(plan string, size largeSize, more ...string) []string {
	args := append([]string{"check", plan}, more...)
	if size.first {
		args = append(args, "--source", largeFolder)
	}
	for _, sentence := range largeSentences(size.vpcs) {
		args = append(args, "--intent", sentence)
	}
	return args
}

// TestLargeVerdicts compares what is said of the network before its first apply,
// from the configuration, with what is said once its ids are known.
func TestLargeVerdicts(t *testing.T) {
	verdicts := func(size largeSize) []string {
		plan := filepath.Join(t.TempDir(), "plan.json")
		writeFile(t, plan, size)
		var out, messages strings.Builder
		if code := cli.Run(largeArguments(plan, size, "--format", "json"), cli.Streams{Out: &out, Err: &messages}, os.LookupEnv); code != 1 || messages.String() != "" {
			t.Fatalf("exit code %d: %s", code, messages.String())
		}
		var result struct {
			Intents []struct{ Intent, Verdict string }
		}
		if err := json.Unmarshal([]byte(out.String()), &result); err != nil {
			t.Fatal(err)
		}
		var all []string
		for _, i := range result.Intents {
			all = append(all, i.Intent+": "+i.Verdict)
		}
		return all
	}
	first, known := verdicts(largeSize{3, 30, true}), verdicts(largeSize{3, 30, false})
	if len(known) != 100 {
		t.Fatalf("%d verdicts", len(known))
	}
	for i, want := range known {
		if first[i] != want || strings.HasSuffix(want, ": undecided") {
			t.Errorf("before the first apply %s; of known ids %s", first[i], want)
		}
	}
}

// BenchmarkCheckLarge is the budget's case: a plan of 10,000 resources with
// known ids, or with sources to evaluate, 100 intents, from the bytes of the file
// to the report.
func BenchmarkCheckLarge(b *testing.B) {
	for _, size := range []largeSize{{4, 215, false}, {40, 215, false}, {4, 215, true}, {40, 215, true}} {
		b.Run(fmt.Sprintf("vpcs=%d/first=%v", size.vpcs, size.first), func(b *testing.B) {
			path := filepath.Join(b.TempDir(), "plan.json")
			b.SetBytes(writeFile(b, path, size))
			args := largeArguments(path, size)
			b.ReportAllocs()
			for b.Loop() {
				var messages strings.Builder
				code := cli.Run(args, cli.Streams{Out: io.Discard, Err: &messages}, os.LookupEnv)
				if code != 1 || messages.String() != "" { // the intents that forbid what the network does
					b.Fatalf("exit code %d: %s", code, messages.String())
				}
			}
		})
	}
}

// largeSentences is 100 intents: two for each of the VPCs, some more for all.
func largeSentences(vpcs int) []string {
	general := []string{
		"private subnets reach internet:443 via nat",
		"public subnets reach internet:443 via internet gateway",
		"workloads in private subnets reach internet:443",
		"workloads in public subnets cannot reach internet:25",
		"workloads tagged Role=web reach internet:443,80",
		"workloads tagged Role=db cannot reach internet",
		"private subnets cannot reach internet via internet gateway",
		"workloads in private subnets reach only internet:443,80",
		"private subnets tagged Tier=app reach internet:53/udp",
		"workloads reach internet:443",
	}
	var sentences []string
	for i := range vpcs {
		sentences = append(sentences,
			fmt.Sprintf("private subnets in module.net[%q] reach internet:443 via nat", largeKey(i)),
			fmt.Sprintf("workloads tagged Role=app in module.net[%q].aws_subnet.private[0] reach module.net[%q].aws_subnet.private[1]:5432", largeKey(i), largeKey(i)))
	}
	for len(sentences) < 100 {
		sentences = append(sentences, strings.Replace(general[len(sentences)%len(general)], ":443", fmt.Sprintf(":443,%d", 8000+len(sentences)), 1))
	}
	return sentences
}

// largePrefixes begin the ids of what routes lead to: such an attribute takes
// several types, and only the id tells which.
var largePrefixes = map[string]string{"aws_internet_gateway": "igw", "aws_nat_gateway": "nat", "aws_vpc_endpoint": "vpce"}

func largeKey(i int) string { return fmt.Sprintf("vpc-%02d", i) }

// writeLarge writes the plan of a network: so many VPCs, each with three zones,
// public and private subnets, a NAT gateway per zone, four security groups and so
// many instances. It was applied, and the tags of some instances change, or it is
// before its first apply.
func writeLarge(w io.Writer, size largeSize) error {
	config, err := readLargeConfig()
	if err != nil {
		return err
	}
	p := &largePlan{config: config, ids: map[string]bool{}}
	if size.first {
		if p.records, err = largeRecords(); err != nil {
			return err
		}
	}
	for i := range size.vpcs {
		p.vpc(i, size.instances)
	}
	if p.err != nil {
		return p.err
	}
	var modules []any
	for i, resources := range p.resources {
		modules = append(modules, map[string]any{"resources": resources, "address": fmt.Sprintf("module.net[%q]", largeKey(i))})
	}
	values := map[string]any{"root_module": map[string]any{"child_modules": modules}}
	var prior map[string]any
	if !size.first {
		prior = map[string]any{"format_version": "1.0", "terraform_version": "1.11.4", "values": values}
	}
	// In Terraform's order of names, which decides what a reader in one pass
	// knows by when.
	return json.NewEncoder(w).Encode(struct {
		Format        string         `json:"format_version"`
		Terraform     string         `json:"terraform_version"`
		Variables     map[string]any `json:"variables"`
		Planned       map[string]any `json:"planned_values"`
		Changes       []largeChange  `json:"resource_changes"`
		Prior         map[string]any `json:"prior_state,omitempty"`
		Configuration map[string]any `json:"configuration"`
		Complete      bool           `json:"complete"`
		Errored       bool           `json:"errored"`
	}{
		"1.2", "1.11.4", map[string]any{"vpcs": map[string]int{"value": size.vpcs}, "instances": map[string]int{"value": size.instances}},
		values, p.changes, prior, config.section(), true, false,
	})
}

type largePlan struct {
	config    largeConfig
	resources [][]largeResource // by VPC
	changes   []largeChange
	serial    int
	ids       map[string]bool // that apply gives
	// records are what the provider plans; nil when everything is there already.
	records map[string]largeRecord
	err     error
}

type largeName struct {
	Address  string `json:"address"`
	Module   string `json:"module_address,omitempty"`
	Mode     string `json:"mode"`
	Type     string `json:"type"`
	Name     string `json:"name"`
	Index    any    `json:"index,omitempty"`
	Provider string `json:"provider_name"`
}

type largeResource struct {
	largeName
	Schema    int            `json:"schema_version"`
	Values    map[string]any `json:"values"`
	Sensitive map[string]any `json:"sensitive_values"`
}

type largeChange struct {
	largeName
	Change struct {
		Actions         []string       `json:"actions"`
		Before          map[string]any `json:"before"`
		After           map[string]any `json:"after"`
		Unknown         map[string]any `json:"after_unknown"`
		BeforeSensitive any            `json:"before_sensitive"`
		AfterSensitive  map[string]any `json:"after_sensitive"`
	} `json:"change"`
}

// add puts a resource into the plan and returns its id.
func (p *largePlan) add(vpc int, resourceType, name string, index any, values map[string]any) string {
	p.serial++
	prefix, ok := largePrefixes[resourceType]
	if !ok {
		prefix = strings.TrimPrefix(resourceType, "aws_")
	}
	id := fmt.Sprintf("%s-%017x", prefix, p.serial)
	p.ids[id] = true
	values["id"] = id
	values["arn"] = fmt.Sprintf("arn:aws:ec2:eu-central-1:123456789012:%s/%s", strings.TrimPrefix(resourceType, "aws_"), id)
	values["tags_all"] = values["tags"]
	local := fmt.Sprintf("%s.%s", resourceType, name)
	module := fmt.Sprintf("module.net[%q]", largeKey(vpc))
	n := largeName{module + "." + local, "", "managed", resourceType, name, index, "registry.terraform.io/hashicorp/aws"}
	if index != nil {
		n.Address += fmt.Sprintf("[%v]", index)
	}
	for len(p.resources) <= vpc {
		p.resources = append(p.resources, nil)
	}
	c := largeChange{largeName: n}
	c.Module = module
	if p.records != nil {
		r, err := p.made(resourceType, name, values)
		if err != nil {
			p.err = err
		}
		c.Change.Actions, c.Change.After = []string{"create"}, r.After
		c.Change.Unknown, c.Change.BeforeSensitive, c.Change.AfterSensitive = r.Unknown, false, r.Sensitive
		p.resources[vpc] = append(p.resources[vpc], largeResource{n, 1, r.After, r.Sensitive})
		p.changes = append(p.changes, c)
		return id
	}
	none := map[string]any{}
	p.resources[vpc] = append(p.resources[vpc], largeResource{n, 1, values, none})
	c.Change.Actions, c.Change.Before, c.Change.After = []string{"no-op"}, values, values
	c.Change.Unknown, c.Change.BeforeSensitive, c.Change.AfterSensitive = none, none, none
	if i, ok := index.(int); ok && resourceType == "aws_instance" && i%10 == 0 {
		c.Change.Actions, c.Change.Before = []string{"update"}, maps.Clone(values)
		c.Change.Before["tags"] = none
	}
	p.changes = append(p.changes, c)
	return id
}

func (p *largePlan) vpc(n, instances int) {
	type object = map[string]any
	type list = []any
	rule := func(protocol string, from, to int, cidrs ...string) object {
		return object{"protocol": protocol, "from_port": from, "to_port": to, "cidr_blocks": cidrs, "description": "",
			"ipv6_cidr_blocks": list{}, "prefix_list_ids": list{}, "security_groups": list{}, "self": false}
	}
	entry := func(number, from, to int, protocol, cidr string) object {
		return object{"rule_no": number, "action": "allow", "protocol": protocol, "cidr_block": cidr,
			"from_port": from, "to_port": to, "ipv6_cidr_block": "", "icmp_type": 0, "icmp_code": 0}
	}
	route := func(attribute, target string) object {
		r := object{"cidr_block": "0.0.0.0/0", "ipv6_cidr_block": "", "destination_prefix_list_id": "",
			"gateway_id": "", "nat_gateway_id": "", "carrier_gateway_id": "", "core_network_arn": "", "egress_only_gateway_id": "",
			"local_gateway_id": "", "network_interface_id": "", "transit_gateway_id": "", "vpc_endpoint_id": "", "vpc_peering_connection_id": ""}
		r[attribute] = target
		return r
	}
	block := fmt.Sprintf("10.%d", n)
	vpc := p.add(n, "aws_vpc", "this", nil, object{
		"cidr_block": block + ".0.0/16", "enable_dns_hostnames": true, "enable_dns_support": true, "instance_tenancy": "default",
		"assign_generated_ipv6_cidr_block": false, "ipv6_cidr_block": "", "owner_id": "123456789012", "tags": object{"Name": largeKey(n)},
	})
	gateway := p.add(n, "aws_internet_gateway", "this", nil, object{"vpc_id": vpc, "owner_id": "123456789012", "tags": object{}})
	groups := object{}
	for _, name := range []string{"web", "app", "batch", "db"} {
		egress := list{rule("tcp", 443, 443, "0.0.0.0/0"), rule("tcp", 80, 80, "0.0.0.0/0"), rule("udp", 53, 53, "0.0.0.0/0")}
		if name == "app" {
			egress = append(egress, rule("tcp", 5432, 5432, block+".0.0/16"))
		}
		groups[name] = p.add(n, "aws_security_group", name, nil, object{
			"vpc_id": vpc, "name": name, "description": "Managed by Terraform", "owner_id": "123456789012",
			"egress": egress, "ingress": list{rule("tcp", 5432, 5432, block+".0.0/16"), rule("tcp", 8000, 9000, block+".0.0/16")}, "tags": object{},
		})
	}
	var subnets []string
	public := p.add(n, "aws_route_table", "public", nil, object{
		"vpc_id": vpc, "route": list{route("gateway_id", gateway)}, "propagating_vgws": list{}, "owner_id": "123456789012", "tags": object{},
	})
	for zone := range 3 {
		subnet := func(name string, third int) string {
			return p.add(n, "aws_subnet", name, zone, object{
				"vpc_id": vpc, "cidr_block": fmt.Sprintf("%s.%d.0/24", block, third), "availability_zone": fmt.Sprintf("eu-central-1%c", 'a'+zone),
				"availability_zone_id": fmt.Sprintf("euc1-az%d", zone+1), "map_public_ip_on_launch": name == "public",
				"assign_ipv6_address_on_creation": false, "ipv6_cidr_block": "", "ipv6_native": false, "enable_dns64": false,
				"tags": object{"Name": name, "Tier": map[string]string{"public": "web", "private": "app"}[name]},
			})
		}
		outside, inside := subnet("public", zone), subnet("private", 100+zone)
		address := p.add(n, "aws_eip", "nat", zone, object{"domain": "vpc", "public_ip": fmt.Sprintf("18.19.%d.%d", n, zone+1), "tags": object{}})
		nat := p.add(n, "aws_nat_gateway", "this", zone, object{
			"subnet_id": outside, "allocation_id": address, "connectivity_type": "public", "private_ip": fmt.Sprintf("%s.%d.250", block, zone),
			"public_ip": fmt.Sprintf("18.19.%d.%d", n, zone+1), "secondary_allocation_ids": list{}, "secondary_private_ip_addresses": list{}, "tags": object{},
		})
		private := p.add(n, "aws_route_table", "private", zone, object{
			"vpc_id": vpc, "route": list{route("nat_gateway_id", nat)}, "propagating_vgws": list{}, "owner_id": "123456789012", "tags": object{},
		})
		p.add(n, "aws_route_table_association", "public", zone, object{"subnet_id": outside, "route_table_id": public, "gateway_id": ""})
		p.add(n, "aws_route_table_association", "private", zone, object{"subnet_id": inside, "route_table_id": private, "gateway_id": ""})
		subnets = append(subnets, outside, inside)
	}
	p.add(n, "aws_network_acl", "this", nil, object{
		"vpc_id": vpc, "subnet_ids": subnets, "owner_id": "123456789012", "tags": object{},
		"egress":  list{entry(100, 0, 0, "-1", "0.0.0.0/0")},
		"ingress": list{entry(100, 443, 443, "6", "0.0.0.0/0"), entry(110, 1024, 65535, "6", "0.0.0.0/0"), entry(120, 1024, 65535, "17", "0.0.0.0/0"), entry(130, 0, 0, "-1", block+".0.0/16")},
	})
	roles := []string{"web", "app", "batch", "db"}
	for i := range instances {
		at := i % len(subnets)
		role := roles[i/len(subnets)%len(roles)]
		third := at / 2
		publicIP := ""
		if at%2 == 1 {
			third += 100
		} else {
			publicIP = fmt.Sprintf("3.64.%d.%d", n, i+1)
		}
		p.add(n, "aws_instance", "node", i, object{
			"ami": "ami-03cf127a", "instance_type": "t3.micro", "subnet_id": subnets[at], "vpc_security_group_ids": list{groups[role]},
			"private_ip": fmt.Sprintf("%s.%d.%d", block, third, 10+i/len(subnets)), "public_ip": publicIP, "associate_public_ip_address": publicIP != "",
			"source_dest_check": true, "ipv6_addresses": list{}, "network_interface": list{}, "launch_template": list{},
			"primary_network_interface_id": fmt.Sprintf("eni-%08x", p.serial), "secondary_private_ips": list{}, "security_groups": list{},
			"availability_zone": fmt.Sprintf("eu-central-1%c", 'a'+at/2), "ebs_optimized": false, "monitoring": false, "tenancy": "default", "user_data": nil,
			"tags": object{"Name": fmt.Sprintf("node-%d", i), "Role": role},
		})
	}
}
