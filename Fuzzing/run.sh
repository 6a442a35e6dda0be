#!/bin/sh
# Fuzzes one target with libFuzzer, which the Swift toolchain brings along.
#
#   run.sh TARGET for SECONDS    goes on from what earlier runs found, and keeps what it finds in .build/fuzzing
#   run.sh TARGET runs COUNT     the same COUNT inputs every time, from the corpus in Fuzzing/Corpus
#   run.sh TARGET replay FILE    one input, with the lines of Swift where it fails
#   run.sh TARGET merge          adds to the seeds in Fuzzing/Corpus, of all that was found, as few inputs as reach the same code
#   run.sh seed                  writes the seeds into Fuzzing/Corpus
#
# SANITIZER=address also looks for leaks and for accesses outside of what unsafe code owns, at half the speed.
set -eu
cd "$(dirname "$0")/.."

swift=${SWIFT:-swift}
build=.build/fuzzing${SANITIZER:+-$SANITIZER}
found=.build/fuzzing/corpus
export METERBRIDGE_FUZZING=1
# Swift's hashing begins anew in every process otherwise, and Swift would take the crashes that libFuzzer is to keep.
export SWIFT_DETERMINISTIC_HASHING=1 SWIFT_BACKTRACE=enable=no

usage() {
    sed -n 's/^#   \(run.sh\)/\1/p' "$0" >&2
    exit 64
}

[ $# -ge 1 ] || usage
target=$1
case "$target" in
stream) dictionary=Fuzzing/telegrams.dict ;;
encrypted) dictionary=Fuzzing/frames.dict ;;
modbus) dictionary=Fuzzing/requests.dict ;;
state) dictionary=Fuzzing/state.dict ;;
seed) exec "$swift" run --quiet --scratch-path .build/fuzzing-seeds write-fuzzing-seeds Fuzzing/Corpus ;;
*) usage ;;
esac
[ $# -ge 2 ] || usage
corpus=Fuzzing/Corpus/$target
findings=$build/findings/$target
mkdir -p "$findings" "$found/$target" "$corpus"

"$swift" build --quiet -c release --scratch-path "$build" --product "fuzz-$target" \
    --sanitize fuzzer ${SANITIZER:+-Xswiftc -sanitize=fuzzer,"$SANITIZER"}

# A telegram and a frame have at most 16384 bytes: inputs go beyond that, and one allocation never nearly reaches 32 MB.
fuzz() {
    "$build/release/fuzz-$target" -max_len=20000 -timeout=20 -rss_limit_mb=2048 -malloc_limit_mb=32 \
        -print_final_stats=1 -artifact_prefix="$findings/" "$@"
}

case "$2" in
for) set -- -dict=$dictionary -max_total_time="${3:?seconds}" "$found/$target" "$corpus" ;;
runs)
    # What is found goes here, for the corpus is not to change. Two runs do the same without what depends on addresses (the
    # compared values) and on time (the look for what others have found).
    rm -rf "$build/short"
    mkdir -p "$build/short"
    set -- -dict=$dictionary -verbosity=0 -use_cmp=0 -reload=0 -seed=1 -runs="${3:?count}" "$build/short" "$corpus"
    ;;
merge)
    rm -rf "$build/merged"
    mkdir -p "$build/merged"
    cp "$corpus"/seed-* "$build/merged/"
    fuzz -merge=1 -use_counters=0 "$build/merged" "$corpus" "$found/$target"
    rm -rf "$corpus"
    mv "$build/merged" "$corpus"
    exit
    ;;
replay)
    SWIFT_BACKTRACE=enable=yes,color=no fuzz "${3:?file}"
    exit
    ;;
*) usage ;;
esac

if ! fuzz "$@"; then
    echo "A finding in $target: the file that is named above, in $findings. To see where it fails:" >&2
    echo "    ${SANITIZER:+SANITIZER=$SANITIZER }Fuzzing/run.sh $target replay FILE" >&2
    exit 1
fi
