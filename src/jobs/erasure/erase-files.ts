import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { InputError } from "../../errors";
import { copyArrowWithout } from "../../pipeline/erase/arrow-without";
import { copyCsvWithout } from "../../pipeline/erase/csv-without";
import { copyOrdersWithout } from "../../pipeline/erase/orders-without";
import type { Person } from "../../pipeline/erase/person";
import { copyTextWithout } from "../../pipeline/erase/text-without";
import type { BlobStore } from "../../store/blobs";
import { entriesOf, fileSize } from "../../store/disk-files";
import type { FileNote, FileToSearch } from "./erasure-task";

/** Part of the names of unfinished copies. Like all unfinished files, their names begin with a dot. */
export const COPY = ".erased.";

/** How to copy our tables, by file extension. */
const TABLE_COPIES: Readonly<Record<string, typeof copyCsvWithout>> = {
  ".arrow": copyArrowWithout,
  ".csv": copyCsvWithout,
};
/** Files of a model that may show cells of the shop's file. */
const SHOWING_CELLS = ["cleaning_report.json", "strategic_report.md"];

/** Makes the server record a change before it is made to a file. */
export type NoteFile = (key: string, note: FileNote) => Promise<void>;

/**
 * Removes a person from a tenant's files. Copies each file without the person, records that, and replaces the file with
 * the copy.
 */
export class FileEraser {
  constructor(
    private readonly blobs: BlobStore,
    private readonly person: Person,
    private readonly note: NoteFile,
  ) {}

  /**
   * An upload. Rewritten as UTF-8 CSV under the same key, whatever its format was: a file's bytes decide its type. We
   * delete an unreadable file, because nothing proves that the person is not in it.
   */
  async upload(
    { id, datasetId, fileName, key, mappingKey, keyColumn }: FileToSearch,
    mappingKeys: readonly string[],
  ): Promise<void> {
    const told = { dataset_id: datasetId, file_id: id, file_name: fileName };
    const others = mappingKeys.filter((other) => other !== mappingKey);
    const mappings = [...(mappingKey === null ? [] : [mappingKey]), ...others];
    try {
      await this.#replace(key, async (from, to) => {
        await using fetched = new AsyncDisposableStack();
        const paths: string[] = [];
        for (const mapping of mappings) paths.push(fetched.use(await this.blobs.fetched(mapping)).path);
        const found = await copyOrdersWithout(from, to, paths, this.person, keyColumn);
        const { rows, clearedRows, unreadableRows, unreadParts } = found;
        if (rows + clearedRows + unreadableRows === 0 && !unreadParts) return null;
        const removed = {
          rows_removed: rows,
          addresses_removed: clearedRows,
          unreadable_rows_removed: unreadableRows,
        };
        return { type: "dataset", ...told, ...removed, unread_parts_removed: unreadParts };
      });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      // The reader's message may quote the file.
      const names = [this.person.id, ...this.person.emails];
      const reason = names.reduce((told, name) => told.replaceAll(name, "…"), error.message);
      await this.note(key, { type: "dataset deleted", ...told, reason });
      await this.blobs.delete(dirname(key));
    }
  }

  /** The query of a data set. It is deleted if it asks for the person: only its author could say what else it should ask. */
  async query({ id, datasetId, fileName, key }: FileToSearch): Promise<void> {
    const written = Buffer.from((await this.blobs.read(key)) ?? "")
      .toString()
      .toLowerCase();
    // A number in a query is hardly ever a customer's.
    const ids = /^\d+$/.test(this.person.id) ? [] : [this.person.id.toLowerCase()];
    const names = [...ids, ...this.person.emails];
    if (!names.some((name) => written.includes(`'${name}'`))) return;
    const reason = "The query names the person.";
    const told = { dataset_id: datasetId, file_id: id, file_name: fileName };
    await this.note(key, { type: "dataset deleted", ...told, reason });
    await this.blobs.delete(dirname(key));
  }

  /**
   * A model's tables with one row per customer, and files that show cells of the shop's file. Everything else is about
   * all customers together.
   */
  async model(prefix: string): Promise<void> {
    for (const { key } of await this.blobs.list(prefix)) {
      const without = SHOWING_CELLS.includes(basename(key)) ? copyTextWithout : TABLE_COPIES[extname(key)];
      if (!without) continue;
      await this.#replace(key, async (from, to) => {
        const rows_removed = without(from, to, this.person);
        return rows_removed > 0 ? { type: "table", rows_removed } : null;
      });
    }
  }

  /** The file of a batch prediction. */
  async batch(key: string): Promise<void> {
    await this.#replace(key, async (from, to) => {
      const rows_removed = copyCsvWithout(from, to, this.person);
      return rows_removed > 0 ? { type: "batch", rows_removed } : null;
    });
  }

  /** Copies a file and replaces it if the copy is shorter. A missing file contains nobody. */
  async #replace(key: string, copy: (from: string, to: string) => Promise<FileNote | null>): Promise<void> {
    await using file = await this.blobs.fetched(key);
    const { path } = file;
    if ((await fileSize(path)) === null) return;
    const copies = `.${basename(path)}${COPY}`;
    // Left by a killed attempt.
    for (const { name } of await entriesOf(dirname(path)))
      if (name.startsWith(copies)) await rm(join(dirname(path), name), { force: true });
    const beside = join(dirname(path), `${copies}${randomUUID()}`);
    try {
      const note = await copy(path, beside);
      if (!note) return;
      await this.note(key, note);
      await this.blobs.replace(key, beside);
    } catch (error) {
      // Its owner deleted it in the meantime.
      if ((await fileSize(path)) !== null) throw error;
    } finally {
      await rm(beside, { force: true });
    }
  }
}
