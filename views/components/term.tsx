import type { ComponentChildren, VNode } from "preact";
import { GLOSSARY, type GlossaryKey } from "../words/glossary";

/** A term of the field whose meaning shows when it is pointed at, touched or focused. */
export function Term({
  of,
  children,
}: {
  readonly of: GlossaryKey;
  /** The words that stand in the text; the term itself by default. */
  readonly children?: ComponentChildren;
}): VNode {
  const { term, meaning } = GLOSSARY[of];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the meaning must be reachable by keyboard
    <dfn class="term" tabIndex={0} data-tip={meaning}>
      {children ?? term}
      <span class="visually-hidden"> ({meaning})</span>
    </dfn>
  );
}
