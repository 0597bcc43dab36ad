#!/bin/sh
# Installs Chromium and LibreOffice for the tests that drive them, where that can be done:
# for root on Debian and Ubuntu. Elsewhere the test run itself says what it leaves out.
if command -v chromium >/dev/null && command -v soffice >/dev/null; then exit 0; fi
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then exit 0; fi

echo "Installing Chromium and LibreOffice"
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
if apt-get -qq update >"$log" 2>&1 &&
    apt-get -qq install --yes --no-install-recommends \
        chromium libreoffice-calc fonts-liberation >>"$log" 2>&1; then
    rm "$log"
else
    echo "They could not be installed: see $log"
fi
