#!/bin/sh
# Puts the programs that only the tests use into a folder: install-test-tools.sh FOLDER
# The Python Modbus clients go into virtual environments; modpoll and sdm_modbus each into one of its own, because they want
# older versions of pymodbus.
# Of the prometheus package only promtool is taken out, because installing it would start a server that listens on every
# interface. Of libfaketime, with which a test shifts the wall clock of one program, only the library is wanted.
set -eu

folder="$1"
wanted="pymodbus==3.16.1 pyserial==3.5 pysunspec2==1.3.7 PyYAML==6.0.3"
modpoll="modpoll==1.6.0"
eastron="sdm_modbus==0.7.0 pymodbus==3.6.9"
all="$wanted $modpoll $eastron promtool libfaketime"

[ "$(cat "$folder/installed" 2>/dev/null)" = "$all" ] && exit 0
echo "Installing $all into $folder"
rm -rf "$folder"
mkdir -p "$(dirname "$folder")"
environment() {
    where="$1"
    shift
    /usr/bin/python3 -m venv "$where"
    "$where/bin/pip" install --quiet --disable-pip-version-check "$@"
}
# shellcheck disable=SC2086 # the names are meant to be split
{
    environment "$folder" $wanted
    environment "$folder/modpoll" $modpoll
    environment "$folder/eastron" $eastron
}
ln -s ../modpoll/bin/modpoll "$folder/bin/modpoll"
(
    mkdir "$folder/prometheus"
    cd "$folder/prometheus"
    apt-get download -qq prometheus
    dpkg-deb --extract prometheus_*.deb .
    rm prometheus_*.deb
    ln -s ../prometheus/usr/bin/promtool ../bin/promtool
)
(
    mkdir "$folder/faketime"
    cd "$folder/faketime"
    apt-get download -qq libfaketime
    dpkg-deb --extract libfaketime_*.deb .
    rm libfaketime_*.deb
    # The one for programs with threads.
    mv usr/lib/*/faketime/libfaketimeMT.so.1 libfaketime.so.1
    rm -r usr
)
echo "$all" >"$folder/installed"
