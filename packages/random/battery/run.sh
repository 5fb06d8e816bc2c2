#!/usr/bin/env bash
# Runs TestU01's batteries over the default stream; minutes to an hour. Needs Debian's libtestu01-0-dev (non-free) and a C
# compiler, and the package built. Prints each battery's own summary.
set -euo pipefail
cd "$(dirname "$0")"
binary=$(mktemp)
trap 'rm -f "$binary"' EXIT
cc -O2 -o "$binary" battery.c -ltestu01 -ltestu01probdist -ltestu01mylib -lm

summary() {
  echo "== $1 over $2"
  node words.mjs "$2" | "$binary" ${1} | sed -n '/========= Summary/,$p'
}

summary "small" one
summary "small" paths
summary "alphabit 35" one
summary "rabbit 35" one
