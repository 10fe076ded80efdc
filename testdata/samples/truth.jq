# What each attribute that a plan leaves unknown became: see README.md.
#   jq -S -n -f truth.jq --slurpfile plan plan.json --slurpfile state state.json
def resources: .. | objects | select(has("resources")) | .resources[] | select(.mode == "managed");
def unknown: any(.. | booleans; .);

[$state[0].values.root_module | resources] as $made
| ($made | map({key: .address, value: .values}) | from_entries) as $values
| [$made[] | {id: .values.id, text: "<\(.address).id>"}] as $ids
| [ $plan[0].resource_changes[]
    | select(.mode == "managed" and .change.after != null)
    | .address as $address
    | .change.after_unknown | to_entries[]
    # The rest of what a terraform_data has is not configured.
    | select(.key == "input" or .key == "triggers_replace")
    | select(.value | unknown)
    | {
        key: "\($address).\(.key)",
        value: ($values[$address][.key]
            | walk(if type == "string" then reduce $ids[] as $e (.; split($e.id) | join($e.text)) else . end))
      }
  ]
| from_entries
