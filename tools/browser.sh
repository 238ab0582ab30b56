#!/usr/bin/env bash
# The browser tests drive Debian's Chromium. Installs it with its Chinese font where it may (as root), else says what to install.
set -euo pipefail

for name in chromium chromium-browser google-chrome; do
  if command -v "$name" >/dev/null; then exit 0; fi
done

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "landsea: installing Debian's chromium and fonts-noto-cjk for the browser tests ..."
  apt-get -qq update
  DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes --no-install-recommends chromium fonts-noto-cjk >/dev/null
  exit 0
fi

cat >&2 <<'TEXT'
landsea: the browser tests need Chromium, and only root may install it. On Debian, as root:
    apt-get install chromium fonts-noto-cjk
TEXT
exit 1
