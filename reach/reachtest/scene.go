package reachtest

import (
	"fmt"
	"strings"

	"github.com/tfreach/tfreach/reach"
)

// Scene is a network made from text, with its objects by kind and name.
type Scene struct {
	Network *reach.Network
	// Text is what the network was made from.
	Text    string
	objects map[string]reach.Object
}

// Parse makes a network from text. The error is a [SyntaxError].
func Parse(text string) (*Scene, error) {
	all, err := statements(text)
	if err != nil {
		return nil, err
	}
	b := &builder{network: &reach.Network{}, objects: map[string]reach.Object{}}
	for _, pass := range []func(*kind) func(*builder, *statement){
		func(k *kind) func(*builder, *statement) { return k.declare },
		func(k *kind) func(*builder, *statement) { return k.link },
	} {
		for _, k := range kinds {
			for _, s := range all {
				if s.kind != k {
					continue
				}
				if pass(k)(b, s); s.words.err != nil {
					return nil, s.words.err
				}
			}
		}
	}
	for _, v := range b.network.VPCs {
		b.fillDefaults(v)
	}
	return &Scene{b.network, text, b.objects}, nil
}

// MustParse makes a network from texts, the later ones changing the earlier
// ones, and panics if they are wrong.
func MustParse(texts ...string) *Scene {
	s, err := Parse(strings.Join(texts, "\n"))
	if err != nil {
		panic("reachtest: " + err.Error())
	}
	return s
}

// Object is the object of a statement, by the kind and name that make its
// address: Object("nat", "n"). Of what a VPC has from the start the kinds are
// main, default_acl and default_group. It panics if there is none.
func (s *Scene) Object(kind, name string) reach.Object {
	o, ok := s.objects[kind+"."+name]
	if !ok {
		panic(fmt.Sprintf("reachtest: the network has no %s %q", kind, name))
	}
	return o
}

// Host is the interface of a host.
func (s *Scene) Host(name string) *reach.Interface { return s.Object("host", name).(*reach.Interface) }

// Lambda is the interface of a Lambda function.
func (s *Scene) Lambda(name string) *reach.Interface {
	return s.Object("lambda", name).(*reach.Interface)
}

// Subnet is a subnet.
func (s *Scene) Subnet(name string) *reach.Subnet { return s.Object("subnet", name).(*reach.Subnet) }

// VPC is a VPC.
func (s *Scene) VPC(name string) *reach.VPC { return s.Object("vpc", name).(*reach.VPC) }
