import type { VNode } from "preact";
import { Notice } from "../../../components/card";

/** Where a model has no evaluation file. */
export function NoEvaluation(): VNode {
  return (
    <Notice tone="warn">
      This model was trained before evaluations were kept, so there are no charts here. Its figures are on the
      Overview tab; train again to see the curves.
    </Notice>
  );
}

/** Where the data allowed no test. */
export function NotTested({ reason }: { readonly reason: string }): VNode {
  return <Notice tone="warn">{`This could not be tested. ${reason}`}</Notice>;
}
