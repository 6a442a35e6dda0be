#!/bin/sh
# Puts the programs that only the tests use into a folder: install-test-tools.sh FOLDER
# The Python Modbus client goes into a virtual environment. Of the prometheus package only promtool is taken out, because
# installing it would start a server that listens on every interface.
set -eu

folder="$1"
wanted="pymodbus==3.16.1"

[ "$(cat "$folder/installed" 2>/dev/null)" = "$wanted promtool" ] && exit 0
echo "Installing $wanted and promtool into $folder"
rm -rf "$folder"
mkdir -p "$(dirname "$folder")"
/usr/bin/python3 -m venv "$folder"
# shellcheck disable=SC2086 # the names are meant to be split
"$folder/bin/pip" install --quiet --disable-pip-version-check $wanted
(
    mkdir "$folder/prometheus"
    cd "$folder/prometheus"
    apt-get download -qq prometheus
    dpkg-deb --extract prometheus_*.deb .
    rm prometheus_*.deb
    ln -s ../prometheus/usr/bin/promtool ../bin/promtool
)
echo "$wanted promtool" >"$folder/installed"
