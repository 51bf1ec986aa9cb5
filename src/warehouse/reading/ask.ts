import type { Engine, EngineValue, RunOptions } from "../engine";
import { printed } from "../plan/print";
import { Rows } from "../plan/relations";
import { typesOf } from "../plan/types";

/** An answer's row, by the names of its columns. */
export type Answer<Names extends string = string> = Readonly<Record<Names, EngineValue>>;

/** Asks one engine. */
export class Asker {
  #asked = 0;

  /** `onProgress`: called with the number of statements that are done, in parts where the engine tells. */
  constructor(
    readonly engine: Engine,
    readonly signal: AbortSignal | undefined,
    readonly onProgress?: ((statements: number) => void) | undefined,
  ) {}

  /** These columns of the rows. */
  async rows<Names extends string>(rows: Rows, ...names: readonly Names[]): Promise<Answer<Names>[]> {
    const selected = rows.names;
    const places = names.map((name) => [name, selected.indexOf(name)] as const);
    const missing = places.find(([, place]) => place < 0);
    if (missing !== undefined) throw new RangeError(`there is no column ${missing[0]}`);
    const answers: Answer<Names>[] = [];
    for await (const { length, columns } of this.batches(rows))
      for (let i = 0; i < length; i++)
        answers.push(
          Object.fromEntries(places.map(([name, place]) => [name, columns[place]![i]!])) as Answer<Names>,
        );
    return answers;
  }

  /** The only row. */
  async one<Names extends string>(rows: Rows, ...names: readonly Names[]): Promise<Record<Names, number>> {
    const [answer] = await this.rows(rows, ...names);
    return Object.fromEntries(names.map((name) => [name, Number(answer?.[name] ?? 0)])) as Record<
      Names,
      number
    >;
  }

  /** The same rows, kept in the engine where it can do that: later statements read them, not what they were made of. */
  async kept(rows: Rows): Promise<Rows> {
    return (await this.#keep(rows)) ?? rows;
  }

  /** The same rows, worked out once in all where the engine can keep them, else once in each statement. */
  async settled(rows: Rows): Promise<Rows> {
    return (await this.#keep(rows)) ?? rows.settled();
  }

  async #keep(rows: Rows): Promise<Rows | null> {
    const columns = typesOf(rows.relation);
    const query = await this.#counting((options) =>
      this.engine.keep(printed(rows, this.engine.dialect), columns, options),
    );
    return query === null ? null : Rows.kept(query, columns);
  }

  /** Lets go of rows that are kept. */
  async forget({ relation }: Rows): Promise<void> {
    if (relation.op === "kept") await this.engine.forget(relation.query);
  }

  async *batches(rows: Rows): ReturnType<Engine["run"]> {
    yield* this.#counting((options) => this.engine.run(printed(rows, this.engine.dialect), options));
  }

  #counting<Answer>(asked: (options: RunOptions) => Answer): Answer {
    this.signal?.throwIfAborted();
    const before = this.#asked++;
    this.onProgress?.(before);
    return asked({
      signal: this.signal,
      onProgress: (fraction) => this.onProgress?.(before + fraction),
    });
  }
}
