// What the library's own `tableToIPC` is made of. It takes a table that is in memory as a whole; ours are not.
declare module "@uwdata/flechette/src/encode/builder.js" {
  export class Builder {
    constructor(sink: { write(bytes: Uint8Array): void });
    readonly outputBytes: number;
    addBuffer(bytes: Uint8Array): number;
  }
}
declare module "@uwdata/flechette/src/encode/message.js" {
  import type { Builder } from "@uwdata/flechette/src/encode/builder.js";

  interface Block {
    readonly offset: number;
    readonly metadataLength: number;
    readonly bodyLength: number;
  }
  export function writeMessage(
    builder: Builder,
    header: number,
    headerOffset: number,
    bodyLength: number,
    blocks?: Block[],
  ): void;
}
declare module "@uwdata/flechette/src/encode/record-batch.js" {
  import type { Builder } from "@uwdata/flechette/src/encode/builder.js";

  interface Record {
    readonly byteLength: number;
    readonly nodes: readonly { readonly length: number; readonly nullCount: number }[];
    readonly regions: readonly { readonly offset: number; readonly length: number }[];
    readonly variadic: readonly number[];
    readonly buffers: readonly Uint8Array[];
  }
  export function encodeRecordBatch(builder: Builder, batch: Record, compression: null): number;
}
declare module "@uwdata/flechette/src/encode/dictionary-batch.js" {
  import type { Builder } from "@uwdata/flechette/src/encode/builder.js";
  import type { Record } from "@uwdata/flechette/src/encode/record-batch.js";
  export function encodeDictionaryBatch(
    builder: Builder,
    batch: { readonly id: number; readonly isDelta: boolean; readonly data: Record },
    compression: null,
  ): number;
}
declare module "@uwdata/flechette/src/encode/schema.js" {
  import type { Builder } from "@uwdata/flechette/src/encode/builder.js";
  export function encodeSchema(builder: Builder, schema: object): number;
}
declare module "@uwdata/flechette/src/encode/footer.js" {
  import type { Builder } from "@uwdata/flechette/src/encode/builder.js";
  import type { Block } from "@uwdata/flechette/src/encode/message.js";
  export function writeFooter(
    builder: Builder,
    schema: object,
    dictionaries: readonly Block[],
    records: readonly Block[],
    metadata?: null,
  ): void;
}
