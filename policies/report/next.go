package report

import (
	"fmt"

	"github.com/tfreach/tfreach/policies"
	"github.com/tfreach/tfreach/reach"
)

// nextMost is how many lines say what would block next.
const nextMost = 5

// nexts are what would block next, instances of a block together; more is how many are
// left out. A finding with many sources has one for each of them.
func nexts(f policies.Finding) (list []policies.Next, more int) {
	type cause struct {
		code reach.Code
		leg  reach.Leg
	}
	var causes []cause
	of := map[cause][]string{}
	for _, n := range f.Also {
		c := cause{n.Code, n.Leg}
		if of[c] == nil {
			causes = append(causes, c)
		}
		of[c] = append(of[c], n.Address)
	}
	for _, c := range causes {
		for _, address := range together(of[c]) {
			list = append(list, policies.Next{Code: c.code, Address: address, Leg: c.leg})
		}
	}
	if len(list) > nextMost {
		list, more = list[:nextMost-1], len(list)-nextMost+1
	}
	return list, more
}

// moreNext says how many are left out.
func moreNext(n int) string { return fmt.Sprintf("%d more, which --format json has", n) }

func onTheWayBack(leg reach.Leg) string {
	if leg == reach.Reply {
		return ", on the way back"
	}
	return ""
}
