/** Third part: what the settings lines say of the machine, and where its zones and their locks lie. */
export const machine = String.raw`
BYTES=$(getconf PAGESIZE 2> /dev/null)
[ "$BYTES" -gt 0 ] 2> /dev/null || BYTES=$(awk '/^KernelPageSize:/ { print $2 * 1024; exit }' "$R/proc/self/smaps" 2> /dev/null)
[ "$BYTES" -gt 0 ] 2> /dev/null || BYTES=4096
PAGE_SHIFT=0
while [ $((1 << PAGE_SHIFT)) -lt "$BYTES" ]; do PAGE_SHIFT=$((PAGE_SHIFT + 1)); done
ORDERS=$(awk '{ print NF - 4; exit }' "$R/proc/buddyinfo" 2> /dev/null)
BLOCK_ORDER=$(awk '/^Page block order:/ { print $4; exit }' "$R/proc/pagetypeinfo" 2> /dev/null)
TYPES=$(awk '/^Number of blocks type/ { for (i = 5; i <= NF; i++) printf "%s%s", (i > 5 ? "," : ""), $i; exit }' "$R/proc/pagetypeinfo" 2> /dev/null)
REPORT_ORDER=$(cat "$R/sys/module/page_reporting/parameters/page_reporting_order" 2> /dev/null)
# Not set yet: -1, or the same without a sign. The first driver that registers sets it.
# shellcheck disable=SC2034 # read where page reporting is recorded
UNREGISTERED=
if [ -n "$REPORT_ORDER" ] && ! { [ "$REPORT_ORDER" -ge 0 ] && [ "$REPORT_ORDER" -lt "$ORDERS" ]; } 2> /dev/null; then
  REPORT_ORDER=
  # shellcheck disable=SC2034
  UNREGISTERED=1
fi
HZ=$(sed -n 's/^CONFIG_HZ=\([0-9]*\)$/\1/p' "$R/boot/config-$KERNEL" 2> /dev/null)
RT=0
if [ "$(cat "$R/sys/kernel/realtime" 2> /dev/null)" = 1 ]; then RT=1; fi

# node name start end present managed min low high; 0 present: a zone without memory
ZONES=$(awk '
  function flush() { if (name != "") print node, name, start, start + spanned, present, managed, min, low, high }
  /^Node/ { flush(); node = $2 + 0; name = $4; start = spanned = present = managed = min = low = high = 0; seen = "" }
  $1 == "spanned" { spanned = $2 } $1 == "present" { present = $2 } $1 == "managed" { managed = $2 } $1 == "start_pfn:" { start = $2 }
  ($1 == "min" || $1 == "low" || $1 == "high") && index(seen, $1) == 0 { seen = seen $1; if ($1 == "min") min = $2; if ($1 == "low") low = $2; if ($1 == "high") high = $2 }
  END { flush() }' "$R/proc/zoneinfo" 2> /dev/null)
[ -n "$ZONES" ] || note '/proc/zoneinfo says nothing: the file has no zone bounds.'

# Where struct pages lie, and their size: from raw pointers beside their page frames.
VMEMMAP='' PAGE_STRUCT=''
find_pages() {
  if [ -e "$B/options/hash-ptr" ]; then setting options/hash-ptr 0; fi
  turn_on kmem/mm_page_alloc || return
  put 1 "$B/tracing_on"
  for _ in 1 2 3 4; do (head -n 1 "$R/proc/buddyinfo" > /dev/null 2>&1); done
  put 0 "$B/tracing_on"
  turn_all_off
  FOUND=$(awk '
    function number(text,  i, value) { value = 0; for (i = 1; i <= length(text); i++) value = value * 16 + index("0123456789abcdef", substr(text, i, 1)) - 1; return value }
    function hex(value) { return sprintf("%04x%04x", int(value / 65536), value % 65536) }
    match($0, /page=(0x)?[0-9a-f]+ pfn=(0x[0-9a-f]+|[0-9]+)/) {
      split(substr($0, RSTART + 5, RLENGTH - 5), part, " pfn="); page = part[1]; sub(/^0x/, "", page)
      if (length(page) != 16) next
      pfn = part[2] ~ /^0x/ ? number(substr(part[2], 3)) : part[2] + 0
      high = number(substr(page, 1, 8)); low = number(substr(page, 9))
      if (pfn == 0 || high < 4026531840) next
      if (!n++) { high1 = high; low1 = low; pfn1 = pfn; next }
      if (pfn == pfn1) next
      this = ((high - high1) * 4294967296 + low - low1) / (pfn - pfn1)
      if (size != "" && this != size) { size = "no"; exit }
      size = this; agree++
    }
    END {
      # Hashed pointers do not agree on a size.
      if (size == "no" || agree < 3 || size != int(size) || size < 32 || size > 512) exit
      low = low1 - pfn1 * size; borrow = int(low / 4294967296); if (borrow * 4294967296 > low) borrow--
      print "0x" hex(high1 + borrow) hex(low - borrow * 4294967296), size
    }' "$B/trace")
  if [ -e "$B/options/hash-ptr" ]; then setting options/hash-ptr 1; fi
  put '' "$B/trace"
  VMEMMAP=$(printf '%s' "$FOUND" | sed 's/ .*//')
  PAGE_STRUCT=$(printf '%s' "$FOUND" | sed 's/.* //')
}
find_pages

# Zones and their locks. /proc/meminfo goes through all zones, /proc/zoneinfo takes the lock of each: the locks are what lies at one distance from every zone.
ADDRESSES=
find_zones() {
  next=$(function_of next_zone)
  lock=
  if [ -n "$WITH_LOCKS" ] && [ "$RT" = 1 ]; then lock=$(function_of rt_spin_lock); elif [ -n "$WITH_LOCKS" ]; then lock=$(function_of _raw_spin_lock_irqsave); fi
  if [ -z "$next" ] || [ -z "$A1" ] || [ -z "$ZONES" ]; then return; fi
  if define a_zone p "$next" "zone=$A1:x64" && turn_on "$G/a_zone" "common_pid == $$"; then
    put 1 "$B/tracing_on"
    while read -r _; do :; done < "$R/proc/meminfo"
    put 0 "$B/tracing_on"
  fi
  turn_all_off
  if [ -n "$lock" ] && define a_lock p "$lock" "lock=$A1:x64" && turn_on "$G/a_lock" "common_pid == $$"; then
    put 1 "$B/tracing_on"
    while read -r _; do :; done < "$R/proc/zoneinfo"
    put 0 "$B/tracing_on"
  fi
  turn_all_off
  ADDRESSES=$(awk -v zones="$(printf '%s\n' "$ZONES" | grep -c .)" '
    function number(text,  i, value) { value = 0; for (i = 1; i <= length(text); i++) value = value * 16 + index("0123456789abcdef", substr(text, i, 1)) - 1; return value }
    function hex(value) { return sprintf("%04x%04x", int(value / 65536), value % 65536) }
    function low(address) { return number(substr(address, 9)) }
    function plus(address, far,  high, sum) {
      high = number(substr(address, 1, 8)); sum = low(address) + far
      if (sum >= 4294967296) { sum -= 4294967296; high++ }
      return hex(high) hex(sum)
    }
    match($0, / (zone|lock)=0x[0-9a-f]+/) && RLENGTH == 24 {
      address = substr($0, RSTART + 8, 16)
      if (index($0, " a_lock: ")) { if (!(address in lock)) { lock[address] = 1; order[++locks] = address } }
      else if (!(address in seen)) { seen[address] = 1; zone[++n] = address }
    }
    END {
      if (n != zones) exit
      for (i = 1; i <= locks; i++) {
        far = low(order[i]) - low(zone[1])
        if (far < 0) far += 4294967296
        if (far == 0 || far >= 65536) continue
        for (j = 1; j <= n && plus(zone[j], far) in lock; j++) { }
        if (j > n) { found++; distance = far }
      }
      for (j = 1; j <= n; j++) print "0x" zone[j], (found == 1 ? "0x" plus(zone[j], distance) : "")
    }' "$B/trace")
  put '' "$B/trace"
  remove a_zone a_lock
}
if [ -n "$KPROBES" ]; then find_zones; fi
`;
