#!/usr/bin/env bash
# Makes every result of the engine: for each measurement a table (NAME.txt) and a JSON
# document (NAME.json), and growth.csv and growth.svg. Run it on a machine with nothing
# else to do: it takes three quarters of an hour, and twelve gigabytes of the disk for the logs.
#
#   make build && deployments/bench/run.sh
#   ONLY="submit import" deployments/bench/run.sh    # some of them
#   RUNS=1 SIZE=10000 OPEN=2000 LARGE=10000 NATION=5000 DEADLINES=5000 SIZES=1000,10000 deployments/bench/run.sh    # a try
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
DOSSIER=${DOSSIER:-$here/../../bin/dossier} # the binary
RESULTS=${RESULTS:-$here/results}
DATA=${DATA:-}                 # the logs are kept there and used again; empty: they are removed
RUNS=${RUNS:-3}                # paired runs, of which medians are shown
SIZE=${SIZE:-200000}           # dossiers in the log that is read again and again
OPEN=${OPEN:-40000}            # of them, about, open at the end
LARGE=${LARGE:-1000000}        # dossiers in the log that is asked; one in five open
SIZES=${SIZES:-10000,100000,1000000}
IMPORT=${IMPORT:-20000}        # dossiers that are imported
DEADLINES=${DEADLINES:-100000} # that break at one instant
PROVINCE=${PROVINCE:-20000}    # dossiers of a province's day
NATION=${NATION:-250000}       # dossiers of the nation's day
SPEED=${SPEED:-120}            # of the province's day; 1 takes the eight hours
ONLY=${ONLY:-}                 # names of measurements, separated by blanks; empty: all

mkdir -p "$RESULTS"
if [[ -z $DATA ]]; then
  DATA=$(mktemp -d)
  trap 'rm -rf "$DATA"' EXIT
fi

measure() { # NAME SUBCOMMAND FLAGS...
  local name=$1
  shift
  if [[ -n $ONLY && " $ONLY " != *" $name "* ]]; then return; fi
  echo "== $name: dossier bench $* --runs $RUNS"
  "$DOSSIER" bench "$@" --runs "$RUNS" --save "$RESULTS/$name.json" | tee "$RESULTS/$name.txt"
}

once() { RUNS=1 measure "$@"; }

measure submit submit --desks 1,64 --sync always,2m --dossiers 1000
measure submit-doors submit --desks 1,64 --sync always --via nats,http --dossiers 250
measure import import --dossiers "$IMPORT" --sync always
RUNS=$((2 * RUNS)) measure import-lazily import --dossiers "$IMPORT" --sync 2m # each side first as often
once alerts alerts --deadlines "$DEADLINES" --sync 2m
once alerts-always alerts --deadlines "$DEADLINES" --sync always
once day day --dossiers "$PROVINCE" --speed "$SPEED"
once nation day --dossiers "$NATION" --speed max
log=(--dossiers "$SIZE" --open "$OPEN" --data "$DATA")
RUNS=$((3 * RUNS)) measure replay replay "${log[@]}" # the bare consumer varies by a quarter
measure restart restart "${log[@]}"
once memory memory "${log[@]}"
large=(--dossiers "$LARGE" --open "$((LARGE / 5))" --data "$DATA")
measure replay-large replay "${large[@]}"
measure restart-large restart "${large[@]}"
measure queries queries "${large[@]}"
once growth growth --sizes "$SIZES" --data "$DATA" --csv "$RESULTS/growth.csv" --svg "$RESULTS/growth.svg"
