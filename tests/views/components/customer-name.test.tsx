import { expect, test } from "bun:test";
import { renderToString } from "preact-render-to-string";
import { People } from "../../../src/answers/people";
import { CustomerName } from "../../../views/components/customer-name";

function shown(
  id: string,
  told: { readonly name: string | null; readonly email: string | null } | null,
): string {
  const cells = told && { column: (name: string) => ({ at: () => told[name as keyof typeof told] }) };
  const people = new People(() => ({ at: () => id }), 1, cells as never);
  return renderToString(<CustomerName people={people} row={0} id={id} href="/c" />);
}

test("a customer's address writes to them, in every list", () => {
  expect(shown("12", { name: "Ann", email: "ann+x@home.example" })).toBe(
    '<a href="/c">Ann</a><a class="soft small under" href="mailto:ann%2Bx@home.example">ann+x@home.example</a>',
  );
  expect(shown("ann@home.example", null)).toStartWith(
    '<a href="/c">ann@home.example</a><a class="soft small under" href="mailto:ann@home.example">Write an e-mail',
  );
});

test("a customer without an address has the id below the name, or the id alone", () => {
  expect(shown("12", { name: "Ann", email: null })).toBe(
    '<a href="/c">Ann</a><span class="soft small under">12</span>',
  );
  expect(shown("12", null)).toBe('<a href="/c">12</a>');
});

test("an address that is none cannot add to the link", () => {
  const html = shown("12", { name: "Ann", email: "a@b.example?bcc=c@d.example&x" });
  expect(html).toContain('href="mailto:a@b.example%3Fbcc%3Dc%40d.example%26x"');
});
