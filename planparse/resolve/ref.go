package resolve

// Symbol is an attribute of a resource instance of the plan: what an id that
// does not exist yet is called until it does.
type Symbol struct {
	// Resource is the instance's address as text.
	Resource  string
	Attribute string
}

func (s Symbol) String() string { return s.Resource + "." + s.Attribute }

// State is how much is known of a reference.
type State int

// The states.
const (
	// None: the attribute is null or empty.
	None State = iota
	// Exact: Symbols has the one object that is named.
	Exact
	// External: ID is known and no object of the plan has it.
	External
	// Gone: ID is that of Symbols' one object, which this plan deletes or
	// replaces.
	Gone
	// Candidates: Symbols has the objects that may be named.
	Candidates
	// Unknown: nothing is known but the reason.
	Unknown
)

// Ref is what an attribute that holds an id will name.
type Ref struct {
	State   State
	Symbols []Symbol
	// ID is the id as the plan has it, for references by value. It is empty where the plan marks it as sensitive.
	ID string
	// Open: for candidates, others than those listed are possible, or none.
	Open bool
	// Reason says why the reference is not exact.
	Reason string
	// How says what an exact reference rests on.
	How Evidence
	// Cut is set when the attribute will hold a block of addresses that apply picks, or
	// a part of one. The whole block is an exact reference, a part an unknown one.
	Cut *Cut
}

// Evidence is what an exact reference rests on.
type Evidence int

// The kinds of evidence.
const (
	// ByValue: the id is known and an object of the plan has it.
	ByValue Evidence = iota + 1
	// BySource: the configuration names the object and nothing else.
	BySource
)
