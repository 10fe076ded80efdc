# Values chosen by what an id will be. By the name of each resource:
#
#   exact_   one answer, whatever the ids are, as long as they are neither null nor empty
#   choice_  the answer depends on what the ids are: must not be claimed, however often a
#            sample of ids agrees
#   either_  one answer, but only by reasoning about ids (they differ, they have no upper
#            case, ...): may be claimed if it is right, and may be left open
#
# A choice that no run has shown is one all the same: the id of another type of object is
# shorter than 36 characters, or has a prefix.

resource "terraform_data" "s" {
  count = 2
  input = "s${count.index}"
}

# The id that decides.
resource "terraform_data" "c" {}

locals {
  ids = terraform_data.s[*].id
  c   = terraform_data.c.id
  hex = parseint(substr(md5(local.c), 0, 8), 16)
}

# The order of ids.
resource "terraform_data" "choice_sort_first" { input = sort(local.ids)[0] }
resource "terraform_data" "choice_sort_last" { input = reverse(sort(local.ids))[0] }
resource "terraform_data" "choice_sort_slice" { input = slice(sort(local.ids), 0, 1) }
resource "terraform_data" "choice_sort_element" { input = element(sort(local.ids), 3) }
resource "terraform_data" "choice_toset" { input = tolist(toset(local.ids))[0] }
resource "terraform_data" "choice_setunion" { input = tolist(setunion([local.ids[0]], [local.ids[1]]))[1] }
resource "terraform_data" "choice_for_set" { input = [for id in toset(local.ids) : id][0] }
resource "terraform_data" "choice_keys" { input = keys({ for s in terraform_data.s : s.id => s.input })[0] }
resource "terraform_data" "choice_values" { input = values({ (local.ids[0]) = local.ids[1], (local.ids[1]) = local.ids[0] })[0] }
resource "terraform_data" "choice_map_order" { input = [for k, v in { for s in terraform_data.s : s.id => s.id } : v][1] }
resource "terraform_data" "choice_group" { input = values({ for s in terraform_data.s : substr(s.id, 0, 2) => s.id... })[0][0] }
resource "terraform_data" "choice_transpose" { input = keys(transpose({ x = local.ids }))[0] }
resource "terraform_data" "choice_index_of_sorted" { input = local.ids[index(sort(local.ids), local.ids[0])] }
# The literal comes first for most ids, and for all that begin with a letter.
resource "terraform_data" "choice_sort_literal" { input = sort(["8", local.ids[0]])[0] }
resource "terraform_data" "choice_for_each_value" {
  for_each = { a = sort(local.ids)[0], b = sort(local.ids)[1] }
  input    = each.value
}

# The length of an id.
resource "terraform_data" "choice_length" { input = length(local.c) == 36 ? local.ids[0] : local.ids[1] }
resource "terraform_data" "choice_length_index" { input = local.ids[length(local.c) - 36] }
resource "terraform_data" "choice_length_digit" { input = local.ids[tonumber(substr("01", length(local.c) - 36, 1))] }
resource "terraform_data" "choice_count_dashes" { input = length(regexall("-", local.c)) == 4 ? local.ids[0] : local.ids[1] }

# The beginning of an id.
resource "terraform_data" "choice_prefix" { input = startswith(local.c, "subnet-") ? local.ids[0] : local.ids[1] }
resource "terraform_data" "choice_first_digit" { input = contains(["0", "1", "2", "3", "4", "5", "6", "7"], substr(local.c, 0, 1)) ? local.ids[0] : local.ids[1] }
resource "terraform_data" "choice_never_z" { input = { x = local.ids[0], y = local.ids[1] }[substr(local.c, 0, 1) == "z" ? "x" : "y"] }
resource "terraform_data" "choice_regex" { input = can(regex("^[0-7]", local.c)) ? local.ids[0] : local.ids[1] }
resource "terraform_data" "choice_can_number" { input = can(tonumber(local.c)) ? local.ids[0] : local.ids[1] }
resource "terraform_data" "choice_try_number" { input = try(tonumber(substr(local.c, 0, 1)), "none") == "none" ? local.ids[0] : local.ids[1] }
resource "terraform_data" "choice_try_index" { input = try(local.ids[tonumber(substr(local.c, 0, 1))], local.ids[0]) }
resource "terraform_data" "choice_lookup_key" { input = lookup({ "0" = local.ids[0], "1" = local.ids[0], "a" = local.ids[0] }, substr(local.c, 0, 1), local.ids[1]) }
resource "terraform_data" "choice_filter" { input = [for s in terraform_data.s : s.id if can(regex("^[a-f]", s.id))] }
resource "terraform_data" "choice_filter_startswith" { input = [for s in terraform_data.s : s.id if startswith(s.id, "a")] }
resource "terraform_data" "choice_coalescelist" { input = coalescelist([for s in terraform_data.s : s.id if endswith(s.id, "0")], [local.ids[1]])[0] }
resource "terraform_data" "choice_coalesce_emptied" { input = coalesce(replace(local.c, "/^[0-7].*$/", ""), local.ids[0]) == local.c ? local.ids[0] : local.ids[1] }

# The hash of an id, its digits.
resource "terraform_data" "choice_hash" { input = local.ids[local.hex % 2] }
resource "terraform_data" "choice_hash_element" { input = element(local.ids, local.hex) }
resource "terraform_data" "choice_hash_self" { input = element(local.ids, parseint(substr(md5(local.ids[0]), 0, 8), 16)) }
resource "terraform_data" "choice_hash_condition" { input = contains(["0", "2", "4", "6", "8", "a", "c", "e"], substr(sha256(local.c), 0, 1)) ? local.ids[0] : local.ids[1] }
resource "terraform_data" "choice_min" { input = local.ids[min(parseint(substr(local.c, 0, 1), 16), 1)] }
resource "terraform_data" "choice_max" { input = local.ids[max(parseint(substr(local.c, 0, 1), 16), 14) - 14] }
resource "terraform_data" "choice_greater" { input = local.ids[parseint(substr(local.ids[0], 0, 8), 16) > parseint(substr(local.ids[1], 0, 8), 16) ? 0 : 1] }

# Two ids compared: those of different types may be equal, as those of a VPC's main route
# table and of the route table that a resource takes over.
resource "terraform_data" "choice_equal" { input = local.c == local.ids[0] ? local.ids[0] : local.ids[1] }
resource "terraform_data" "choice_contains" { input = contains(local.ids, local.c) ? local.ids[0] : local.ids[1] }
resource "terraform_data" "choice_object" {
  input = (local.c == "x" ? { p = local.ids[0], q = local.ids[1] } : { p = local.ids[0], q = local.ids[0] }).q
}

# What is cut out of an id, or put in its place.
resource "terraform_data" "choice_trimprefix" { input = trimprefix(local.ids[0], "a") }
resource "terraform_data" "choice_trimprefix_aws" { input = trimprefix(local.ids[0], "subnet-") }
resource "terraform_data" "choice_replace" { input = replace(local.ids[0], "-", "") }
resource "terraform_data" "choice_replace_regex" { input = replace(local.ids[0], "/^[0-7]/", "") }
resource "terraform_data" "choice_replace_whole" { input = replace(local.c, "/^[0-7].*$/", local.ids[0]) }
resource "terraform_data" "choice_substr" { input = substr(local.ids[0], 0, 8) }
resource "terraform_data" "choice_split" { input = split("-", local.ids[0])[0] }
resource "terraform_data" "choice_md5" { input = md5(local.ids[0]) }

# The time of apply.
resource "terraform_data" "choice_timestamp" { input = local.ids[parseint(formatdate("s", timestamp()), 10) % 2] }
resource "terraform_data" "choice_uuid" { input = local.ids[parseint(substr(uuid(), 0, 8), 16) % 2] }

# Through a module, and into another attribute.
module "pick" {
  source = "./pick"
  count  = 2
  ids    = local.ids
  salt   = local.c
  offset = count.index
}
resource "terraform_data" "choice_module" {
  count = 2
  input = module.pick[count.index].chosen
}
resource "terraform_data" "exact_module" {
  count = 2
  input = module.pick[count.index].plain
}
resource "terraform_data" "choice_other_attribute" { triggers_replace = [sort(local.ids)[0]] }
resource "terraform_data" "exact_other_attribute" { triggers_replace = [local.c] }
resource "terraform_data" "choice_beside_exact" { input = { plain = local.ids[1], chosen = local.ids[local.hex % 2] } }

# One answer.
resource "terraform_data" "exact_bare" { input = local.c }
resource "terraform_data" "exact_coalesce" { input = coalesce("", null, local.ids[1]) }
resource "terraform_data" "exact_coalesce_first" { input = coalesce(local.ids[0], local.ids[1]) }
resource "terraform_data" "exact_compact" { input = compact(["", local.ids[0], null, local.ids[1]]) }
resource "terraform_data" "exact_compact_index" { input = compact(concat([""], local.ids))[1] }
resource "terraform_data" "exact_distinct" { input = distinct([local.c, local.c])[0] }
resource "terraform_data" "exact_toset_one" { input = one(toset([local.c])) }
resource "terraform_data" "exact_set" { input = toset(local.ids) }
resource "terraform_data" "exact_count" { input = local.ids[length(local.ids) - 1] }
resource "terraform_data" "exact_known_filter" { input = one([for s in terraform_data.s : s.id if s.input == "s1"]) }
resource "terraform_data" "exact_known_sort" { input = [for k in sort(["b", "a"]) : { b = local.ids[0], a = local.ids[1] }[k]][0] }
resource "terraform_data" "exact_known_values" { input = values({ b = local.ids[0], a = local.ids[1] })[0] }
resource "terraform_data" "exact_known_hash" { input = element(local.ids, parseint(substr(md5("salt"), 0, 8), 16)) }
resource "terraform_data" "exact_matchkeys" { input = matchkeys(local.ids, ["a", "b"], ["b"])[0] }
resource "terraform_data" "exact_chunklist" { input = chunklist(local.ids, 1)[1][0] }
resource "terraform_data" "exact_reverse" { input = reverse(local.ids)[0] }
resource "terraform_data" "exact_format" { input = format("%s", local.c) }
resource "terraform_data" "exact_formatlist" { input = formatlist("%s", local.ids)[1] }
resource "terraform_data" "exact_template" { input = local.c }
resource "terraform_data" "exact_conversion" { input = tomap({ a = tostring(local.c) })["a"] }
resource "terraform_data" "exact_jsondecode" { input = jsondecode(jsonencode(local.ids))[1] }
resource "terraform_data" "exact_for_each_value" {
  for_each = { a = local.ids[1], b = local.ids[0] }
  input    = each.value
}

# One answer, for who knows what ids are like.
resource "terraform_data" "either_same_branches" { input = local.c == "x" ? local.ids[0] : local.ids[0] }
resource "terraform_data" "either_same_member" { input = (local.c == "x" ? { p = local.ids[0], q = local.ids[1] } : { p = local.ids[0], q = local.ids[0] }).p }
resource "terraform_data" "either_equal_itself" { input = local.c == terraform_data.c.id ? local.ids[0] : local.ids[1] }
resource "terraform_data" "either_not_null" { input = local.c != null ? local.ids[0] : local.ids[1] }
resource "terraform_data" "either_not_empty" { input = local.c != "" ? local.ids[0] : local.ids[1] }
resource "terraform_data" "either_all_not_empty" { input = alltrue([for s in terraform_data.s : s.id != ""]) ? local.ids[0] : local.ids[1] }
resource "terraform_data" "either_contains_itself" { input = contains(local.ids, local.ids[0]) ? local.ids[0] : local.ids[1] }
resource "terraform_data" "either_index" { input = local.ids[index(local.ids, local.ids[1])] }
resource "terraform_data" "either_map_by_id" { input = { for s in terraform_data.s : s.id => s }[local.ids[1]].id }
resource "terraform_data" "either_lookup_by_id" { input = lookup({ (local.c) = local.ids[0] }, local.c, local.ids[1]) }
resource "terraform_data" "either_distinct" { input = distinct([local.ids[0], local.ids[1], local.ids[0]]) }
resource "terraform_data" "either_setsubtract" { input = one(setsubtract(local.ids, [local.ids[0]])) }
resource "terraform_data" "either_setintersection" { input = one(setintersection(local.ids, [local.ids[1]])) }
resource "terraform_data" "either_sort_whole" { input = sort(local.ids) }
resource "terraform_data" "either_sort_empty" { input = sort(["", local.c])[1] }
resource "terraform_data" "either_sort_behind" { input = sort(["~", local.c])[0] }
resource "terraform_data" "either_keys_one" { input = keys({ (local.c) = 1 })[0] }
resource "terraform_data" "either_lower" { input = lower(local.c) }
resource "terraform_data" "either_trimspace" { input = trimspace(local.c) }
resource "terraform_data" "either_splitjoin" { input = split(",", join(",", local.ids))[1] }
resource "terraform_data" "either_put_together" { input = "${substr(local.c, 0, 8)}${substr(local.c, 8, -1)}" }
resource "terraform_data" "either_base64" { input = base64decode(base64encode(local.c)) }
resource "terraform_data" "either_yaml" { input = yamldecode(yamlencode({ id = local.c })).id }
resource "terraform_data" "either_sensitive" { input = nonsensitive(sensitive(local.c)) }
resource "terraform_data" "either_output" { input = terraform_data.exact_bare.output }
# The time of the plan is in the plan; that of the reader is another.
resource "terraform_data" "either_plantimestamp" { input = local.ids[parseint(formatdate("s", plantimestamp()), 10) % 2] }
