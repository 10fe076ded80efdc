#!/usr/bin/env bash
# Judges the plan. Inputs come as INPUT_* variables and are data: nothing is evaluated,
# no word is split, and each is the value of one flag.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=workflow.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/workflow.sh"

# Until tfreach has said otherwise, nothing was judged: a mistake in here must not look
# like a verdict. Of outputs that are set twice the runner takes the second.
code=2
trap 'exit "$code"' EXIT
output verdict error
output exit-code 2

# values adds an argument for each line of an input: PREFIX INPUT.
values() {
    local entry
    while IFS= read -r entry || [[ -n $entry ]]; do
        entry=$(trimmed "$entry")
        if [[ -n $entry ]]; then
            arguments+=("$1$entry")
        fi
    done <<<"$2"
}

# result is the file for a result, as a path that holds in every folder: NAME VALUE
# DEFAULT. What an earlier run left there must not be taken for this one's result.
result() {
    local file
    file=$(line "$1" "$2") || exit
    case $file in
    '') file=$3 ;;
    /* | [A-Za-z]:[\\/]*) ;;
    *) file=$here/$file ;;
    esac
    [[ ! $file -ef $plan ]] || fail "the input $1 names the plan itself"
    [[ ! $file -ef $source ]] || fail "the input $1 names what the input source names"
    [[ ! $file -ef $baseline ]] || fail "the input $1 names the baseline, which this run reads and the next one would: give the result another file"
    if ! { mkdir -p -- "$(dirname -- "$file")" && rm -f -- "$file"; } 2>/dev/null; then
        fail "the input $1 names a file that cannot be written: \"$file\""
    fi
    printf '%s' "$file"
}

# count is a number of the result's summary. The result is ours, of one member to a
# line, and its indentation tells where a member belongs; no text of a plan holds a
# line break there.
count() {
    sed -n 's/^    "'"$1"'": \([0-9][0-9]*\),\{0,1\}$/\1/p' "$json"
}

# What programs of the system would say is left out: it quotes the path as it is.
folder=$(line working-directory "${INPUT_WORKING_DIRECTORY-}")
folder=${folder:-.}
case $folder in
/* | [A-Za-z]:[\\/]*) cd -- "$folder" ;;
*) cd -- "./$folder" ;;
esac 2>/dev/null || fail "the input working-directory names no folder that can be entered: \"$folder\""
# As programs of Windows know it, where bash can tell.
here=$(pwd -W 2>/dev/null || pwd)

plan=$(line plan "${INPUT_PLAN-}")
[[ -n $plan ]] || fail 'the input plan is missing: name a saved plan file, or the JSON of one'
[[ $plan != - ]] || fail 'the input plan names a file; there is no standard input in an action'
[[ -f $plan ]] || fail "there is no plan \"$plan\" in the folder \"$folder\": make it before this step, with terraform plan -out=tfplan"

source=$(line source "${INPUT_SOURCE-}")
baseline=$(line baseline "${INPUT_BASELINE-}")
results=$(temporary)
json=$(result json-file "${INPUT_JSON_FILE-}" "$results/tfreach.json")
sarif=$(result sarif-file "${INPUT_SARIF_FILE-}" "$results/tfreach.sarif")
undecided=$(choice undecided "${INPUT_UNDECIDED-}" '' fail warn)
new_only=$(choice new-only "${INPUT_NEW_ONLY-}" false true)
annotations=$(choice annotations "${INPUT_ANNOTATIONS-}" true false)
summary=$(choice summary "${INPUT_SUMMARY-}" true false)

arguments=(check --format=text "--format=json=$json" "--format=sarif=$sarif")
values --policy= "${INPUT_POLICY-}"
values --intent= "${INPUT_INTENTS-}"
[[ -z $source ]] || arguments+=("--source=$source")
[[ -z $baseline ]] || arguments+=("--baseline=$baseline")
[[ -z $undecided ]] || arguments+=("--undecided=$undecided")
[[ $new_only == false ]] || arguments+=(--new-only)
[[ $annotations == true ]] || arguments+=(--annotations=false)
[[ $summary == true ]] || arguments+=(--summary=false)
values '' "${INPUT_ARGS-}"

# Git's bash on Windows would turn arguments that look like paths into others.
status=0
MSYS_NO_PATHCONV=1 MSYS2_ARG_CONV_EXCL='*' "$TFREACH" "${arguments[@]}" -- "$plan" </dev/null || status=$?

case $status in
0 | 1 | 3)
    [[ -f $json ]] || fail 'tfreach wrote no result: an argument of the input args keeps it from judging'
    verdict=$(sed -n 's/^  "verdict": "\([a-z]*\)",\{0,1\}$/\1/p' "$json")
    case $verdict in
    holds | violated | undecided) ;;
    *) fail "tfreach ended with exit code $status, and its result has no verdict that this action knows" ;;
    esac
    for name in holds violated undecided waived; do
        output "$name" "$(count "$name")"
    done
    output json-file "$json"
    output sarif-file "$sarif"
    output verdict "$verdict"
    ;;
esac
output exit-code "$status"
code=$status
