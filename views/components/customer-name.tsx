import type { VNode } from "preact";
import type { People } from "../../src/answers/people";

/** A customer as a link: the name, and the address or id below it; the id alone where the files have no more. */
export function CustomerName({
  people,
  row,
  id,
  href,
}: {
  readonly people: People;
  readonly row: number;
  readonly id: string;
  readonly href: string;
}): VNode {
  const name = people.name(row);
  return (
    <>
      <a href={href}>{name ?? id}</a>
      {name !== null && <span class="soft small under">{people.email(row) ?? id}</span>}
    </>
  );
}
