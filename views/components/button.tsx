import type { ComponentChildren, VNode } from "preact";
import { Icon } from "./icon";

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

/** Brings up the form of class `sheet` with the id `opens`: on a phone, where it does not stand on the page. */
export function SheetButton({
  opens,
  children,
}: {
  readonly opens: string;
  readonly children: ComponentChildren;
}): VNode {
  return (
    <button class="secondary to-sheet" type="button" popovertarget={opens}>
      <Icon name="filter" />
      {children}
    </button>
  );
}
