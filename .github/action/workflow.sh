# What the steps of the action share: inputs as they come, and what is said to the
# runner. Sourced. It is bash 3.2 throughout, which is what macOS has.
# shellcheck shell=bash

# fail ends the step with a message for people. What it quotes is data of others, and
# must not be read as a further command, or drive a terminal.
fail() {
    local text
    text=$(printf '%s' "$1" | LC_ALL=C tr -d '\000-\010\013\014\016-\037\177')
    text=${text//\%/%25}
    text=${text//$'\r'/%0D}
    text=${text//$'\n'/%0A}
    printf '::error title=tfreach::%s\n' "$text" >&2
    exit 2
}

# output sets an output of the step.
output() {
    case $2 in *[$'\r\n']*) fail "$1 would be more than one line" ;; esac
    printf '%s=%s\n' "$1" "$2" >>"$GITHUB_OUTPUT"
}

trimmed() {
    local text=$1
    text=${text#"${text%%[![:space:]]*}"}
    printf '%s' "${text%"${text##*[![:space:]]}"}"
}

# line is an input that has one line: NAME VALUE.
line() {
    local text
    text=$(trimmed "$2")
    case $text in *[$'\r\n']*) fail "the input $1 takes one line" ;; esac
    printf '%s' "$text"
}

# choice is an input that is one of some words, the first of them when it is empty:
# NAME VALUE WORD... What fails within a substitution ends that alone, which is why
# every one within another is asked.
choice() {
    local name=$1 text word
    text=$(line "$1" "$2") || exit
    shift 2
    for word; do
        if [[ ${text:-$1} == "$word" ]]; then
            printf '%s' "$word"
            return
        fi
    done
    word=$(trimmed "$*")
    fail "the input $name takes ${word// / or }, not \"$text\""
}

# temporary is a new folder that the runner removes after the job. Programs of Windows
# take slashes, and bash takes nothing else.
temporary() {
    mktemp -d "${RUNNER_TEMP//\\//}/tfreach.XXXXXX"
}
