#!/usr/bin/env bash
# PostgreSQL and MariaDB from Debian. Their own services are not used: the tests start servers of theirs.
set -euo pipefail
packages=()
compgen -G '/usr/lib/postgresql/*/bin/postgres' > /dev/null || command -v postgres > /dev/null || packages+=(postgresql)
[ -x /usr/sbin/mariadbd ] || command -v mariadbd > /dev/null || packages+=(mariadb-server)
[ ${#packages[@]} -eq 0 ] && exit 0
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get > /dev/null; then
  echo "no root or apt-get to install ${packages[*]} with"
  exit 1
fi
apt-get -qq update > /dev/null
DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "${packages[@]}" > /dev/null
