#!/usr/bin/env bash
# An S3 server that verifies signatures and keeps versions: VersityGW, built by Go.
set -euo pipefail
VERSION=v1.8.0
stamp="$COUNTERPARTS/versitygw.$VERSION"
[ -x "$COUNTERPARTS/versitygw" ] && [ -e "$stamp" ] && exit 0
export PATH="$PATH:/usr/local/go/bin"
if ! command -v go > /dev/null; then
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get > /dev/null; then
    echo "no Go to build the S3 server with"
    exit 1
  fi
  apt-get -qq update > /dev/null
  DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends golang-go > /dev/null
fi
mkdir -p "$COUNTERPARTS"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! GOBIN="$COUNTERPARTS" GOFLAGS=-buildvcs=false go install "github.com/versity/versitygw/cmd/versitygw@$VERSION" 2> "$log"; then
  cat "$log"
  exit 1
fi
touch "$stamp"
