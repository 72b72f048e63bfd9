/** Last part: the file. */
export const write = String.raw`
# Where a full buffer lost its first event: the last one that it kept.
CUT='' CUT_CPU=0
if [ "$LOST" -gt 0 ]; then
  note "The buffer was full after $PASSED s; the file ends there. Record fewer events, or give it more memory than $SIZE MB."
  FIRST=$(for s in "$B"/per_cpu/cpu*/stats; do
    if grep -q '^dropped events: [1-9]' "$s"; then
      tail -n 1 "$(dirname "$s")/trace" | sed -n 's/^.*\[0*\([0-9][0-9]*\)\] [^ ]* *\([0-9]*\.[0-9]*\): .*/\2 \1/p'
    fi
  done | sort -n | head -n 1)
  CUT=$(printf '%s' "$FIRST" | sed 's/ .*//')
  CUT_CPU=$(printf '%s' "$FIRST" | sed 's/.* //')
fi

put_number() { [ -z "$2" ] || printf ' %s=%s' "$1" "$2"; }

head_lines() {
  printf '# buddyscope: interface=%s kernel=%s' "$INTERFACE" "$KERNEL"
  put_number page_shift "$PAGE_SHIFT"; put_number max_order "$ORDERS"; put_number pageblock_order "$BLOCK_ORDER"
  put_number page_reporting_order "$REPORT_ORDER"; put_number hz "$HZ"; put_number preempt_rt "$RT"; put_number migrate_types "$TYPES"
  put_number vmemmap "$VMEMMAP"; put_number page_struct "$PAGE_STRUCT"
  printf '\n'
  printf '%s\n' "$ZONES" | awk -v places="$ADDRESSES" '
    BEGIN { n = split(places, place, "\n") }
    $5 > 0 {
      printf "# buddyscope: zone=%s node=%s start_pfn=%d end_pfn=%d present=%d managed=%d min=%d low=%d high=%d", $2, $1, $3, $4, $5, $6, $7, $8, $9
      if (n >= NR) {
        parts = split(place[NR], at, " ")
        printf " addr=%s", at[1]
        if (parts > 1) printf " lock=%s", at[2]
      }
      printf "\n"
    }'
  printf '# Recorded by %s on %s %s, %s: %s\n%s' "$MADE_BY" "$KERNEL" "$MACHINE" "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$RECORDED" "$NOTES"
}

# Of a scatterlist only the entries that the report has: what lies behind them in memory is nobody's business.
trace_lines() {
  awk -v cut="$CUT" -v cpu="$CUT_CPU" -v lost="$LOST" '
    function keep(list, words,  i, from, n, part, text) {
      n = split(list, part, ","); text = part[1]
      for (i = 2; i <= n && i <= words; i++) text = text "," part[i]
      return text
    }
    cut != "" && match($0, / [0-9]+\.[0-9][0-9][0-9][0-9][0-9][0-9]: /) && substr($0, RSTART + 1, RLENGTH - 3) + 0 > cut + 0 { exit }
    index($0, " sg={") && match($0, / nents=[0-9]+/) {
      words = 4 * substr($0, RSTART + 7, RLENGTH - 7); line = substr($0, 1, index($0, " sg={") - 1); rest = substr($0, index($0, " sg={") + 5)
      first = substr(rest, 1, index(rest, "}") - 1); second = substr(rest, index(rest, "{") + 1); sub(/}.*/, "", second)
      if (words > 0) line = line " sg={" keep(first, words) "}"
      if (words > 64) line = line " sg16={" keep(second, words - 64) "}"
      print line; next
    }
    { print }
    END { if (lost > 0) print "CPU:" cpu " [LOST " lost " EVENTS]" }' "$B/trace"
}

write_file() {
  head_lines && trace_lines || return 1
  # The markers at the end may have been lost as well.
  if [ "$LOST" -gt 0 ]; then snapshot as_comment; fi
}

if [ "$OUT" = - ]; then
  write_file || { say 'Standard output could not be written.'; exit 1; }
else
  write_file > "$OUT" || { say "$OUT could not be written in full."; exit 1; }
  # shellcheck disable=SC2153 # set by sudo
  if [ -n "$SUDO_UID" ]; then chown "$SUDO_UID:$SUDO_GID" "$OUT" 2> /dev/null; fi
  say "$OUT: $(wc -l < "$OUT" | tr -d ' ') lines. Open it with Buddyscope. It holds task names and kernel addresses: buddyscope redact replaces them."
fi
`;
