import { onceAModel } from "../../../../src/answers/once-a-model";
import type { OpenModel } from "../../../../src/answers/open-model";
import { type Product, type Products, productTitle } from "../../../../src/answers/products";
import type { Operator, Rule, RuleValue } from "../../../../src/answers/rules/rule";
import type { Format } from "../../../format";
import { attributeOf, BOUGHT } from "./draft";
import type { Subject } from "./subjects";

/** A segment to begin with. */
export interface StartingPoint {
  readonly name: string;
  /** What it is good for. */
  readonly use: string;
  readonly rule: Rule;
}

/** The best customers by spend: this share of all. */
const HIGH_SPENDERS = 0.2;
const QUIET_FROM_DAYS = 30;
const QUIET_TO_DAYS = 90;

/** Segments that shops often want, as far as this model knows what they go by. */
export function startingPoints(
  model: OpenModel,
  products: Products | null,
  subjects: readonly Subject[],
  format: Format,
): readonly StartingPoint[] {
  const has = (...ids: readonly string[]) => ids.every((id) => subjects.some((subject) => subject.id === id));
  const spend = highSpend(model);
  const pair = products && has(BOUGHT) && oftenTogether(products);
  const consent = subjects.find(({ id, kind }) => kind === "yes_no" && isConsent(attributeOf(id)));
  return [
    has("spend", "overdue") &&
      spend > 0 && {
        name: "High spenders gone quiet",
        use: `Spent ${format.money(spend)} or more, and are late by their own rhythm: win them back first.`,
        rule: all(compared("spend", ">=", spend), compared("overdue", "is", true)),
      },
    has("orders", "recency") && {
      name: `One order, ${QUIET_FROM_DAYS} to ${QUIET_TO_DAYS} days ago`,
      use: "The time in which a second order is most worth asking for.",
      rule: all(
        compared("orders", "is", 1),
        compared("recency", ">=", QUIET_FROM_DAYS),
        compared("recency", "<=", QUIET_TO_DAYS),
      ),
    },
    pair && {
      name: `Bought ${short(pair.one)}, not ${short(pair.other)}`,
      use: "Many who buy the one buy the other too: these have not yet.",
      rule: all({ kind: "bought", product: pair.one.id }, not({ kind: "bought", product: pair.other.id })),
    },
    consent !== undefined &&
      has("pays") && {
        name: "Consented and worth a contact",
        use: `“${consent.label}” is yes, and a contact should bring more than it costs.`,
        rule: all(
          { kind: "attribute", name: attributeOf(consent.id)!, operator: "is", value: true },
          compared("pays", "is", true),
        ),
      },
  ].filter((point) => !!point);
}

function all(...rules: readonly Rule[]): Rule {
  return { kind: "all", rules };
}

function not(rule: Rule): Rule {
  return { kind: "not", rule };
}

function compared(field: string, operator: Operator, value: RuleValue): Rule {
  return { kind: "compare", field, operator, value };
}

/** What the fifth of the customers who spent most spent at least, in two digits; 0 where nobody spent anything. */
const highSpend = onceAModel(({ customers }) => {
  const rising = customers.numbers("monetary").toSorted();
  const value = rising[Math.floor((1 - HIGH_SPENDERS) * (rising.length - 1))] ?? 0;
  return Number(value.toPrecision(2));
});

/** The product of most revenue that goes with another, and that other; null where none does. */
function oftenTogether(products: Products): { readonly one: Product; readonly other: Product } | null {
  for (const one of products.all.slice(0, 50)) {
    const link = products.linksOf(one).find(({ kind }) => kind === "together");
    if (link) return { one, other: link.product };
  }
  return null;
}

function isConsent(name: string | null): boolean {
  return name !== null && /consent|opt.?in|newsletter|marketing|subscri|accepts/i.test(name);
}

const MOST_LETTERS = 32;

function short(product: Product): string {
  const title = productTitle(product);
  return title.length <= MOST_LETTERS ? title : `${title.slice(0, MOST_LETTERS - 1).trimEnd()}…`;
}
