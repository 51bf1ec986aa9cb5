#!/usr/bin/env bash
# Schemathesis, which makes requests of an OpenAPI document, in a Python environment of its own.
set -euo pipefail
place="$COUNTERPARTS/fuzz"
PACKAGES=(schemathesis==4.32.5)
stamp="$place/installed-$(printf '%s' "${PACKAGES[*]}" | cksum | cut -d ' ' -f 1)"
[ -e "$stamp" ] && exit 0
rm -rf "$place"
mkdir -p "$place"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! python3 -c 'import venv, ensurepip' 2> /dev/null; then
  if [ "$(id -u)" -eq 0 ] && command -v apt-get > /dev/null; then
    apt-get -qq update > /dev/null
    DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends python3 python3-venv > /dev/null
  else
    echo "no Python with venv for Schemathesis"
  fi
fi
if ! { python3 -m venv "$place/python" && "$place/python/bin/pip" install -q --disable-pip-version-check --no-input "${PACKAGES[@]}"; } > "$log" 2>&1; then
  cat "$log"
  exit 1
fi
touch "$stamp"
