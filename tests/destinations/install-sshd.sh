#!/usr/bin/env bash
# Installs OpenSSH's server for `bun run test:destinations`, which runs one of its own. Where the system has none, apt
# installs it; in run level 1 the package starts no service.
set -euo pipefail
if command -v sshd > /dev/null || [ -x /usr/sbin/sshd ]; then exit 0; fi
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get > /dev/null; then
  echo "no sshd, and no root or apt-get to install openssh-server" >&2
  exit 1
fi
export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1
apt-get -qq update > /dev/null
apt-get -qq install -y --no-install-recommends openssh-server > /dev/null
