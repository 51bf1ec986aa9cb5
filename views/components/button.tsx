import type { ComponentChildren, VNode } from "preact";

interface LinkProps {
  readonly href: string;
  readonly children: ComponentChildren;
}

/** The step that is likely next. */
export function ButtonLink({ href, children }: LinkProps): VNode {
  return (
    <a class="button" href={href}>
      {children}
    </a>
  );
}

/** Another way to go. */
export function SecondaryLink({ href, children }: LinkProps): VNode {
  return (
    <a class="button secondary" href={href}>
      {children}
    </a>
  );
}
