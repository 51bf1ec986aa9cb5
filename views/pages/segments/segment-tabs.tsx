import type { VNode } from "preact";
import { withQuery } from "../../components/pages";
import { Tabs } from "../../components/tabs";
import { YOURS } from "./saved-href";

/** The segments that the model found, and those that people made. */
export function SegmentTabs({
  current,
  modelId,
}: {
  readonly current: "found" | "yours";
  readonly modelId: string | undefined;
}): VNode {
  return (
    <Tabs
      label="Segments"
      tabs={[
        {
          label: "Found by the model",
          href: withQuery("/app/segments", { model: modelId }),
          isCurrent: current === "found",
        },
        { label: "Yours", href: withQuery(YOURS, { model: modelId }), isCurrent: current === "yours" },
      ]}
    />
  );
}
