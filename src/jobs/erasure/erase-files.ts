import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { InputError } from "../../errors";
import { copyOrdersWithout } from "../../pipeline/erase/orders-without";
import type { Person } from "../../pipeline/erase/person";
import { copyArrowWithout, copyCsvWithout } from "../../pipeline/erase/table-without";
import { copyTextWithout } from "../../pipeline/erase/text-without";
import type { BlobStore } from "../../store/blobs";
import { entriesOf, fileSize } from "../../store/disk-files";
import type { FileNote, FileToSearch } from "./erasure-task";

/** What the names of copies that are being made hold; they begin with a dot, as all that is half-written. */
export const COPY = ".erased.";

/** How tables of ours are copied, by the ending of their name. */
const TABLE_COPIES: Readonly<Record<string, typeof copyCsvWithout>> = {
  ".arrow": copyArrowWithout,
  ".csv": copyCsvWithout,
};
/** Files of a model that may show cells of the shop's file. */
const SHOWING_CELLS = ["cleaning_report.json", "strategic_report.md"];

/** Has the server note what is about to be done to a file. */
export type NoteFile = (key: string, note: FileNote) => Promise<void>;

/**
 * Takes a person out of the files of a tenant: each is copied beside without the person, noted, and replaced by the
 * copy.
 */
export class FileEraser {
  constructor(
    private readonly blobs: BlobStore,
    private readonly person: Person,
    private readonly note: NoteFile,
  ) {}

  /**
   * An upload. It is rewritten as UTF-8 CSV under the same key, whatever it was: what a file is goes by its bytes. One
   * that cannot be read cannot be shown to be free of the person, and is deleted.
   */
  async upload(
    { id, datasetId, fileName, key, mappingKey }: FileToSearch,
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
        const found = await copyOrdersWithout(from, to, paths, this.person);
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
      // The reader's sentence may show what the file holds.
      const names = [this.person.id, ...this.person.emails];
      const reason = names.reduce((told, name) => told.replaceAll(name, "…"), error.message);
      await this.note(key, { type: "dataset deleted", ...told, reason });
      await this.blobs.delete(dirname(key));
    }
  }

  /**
   * The tables of a model that have a row a customer, and what shows cells of the shop's file. What else is there tells
   * of all customers together.
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

  /** The file of a batch of predictions. */
  async batch(key: string): Promise<void> {
    await this.#replace(key, async (from, to) => {
      const rows_removed = copyCsvWithout(from, to, this.person);
      return rows_removed > 0 ? { type: "batch", rows_removed } : null;
    });
  }

  /** Copies a file beside, and replaces it where the copy has less. A file that is not there has nobody. */
  async #replace(key: string, copy: (from: string, to: string) => Promise<FileNote | null>): Promise<void> {
    await using file = await this.blobs.fetched(key);
    const { path } = file;
    if ((await fileSize(path)) === null) return;
    const copies = `.${basename(path)}${COPY}`;
    // Of an attempt that was killed.
    for (const { name } of await entriesOf(dirname(path)))
      if (name.startsWith(copies)) await rm(join(dirname(path), name), { force: true });
    const beside = join(dirname(path), `${copies}${randomUUID()}`);
    try {
      const note = await copy(path, beside);
      if (!note) return;
      await this.note(key, note);
      await this.blobs.replace(key, beside);
    } catch (error) {
      // Deleted by its owner while it was read.
      if ((await fileSize(path)) !== null) throw error;
    } finally {
      await rm(beside, { force: true });
    }
  }
}
