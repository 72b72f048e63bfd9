/* The baseline: splits each line of stock ftrace text into its fields, keeps nothing, and knows nothing of the allocator. */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PIECE (4 << 20)

static uint64_t lines, events, cpus, times, names, pfns, orders;

static int hex(unsigned char c) {
  if (c >= '0' && c <= '9') return c - '0';
  c |= 32;
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static void split(const char *p, const char *end) {
  lines++;
  if (*p == '#' || end - p < 40) return;
  const char *bracket = memchr(p + 16, '[', end - p - 16);
  if (!bracket) return;
  uint64_t cpu = 0, time = 0, pfn = 0, order = 0;
  const char *q = bracket + 1;
  while (q < end && *q >= '0' && *q <= '9') cpu = cpu * 10 + *q++ - '0';
  while (q < end && (*q == ']' || *q == ' ')) q++;
  const char *word = q;
  while (q < end && *q != ' ' && *q != ':') q++;
  if (q < end && *q == ' ') while (q < end && *q == ' ') q++;
  else q = word;
  for (; q < end && *q != ':'; q++) if (*q != '.') time = time * 10 + *q - '0';
  q += 2;
  const char *name = q;
  while (q < end && *q != ':') q++;
  names += q - name;
  for (q++; q < end; q++) {
    while (q < end && *q == ' ') q++;
    if (end - q > 6 && !memcmp(q, "pfn=0x", 6)) for (q += 6; q < end && hex(*q) >= 0; q++) pfn = pfn << 4 | hex(*q);
    else if (end - q > 6 && !memcmp(q, "order=", 6)) { for (q += 6; q < end && *q >= '0' && *q <= '9'; q++) order = order * 10 + *q - '0'; break; }
    while (q < end && *q != ' ') q++;
  }
  events++; cpus += cpu; times += time; pfns += pfn; orders += order;
}

int main(int argc, char **argv) {
  int fd = argc > 1 ? open(argv[1], O_RDONLY) : 0;
  char *buffer = malloc(2 * PIECE + 16);
  size_t kept = 0;
  for (ssize_t n; (n = read(fd, buffer + kept, PIECE)) > 0;) {
    char *p = buffer, *end = buffer + kept + n, *newline;
    while ((newline = memchr(p, '\n', end - p))) { split(p, newline); p = newline + 1; }
    kept = end - p;
    if (kept > PIECE) kept = 0;
    memmove(buffer, p, kept);
  }
  printf("%llu %llu %llu\n", (unsigned long long)lines, (unsigned long long)events, (unsigned long long)(cpus + times + names + pfns + orders));
  return 0;
}
