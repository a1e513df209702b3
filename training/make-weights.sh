#!/usr/bin/env bash
# Makes the shipped weights from nothing: renders people, trains `half` and `full`, their memory readers and personal readouts, measures
# and exports them.
#
#   ASSETS=DIR WORK=DIR training/make-weights.sh [stage ...]        stages: render train read export article; default: all but article
#
# Every stage goes on where it stopped. TRAIN, READOUT, READER, PERSONAL and ARTICLE are further options of `train`,
# `train_readout`, `train_reader`, `train_personal` and `article`. On a machine with several GPUs set PROCESSES; without uv set PYTHON to a Python that has PyTorch,
# NumPy, Pillow, safetensors and webdataset. The sizes below are for a GPU; a trial of the whole on two cores takes minutes:
#
#   TRAINING_PEOPLE=8 TEST_PEOPLE=3 FRAMES=40 SIZE=256 NETWORKS=tiny MINUTES=0.2 COPIES=2 READOUT="--steps 20" READER="--steps 20" PERSONAL="--steps 20 --frames 24" ARTICLE="--network tiny --side 64 --steps 4" ASSETS=... WORK=... training/make-weights.sh render train read export article
set -euo pipefail
cd "$(dirname "$0")/.."
: "${ASSETS:?the folder that holds facekit/, hair/ and environments/}" "${WORK:?a folder for people and checkpoints}"
: "${TRAINING_PEOPLE:=300}" "${SITTINGS:=4}" "${FRAMES:=100}" "${SIZE:=448}" "${TEST_PEOPLE:=50}"
: "${NETWORKS:=half full}" "${MINUTES:=75}" "${THREADS:=2}" "${PROCESSES:=1}" "${COPIES:=4}" "${PYTHON:=uv run python}"
mkdir -p "$WORK"
WORK="$(cd "$WORK" && pwd)"
left_out=$((SITTINGS + 1))
first=$((TEST_PEOPLE + 1))

render() { npm run --silent render -- --assets "$ASSETS" --frames "$FRAMES" --size "$SIZE" "$@"; }
module() { (cd training && PYTHONPATH=. $PYTHON -m "$@"); }

# A process for every copy; xargs, so that Ctrl-C ends them all and one that fails ends the stage.
features() {
  # shellcheck disable=SC2086 # PYTHON may be several words
  seq 0 $((COPIES - 1)) | (cd training && PYTHONPATH=. xargs -P "$COPIES" -I {} $PYTHON -m fovea_training.features "$1/settled.pt" \
    --data "$WORK/people" --out "$1/features" --copies 1 --first-copy {} --held-out "$TEST_PEOPLE" --sittings "$SITTINGS")
}

stage_render() {
  render --people "$TEST_PEOPLE" --measurements 1 --out "$WORK/people"
  render --first "$first" --people "$TRAINING_PEOPLE" --measurements "$SITTINGS" --out "$WORK/people"
  # One measurement more of the first of them, left out of the training.
  local some=$((TRAINING_PEOPLE < TEST_PEOPLE ? TRAINING_PEOPLE : TEST_PEOPLE))
  render --first "$first" --people "$some" --measurements "$left_out" --out "$WORK/people"
  render --people "$TEST_PEOPLE" --measurements 1 --shift --out "$WORK/shift"
}

stage_train() {
  for network in $NETWORKS; do
    local run="$WORK/run-$network" resume=()
    [ -f "$run/checkpoint.pt" ] && resume=(--resume)
    # shellcheck disable=SC2086 # options, one word each
    module torch.distributed.run --standalone --nproc-per-node "$PROCESSES" -m fovea_training.train --data "$WORK/people" --out "$run" \
      --network "$network" --minutes "$MINUTES" --threads "$THREADS" --held-out "$TEST_PEOPLE" --sittings "$SITTINGS" ${TRAIN:-} "${resume[@]}"
  done
}

stage_read() {
  for network in $NETWORKS; do
    local run="$WORK/run-$network"
    if [ ! "$run/settled.pt" -nt "$run/checkpoint.pt" ]; then
      rm -rf "$run/features" "$run/readout.pt" "$run/reader.pt" "$run/personal.pt" # of what the network was before
      module fovea_training.settle "$run/checkpoint.pt" --data "$WORK/people" --out "$run/settled.pt"
    fi
    features "$run"
    if [ ! "$run/readout.pt" -nt "$run/features" ]; then
      # shellcheck disable=SC2086 # options, one word each
      module fovea_training.train_readout "$run/features" --network "$run/settled.pt" --out "$run/readout.pt" --threads "$THREADS" ${READOUT:-}
    fi
    if [ ! "$run/reader.pt" -nt "$run/features" ]; then
      # shellcheck disable=SC2086 # options, one word each
      module fovea_training.train_reader "$run/features" --network "$run/settled.pt" --readout "$run/readout.pt" \
        --out "$run/reader.pt" --threads "$THREADS" ${READER:-}
    fi
    if [ ! "$run/personal.pt" -nt "$run/reader.pt" ]; then
      # shellcheck disable=SC2086 # options, one word each
      module fovea_training.train_personal "$run/features" --network "$run/settled.pt" --readout "$run/readout.pt" \
        --reader "$run/reader.pt" \
        --out "$run/personal.pt" --threads "$THREADS" ${PERSONAL:-}
    fi
  done
}

stage_export() {
  for network in $NETWORKS; do
    module fovea_training.export "$WORK/run-$network/settled.pt" --readout "$WORK/run-$network/readout.pt" --reader "$WORK/run-$network/reader.pt" \
      --personal "$WORK/run-$network/personal.pt" --data "$WORK/people" \
      --shift "$WORK/shift" --left-out "$WORK/people" --sitting "$left_out" --out "$WORK/model/$network.safetensors" --fixtures "$WORK/fixtures"
    module fovea_training.calibration "$WORK/model/$network.safetensors" --data "$WORK/people" --held-out "$TEST_PEOPLE" \
      --out "$WORK/results/reliability-$network"
  done
}

stage_article() {
  # shellcheck disable=SC2086 # options, one word each
  module fovea_training.article --data "$WORK/people" --held-out "$TEST_PEOPLE" --people "$TRAINING_PEOPLE" --shift "$WORK/shift" \
    --out "$WORK/results" --work "$WORK/article" ${ARTICLE:-}
}

stages=("$@")
[ ${#stages[@]} -gt 0 ] || stages=(render train read export)
for stage in "${stages[@]}"; do
  echo "== $stage"
  "stage_$stage"
done
