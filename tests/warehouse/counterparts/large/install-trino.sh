#!/usr/bin/env bash
# The Trino server, from Maven, without the plugins that the tests do not need.
set -euo pipefail
VERSION=476
place="$COUNTERPARTS/trino"
stamp="$place/.installed-$VERSION"
[ -e "$stamp" ] && exit 0
if ! command -v mvn > /dev/null; then
  echo "no Maven to fetch Trino with"
  exit 1
fi
log=$(mktemp)
work=$(mktemp -d)
trap 'rm -rf "$log" "$work"' EXIT
artifact="io.trino:trino-server:$VERSION:tar.gz"
if ! mvn -q dependency:get "-Dartifact=$artifact" -Dtransitive=false > "$log" 2>&1; then
  tail -20 "$log"
  exit 1
fi
# Maven colours even this.
repository=$(mvn -B -q help:evaluate -Dexpression=settings.localRepository -DforceStdout | sed "s/\x1b\[[0-9;]*m//g")
# Plugins share files by hard links, so all are unpacked first.
tar -xzf "$repository/io/trino/trino-server/$VERSION/trino-server-$VERSION.tar.gz" -C "$work" --strip-components=1
find "$work/plugin" -mindepth 1 -maxdepth 1 ! -name memory ! -name tpch -exec rm -rf {} +
rm -rf "$place"
mkdir -p "$COUNTERPARTS"
mv "$work" "$place"
touch "$stamp"
