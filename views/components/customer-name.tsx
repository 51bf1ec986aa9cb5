import type { VNode } from "preact";
import type { People } from "../../src/answers/people";

/**
 * A customer as a link: the name, and below it the address, which writes to them, or the id; the id alone where the
 * files have no more.
 */
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
  const email = people.email(row);
  return (
    <>
      <a href={href}>{name ?? id}</a>
      {email !== null ? (
        <a class="soft small under" href={mailHref(email)}>
          {name === null && email === id ? (
            <>
              Write an e-mail<span class="visually-hidden"> to {email}</span>
            </>
          ) : (
            email
          )}
        </a>
      ) : (
        name !== null && <span class="soft small under">{id}</span>
      )}
    </>
  );
}

/** Where a click or tap writes to an address. */
export function mailHref(email: string): string {
  return `mailto:${encodeURIComponent(email).replace("%40", "@")}`;
}
