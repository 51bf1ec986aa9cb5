/**
 * A length of time in words, in its two largest units: `45 s`, `2 min 5 s`, `1 h 3 min`, `3 days 4 h`. Under a second:
 * `under 1 s`.
 */
export function durationWords(milliseconds: number): string {
  const seconds = Math.floor(Math.max(0, milliseconds) / 1000);
  if (seconds < 1) return "under 1 s";
  const units: readonly [number, string][] = [
    [86_400, seconds < 2 * 86_400 ? " day" : " days"],
    [3600, " h"],
    [60, " min"],
    [1, " s"],
  ];
  const at = units.findIndex(([size]) => seconds >= size);
  const [size, name] = units[at]!;
  const whole = `${Math.floor(seconds / size)}${name}`;
  const [nextSize, nextName] = units[at + 1] ?? [0, ""];
  const rest = nextSize === 0 ? 0 : Math.floor((seconds % size) / nextSize);
  return rest === 0 ? whole : `${whole} ${rest}${nextName}`;
}

/** A file's size: `512 bytes`, `45.6 kB`, `2.1 GB`; units of 1,000. */
export function sizeWords(bytes: number, locale = "en"): string {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;
  const rank = bytes < 1000 ? 0 : Math.min(4, Math.floor(Math.log10(bytes) / 3));
  return new Intl.NumberFormat(locale, {
    style: "unit",
    unit: units[rank]!,
    unitDisplay: rank === 0 ? "long" : "short",
    maximumFractionDigits: rank === 0 ? 0 : 1,
  }).format(bytes / 1000 ** rank);
}
