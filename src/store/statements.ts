import type { Database, SQLQueryBindings, Statement } from "bun:sqlite";

type Parameters = Record<string, SQLQueryBindings>;

/** Prepares each statement once. (`Database.query` keeps only the last twenty.) */
export class Statements {
  readonly #prepared = new Map<string, Statement>();
  #afterCommit: (() => void)[] = [];

  constructor(readonly database: Database) {}

  /** The first row, or null. */
  one<Row>(sql: string, parameters: Parameters): Row | null {
    return this.#prepare(sql).get(parameters) as Row | null;
  }

  /** All rows. */
  all<Row>(sql: string, parameters: Parameters): Row[] {
    return this.#prepare(sql).all(parameters) as Row[];
  }

  /** Runs a change and returns how many rows it changed. */
  run(sql: string, parameters: Parameters): number {
    return this.#prepare(sql).run(parameters).changes;
  }

  /**
   * Runs `change` in one transaction that takes the write lock at its start and is rolled back on an error. Within
   * another transaction it becomes part of that one.
   */
  transaction<T>(change: () => T): T {
    const before = this.#afterCommit.length;
    let result: T;
    try {
      result = this.database.transaction(change).immediate();
    } catch (error) {
      this.#afterCommit.length = before;
      throw error;
    }
    if (!this.database.inTransaction) {
      const calls = this.#afterCommit;
      this.#afterCommit = [];
      for (const call of calls) call();
    }
    return result;
  }

  /**
   * Runs `change` without waiting for the disk while it holds the write lock: a crash of the program does not undo it, a
   * power cut may, until a later change has waited. For changes that must not make anyone else wait.
   */
  unflushed<T>(change: () => T): T {
    if (this.database.inTransaction) return change();
    this.database.run("PRAGMA synchronous = NORMAL");
    try {
      return change();
    } finally {
      this.database.run("PRAGMA synchronous = FULL");
    }
  }

  /** Calls `call` after the outermost transaction commits, never if it is rolled back; outside of one, at once. */
  afterCommit(call: () => void): void {
    if (this.database.inTransaction) this.#afterCommit.push(call);
    else call();
  }

  /**
   * Frees the statements and closes the database. The last process to close folds the write-ahead log into the file.
   */
  close(): void {
    for (const statement of this.#prepared.values()) statement.finalize();
    this.#prepared.clear();
    this.database.close(true);
  }

  #prepare(sql: string): Statement {
    let statement = this.#prepared.get(sql);
    if (!statement) {
      statement = this.database.prepare(sql);
      this.#prepared.set(sql, statement);
    }
    return statement;
  }
}
