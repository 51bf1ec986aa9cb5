import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream as WebStream } from "node:stream/web";
import { Busboy, type BusboyHeaders, type BusboyInstance } from "@fastify/busboy";
import { InputError, UserError } from "../../../errors";
import type { BlobStore, WrittenBlob } from "../../../store/blobs";
import { type Ending, endingOf } from "../../../transactions/formats/file-kinds";
import { BadRequestError, TooLargeError, UnsupportedMediaTypeError } from "../../errors";

/** A mapping is eight short lines. */
const MOST_FIELD_BYTES = 65_536;
const MOST_FIELDS = 16;
/** The parser needs a few ticks for a chunk, unless it waits for the file to be stored. */
const STUCK_MS = 1000;

/** A received multipart request. The file is stored under `key`. */
export interface Received extends WrittenBlob {
  /** The sender's name for it. */
  readonly fileName: string;
  readonly ending: Ending;
  readonly fields: ReadonlyMap<string, string>;
}

interface ReceiveOptions {
  readonly blobs: Pick<BlobStore, "writeStream">;
  /** The key for a file with that ending. */
  keyOf(ending: Ending): string;
  readonly maxBytes: number;
}

/**
 * Reads a multipart request and streams its field `file` to the blobs without holding it in memory. Throws a UserError
 * for what the sender can fix, and whatever the connection throws. Then nothing remains of the file, except perhaps an
 * empty folder.
 */
export async function receiveUpload(request: Request, options: ReceiveOptions): Promise<Received> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^multipart\/form-data\s*;/i.test(type))
    throw new UnsupportedMediaTypeError(
      `The body must be multipart/form-data with a field "file"; found ${type ? `"${type}"` : "no content type"}.`,
    );
  if (!request.body) throw new BadRequestError('The body is empty. Send a form with a field "file".');
  const mostBytes = options.maxBytes + (MOST_FIELDS + 1) * MOST_FIELD_BYTES;
  const whole = () => tooLarge(options.maxBytes);
  if (Number(request.headers.get("content-length") ?? 0) > mostBytes) throw whole();

  const form = new Form(options);
  const parser = parserOf(type);
  parser.on("file", (name, stream, fileName) => form.file(name, stream, fileName));
  parser.on("field", (name, value, _nameCut, cut) => form.field(name, value, cut));
  parser.on("filesLimit", () => form.fail(new InputError("Send one file at a time.")));
  parser.on("fieldsLimit", () => form.fail(new InputError(`Send at most ${MOST_FIELDS} fields.`)));
  const body = Readable.fromWeb(request.body as unknown as WebStream);
  const failed = new Promise<never>((_, reject) => {
    form.onFailure = (error) => {
      parser.destroy(error);
      body.destroy(error);
      reject(error);
    };
  });
  try {
    const counted = (chunks: AsyncIterable<Uint8Array>) => form.handed(upTo(mostBytes, chunks, whole));
    await Promise.race([pipeline(body, counted, parser), failed]);
  } catch (error) {
    // Busboy does not tell the file's stream that the rest will never come.
    await form.abandon(error as Error);
    throw told(form.failure ?? error);
  } finally {
    form.ended();
  }
  return form.received();
}

/** The part of the form received so far. */
class Form {
  readonly #fields = new Map<string, string>();
  #file: { fileName: string; ending: Ending; stream: Readable; written: Promise<WrittenBlob> } | null = null;
  #stuck: Timer | undefined;
  failure: Error | null = null;
  onFailure = (_: Error) => {};

  constructor(private readonly options: ReceiveOptions) {}

  /** The first error ends the reading. */
  fail(error: Error): void {
    if (this.failure) return;
    this.failure = error;
    this.onFailure(error);
  }

  field(name: string, value: string, cut: boolean): void {
    if (cut) this.fail(new InputError(`The field ${name} is longer than ${MOST_FIELD_BYTES} bytes.`));
    this.#fields.set(name, value);
  }

  file(name: string, stream: Readable, fileName: string | undefined): void {
    const { blobs, keyOf, maxBytes } = this.options;
    // The stream's reader gets its errors. Busboy also sends them while nobody is reading.
    stream.on("error", () => {});
    try {
      if (name !== "file") throw new InputError(`The file must be in the field "file", not "${name}".`);
      const ending = endingOf(fileName ?? "");
      const written = blobs.writeStream(
        keyOf(ending),
        upTo(maxBytes, stream, () => tooLarge(maxBytes)),
      );
      this.#file = { fileName: fileName!, ending, stream, written };
      written.catch((error) => this.fail(error));
    } catch (error) {
      stream.resume();
      this.fail(error as Error);
    }
  }

  async received(): Promise<Received> {
    if (this.failure) throw this.failure;
    if (!this.#file) throw new InputError('The form has no file. Send one in the field "file".');
    const { fileName, ending, written } = this.#file;
    return { ...(await written), fileName, ending, fields: this.#fields };
  }

  /** Hands the body to the parser, which for some forms that it cannot read neither goes on nor ends nor fails. */
  async *handed(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      this.#watchParser();
      yield chunk;
      clearInterval(this.#stuck);
    }
    this.#watchParser();
  }

  #watchParser(): void {
    clearInterval(this.#stuck);
    this.#stuck = setInterval(() => {
      const stream = this.#file?.stream;
      // The parser waits for the file to be stored.
      if (stream && !stream.readableEnded && !stream.destroyed) return;
      this.fail(new Error("Unexpected end of multipart data"));
    }, STUCK_MS);
  }

  ended(): void {
    clearInterval(this.#stuck);
  }

  /** Resolves when all writing has stopped. */
  async abandon(reason: Error): Promise<void> {
    if (!this.#file) return;
    this.#file.stream.destroy(reason);
    await this.#file.written.catch(() => {});
  }
}

async function* upTo(
  mostBytes: number,
  chunks: AsyncIterable<Uint8Array>,
  tooMany: () => Error,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > mostBytes) throw tooMany();
    yield chunk;
  }
}

function parserOf(type: string): BusboyInstance {
  try {
    const headers: BusboyHeaders = { "content-type": type };
    const limits = { files: 1, fields: MOST_FIELDS, fieldSize: MOST_FIELD_BYTES, fileSize: Infinity };
    return new Busboy({ headers, limits });
  } catch (error) {
    throw new BadRequestError(`The body is not a multipart form: ${(error as Error).message}.`);
  }
}

/** Busboy's errors are about the form, and a broken connection is the sender's affair. Anything else stays as it is. */
function told(error: unknown): unknown {
  const { name = "", message = "" } = error as Error;
  if (name === "AbortError") return new BadRequestError("The connection closed before the end of the form.");
  const isForm = /multipart|boundary|Part terminated|Unexpected end/i.test(message);
  if (error instanceof UserError || !isForm) return error;
  return new BadRequestError(`The body is not a multipart form: ${message}.`);
}

function tooLarge(maxBytes: number): TooLargeError {
  return new TooLargeError(
    `The file is larger than the limit of ${maxBytes} bytes. Split it, pack it with gzip, or delete old uploads.`,
  );
}
