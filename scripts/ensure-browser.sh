#!/bin/sh
# Makes sure that the browser tests have a Chromium to drive, best the one without windows, which
# needs a quarter less processor time. Installs only as root, from the system's own packages;
# otherwise takes any other, or says what is missing.
set -eu

found() {
  for name in "$@"; do
    if command -v "$name" >/dev/null 2>&1; then return 0; fi
  done
  return 1
}

any() { found chromium-headless-shell chromium chromium-browser google-chrome google-chrome-stable; }

log=$(mktemp)
trap 'rm -f "$log"' EXIT
install() { apt-get install -y --no-install-recommends "$1" fonts-noto-cjk >>"$log" 2>&1 </dev/null; }

if found chromium-headless-shell; then exit 0; fi

if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
  export DEBIAN_FRONTEND=noninteractive
  if any; then
    # Only what the system already knows of: no network may be there.
    install chromium-headless-shell || true
    exit 0
  fi
  echo 'Installing Chromium and a Chinese font for the browser tests'
  apt-get update >"$log" 2>&1 </dev/null || true
  if { install chromium-headless-shell || install chromium; } && any; then exit 0; fi
  tail -n 20 "$log" >&2
fi

if any; then exit 0; fi

echo 'The browser tests need Chromium: install the packages chromium-headless-shell (or chromium) and fonts-noto-cjk, or Google Chrome.' >&2
exit 1
