#!/usr/bin/env bash
# Today's ClickHouse as a library, for its dialect: Debian's server is of 2018.
set -euo pipefail
[ -d "$COUNTERPARTS/node_modules/chdb" ] && exit 0
mkdir -p "$COUNTERPARTS"
cd "$COUNTERPARTS"
[ -e package.json ] || echo '{ "private": true }' > package.json
"$BUN" add --exact chdb@3.4.0 > /dev/null
