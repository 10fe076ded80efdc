package cli_test

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestResolution has one test for each way in which a value that is unknown when
// planning comes about.
func TestResolution(t *testing.T) {
	for _, tt := range []struct {
		name string
		test func(*testing.T)
	}{
		{"case01", bareReferences}, {"case02", indexes}, {"case03", eachValue}, {"case04", nestedLocals}, {"case05", throughModules},
		{"case06", repeatedModules}, {"case07", oddKeys}, {"case08", constantRepetition}, {"case09", functions}, {"case10", optionalDefaults},
		{"case11", readFiles}, {"case12", overrides}, {"case13", orders}, {"case14", branches}, {"case15", onlyReferences},
		{"case16", dynamicRoutes}, {"case17", setOrder}, {"case18", wholeSets}, {"case19", unknownRanges}, {"case20", computedArguments},
		{"case21", dataSources}, {"case22", changes}, {"case23", gates}, {"case24", regions}, {"case25", staleSources},
	} {
		t.Run(tt.name, tt.test)
	}
}

// exactly wants values said to be known, and what they are.
func exactly(t *testing.T, answers map[string]any, want map[string]string) {
	t.Helper()
	for _, address := range slices.Sorted(maps.Keys(want)) {
		answer, ok := answers[address]
		if !ok {
			t.Errorf("%s is not answered", address)
		} else if value := parsed(t, want[address]); !claimed(answer) || !admits(answer, value) {
			t.Errorf("%s: got %s, want %s", address, shown(answer), shown(value))
		}
	}
}

// open wants values left open, with room for all that they may be.
func open(t *testing.T, answers map[string]any, want map[string][]string) {
	t.Helper()
	for _, address := range slices.Sorted(maps.Keys(want)) {
		answer, ok := answers[address]
		if !ok {
			t.Errorf("%s is not answered", address)
			continue
		}
		if claimed(answer) {
			t.Errorf("%s: got %s, want it left open", address, shown(answer))
		}
		for _, text := range want[address] {
			if value := parsed(t, text); !admits(answer, value) {
				t.Errorf("%s: got %s, which leaves out %s", address, shown(answer), shown(value))
			}
		}
	}
}

// named wants candidates, and these and no others; whether there may be something
// else as well is not looked at.
func named(t *testing.T, answers map[string]any, address string, want ...string) {
	t.Helper()
	leaf, _ := answers[address].(map[string]any)
	list, _, ok := candidates(leaf)
	var values []any
	for _, text := range want {
		values = append(values, parsed(t, text))
	}
	if !ok || len(list) != len(values) || !paired(list, values) {
		t.Errorf("%s: got %s, want the candidates %s", address, shown(answers[address]), shown(values))
	}
}

// unnamed wants attributes not to be answered at all.
func unnamed(t *testing.T, answers map[string]any, addresses ...string) {
	t.Helper()
	for _, address := range addresses {
		if answer, ok := answers[address]; ok {
			t.Errorf("%s: got %s, and nothing in it is unknown", address, shown(answer))
		}
	}
}

// truly wants attributes to be what apply made of them.
func truly(t *testing.T, folder string, answers map[string]any, addresses ...string) {
	t.Helper()
	truth, _ := sampleOf(t, folder)
	for _, address := range addresses {
		value, ok := truth[address]
		if !ok {
			t.Errorf("%s is not in the sample", address)
		} else if answer, ok := answers[address]; !ok || !claimed(answer) || !admits(answer, value) {
			t.Errorf("%s: got %s, want %s", address, shown(answer), shown(value))
		}
	}
}

// planned is what refs answers with the saved plan of a sample, jsonOnly what it
// answers without any configuration.
func planned(t *testing.T, folder string) map[string]any {
	t.Helper()
	return allOf(t, folder, "plan.json", "plan.tfplan")
}

func jsonOnly(t *testing.T, folder string) map[string]any {
	t.Helper()
	return allOf(t, folder, "plan.json", "")
}

// modelled is what refs answers for the resources that networks are made of.
func modelled(t *testing.T, folder, source string) map[string]any {
	t.Helper()
	if source != "" {
		source = filepath.Join(samples, folder, source)
	}
	answers, messages := refsOf(t, filepath.Join(samples, folder, "plan.json"), source)
	if strings.Contains(messages, "not used") {
		t.Fatalf("the plan's own configuration is not used: %s", messages)
	}
	return answers
}

func bareReferences(t *testing.T) {
	truly(t, "01-expressions", planned(t, "01-expressions"), "terraform_data.direct.input", "terraform_data.index_const.input")
	truly(t, "14-overrides-defaults", planned(t, "14-overrides-defaults"), "terraform_data.over.triggers_replace")
	// A single reference may be that of any expression.
	alone := jsonOnly(t, "01-expressions")
	open(t, alone, map[string][]string{
		"terraform_data.direct.input":      {`"<terraform_data.a.id>"`},
		"terraform_data.index_const.input": {`"<terraform_data.many[1].id>"`},
	})
}

func indexes(t *testing.T) {
	exactly(t, planned(t, "01-expressions"), map[string]string{
		"terraform_data.index_count[0].input":      `"<terraform_data.many[0].id>"`,
		"terraform_data.index_count[1].input":      `"<terraform_data.many[1].id>"`,
		"terraform_data.index_count_plus[0].input": `"<terraform_data.many[1].id>"`,
		"terraform_data.index_count_plus[1].input": `"<terraform_data.many[2].id>"`,
		"terraform_data.element[0].input":          `"<terraform_data.many[0].id>"`,
		"terraform_data.element[3].input":          `"<terraform_data.many[0].id>"`,
		"terraform_data.element_legacy[1].input":   `"<terraform_data.many[1].id>"`,
	})
	alone := jsonOnly(t, "01-expressions")
	many := []string{`"<terraform_data.many[0].id>"`, `"<terraform_data.many[1].id>"`, `"<terraform_data.many[2].id>"`}
	for _, address := range []string{"terraform_data.index_count[0].input", "terraform_data.index_count_plus[0].input", "terraform_data.element[3].input"} {
		open(t, alone, map[string][]string{address: many})
		named(t, alone, address, many...)
	}
}

func eachValue(t *testing.T) {
	exactly(t, planned(t, "01-expressions"), map[string]string{
		`terraform_data.each_value["a"].input`:   `"<terraform_data.each[\"a\"].id>"`,
		`terraform_data.each_value["b"].input`:   `"<terraform_data.each[\"b\"].id>"`,
		`terraform_data.each_swap["a"].input`:    `"<terraform_data.each[\"b\"].id>"`,
		`terraform_data.each_swap["b"].input`:    `"<terraform_data.each[\"a\"].id>"`,
		`terraform_data.each_index["b"].input`:   `"<terraform_data.each[\"b\"].id>"`,
		`terraform_data.each_for["sub-a"].input`: `"<terraform_data.each[\"a\"].id>"`,
	})
	both := []string{`"<terraform_data.each[\"a\"].id>"`, `"<terraform_data.each[\"b\"].id>"`}
	open(t, jsonOnly(t, "01-expressions"), map[string][]string{
		`terraform_data.each_value["a"].input`: both, `terraform_data.each_swap["a"].input`: both,
	})
}

func nestedLocals(t *testing.T) {
	truly(t, "01-expressions", planned(t, "01-expressions"), "terraform_data.via_local.input", "terraform_data.via_nested_local.input")
	alone := jsonOnly(t, "01-expressions")
	for _, address := range []string{"terraform_data.via_local.input", "terraform_data.via_nested_local.input"} {
		if leaf, _ := alone[address].(map[string]any); !isUnknown(leaf) {
			t.Errorf("%s: got %s, want it unknown: the JSON has no locals", address, shown(alone[address]))
		}
	}
}

func throughModules(t *testing.T) {
	truly(t, "02-modules", planned(t, "02-modules"),
		"module.assoc.terraform_data.assoc.input", "module.assoc_local.terraform_data.assoc.input",
		`module.assoc_map["a"].terraform_data.assoc.input`, `module.assoc_map["b"].terraform_data.assoc.input`,
		"module.net.module.sub.terraform_data.deep.input", "terraform_data.use_obj.input")
	open(t, jsonOnly(t, "02-modules"), map[string][]string{
		`module.assoc_map["b"].terraform_data.assoc.input`: {`"<module.net.terraform_data.subnet[0].id>"`, `"<module.net.terraform_data.subnet[1].id>"`},
		"module.assoc.terraform_data.assoc.input":          {`"<module.net.terraform_data.subnet[0].id>"`},
	})
}

func repeatedModules(t *testing.T) {
	truly(t, "02-modules", planned(t, "02-modules"),
		"module.multi[0].terraform_data.u.input", "module.multi[1].terraform_data.u.input", `module.each["y"].terraform_data.u.input`,
		"terraform_data.use_multi[0].input", "terraform_data.use_multi[1].input", "terraform_data.use_multi_splat.input",
		"terraform_data.use_each.input", "terraform_data.use_each_all.input")
	truly(t, "08-constructs", planned(t, "08-constructs"),
		"module.m[0].terraform_data.r.input", "terraform_data.use_m0.input", "terraform_data.use_m_one.input", "terraform_data.use_m_try.input", "terraform_data.use_one.input")
	truly(t, "11-vpc-module", planned(t, "11-vpc-module"),
		"terraform_data.nats.input", "terraform_data.every_vpc.input", "terraform_data.first_of_none.input", "terraform_data.nat_of_all.input",
		"module.wide[1].terraform_data.private_association[3].input")
}

func oddKeys(t *testing.T) {
	truly(t, "08-constructs", planned(t, "08-constructs"),
		`module.fe["a.b"].terraform_data.r.input`, `module.fe["c[0]"].terraform_data.r.input`, `module.fe["q\"z"].terraform_data.r.input`, "terraform_data.use_weird.input")
	truly(t, "14-overrides-defaults", planned(t, "14-overrides-defaults"),
		`module.net["é $"].terraform_data.in.input`, `module.net["q\"z"].terraform_data.typed.input`, "terraform_data.odd_key.input",
		"terraform_data.odd_bracket.input", "terraform_data.odd_quote.input", "terraform_data.odd_keys.input")
	alone := jsonOnly(t, "08-constructs")
	open(t, alone, map[string][]string{`module.fe["q\"z"].terraform_data.r.input`: {`"<terraform_data.rt[\"public\"].id>"`}})
}

func constantRepetition(t *testing.T) {
	truly(t, "02-modules", planned(t, "02-modules"), `module.each["x"].terraform_data.u.input`, `module.each["y"].terraform_data.u.input`)
	truly(t, "08-constructs", planned(t, "08-constructs"), "terraform_data.dynkey.input", "terraform_data.nestedidx.input")
	truly(t, "14-overrides-defaults", planned(t, "14-overrides-defaults"),
		`terraform_data.constant_set["a"].input`, `terraform_data.constant_set["b"].input`,
		"terraform_data.constant_count[0].input", "terraform_data.constant_count[1].input")
	// The keys of the instances are in the plan all the same.
	open(t, jsonOnly(t, "14-overrides-defaults"), map[string][]string{
		"terraform_data.constant_count[0].input": {`"<terraform_data.many[0].id>"`, `"<terraform_data.many[1].id>"`},
	})
}

func functions(t *testing.T) {
	truly(t, "01-expressions", planned(t, "01-expressions"),
		"terraform_data.coalesce.input", "terraform_data.coalescelist.input", "terraform_data.compact.input", "terraform_data.concat.input",
		"terraform_data.flatten.input", "terraform_data.jsondecode.input", "terraform_data.lookup.input", "terraform_data.merge.input",
		"terraform_data.try.input", "terraform_data.zipmap.input", "terraform_data.for_filter.input", "terraform_data.splat_idx.input",
		`terraform_data.setproduct["a-0"].input`, `terraform_data.setproduct["a-1"].input`, `terraform_data.setproduct["b-0"].input`, `terraform_data.setproduct["b-1"].input`)
}

func optionalDefaults(t *testing.T) {
	truly(t, "08-constructs", planned(t, "08-constructs"), `terraform_data.obj_assoc["b"].input`)
	exactly(t, planned(t, "14-overrides-defaults"), map[string]string{
		`terraform_data.optional["plain"].input`:      `{"table": "<terraform_data.t[\"private\"].id>", "pick": "<terraform_data.many[1].id>"}`,
		`terraform_data.optional["c[0]"].input`:       `{"table": "<terraform_data.t[\"edge\"].id>", "pick": "<terraform_data.many[0].id>"}`,
		`terraform_data.optional["é $"].input`:        `{"table": "<terraform_data.t[\"private\"].id>", "pick": "<terraform_data.many[1].id>"}`,
		`terraform_data.optional_public["a.b"].input`: `"<terraform_data.many[1].id>"`,
		// null stands for nothing in the one, for the default in the other.
		`module.net["plain"].terraform_data.nothing.input`: `"<terraform_data.t[\"b\"].id>"`,
		`module.net["plain"].terraform_data.kept.input`:    `"<terraform_data.t[\"b\"].id>"`,
	})
}

func readFiles(t *testing.T) {
	const a, b = `terraform_data.assoc["a"].input`, `terraform_data.assoc["b"].input`
	saved := planned(t, "08-constructs")
	open(t, saved, map[string][]string{a: {`"<terraform_data.rt[\"private\"].id>"`}, b: {`"<terraform_data.rt[\"public\"].id>"`}})
	for _, address := range []string{a, b} {
		leaf, _ := saved[address].(map[string]any)
		if reason, ok := leaf["unknown"].(string); ok && !strings.Contains(reason, "file") {
			t.Errorf("%s: unknown, and no file is the reason: %s", address, reason)
		}
	}
	truly(t, "08-constructs", allOf(t, "08-constructs", "plan.json", "."), a, b)
	// Nothing is read from above the root that was given.
	dir := copied(t, filepath.Join(samples, "08-constructs"))
	edit(t, filepath.Join(dir, "main.tf"), `"${path.module}/subnets.yaml"`, `"${path.module}/../subnets.yaml"`)
	move(t, filepath.Join(dir, "subnets.yaml"), filepath.Join(filepath.Dir(dir), "subnets.yaml"))
	above, _ := refsOf(t, filepath.Join(samples, "08-constructs", "plan.json"), dir, "--all", "--source-root", dir)
	open(t, above, map[string][]string{a: nil, b: nil})
}

func overrides(t *testing.T) {
	saved := planned(t, "14-overrides-defaults")
	truly(t, "08-constructs", planned(t, "08-constructs"), "terraform_data.fromjson.input", "terraform_data.use_legacy_splat_single.input")
	truly(t, "14-overrides-defaults", saved,
		"terraform_data.over.input", "terraform_data.over_local.input", "terraform_data.over_default.input", "terraform_data.over_twice.input",
		"terraform_data.over_count[0].input", "terraform_data.over_count[1].input", "module.moved_on.terraform_data.other.input", "terraform_data.of_other.input",
		"terraform_data.json_template.input", "terraform_data.json_key.input", "terraform_data.json_count[0].input", "terraform_data.json_count[1].input",
		`terraform_data.json_each["x"].input`, `terraform_data.json_each["y"].input`)
	// A template is a constant in the JSON, and no constant for that.
	open(t, jsonOnly(t, "08-constructs"), map[string][]string{"terraform_data.fromjson.input": {`"<terraform_data.rt[\"public\"].id>"`}})
	open(t, jsonOnly(t, "14-overrides-defaults"), map[string][]string{"terraform_data.json_template.input": {`"<terraform_data.t[\"a\"].id>"`}})
}

func orders(t *testing.T) {
	saved := planned(t, "08-constructs")
	open(t, saved, map[string][]string{"terraform_data.sorted.input": nil})
	named(t, saved, "terraform_data.sorted.input", `"<terraform_data.one_of_one[0].id>"`, `"<terraform_data.single.id>"`)
	// The set is certain where its order is not.
	truly(t, "08-constructs", saved, "terraform_data.settype.input")
	saved = planned(t, "09-adversarial")
	both := []string{`"<terraform_data.s[0].id>"`, `"<terraform_data.s[1].id>"`}
	for _, name := range []string{
		"choice_sort_first", "choice_sort_last", "choice_sort_element", "choice_toset", "choice_setunion", "choice_for_set",
		"choice_keys", "choice_values", "choice_map_order", "choice_group", "choice_transpose",
	} {
		open(t, saved, map[string][]string{"terraform_data." + name + ".input": both})
	}
	open(t, saved, map[string][]string{"terraform_data.choice_sort_literal.input": {`"8"`, both[0]}})
	truly(t, "09-adversarial", saved, "terraform_data.exact_set.input", "terraform_data.exact_known_sort.input", "terraform_data.exact_known_values.input")
}

func branches(t *testing.T) {
	saved := planned(t, "09-adversarial")
	both := []string{`"<terraform_data.s[0].id>"`, `"<terraform_data.s[1].id>"`}
	for _, name := range []string{
		"choice_length", "choice_length_index", "choice_length_digit", "choice_count_dashes", "choice_prefix", "choice_first_digit", "choice_never_z",
		"choice_regex", "choice_can_number", "choice_try_number", "choice_try_index", "choice_lookup_key", "choice_hash", "choice_hash_element",
		"choice_hash_self", "choice_hash_condition", "choice_min", "choice_max", "choice_greater", "choice_contains", "choice_object",
		"choice_timestamp", "choice_uuid",
	} {
		open(t, saved, map[string][]string{"terraform_data." + name + ".input": both})
	}
	// Ids of two resources are never equal, whatever they will be.
	truly(t, "09-adversarial", saved, "terraform_data.choice_equal.input")
	open(t, saved, map[string][]string{
		"terraform_data.choice_module[0].input": both, "terraform_data.choice_module[1].input": both,
		"terraform_data.choice_filter.input": {`[]`, `["<terraform_data.s[1].id>"]`},
	})
	truly(t, "09-adversarial", saved, "terraform_data.exact_module[0].input", "terraform_data.exact_module[1].input", "terraform_data.exact_known_hash.input")
	open(t, planned(t, "08-constructs"), map[string][]string{
		"terraform_data.unkcond.input": {`"<terraform_data.rt[\"private\"].id>"`, `"<terraform_data.rt[\"public\"].id>"`},
	})
}

func onlyReferences(t *testing.T) {
	truth, _ := sampleOf(t, "12-only-reference")
	alone := jsonOnly(t, "12-only-reference")
	for address, value := range truth {
		open(t, alone, map[string][]string{address: {shown(value)}})
	}
	saved := planned(t, "12-only-reference")
	truly(t, "12-only-reference", saved,
		"terraform_data.holder.input", "terraform_data.of_holder.input", "terraform_data.of_object.input", "terraform_data.of_object_first.input", "terraform_data.chain.input",
		"terraform_data.splat.input", "terraform_data.splat_index.input", "terraform_data.object.input", "terraform_data.wrapped.input", "terraform_data.first_of_list.input",
		"terraform_data.list.input", "terraform_data.twice.input", "terraform_data.map.input", "terraform_data.literal_in_list.input")
	open(t, saved, map[string][]string{"terraform_data.hash.input": {`"text"`}, "terraform_data.cut.input": {`"text"`}})
}

func dynamicRoutes(t *testing.T) {
	for _, source := range []string{"plan.tfplan", "."} {
		exactly(t, modelled(t, "13-aws-dynamic-blocks", source), map[string]string{
			`aws_route_table.rt["a"].route[0].nat_gateway_id`: `"<aws_nat_gateway.n[\"a\"].id>"`,
			`aws_route_table.rt["b"].route[0].nat_gateway_id`: `"<aws_nat_gateway.n[\"b\"].id>"`,
			`aws_route_table.rt["a"].route[1].gateway_id`:     `"<aws_internet_gateway.igw.id>"`,
			`aws_route_table.rt["b"].route[1].gateway_id`:     `"<aws_internet_gateway.igw.id>"`,
			`aws_route_table.rt["a"].vpc_id`:                  `"<aws_vpc.v.id>"`,
			`aws_nat_gateway.n["b"].subnet_id`:                `"<aws_subnet.s[\"b\"].id>"`,
			`aws_nat_gateway.n["b"].allocation_id`:            `"<aws_eip.e[\"b\"].id>"`,
			`aws_network_acl.n.subnet_ids`:                    `["<aws_subnet.s[\"a\"].id>", "<aws_subnet.s[\"b\"].id>"]`,
		})
		exactly(t, modelled(t, "10-aws-blocks-sets", source), map[string]string{
			"aws_route_table.inline.route[0].gateway_id":            `"<aws_internet_gateway.igw.id>"`,
			"aws_route_table.inline.route[1].nat_gateway_id":        `"<aws_nat_gateway.nat.id>"`,
			"aws_route_table.dyn.route[0].gateway_id":               `"<aws_internet_gateway.igw.id>"`,
			"aws_route_table.attrsyntax.route[0].gateway_id":        `"<aws_internet_gateway.igw.id>"`,
			"aws_route_table_association.private[0].subnet_id":      `"<aws_subnet.private[0].id>"`,
			"aws_route_table_association.private[0].route_table_id": `"<aws_route_table.inline.id>"`,
			"aws_route_table_association.private[1].route_table_id": `"<aws_route_table.dyn.id>"`,
		})
	}
	open(t, modelled(t, "13-aws-dynamic-blocks", ""), map[string][]string{
		`aws_route_table.rt["a"].route[0].nat_gateway_id`: {`"<aws_nat_gateway.n[\"a\"].id>"`},
		`aws_route_table.rt["a"].route[1].gateway_id`:     {`"<aws_internet_gateway.igw.id>"`},
	})
}

// setOrder: the plan has the rules for ports 123 and 53 in the opposite order of
// those that make them. What they let out to is made a group here, for refs to show.
func setOrder(t *testing.T) {
	dir := copied(t, filepath.Join(samples, "10-aws-blocks-sets"))
	edit(t, filepath.Join(dir, "main.tf"), `      cidr_blocks = ["${aws_eip.nat.public_ip}/32"]`,
		`      security_groups = [egress.value == 53 ? aws_vpc.use1.default_security_group_id : aws_default_security_group.d.id]`)
	changePlan(t, filepath.Join(dir, "plan.json"), "aws_security_group.b", func(after, unknown map[string]any) {
		for i, rule := range unknown["egress"].([]any) {
			rule.(map[string]any)["cidr_blocks"] = []any{}
			rule.(map[string]any)["security_groups"] = true
			known := after["egress"].([]any)[i].(map[string]any)
			known["cidr_blocks"] = []any{}
			delete(known, "security_groups")
		}
		if first := after["egress"].([]any)[0].(map[string]any)["from_port"]; first != float64(123) {
			t.Fatalf("the first rule of the plan is for port %v", first)
		}
	})
	answers, messages := refsOf(t, filepath.Join(dir, "plan.json"), dir)
	if messages != "" {
		t.Fatal(messages)
	}
	exactly(t, answers, map[string]string{
		"aws_security_group.b.egress[0].security_groups": `["<aws_default_security_group.d.id>"]`,
		"aws_security_group.b.egress[1].security_groups": `["<aws_vpc.use1.default_security_group_id>"]`,
		"aws_security_group.a.egress[0].security_groups": `["<aws_security_group.b.id>"]`,
	})
	alone, _ := refsOf(t, filepath.Join(dir, "plan.json"), "")
	open(t, alone, map[string][]string{"aws_security_group.b.egress[0].security_groups": {`["<aws_default_security_group.d.id>"]`}})
}

func wholeSets(t *testing.T) {
	const ids, tables = "aws_instance.i.vpc_security_group_ids", "aws_vpc_endpoint.s3.route_table_ids"
	for _, source := range []string{"plan.tfplan", "."} {
		exactly(t, modelled(t, "10-aws-blocks-sets", source), map[string]string{ids: `["sg-literal", "<aws_security_group.a.id>"]`})
	}
	open(t, modelled(t, "10-aws-blocks-sets", ""), map[string][]string{ids: {`["<aws_security_group.a.id>", "sg-literal"]`}})
	exactly(t, planned(t, "10-aws-blocks-sets"), map[string]string{tables: `["<aws_route_table.inline.id>", "<aws_route_table.dyn.id>"]`})
}

// unknownRanges: rules whose range is the address of an elastic IP may be for any
// address, so nothing is certain not to be reached through them.
func unknownRanges(t *testing.T) {
	dir := copied(t, filepath.Join(samples, "10-aws-blocks-sets"))
	edit(t, filepath.Join(dir, "main.tf"), `vpc_security_group_ids = [aws_security_group.a.id, "sg-literal"]`, `vpc_security_group_ids = [aws_security_group.b.id]`)
	plan := filepath.Join(dir, "plan.json")
	edit(t, plan, `"vpc_security_group_ids":{"references":["aws_security_group.a.id","aws_security_group.a"]}`, `"vpc_security_group_ids":{"references":["aws_security_group.b.id","aws_security_group.b"]}`)
	for _, source := range []string{dir, ""} {
		for _, tt := range []struct{ sentence, verdict string }{
			{"aws_instance.i cannot reach internet:53/udp", "undecided"},
			{"aws_instance.i cannot reach 8.8.8.8:53/udp", "undecided"},
			{"aws_instance.i reaches 8.8.8.8:53/udp", "undecided"},
		} {
			if got := verdictOf(t, plan, source, tt.sentence); got != tt.verdict {
				t.Errorf("%s, source %v: got %s, want %s", tt.sentence, source != "", got, tt.verdict)
			}
		}
	}
	// That the rules have other ports is known.
	if got := verdictOf(t, plan, dir, "aws_instance.i cannot reach internet:443"); got != "holds" {
		t.Errorf("a port that no rule has: got %s, want holds", got)
	}
}

func computedArguments(t *testing.T) {
	ten, thirteen := modelled(t, "10-aws-blocks-sets", "plan.tfplan"), modelled(t, "13-aws-dynamic-blocks", "plan.tfplan")
	exactly(t, ten, map[string]string{"aws_route.r.nat_gateway_id": `"<aws_nat_gateway.nat.id>"`, "aws_route.r.route_table_id": `"<aws_route_table.dyn.id>"`})
	exactly(t, thirteen, map[string]string{
		`aws_route.opt["a"].nat_gateway_id`: `"<aws_nat_gateway.n[\"a\"].id>"`,
		`aws_route.opt["b"].nat_gateway_id`: `"<aws_nat_gateway.n[\"a\"].id>"`,
		`aws_route.opt["a"].route_table_id`: `"<aws_route_table.rt[\"a\"].id>"`,
		`aws_route.opt["b"].route_table_id`: `"<aws_route_table.rt[\"b\"].id>"`,
	})
	unnamed(t, ten, "aws_route.r.instance_id", "aws_route.r.network_interface_id")
	unnamed(t, thirteen, `aws_route.opt["a"].instance_id`, `aws_route.opt["a"].network_interface_id`, `aws_route.opt["a"].gateway_id`)
}

func dataSources(t *testing.T) {
	saved := planned(t, "08-constructs")
	open(t, saved, map[string][]string{"terraform_data.from_deferred.input": {`"text"`}})
	unnamed(t, saved, "terraform_data.from_data.input")
	truth, want := sampleOf(t, "16-data-sources")
	saved = planned(t, "16-data-sources")
	for address := range truth {
		if _, choice := want.Choices[address]; choice {
			open(t, saved, map[string][]string{address: nil})
		} else {
			truly(t, "16-data-sources", saved, address)
		}
	}
	open(t, modelled(t, "13-aws-dynamic-blocks", "plan.tfplan"), map[string][]string{"aws_route.fordata[0].route_table_id": {`"text"`, `"<aws_route_table.rt[\"a\"].id>"`}})
}

func changes(t *testing.T) {
	for _, source := range []string{".", ""} {
		answers := allOf(t, "04-changes", "plan-change.json", source)
		if source == "" {
			open(t, answers, map[string][]string{
				"terraform_data.ref_a.input": {`"<terraform_data.a.id>"`}, "terraform_data.ref_cbd.input": {`"<terraform_data.cbd.id>"`},
			})
		} else {
			exactly(t, answers, map[string]string{
				"terraform_data.ref_a.input":   `"<terraform_data.a.id>"`,
				"terraform_data.ref_cbd.input": `"<terraform_data.cbd.id>"`,
			})
			sensitive, _ := answers["terraform_data.sens.input"].(map[string]any)
			if sensitive["id"] != "<terraform_data.a.id>" {
				t.Errorf("terraform_data.sens.input: got %s, want the id of terraform_data.a in it", shown(sensitive))
			}
			// The id of the one is known, be it shown as that or as the object's.
			if list, _ := answers["terraform_data.newnew.input"].([]any); len(list) != 2 || list[0] != "<terraform_data.new.id>" || !claimed(list) {
				t.Errorf("terraform_data.newnew.input: got %s", shown(list))
			}
		}
		open(t, answers, map[string][]string{"terraform_data.use_data.input": nil})
		unnamed(t, answers, "terraform_data.new_name.input", "terraform_data.ref_stable.input", "terraform_data.newref.input")
		for _, plan := range []string{"04-changes/plan-change.json", "04-changes/plan-create.json", "05-forget-import-replace/plan.json"} {
			folder, file := filepath.Split(plan)
			from := source
			if from != "" {
				from = filepath.Join(samples, folder)
			}
			answers, messages := refsOf(t, filepath.Join(samples, folder, file), from, "--all")
			for _, secret := range []string{"hunter2", "ephval"} {
				if text := shown(answers) + messages; strings.Contains(text, secret) {
					t.Errorf("%s: shows a secret", plan)
				}
			}
			if folder == "05-forget-import-replace/" {
				unnamed(t, answers, "terraform_data.a.input", "terraform_data.imp.input", "terraform_data.use_imp.input", "terraform_data.ref_a.input")
			}
		}
	}
}

func gates(t *testing.T) {
	const create = "plan-target-create.json"
	exactly(t, allOf(t, "06-modes", create, "plan.tfplan"), map[string]string{"terraform_data.b.input": `"<terraform_data.a[0].id>"`})
	open(t, allOf(t, "06-modes", create, ""), map[string][]string{"terraform_data.b.input": {`"<terraform_data.a[0].id>"`}})
	for _, plan := range []string{"plan-target-change.json", "plan-refresh-only.json", "plan-destroy.json", "plan-nochange.json"} {
		for address, answer := range allOf(t, "06-modes", plan, ".") {
			if claimed(answer) {
				t.Errorf("%s: %s: got %s, and all that is left is known", plan, address, shown(answer))
			}
		}
	}
	errored := apart(t, filepath.Join(samples, "07-errored", "plan.json"))
	for _, args := range [][]string{{"refs", errored, "--all"}, {"check", errored, "--intent", "private subnets reach internet:443"}} {
		if code, out, messages := runQuietly(args...); code != 2 || out != "" || !strings.Contains(messages, "errored") {
			t.Errorf("%s of a plan that failed: exit code %d, says %q", args[0], code, messages)
		}
	}
	// The same of a network: what the configuration decides does not lift a gate.
	const folder, sentence = "../../testdata/cases/count-good", "private subnets reach internet:443"
	for _, tt := range []struct {
		name, member, value string
		code                int
		code2               string
	}{
		{"whole", "complete", "true", 0, ""},
		{"targeted", "complete", "false", 3, "PARTIAL_PLAN"},
		{"put off", "deferred_changes", `[{"reason": "resource_config_unknown", "resource_change": {}}]`, 3, "PARTIAL_PLAN"},
		{"failed", "errored", "true", 2, ""},
		{"of nothing", "resource_changes", "[]", 2, ""},
	} {
		plan := apart(t, filepath.Join(folder, "plan.json"))
		var doc map[string]json.RawMessage
		readJSON(t, &doc, plan)
		doc[tt.member] = json.RawMessage(tt.value)
		writeJSON(t, plan, doc)
		code, out, messages := runQuietly("check", plan, "--source", filepath.Join(folder, "tfplan"), "--intent", sentence)
		if code != tt.code || !strings.Contains(out, tt.code2) {
			t.Errorf("%s: exit code %d, want %d and %q: %s%s", tt.name, code, tt.code, tt.code2, out, messages)
		}
	}
}

// regions: the providers of other regions, handed on or inherited, with a region
// from a variable, from a local or from nowhere, change nothing in what is referred
// to.
func regions(t *testing.T) {
	for _, source := range []string{"plan.tfplan", ".", ""} {
		if answers := allOf(t, "03-provider-aliases", "plan.json", source); len(answers) != 0 {
			t.Errorf("got %s, and no attribute is unknown", shown(answers))
		}
	}
	exactly(t, modelled(t, "10-aws-blocks-sets", "plan.tfplan"), map[string]string{
		`module.m["a"].aws_network_interface.eni.subnet_id`: `"<aws_subnet.private[0].id>"`,
		`module.m["b"].aws_network_interface.eni.subnet_id`: `"<aws_subnet.private[1].id>"`,
		"aws_main_route_table_association.m.route_table_id": `"<aws_route_table.inline.id>"`,
	})
}

// staleSources: one literal in the configuration is another than when the plan was
// made. It is found and named, and nothing is taken from the configuration.
func staleSources(t *testing.T) {
	truth, want := sampleOf(t, "11-vpc-module")
	plan := filepath.Join(samples, "11-vpc-module", "plan.json")
	alone, _ := refsOf(t, plan, "", "--all")
	for _, tt := range []struct{ name, file, old, new, names string }{
		{"in a function call", "main.tf", `cidrsubnet("10.60.0.0/16", 8, i + 10)`, `cidrsubnet("10.60.0.0/16", 8, i + 11)`, "private"},
		{"in a nested call", "main.tf", `private_subnets  = [for i in range(4) : cidrsubnet(cidrsubnet("10.64.0.0/12", 4, count.index)`, `private_subnets  = [for i in range(4) : cidrsubnet(cidrsubnet("10.64.0.0/12", 5, count.index)`, "private"},
		{"a number of instances", "vpc/main.tf", `var.single_nat_gateway ? 1 : var.one_nat_gateway_per_az`, `var.single_nat_gateway ? 2 : var.one_nat_gateway_per_az`, "terraform_data."},
		{"a range", "main.tf", `private_subnets  = [for i in range(4)`, `private_subnets  = [for i in range(3)`, "private"},
		{"an item of a list", "main.tf", `"eu-central-1c"]`, `"eu-central-1d"]`, "terraform_data."},
		{"in a template", "vpc/main.tf", `format("${var.name}-${var.public_subnet_suffix}-%s"`, `format("${var.name}_${var.public_subnet_suffix}-%s"`, "public"},
		{"the default of a variable", "vpc/variables.tf", `default = "public"`, `default = "edge"`, "public"},
		{"a key", "main.tf", `    ecr = {`, `    ecs = {`, "endpoints"},
		{"another branch", "endpoints/main.tf", `"com.amazonaws.eu-central-1.${each.value.service}"`, `"com.amazonaws.eu-west-1.${each.value.service}"`, "endpoints"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := copied(t, filepath.Join(samples, "11-vpc-module"))
			edit(t, filepath.Join(dir, tt.file), tt.old, tt.new)
			answers, messages := refsOf(t, plan, dir, "--all")
			if _, reason, unused := strings.Cut(messages, "not used"); !unused || !strings.Contains(reason, tt.names) {
				t.Errorf("says %q, want it to name %s", messages, tt.names)
			}
			compareSample(t, answers, truth, want)
			for address, answer := range answers {
				if claimed(answer) && !claimed(alone[address]) {
					t.Errorf("%s: got %s, which is taken from the configuration", address, shown(answer))
				}
			}
		})
	}
}

// copied is a copy of a folder that a test may change.
func copied(t *testing.T, folder string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), filepath.Base(folder))
	if err := os.CopyFS(dir, os.DirFS(folder)); err != nil {
		t.Fatal(err)
	}
	return dir
}

// edit replaces the one place where a file has a text.
func edit(t *testing.T, file, old, changed string) {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	text, err := replaceOnce(string(raw), old, changed)
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func move(t *testing.T, from, to string) {
	t.Helper()
	if err := os.Rename(from, to); err != nil {
		t.Fatal(err)
	}
}

func writeJSON(t *testing.T, file string, v any) {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, raw, 0o600); err != nil {
		t.Fatal(err)
	}
}

// changePlan changes what a plan shows of a resource.
func changePlan(t *testing.T, file, address string, change func(after, unknown map[string]any)) {
	t.Helper()
	var plan map[string]any
	readJSON(t, &plan, file)
	found := false
	for _, r := range plan["resource_changes"].([]any) {
		if r := r.(map[string]any); r["address"] == address {
			c := r["change"].(map[string]any)
			change(c["after"].(map[string]any), c["after_unknown"].(map[string]any))
			found = true
		}
	}
	if !found {
		t.Fatalf("no resource %s", address)
	}
	writeJSON(t, file, plan)
}

// verdictOf is the verdict on a sentence.
func verdictOf(t *testing.T, plan, source, sentence string) string {
	t.Helper()
	args := []string{"check", apart(t, plan), "--format", "json", "--intent", sentence}
	if source != "" {
		args = append(args, "--source", source)
	}
	code, out, messages := runQuietly(args...)
	var got result
	if err := json.Unmarshal([]byte(out), &got); err != nil || len(got.Intents) != 1 {
		t.Fatalf("exit code %d, no result: %s", code, messages)
	}
	return got.Intents[0].Verdict
}
