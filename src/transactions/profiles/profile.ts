import type { Role } from "../columns/roles";

/**
 * What a status or a kind of row means for the account. Only `sale` rows are purchases.
 * - `return`: money given back, whatever the sign of the amount.
 * - `refunded`: the whole order was given back; it is no order.
 * - `cancelled`, `failed`, `unpaid`, `draft`: it never became an order.
 * - `browsing`: a view, a cart, a wish list.
 * - `not_goods`: shipping, tax, fees, payments, tips, summaries of other rows.
 */
export const meanings = [
  "sale",
  "return",
  "refunded",
  "cancelled",
  "failed",
  "unpaid",
  "draft",
  "browsing",
  "not_goods",
] as const;
export type Meaning = (typeof meanings)[number];

/** Names of columns that tell a system, as `normalisedName` writes them (lower case, no accents, spaces or punctuation). */
export interface Signature {
  /** All of them are there. */
  readonly all: readonly string[];
  /** At least one of each group is there. */
  readonly any?: readonly (readonly string[])[];
  /** None of them is there. */
  readonly none?: readonly string[];
}

/** How one shop system writes its exports. Pure data: a new system is a new file of this shape. */
export interface Profile {
  /** Short and stable, such as `shopify`. */
  readonly id: string;
  /** As people call it, such as "Shopify, orders export". */
  readonly name: string;
  /** It is this system where one of these holds. A signature must be so particular that no other table has it by chance. */
  readonly signatures: readonly Signature[];
  /**
   * Role → normalised names of the columns that may play it, best first; all language versions. A column that several roles name
   * plays the first of them in the order of `roles`: an e-mail address that is the customer is not the e-mail as well.
   */
  readonly columns: Readonly<Partial<Record<Role, readonly string[]>>>;
  /** Roles that no column plays here, whatever a column is called. */
  readonly absent?: readonly Role[];
  /** What this system's status words mean, normalised as `normalisedName` does; goes before the common vocabulary. */
  readonly statuses?: Readonly<Record<string, Meaning>>;
  /** The same for kinds of rows. */
  readonly rowTypes?: Readonly<Record<string, Meaning>>;
  /** Names of products, normalised, that are no goods, such as a tip. */
  readonly notGoods?: readonly string[];
  /** Other words of the customer column that stand for a guest, normalised. */
  readonly guests?: readonly string[];
  /** An order without a customer is a guest's: it counts in revenue and orders, but is nobody's. */
  readonly blankCustomerIsGuest?: boolean;
  /** How the discount column is meant. Without it: told from the numbers. */
  readonly discount?: {
    /** Left out where it depends on the export: told from the numbers. */
    readonly per?: "line" | "order";
    readonly unit: "amount" | "percent";
    /** Whether line totals or order totals are given with it already taken off; unit prices never are. */
    readonly alreadyTaken: boolean;
  };
  /** How the refund column is meant. Without it: told from the numbers. */
  readonly refund?: { readonly per: "line" | "order" };
  /** Whether amounts are with tax; unknown where it depends on the shop's settings. */
  readonly tax?: "included" | "excluded";
  /** The order total also holds these columns' amounts, which are no goods. Where the file has no such column, they cannot be taken off. */
  readonly totalHolds?: readonly ("shipping" | "tax")[];
  /** Amounts are in the shop's own currency whatever the currency column says. */
  readonly amountsInShopCurrency?: boolean;
  /** The currency of the amounts, where the file has no column for it and the system always writes one. */
  readonly currency?: string;
}
