#!/usr/bin/env bash
# The MLflow server and its client, with ONNX, in a Python of their own.
set -euo pipefail
PACKAGES=("mlflow[auth]==3.17.2" onnx==1.23.2 onnxruntime==1.32.0)
place="$COUNTERPARTS/tracking"
stamp="$place/.installed-${PACKAGES[*]//[^a-z0-9.]/-}"
[ -e "$stamp" ] && exit 0
if ! python3 -c 'import venv, ensurepip' 2> /dev/null; then
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get > /dev/null; then
    echo "no Python with venv to run MLflow with"
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
