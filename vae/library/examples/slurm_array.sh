#!/usr/bin/env bash
# Encodes a library on a Slurm cluster: a shard for each task of an array, and the map when all have succeeded.
#
#   job=$(sbatch --parsable --array=1-8 vae/library/examples/slurm_array.sh CHECKPOINT FOLDER)
#   sbatch --dependency=afterok:$job --export=ALL,SHARDS=8 vae/library/examples/slurm_array.sh CHECKPOINT FOLDER
#
# CHECKPOINT and FOLDER have to be on a disk that all nodes share.
#SBATCH --job-name=hitmap
#SBATCH --cpus-per-task=1
set -euo pipefail

if [[ -n ${SLURM_ARRAY_TASK_ID:-} ]]; then
    share=(--shard "$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT" --workers "${SLURM_CPUS_PER_TASK:-1}")
else
    share=(--merge "$SHARDS")
fi
exec python -m explorer.library --checkpoint "$1" --data "$2" "${share[@]}"
