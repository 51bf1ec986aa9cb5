import type { Role } from "../columns/roles";

/**
 * What a status or a kind of row means for the account. Only `sale` rows are purchases.
 * - `return`: money given back, whatever the sign of the amount.
 * - `refunded`: the whole order was refunded; it is no order.
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

/**
 * Column names that identify a system, as `normalisedName` writes them (lower case, no accents, spaces, punctuation).
 */
export interface Signature {
  /** All of them are present. */
  readonly all: readonly string[];
  /** At least one of each group is present. */
  readonly any?: readonly (readonly string[])[];
  /** None of them is present. */
  readonly none?: readonly string[];
}

/** How one shop system writes its exports. Pure data: a new system is a new file like this. */
export interface Profile {
  /** Short and stable, such as `shopify`. */
  readonly id: string;
  /** As people call it, such as "Shopify, orders export". */
  readonly name: string;
  /** The file is from this system if one of these holds. A signature must be too particular to match by chance. */
  readonly signatures: readonly Signature[];
  /**
   * Role → normalised names of the columns that may play it, best first, in all languages. A column under several roles
   * plays the first in the order of `roles`: an e-mail address that is the customer is not the e-mail as well.
   */
  readonly columns: Readonly<Partial<Record<Role, readonly string[]>>>;
  /** Roles that no column plays here, whatever its name. */
  readonly absent?: readonly Role[];
  /** What this system's status words mean, by `normalisedName`; overrides the common vocabulary. */
  readonly statuses?: Readonly<Record<string, Meaning>>;
  /** The same for kinds of row. */
  readonly rowTypes?: Readonly<Record<string, Meaning>>;
  /** Names of products, normalised, that are no goods, such as a tip. */
  readonly notGoods?: readonly string[];
  /** More words for a guest in the customer column, normalised. */
  readonly guests?: readonly string[];
  /** An order without a customer is a guest's: it counts in revenue and orders, but for no customer. */
  readonly blankCustomerIsGuest?: boolean;
  /** How to read the discount column. Without it, the numbers decide. */
  readonly discount?: {
    /** Omitted if it depends on the export: the numbers decide. */
    readonly per?: "line" | "order";
    readonly unit: "amount" | "percent";
    /** Whether line totals or order totals have it already taken off; unit prices never have. */
    readonly alreadyTaken: boolean;
  };
  /** How to read the refund column. Without it, the numbers decide. */
  readonly refund?: { readonly per: "line" | "order" };
  /** Whether amounts include tax; unknown if it depends on the shop's settings. */
  readonly tax?: "included" | "excluded";
  /**
   * The order total also includes these amounts, which are no goods. Without such a column they cannot be taken off.
   */
  readonly totalHolds?: readonly ("shipping" | "tax")[];
  /** Amounts are in the shop's own currency whatever the currency column says. */
  readonly amountsInShopCurrency?: boolean;
  /** The currency of the amounts, if the file has no column for it and the system always uses the same. */
  readonly currency?: string;
}
