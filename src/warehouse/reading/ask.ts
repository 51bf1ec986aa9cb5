import type { Engine, EngineValue } from "../engine";
import { printed } from "../plan/print";
import type { Rows } from "../plan/relations";

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

  async *batches(rows: Rows): ReturnType<Engine["run"]> {
    this.signal?.throwIfAborted();
    const before = this.#asked++;
    this.onProgress?.(before);
    yield* this.engine.run(printed(rows, this.engine.dialect), {
      signal: this.signal,
      onProgress: (fraction) => this.onProgress?.(before + fraction),
    });
  }
}
