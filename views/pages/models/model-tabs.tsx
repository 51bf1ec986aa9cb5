import type { VNode } from "preact";

const TABS = [
  { path: "/models", label: "Models" },
  { path: "/backtests", label: "Backtests" },
] as const;

/** The models, and whether such models would have been right in the past. */
export function ModelTabs({ current }: { readonly current: (typeof TABS)[number]["path"] }): VNode {
  return (
    <nav class="tabs" aria-label="Models and backtests">
      {TABS.map(({ path, label }) => (
        <a key={path} href={`/app${path}`} {...(path === current && { "aria-current": "page" as const })}>
          {label}
        </a>
      ))}
    </nav>
  );
}
