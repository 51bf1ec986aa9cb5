import type { ComponentChildren, VNode } from "preact";
import { Icon, type IconName } from "./icon";

/** A titled part of a page. */
export function Card({
  title,
  note,
  children,
  id,
}: {
  readonly title: string;
  readonly note?: ComponentChildren;
  readonly children: ComponentChildren;
  readonly id?: string;
}): VNode {
  return (
    <section class="card" {...(id && { id })}>
      <header>
        <h2>{title}</h2>
        {note && <p>{note}</p>}
      </header>
      {children}
    </section>
  );
}

/** A titled part of a page that opens on demand: what few readers need. */
export function Fold({
  title,
  note,
  children,
}: {
  readonly title: string;
  readonly note?: string;
  readonly children: ComponentChildren;
}): VNode {
  return (
    <details class="card fold">
      <summary>
        <h2>{title}</h2>
        {note && <span class="small soft">{note}</span>}
      </summary>
      {children}
    </details>
  );
}

/** One figure; a link to what it counts where there is one. */
export function Stat({
  label,
  value,
  note,
  change,
  href,
  spark,
}: {
  readonly label: string;
  readonly value: string;
  readonly note?: ComponentChildren;
  /** In words, with its direction. */
  readonly change?: { readonly text: string; readonly isGood: boolean | null } | null;
  readonly href?: string;
  /** How the figure came here: a sparkline. */
  readonly spark?: VNode | null;
}): VNode {
  const inside = (
    <>
      <span class="label">{label}</span>
      <span class="value">{value}</span>
      {change && (
        <span class={`note ${change.isGood === null ? "" : change.isGood ? "rise" : "fall"}`}>
          {change.text}
        </span>
      )}
      {note && <span class="note">{note}</span>}
      {spark}
    </>
  );
  return href ? (
    <a class="card stat" href={href}>
      {inside}
    </a>
  ) : (
    <div class="card stat">{inside}</div>
  );
}

/** What to do where there is nothing to show yet. */
export function Empty({
  icon,
  title,
  children,
}: {
  readonly icon: IconName;
  readonly title: string;
  readonly children: ComponentChildren;
}): VNode {
  return (
    <section class="card empty">
      <Icon name={icon} />
      <h2>{title}</h2>
      {children}
    </section>
  );
}

export type Tone = "good" | "warn" | "bad" | "brand";

export function Badge({
  tone,
  children,
}: {
  readonly tone?: Tone | undefined;
  readonly children: ComponentChildren;
}): VNode {
  return <span class={`badge ${tone ?? ""}`}>{children}</span>;
}

export function Notice({
  tone,
  children,
}: {
  readonly tone?: "good" | "warn" | "bad";
  readonly children: ComponentChildren;
}): VNode {
  const icon = tone === "good" ? "check" : tone ? "warning" : "info";
  return (
    <div class={`notice ${tone ?? ""}`} role={tone === "bad" ? "alert" : "status"}>
      <Icon name={icon} />
      <div>{children}</div>
    </div>
  );
}
