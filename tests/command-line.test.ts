import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { version } from "../package.json";
import { ordinaryShop, writeOrders } from "./pipeline/small-files";

const ROOT = resolve(import.meta.dir, "..");
const folder = mkdtempSync(join(tmpdir(), "perennial-"));
const model = join(folder, "model");
let orders = "";

/** Runs the command line in a process of its own. */
async function perennial(...args: string[]) {
  const child = Bun.spawn([process.execPath, join(ROOT, "src", "cli.ts"), ...args], {
    env: { ...process.env, DATA_DIR: folder },
    stdout: "pipe",
    stderr: "pipe",
  });
  const [stdout, stderr, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  return { stdout, stderr, code };
}

beforeAll(() => {
  orders = writeOrders(folder, ordinaryShop(300, 420));
});

afterAll(() => rmSync(folder, { recursive: true }));

describe("perennial --version", () => {
  test.each(["--version", "-V"])("prints the release (%s)", async (flag) => {
    expect(await perennial(flag)).toEqual({ stdout: `${version}\n`, stderr: "", code: 0 });
  });
});

describe("perennial check", () => {
  test("takes a folder for one history, and counts it in the currency that is asked for", async () => {
    const exports = mkdtempSync(join(folder, "exports-"));
    const header = "customer,order,date,quantity,price,currency";
    for (const [name, row] of [
      ["orders-1.csv", "ann,1,2026-01-05,1,10,GBP"],
      ["orders-2.csv", "bob,2,2026-02-05,1,10,EUR"],
    ] as const)
      writeFileSync(join(exports, name), `${header}\n${row}\n`);
    const rates = join(folder, "rates.csv");
    writeFileSync(rates, "date,currency,rate\n2026-01-01,GBP,1.2\n");
    const { stdout, stderr, code } = await perennial(
      "check",
      exports,
      "--json",
      "--currency",
      "eur",
      "--rates",
      rates,
    );
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ currency: "EUR", revenue: 22, customers: 2 });
    expect(stderr).toContain("reading 2 files: ");
  });

  const messy = [
    "customer,order,date,quantity,price,status",
    "ann,1,2026-01-05,2,10,paid",
    "ann,1,2026-01-05,1,5,paid",
    "bob,2,2026-01-06,1,20,on review",
    "cid,3,2026-01-07,1,30,cancelled",
    "bob,4,2026-02-06,-1,20,paid",
    "dan,5,2026-02-07,1,x,paid",
  ];
  const messyFile = () => {
    const path = join(folder, "messy.csv");
    writeFileSync(path, messy.join("\n"));
    return path;
  };

  test("prints what is doubtful first, then what was found, then every row", async () => {
    const { stdout, code } = await perennial("check", messyFile());
    expect(code).toBe(0);
    const order = [
      "messy.csv: no known shop system",
      "Look at this first",
      '"on review"',
      "Columns",
      'customer_id: "customer", ',
      "What is in it",
      "2 customers, 2 orders, 0 of guests",
      "revenue 45.00 after discounts of 0.00; the file does not say whether tax is included",
      "refunds 20.00, which leaves 25.00",
      "orders from 2026-01-05 00:00 to 2026-01-06 00:00; dates read as year-month-day",
      "Statuses and kinds of rows",
      "status: on review → sale (unknown: read as a sale), 1 row, 20.00",
      "Rows",
      "6 read, 3 kept, 1 of the others kept as returns",
      "1 cancelled order, such as row 5",
      '1 unreadable number, such as row 7, price: "x"',
    ];
    let from = 0;
    for (const text of order) {
      const at = stdout.indexOf(text, from);
      expect({ text, isThere: at >= from }).toEqual({ text, isThere: true });
      from = at + text.length;
    }
  });

  test("prints the same facts as one JSON object", async () => {
    const { stdout, code } = await perennial("check", messyFile(), "--json");
    expect(code).toBe(0);
    const told = JSON.parse(stdout);
    expect(told).toMatchObject({
      profile: null,
      mapping: {
        customer_id: { column: "customer", confidence: expect.any(Number), evidence: expect.any(String) },
      },
      rows_read: 6,
      rows_kept: 3,
      rows_returned: 1,
      customers: 2,
      orders: 2,
      guest_orders: 0,
      revenue: 45,
      discounts: 0,
      refunds: 20,
      net_revenue: 25,
      currency: null,
      first_order: "2026-01-05T00:00:00.000Z",
      last_order: "2026-01-06T00:00:00.000Z",
      dropped: {
        cancelled_order: { rows: 1, samples: [{ row: 5 }] },
        unreadable_number: { rows: 1, samples: [{ row: 7, column: "price", value: "x" }] },
      },
      warnings: [
        { code: "unknown_status", message: expect.any(String), rows: 1, samples: expect.any(Array) },
      ],
      notes: expect.any(Array),
    });
  });

  test("exits with 1 where a training would be refused, with the candidates", async () => {
    const path = join(folder, "nobody.csv");
    writeFileSync(path, "order,date,total\n1,2026-01-05,5\n2,2026-01-06,6\n");
    const { stdout, stderr, code } = await perennial("check", path);
    expect([stdout, code]).toEqual(["", 1]);
    expect(stderr).toContain("No column was found for customer_id.");
  });

  test("names the line of the rates that is wrong, as train, evaluate and monitor do", async () => {
    const rates = join(folder, "wrong-rates.csv");
    writeFileSync(rates, "2026-01-01,GBP,1.2\n2026-02-01,GBP\n");
    const flags = ["--data-path", orders, "--currency", "EUR", "--rates", rates];
    for (const command of [
      ["check", orders, "--currency", "EUR", "--rates", rates],
      ["train", "--tenant-id", "t", "--out", join(folder, "none"), ...flags],
      ["evaluate", ...flags],
      ["monitor", "--model", model, ...flags],
    ]) {
      const { stderr, code } = await perennial(...command);
      expect([command[0], code]).toEqual([command[0]!, 1]);
      expect(stderr).toContain("Line 2 of the rates is");
    }
  });

  test("knows no currency of no kind, and says where there is no file of rates", async () => {
    expect((await perennial("check", orders, "--currency", "XYQ")).code).toBe(2);
    const { stderr, code } = await perennial("check", orders, "--rates", "no/rates.csv");
    expect([stderr, code]).toEqual(["error: There is no rates file no/rates.csv.\n", 1]);
  });
});

describe("perennial train", () => {
  test("writes the model, tells progress as JSON lines on stderr and the result on stdout", async () => {
    const { stdout, stderr, code } = await perennial(
      "train",
      "--tenant-id",
      "t",
      "--data-path",
      orders,
      "--out",
      model,
    );
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      event: "done",
      folder: model,
      report: join(model, "strategic_report.md"),
    });
    const events = stderr
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(events.every(({ event }) => event === "progress")).toBe(true);
    expect(events.at(-1).fraction).toBe(1);
    expect(existsSync(join(model, "strategic_report.md"))).toBe(true);
  });

  test("puts a model without --out under the tenant's artifacts, under a new id each time", async () => {
    for (const count of [1, 2]) {
      const { code } = await perennial("train", "--tenant-id", "shop-1", "--data-path", orders);
      expect(code).toBe(0);
      expect(readdirSync(join(folder, "artifacts", "tenants", "shop-1", "models"))).toHaveLength(count);
    }
  });

  test("goes on with the segments of the model that --previous names", async () => {
    const next = join(folder, "next");
    const train = ["train", "--tenant-id", "t", "--data-path", orders, "--out", next, "--previous"];
    expect((await perennial(...train, model)).code).toBe(0);
    const segmentation = (of: string) =>
      JSON.parse(readFileSync(join(of, "model.json"), "utf8")).segmentation;
    expect(segmentation(model).movement).toBeNull();
    expect(segmentation(next).movement).toMatchObject({ begun: [], ended: [], kept_share: 1 });
    const nowhere = await perennial(...train, folder);
    expect(nowhere.code).toBe(1);
    expect(nowhere.stderr).toContain("is not a model folder: model.json is missing");
  });

  for (const [name, args, says] of [
    ["without a tenant", ["train"], /required option '--tenant-id <id>' not specified/],
    ["with a tenant that is a path", ["train", "--tenant-id", "../x"], /a tenant id is 1 to 128 letters/],
    [
      "with a seed that is no number",
      ["train", "--tenant-id", "t", "--seed", "x"],
      /whole number of 0 or more/,
    ],
    ["with an unknown flag", ["train", "--tenant-id", "t", "--fast"], /unknown option '--fast'/],
    ["with an unknown command", ["learn"], /unknown command 'learn'/],
    [
      "with an unknown date order",
      ["train", "--tenant-id", "t", "--date-order", "ydm"],
      /it must be mdy, dmy, ymd/,
    ],
  ] as const) {
    test(`exits with 2 when called ${name}`, async () => {
      const { stderr, code } = await perennial(...args);
      expect(stderr).toMatch(says);
      expect(code).toBe(2);
    });
  }

  test("exits with 1 and one sentence on a file that cannot be used, and leaves no model", async () => {
    const bad = join(folder, "bad.csv");
    writeFileSync(bad, "when,what\n2020-01-01,x\n");
    const { stdout, stderr, code } = await perennial("train", "--tenant-id", "bad", "--data-path", bad);
    expect(code).toBe(1);
    expect(stdout).toBe("");
    expect(stderr.trim().split("\n").at(-1)).toMatch(/^error: bad\.csv: /);
    expect(existsSync(join(folder, "artifacts", "tenants", "bad"))).toBe(false);
  });
});

describe("perennial monitor", () => {
  test("tells of the same file that nothing has moved and when the promises are due", async () => {
    const { stdout, code } = await perennial("monitor", "--model", model, "--data-path", orders);
    expect(code).toBe(0);
    expect(stdout).toContain("None of");
    expect(stdout).toMatch(/- Leaving: Due \d{4}-\d\d-\d\d, \d+ days to go\./);
    expect(stdout).toMatch(/The newest order is from \d{4}-\d\d-\d\d, \d+ days ago/);
  });

  test("writes every figure to a file where it is asked to", async () => {
    const file = join(folder, "monitoring.json");
    const { code } = await perennial("monitor", "--model", model, "--data-path", orders, "--json", file);
    expect(code).toBe(0);
    const { drift, realised } = JSON.parse(readFileSync(file, "utf8"));
    expect(drift.alerts).toEqual([]);
    expect(realised.customers.missing).toBe(0);
  });

  test("refuses a folder that is no model", async () => {
    const { stderr, code } = await perennial("monitor", "--model", folder, "--data-path", orders);
    expect(code).toBe(1);
    expect(stderr).toContain("is not a model folder: model.json is missing");
  });
});

describe("perennial predict", () => {
  test("answers about a customer, about features and about everybody", async () => {
    const batch = await perennial("predict", "--model", model, "--batch");
    expect(batch.code).toBe(0);
    const [header, first] = batch.stdout.split("\n");
    expect(header).toBe(
      "CustomerID,segment,churn_probability,ltv_estimate,recommended_action,segment_name,reason_1,reason_2,reason_3,expected_gain",
    );
    const id = first!.split(",")[0]!;
    const one = await perennial("predict", "--model", model, "--customer", id);
    expect(one.code).toBe(0);
    expect(JSON.parse(one.stdout).customer_id).toBe(Number(id));
    const typed = await perennial(
      "predict",
      "--model",
      model,
      "--features",
      '{"recency_days":9,"frequency":2,"monetary":80}',
    );
    expect(typed.code).toBe(0);
    expect(JSON.parse(typed.stdout).churn_probability).toBeGreaterThan(0);
  });

  for (const [name, args, code] of [
    ["nothing is asked", [], 2],
    ["two things are asked", ["--batch", "--customer", "1"], 2],
    ["the customer is not known", ["--customer", "nobody"], 1],
    ["the features are no JSON", ["--features", "recency=1"], 1],
    ["the features are a list", ["--features", "[1]"], 1],
  ] as const) {
    test(`exits with ${code} when ${name}`, async () => {
      const run = await perennial("predict", "--model", model, ...args);
      expect(run.code).toBe(code);
      expect(run.stderr).toStartWith("error: ");
    });
  }
});

describe("perennial evaluate", () => {
  test("prints the models beside the simple rules and writes nothing", async () => {
    const before = readdirSync(folder).sort();
    const { stdout, code } = await perennial("evaluate", "--data-path", orders);
    expect(code).toBe(0);
    for (const row of ["shipped (all features)", "recency alone", "everybody alike", "same as last period"]) {
      expect(stdout).toContain(`| ${row}`);
    }
    expect(readdirSync(folder).sort()).toEqual(before);
  });
});

describe("perennial generate", () => {
  test("writes as many rows as asked for, the same for the same seed", async () => {
    const bytes = [];
    for (const [out, seed] of [
      ["a.csv", "5"],
      ["b.csv", "5"],
      ["c.csv", "6"],
    ] as const) {
      const { code } = await perennial(
        "generate",
        "--rows",
        "3000",
        "--seed",
        seed,
        "--out",
        join(folder, out),
      );
      expect(code).toBe(0);
      bytes.push(readFileSync(join(folder, out), "latin1"));
    }
    expect(bytes[0]!.trimEnd().split("\n")).toHaveLength(3001);
    expect(bytes[0]).toBe(bytes[1]!);
    expect(bytes[0]).not.toBe(bytes[2]!);
  });
});

describe("perennial keys", () => {
  const keys = (...args: string[]) => perennial("keys", ...args);
  const create = (tenant: string) =>
    keys("create", "--tenant-id", tenant, "--role", "analyst", "--name", "the till");

  test("makes a key that is printed alone, lists it without its secret, and revokes it", async () => {
    const { stdout: key, stderr, code } = await create("keyed");
    expect(code).toBe(0);
    expect(key).toMatch(/^pk_[0-9a-f]{12}_[A-Za-z0-9_-]{43}\n$/);
    expect(stderr).toMatch(/analyst key .* of the tenant keyed; it is shown only now/);
    const listed = async () => (await keys("list", "--tenant-id", "keyed")).stdout;
    const prefix = key.slice(0, 15);
    expect(JSON.parse(await listed())).toMatchObject({
      prefix,
      role: "analyst",
      name: "the till",
      revoked_at: null,
    });
    expect(await listed()).not.toContain(key.slice(16).trim());
    expect((await keys("revoke", "--tenant-id", "keyed", "--key", prefix)).code).toBe(0);
    expect(JSON.parse(await listed()).revoked_at).toBeString();
  });

  test("knows a tenant's own keys only", async () => {
    const prefix = (await create("mine")).stdout.slice(0, 15);
    expect((await keys("list", "--tenant-id", "yours")).stdout).toBe("");
    const { code, stderr } = await keys("revoke", "--tenant-id", "yours", "--key", prefix);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error: The tenant yours has no key pk_/);
  });

  for (const [name, args, says] of [
    ["without a role", ["create", "--tenant-id", "t", "--name", "n"], /'--role <role>' not specified/],
    [
      "with an unknown role",
      ["create", "--tenant-id", "t", "--name", "n", "--role", "root"],
      /business, analyst, admin/,
    ],
    ["with a tenant that is a path", ["list", "--tenant-id", "../t"], /a tenant id is 1 to 128 letters/],
  ] as const) {
    test(`exits with 2 when called ${name}`, async () => {
      const { stderr, code } = await keys(...args);
      expect(stderr).toMatch(says);
      expect(code).toBe(2);
    });
  }
});

describe("perennial overdue and perennial contacts", () => {
  test("list customers of a model as CSV, as many as were asked for", async () => {
    const overdue = await perennial("overdue", "--model", model, "--top", "2");
    expect(overdue.code).toBe(0);
    const [header, ...rows] = overdue.stdout.trim().split("\n");
    expect(header).toBe("CustomerID,days_overdue,silence_probability,overdue_value,reason");
    expect(rows.length).toBeLessThanOrEqual(2);
    const free = ["--contact-cost", "0", "--offer-cost", "0", "--top", "3"];
    const contacts = await perennial("contacts", "--model", model, ...free);
    expect(contacts.stdout).toStartWith("CustomerID,no_order_probability,value_if_kept,contact_profit\n");
    expect(contacts.stdout.trim().split("\n")).toHaveLength(4);
    expect(contacts.stderr).toStartWith("Contacting ");
  });

  test("say what is wrong with terms that cannot be", async () => {
    const { stderr, code } = await perennial("contacts", "--model", model, "--margin", "4");
    expect(code).toBe(1);
    expect(stderr).toContain("margin is 4, not a share above 0 and at most 1");
  });
});

describe("perennial invite", () => {
  const invite = (email: string) =>
    perennial("invite", "--tenant-id", "shop", "--email", email, "--role", "admin");

  test("prints a link that holds once, and says where it can be taken", async () => {
    const { stdout, stderr, code } = await invite("Ann@Shop.example");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^http:\/\/127\.0\.0\.1:8000\/app\/invitation\?code=[\w-]{43}\n$/);
    expect(stderr).toContain("admin of the tenant shop, for ann@shop.example");
    expect(stderr).toContain("AUTH=firebase");
  });

  test("takes nothing for an address that is none", async () => {
    const { stdout, stderr, code } = await invite("ann");
    expect([stdout, code]).toEqual(["", 2]);
    expect(stderr).toContain("it must be an e-mail address, such as ann@example.com.");
  });
});

describe("the documentation of the command line", () => {
  const page = readFileSync(join(ROOT, "docs", "command-line.md"), "utf8");

  for (const command of [
    "check",
    "train",
    "predict",
    "overdue",
    "contacts",
    "monitor",
    "evaluate",
    "generate",
    "serve",
    "worker",
    "doctor",
    "keys create",
    "keys list",
    "keys revoke",
    "invite",
    "restore",
    "backup",
  ]) {
    test(`names every flag of ${command}, and --help does`, async () => {
      const { stdout, code } = await perennial(...command.split(" "), "--help");
      expect(code).toBe(0);
      const flags = [...stdout.matchAll(/^ {2}(?:-h, )?(--[a-z-]+)/gm)]
        .map(([, flag]) => flag!)
        .filter((flag) => flag !== "--help");
      expect(flags.length).toBeGreaterThan(0);
      const section = page.split(`\n## ${command}\n`)[1]!.split("\n## ")[0]!;
      expect(flags.filter((flag) => !section.includes(`\`${flag}`))).toEqual([]);
    });
  }
});
