#!/bin/sh
# Makes a home with the hipzoo of $1 in the new folder $2, which gets the manifests and protocols too.
set -eu
hipzoo=$(realpath "$1") here=$(dirname "$(realpath "$0")")
mkdir "$2"
cp -r "$here/zoo" "$here/protocols" "$2"
cd "$2"
export HIPZOO_HOME=home

"$hipzoo" cohort synthesize --output cohorts --subjects 12 --patients 2
healthy=cohorts/synthetic-healthy_JM60.npz patients=cohorts/synthetic-patients_JM60.npz

# One entry alone, then two seeds of one without patients, then three entries of which two have sat it already.
"$hipzoo" train small-gru-jm60 --protocol protocols/small.yaml --cohort cohorts --quiet
"$hipzoo" benchmark --entries small-lstm-jm60 --tasks joint-moment --protocol protocols/small.yaml --cohort cohorts --quiet
"$hipzoo" benchmark --entries small-lstm-jm60 --tasks joint-moment --protocol protocols/small.yaml --cohort $healthy \
  --seeds 2025,2026 --quiet
"$hipzoo" benchmark --entries small-lstm-jm60,small-gru-jm60,mean-curve-jm60 --tasks joint-moment \
  --protocol protocols/small.yaml --cohort cohorts --quiet

# Forces; every subject tested once.
"$hipzoo" benchmark --entries small-lstm-mf60,small-transformer-mf60 --tasks muscle-force \
  --protocol protocols/small-force.yaml --cohort cohorts/synthetic-healthy_MF60.npz --quiet
"$hipzoo" benchmark --entries small-gru-jm60 --tasks joint-moment --protocol protocols/small-divisions.yaml \
  --cohort $healthy --quiet

# Weights and predictions that are there already; a measured cohort, since all others are marked as computed.
cp "$here/../npz/unicode_float32.npz" measured_JM60.npz
lstm=$(echo home/runs/small-lstm-jm60-small-s2026-*/weights.safetensors)
"$hipzoo" evaluate small-gru-jm60 --cohort measured_JM60.npz --population onfh
"$hipzoo" evaluate "$lstm" --cohort $healthy --protocol protocols/small.yaml --population healthy
"$hipzoo" predict "$lstm" --input measured_JM60.npz --output elsewhere.npz 2> predict.log
"$hipzoo" evaluate --predictions elsewhere.npz --cohort measured_JM60.npz --population onfh

# Weights adapted to one patient, in two draws.
"$hipzoo" finetune small-gru-jm60 --cohort $patients --protocol protocols/small-few-shot.yaml --freeze 'gru.*'

# A run that was begun and never finished.
plan=$("$hipzoo" benchmark --entries small-gru-jm60 --tasks joint-moment --protocol protocols/small.yaml \
  --cohort cohorts --seeds 2026 --plan)
"$hipzoo" job "$(echo "$plan" | head -1)" --quiet

# To keep the home small, some runs are without their curves.
cd home/runs
rm small-transformer-mf60-small-force-*/curves.json small-lstm-jm60-small-s2026-*/curves.json \
  small-lstm-jm60-small-3*/curves.json elsewhere-zero-shot-*/curves.json
cd ../..
"$hipzoo" registry rebuild

for task in JM60 MF60; do python3 "$here/cohort.py" cohorts/synthetic-healthy_$task.npz plan_$task.npz; done
