#!/bin/sh
# Installs the Debian packages that building (`build`) or testing (`test`) needs and that are missing. Does nothing, and asks
# for nothing, where all are there.
set -eu

build_packages="pkg-config libmodbus-dev libssl-dev libmosquitto-dev"
test_packages="mbpoll python3-venv socat curl mosquitto mosquitto-clients"

command -v swift >/dev/null || {
    echo "The Swift toolchain (6.3 or later) is missing; see https://www.swift.org/install/linux/" >&2
    exit 69
}

wanted=""
for purpose in "$@"; do
    case "$purpose" in
    build) wanted="$wanted $build_packages" ;;
    test) wanted="$wanted $test_packages" ;;
    *)
        echo "usage: $0 [build] [test]" >&2
        exit 64
        ;;
    esac
done

missing=""
for package in $wanted; do
    dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed ||
        missing="$missing $package"
done
[ -n "$missing" ] || exit 0

echo "Installing:$missing"
as_root=""
[ "$(id -u)" = 0 ] || as_root="sudo"
# shellcheck disable=SC2086 # the names are meant to be split
$as_root apt-get update -qq && $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
