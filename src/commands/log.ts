import pino, { type Level, type Logger } from "pino";

const LABELS: Readonly<Record<number, string>> = {
  10: "trace",
  20: "debug",
  30: "info",
  40: "warn",
  50: "ERROR",
  60: "FATAL",
};
/** What a reader at a terminal knows, or sees elsewhere in the line. */
const LEFT_OUT = new Set(["level", "time", "pid", "hostname", "msg", "err"]);

/** The log on standard error: JSON lines for programs; on a terminal, lines for people. */
export function openLog(level: Level | "silent"): Logger {
  if (!process.stderr.isTTY) return pino({ level }, pino.destination(2));
  return pino({ level }, { write: (line: string) => process.stderr.write(readableLine(line)) });
}

/**
 * A log line for a terminal: `16:02:11 info  request  method=GET route=/segments status=200`; an error's stack below.
 */
export function readableLine(json: string): string {
  const line = JSON.parse(json) as Record<string, unknown>;
  const { level, time, msg, err } = line as { level: number; time: number; msg?: string; err?: unknown };
  const at = new Date(time).toTimeString().slice(0, 8);
  const fields = Object.entries(line)
    .filter(([name, value]) => !LEFT_OUT.has(name) && value !== "" && value !== null)
    .map(([name, value]) => `${name}=${shown(value)}`);
  const first = [at, (LABELS[level] ?? String(level)).padEnd(5), msg ?? "", ...fields].join(" ");
  const { stack, message } = (err ?? {}) as { stack?: string; message?: string };
  const below = err === undefined ? "" : `${stack ?? message ?? shown(err)}\n`;
  return `${first}\n${below}`;
}

function shown(value: unknown): string {
  if (typeof value === "string") return /[\s"=]/.test(value) ? JSON.stringify(value) : value;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
