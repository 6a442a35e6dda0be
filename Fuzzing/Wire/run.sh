#!/usr/bin/env bash
# Fuzzes the Modbus server of a real meterbridge over the wire, and checks every answer.
#
#   run.sh REQUESTS [SEED]   half of them to a meter that says something fifty times a second, half to one that never did
#
# PROGRAM is the meterbridge to fuzz, by default the release build, and UNDER what it runs under, such as valgrind.
# SANITIZER=thread or SANITIZER=address builds a program of its own, which looks for data races, or for leaks and wrong accesses.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.."
requests=${1:?how many requests}
seed=${2:-1}

if [ -n "${SANITIZER:-}" ]; then
    "${SWIFT:-swift}" build --quiet -c release --sanitize "$SANITIZER" --product meterbridge --scratch-path ".build/$SANITIZER"
    PROGRAM=.build/$SANITIZER/release/meterbridge
    export TSAN_OPTIONS="suppressions=$here/thread-sanitizer.txt"
fi
program=${PROGRAM:-.build/release/meterbridge}

folder=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; rm -rf "$folder"' EXIT
${CC:-clang} -O2 -Wall -Wextra -Werror -o "$folder/fuzz_wire" "$here"/*.c
# Standard input that never ends and never says anything.
mkfifo "$folder/silence"
exec 3<>"$folder/silence"

private_memory() { awk '/^RssAnon/ { print $2 " kB" }' "/proc/$1/status"; }

fuzz() {
    local meter=$1 input=$2 log="$folder/$1.log" port="" before
    : >"$log"
    # shellcheck disable=SC2086 # UNDER is a command with arguments
    ${UNDER:-} "$program" run "$input" --maps "$here" --as fuzzed:1 --as fuzzed-silent:2 --listen 127.0.0.1:0 \
        --state "$folder/state-$meter" <&3 2>"$log" >/dev/null &
    local server=$!
    until port=$(sed -n 's/.*serving Modbus TCP address=127.0.0.1:\([0-9]*\).*/\1/p' "$log") && [ -n "$port" ]; do
        kill -0 $server 2>/dev/null || { cat "$log" >&2; return 1; }
        sleep 0.1
    done
    [ "$meter" = waiting ] || until grep -q to=fresh "$log"; do sleep 0.1; done
    "$folder/fuzz_wire" "$port" "$meter" 1000 "$seed" >/dev/null
    before=$(private_memory $server)
    "$folder/fuzz_wire" "$port" "$meter" "$requests" "$seed" || { tail -n 50 "$log" >&2; return 1; }
    echo "private memory $before after 1000 requests, $(private_memory $server) in the end"
    kill -TERM $server
    # What sanitizers and valgrind have found is told by the exit status.
    wait $server || { echo "meterbridge ended with status $?:" >&2; tail -n 200 "$log" >&2; return 1; }
}

requests=$((requests / 2))
fuzz waiting -
fuzz fresh 'simulator:dsmr5?speed=50'
