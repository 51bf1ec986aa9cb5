import { type ComponentChildren, Fragment, type VNode } from "preact";

/** A fact and its name; nothing where there is nothing to say. */
export type Fact = readonly [name: string, value: ComponentChildren] | "" | false | null | undefined;

/** Names with a fact under each, one below the other. */
export function Facts({ of, look }: { readonly of: readonly Fact[]; readonly look?: "short-names" }): VNode {
  return (
    <dl class={look ? `facts ${look}` : "facts"}>
      {of.map(
        (fact) =>
          fact && (
            <Fragment key={fact[0]}>
              <dt>{fact[0]}</dt>
              <dd>{fact[1]}</dd>
            </Fragment>
          ),
      )}
    </dl>
  );
}
