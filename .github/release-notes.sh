#!/usr/bin/env bash
# Prints the part of CHANGELOG.md that is about a version: release-notes.sh 1.2.3
# A version without one is not released.
set -euo pipefail
cd "$(dirname -- "${BASH_SOURCE[0]}")/.."

version=${1#v}
notes=$(awk -v heading="## [$version]" '
    /^## / { inside = index($0, heading) == 1; next }
    /^\[[^]]*\]: / { next }
    inside { print }
' CHANGELOG.md)
[[ -n $notes ]] || {
    printf 'error: CHANGELOG.md has no section "## [%s]"\n' "$version" >&2
    exit 1
}
printf '%s\n' "$notes"
