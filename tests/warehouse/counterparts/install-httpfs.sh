#!/usr/bin/env bash
# DuckDB's extension for buckets, from PyPI: DuckDB's own host of extensions is no package registry.
set -euo pipefail
VERSION=1.5.5
place="$COUNTERPARTS/httpfs-$VERSION"
[ -e "$place/httpfs.duckdb_extension" ] && exit 0
if ! python3 -c 'import venv, ensurepip' 2> /dev/null; then
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get > /dev/null; then
    echo "no venv of Python, and no root or apt-get to install it with"
    exit 1
  fi
  apt-get -qq update > /dev/null
  DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends python3-venv > /dev/null
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" download -q --disable-pip-version-check --no-deps -d "$work" "duckdb-extension-httpfs==$VERSION"
python3 -m zipfile -e "$work"/*.whl "$work"
mkdir -p "$place"
mv "$work/duckdb_extension_httpfs/extensions/v$VERSION/httpfs.duckdb_extension" "$place/"
