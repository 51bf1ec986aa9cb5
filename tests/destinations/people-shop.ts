/** A customer of the shop that the tests send lists of. */
interface Person {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly consent: "yes" | "no" | null;
}

const FIRST = ["Ann", "Bo", "Cleo", "Dan", "Eva", "Zoë"];
const LAST = ["Smith", "van der Berg", "O'Neill", "Costa", "=Evil"];
export const PEOPLE: readonly Person[] = Array.from({ length: 150 }, (_, i) => ({
  id: `C${1000 + i}`,
  name: `${FIRST[i % FIRST.length]} ${LAST[i % LAST.length]}`,
  email: i % 10 === 3 ? null : `person.${i}@example.com`,
  consent: i % 7 === 2 ? "no" : i % 13 === 5 ? null : "yes",
}));

/** Those who agreed and can be written to: whom a tool may be told of. */
export const AGREED = PEOPLE.filter(({ consent, email }) => consent === "yes" && email !== null);

const DAY_MS = 86_400_000;

/** Order lines of two years; the same each time. */
export function ordersCsv(): string {
  const lines = ["customer_id,customer_name,email,order_id,order_date,product,quantity,unit_price,country"];
  let order = 1;
  for (const [i, { id, name, email }] of PEOPLE.entries()) {
    const every = 12 + ((i * 37) % 90);
    const until = i % 3 === 0 ? 420 : 730;
    for (let day = (i * 17) % 200; day < until; day += every) {
      const date = new Date(Date.UTC(2024, 0, 1) + day * DAY_MS).toISOString().slice(0, 10);
      const product = ["Tea", "Cup", "Pot"][(i + day) % 3];
      lines.push(
        `${id},${name},${email ?? ""},A${order++},${date},${product},${1 + (day % 3)},${5 + (i % 7)}.50,United Kingdom`,
      );
    }
  }
  return `${lines.join("\n")}\n`;
}

/** What the shop knows about consent, a row for each customer. */
export function consentCsv(): string {
  return `customer_id,accepts_marketing\n${PEOPLE.map(({ id, consent }) => `${id},${consent ?? ""}`).join("\n")}\n`;
}
