#!/bin/sh
# Makes sure that the browser tests have a Chromium to drive. Installs one only as root, from the
# system's own packages; otherwise says what is missing.
set -eu

found() {
  for name in chromium chromium-browser google-chrome google-chrome-stable; do
    if command -v "$name" >/dev/null 2>&1; then return 0; fi
  done
  return 1
}

if found; then exit 0; fi

if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo 'Installing Chromium and a Chinese font for the browser tests'
  export DEBIAN_FRONTEND=noninteractive
  log=$(mktemp)
  if apt-get update >"$log" 2>&1 </dev/null &&
    apt-get install -y --no-install-recommends chromium fonts-noto-cjk >>"$log" 2>&1 </dev/null &&
    found; then
    rm -f "$log"
    exit 0
  fi
  tail -n 20 "$log" >&2
  rm -f "$log"
fi

echo 'The browser tests need Chromium: install the packages chromium and fonts-noto-cjk, or Google Chrome.' >&2
exit 1
