import type { Format } from "./format";

/** `1 order`, `7 orders`. */
export function counted(count: number, noun: string, format: Format): string {
  return `${format.count(count)} ${noun}${count === 1 ? "" : "s"}`;
}
