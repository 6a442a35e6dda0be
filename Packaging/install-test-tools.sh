#!/bin/sh
# Puts the programs that only the tests use into a folder: install-test-tools.sh FOLDER
# The Python Modbus clients go into virtual environments, modpoll into one of its own because it wants an older pymodbus.
# Of the prometheus package only promtool is taken out, because installing it would start a server that listens on every
# interface.
set -eu

folder="$1"
wanted="pymodbus==3.16.1"
wanted_apart="modpoll==1.6.0"
all="$wanted $wanted_apart promtool"

[ "$(cat "$folder/installed" 2>/dev/null)" = "$all" ] && exit 0
echo "Installing $all into $folder"
rm -rf "$folder"
mkdir -p "$(dirname "$folder")"
/usr/bin/python3 -m venv "$folder"
# shellcheck disable=SC2086 # the names are meant to be split
"$folder/bin/pip" install --quiet --disable-pip-version-check $wanted
/usr/bin/python3 -m venv "$folder/modpoll"
"$folder/modpoll/bin/pip" install --quiet --disable-pip-version-check "$wanted_apart"
ln -s ../modpoll/bin/modpoll "$folder/bin/modpoll"
(
    mkdir "$folder/prometheus"
    cd "$folder/prometheus"
    apt-get download -qq prometheus
    dpkg-deb --extract prometheus_*.deb .
    rm prometheus_*.deb
    ln -s ../prometheus/usr/bin/promtool ../bin/promtool
)
echo "$all" >"$folder/installed"
