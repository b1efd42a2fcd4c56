#!/bin/sh
# Prints the mean of one column of a CSV file as a JSON object.
#   summary.sh FILE COLUMN DIGITS
set -eu

awk -F, -v column="$2" -v digits="$3" '
  NR == 1 {
    for (i = 1; i <= NF; i++) if ($i == column) wanted = i
    if (!wanted) { print "no column " column > "/dev/stderr"; failed = 1; exit 1 }
    next
  }
  $wanted != "" { sum += $wanted; count++ }
  END {
    if (failed) exit 1
    if (!count) { print "{\"count\": 0}"; exit }
    printf "{\"count\": %d, \"mean\": %." digits "f}\n", count, sum / count
  }
' "$1"
