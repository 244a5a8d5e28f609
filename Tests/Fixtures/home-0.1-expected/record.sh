#!/bin/sh
# Records into the folder $2 what the hipzoo of $1 prints of a rebuilt copy of the home; then: diff -r $2 outputs
set -eu
hipzoo=$(realpath "$1") here=$(dirname "$(realpath "$0")")
mkdir -p "$2"
outputs=$(realpath "$2") folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp -r "$here/../home-0.1" "$folder/.hipzoo"
cp -r "$here/zoo" "$here/protocols" "$here"/plan_*.npz "$folder"
cd "$folder"
unset HIPZOO_HOME HIPZOO_ZOO

"$hipzoo" registry rebuild > "$outputs/rebuild.txt"
while read -r file arguments; do
  # Words, and no quotes in them.
  # shellcheck disable=SC2086
  "$hipzoo" $arguments > "$outputs/$file"
done < "$here/commands.txt"

"$hipzoo" report --output report.html > /dev/null
mkdir -p "$outputs/report"
cp report_files/*.csv "$outputs/report"
cd "$outputs/report"
# One entry's curves stand here whole; of all others, which are long, the digests.
for file in *-curves-*.csv; do
  case $file in jm60-small-small-lstm-*) ;; *) sha256sum "$file"; rm "$file" ;; esac
done > SHA256SUMS
