#!/usr/bin/env bash
# Gets the program, and gives its path as the output path. Nothing is put on the PATH
# or into the environment of later steps.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=workflow.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/workflow.sh"

exe=
[[ ${RUNNER_OS-} != Windows ]] || exe=.exe

# build makes the program of the action's own files, so that the commit that pins the
# action pins the program too, and go.sum all that goes into it. Settings of the job
# for its own Go code do not count here.
build() {
    command -v go >/dev/null ||
        fail 'tfreach is built from source, and there is no Go here: add actions/setup-go before this step, or choose install-mode: binary'
    program=$(temporary)/tfreach$exe
    (
        cd -- "$GITHUB_ACTION_PATH"
        GOFLAGS=-trimpath CGO_ENABLED=0 GOWORK=off GOTOOLCHAIN=auto GOOS='' GOARCH='' \
            go build -buildvcs=false -o "$program" ./cmd/tfreach
    ) || fail "tfreach could not be built: it needs Go as its go.mod says, here is $(go version 2>/dev/null || true)"
}

# platform is how archives of releases name the runner's.
platform() {
    local os arch
    case ${RUNNER_OS-} in
    Linux) os=linux ;;
    macOS) os=darwin ;;
    Windows) os=windows ;;
    *) fail "there are releases for Linux, macOS and Windows, not for \"${RUNNER_OS-}\": choose install-mode: source" ;;
    esac
    case ${RUNNER_ARCH-} in
    X64) arch=amd64 ;;
    ARM64) arch=arm64 ;;
    *) fail "there are releases for X64 and ARM64, not for \"${RUNNER_ARCH-}\": choose install-mode: source" ;;
    esac
    printf '%s_%s' "$os" "$arch"
}

sha256() {
    if command -v sha256sum >/dev/null; then
        sha256sum <"$1"
    else
        shasum -a 256 <"$1"
    fi | cut -d ' ' -f 1
}

# sums are the SHA-256 sums that begin the lines of the input checksum, one to a line.
sums() {
    local entry sum
    while IFS= read -r entry || [[ -n $entry ]]; do
        entry=$(trimmed "$entry")
        sum=${entry%%[[:space:]]*}
        [[ -n $sum ]] || continue
        [[ $sum =~ ^[0-9a-fA-F]{64}$ ]] ||
            fail "the input checksum takes SHA-256 sums, one per line, of 64 hexadecimal digits each, not \"$sum\""
        printf '%s\n' "$sum" | tr A-F a-f
    done <<<"$checksum"
}

# download gets a release. Whoever can change a release can change its checksums, too:
# so they are the workflow's.
download() {
    local name dir sum url listed
    [[ -n $version ]] || fail 'install-mode: binary needs the input version, such as 1.2.3'
    version=${version#v}
    [[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?$ ]] ||
        fail "the input version takes one version, such as 1.2.3, not \"$version\": a gate must be the same program tomorrow"
    listed=$(sums)
    [[ -n $listed ]] ||
        fail "install-mode: binary needs the input checksum: the SHA-256 of the archive, from the checksums.txt of release v$version"
    name=tfreach_${version}_$(platform).tar.gz
    url=https://github.com/tfreach/tfreach/releases/download/v$version/$name
    command -v curl >/dev/null || fail 'install-mode: binary needs curl'
    dir=$(temporary)
    curl --fail --silent --show-error --location --proto '=https' --tlsv1.2 --retry 3 --connect-timeout 20 \
        --output "$dir/$name" "$url" || fail "$name could not be downloaded from release v$version"
    sum=$(sha256 "$dir/$name")
    grep -qxF -- "$sum" <<<"$listed" ||
        fail "$name of release v$version has the SHA-256 $sum, which the input checksum does not list: it is not what was meant to run, or the input is of another version or system"
    # In its folder: some tars take a colon in a path for a host.
    (cd -- "$dir" && tar -xzf "$name" "tfreach$exe") || fail "$name holds no tfreach$exe"
    program=$dir/tfreach$exe
}

mode=$(choice install-mode "${INPUT_INSTALL_MODE-}" source binary none)
version=$(line version "${INPUT_VERSION-}")
checksum=${INPUT_CHECKSUM-}
if [[ $mode != binary && -n $version$(trimmed "$checksum") ]]; then
    fail "the inputs version and checksum are for install-mode: binary, and it is $mode"
fi
case $mode in
source) build ;;
binary) download ;;
none)
    program=$(command -v tfreach) ||
        fail 'install-mode: none takes tfreach from the PATH, and it is not there: install it before this step, or choose another install-mode'
    ;;
esac
"$program" version || fail "the program of install-mode: $mode does not run here"
output path "$program"
