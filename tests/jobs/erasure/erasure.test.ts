import { describe, expect, spyOn, test } from "bun:test";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fromArrow } from "arquero";
import { zipSync } from "fflate";
import { type CustomerMark, isMarked } from "../../../src/store/customer-mark";
import { datasetKey } from "../../../src/store/object-keys";
import { cleanUpAfterwards } from "../../store/open-store";
import { predictionRow } from "../../store/rows";
import {
  artifactsOf,
  CANARY,
  type Death,
  erasingPlace,
  filesWith,
  furnish,
  orders,
  stopErasingAfterwards,
} from "./place";

stopErasingAfterwards();
cleanUpAfterwards();

type Proof = { readonly customer: CustomerMark };
const REMOVED = { addresses_removed: 0, unreadable_rows_removed: 0, unread_parts_removed: false };
const PROOF = {
  status: "erased",
  customer: { algorithm: "HMAC-SHA256", salt: expect.any(String), hash: expect.any(String) },
  datasets: [
    { dataset_id: "d1", file_id: "d1", file_name: "d1 orders.csv", rows_removed: 15, ...REMOVED },
    { dataset_id: "d2", file_id: "d2", file_name: "d2 orders.csv", rows_removed: 6, ...REMOVED },
  ],
  datasets_deleted: [],
  models: [
    {
      model_id: "m",
      files_rewritten: ["customers.arrow", "feature_store.csv", "orders.arrow", "segmented_customers.csv"],
    },
  ],
  batches_rewritten: 1,
  predictions_deleted: 1,
  campaign_places_deleted: 1,
  saved_segments_deleted: 1,
  jobs_deleted: 1,
  stored_answers_deleted: 1,
  leftover_files_deleted: 0,
  warnings: [],
};

describe("after an erasure", () => {
  test("no byte of the data folder tells of the person, the store's file and its log too, while the store is open", async () => {
    const place = erasingPlace();
    await furnish(place);
    const { store, dataDir } = place;
    // So many, in no order, that pages are split and rebuilt: what zeroing alone leaves copies in.
    const ids = Array.from({ length: 6000 }, (_, i) => `${(i * 7919) % 6007}`.padStart(4, "0"));
    ids.forEach((id, i) => {
      const payload = { customer_id: i % 3 === 0 ? CANARY : "other", note: "x".repeat(i % 250) };
      store.predictions.insert("t", predictionRow(`p${id}`, { payload }));
      if (i % 11 === 0) store.predictions.delete("t", `p${ids[i >> 1]}`);
    });
    expect(filesWith(dataDir, CANARY).length).toBeGreaterThan(6);
    const job = await place.erase();
    expect(job).toMatchObject({ status: "completed", attempt: 1 });
    expect(filesWith(dataDir, CANARY)).toEqual([]);
    expect(place.logged.join()).not.toContain(CANARY);
    expect(isMarked((job.result as Proof).customer, CANARY)).toBe(true);
  });

  test("the proof says what was removed, and the rows say how the files are now", async () => {
    const place = erasingPlace();
    await furnish(place);
    const job = await place.erase();
    expect(job.result).toEqual(PROOF);
    expect(job.payload).toEqual({ scope: "customer", customer: (job.result as Proof).customer });
    const { store, blobs } = place;
    const { path: datasetPath, sha256, sizeBytes, inspection } = store.datasets.findFile("t", "d1")!;
    const bytes = readFileSync(blobs.localPath(datasetPath));
    expect([sizeBytes, sha256]).toEqual([
      bytes.length,
      new Bun.CryptoHasher("sha256").update(bytes).digest("hex"),
    ]);
    expect(inspection).toMatchObject({ columns: ["CustomerID"], format: "csv", preview: expect.any(Array) });
    expect(bytes.toString()).toBe(
      orders(100)
        .split("\n")
        .filter((line) => !line.includes(CANARY))
        .join("\n"),
    );
    expect(store.models.find("t", "m")!.revision).toBe(1);
    expect(store.predictions.find("t", "batch")!.result).toMatchObject({ count: 2, rows: [{}, {}] });
    const arrow = fromArrow(readFileSync(blobs.localPath("tenants/t/models/m/customers.arrow")));
    expect(arrow.array("CustomerID")).toEqual(["other-1", "other-2"]);
    expect(readFileSync(blobs.localPath("tenants/t/models/m/feature_store.csv"), "utf8")).toBe(
      'CustomerID,note,n\nother-1,"a, b",1\nother-2,"a, b",1\n',
    );
  });

  test("another one of the same person finds nothing", async () => {
    const place = erasingPlace();
    await furnish(place);
    await place.erase();
    const before = artifactsOf(place.dataDir);
    expect((await place.erase()).result).toMatchObject({ status: "nothing_found", datasets: [], models: [] });
    expect(artifactsOf(place.dataDir)).toEqual(before);
  });

  test("two that are asked for at once are one, and two of different people both end", async () => {
    const place = erasingPlace();
    await furnish(place);
    const [first, second, third] = await Promise.all([place.erase(), place.erase(), place.erase("other-1")]);
    expect(second!.id).toBe(first!.id);
    expect(first!.result).toEqual(PROOF);
    expect(third!.result).toMatchObject({ status: "erased", batches_rewritten: 1 });
    expect(filesWith(place.dataDir, CANARY)).toEqual([]);
    expect(filesWith(place.dataDir, "other-1,")).toEqual([]);
  });
});

describe("kill -9 of the worker", () => {
  let undisturbed: Record<string, string> | null = null;
  async function artifactsWithout(): Promise<Record<string, string>> {
    const place = erasingPlace();
    await furnish(place);
    await place.erase();
    return artifactsOf(place.dataDir);
  }
  const steps = 7;
  const deaths: Death[] = Array.from({ length: steps }, (_, i) => i + 1).flatMap((step) => [
    { step, when: "before" as const },
    { step, when: "after" as const },
  ]);
  test.each(deaths)(
    "at step $step, $when it is noted, costs an attempt, and the next one ends alike",
    async (death) => {
      // Made once: nothing of it depends on the time or the machine.
      undisturbed ??= await artifactsWithout();
      const place = erasingPlace({ deaths: [death] });
      await furnish(place);
      const job = await place.erase();
      expect(job).toMatchObject({ status: "completed", attempt: 2, kills: 1 });
      expect(job.result).toEqual(PROOF);
      expect(artifactsOf(place.dataDir)).toEqual(undisturbed);
      expect(filesWith(place.dataDir, CANARY)).toEqual([]);
    },
  );

  test("three times fails the job, which tells what is erased and what is left; asking again goes on from there", async () => {
    const deaths: Death[] = [2, 1, 3].map((step) => ({ step, when: "after" }));
    const place = erasingPlace({ deaths });
    await furnish(place);
    const failed = await place.erase();
    expect(failed).toMatchObject({ status: "failed", kills: 3, payload: { customer_id: CANARY } });
    const job = await place.erase();
    expect(job).toMatchObject({ id: failed.id, status: "completed", error: null });
    expect(job.result).toEqual(PROOF);
    expect(filesWith(place.dataDir, CANARY)).toEqual([]);
  });
});

test("a step that cannot be written down is not taken: the job fails, and the file is as before", async () => {
  const place = erasingPlace();
  const key = await place.upload("d", orders(20));
  const failing = spyOn(place.store.notes, "add").mockImplementationOnce(() => {
    throw new Error("the disk is full");
  });
  const failed = await place.erase();
  expect(failed.status).toBe("failed");
  expect(failed.error).toMatch(/incident/);
  expect(place.logged.join()).toContain("the disk is full");
  expect(readFileSync(place.blobs.localPath(key), "utf8")).toBe(orders(20));
  failing.mockRestore();
  expect((await place.erase()).result).toMatchObject({ datasets: [{ rows_removed: 3 }] });
});

describe("a data set of several files", () => {
  const ADDRESS = "canary.7q@example.com";
  const FIRST = "InvoiceNo,InvoiceDate,CustomerID,Email,Quantity,UnitPrice";
  const SECOND = "Order,Date,Customer e-mail,Quantity,Price";
  const first = [
    `A1,2011-03-01 10:00,${CANARY},${ADDRESS},1,2`,
    "A2,2011-03-02 10:00,other,o@example.com,1,2",
  ];
  const second = [
    `B1,2011-04-01 10:00,${ADDRESS.toUpperCase()},1,2`,
    "B2,2011-04-02 10:00,o@example.com,1,2",
  ];
  const text = (header: string, lines: readonly string[]) => `${[header, ...lines].join("\n")}\n`;

  async function grown(place: ReturnType<typeof erasingPlace>) {
    const one = await place.upload("set", text(FIRST, first));
    const two = await place.append("set", "later", text(SECOND, second));
    return [one, two].map((key) => () => readFileSync(place.blobs.localPath(key), "utf8"));
  }

  const CLEAN = [text(FIRST, [first[1]!]), text(SECOND, [second[1]!])];
  const PROVED = [
    { dataset_id: "set", file_id: "later", rows_removed: 1 },
    { dataset_id: "set", file_id: "set", rows_removed: 1 },
  ];

  test("loses the person in each of them, by the id and by the address beside it, and the proof covers all", async () => {
    const place = erasingPlace();
    const files = await grown(place);
    const { result } = await place.erase();
    expect(result).toMatchObject({ status: "erased", datasets: PROVED });
    expect(files.map((read) => read())).toEqual(CLEAN);
    for (const name of [CANARY, ADDRESS, ADDRESS.toUpperCase()])
      expect(filesWith(place.dataDir, name)).toEqual([]);
    const { files: rows } = place.store.datasets.find("t", "set")!;
    expect(rows.map(({ sizeBytes }) => sizeBytes)).toEqual(CLEAN.map((clean) => clean.length));
    expect(rows.map(({ inspection }) => (inspection as { account?: unknown }).account)).toEqual([
      undefined,
      undefined,
    ]);
  });

  // Its steps: the addresses, a file, the other file, the rows.
  for (const step of [1, 2, 3, 4])
    for (const when of ["before", "after"] as const)
      test(`ends alike where kill -9 comes at step ${step}, ${when} it is noted: no address is forgotten between two files`, async () => {
        const place = erasingPlace({ deaths: [{ step, when }] });
        const files = await grown(place);
        const job = await place.erase();
        expect(job).toMatchObject({ status: "completed", attempt: 2 });
        expect(job.result).toMatchObject({ status: "erased", datasets: PROVED });
        expect(files.map((read) => read())).toEqual(CLEAN);
        for (const name of [CANARY, ADDRESS]) expect(filesWith(place.dataDir, name)).toEqual([]);
      });

  test("of which one cannot be read keeps the others", async () => {
    const place = erasingPlace();
    await place.upload("set", text(FIRST, first));
    await place.append("set", "later", `\u0000\u0001${CANARY}\u0000`.repeat(600));
    const { result } = await place.erase();
    expect(result).toMatchObject({
      datasets: [{ file_id: "set" }],
      datasets_deleted: [{ dataset_id: "set", file_id: "later" }],
    });
    expect(place.store.datasets.find("t", "set")!.files.map(({ id }) => id)).toEqual(["set"]);
  });
});

describe("an upload", () => {
  test("that cannot be read is deleted as a whole, and the proof names it", async () => {
    const place = erasingPlace();
    await furnish(place);
    const broken = Buffer.concat([
      Buffer.from("PAR1"),
      Buffer.from(`${CANARY} is here`),
      Buffer.from("PAR1"),
    ]);
    const key = await place.upload("bad", broken, "orders.parquet");
    const { result } = await place.erase();
    expect(result).toMatchObject({
      status: "erased",
      datasets: [{ dataset_id: "d1" }, { dataset_id: "d2" }],
      datasets_deleted: [{ dataset_id: "bad", file_name: "bad orders.parquet", reason: expect.any(String) }],
      warnings: [expect.stringContaining("bad orders.parquet could not be read")],
    });
    expect(await place.blobs.exists(key)).toBe(false);
    expect(place.store.datasets.find("t", "bad")).toBeNull();
    expect(filesWith(place.dataDir, CANARY)).toEqual([]);
  });

  test("loses the rows that cannot be read, whoever is in the others", async () => {
    const place = erasingPlace();
    const key = await place.upload("torn", `${orders(40, "other-99")}7,"2011"-03-01,${CANARY},1,2\n`);
    const { result } = await place.erase();
    expect(result).toMatchObject({
      datasets: [{ dataset_id: "torn", rows_removed: 0, unreadable_rows_removed: 1 }],
    });
    expect(readFileSync(place.blobs.localPath(key), "utf8")).toBe(orders(40, "other-99"));
  });

  test("whose columns nobody understands loses every row with the id in any cell", async () => {
    const place = erasingPlace();
    const key = await place.upload("notes", `a,b\nx,${CANARY}\n${CANARY},y\nx,y\n`);
    const { result } = await place.erase();
    expect(result).toMatchObject({
      datasets: [{ dataset_id: "notes", rows_removed: 2 }],
      datasets_deleted: [],
    });
    expect(readFileSync(place.blobs.localPath(key), "utf8")).toBe("a,b\nx,y\n");
  });

  test("is searched by the mapping of another upload too: a training may be asked for with it", async () => {
    const place = erasingPlace();
    const text = `${orders(20, "x")
      .replace("CustomerID", "CustomerID,ClientRef")
      .replace(/^(\d+,[^,]+,[^,]+)/gm, `$1,${CANARY}`)}`;
    await place.upload("two", text);
    const mappingPath = datasetKey("t", "mapped", "mapping.json");
    await place.blobs.writeStream(mappingPath, new Blob(['{"customer_id":"ClientRef"}']).stream());
    await place.upload("mapped", orders(5, "x"));
    place.store.datasets.setReading("t", "mapped", { mappingPath, dateOrder: null });
    expect((await place.erase()).result).toMatchObject({
      datasets: [{ dataset_id: "two", rows_removed: 20 }],
    });
  });

  test("that is a workbook is left with the table that is read", async () => {
    const place = erasingPlace();
    const key = await place.upload(
      "book",
      workbook(
        [
          ["CustomerID", "Total"],
          ["a", "1"],
        ],
        [[CANARY, "2"]],
      ),
      "orders.xlsx",
    );
    const { result } = await place.erase();
    expect(result).toMatchObject({
      datasets: [{ dataset_id: "book", rows_removed: 0, unread_parts_removed: true }],
    });
    expect(readFileSync(place.blobs.localPath(key), "utf8")).toBe("CustomerID,Total\na,1\n");
  });

  test("that has nobody else, or but one column, is left with its header", async () => {
    const place = erasingPlace();
    const keys = [
      await place.upload("only", `CustomerID,InvoiceDate,Total\n${CANARY},2011-01-05,3\n`),
      await place.upload("ids", `CustomerID\n${CANARY}\n`),
    ];
    expect((await place.erase()).status).toBe("completed");
    const left = await Promise.all(
      keys.map(async (key) => String(Buffer.from((await place.blobs.read(key)) ?? []))),
    );
    expect(left[0]).toBe("CustomerID,InvoiceDate,Total\n");
    expect(filesWith(place.dataDir, CANARY)).toEqual([]);
  });

  test("whose file is gone is passed over", async () => {
    const place = erasingPlace();
    const key = await place.upload("gone", orders(20));
    await place.blobs.delete(key);
    await place.upload("there", orders(20));
    expect((await place.erase()).result).toMatchObject({
      datasets: [{ dataset_id: "there", rows_removed: 3 }],
    });
  });
});

describe("what killed processes have left", () => {
  test("is deleted where no row refers to it, however young, but for what was sent after the erasure began", async () => {
    const place = erasingPlace();
    await furnish(place);
    const { dataDir, blobs } = place;
    const write = (root: string, folder: string, name: string) => {
      const path = join(dataDir, root, "tenants/t", folder);
      mkdirSync(path, { recursive: true });
      writeFileSync(join(path, name), CANARY);
      return join(path, name);
    };
    const before = Bun.randomUUIDv7("hex", Date.now() - 1000);
    const after = Bun.randomUUIDv7("hex", Date.now() + 600_000);
    const left = [
      write("datasets", "datasets/dead", ".dataset.csv.1"),
      write("datasets", "datasets/d1", ".orders.csv.2"),
      write("datasets", `datasets/${before}`, ".dataset.csv.4"),
      write("datasets", `datasets/${before}-whole`, "dataset.csv"),
      write("artifacts", "models/.m2.99.abc", "customers.arrow"),
      write("artifacts", "models/nobodys", "customers.arrow"),
      write("artifacts", "outputs", ".x.csv.3"),
    ];
    const coming = write("datasets", `datasets/${after}`, ".dataset.csv.4");
    expect((await place.erase()).result).toMatchObject({ leftover_files_deleted: 7 });
    expect(left.filter(existsSync)).toEqual([]);
    expect(existsSync(coming)).toBe(true);
    expect(filesWith(dataDir, CANARY)).toEqual([coming.slice(dataDir.length + 1)]);
    expect(await blobs.exists("tenants/t/datasets/d2")).toBe(true);
  });
});

describe("the erasure of a tenant", () => {
  const TENANT_PROOF = {
    status: "deleted",
    tenant_id: "t",
    datasets: 2,
    models: 1,
    predictions: 2,
    campaigns: 1,
    jobs: 1,
    api_keys: 0,
    stored_answers: 1,
    files: 8,
    bytes: expect.any(Number),
  };

  for (const [name, deaths] of [
    ["leaves its job alone", []],
    [
      "that is killed twice counts everything once",
      [
        { step: 2, when: "after" },
        { step: 3, when: "before" },
      ],
    ],
    ["that is killed behind its rows has them counted", [{ step: 5, when: "after" }]],
  ] as [string, Death[]][]) {
    test(name, async () => {
      const place = erasingPlace({ deaths });
      await furnish(place);
      const { id } = place.store.erasures.ask("t", { scope: "tenant" }, Date.now());
      const job = (await place.queue.waitForEnd("t", id))!;
      expect(job).toMatchObject({ status: "completed", kills: deaths.length, payload: { scope: "tenant" } });
      expect(job.result).toEqual(TENANT_PROOF);
      expect(place.store.jobs.list("t", null, null).map((row) => row.id)).toEqual([id]);
      expect(place.store.tenants.hasRows("t")).toBe(false);
      expect(Object.keys(artifactsOf(place.dataDir))).toEqual([]);
      expect(filesWith(place.dataDir, CANARY)).toEqual([]);
      expect(filesWith(place.dataDir, "other-1")).toEqual([]);
      expect(place.store.jobs.find("u", "j")).not.toBeNull();
    });
  }
});

/** A workbook with two sheets of texts. */
function workbook(...sheets: string[][][]): Uint8Array {
  const xml = (text: string) => new TextEncoder().encode(`<?xml version="1.0"?>${text}`);
  const relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  const names = sheets.map((_, i) => `sheet${i + 1}`);
  const rows = (sheet: string[][]) =>
    sheet
      .map(
        (cells) =>
          `<row>${cells.map((cell) => `<c t="inlineStr"><is><t>${cell}</t></is></c>`).join("")}</row>`,
      )
      .join("");
  return zipSync({
    "[Content_Types].xml": xml(
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    ),
    "_rels/.rels": xml(
      `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ),
    "xl/workbook.xml": xml(
      `<workbook xmlns="${main}" xmlns:r="${relations}"><sheets>${names.map((name, i) => `<sheet name="${name}" sheetId="${i + 1}" r:id="${name}"/>`).join("")}</sheets></workbook>`,
    ),
    "xl/_rels/workbook.xml.rels": xml(
      `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${names.map((name) => `<Relationship Id="${name}" Type="${relations}/worksheet" Target="worksheets/${name}.xml"/>`).join("")}</Relationships>`,
    ),
    ...Object.fromEntries(
      sheets.map((sheet, i) => [
        `xl/worksheets/${names[i]}.xml`,
        xml(`<worksheet xmlns="${main}"><sheetData>${rows(sheet)}</sheetData></worksheet>`),
      ]),
    ),
  });
}
