import type { VNode } from "preact";
import { Tabs } from "../../components/tabs";

const TABS = [
  { path: "/models", label: "Models" },
  { path: "/backtests", label: "Backtests" },
] as const;

/** The models, and whether such models would have been right in the past. */
export function ModelTabs({ current }: { readonly current: (typeof TABS)[number]["path"] }): VNode {
  return (
    <Tabs
      label="Models and backtests"
      tabs={TABS.map(({ path, label }) => ({ label, href: `/app${path}`, isCurrent: path === current }))}
    />
  );
}
