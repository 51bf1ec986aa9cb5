import type { VNode } from "preact";

interface Tab {
  readonly label: string;
  readonly href: string;
  readonly isCurrent: boolean;
}

/** Ways to look at the same thing; `small` ones stand beside a heading of their own. */
export function Tabs({
  label,
  tabs,
  look = "tabs",
}: {
  readonly label: string;
  readonly tabs: readonly Tab[];
  readonly look?: "tabs" | "small";
}): VNode {
  return (
    <nav class={look === "small" ? "row small" : look} aria-label={label}>
      {tabs.map(({ label, href, isCurrent }) => (
        <a
          key={href}
          {...(look === "small" && { class: isCurrent ? "badge brand" : "badge" })}
          href={href}
          {...(isCurrent && { "aria-current": look === "small" ? "true" : "page" })}
        >
          {label}
        </a>
      ))}
    </nav>
  );
}
