package aws

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/tfreach/tfreach/planparse/planjson"
	"github.com/tfreach/tfreach/planparse/resolve"
	"github.com/tfreach/tfreach/reach"
)

// managed says where the resources of a type have the network interfaces that AWS
// manages for them (CMP-4, CMP-7).
type managed struct {
	// in are the paths of the blocks that hold the attributes; none when the
	// resource holds them itself. A resource that may have such a block and has
	// none is in no VPC.
	in []string
	// subnets and groups are the names of those attributes.
	subnets, groups string
	// named is the attribute that names a subnet group, in place of subnets; of are
	// the types of subnet groups that it names.
	named string
	of    []string
	// cluster is the attribute that names what the resource is a part of: its
	// subnets and groups are those of the cluster where it has none of its own.
	cluster  string
	clusters []string
	// ids are the attributes that hold its ids, besides id: names, which the provider
	// may write in another way than the configuration.
	ids []string
	// strict: what it has without security groups is not documented. Others have
	// the default group of their VPC (SG-14).
	strict bool
	// public is the attribute that gives its interfaces public addresses. Without
	// one they never have any: documented reports whether AWS says so.
	public     string
	documented bool
	// stack is the attribute that says which families it has addresses of.
	stack string
	// harmless: a resource without blocks has no interfaces anywhere.
	harmless bool
	// passive and hyperplane are as in reach.Interface.
	passive, hyperplane bool
	// also are further attributes.
	also planjson.Attrs
	// adapt is what they say of the interface; with a reason, nothing is known of the
	// resource's interfaces.
	adapt func(*builder, resource, *reach.Interface) *reach.Unknown
}

// The names that most types have for their attributes.
const (
	subnetIDs = "subnet_ids"
	groupIDs  = "security_group_ids"
)

// inBlock is a type whose subnets and groups are in a block.
func inBlock(subnets, groups string, in ...string) managed {
	return managed{in: in, subnets: subnets, groups: groups}
}

// ofItself is a type that has them itself.
func ofItself(subnets, groups string) managed { return managed{subnets: subnets, groups: groups} }

// database is a type whose subnets are those of a group.
func database(named, groups string, of ...string) managed {
	return managed{named: named, of: of, groups: groups, documented: true}
}

// with changes a managed type.
func (m managed) with(change func(*managed)) managed {
	change(&m)
	return m
}

func passive(m *managed)       { m.passive = true }
func strict(m *managed)        { m.strict = true }
func onlyInVPC(m *managed)     { m.harmless = true }
func mayBePublic(m *managed)   { m.public = "publicly_accessible" }
func identified(m *managed)    { m.ids = []string{"cluster_identifier"} }
func dualByNetwork(m *managed) { m.stack = "network_type" }

// each makes one change of several.
func each(changes ...func(*managed)) func(*managed) {
	return func(m *managed) {
		for _, c := range changes {
			c(m)
		}
	}
}

// member is a type whose resources are parts of a cluster.
func member(subnetGroup, cluster string, of, clusters []string) managed {
	return managed{named: subnetGroup, of: of, cluster: cluster, clusters: clusters, documented: true}
}

var (
	dbGroups      = []string{"aws_db_subnet_group"}
	docdbGroups   = []string{"aws_docdb_subnet_group", "aws_db_subnet_group"}
	neptuneGroups = []string{"aws_neptune_subnet_group", "aws_db_subnet_group"}
	cacheGroups   = []string{"aws_elasticache_subnet_group"}
)

// managedServices is the table.
var managedServices = map[string]managed{
	"aws_db_instance":            database("db_subnet_group_name", "vpc_security_group_ids", dbGroups...).with(each(mayBePublic, dualByNetwork)),
	"aws_rds_cluster":            database("db_subnet_group_name", "vpc_security_group_ids", dbGroups...).with(each(identified, dualByNetwork, byItsInstances)),
	"aws_rds_cluster_instance":   member("db_subnet_group_name", "cluster_identifier", dbGroups, []string{"aws_rds_cluster"}).with(each(mayBePublic, dualByNetwork)),
	"aws_docdb_cluster":          database("db_subnet_group_name", "vpc_security_group_ids", docdbGroups...).with(each(identified, passive)),
	"aws_docdb_cluster_instance": member("db_subnet_group_name", "cluster_identifier", docdbGroups, []string{"aws_docdb_cluster"}),
	"aws_neptune_cluster":        database("neptune_subnet_group_name", "vpc_security_group_ids", neptuneGroups...).with(each(identified, passive)),
	"aws_neptune_cluster_instance": member("neptune_subnet_group_name", "cluster_identifier", neptuneGroups, []string{"aws_neptune_cluster"}).
		with(mayBePublic),
	"aws_db_proxy":          ofItself("vpc_subnet_ids", "vpc_security_group_ids").with(documented),
	"aws_db_proxy_endpoint": ofItself("vpc_subnet_ids", "vpc_security_group_ids").with(each(documented, passive)),
	"aws_redshift_cluster": database("cluster_subnet_group_name", "vpc_security_group_ids", "aws_redshift_subnet_group").
		with(each(mayBePublic, byVPCRouting)),
	"aws_redshiftserverless_workgroup":       ofItself(subnetIDs, groupIDs).with(each(mayBePublic, byVPCRouting)),
	"aws_redshift_endpoint_access":           database("subnet_group_name", "vpc_security_group_ids", "aws_redshift_subnet_group").with(passive),
	"aws_redshiftserverless_endpoint_access": ofItself(subnetIDs, "vpc_security_group_ids").with(passive),
	"aws_elasticache_replication_group":      database("subnet_group_name", groupIDs, cacheGroups...).with(each(dualByNetwork, func(m *managed) { m.ids = []string{"replication_group_id"} })),
	"aws_elasticache_cluster": database("subnet_group_name", groupIDs, cacheGroups...).with(func(m *managed) {
		m.cluster, m.clusters, m.stack = "replication_group_id", []string{"aws_elasticache_replication_group"}, "network_type"
	}),
	"aws_elasticache_serverless_cache":      ofItself(subnetIDs, groupIDs).with(passive),
	"aws_memorydb_cluster":                  database("subnet_group_name", groupIDs, "aws_memorydb_subnet_group").with(dualByNetwork),
	"aws_dax_cluster":                       database("subnet_group_name", groupIDs, "aws_dax_subnet_group"),
	"aws_docdbelastic_cluster":              ofItself(subnetIDs, "vpc_security_group_ids"),
	"aws_timestreaminfluxdb_db_instance":    ofItself("vpc_subnet_ids", "vpc_security_group_ids").with(each(mayBePublic, dualByNetwork)),
	"aws_timestreaminfluxdb_db_cluster":     ofItself("vpc_subnet_ids", "vpc_security_group_ids").with(each(mayBePublic, dualByNetwork)),
	"aws_opensearch_domain":                 inBlock(subnetIDs, groupIDs, "vpc_options").with(func(m *managed) { m.stack = "ip_address_type" }),
	"aws_elasticsearch_domain":              inBlock(subnetIDs, groupIDs, "vpc_options"),
	"aws_opensearch_vpc_endpoint":           inBlock(subnetIDs, groupIDs, "vpc_options").with(passive),
	"aws_elasticsearch_vpc_endpoint":        inBlock(subnetIDs, groupIDs, "vpc_options").with(passive),
	"aws_opensearchserverless_vpc_endpoint": ofItself(subnetIDs, groupIDs).with(passive),
	"aws_osis_pipeline":                     inBlock(subnetIDs, groupIDs, "vpc_options").with(strict),
	"aws_msk_cluster":                       inBlock("client_subnets", "security_groups", "broker_node_group_info").with(byBrokerAccess),
	"aws_msk_serverless_cluster":            inBlock(subnetIDs, groupIDs, "vpc_config"),
	"aws_msk_vpc_connection":                ofItself("client_subnets", "security_groups").with(passive),
	"aws_msk_replicator":                    inBlock(subnetIDs, "security_groups_ids", "kafka_cluster.vpc_config").with(strict),
	"aws_mskconnect_connector":              inBlock("subnets", "security_groups", "kafka_cluster.apache_kafka_cluster.vpc"),
	"aws_mq_broker":                         ofItself(subnetIDs, "security_groups").with(mayBePublic),
	"aws_efs_mount_target":                  ofItself("subnet_id", "security_groups").with(each(documented, passive)),
	"aws_fsx_lustre_file_system":            ofItself(subnetIDs, groupIDs),
	"aws_fsx_windows_file_system":           ofItself(subnetIDs, groupIDs),
	"aws_fsx_ontap_file_system":             ofItself(subnetIDs, groupIDs),
	"aws_fsx_openzfs_file_system":           ofItself(subnetIDs, groupIDs),
	"aws_fsx_file_cache":                    ofItself(subnetIDs, groupIDs),
	"aws_dms_replication_instance": database("replication_subnet_group_id", "vpc_security_group_ids", "aws_dms_replication_subnet_group").
		with(each(mayBePublic, dualByNetwork)),
	"aws_dms_replication_config": managed{
		in: []string{"compute_config"}, named: "replication_subnet_group_id", of: []string{"aws_dms_replication_subnet_group"}, groups: "vpc_security_group_ids",
	},
	"aws_codebuild_project":              inBlock("subnets", groupIDs, "vpc_config").with(documented),
	"aws_codebuild_fleet":                inBlock("subnets", groupIDs, "vpc_config"),
	"aws_glue_connection":                inBlock("subnet_id", "security_group_id_list", "physical_connection_requirements").with(each(documented, onlyInVPC, strict)),
	"aws_mwaa_environment":               inBlock(subnetIDs, groupIDs, "network_configuration"),
	"aws_apprunner_vpc_connector":        ofItself("subnets", "security_groups").with(documented),
	"aws_apigatewayv2_vpc_link":          ofItself(subnetIDs, groupIDs),
	"aws_quicksight_vpc_connection":      ofItself(subnetIDs, groupIDs),
	"aws_vpclattice_resource_gateway":    ofItself(subnetIDs, groupIDs).with(func(m *managed) { m.stack = "ip_address_type" }),
	"aws_workspacesweb_network_settings": ofItself(subnetIDs, groupIDs),
	"aws_ec2_instance_connect_endpoint":  ofItself("subnet_id", groupIDs).with(documented),
	"aws_sagemaker_model":                inBlock("subnets", groupIDs, "vpc_config"),
	"aws_sagemaker_notebook_instance":    ofItself("subnet_id", "security_groups").with(byDirectAccess),
	"aws_synthetics_canary": inBlock(subnetIDs, groupIDs, "vpc_config").with(func(m *managed) {
		// A canary is a Lambda function (CMP-1).
		m.hyperplane, m.documented, m.strict = true, true, true
	}),
	"aws_appstream_fleet":         inBlock(subnetIDs, groupIDs, "vpc_config").with(byDefaultAccess),
	"aws_appstream_image_builder": inBlock(subnetIDs, groupIDs, "vpc_config").with(byDefaultAccess),
	"aws_transfer_server": inBlock(subnetIDs, groupIDs, "endpoint_details").with(func(m *managed) {
		m.passive = true
	}),
	"aws_kinesis_firehose_delivery_stream": inBlock(subnetIDs, groupIDs,
		"elasticsearch_configuration.vpc_config", "opensearch_configuration.vpc_config", "opensearchserverless_configuration.vpc_config").with(onlyInVPC),
	"aws_kinesisanalyticsv2_application": inBlock(subnetIDs, groupIDs, "application_configuration.vpc_configuration"),
	"aws_emrserverless_application":      inBlock(subnetIDs, groupIDs, "network_configuration").with(strict),
	"aws_comprehend_document_classifier": inBlock("subnets", groupIDs, "vpc_config").with(onlyInVPC),
	"aws_comprehend_entity_recognizer":   inBlock("subnets", groupIDs, "vpc_config").with(onlyInVPC),
	"aws_bedrock_custom_model":           inBlock(subnetIDs, groupIDs, "vpc_config").with(onlyInVPC),
	"aws_devicefarm_test_grid_project":   inBlock(subnetIDs, groupIDs, "vpc_config"),
	"aws_finspace_kx_cluster":            inBlock(subnetIDs, groupIDs, "vpc_configuration"),
	"aws_grafana_workspace":              inBlock(subnetIDs, groupIDs, "vpc_configuration"),
	"aws_m2_environment":                 ofItself(subnetIDs, groupIDs).with(mayBePublic),
}

func documented(m *managed) { m.documented = true }

// byItsInstances is a cluster whose interfaces are those of its instances. Only one
// with an instance class of its own makes them by itself; whether they have public
// addresses it does not say.
func byItsInstances(m *managed) {
	m.also = planjson.Attrs{"db_cluster_instance_class": whole}
	m.adapt = func(b *builder, r resource, i *reach.Interface) *reach.Unknown {
		class := r.Get("db_cluster_instance_class")
		if i.Passive = class.IsEmpty() || class.Value().Kind == planjson.Absent || b.left(r, class); !i.Passive {
			i.Public = reach.Missing[reach.Grant](r.unknown(class, "whether the instances of the cluster have public addresses is not known"))
		}
		return nil
	}
}

// byVPCRouting is a warehouse that copies to and from other services past its VPC
// unless it is told not to.
func byVPCRouting(m *managed) {
	m.also = planjson.Attrs{"enhanced_vpc_routing": whole}
	m.adapt = func(_ *builder, r resource, i *reach.Interface) *reach.Unknown {
		if routed, ok := r.Get("enhanced_vpc_routing").Value().Bool(); !ok || !routed {
			i.Assumed = "only what " + r.String() + " sends through its VPC counts; without enhanced_vpc_routing it copies to and from other services past it"
		}
		return nil
	}
}

// byBrokerAccess is a Kafka cluster, whose brokers may have Elastic IPs of AWS.
func byBrokerAccess(m *managed) {
	m.documented = true
	m.also = planjson.Attrs{"broker_node_group_info": block(planjson.Attrs{"connectivity_info": block(planjson.Attrs{"public_access": block(planjson.Attrs{"type": whole})})})}
	m.adapt = func(b *builder, r resource, i *reach.Interface) *reach.Unknown {
		blocks, reason, at := b.blocksAt(r, "broker_node_group_info.connectivity_info.public_access")
		if reason != "" && !b.leftBlocks(r, at) {
			i.Public = reach.Missing[reach.Grant](r.unknown(at, reason))
		}
		for _, a := range blocks {
			switch kind := a.Get("type"); {
			case kind.Value().Text == "SERVICE_PROVIDED_EIPS":
				i.Public = reach.Known(reach.Granted)
			case !kind.IsKnown() && !b.left(r, kind):
				i.Public = reach.Missing[reach.Grant](r.unknown(kind, ""))
			}
		}
		return nil
	}
}

// byDirectAccess is a notebook, which has another interface of SageMaker's own
// unless it is told not to. Which one packets take is its own business.
func byDirectAccess(m *managed) {
	m.also = planjson.Attrs{"direct_internet_access": whole}
	m.documented = true
	m.adapt = func(_ *builder, r resource, _ *reach.Interface) *reach.Unknown {
		direct := r.Get("direct_internet_access")
		if text, ok := direct.Text(); ok && text == "Disabled" {
			return nil
		}
		why := r.unknown(direct, "it also reaches the internet through SageMaker's own network, which is not modelled")
		why.Code = reach.UnmodelledResource
		return why
	}
}

// byDefaultAccess is a fleet of desktops, which has public addresses when it is
// given internet access by default.
func byDefaultAccess(m *managed) { m.public, m.documented = "enable_default_internet_access", true }

// subnetGroupTypes are the types of subnet groups, with the attribute that names
// one. The provider may write the name in another way than the configuration.
var subnetGroupTypes = map[string]string{
	"aws_db_subnet_group": "name", "aws_docdb_subnet_group": "name", "aws_neptune_subnet_group": "name", "aws_redshift_subnet_group": "name",
	"aws_elasticache_subnet_group": "name", "aws_memorydb_subnet_group": "name", "aws_dax_subnet_group": "name",
	"aws_dms_replication_subnet_group": "replication_subnet_group_id",
}

// managedTypes are the resource types of services with interfaces in a VPC.
var managedTypes = func() map[string]resourceType {
	out := map[string]resourceType{}
	for name, m := range managedServices {
		attrs := plus(m.also)
		for _, path := range m.paths() {
			for _, a := range []string{m.subnets, m.groups, m.named} {
				if a != "" {
					add(attrs, path, a)
				}
			}
		}
		if m.cluster != "" {
			attrs[m.cluster] = id
		}
		for _, a := range append(m.ids, m.public, m.stack) {
			if a != "" {
				attrs[a] = whole
			}
		}
		out[name] = resourceType{modelled, attrs, append([]string{"id"}, m.ids...)}
	}
	for name, by := range subnetGroupTypes {
		out[name] = resourceType{modelled, planjson.Attrs{"id": id, by: whole, "subnet_ids": id}, []string{"id", by}}
	}
	return out
}()

// add adds an attribute that holds ids, in the block at a path.
func add(attrs planjson.Attrs, path, name string) {
	first, rest, _ := strings.Cut(path, ".")
	if first == "" {
		attrs[name] = id
		return
	}
	if attrs[first].Nested == nil {
		attrs[first] = block(planjson.Attrs{})
	}
	add(attrs[first].Nested, rest, name)
}

// paths are the paths of the blocks that hold the attributes.
func (m managed) paths() []string {
	if len(m.in) == 0 {
		return []string{""}
	}
	return m.in
}

// subnetGroup is subnets that databases name together.
type subnetGroup struct {
	resource
	origin reach.Origin
}

// subnetGroupKind is what an attribute that names a group of some types takes.
func subnetGroupKind(types []string) kind[*subnetGroup] {
	what := "a " + strings.ReplaceAll(strings.TrimPrefix(types[0], "aws_"), "_", " ")
	return kind[*subnetGroup]{types, what, func(o reach.Origin) *subnetGroup { return &subnetGroup{origin: o} }}
}

func (b *builder) subnetGroups() {
	for _, name := range slices.Sorted(maps.Keys(subnetGroupTypes)) {
		for _, r := range b.of(name) {
			if b.alias(r, "id") {
				continue
			}
			g := &subnetGroup{r, r.origin()}
			b.name(r, "id", g)
			b.name(r, subnetGroupTypes[name], g)
		}
	}
}

// groupSubnets are the subnets of the group that an attribute names.
func (b *builder) groupSubnets(r resource, a resolve.Attr, types []string) reach.Refs[*reach.Subnet] {
	named := ref(b, r, a, subnetGroupKind(types))
	g, ok := named.Exact()
	switch {
	case !ok:
		return reach.Refs[*reach.Subnet]{Why: named.Why}
	case g.origin.Beyond:
		return reach.Refs[*reach.Subnet]{Why: &reach.Unknown{
			Code: reach.UnknownBeyondPlan, Address: g.origin.Address, Reason: "a subnet group that is not in this plan",
		}}
	}
	return b.subnetsAt(g.resource, g.Get("subnet_ids"))
}

// subnetsAt are the subnets that an attribute names, which holds one id or a list
// of them.
func (b *builder) subnetsAt(r resource, a resolve.Attr) reach.Refs[*reach.Subnet] {
	var out reach.Refs[*reach.Subnet]
	switch {
	case a.IsEmpty() || b.left(r, a):
		out.Why = r.unknown(a, "no subnets are given, so AWS picks them")
	case strings.HasSuffix(a.Path(), "subnet_id"):
		out.Items = []reach.Ref[*reach.Subnet]{ref(b, r, a, subnetKind)}
	default:
		out = refs(b, r, a, subnetKind)
	}
	return out
}

// left reports whether an attribute that is not known, and that cannot be a block, is
// one that nobody sets, so that AWS or the provider does.
func (b *builder) left(r resource, a resolve.Attr) bool {
	if a.Value().Kind != planjson.Unknown {
		return false
	}
	return a.Unset() || !strings.ContainsAny(a.Path(), ".[") && b.unset(r, a.Path())
}

// leftBlocks is left for what may be written as blocks: of those the plan's view of
// the configuration does not show every one. What exists may have kept others.
func (b *builder) leftBlocks(r resource, a resolve.Attr) bool {
	if a.Value().Kind != planjson.Unknown || !r.isNew() {
		return false
	}
	if a.Unset() {
		return true
	}
	set, certain := b.resolver.Configured(r.Resource, a.Path())
	return !strings.ContainsAny(a.Path(), ".[") && certain && !set
}

// blocksAt lists the blocks at a path of names. With a reason there may be others,
// and at is what does not tell.
func (b *builder) blocksAt(r resource, path string) (blocks []resolve.Attr, reason string, at resolve.Attr) {
	names := strings.Split(path, ".")
	list := r.Get(names[0])
	if set, certain := b.resolver.Configured(r.Resource, names[0]); list.Value().Kind == planjson.Absent && certain && !set {
		return nil, "", list
	}
	blocks, reason = b.blockList(r, list)
	for _, name := range names[1:] {
		var inner []resolve.Attr
		for _, outer := range blocks {
			next := outer.Get(name)
			items, why := next.Items()
			if why != "" && reason == "" {
				reason, list = why, next
			}
			inner = append(inner, items...)
		}
		blocks = inner
	}
	return blocks, reason, list
}

// managedWorkloads makes the services with interfaces in a VPC.
func (b *builder) managedWorkloads() {
	clusters := map[string]bool{}
	for _, m := range managedServices {
		for _, c := range m.clusters {
			clusters[c] = true
		}
	}
	var members []func()
	for _, r := range b.all {
		m, is := managedServices[r.Type]
		if !is || r.Data {
			continue
		}
		parts, why := b.holders(r, m)
		if len(parts) == 0 && why == nil {
			if m.harmless {
				continue
			}
			why = r.unknown(r.Get(strings.SplitN(m.in[0], ".", 2)[0]), "outside a VPC it uses AWS's own network, which is not modelled yet")
			why.Code = reach.UnmodelledResource
		}
		w := &reach.Workload{Origin: r.origin(), Tags: b.tags(r)}
		b.net.Workloads = append(b.net.Workloads, w)
		if why != nil {
			w.Interfaces.Why = why
			continue
		}
		i := &reach.Interface{Origin: r.origin()}
		if clusters[r.Type] {
			for _, attribute := range append([]string{"id"}, m.ids...) {
				b.name(r, attribute, i)
			}
		}
		fill := func() {
			if w.Interfaces.Why = b.manage(r, m, parts, i); w.Interfaces.Why == nil {
				w.Interfaces = reach.RefsTo(i)
				b.net.Interfaces = append(b.net.Interfaces, i)
			}
		}
		if m.cluster == "" {
			fill()
		} else {
			members = append(members, fill)
		}
	}
	for _, fill := range members {
		fill()
	}
	b.tasks()
	b.kubernetes()
	b.fleets()
}

// holders are what holds the attributes of a managed resource: itself or blocks.
func (b *builder) holders(r resource, m managed) (parts []resolve.Attr, why *reach.Unknown) {
	if len(m.in) == 0 {
		return []resolve.Attr{r.Attr}, nil
	}
	for _, path := range m.in {
		blocks, reason, at := b.blocksAt(r, path)
		if reason != "" && why == nil {
			why = r.unknown(at, reason)
		}
		parts = append(parts, blocks...)
	}
	return parts, why
}

// manage fills the interface of a managed resource. With a reason, nothing is
// known of it.
func (b *builder) manage(r resource, m managed, parts []resolve.Attr, i *reach.Interface) *reach.Unknown {
	var all []*reach.Interface
	for _, at := range parts {
		all = append(all, b.managedPart(r, m, at))
	}
	*i = *b.merged(r, all)
	i.SourceDestCheck = reach.Known(true)
	i.Hyperplane, i.Passive = m.hyperplane, m.passive
	i.IPv6 = b.stack(r, m.stack)
	switch {
	case m.public != "":
		i.Public = b.publicFlag(r, r.Get(m.public))
	default:
		i.Public = reach.Known(reach.Refused)
		if !m.documented {
			i.Assumed = "AWS gives the network interfaces of " + r.Type + " no public addresses"
		}
	}
	if m.adapt != nil {
		return m.adapt(b, r, i)
	}
	return nil
}

// managedPart is where one block, or the resource itself, puts interfaces.
func (b *builder) managedPart(r resource, m managed, at resolve.Attr) *reach.Interface {
	i := &reach.Interface{Origin: r.origin()}
	own := m.named == "" || !(at.Get(m.named).IsEmpty() || at.Get(m.named).Value().Kind == planjson.Absent || b.left(r, at.Get(m.named)))
	if c := at.Get(m.cluster); m.cluster != "" && !(c.IsEmpty() || b.left(r, c)) {
		b.asPart(r, c, m, i)
		if own {
			i.Subnets = b.groupSubnets(r, at.Get(m.named), m.of)
		}
		return i
	}
	switch {
	case m.named == "":
		i.Subnets = b.subnetsAt(r, at.Get(m.subnets))
	case own:
		i.Subnets = b.groupSubnets(r, at.Get(m.named), m.of)
	default:
		i.Subnets.Why = r.unknown(at.Get(m.named), "no subnet group is given, so AWS picks subnets of the default VPC")
	}
	if m.groups == "" {
		i.Groups.Why = r.unknown(at.Get(m.cluster), "no cluster is named, whose security groups it has")
		return i
	}
	b.managedGroups(r, i, at.Get(m.groups), m.strict)
	return i
}

// asPart gives the interface of a part of a cluster the subnets and groups of the
// cluster.
func (b *builder) asPart(r resource, a resolve.Attr, m managed, i *reach.Interface) {
	cluster := ref(b, r, a, kind[*reach.Interface]{m.clusters, m.clusters[0], beyondInterface})
	if of, ok := cluster.Exact(); ok {
		i.Subnets, i.Groups, i.NoGroups = of.Subnets, of.Groups, of.NoGroups
		return
	}
	i.Subnets.Why, i.Groups.Why = cluster.Why, cluster.Why
}

// managedGroups reads the security groups of a managed interface. Without any it
// has the default group of its VPC (SG-14), where that is documented.
func (b *builder) managedGroups(r resource, i *reach.Interface, a resolve.Attr, strict bool) {
	switch {
	case a.Value().Kind == planjson.Absent:
		i.Groups.Why = r.unknown(a, "")
	case a.IsEmpty() || b.left(r, a):
		i.NoGroups = true
	default:
		i.Groups = refs(b, r, a, groupKind)
		i.NoGroups = i.Groups.Why == nil && len(i.Groups.Items) == 0
	}
	if strict && i.NoGroups {
		i.NoGroups = false
		i.Groups.Why = r.unknown(a, "no security groups are given, and which it has then is not documented")
	}
}

// publicFlag is an attribute that gives public addresses. The provider sends false
// where nobody sets it.
func (b *builder) publicFlag(r resource, a resolve.Attr) reach.Fact[reach.Grant] {
	switch v, ok := a.Value().Bool(); {
	case ok && v:
		return reach.Known(reach.Granted)
	case ok || a.IsEmpty() || b.left(r, a):
		return reach.Known(reach.Refused)
	}
	return reach.Missing[reach.Grant](r.unknown(a, ""))
}

// stack says whether a managed interface has IPv6 addresses: by the attribute that
// says which families it has, else as its subnet does it for every interface. What
// a service does there that asks for none is not documented.
func (b *builder) stack(r resource, attribute string) reach.Fact[reach.Grant] {
	a := r.Get(attribute)
	text, ok := a.Text()
	switch text = strings.ToLower(text); {
	case attribute == "" || a.IsEmpty() || a.Value().Kind == planjson.Absent || b.left(r, a):
		return reach.Known(reach.SubnetMay)
	case !ok:
		return reach.Missing[reach.Grant](r.unknown(a, ""))
	case strings.HasPrefix(text, "dual") || text == "ipv6":
		return reach.Known(reach.Granted)
	}
	return reach.Known(reach.SubnetMay)
}

// merged is one interface for several ways in which a resource may have one: in
// any of their subnets. In what they differ, the interface is not known.
func (b *builder) merged(r resource, ways []*reach.Interface) *reach.Interface {
	out := *ways[0]
	differ := func(what string) *reach.Unknown {
		return &reach.Unknown{Code: reach.UnknownValue, Address: r.String(), Reason: "it is made in several ways, which give it different " + what}
	}
	for _, i := range ways[1:] {
		for _, s := range i.Subnets.Items {
			if t, ok := s.Exact(); !ok || !slices.ContainsFunc(out.Subnets.Items, func(s reach.Ref[*reach.Subnet]) bool { return s.Is(t) }) {
				out.Subnets.Items = append(slices.Clip(out.Subnets.Items), s)
			}
		}
		out.Subnets.Why = cmp.Or(out.Subnets.Why, i.Subnets.Why)
		if out.Groups.Why = cmp.Or(out.Groups.Why, i.Groups.Why); out.Groups.Why == nil && (out.NoGroups != i.NoGroups || !sameGroups(out.Groups, i.Groups)) {
			out.Groups.Why = differ("security groups")
		}
		if out.Groups.Why != nil {
			out.Groups.Items, out.NoGroups = nil, false
		}
		if out.Public.Why = cmp.Or(out.Public.Why, i.Public.Why); out.Public.Why == nil && out.Public.Value != i.Public.Value {
			out.Public = reach.Missing[reach.Grant](differ("public addresses"))
		}
		if out.IPv6.Why = cmp.Or(out.IPv6.Why, i.IPv6.Why); out.IPv6.Why == nil && out.IPv6.Value != i.IPv6.Value {
			out.IPv6 = reach.Missing[reach.Grant](differ("IPv6 addresses"))
		}
	}
	return &out
}

// sameGroups reports whether two lists name the same groups.
func sameGroups(a, b reach.Refs[*reach.SecurityGroup]) bool {
	within := func(a, b reach.Refs[*reach.SecurityGroup]) bool {
		return !slices.ContainsFunc(a.Items, func(g reach.Ref[*reach.SecurityGroup]) bool {
			t, ok := g.Exact()
			return !ok || !slices.ContainsFunc(b.Items, func(h reach.Ref[*reach.SecurityGroup]) bool { return h.Is(t) })
		})
	}
	return within(a, b) && within(b, a)
}
