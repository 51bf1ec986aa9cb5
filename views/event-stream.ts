import type { VNode } from "preact";
import { renderToString } from "preact-render-to-string";
import { eventStream } from "../src/api/event-stream";

/** Readers cannot follow faster changes than this. */
const LEAST_PAUSE_MS = 400;
/** Changes by other servers on the same store send no event, so the store is polled this often. */
const LOOK_MS = 2000;

/** The event that ends a stream, for `hx-sse:close`. */
export const STREAM_END = "over";

interface LivePart {
  readonly part: VNode;
  /** Whether nothing will change any more. */
  readonly isOver: boolean;
}

/**
 * A part of a page, sent as HTML whenever it has changed, until it is over or the reader is gone. `onChange` calls its
 * listener when the part may have changed, until the returned function is called.
 */
export function livePart(
  show: () => LivePart,
  onChange: (listener: () => void) => () => void,
  {
    heartbeatMs,
    lookMs = LOOK_MS,
    leastPauseMs = LEAST_PAUSE_MS,
  }: { heartbeatMs?: number; lookMs?: number; leastPauseMs?: number } = {},
): Response {
  const controller = new AbortController();
  return eventStream(frames(controller.signal), controller, heartbeatMs);

  async function* frames(gone: AbortSignal): AsyncGenerator<string> {
    let wake = () => {};
    const unsubscribe = onChange(() => wake());
    gone.addEventListener("abort", () => wake());
    try {
      for (let sent = ""; !gone.aborted; ) {
        const { part, isOver } = show();
        const html = renderToString(part);
        if (html !== sent) {
          if (sent !== "") await Bun.sleep(leastPauseMs);
          sent = html;
          yield frame(html);
        } else if (isOver) {
          yield `event: ${STREAM_END}\ndata: \n\n`;
          return;
        } else {
          await new Promise<void>((resolve) => {
            const timer = setTimeout(resolve, lookMs);
            wake = () => {
              clearTimeout(timer);
              resolve();
            };
          });
        }
      }
    } finally {
      unsubscribe();
    }
  }
}

/** HTML may hold line breaks; each line is one of `data`. */
function frame(html: string): string {
  return `${html
    .split(/\r\n|\r|\n/)
    .map((line) => `data: ${line}`)
    .join("\n")}\n\n`;
}
