import { afterAll, describe, expect, test } from "bun:test";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OpenModel } from "../../src/answers/open-model";
import { Random } from "../../src/learning/random";
import { trainFile } from "../../src/pipeline/train-file";
import { ordinaryShop, writeOrders } from "./small-files";

const parent = mkdtempSync(join(tmpdir(), "perennial-attributes-"));
afterAll(() => rmSync(parent, { recursive: true, force: true }));

describe("a training with what the shop knows about its customers", () => {
  test("writes it into the model for its customers, and nothing else differs from one without", async () => {
    const orders = ordinaryShop(200, 300);
    const data = writeOrders(parent, orders);
    const [one, two] = [...new Set(orders.map(({ customer }) => customer))];
    const people = join(parent, "people.csv");
    writeFileSync(people, `id,consent,born\n${two},no,1990-02-03\n${one},yes,1980-01-02\n1,yes,1970-01-01\n`);
    const wrong = join(parent, "wrong.csv");
    writeFileSync(wrong, "id,tier\nA,gold\n");
    const [folder, plain] = [join(parent, "model"), join(parent, "plain")];
    const customerFiles = [people, wrong].map((path) => ({ path, name: path.slice(parent.length + 1) }));
    await trainFile({ data, folder, customerFiles });
    await trainFile({ data, folder: plain });
    const model = await OpenModel.open(folder);
    const { attributes } = model.customers;
    const row = model.customers.rowOf(String(two))!;
    expect(attributes!.columns).toEqual([
      { name: "consent", kind: "yes_no" },
      { name: "born", kind: "date" },
    ]);
    expect(["consent", "born"].map((name) => attributes!.cell(name, row))).toEqual([false, "1990-02-03"]);
    expect(model.card.attributes).toMatchObject({
      files: [
        { file: "people.csv", rows_read: 3, rows_matched: 2, rows_unmatched: 1, is_refused: false },
        { file: "wrong.csv", rows_read: 0, is_refused: true },
      ],
      columns: [
        { name: "consent", known: 2, is_used: false },
        { name: "born", known: 2, is_used: false },
      ],
    });
    await model.close();
    expect((await OpenModel.open(plain)).customers.attributes).toBeNull();
    const differ = readdirSync(folder).filter(
      (name) =>
        !readdirSync(plain).includes(name) ||
        !readFileSync(join(folder, name)).equals(readFileSync(join(plain, name))),
    );
    expect(differ.sort()).toEqual(["attributes.arrow", "model.json"]);
  });

  test("uses what helps out of time, says how much, and leaves out noise and what tells the future", async () => {
    const { data, people } = shopOfChannels(2000, 800);
    const folder = join(parent, "planted");
    const { trained } = await trainFile({
      data,
      folder,
      customerFiles: [{ path: people, name: "people.csv" }],
    });
    const card = JSON.parse(readFileSync(join(folder, "model.json"), "utf8"));
    const columns = card.attributes.columns as NonNullable<typeof trained.attributes>["columns"];
    expect(columns.map(({ name, verdict }) => `${name}: ${verdict}`)).toEqual([
      "channel: used",
      "lucky number: no_clear_gain",
      "birthday: no_clear_gain",
      "gone: suspicious",
      "last seen: suspicious",
    ]);
    const [channel] = columns;
    expect(channel!.gain_low).toBeGreaterThan(0);
    // What the page says is what the card says, and the scores follow.
    const model = await OpenModel.open(folder);
    const { customers } = model;
    const churn = customers.numbers("churn_probability");
    const told = customers.attributes!.values("channel");
    if (told.kind !== "text") throw new Error("a channel is text");
    const mean = (name: string) => {
      const code = told.labels.indexOf(name);
      const rows = Array.from(churn.keys()).filter(
        (row) => told.codes[row] === code && (customers.cell("recency_days", row) as number) < 60,
      );
      return rows.reduce((sum, row) => sum + churn[row]!, 0) / rows.length;
    };
    expect(mean("Ads")).toBeGreaterThan(1.2 * mean("Friends"));
    // A known customer's answer is the table's, and one who is described is answered without attributes.
    const id = customers.texts("CustomerID")[0]!;
    expect(model.known(id)!.churn_probability).toBe(churn[0]!);
    expect(
      (await model.described({ recency_days: 10, frequency: 3, monetary: 90 })).churn_probability,
    ).toBeGreaterThan(0);
    await model.close();
  }, 240_000);
});

/** Customers who leave by their channel, beside their own rhythm; some columns know nothing, some too much. */
function shopOfChannels(customers: number, days: number) {
  const random = new Random(11);
  const stay: Readonly<Record<string, number>> = { Ads: 60, Shop: 300, Friends: 3000 };
  const names = Object.keys(stay);
  const orders: { customer: number; day: number; value: number }[] = [];
  const rows = ["id,channel,lucky number,birthday,gone,last seen"];
  const date = (day: number) => new Date(Date.UTC(2020, 0, 1) + day * 86_400_000).toISOString().slice(0, 10);
  for (let i = 0; i < customers; i++) {
    const channel = names[random.integer(3)]!;
    const first = Math.floor(random.uniform() * days);
    const leaves = first + random.exponential(1 / stay[channel]!);
    const rate = random.gamma(3, 90);
    let last = first;
    for (
      let day = first;
      day < Math.min(days, leaves + 1);
      day += Math.max(1, Math.round(random.exponential(rate)))
    ) {
      orders.push({ customer: 10_000 + i, day, value: Math.round(5 + random.gamma(3, 0.1)) });
      last = day;
    }
    const isGone = days - last > 90;
    rows.push(
      [
        10_000 + i,
        channel,
        random.integer(1000),
        date(-365 * 20 - random.integer(14_000)),
        random.uniform() < 0.95 === isGone ? "yes" : "no",
        date(last),
      ].join(","),
    );
  }
  const folder = mkdtempSync(join(parent, "shop-"));
  const people = join(folder, "people.csv");
  writeFileSync(people, rows.join("\n"));
  return { data: writeOrders(folder, orders), people };
}
