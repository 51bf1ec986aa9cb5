#!/usr/bin/env bash
# The Auth emulator of firebase-tools. It needs no Java: only the other emulators do.
set -euo pipefail
VERSION=15.34.2
folder="$COUNTERPARTS/firebase-tools"
stamp="$folder/installed.$VERSION"
[ -e "$stamp" ] && exit 0
if ! command -v npm > /dev/null; then
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get > /dev/null; then
    echo "no npm to install the Auth emulator with"
    exit 1
  fi
  apt-get -qq update > /dev/null
  DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends nodejs npm > /dev/null
fi
mkdir -p "$folder"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! npm install --prefix "$folder" --no-save --no-audit --no-fund --ignore-scripts --loglevel=error "firebase-tools@$VERSION" > "$log" 2>&1; then
  cat "$log"
  exit 1
fi
touch "$stamp"
