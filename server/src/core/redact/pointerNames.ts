/** Stand-ins for addresses: equal values get equal ones, different values different ones, in order of first appearance. */

/** Where the memory map of struct pages begins in every redacted trace: x86-64's address without randomisation. */
export const redactedVmemmap = 0xffff_ea00_0000_0000n;
/** Below it. */
const KERNEL_BASE = 0xffff_8000_0000_0000n;
const KERNEL_SIZE = 1n << 46n;
/** Bytes that stay together, so that flag bits in a pointer and places within one object keep their distance. */
const GROUP_BITS = 6n;
const GROUP_MASK = (1n << GROUP_BITS) - 1n;
/** Bytes of page structs from the base on. */
const VMEMMAP_SIZE = 1n << 46n;
/** What is below is a number or no pointer at all. */
const LEAST = 1n << 20n;
/** Bound of the memory; later addresses may then share a stand-in. */
const MAX_NAMES = 1 << 23;

export class PointerNames {
  private readonly groups = new Map<string, Map<number, number>>();
  private readonly counts = new Map<number, number>();
  private names = 0;
  private vmemmap: bigint | undefined;

  /** The trace states its base; pointers from there on keep their distance to it. The first statement counts. */
  setVmemmap(hex: string): void {
    this.vmemmap ??= BigInt(`0x${hex}`);
  }

  /** `hex`: digits without `0x`; the result has as many. */
  of(hex: string): string {
    const value = BigInt(`0x${hex}`);
    if (value < LEAST) return hex;
    return this.standIn(value).toString(16).padStart(hex.length, '0');
  }

  private standIn(value: bigint): bigint {
    if (this.vmemmap !== undefined && value >= this.vmemmap && value - this.vmemmap < VMEMMAP_SIZE) return value - this.vmemmap + redactedVmemmap;
    const digits = value.toString(16).length;
    const isKernel = value >> 63n === 1n;
    // The first digit stays above 7, so that the number of digits is the same.
    const base = isKernel ? KERNEL_BASE : 1n << BigInt(4 * digits - 1);
    const room = isKernel ? KERNEL_SIZE : base;
    const index = BigInt(this.indexOf(value >> GROUP_BITS, digits, Number((value - base) >> GROUP_BITS))) << GROUP_BITS;
    return base + (index % room) + (value & GROUP_MASK);
  }

  /** `own`: the index whose stand-in would be the address itself. */
  private indexOf(group: bigint, digits: number, own: number): number {
    const key = `${digits} ${group >> 42n}`;
    const known = this.groups.get(key) ?? new Map<number, number>();
    this.groups.set(key, known);
    const low = Number(group & 0x3ff_ffff_ffffn);
    const found = known.get(low);
    if (found !== undefined) return found;
    const next = this.counts.get(digits) ?? 0;
    const index = next === own ? next + 1 : next;
    if (this.names >= MAX_NAMES) return low % MAX_NAMES;
    this.names++;
    this.counts.set(digits, index + 1);
    known.set(low, index);
    return index;
  }
}
