// A reporter for `node --test` that writes only the totals, as JSON, beside the readable one.
export default async function* countReporter(events) {
  const totals = {};
  for await (const { type, data } of events) {
    // Node ends a run with diagnostics such as "pass 12"; those inside a test are the test's own.
    const match = type === 'test:diagnostic' && data.nesting === 0 && /^(tests|pass|fail|cancelled|skipped|todo) (\d+)$/.exec(data.message);
    if (match) totals[match[1]] = Number(match[2]);
  }
  yield JSON.stringify(totals);
}
