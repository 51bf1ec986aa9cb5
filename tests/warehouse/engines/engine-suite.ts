import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Warehouse } from "../../../src/warehouse/connections";
import type { Engine, EngineValue, RunOptions } from "../../../src/warehouse/engine";
import { openEngine } from "../../../src/warehouse/open-engine";

/** What the suite must know of an engine: the same things said in its SQL. */
export interface EngineCase {
  readonly warehouse: Warehouse;
  /** A row `n` from 1 to `rows`, in this order. */
  numbers(rows: number): string;
  /** An expression of `n` that fails for 90,000. */
  readonly failing: string;
  /** A statement that takes minutes. */
  readonly slow: string;
  /** How many statements the engine says that it runs for `openEngine`. Null: it keeps no list. */
  readonly running: (() => Promise<number>) | null;
  /** A cast to text, and to a 64-bit float. */
  text(expression: string): string;
  float(expression: string): string;
  /** Columns of a select list: their kinds in the order of the test. */
  readonly typed: string;
  /** Statements that must not do what they say. */
  readonly writes: readonly string[];
  /** Whether the table that `writes` are about is as it was. */
  isUntouched(): Promise<boolean>;
  /** Ends the connections of `openEngine` while they run something. Null: there are none. */
  readonly cut: (() => Promise<unknown>) | null;
  /** All statements of an engine see the same rows. */
  readonly isOneSnapshot: boolean;
  [Symbol.asyncDispose](): Promise<void>;
}

export async function rowsOf(
  engine: Engine,
  statement: string,
  options?: RunOptions,
): Promise<EngineValue[][]> {
  const rows: EngineValue[][] = [];
  for await (const { length, columns } of engine.run(statement, options))
    for (let row = 0; row < length; row++) rows.push(columns.map((column) => column[row]!));
  return rows;
}

/** What every engine must do, asked of the real one. `open` gives null where the engine is not installed. */
export function engineSuite(name: string, open: () => Promise<EngineCase | null>): void {
  describe(name, () => {
    let it: EngineCase;
    beforeAll(async () => {
      const opened = await open();
      if (!opened)
        throw new Error(`${name} is not installed; \`bun run test:warehouse --install\` does that.`);
      it = opened;
    }, 400_000);
    afterAll(() => it?.[Symbol.asyncDispose]());
    const engineOf = (also: Partial<Warehouse> = {}) =>
      openEngine("shop", { ...it.warehouse, ...also } as Warehouse);

    test("tells the columns of a query, with and without rows", async () => {
      await using engine = await engineOf();
      const columns = await engine.describe(`SELECT ${it.typed} -- the end`);
      expect(columns.map(({ name, kind }) => [name, kind])).toEqual([
        ["a_text", "text"],
        ["a number", "number"],
        ["whole", "number"],
        ["exact", "number"],
        ["a_day", "day"],
        ["a_moment", "moment"],
        ["nothing_but_é", "text"],
      ]);
      for (const { engineType } of columns) expect(engineType).toMatch(/\w/);
    });

    test("hands over texts, numbers and nulls as they are", async () => {
      await using engine = await engineOf();
      const texts = ["", " ", "é ß 漢字 😀", "it''s", '"quoted"', "a\tb", "NULL", "0012"];
      const [row] = await rowsOf(
        engine,
        `SELECT ${texts.map((text, index) => `'${text}' AS t${index}`).join(", ")}, NULL AS n, ${it.float("1.5")} AS f, -7 AS w, 9007199254740991 AS most`,
      );
      const expected = texts.map((text) => text.replaceAll("''", "'"));
      expect(row).toEqual([...expected, null, 1.5, -7, Number.MAX_SAFE_INTEGER]);
    });

    test("refuses a number that would lose digits, and gives it whole as text", async () => {
      await using engine = await engineOf();
      expect(await rowsOf(engine, `SELECT ${it.text("9007199254740993")} AS big`)).toEqual([
        ["9007199254740993"],
      ]);
      await using other = await engineOf();
      await expect(rowsOf(other, "SELECT 9007199254740993 AS big")).rejects.toThrow("cast it to text");
    });

    test("hands over many rows in their order", async () => {
      await using engine = await engineOf();
      let next = 1;
      let batches = 0;
      for await (const { length, columns } of engine.run(it.numbers(200_000))) {
        batches++;
        for (let row = 0; row < length; row++)
          if (columns[0]![row] !== next++) throw new Error(`not ${next - 1}`);
      }
      expect(next - 1).toBe(200_000);
      expect(batches).toBeGreaterThan(1);
      expect(await rowsOf(engine, `SELECT * FROM (${it.numbers(5)}) AS q WHERE n > 5`)).toEqual([]);
    });

    test("never ends an answer early: a failure in the middle is an error", async () => {
      await using engine = await engineOf();
      await expect(
        rowsOf(engine, `SELECT ${it.failing} AS x FROM (${it.numbers(200_000)}) AS q`),
      ).rejects.toThrow(/^The warehouse shop says: /);
    });

    test("writes nothing", async () => {
      for (const statement of it.writes) {
        await using engine = await engineOf();
        await expect(rowsOf(engine, statement)).rejects.toThrow();
      }
      expect(await it.isUntouched()).toBe(true);
    });

    test("stops a statement in the engine when the signal aborts", async () => {
      await using engine = await engineOf();
      const stop = new AbortController();
      const hasBegun = Promise.withResolvers<void>();
      const told = { signal: stop.signal, onProgress: () => hasBegun.resolve() };
      const answer = rowsOf(engine, it.slow, told).catch((error) => error);
      await (it.running ? until(async () => (await it.running!()) > 0) : hasBegun.promise);
      stop.abort(new Error("the job was cancelled"));
      expect((await answer).message).toBe("the job was cancelled");
      // An engine without a list runs within this process: it has ended the statement before it answers.
      if (it.running) await until(async () => (await it.running!()) === 0);
    });

    test("stops a statement in the engine that takes too long", async () => {
      await using engine = await engineOf({ max_seconds: 1 });
      await expect(rowsOf(engine, it.slow)).rejects.toThrow(/longer than 1 seconds.*max_seconds/);
      if (it.running) await until(async () => (await it.running!()) === 0);
    });

    test("stops an answer that is too large", async () => {
      await using engine = await engineOf({ max_bytes: 100_000 });
      await expect(rowsOf(engine, it.numbers(200_000))).rejects.toThrow(/more than 100000 bytes.*max_bytes/);
    });

    test("says what is wrong with a query, and shows no secret", async () => {
      await using engine = await engineOf();
      await expect(engine.describe("SELECT nothing_there FROM nowhere_at_all")).rejects.toThrow(
        /The warehouse shop says: .*(nowhere_at_all|nothing_there)/i,
      );
    });

    test("says that a connection was lost in the middle of an answer", async () => {
      if (it.cut === null) return;
      await using engine = await engineOf();
      const answer = rowsOf(engine, it.slow).catch((error) => error);
      await until(async () => (await it.running!()) > 0);
      await it.cut();
      expect((await answer).message).toMatch(/^The warehouse shop says: /);
      // Whatever came before was of a snapshot that is gone.
      if (it.isOneSnapshot)
        await expect(rowsOf(engine, "SELECT 1 AS one")).rejects.toThrow("The warehouse shop");
    });
  });
}

/** Asks again until it is so; the test's own limit ends it. */
export async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await Bun.sleep(50);
}
