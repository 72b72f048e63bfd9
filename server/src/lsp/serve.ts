export async function serveStdio(): Promise<void> {
  throw new Error('not built yet');
}
