/**
 * Does `task` for each item, `width` at a time, and gives the results in the items' order, whichever is done first.
 * Results that wait for an earlier one are held; none is begun while those that wait weigh more than `most`.
 */
export async function* inOrder<T, R>(
  items: readonly T[], width: number, most: number, task: (item: T) => Promise<R>, weightOf: (result: R) => number,
): AsyncGenerator<readonly [T, R]> {
  const begun: Promise<R>[] = [];
  let running = 0;
  let weight = 0;
  let given = 0;
  const begin = (): void => {
    // The next one to be given is always begun: all others wait for it.
    while (begun.length < items.length && running < width && (weight <= most || begun.length === given)) {
      running++;
      const result = task(items[begun.length]).then((done) => {
        running--;
        weight += weightOf(done);
        begin();
        return done;
      });
      begun.push(result);
    }
  };
  begin();
  for (; given < items.length;) {
    const result = await begun[given];
    weight -= weightOf(result);
    given++;
    begin();
    yield [items[given - 1], result];
  }
}
