#!/usr/bin/env bash
# ClickHouse's server from Debian: version 18.16, the newest that a registry has.
set -euo pipefail
[ -x /usr/sbin/clickhouse-server ] && exit 0
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get > /dev/null; then
  echo "no root or apt-get to install ClickHouse with"
  exit 1
fi
apt-get -qq update > /dev/null
DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends clickhouse-server > /dev/null
