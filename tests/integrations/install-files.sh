#!/usr/bin/env bash
# The Python libraries that open what the program writes, in a Python of their own.
set -euo pipefail
PACKAGES=(pandas==3.1.1 pyarrow==26.0.1 polars==2.1.0 openpyxl==3.1.5)
place="$COUNTERPARTS/files"
stamp="$place/.installed-${PACKAGES[*]//[^a-z0-9.]/-}"
[ -e "$stamp" ] && exit 0
if ! python3 -c 'import venv, ensurepip' 2> /dev/null; then
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get > /dev/null; then
    echo "no Python with venv to open files with"
    exit 1
  fi
  apt-get -qq update > /dev/null
  DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends python3 python3-venv > /dev/null
fi
rm -rf "$place"
mkdir -p "$place"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { python3 -m venv "$place" && "$place/bin/pip" install -q --disable-pip-version-check --no-input "${PACKAGES[@]}"; } > "$log" 2>&1; then
  cat "$log"
  exit 1
fi
touch "$stamp"
