#!/usr/bin/env bash
# Makes .venv: everything pinned in requirements.lock by hash, then Landsea itself, editable and without any look-up.
# Usage: tools/install.sh [PYTHON]       (default python3; needs Python >= 3.11 with venv, and git)
set -euo pipefail
cd "$(dirname "$0")/.."
python=${1:-python3}

fail() {
  printf 'landsea: %s\n' "$@" >&2
  exit 1
}

command -v git >/dev/null || fail "git is missing. On Debian: apt-get install git"
command -v "$python" >/dev/null || fail "$python is missing. On Debian: apt-get install python3 python3-venv"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
  fail "$("$python" --version) is too old: Landsea needs Python 3.11 or later. Name another one with: make PYTHON=python3.12"
"$python" -c 'import ensurepip, venv' 2>/dev/null ||
  fail "Python's venv module is missing. On Debian: apt-get install python3-venv"

version='import sys; print(sys.version_info[:2])'
if [ "$(.venv/bin/python -c "$version" 2>/dev/null)" != "$("$python" -c "$version")" ]; then rm -rf .venv; fi
if command -v uv >/dev/null; then
  [ -d .venv ] || uv venv --quiet --python "$("$python" -c 'import sys; print(sys.executable)')" .venv
  install() { uv pip install --quiet --python .venv/bin/python "$@"; }
else
  [ -x .venv/bin/pip ] || "$python" -m venv .venv
  install() { .venv/bin/python -m pip --disable-pip-version-check install --quiet --use-pep517 "$@"; }
fi

echo "landsea: installing the packages of requirements.lock into .venv (a minute or two on a first run) ..."
install --require-hashes --only-binary :all: --requirement requirements.lock
install --require-hashes --no-deps --no-build-isolation --requirement requirements-source.lock
install --no-deps --no-build-isolation --editable .
echo "landsea: compiling the routing kernels (a quarter of a minute, once) ..."
.venv/bin/python -c 'from landsea.routing import compile_kernels; compile_kernels()'
