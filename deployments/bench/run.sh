#!/usr/bin/env bash
# Makes every result in one go: for each measurement a table (NAME.txt) and a JSON
# document (NAME.json), and growth.csv and growth.svg. Run it on a machine with nothing
# else to do; with the sizes below it takes long; a log of a million takes 8 GB on the disk.
#
#   make build && deployments/bench/run.sh
#   RUNS=1 SIZE=10000 OPEN=2000 NATION=5000 DEADLINES=5000 SIZES=1000,10000 deployments/bench/run.sh    # a try
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
DOSSIER=${DOSSIER:-$here/../../bin/dossier} # the binary
RESULTS=${RESULTS:-$here/results}
DATA=${DATA:-}                 # the logs are kept there and used again; empty: they are removed
RUNS=${RUNS:-5}                # paired runs, of which medians are shown
SIZE=${SIZE:-1000000}          # dossiers in the large log
OPEN=${OPEN:-200000}           # of them, about, open at the end
SIZES=${SIZES:-10000,100000,1000000}
IMPORT=${IMPORT:-50000}        # dossiers that are imported
DEADLINES=${DEADLINES:-100000} # that break at one instant
PROVINCE=${PROVINCE:-20000}    # dossiers of a province's day
NATION=${NATION:-250000}       # dossiers of the nation's day
SPEED=${SPEED:-60}             # of the province's day; 1 takes the eight hours
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
  echo "== $name: dossier bench $*"
  "$DOSSIER" bench "$@" --runs "$RUNS" --save "$RESULTS/$name.json" | tee "$RESULTS/$name.txt"
}

once() { RUNS=1 measure "$@"; }

measure submit submit --desks 1,64 --sync always,2m
measure submit-doors submit --desks 1,64 --sync always --via nats,http
measure import import --dossiers "$IMPORT" --sync always
measure import-lazily import --dossiers "$IMPORT" --sync 2m
measure alerts alerts --deadlines "$DEADLINES" --sync 2m
measure alerts-always alerts --deadlines "$DEADLINES" --sync always
once day day --dossiers "$PROVINCE" --speed "$SPEED"
once nation day --dossiers "$NATION" --speed max --sync always
log=(--dossiers "$SIZE" --open "$OPEN" --data "$DATA")
measure replay replay "${log[@]}"
measure restart restart "${log[@]}"
measure queries queries "${log[@]}"
once memory memory "${log[@]}"
measure growth growth --sizes "$SIZES" --data "$DATA" --csv "$RESULTS/growth.csv" --svg "$RESULTS/growth.svg"
