#!/bin/sh
# Puts the Python programs that the tests use as Modbus clients into a virtual environment: install-test-tools.sh FOLDER
set -eu

folder="$1"
wanted="pymodbus==3.16.1"

[ "$(cat "$folder/installed" 2>/dev/null)" = "$wanted" ] && exit 0
echo "Installing $wanted into $folder"
rm -rf "$folder"
mkdir -p "$(dirname "$folder")"
/usr/bin/python3 -m venv "$folder"
# shellcheck disable=SC2086 # the names are meant to be split
"$folder/bin/pip" install --quiet --disable-pip-version-check $wanted
echo "$wanted" >"$folder/installed"
