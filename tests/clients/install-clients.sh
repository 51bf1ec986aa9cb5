#!/usr/bin/env bash
# Linters of OpenAPI documents and generators of clients, in folders of their own: TypeScript's run on Bun, Python's in an environment.
set -euo pipefail
place="$COUNTERPARTS/clients"
PACKAGES='{
  "private": true,
  "dependencies": {
    "@hey-api/openapi-ts": "0.99.0",
    "@redocly/cli": "2.77.0",
    "@stoplight/spectral-cli": "6.16.3",
    "@types/node": "24.0.0",
    "typescript": "5.9.3"
  }
}'
PYTHON_PACKAGES=(openapi-python-client==0.29.1)
stamp="$place/installed-$(printf '%s' "$PACKAGES ${PYTHON_PACKAGES[*]}" | cksum | cut -d ' ' -f 1)"
[ -e "$stamp" ] && exit 0
rm -rf "$place"
mkdir -p "$place"
printf '%s\n' "$PACKAGES" > "$place/package.json"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! "$BUN" install --cwd "$place" --ignore-scripts > "$log" 2>&1; then
  cat "$log"
  exit 1
fi
if ! python3 -c 'import venv, ensurepip' 2> /dev/null; then
  if [ "$(id -u)" -eq 0 ] && command -v apt-get > /dev/null; then
    apt-get -qq update > /dev/null
    DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends python3 python3-venv > /dev/null
  else
    echo "no Python with venv for the Python client"
  fi
fi
if ! { python3 -m venv "$place/python" && "$place/python/bin/pip" install -q --disable-pip-version-check --no-input "${PYTHON_PACKAGES[@]}"; } > "$log" 2>&1; then
  cat "$log"
  exit 1
fi
touch "$stamp"
