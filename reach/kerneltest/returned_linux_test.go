package kerneltest

import "fmt"

// returnToSender has what NAT gateways send over a peering connection come back to them,
// whatever the tables of the other VPC say (NAT-9): it comes to the subnets there by
// wires of its own, whose routers remember it and send its answers back by them.
func (r *reading) returnToSender(x *peeringSpace) {
	for k, v := range x.ends {
		other := x.ends[1-k]
		var in []*device
		for _, e := range x.in {
			if e.vpc == v {
				in = append(in, e.device)
			}
		}
		nats := r.natsOf(v)
		if len(in) == 0 || len(nats) == 0 || other == v {
			continue
		}
		mark := uint32(1 + k)
		there, back := handTable+10+mark, handTable+20+mark
		for _, g := range nats {
			x.marks = append(x.marks, fmt.Sprintf("iifname %s ip saddr %v meta mark set %d", devices(in), g.Address, mark))
		}
		x.space.marked(mark, there)
		for _, s := range r.network.Subnets {
			if !s.VPC.Is(other) || !s.CIDR.Value.IsValid() {
				continue
			}
			y := r.subnets[s]
			d, port := r.wire(x.space, "n", y.space, "n")
			x.space.send(there, d, s.CIDR.Value)
			x.space.from(d, back)
			y.returns(port)
		}
		x.space.otherwise(there, x.devices[1-k])
		x.space.otherwise(back, x.devices[k])
	}
}

// returns sends the answers to what came in by a device back by it.
func (x *router) returns(d *device) {
	n := uint32(d.index)
	x.remembers = append(x.remembers,
		fmt.Sprintf("iifname %q ct mark set %d", d.name, n),
		fmt.Sprintf("ct direction reply ct mark %d meta mark set %d", n, n))
	x.space.marked(n, handTable+n)
	x.space.otherwise(handTable+n, d)
}
