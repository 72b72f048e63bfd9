/** Fourth part: records, between two snapshots. */
export const record = String.raw`
# A line of a /proc file, at its place among the events.
mark() { { printf 'buddyscope: %s\n' "$1" > "$B/trace_marker"; } 2> /dev/null; }
# snapshot COMMAND: the lines of both files that count free blocks.
snapshot() {
  for file in buddyinfo pagetypeinfo; do
    while IFS= read -r line; do
      case $file-$line in buddyinfo-Node* | pagetypeinfo-Node*', type '*) "$1" "$file $line" ;; esac
    done < "$R/proc/$file"
  done 2> /dev/null
}
as_comment() { printf '# buddyscope: %s\n' "$1"; }

# Events that did not fit any more, all CPUs together.
LOST=0
count_lost() {
  LOST=0
  for s in "$B"/per_cpu/cpu*/stats; do
    while read -r word1 word2 number _; do
      if [ "$word1 $word2" = "dropped events:" ]; then LOST=$((LOST + number)); fi
    done < "$s"
  done 2> /dev/null
}

STOP=
trap 'STOP=1' INT TERM HUP
say "Recording for up to $LIMIT s into a buffer of $SIZE MB. Ctrl-C ends it early and keeps what was recorded."
put 1 "$B/tracing_on"
snapshot mark
PASSED=0
while [ -z "$STOP" ] && [ "$PASSED" -lt "$LIMIT" ] && [ "$LOST" = 0 ]; do
  sleep 1
  PASSED=$((PASSED + 1))
  count_lost
done
snapshot mark
put 0 "$B/tracing_on"
count_lost
trap 'ended 130' INT
trap 'ended 143' TERM
trap 'ended 129' HUP
`;
