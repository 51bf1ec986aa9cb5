import { collectPurchases, collectReturns, type Purchases, type Returns } from "../customers/purchases";
import { type Baskets, collectBaskets } from "../models/products/baskets";
import { type Horizons, type Snapshot, snapshotOfPart, type WholeShop } from "../models/snapshot";
import type { TransactionParts } from "../transactions/parts";
import { collectGarbage } from "../transactions/spill/collect-garbage";
import type { Transactions } from "../transactions/transactions";

/** A part of a shop as a training looks at it. What is not asked for is not made. */
export class ShopPart {
  #purchases: Purchases | null = null;
  #returns: Returns | null = null;
  #baskets: Baskets | null = null;
  #snapshot: Snapshot | null = null;

  /** `first`: the number of its first customer in the shop. */
  constructor(
    readonly transactions: Transactions,
    readonly first: number,
  ) {}

  get purchases(): Purchases {
    this.#purchases ??= collectPurchases(this.transactions);
    return this.#purchases;
  }

  get returns(): Returns {
    this.#returns ??= collectReturns(this.transactions);
    return this.#returns;
  }

  /** What was bought together. */
  get baskets(): Baskets {
    const { lines, customers, products } = this.transactions;
    this.#baskets ??= collectBaskets(lines, customers.length, products.length);
    return this.#baskets;
  }

  /** The newest snapshot of its customers. */
  snapshot(
    { newest, horizons }: { readonly newest: number; readonly horizons: Horizons },
    whole: WholeShop,
  ): Snapshot {
    this.#snapshot ??= snapshotOfPart(this.purchases, this.returns, newest, horizons, whole);
    return this.#snapshot;
  }

  forgetBaskets(): void {
    this.#baskets = null;
  }
}

/** A shop that is looked at part by part, several times. The last part looked at stays: a single one is read once. */
export class ShopParts {
  readonly customers: number;
  readonly #first: readonly number[];
  #last: { readonly index: number; readonly part: ShopPart } | null = null;

  constructor(private readonly parts: TransactionParts) {
    let customers = 0;
    this.#first = parts.customers.map((own) => {
      customers += own;
      return customers - own;
    });
    this.customers = customers;
  }

  get shared(): TransactionParts["shared"] {
    return this.parts.shared;
  }

  get length(): number {
    return this.parts.customers.length;
  }

  async *each(): AsyncGenerator<ShopPart> {
    for (let index = 0; index < this.length; index++) {
      if (this.#last?.index !== index) {
        // The one before need not stay while the next is read, nor what was made of it.
        this.#last = null;
        if (this.length > 1) collectGarbage();
        this.#last = { index, part: new ShopPart(await this.parts.part(index), this.#first[index]!) };
      }
      yield this.#last.part;
    }
  }
}
