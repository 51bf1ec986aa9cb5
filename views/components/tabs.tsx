import type { VNode } from "preact";

interface Tab {
  readonly label: string;
  readonly href: string;
  readonly isCurrent: boolean;
}

interface TabsProps {
  /** What the tabs choose between. */
  readonly label: string;
  readonly tabs: readonly Tab[];
}

/** The parts of a page, one of them open. */
export function Tabs({ label, tabs }: TabsProps): VNode {
  return (
    <nav class="tabs" aria-label={label}>
      {tabs.map(({ label, href, isCurrent }) => (
        <a key={href} href={href} {...(isCurrent && { "aria-current": "page" as const })}>
          {label}
        </a>
      ))}
    </nav>
  );
}

/** The same for a choice within a part. */
export function Choice({ label, tabs }: TabsProps): VNode {
  return (
    <nav class="choice" aria-label={label}>
      {tabs.map(({ label, href, isCurrent }) => (
        <a key={href} {...(isCurrent && { "aria-current": "true" as const })} href={href}>
          {label}
        </a>
      ))}
    </nav>
  );
}
