// Loaded in front of a program (`node --require`): writes its peak memory in KiB and its processor time in ms to $BENCH_PEAK.
process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  require('node:fs').writeFileSync(process.env.BENCH_PEAK, `${maxRSS} ${(userCPUTime + systemCPUTime) / 1000}`);
});
