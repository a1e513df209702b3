#!/usr/bin/env bash
# Makes the shipped weights from nothing: renders people, trains `half` and `full`, measures and exports them.
#
#   ASSETS=DIR WORK=DIR training/make-weights.sh [stage ...]        stages: render train export article; default: render train export
#
# Every stage goes on where it stopped. On a machine with several GPUs set PROCESSES; without uv set PYTHON to a Python that has
# PyTorch, NumPy, Pillow, safetensors and webdataset. The sizes below are for a GPU; a trial of the whole on two cores takes minutes:
#
#   TRAINING_PEOPLE=8 TEST_PEOPLE=3 FRAMES=40 SIZE=256 NETWORKS=tiny MINUTES=0.2 ARTICLE="--network tiny --side 64 --steps 4" ASSETS=... WORK=... training/make-weights.sh render train export article
set -euo pipefail
cd "$(dirname "$0")/.."
: "${ASSETS:?the folder that holds facekit/, hair/ and environments/}" "${WORK:?a folder for people and checkpoints}"
: "${TRAINING_PEOPLE:=300}" "${SITTINGS:=4}" "${FRAMES:=100}" "${SIZE:=448}" "${TEST_PEOPLE:=50}"
: "${NETWORKS:=half full}" "${MINUTES:=75}" "${THREADS:=2}" "${PROCESSES:=1}" "${PYTHON:=uv run python}"
mkdir -p "$WORK"
WORK="$(cd "$WORK" && pwd)"
left_out=$((SITTINGS + 1))
first=$((TEST_PEOPLE + 1))

render() { npm run --silent render -- --assets "$ASSETS" --frames "$FRAMES" --size "$SIZE" "$@"; }
module() { (cd training && PYTHONPATH=. $PYTHON -m "$@"); }

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
    module torch.distributed.run --standalone --nproc-per-node "$PROCESSES" -m fovea_training.train --data "$WORK/people" --out "$run" \
      --network "$network" --minutes "$MINUTES" --threads "$THREADS" --held-out "$TEST_PEOPLE" --sittings "$SITTINGS" "${resume[@]}"
  done
}

stage_export() {
  for network in $NETWORKS; do
    module fovea_training.export "$WORK/run-$network/checkpoint.pt" --data "$WORK/people" --shift "$WORK/shift" \
      --left-out "$WORK/people" --sitting "$left_out" --out "$WORK/model/$network.safetensors" --fixtures "$WORK/fixtures"
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
[ ${#stages[@]} -gt 0 ] || stages=(render train export)
for stage in "${stages[@]}"; do
  echo "== $stage"
  "stage_$stage"
done
