import type { VNode } from "preact";

/**
 * A chart drawn twice, for a wide and for a narrow screen, of which the style sheet shows one: letters stay readable on
 * both.
 */
export function Responsive({ wide, narrow }: { readonly wide: VNode; readonly narrow: VNode }): VNode {
  return (
    <>
      <div class="when-wide">{wide}</div>
      <div class="when-narrow">{narrow}</div>
    </>
  );
}
