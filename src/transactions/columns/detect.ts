import { type Candidate, candidatesFor } from "./candidates";
import type { ColumnFacts } from "./column-facts";
import { comingBack, dependence, growsWithQuantity, isBefore, isProduct, isRowNumber } from "./relations";
import { type Role, roles } from "./roles";

/** A column proposed for a role. */
export interface Proposal {
  readonly column: number;
  /** 0 to 1, by the column's name, its values and its relations to other columns. */
  readonly confidence: number;
  /** Why, in words. */
  readonly evidence: string;
}

export type Proposals = Partial<Record<Role, Proposal>>;

/** Proposals below this are not made. */
const leastConfidence = 0.3;
/** The score of a date whose name says nothing. */
const namelessScore = 0.5;
/** Customers or orders needed before a relation between columns counts. */
const tellingGroups = 3;

/** Roles that name and values alone settle, once the main ones are. */
const plainRoles = [
  "product_id",
  "quantity",
  "country",
  "cancelled_at",
  "status",
  "payment_status",
  "test_order",
  "row_type",
  "currency",
  "email",
  "returned_quantity",
  "refund",
  "discount",
  "exchange_rate",
  "exported_at",
  "customer_name",
  "product_name",
  "tax",
  "shipping",
] as const satisfies readonly Role[];

/**
 * Proposes a column for each role: by the columns' names, checked against a sample of their values (a date column must
 * parse as dates) and against each other: an order belongs to one customer, customers come back, an order's date varies
 * within a customer. `fixed`: what is known already; roles that are fixed to −1 have no column. Each column is proposed
 * once.
 */
export function proposeRoles(
  facts: readonly ColumnFacts[],
  fixed: Partial<Record<Role, number>> = {},
): Proposals {
  // A known system with all its columns leaves nothing to find.
  if (roles.every((role) => fixed[role] !== undefined)) return {};
  const choice = new Choice(facts, fixed);
  const dates = choice.candidates("order_datetime");
  const anyDate = fixed.order_datetime ?? dates[0]?.column;
  choice.take("customer_id", thePerson(facts, choice.candidates("customer_id"), facts[anyDate ?? -1]));
  if (choice.facts("customer_id") === undefined)
    choice.take(
      "customer_id",
      aReturningId(choice, facts[anyDate ?? -1]) ??
        anAddress(choice) ??
        aReturning(plainNames, choice, facts[anyDate ?? -1]) ??
        aReturning(telephones, choice, facts[anyDate ?? -1]),
    );
  const customer = choice.facts("customer_id");
  choice.take("order_datetime", theMoment(facts, choice.candidates("order_datetime"), customer));
  choice.take(
    "order_id",
    theOrder(facts, choice.candidates("order_id"), customer, choice.facts("order_datetime")),
  );
  choice.take("quantity", ofLines(choice, choice.candidates("quantity")));
  choice.take("product_id", choice.candidates("product_id")[0] ?? aNameOfGoods(choice));
  takeValue(choice);
  const [time] = choice.candidates("order_time");
  if (time !== undefined && choice.facts("order_datetime")?.texts.every((text) => !/\d[:T]\d/.test(text)))
    choice.take("order_time", time);
  for (const role of plainRoles) choice.take(role, choice.candidates(role)[0]);
  return choice.proposals;
}

/** The proposals so far. */
class Choice {
  readonly proposals: Proposals = {};
  readonly #used = new Set<number>();

  constructor(
    readonly all: readonly ColumnFacts[],
    readonly fixed: Partial<Record<Role, number>>,
  ) {
    for (const column of Object.values(fixed)) if (column >= 0) this.#used.add(column);
  }

  candidates(role: Role): Candidate[] {
    if (this.fixed[role] !== undefined || this.proposals[role] !== undefined) return [];
    return candidatesFor(role, this.all, (column) => !this.#used.has(column));
  }

  take(role: Role, candidate: Candidate | undefined): void {
    if (candidate === undefined || candidate.score < leastConfidence) return;
    const { column, score, evidence } = candidate;
    this.proposals[role] = { column, confidence: score, evidence };
    this.#used.add(column);
  }

  isUsed(facts: ColumnFacts): boolean {
    return this.#used.has(this.all.indexOf(facts));
  }

  /** The facts of the column that plays a role, if one does. */
  facts(role: Role): ColumnFacts | undefined {
    return this.all[this.fixed[role] ?? this.proposals[role]?.column ?? -1];
  }
}

/**
 * Among several columns that may be the customer, the person who comes back: Olist's `customer_id` is new for every
 * order.
 */
function thePerson(
  facts: readonly ColumnFacts[],
  candidates: readonly Candidate[],
  date: ColumnFacts | undefined,
): Candidate | undefined {
  const [best, ...others] = candidates;
  if (best === undefined || date === undefined) return best;
  const first = facts[best.column]!;
  if (first.filled < 20 || comingBack(first, date) > 0.02 * first.distinct) return best;
  const person = others.find(({ column, score }) => {
    const other = facts[column]!;
    return (
      score >= 0.5 &&
      other.filled >= 0.8 * first.filled &&
      other.distinct < 0.9 * first.distinct &&
      comingBack(other, date) >= tellingGroups &&
      dependence(first, other).constant > 0.95
    );
  });
  if (person === undefined) return best;
  const evidence = `${person.evidence}; they come back, and each ${JSON.stringify(first.name)} belongs to one of them and to one order only`;
  return { ...person, score: Math.max(person.score, 0.9), evidence };
}

/** A column simply called "id" counts people if nothing else does and its values come back on other days. */
function aReturningId(choice: Choice, date: ColumnFacts | undefined): Candidate | undefined {
  if (date === undefined || choice.fixed.customer_id !== undefined) return undefined;
  const column = choice.all.findIndex(
    (facts) =>
      /^_?id$/i.test(facts.name.trim()) &&
      !choice.isUsed(facts) &&
      comingBack(facts, date) >= Math.max(tellingGroups, 0.1 * facts.distinct),
  );
  if (column < 0) return undefined;
  const { name, distinct } = choice.all[column]!;
  return {
    column,
    score: 0.55,
    evidence: `no column names customers, and the ${distinct.toLocaleString("en")} values of ${JSON.stringify(name)} come back on other days`,
  };
}

/**
 * Names of people and their telephones, which name customers if nothing else does: if they come back, one an order,
 * whatever they buy.
 */
function aReturning(names: RegExp, choice: Choice, date: ColumnFacts | undefined): Candidate | undefined {
  if (date === undefined || choice.fixed.customer_id !== undefined) return undefined;
  const order = choice.all[choice.candidates("order_id").find(({ score }) => score >= 0.6)?.column ?? -1];
  const product = choice.all[choice.candidates("product_id")[0]?.column ?? -1];
  const column = choice.all.findIndex(
    (facts) =>
      names.test(facts.name.trim()) &&
      !choice.isUsed(facts) &&
      (names === telephones || facts.wholeNumbers < 0.5) &&
      comingBack(facts, date) >= Math.max(tellingGroups, 0.2 * facts.distinct) &&
      (order === undefined || dependence(order, facts).constant > 0.95) &&
      (product === undefined || dependence(product, facts).constant < 0.5),
  );
  if (column < 0) return undefined;
  return {
    column,
    score: 0.6,
    evidence: `no column names customers, and the ${choice.all[column]!.distinct.toLocaleString("en")} values of ${JSON.stringify(choice.all[column]!.name)} come back on other days, one an order`,
  };
}

const plainNames =
  /^(?:(?:full |company |business |last |billing |bill[- ]to |invoice |shipping |ship[- ]to |recipient |guest )?name|company|organi[sz]ation|business|nom(?: complet)?|raison sociale|nombre(?: completo)?|razón social|nome(?: completo)?|ragione sociale|naam|namn|navn|firma|firmenname|nachname|imię i nazwisko|nazwa|jméno|adı soyadı|ad soyad|имя|фио|氏名|お名前|姓名|이름)$/iu;

const telephones =
  /^(?:(?:customer|client|buyer|guest|member|contact|kunden?|cliente?)['s]*[ _-]?)?(?:(?:tele)?phone|mobile|cell(?:phone)?|whatsapp|contact|msisdn|telefono?|teléfono|téléphone|telefone|celular|móvil|cellulare|handy|telefonnummer|telefoon|gsm|телефон|電話番号|电话|手机号?|전화번호|연락처)(?:[ _-]?(?:no|num|number|nr|numero|número)\.?)?$/iu;

/** E-mail addresses tell people apart if nothing else does. */
function anAddress(choice: Choice): Candidate | undefined {
  if (choice.fixed.customer_id !== undefined) return undefined;
  const [best] = choice.candidates("email");
  return (
    best && {
      ...best,
      evidence: `no column names customers, and these are e-mail addresses: ${best.evidence}`,
    }
  );
}

/** Among several dates, one that varies within a customer; a day of birth or of joining does not. */
function theMoment(
  facts: readonly ColumnFacts[],
  candidates: readonly Candidate[],
  customer: ColumnFacts | undefined,
): Candidate | undefined {
  const varying = candidates.filter(({ column }) => {
    const date = facts[column]!;
    if (date.filled >= 20 && date.distinct === 1) return false;
    if (customer === undefined) return true;
    const { groups, constant } = dependence(customer, date);
    return groups < tellingGroups || constant < 0.95;
  });
  const best = earliest(facts, varying) ?? candidates[0];
  if (best === undefined || varying.length === 0 || candidates.length === 1) return best;
  const passedOver = candidates.length - varying.length;
  if (passedOver === 0) return best;
  return {
    ...best,
    evidence: `${best.evidence}; it changes between a customer's orders, and ${passedOver} other ${passedOver === 1 ? "date does" : "dates do"} not`,
  };
}

/** Among dates whose names say nothing, the earliest: orders come before delivery and payment. */
function earliest(facts: readonly ColumnFacts[], candidates: readonly Candidate[]): Candidate | undefined {
  const [best, ...others] = candidates;
  if (best === undefined || best.score > namelessScore) return best;
  const before = others.find(
    ({ column, score }) => score === best.score && isBefore(facts[column]!, facts[best.column]!),
  );
  return before === undefined
    ? best
    : { ...before, evidence: `${before.evidence}; it is before ${JSON.stringify(facts[best.column]!.name)}` };
}

/** An order id: not the customer under another name, and of one customer unless its numbers start over. */
function theOrder(
  facts: readonly ColumnFacts[],
  candidates: readonly Candidate[],
  customer: ColumnFacts | undefined,
  date: ColumnFacts | undefined,
): Candidate | undefined {
  return candidates.find(({ column, score }) => {
    const order = facts[column]!;
    if (customer === undefined) return true;
    const perCustomer = dependence(customer, order);
    const perOrder = dependence(order, customer);
    const isCustomer =
      date !== undefined &&
      perCustomer.groups >= tellingGroups &&
      perCustomer.constant > 0.9 &&
      perOrder.constant > 0.9 &&
      comingBack(customer, date) >= tellingGroups &&
      dependence(customer, date).constant < 0.9;
    if (isCustomer) return false;
    if (score < 0.75 && date !== undefined && isRowNumber(order, customer, date)) return false;
    return score >= 0.7 || perOrder.groups < tellingGroups || perOrder.constant > 0.8;
  });
}

/** The best candidate that is not the same on all lines of an order, as its number of items and its total are. */
function ofLines(choice: Choice, candidates: readonly Candidate[]): Candidate | undefined {
  const order = choice.facts("order_id");
  const product = choice.facts("product_id") ?? choice.all[choice.candidates("product_id")[0]?.column ?? -1];
  if (order === undefined || product === undefined || candidates.length < 2) return candidates[0];
  return candidates.find(({ column }) => !isOfOrders(choice.all[column]!, order, product)) ?? candidates[0];
}

/** Whether a number is constant within orders of several products, but not for a product. */
function isOfOrders(column: ColumnFacts, order: ColumnFacts, product: ColumnFacts): boolean {
  const within = dependence(order, column);
  return (
    within.groups >= tellingGroups &&
    within.constant > 0.95 &&
    dependence(order, product).constant < 0.5 &&
    dependence(product, column).constant < 0.5
  );
}

/** A column simply called "Name" that differs within orders names what was bought. */
function aNameOfGoods(choice: Choice): Candidate | undefined {
  const order = choice.facts("order_id");
  if (order === undefined || choice.fixed.product_id !== undefined) return undefined;
  const column = choice.all.findIndex(
    (facts) =>
      /^(?:name|nom|nombre|nome|naam|namn|navn|nazwa|název|jméno|title|titel|titre|título|titolo)$/i.test(
        facts.name.trim(),
      ) &&
      !choice.isUsed(facts) &&
      dependence(order, facts).groups >= tellingGroups &&
      dependence(order, facts).constant < 0.5,
  );
  if (column < 0) return undefined;
  return {
    column,
    score: 0.6,
    evidence: `its values, ${choice.all[column]!.distinct.toLocaleString("en")} of them, differ within orders`,
  };
}

/** Whether an amount that is no cost is quantity × price in nearly all rows. */
function isBorneOut(choice: Choice, quantity: ColumnFacts, price: ColumnFacts): boolean {
  return choice.all.some(
    (amount) =>
      amount !== price &&
      amount.numbers > 0.9 &&
      !/cost|cogs|costo|kosten|einkauf|achat|kupna/i.test(amount.name) &&
      isProduct(quantity, price, amount) > 0.9,
  );
}

/** Whether hardly any amount is quantity × price. */
function isUnrelated(quantity: ColumnFacts, price: ColumnFacts, amount: ColumnFacts): boolean {
  return isProduct(quantity, price, amount) < 0.05;
}

/** One way to value a line; the others are left alone. */
function takeValue(choice: Choice): void {
  const { fixed } = choice;
  if (fixed.unit_price !== undefined && fixed.unit_price >= 0) return;
  if (fixed.line_total !== undefined && fixed.line_total >= 0) return;
  if (fixed.order_total !== undefined && fixed.order_total >= 0) return;
  const quantity = choice.facts("quantity");
  const product = choice.facts("product_id");
  const price = ofLines(choice, choice.candidates("unit_price"));
  const [line] = choice.candidates("line_total");
  const [total] = choice.candidates("order_total");
  const wanted = (candidate: Candidate | undefined) =>
    candidate !== undefined && candidate.score >= leastConfidence;
  if (!wanted(price)) {
    choice.take(wanted(line) ? "line_total" : "order_total", wanted(line) ? line : total);
    return;
  }
  const prices = choice.all[price!.column]!;
  if (quantity === undefined) {
    const better = wanted(line) ? line : total;
    if (wanted(better)) choice.take(wanted(line) ? "line_total" : "order_total", better);
    else choice.take("unit_price", price);
    return;
  }
  if (
    wanted(total) &&
    price!.score < 0.75 &&
    isUnrelated(quantity, prices, choice.all[total!.column]!) &&
    !isBorneOut(choice, quantity, prices)
  ) {
    choice.take("order_total", {
      ...total!,
      evidence: `${total!.evidence}; quantity × ${JSON.stringify(prices.name)} is something else, such as what the goods cost the shop`,
    });
    return;
  }
  if (product !== undefined && growsWithQuantity(product, quantity, prices) > 0.8) {
    choice.take("line_total", {
      ...price!,
      evidence: `${price!.evidence}; it grows with the quantity, so it is the amount of the line`,
    });
    return;
  }
  if (wanted(line)) {
    const amounts = choice.all[line!.column]!;
    const share = isProduct(quantity, prices, amounts);
    // A total with the discount taken off is better; one unrelated to the price is not.
    if (share > 0.5) {
      choice.take("line_total", {
        ...line!,
        evidence: `${line!.evidence}; in ${Math.round(share * 100)} % of the lines it is quantity × ${JSON.stringify(prices.name)}`,
      });
      return;
    }
  }
  choice.take("unit_price", price);
}
