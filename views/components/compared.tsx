import type { VNode } from "preact";
import { type Format, MISSING } from "../format";
import { useFormat } from "./reader";

/** A figure with its change under it: of an amount in per cent, of a share in points. */
export function Compared({
  now,
  past,
  write,
  href,
  pastHref,
  isShare = false,
}: {
  /** NaN: not known. */
  readonly now: number;
  /** Null where there is nothing to compare with; NaN where that is not known. */
  readonly past: number | null;
  readonly write: (value: number) => string;
  /** The list that the figure counts, and that of the figure it is compared with. */
  readonly href?: string | null;
  readonly pastHref?: string | null;
  readonly isShare?: boolean;
}): VNode {
  const change = changeOf(now, past, useFormat(), isShare);
  const tone = !change || change.isGood === null ? "soft" : change.isGood ? "rise" : "fall";
  return (
    <>
      {href ? <a href={href}>{write(now)}</a> : write(now)}
      {past !== null && (
        <span class={`under small ${tone}`}>
          {change?.text ?? MISSING}
          {pastHref ? (
            <a class="soft" href={pastHref}>
              {" "}
              from {write(past)}
            </a>
          ) : (
            <span class="visually-hidden"> from {write(past)}</span>
          )}
        </span>
      )}
    </>
  );
}

/** `+12%`, and whether that is good: null where nothing has changed. Null where nothing can be compared. */
export function changeOf(
  now: number,
  past: number | null | undefined,
  format: Format,
  isShare = false,
): { readonly text: string; readonly isGood: boolean | null } | null {
  if (past == null || !Number.isFinite(now) || !(isShare ? !Number.isNaN(past) : past > 0)) return null;
  const change = isShare ? now - past : now / past - 1;
  return {
    text: isShare ? points(change, format.decimal) : format.change(change),
    isGood: Math.abs(change) < 0.0005 ? null : change > 0,
  };
}

/** `+1.2 points` */
function points(change: number, decimal: (value: number) => string): string {
  const sign = change > 0 ? "+" : change < 0 ? "−" : "";
  return `${sign}${decimal(Math.abs(100 * change))} points`;
}
