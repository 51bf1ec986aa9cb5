import { afterAll, describe, expect, test } from "bun:test";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OpenModel } from "../../src/answers/open-model";
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
        { name: "consent", known: 2 },
        { name: "born", known: 2 },
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
});
