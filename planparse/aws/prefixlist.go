package aws

// prefixListTypes are the resource types of prefix lists.
var prefixListTypes = map[string]resourceType{}

func (b *builder) prefixLists() {}

func (b *builder) prefixListParts() {}
