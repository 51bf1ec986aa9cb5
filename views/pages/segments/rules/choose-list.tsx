import type { VNode } from "preact";
import type { Product, Products } from "../../../../src/answers/products";
import { productTitle } from "../../../../src/answers/products";
import { Icon } from "../../../components/icon";
import { useFormat } from "../../../components/reader";
import { counted } from "../../../counted";
import { type Subject, subjectsWith } from "./subjects";

interface ListProps {
  /** Of the condition. */
  readonly term: number;
  readonly find: string;
  /** The form sends there. */
  readonly action: string;
}

/** What a condition can go by, in groups, each with what it means; what is looked for narrows it. */
export function SubjectList({
  subjects,
  chosen,
  ...props
}: ListProps & { readonly subjects: readonly Subject[]; readonly chosen: string }): VNode {
  const found = subjectsWith(subjects, props.find);
  const groups = [...new Set(found.map(({ group }) => group))];
  return (
    <OpenList {...props} label="Find what to go by" placeholder="Orders, spend, last order …">
      {groups.map((group) => (
        <section key={group} aria-label={group}>
          <h4>{group}</h4>
          {found
            .filter((subject) => subject.group === group)
            .map(({ id, label, meaning }) => (
              <button
                key={id}
                type="submit"
                name="do"
                value={`on ${props.term} ${id}`}
                {...(id === chosen && { "aria-current": "true" as const })}
              >
                <span>{label}</span>
                <span class="soft small">{meaning}</span>
              </button>
            ))}
        </section>
      ))}
      {found.length === 0 && <p class="soft">Nothing is called that. Try a shorter word.</p>}
    </OpenList>
  );
}

const MOST_PRODUCTS = 30;

/** The products of the shop, those of most revenue first. */
export function ProductList({ products, ...props }: ListProps & { readonly products: Products }): VNode {
  const format = useFormat();
  const found = productsWith(products, props.find);
  return (
    <OpenList {...props} label="Find a product" placeholder="Name or number of a product">
      {found.slice(0, MOST_PRODUCTS).map((product) => (
        <button key={product.id} type="submit" name="do" value={`pick ${props.term} ${product.id}`}>
          <span>{productTitle(product)}</span>
          <span class="soft small">
            {product.name !== null && `${product.id}, `}
            {counted(product.customers, "customer", format)}, {format.shortMoney(product.revenue)}
          </span>
        </button>
      ))}
      {found.length === 0 && <p class="soft">No product is called that. Try a shorter word.</p>}
      {found.length > MOST_PRODUCTS && (
        <p class="soft small">
          {format.count(found.length - MOST_PRODUCTS)} more: type a part of the name to find them.
        </p>
      )}
    </OpenList>
  );
}

function productsWith(products: Products, part: string): readonly Product[] {
  const words = part.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return products.all;
  return products.all.filter(({ id, name }) => {
    const told = `${id} ${name ?? ""}`.toLowerCase();
    return words.every((word) => told.includes(word));
  });
}

/** A field to look for something, and what was found. The list follows what is typed. */
function OpenList({
  find,
  action,
  label,
  placeholder,
  children,
}: Omit<ListProps, "term"> & {
  readonly label: string;
  readonly placeholder: string;
  readonly children: preact.ComponentChildren;
}): VNode {
  return (
    <div class="choose-list" data-arrows>
      <div class="row">
        <Icon name="search" />
        <input
          id="find"
          type="search"
          name="find"
          value={find}
          aria-label={label}
          placeholder={placeholder}
          autocomplete="off"
          maxLength={200}
          hx-post={action}
          hx-trigger="input consume delay:150ms"
          hx-target="#finds"
          hx-select="#finds"
          hx-swap="outerHTML"
          hx-sync="this:replace"
          autofocus
        />
        <button class="secondary small" type="submit" name="do" value="close">
          Close
        </button>
      </div>
      <div id="finds" class="finds-among">
        {children}
      </div>
    </div>
  );
}
