# One reference in each expression, and not always to what it seems to be: from the JSON of
# the plan, which lists references and not expressions, nothing here may be claimed.

resource "terraform_data" "a" { input = "a" }
resource "terraform_data" "b" { input = "b" }

# It holds the id of another.
resource "terraform_data" "holder" { input = terraform_data.a.id }
resource "terraform_data" "of_holder" { input = terraform_data.holder.input }

# Hides two levels deep.
resource "terraform_data" "object" { input = { id = terraform_data.a.id, nested = [{ id = terraform_data.b.id }] } }
resource "terraform_data" "of_object" { input = terraform_data.object.input.nested[0].id }
resource "terraform_data" "of_object_first" { input = terraform_data.object.input.id }

# The splat of an attribute that is not the id.
resource "terraform_data" "holders" {
  count = 2
  input = [terraform_data.b.id, terraform_data.a.id][count.index]
}
resource "terraform_data" "splat" { input = terraform_data.holders[*].input }
resource "terraform_data" "splat_index" { input = (terraform_data.holders[*].input)[0] }

# The literal, whatever the id is, for who knows that no id is empty.
resource "terraform_data" "literal_if_nonempty" { input = terraform_data.a.id != "" ? "lit" : terraform_data.a.id }
resource "terraform_data" "literal_in_list" { input = ["lit", terraform_data.a.id] }
resource "terraform_data" "first_of_list" { input = [terraform_data.a.id, "lit"][0] }

# No id at all.
resource "terraform_data" "hash" { input = md5(terraform_data.a.id) }
resource "terraform_data" "template" { input = "p-${terraform_data.a.id}" }
resource "terraform_data" "cut" { input = substr(terraform_data.a.id, 0, 4) }

# The id, through what looks the same in the JSON.
resource "terraform_data" "wrapped" { input = terraform_data.a.id }
resource "terraform_data" "list" { input = [terraform_data.a.id] }
resource "terraform_data" "twice" { input = [terraform_data.a.id, terraform_data.a.id] }
resource "terraform_data" "map" { input = { (terraform_data.a.input) = terraform_data.a.id } }

# Where the attribute is the id of something else still.
resource "terraform_data" "chain" { input = terraform_data.of_holder.input }
resource "terraform_data" "whole" { input = terraform_data.holder }
