/** How long to wait after `failures` earlier ones: twice as long each time, up to `mostMs`, and by chance up to a half less, so that many do not come back at once. */
export function delayMs(failures: number, firstMs: number, mostMs: number, random: () => number): number {
  return Math.min(mostMs, firstMs * 2 ** Math.min(failures, 30)) * (1 - random() / 2);
}
