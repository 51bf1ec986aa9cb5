import type { VNode } from "preact";

/**
 * A chart drawn twice, for much and for little room, of which the style sheet shows one: letters stay readable and
 * apart in both. `isBroad`: the wide one needs most of a page.
 */
export function Responsive({
  wide,
  narrow,
  isBroad = false,
}: {
  readonly wide: VNode;
  readonly narrow: VNode;
  readonly isBroad?: boolean;
}): VNode {
  return (
    <div class={isBroad ? "each-width broad" : "each-width"}>
      <div class="when-wide">{wide}</div>
      <div class="when-narrow">{narrow}</div>
    </div>
  );
}
