import type { Outcome } from "../jobs/channel";
import { openedModel } from "../jobs/opened-model";
import type { BlobPlace } from "../store/blobs";
import { openBlobs } from "../store/open-blobs";
import { isoDay } from "../time";
import type { Connection } from "./connection-kinds";
import { fileOf, kindOfFile } from "./formats/formats";
import type { Table } from "./formats/table";
import { type ListCounts, makeList } from "./make-list";
import type { DestinationSettings } from "./settings";
import { SendError } from "./transports/send-error";

/** What a worker needs to make a list and to hand it over. */
export interface DeliveryTask extends BlobPlace {
  readonly modelPrefix: string;
  /** The tenant's, which may set what a contact costs and brings. */
  readonly tenantSettings: Readonly<Record<string, unknown>>;
  readonly destination: {
    readonly id: string;
    readonly name: string;
    readonly settings: DestinationSettings;
  };
  readonly run: { readonly id: string; readonly createdAt: number };
  /** Where to; or the file comes back, or the counts alone. */
  readonly to: { readonly connection: Connection } | "file" | "counts";
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** A worker's answer. */
export interface Delivered {
  readonly outcome: Extract<Outcome, { type: "delivered" | "later" | "refused" }>;
  readonly counts: ListCounts;
  /** The file, object or sheet. */
  readonly place: string;
  readonly file: MadeFile | null;
}

export interface MadeFile {
  readonly fileName: string;
  readonly contentType: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Makes a destination's list from the model as it is now, and hands it over. Nothing of it stays on this machine. */
export async function deliver({
  modelPrefix,
  tenantSettings,
  destination,
  run,
  to,
  now,
  ...place
}: DeliveryTask): Promise<Delivered> {
  const blobs = openBlobs(place);
  const { settings } = destination;
  const { format, delimiter } = settings;
  const model = await openedModel(blobs, modelPrefix);
  try {
    const { table, counts } = await makeList(
      model,
      { files: { blobs }, modelPrefix },
      settings,
      tenantSettings,
    );
    const { ending, contentType } = kindOfFile(format);
    const fileName = fileNameOf(destination.name, run, ending);
    const delivered = { outcome: { type: "delivered" }, counts, place: fileName, file: null } as const;
    if (to === "counts") return delivered;
    const made = async () => ({
      fileName,
      contentType,
      bytes: joined(await fileOf(format, table, { delimiter })),
    });
    if (to === "file") return { ...delivered, file: await made() };
    try {
      const where = await handOver(to.connection, { table, counts, made }, destination, run, now);
      return { ...delivered, place: where };
    } catch (error) {
      if (!(error instanceof SendError)) throw error;
      const type = error.isTemporary ? "later" : "refused";
      return { ...delivered, outcome: { type, reason: error.message } };
    }
  } finally {
    await model.close();
  }
}

interface List {
  readonly table: Table;
  readonly counts: ListCounts;
  readonly made: () => Promise<MadeFile>;
}

async function handOver(
  connection: Connection,
  { table, counts, made }: List,
  { id, name, settings: { to } }: DeliveryTask["destination"],
  run: DeliveryTask["run"],
  now: number,
): Promise<string> {
  const folder = "folder" in to ? to.folder : "";
  switch (connection.kind) {
    case "sftp": {
      const { sendBySftp } = await import("./transports/sftp");
      const { fileName, bytes } = await made();
      return sendBySftp(connection, folder, fileName, bytes);
    }
    case "s3": {
      const { sendToS3 } = await import("./transports/s3");
      return sendToS3(connection, folder, await made());
    }
    case "sheets": {
      const { sendToSheets } = await import("./transports/sheets");
      if (to.kind !== "sheets") throw new RangeError("the destination is no sheet");
      return sendToSheets(connection, to.spreadsheet_id, to.sheet, table);
    }
    case "webhook": {
      const { sendToWebhook } = await import("./transports/webhook");
      const { sent, ...left_out } = counts;
      const told = { destination_id: id, run_id: run.id, name, customers: sent, left_out };
      return sendToWebhook(connection, told, table, { createdAt: run.createdAt, now });
    }
  }
}

/** Day and run are part of the name, so a second try has the same one and two runs never do. */
function fileNameOf(name: string, { id, createdAt }: DeliveryTask["run"], ending: string): string {
  const plain = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
  return `${plain.slice(0, 60) || "audience"}-${isoDay(createdAt)}-${id}.${ending}`;
}

function joined(parts: readonly Uint8Array<ArrayBuffer>[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
